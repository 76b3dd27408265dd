# SPDX-License-Identifier: Apache-2.0
"""What bash, zsh and fish offer after Tab, from the installed scripts."""
import os
import pty
import re
import select
import signal
import time
import unittest

from online import Online
from patience import PATIENCE
from sandbox import FORKING, PREFIX, Sandbox

SHARE = PREFIX.resolve() / "share"
SHELLS = ("bash", "zsh", "fish")
PROMPT = b"ready> "
TOKEN = "hf_completionTokenForTestsOnly000000001"

# A shell that took one of these for code would make the file "ran".
HOSTILE = (
    "plain", "two words", "it's", 'say "hi"', "$(touch ran)", "`touch ran`",
    "$HOME", "a;touch ran", "a&touch ran", "a|touch ran", "a>ran", "a<ran",
    "back\\slash", "end\\", "star*", "who?", "[a-z", "{a,b}", "(touch ran)",
    "~root", "=ls", "#hash", "!!", "a!touch", "^a^b", "%F{red}x", "colon:a:b",
    "a=b", "a=~root", "'\"'", "$'\\x41'", "\"\\$(touch ran)", "-dash",
    "--all", "a,b", "@(a)", "+x", "$((touch ran))")
FOREIGN = ("é", "\u00ef$(touch ran)", "日本語 語")
# Not for a terminal, or perhaps a token.
NEVER = ("esc\x1b[2J", "rtl\u202e", "del\x7f", "c1\u009b", TOKEN,
         "my hf_secret", "api_org_x")

# What the values in `--help` are, so that a new kind of value is not forgotten.
VALUES = {"NAME": "names", "OWNER": "owners", "FILE": "files", "URL": "nothing",
          "TIME": "nothing", "VERB": "verbs", "PROGRAM": "programs", "ARG": "files"}


def store_of(names):
    return "".join(f"[{name}]\nhf_token = {TOKEN[:-6]}{number:06}\nuser = u\n\n"
                   for number, name in enumerate(names))


class Terminal:
    """A shell that reads what a user types."""

    def __init__(self, command, environment, folder):
        with FORKING:
            self.pid, self.terminal = pty.fork()
            if self.pid == 0:
                os.chdir(folder)
                os.execvpe(command[0], command, environment)
            os.set_inheritable(self.terminal, False)
        self.shown = b""
        self.lines = 0
        self.read_until(PROMPT)  # Until then, the terminal edits the line.

    def read_until(self, *texts):
        """What is shown up to the texts, which come one after the other."""
        deadline = time.monotonic() + PATIENCE
        pattern = b".*?".join(re.escape(text) for text in texts)
        while not (found := re.search(pattern, self.shown, re.S)):
            if time.monotonic() > deadline:
                raise AssertionError(f"{texts}: {self.shown[-2000:]}")
            if select.select([self.terminal], [], [], 0.05)[0]:
                self.shown += os.read(self.terminal, 65536)
        return self.shown[:found.end()]

    def type(self, keys, end="</dev/null"):
        """What the terminal shows of a line that a Tab is a part of."""
        self.lines += 1
        self.shown = b""
        rest = f" {end}; printf '<%d>' {self.lines}\r"
        os.write(self.terminal, keys.encode() + rest.encode())
        shown = self.read_until(b"<%d>" % self.lines)
        self.read_until(b"<%d>" % self.lines, PROMPT)
        return shown.decode(errors="replace")

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


class Completion(Sandbox):
    def setUp(self):
        super().setUp()
        self.environment["PATH"] = (
            f"{PREFIX.resolve() / 'bin'}:{os.environ['PATH']}")
        self.environment["TERM"] = "dumb"
        self.environment["XDG_DATA_DIRS"] = f"{SHARE}:/usr/share"
        (self.home / ".bashrc").write_text(
            f"PS1='{PROMPT.decode()}'\nbind 'set bell-style none'\n"
            ". /usr/share/bash-completion/bash_completion\n")
        (self.home / ".zshrc").write_text(
            f"fpath=({SHARE}/zsh/site-functions $fpath)\n"
            "autoload -Uz compinit\ncompinit -u -D\n"
            f"PS1='{PROMPT.decode()}'\nunsetopt beep prompt_sp prompt_cr\n")
        fish = self.home / ".config" / "fish" / "config.fish"
        fish.parent.mkdir(parents=True)
        fish.write_text("function fish_prompt; printf "
                        f"'{PROMPT.decode()}'; end\nset fish_greeting\n")

    def shell(self, name, **variables):
        options = {"bash": ["--rcfile", str(self.home / ".bashrc"), "-i"],
                   "zsh": ["-i"], "fish": ["-i"]}[name]
        terminal = Terminal([name, *options],
                            {**self.environment, **variables}, self.home)
        self.addCleanup(terminal.close)
        return terminal

    def ask(self, *words, form="words", **options):
        """The answer of the program: its kind, and {candidate: description}."""
        text = "".join(word + "\0" for word in ("git-credential-hf", *words))
        if form == "line":
            text, = words
        done = self.hf("--complete", form, input=text.encode(), **options)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        kind, *lines = done.stdout.decode().split("\n")[:-1] or [""]
        return (kind.split("\t")[0],
                dict(line.split("\t") for line in lines))

    def help_of(self, *words):
        return self.hf("help", *words).stdout.decode()

    def verbs(self):
        return re.findall(r"^  ([a-z]+)\b",
                          self.help_of().split("git itself")[0], re.M)

    def assert_nothing_ran(self):
        self.assertEqual(list(self.root.rglob("ran")), [])


