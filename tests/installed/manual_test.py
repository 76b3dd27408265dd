# SPDX-License-Identifier: Apache-2.0
"""The manual pages name exactly what the programs and their sources have.

git-credential-hf(1) is compared with what `help` prints; both pages with the
sources: environment variables, exit statuses, kinds of problem, file names.
"""
import json
import pathlib
import re
import unittest

from sandbox import PREFIX, Sandbox

MAN = PREFIX / "share" / "man"
SOURCES = pathlib.Path(__file__).resolve().parents[2] / "src"

# Words in capitals in the sources that are not names of variables.
NOT_VARIABLES = {
    "FILE", "NAME", "URL", "OWNER", "PROGRAM", "ARG", "TIME",  # of verbs
    "ACCOUNT", "TOKEN", "WHERE", "EXPIRES", "FOR", "HUB",  # columns of `list`
    "DEFAULT",  # a section of configparser
    "XXXXXX",  # mkstemp(3)
    "HEAD",  # of a repository
    "YES", "TRUE",  # values of a variable
    "GIT_",  # the beginning of git's variables
}
# Words in the sources of `status` that look like a kind of problem.
NOT_KINDS = {"cat-file", "credential-cache", "credential-store", "git-lfs",
             "ls-files", "rev-parse"}
# The C++ library reads these; they are not in the sources.
READ_BY_LIBRARIES = {"TMPDIR", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}


def section(page, name):
    """The source of one section of a page."""
    found = re.search(rf'^\.Sh {name}\n(.*?)(?=^\.Sh |\Z)', page, re.M | re.S)
    return found.group(1)


def entries(text, macro):
    """The arguments of the `.It MACRO` lines."""
    return re.findall(rf"^\.It {macro}\b *(.*)$", text, re.M)


def flags(text):
    """The long options that the macros of a text name."""
    return set(re.findall(r"(?:\bFl|\|) -([a-z][a-z-]*)", text))


def options_of(help_text):
    """The long options that a help text has in its first column."""
    lines = re.findall(r"^ +((?:-\w,)?--[a-z][a-z,-]*)", help_text, re.M)
    return set(re.findall(r"--([a-z-]+)", " ".join(lines))) - {"help"}


def usage_of(help_text):
    return re.search(r"^usage: .*?(?=\n\n)", help_text, re.M | re.S).group()


