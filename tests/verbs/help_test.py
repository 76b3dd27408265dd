# SPDX-License-Identifier: Apache-2.0
"""help, --version and wrong command lines."""
import unittest

from logged_in import LoggedIn

VERBS = ("login", "whoami", "list", "switch", "token", "logout",
         "configure", "unconfigure")
OPERATIONS = ("get", "store", "erase", "capability")


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
                ("token", ["token [NAME]", "the current one"]),
                ("logout", ["logout [NAME] [--all] [--yes]", "--all  ",
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
        self.assertRegex(self.run_verb("--version").stdout,
                         rb"\Agit-credential-hf \d+\.\d+\.\d+\n\Z")


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
                (["list", "x"], b"list: unknown option, or too many"),
                (["switch", "--token-name"], b"switch: an option has no value"),
                (["switch", "--token-name="], b"an option's value is empty"),
                (["logout", "x", "--all"], b"cannot be used together")):
            said = self.run_verb(*arguments, status=2).stderr
            self.assertTrue(said.startswith(
                f"git-credential-hf: {arguments[0]}: ".encode()), said)
            self.assertIn(reason, said)
            self.assertIn(f"{arguments[0]} --help".encode(), said)


if __name__ == "__main__":
    unittest.main()