class Shells(Completion):
    def assert_completes(self, terminal, name, start=""):
        """A Tab after `token START` makes the line name the token `name`."""
        dashes = "-- " if name.startswith("-") else ""
        shown = terminal.type(f"git-credential-hf token {dashes}{start}\t")
        self.assertIn(TOKEN[:-6] + "000000", shown, (name, start))

    def test_each_shell_inserts_a_hostile_name_so_that_it_names_the_token(self):
        for shell in SHELLS:
            for locale, names in (("C.UTF-8", HOSTILE + FOREIGN),
                                  ("C", HOSTILE[:10])):
                terminal = self.shell(shell, LC_ALL=locale)
                for name in names:
                    if shell == "fish" and name.startswith("~"):
                        continue  # The next test is about these.
                    self.given_store(store_of([name]))
                    self.assert_completes(terminal, name)
        self.assert_nothing_ran()

    def test_fish_does_not_offer_a_name_with_a_tilde_that_it_would_expand(self):
        self.given_store(store_of(["~root", "good"]))
        done = self.command("fish", "-c",
                            "complete -C 'git-credential-hf token '")
        self.assertEqual(done.stdout, b"good\tu\n")

    def test_bash_continues_a_name_in_the_quotes_that_the_user_has_begun(self):
        terminal = self.shell("bash")
        for name in HOSTILE + FOREIGN:
            self.given_store(store_of([name]))
            plain = re.match(r"[a-z]*", name)[0][:2]
            for start in ("'", '"', f"'{plain}", f'"{plain}"', plain):
                self.assert_completes(terminal, name, start)
        self.assert_nothing_ran()

    def test_each_shell_completes_a_value_behind_the_equals_sign(self):
        self.given_store(store_of(["alpha one", "beta"]))
        for shell in SHELLS:
            with self.subTest(shell=shell):
                shown = self.shell(shell).type(
                    "git-credential-hf switch --token-name=al\t")
                self.assertIn("'alpha one'", shown)
                self.assertIn("is the active token", shown)

    def test_each_shell_lists_the_options_of_a_verb(self):
        for shell in SHELLS:
            with self.subTest(shell=shell):
                shown = self.options_of_login(shell)
                for option in ("--token-stdin", "--keyring", "--no-verify"):
                    self.assertIn(option, shown)

    def options_of_login(self, shell):
        line = "git-credential-hf login --"
        if shell == "fish":  # It shows them on another screen.
            done = self.command("fish", "-c", f"complete -C '{line}'")
            return done.stdout.decode()
        return self.shell(shell).type(f"{line}\t\t", end="\x15:")

    def test_each_shell_completes_verbs_and_files(self):
        (self.home / "my file").write_text("two words")  # No token.
        for shell in SHELLS:
            with self.subTest(shell=shell):
                terminal = self.shell(shell)
                self.assertIn("token manager",
                              terminal.type("git-credential-hf he\t"))
                for start in ("--token-file ", "--token-file="):
                    shown = terminal.type(
                        f"git-credential-hf login {start}my\t")
                    self.assertIn("is not a token", shown)

    def test_a_shell_shows_nothing_when_the_store_cannot_be_read(self):
        self.given_store("[broken\n")
        for shell in SHELLS:
            with self.subTest(shell=shell):
                shown = self.shell(shell).type("git-credential-hf token \t",
                                               end="\x15:")
                self.assertNotIn("cannot", shown)
                self.assertNotIn("broken", shown)

    def test_a_shell_shows_nothing_without_the_program(self):
        for shell in SHELLS:
            with self.subTest(shell=shell):
                shown = self.shell(shell, PATH=os.environ["PATH"]).type(
                    "git-credential-hf tok\t", end="\x15:")
                self.assertNotIn("not found", shown)
                self.assertNotIn("nknown", shown)

    def given_program(self, commands):
        """A git-credential-hf that is earlier in PATH, and does this."""
        program = self.root / "stand-in" / "git-credential-hf"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{commands}\n")
        program.chmod(0o755)
        self.environment["PATH"] = f"{program.parent}:{os.environ['PATH']}"

    def test_each_shell_completes_the_name_of_a_program(self):
        self.given_program(
            'case $1 in\n--complete) echo "programs\t" ;;\n'
            '*) echo "got $3" ;;\nesac')
        for shell in SHELLS:
            with self.subTest(shell=shell):
                self.assertIn("got mkfifo", self.shell(shell).type(
                    "git-credential-hf exec -- mkfif\t"))

    def test_each_shell_completes_the_path_of_a_command(self):
        self.given_program(
            'case $1 in\n--complete) echo "files\t" ;;\n'
            '*) echo "got $4" ;;\nesac')
        program = self.home / "print-token"
        program.write_text("")
        for shell in SHELLS:
            with self.subTest(shell=shell):
                self.assertIn(f"got {program}", self.shell(shell).type(
                    "git-credential-hf login --command -- "
                    f"{self.home}/print-t\t"))

    def test_a_typed_token_is_in_no_argument(self):
        log = self.root / "log"
        self.given_program(f'echo "$@" >>{log}\n'
                           f'tr "\\0" "\\n" >>{log}.stdin')
        for shell in SHELLS:
            with self.subTest(shell=shell):
                self.shell(shell).type(
                    f"git-credential-hf login {TOKEN} \t", end="\x15:")
                self.assertIn("--complete", log.read_text())
                self.assertNotIn(TOKEN, log.read_text())
                stdin = log.with_name("log.stdin")
                self.assertIn(TOKEN, stdin.read_text())
                log.unlink()
                stdin.unlink()

    def test_a_program_of_the_current_directory_is_not_run(self):
        program = self.home / "git-credential-hf"
        program.write_text("#!/bin/sh\ntouch ran\n")
        program.chmod(0o755)
        for shell in SHELLS:
            with self.subTest(shell=shell):
                self.shell(shell).type("./git-credential-hf tok\t",
                                       end="\x15:")
        self.assert_nothing_ran()


