# SPDX-License-Identifier: Apache-2.0
"""help, --version and wrong command lines."""
import unittest

from logged_in import LoggedIn
from terminals import OnTerminals, unwrapped

MAIN = ("login", "status", "switch", "logout")
OTHERS = ("whoami", "list", "token", "exec", "revoke", "configure",
          "unconfigure", "help")
VERBS = (*MAIN, *OTHERS)
OPERATIONS = ("get", "store", "erase", "capability")
TYPED = "hf_typedTokenForTestsOnly0000000000001"  # By mistake.


class Help(LoggedIn):
    def help(self, *arguments):
        done = self.run_verb(*arguments)
        self.assertEqual(done.stderr, b"")
        return done.stdout.decode()

    def test_the_overview_names_every_verb_and_the_first_step(self):
        for arguments in (["--help"], ["help"], ["-h"], ["help", "help"]):
            shown = self.help(*arguments)
            for word in (*VERBS, *OPERATIONS, "Exit status",
                         "run 'git-credential-hf login'",
                         "git-credential-hf(1)"):
                self.assertIn(word, shown)

    def test_the_help_of_each_verb_shows_its_usage(self):
        for verb, words in (
                ("login", ["--token-stdin|--token-file FILE]", "--force  ",
                           "--name,--token-name NAME", "--no-verify",
                           "--no-configure", "--endpoint URL"]),
                ("whoami", ["whoami [--json]"]),
                ("list", ["list [--json]", "--json  "]),
                ("switch", ["switch [NAME]", "--token-name NAME", "menu"]),
                ("token", ["token [NAME|--for OWNER", "the current one"]),
                ("exec", ["-- PROGRAM [ARG]...", "Arguments:",
                          "--for OWNER  "]),
                ("status", ["status [URL]", "--offline", "--fix"]),
                ("logout", ["logout [NAME] [--all] [--revoke] [--yes]", "--all  ",
                            "--yes  ", "--token-name NAME"]),
                ("configure", ["--system|--local|--file", "--endpoint"]),
                ("unconfigure", ["--system|--local|--file", "--endpoint"])):
            shown = self.help("help", verb)
            for word in ["Exit status", "git-credential-hf(1)", *words]:
                self.assertIn(word, shown)
            for option in "--help", "-h":
                self.assertEqual(self.help(verb, option), shown)
            self.assertLessEqual(max(map(len, shown.splitlines())), 80)

    def test_help_changes_no_file(self):
        for verb in VERBS:
            self.help(verb, "--help")
        self.assert_untouched()
        self.assertFalse((self.home / ".gitconfig").exists())

    def test_help_explains_the_operations_of_git(self):
        for operation in OPERATIONS:
            shown = self.help("help", operation)
            self.assertIn(f"[--endpoint URL]... {operation}", shown)
            self.assertIn("stdin", shown)

    def test_help_works_with_a_broken_store(self):
        self.given_store("nonsense\n")
        self.help("help", "logout")

    def test_version_prints_three_numbers(self):
        for word in "--version", "-v", "version":
            self.assertRegex(self.run_verb(word).stdout,
                             rb"\Agit-credential-hf \d+\.\d+\.\d+\n\Z")

    def test_the_help_of_login_has_examples_and_tells_what_it_does_alone(self):
        shown = self.help("login", "--help")
        self.assertIn("Without options, on a terminal, it asks", shown)
        for example in ("login", "login --token-stdin </run/secrets/hf"):
            self.assertIn(f"\n  git-credential-hf {example}\n", shown)