class Manual(Sandbox):
    def setUp(self):
        super().setUp()
        self.users = (MAN / "man1" / "git-credential-hf.1").read_text()
        self.formats = (MAN / "man7" / "git-credential-hf.7").read_text()
        self.verbs, self.operations = self.words_of_help()

    def help_of(self, *words):
        done = self.hf("help", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode()

    def words_of_help(self):
        people, git = self.help_of().split("git itself runs")
        return [re.findall(r"^  ([a-z]+)\b", part, re.M)
                for part in (people, git)]

    def described(self, verb):
        """The text of git-credential-hf(1) about a verb."""
        verbs = section(self.users, "VERBS")
        return re.search(rf"^(\.It Cm {verb}\b.*?)(?=^\.It Cm |\Z)", verbs,
                         re.M | re.S).group(1)

    def synopsis_of(self, verb):
        synopsis = section(self.users, "SYNOPSIS")
        return re.search(rf"^\.Cm {verb}\b(.*?)(?=^\.Nm|\Z)", synopsis,
                         re.M | re.S).group(1)

    def test_the_manual_and_help_have_the_same_verbs(self):
        described = [e.split()[0] for e in entries(self.users, "Cm")]
        self.assertGreater(len(described), 5)
        self.assertEqual(sorted(described), sorted(self.verbs))

    def test_the_manual_and_help_have_the_same_operations(self):
        described = re.findall(r"^\.Ss ([a-z]+)$", self.formats, re.M)
        self.assertEqual(sorted(described), sorted(self.operations))
        shown = section(self.users, "SYNOPSIS").splitlines()[-1]
        self.assertEqual(shown, ".Cm " + " | ".join(self.operations))

    def test_the_manual_and_help_have_the_same_options_for_a_verb(self):
        for verb in self.verbs:
            items = "\n".join(
                "Fl " + item for item in entries(self.described(verb), "Fl"))
            with self.subTest(verb=verb):
                self.assertEqual(flags(items), options_of(self.help_of(verb)))

    def test_the_synopsis_of_a_verb_equals_its_usage(self):
        for verb in set(self.verbs) - {"help"}:
            usage = usage_of(self.help_of(verb))
            synopsis = self.synopsis_of(verb)
            with self.subTest(verb=verb):
                self.assertEqual(flags(synopsis),
                                 set(re.findall(r"--([a-z-]+)", usage)))
                self.assertEqual(set(re.findall(r"\b[A-Z]+\b", synopsis)),
                                 set(re.findall(r"\b[A-Z]+\b", usage)))

    def test_the_manual_help_and_sources_have_the_same_exit_statuses(self):
        listed = re.findall(r"^\.It (\d+)$",
                            section(self.users, "EXIT STATUS"), re.M)
        text = self.help_of().split("Exit status:")[1].split(".\n")[0]
        self.assertEqual(listed, re.findall(r"\b\d+\b", text))
        function, = self.words_in_sources(
            r"^int ExitStatus\(Problem \w+\) \{(.*?)^\}", re.M | re.S)
        returned = set(re.findall(r"return (\d+);", function))
        self.assertEqual(set(listed), returned | {"0", "130"})

    def test_the_manual_describes_exactly_the_variables_that_are_read(self):
        read = self.words_in_sources(r'"([A-Z][A-Z0-9_]{2,})"') - NOT_VARIABLES
        self.assertIn("HF_TOKEN", read)
        lines = re.findall(r"^\.(?:It )?Ev (.*)$",
                           self.users + self.formats, re.M)
        described = set(re.findall(r"[A-Z][A-Z0-9_]+", " ".join(lines)))
        self.assertEqual(read, described - READ_BY_LIBRARIES)

    def test_the_manual_lists_exactly_the_kinds_of_problem(self):
        table = entries(section(self.formats, "PROBLEMS"), "Cm")
        table = [entry.split()[0] for entry in table]
        self.assertEqual(table, sorted(set(table)))
        self.assertEqual(set(table), self.kinds_in_sources())

    def test_the_manual_lists_exactly_the_files_that_are_written(self):
        listed = self.names_in_files()
        written = self.files_that_verbs_write()
        self.assertIn("stored_tokens", written)
        self.assertLessEqual(written, listed)
        parts = self.words_in_sources(
            r'"[^" ]*?([.\w-]*(?:git_credential_hf|git-credential-hf-|'
            r'git-credential-hf\.conf|stored_tokens|\.lock|\.hf-|gitconfig)[^"/ ]*)"')
        for part in parts:
            with self.subTest(part=part):
                self.assertTrue([name for name in listed if part in name])
        for name in listed - written - {"config"}:  # ~/.config/git/config
            with self.subTest(name=name):
                self.assertTrue([part for part in parts if part in name])

    def test_the_manual_describes_every_key_of_the_json_output(self):
        described = section(self.formats, "JSON OUTPUT")
        for words in (("list", "--json"), ("status", "--offline", "--json"),
                      ("login", "--json")):
            printed = self.after_login(*words)
            # `login` prints an object on each line, the others print one.
            objects = printed.splitlines() if "login" in words else [printed]
            keys = self.keys_of([json.loads(text) for text in objects])
            self.assertGreater(len(keys), 5)
            for key in keys:
                with self.subTest(verb=words[0], key=key):
                    self.assertRegex(described, rf"\bQl {key}\b")

    def names_in_files(self):
        """The names, without a directory, that both FILES sections list."""
        paths = re.findall(
            r"^\.(?:It )?Pa (.*)$", section(self.users, "FILES") +
            section(self.formats, "FILES"), re.M)
        return {path.rsplit("/", 1)[-1] for line in paths
                for path in line.split() if "/" in path} - {"tmp"}

    def words_in_sources(self, pattern, options=0):
        return {word for path in SOURCES.rglob("*.cc")
                for word in re.findall(pattern, path.read_text(), options)}

    def kinds_in_sources(self):
        """Words such as "no-git", and single ones that Add() gets first."""
        kinds = set()
        for path in (SOURCES / "account").rglob("*.cc"):
            text = path.read_text()
            if not re.search(r"\bIssues?&? ", text):
                continue
            kinds |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text))
            kinds |= set(re.findall(
                r'issues_?\.Add\(\s*\{?\s*"([a-z-]+)"', text))
        return kinds - NOT_KINDS

    def after_login(self, *words):
        """What a verb prints for a user with a token, a rule and a helper."""
        login = self.hf("login", "--token-stdin", "--no-verify",
                        "--name", "work", input=b"hf_" + b"a" * 30)
        self.assertEqual(login.returncode, 0, login.stderr)
        rule = self.hf("switch", "work", "--for", "acme")
        self.assertEqual(rule.returncode, 0, rule.stderr)
        return self.hf(*words).stdout.decode()

    def files_that_verbs_write(self):
        self.after_login("list")
        return {path.name for path in self.home.rglob("*") if path.is_file()}

    def keys_of(self, value):
        if isinstance(value, list):
            return {key for item in value for key in self.keys_of(item)}
        if not isinstance(value, dict):
            return set()
        return set(value) | self.keys_of(list(value.values()))


if __name__ == "__main__":
    unittest.main()