class Answer(Completion):
    def test_the_options_of_a_verb_are_those_of_its_help(self):
        verbs = self.verbs()
        self.assertGreater(len(verbs), 9)
        for verb in set(verbs) - {"help"}:
            lines = re.findall(r"^ +((?:-\w,)?--[a-z][a-z,-]*)",
                               self.help_of(verb), re.M)
            options = set(",".join(lines).split(","))
            self.assertIn("--help", options)
            with self.subTest(verb=verb):
                kind, found = self.ask(verb, "-")
                self.assertEqual((kind, set(found)), ("words", options))
                self.assertTrue(all(found.values()), found)

    def test_the_verbs_are_those_of_help_with_their_summaries(self):
        for words in ([""], ["help", ""]):
            found = self.ask(*words)[1]
            self.assertEqual(list(found), self.verbs())
            for verb, summary in found.items():
                self.assertIn(f"\n  {verb:<12} {summary}\n", self.help_of())

    def test_every_value_in_help_is_of_a_known_kind(self):
        found = set()
        for verb in set(self.verbs()) - {"help"}:
            usage = re.search(r"^usage: .*?(?=\n\n)", self.help_of(verb),
                              re.M | re.S)[0]
            found |= set(re.findall(r"\b[A-Z]+\b", usage))
        self.assertIn("NAME", found)
        self.assertLessEqual(found - {"REPOSITORY", "REPO"}, set(VALUES))

    def test_a_value_is_completed_by_its_kind(self):
        self.given_store(store_of(["alpha", "-dash"]))
        self.hf("switch", "alpha", "--for", "acme/model")
        for words, kind, candidates in (
                (["token", ""], "words", {"alpha": "u"}),
                (["token", "--", ""], "words", {"alpha": "u", "-dash": "u"}),
                (["switch", "--token-name", ""], "words", {"alpha": "u"}),
                (["switch", "--token-name=-"], "words",
                 {"--token-name=alpha": "u", "--token-name=-dash": "u"}),
                (["switch", "--for", ""], "words",
                 {"acme/model": "alpha", "u": "alpha"}),
                (["login", "--token-file", ""], "files", {}),
                (["login", "--command", "--", ""], "files", {}),
                (["login", "--endpoint", ""], "words", {}),
                (["token", "alpha", "x"], "words", {}),
                (["no-such-verb", ""], "", {}),
                (["--complete", "-"], "", {}),
                (["-"], "words", {"--help": "explain all verbs",
                                  "--version": "print the version"})):
            with self.subTest(words=words):
                self.assertEqual(self.ask(*words), (kind, candidates))

    def test_an_option_that_can_no_longer_be_given_is_not_offered(self):
        found = self.ask("switch", "--clear", "--")[1]
        self.assertNotIn("--clear", found)
        self.assertNotIn("--token-name", found)
        self.assertIn("--for", found)
        self.assertIn("--endpoint",
                      self.ask("configure", "--endpoint", "x", "--")[1])

    def test_names_that_may_be_tokens_or_change_a_terminal_are_left_out(self):
        self.given_store(store_of([*NEVER, "good"]).replace(
            "user = u", f"user = {TOKEN}\x1b"))
        for form, words in (("words", ["token", ""]), ("line", ["x token "])):
            self.assertEqual(list(self.ask(*words, form=form)[1]), ["good"])
        self.assertEqual(self.ask("switch", "--for", "")[1], {})

    def test_names_outside_ascii_need_a_utf8_locale(self):
        self.given_store(store_of(FOREIGN + ("good",)))
        for locale, names in (("C.UTF-8", [*FOREIGN, "good"]), ("C", ["good"]),
                              ("ja_JP.SJIS", ["good"])):
            self.assertEqual(
                list(self.ask("token", "", env={"LC_ALL": locale})[1]), names)

    def test_a_word_that_bash_would_expand_is_not_completed(self):
        self.given_store(store_of(HOSTILE))
        for typed in ("$(", "`", '"$(', "$'", "a;", "a|", "~", "{", '"`', '"a!',
                      "!", "a\\;t$(", "\x1b", "'a\n", "'\t"):
            with self.subTest(typed=typed):
                self.assertEqual(
                    self.ask("x token " + typed, form="line")[1], {})
        self.assertEqual(self.ask("x token a\\;", form="line")[1],
                         {"a\\;touch\\ ran": "u"})

    def test_a_store_that_cannot_be_read_has_no_names_and_no_message(self):
        path = self.given_store(store_of(["alpha"]))
        self.assertEqual(list(self.ask("token", "")[1]), ["alpha"])
        for make in (lambda: path.write_text("[alpha\n"), path.mkdir,
                     lambda: os.mkfifo(path),
                     lambda: path.symlink_to("nowhere"),
                     lambda: path.write_bytes(b"\xff\0[a]\n")):
            path.rmdir() if path.is_dir() else path.unlink()
            make()
            self.assertEqual(self.ask("token", "")[1], {})
        for variables in ({"HOME": ""}, {"HF_HOME": "relative"}):
            self.assertEqual(self.ask("token", "", env=variables)[1], {})

    def test_the_names_of_one_file_do_not_need_the_other(self):
        self.given_store(store_of(["alpha"]))
        self.given_file("git_credential_hf", "[keyring ring]\nuser = u\n\n")
        self.assertEqual(list(self.ask("token", "")[1]), ["alpha", "ring"])
        self.given_store("[broken\n")
        self.assertEqual(list(self.ask("token", "")[1]), ["ring"])

    def test_the_hidden_verb_explains_itself_to_a_user(self):
        for arguments in ([], ["nonsense"], ["words", "x"]):
            done = self.hf("--complete", *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, b""))
            self.assertIn(b"for the shells' completion", done.stderr)
        status, shown = self.on_terminal(self.helper, "--complete", "words")
        self.assertEqual(status, 2)
        self.assertIn(b"git-credential-hf(7)", shown)


class Quiet(Online):
    def test_completing_writes_nothing_and_asks_no_hub(self):
        self.given_login(lifetime=60, expires_at=1600000000)
        self.given_file("git_credential_hf", "[keyring ring]\nactive = yes\n\n")
        before = {path: path.read_bytes()
                  for path in self.home.rglob("*") if path.is_file()}
        done = self.hf("--complete", "words",
                       input=b"git-credential-hf\0token\0\0")
        self.assertEqual(done.stdout, b"words\t\nlaptop\t\nring\t\n")
        self.assertEqual(done.stderr, b"")
        self.assertEqual(before, {path: path.read_bytes() for path in
                                  self.home.rglob("*") if path.is_file()})
        self.assertEqual(self.hub.requests(), [])


if __name__ == "__main__":
    unittest.main()