class Shown(OnTerminals, LoggedIn):
    def assert_in_order(self, text, words):
        at = [text.index(f"\n  {word}") for word in words]
        self.assertEqual(at, sorted(at))

    def test_without_a_verb_the_main_verbs_come_first(self):
        for terminal in self.terminals():
            with self.subTest(terminal):
                status, shown = self.on_terminal(self.helper, **terminal)
                self.assertEqual(status, 2)
                lines = self.assert_readable(shown, terminal)
                self.assert_in_order("\n".join(lines), [*MAIN, "list"])
                self.assertTrue(unwrapped(shown).endswith(
                    "git itself runs get, store, erase and capability."))

    def test_help_ends_with_what_git_runs(self):
        for terminal in self.terminals():
            with self.subTest(terminal):
                status, shown = self.on_terminal(self.helper, "help",
                                                 **terminal)
                self.assertEqual(status, 0)
                lines = self.assert_readable(shown, terminal)
                self.assert_in_order("\n".join(lines),
                                     [*MAIN, "list", "help", *OPERATIONS])

    def test_the_help_of_every_verb_fits_every_terminal(self):
        for columns in 80, 60, 40:
            for verb in *VERBS, *OPERATIONS:
                terminal = {"columns": columns, "env": {"LC_ALL": "C"}}
                with self.subTest(verb=verb, columns=columns):
                    status, shown = self.on_terminal(self.helper, "help", verb,
                                                     **terminal)
                    self.assertEqual(status, 0)
                    self.assert_readable(shown, terminal)

    def test_a_misspelled_word_gets_a_suggestion(self):
        for words, said in (
                (["loign"], "did you mean 'login'?"),
                (["log"], "did you mean 'login'?"),
                (["auth", "login"], "did you mean 'login'?"),
                (["auth", "logout", "x"], "did you mean 'logout'?"),
                (["stat"], "did you mean 'status'?"),
                (["help", "swich"], "did you mean 'switch'?"),
                (["--verison"], "there is no option '--verison' hint: did you "
                                "mean '--version'?"),
                (["login", "--tokenstdin"],
                 "unknown option '--tokenstdin' hint: did you mean "
                 "'--token-stdin'? see 'git-credential-hf login --help'"),
                (["login", "--tok=x"], "unknown option '--tok' hint: did you "
                                       "mean '--token-stdin'?")):
            for terminal in self.terminals()[::3]:
                with self.subTest(words=words, **terminal):
                    status, shown = self.on_terminal(self.helper, *words,
                                                     **terminal)
                    self.assertEqual(status, 2)
                    self.assert_readable(shown, terminal)
                    self.assertIn(said, unwrapped(shown))

    def test_a_word_that_is_near_to_nothing_gets_no_suggestion(self):
        for words in (["frobnicate"], ["x"], ["ls"], ["auth"], ["auth", "x"],
                      ["list", "--frobnicate"], ["list", "--x"], ["--"]):
            status, shown = self.on_terminal(self.helper, *words)
            self.assertEqual(status, 2)
            self.assertNotIn(b"did you mean", shown, words)

    def test_a_word_that_may_be_a_secret_is_not_shown(self):
        for words in ([TYPED], ["auth", TYPED], ["help", TYPED], ["-" + TYPED],
                      ["--" + TYPED], ["--token=" + TYPED], ["h" * 40],
                      ["login", TYPED], ["login", "--token", TYPED],
                      ["login", "--tokn", TYPED], ["login", f"--tokn={TYPED}"],
                      ["list", "--a1b2c3d4"], ["whoami", "--" + "a" * 31]):
            with self.subTest(words):
                status, shown = self.on_terminal(self.helper, *words)
                self.assertEqual(status, 2)
                secret = words[-1].split("=")[-1]
                self.assertNotIn(secret.encode(), shown)
                self.assertEqual("this one may have been seen" in
                                 unwrapped(shown),
                                 TYPED in secret and words[0] != "auth")


class Usage(LoggedIn):
    def test_a_usage_error_does_not_repeat_wrong_arguments(self):
        for arguments in (["list", "--hf_x"], ["token", "a", "hf_x"],
                          ["list", "hf_x"], ["list", "--json=hf_x"],
                          ["logout", "--all=hf_x", "z"], ["help", "hf_x"],
                          ["help", "list", "hf_x"], ["switch", "a", "hf_x"],
                          ["configure", "hf_x"], ["unconfigure", "hf_x"],
                          ["--endpoint", "https://x.example"]):
            with self.subTest(arguments=arguments):
                done = self.run_verb(*arguments, status=2)
                self.assertEqual(done.stdout, b"")
                self.assertNotIn(b"hf_x", done.stderr)
        self.assert_untouched()

    def test_a_usage_error_gives_the_reason_and_names_the_help(self):
        for arguments, reason in (
                (["list", "x"], b"list: argument 1 is one too many"),
                (["token", "a", "b"], b"token: argument 2 is one too many"),
                (["list", "--a1"], b"list: argument 1 is no option of this"),
                (["list", "--jsno"], b"list: unknown option '--jsno'"),
                (["list", "--json=x"], b"list: '--json' takes no value"),
                (["switch", "--token-name"], b"'--token-name' needs a value"),
                (["switch", "a", "--token-name", "b"],
                 b"'NAME' is given twice"),
                (["switch", "--token-name="], b"of '--token-name' is empty"),
                (["switch", "--a1="], b"an option's value is empty"),
                (["switch", "--clear"], b"'--clear' needs '--for'"),
                (["status", "--yes"], b"status: '--yes' needs '--fix'"),
                (["configure", "--local", "--file", "x"],
                 b"configure: '--local' and '--file' cannot be used together"),
                (["login", "--token-file"], b"'--token-file' needs a value"),
                (["logout", "x", "--all"],
                 b"logout: 'NAME' and '--all' cannot be used together")):
            said = self.run_verb(*arguments, status=2).stderr
            self.assertTrue(said.startswith(
                f"git-credential-hf: {arguments[0]}: ".encode()), said)
            self.assertIn(reason, said)
            self.assertIn(f"{arguments[0]} --help".encode(), said)


if __name__ == "__main__":
    unittest.main()
