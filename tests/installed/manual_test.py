# SPDX-License-Identifier: Apache-2.0
"""The manual page tells of everything that the programs say they take."""
import re
import unittest

from sandbox import PREFIX, Sandbox

PAGE = PREFIX / "share" / "man" / "man1" / "git-credential-hf.1"


class Manual(Sandbox):
    def setUp(self):
        super().setUp()
        self.page = PAGE.read_text()

    def help_of(self, *words):
        done = self.hf("help", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode()

    def verbs(self):
        return re.findall(r"^  ([a-z]+) ", self.help_of(), re.M)

    def test_it_describes_the_verbs_that_help_lists_and_no_others(self):
        described = re.findall(r"^\.It Cm ([a-z]+)", self.page, re.M)
        self.assertEqual(sorted(described), sorted(self.verbs()))

    def test_it_describes_every_option_that_help_shows(self):
        for verb in self.verbs():
            for option in re.findall(r"--([a-z-]+)", self.help_of(verb)):
                with self.subTest(verb=verb, option=option):
                    self.assertRegex(self.page, rf"Fl -{option}\b")

    def test_it_names_the_exit_statuses_that_help_names(self):
        told = self.help_of().split("Exit status:")[1].split(".\n")[0]
        section = self.page.split(".Sh EXIT STATUS")[1].split(".Sh ")[0]
        self.assertEqual(re.findall(r"\b\d+\b", told),
                         re.findall(r"^\.It (\d+)$", section, re.M))


if __name__ == "__main__":
    unittest.main()
