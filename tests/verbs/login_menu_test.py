# SPDX-License-Identifier: Apache-2.0
"""login on a terminal: what it asks, recommends and says at the end."""
import unittest

from hub import ALICE_READ, ALICE_WRITE
from online import Online
from side_by_side import load_tests  # noqa: F401
from terminals import OnTerminals, unwrapped

PASTED = [(b"choice [1]: ", b"\n"),
          (b"not shown): ", ALICE_WRITE.encode() + b"\n")]
REFUSED = "cannot send"  # Of every warning about an old git.


class Menu(OnTerminals, Online):
    def type_at_login(self, keys, git, status=0, **terminal):
        """What the terminal shows of a login at the side of that git."""
        env = {**terminal.pop("env", {}), **self.with_git(*git)}
        found, shown = self.on_terminal(self.helper, "login", "--force",
                                        keys=keys, env=env, **terminal)
        self.assertEqual(found, status, shown)
        self.assert_no_secret(shown)
        return shown

    def test_with_an_old_git_enter_chooses_to_paste_an_access_token(self):
        for terminal in self.terminals():
            with self.subTest(terminal):
                shown = self.type_at_login(PASTED, ("2.39.5",), **terminal)
                lines = self.assert_readable(shown, terminal)
                said = unwrapped(shown)
                self.assertLess(said.index("git 2.39.5 cannot send"),
                                said.index("how do you want to log in"))
                self.assertIn("git clone https://huggingface.co/OWNER/NAME",
                              lines[-2])
                self.assertEqual(said.count(REFUSED), 1)
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())

    def test_with_a_new_git_enter_chooses_the_browser(self):
        for terminal in self.terminals():
            with self.subTest(terminal), self.deciding():
                shown = self.type_at_login([(b"choice [1]: ", b"\n")],
                                           ("2.46.0",), **terminal)
                lines = self.assert_readable(shown, terminal)
                self.assertIn("1 with a browser, here or on any other device",
                              unwrapped(shown))
                self.assertIn("next:", lines)
                self.assertNotIn(REFUSED, unwrapped(shown))
        self.assertIn("oauth-alice", self.sections())

    def test_a_browser_login_with_an_old_git_ends_with_the_remedy(self):
        for terminal in self.terminals():
            with self.subTest(terminal), self.deciding():
                shown = self.type_at_login([(b"choice [1]: ", b"2\n")],
                                           ("2.45.9",), **terminal)
                self.assert_readable(shown, terminal)
                end = unwrapped(shown[shown.index(b"logged in as alice"):])
                self.assertTrue(end.endswith(
                    "git 2.45.9 cannot send this login to git-lfs hint: for "
                    "large files, run 'git-credential-hf login --force' and "
                    "paste an access token of "
                    "https://huggingface.co/settings/tokens, or use git 2.46 "
                    "with git-lfs 3.6"), end)

    def test_an_old_git_lfs_counts_as_an_old_git(self):
        for lfs, is_old in (("3.5.1", True), ("2.13.3", True), ("3.6.0", False),
                            ("4.0.0", False), ("nonsense", False)):
            with self.subTest(lfs):
                shown = self.type_at_login([(b"choice [1]: ", b"q\n")],
                                           ("2.47.3", lfs), status=1)
                self.assertEqual(f"git-lfs {lfs} cannot".encode() in shown,
                                 is_old)

    def test_a_login_without_a_terminal_warns_once_at_the_end(self):
        said = self.log_in(env=self.with_git("2.30.1")).stderr.decode()
        self.assertEqual(said.count(REFUSED), 1)
        self.assertIn("git 2.30.1 cannot send this login", said)
        done = self.log_in_with(ALICE_WRITE, env=self.with_git("2.30.1"))
        self.assertNotIn(REFUSED, done.stderr.decode())

    def test_the_menu_takes_no_other_answer_and_q_changes_nothing(self):
        for answers in ([b"q\n"], [b"x\n", b"3\n", b"0\n"], [b"\x04"]):
            shown = self.type_at_login(
                [(b"choice [1]: ", answers[0])] +
                [(b"enter 1 or 2", answer) for answer in answers[1:]],
                ("2.46.0",), status=1)
            self.assertIn(b"nothing was changed", shown)
        self.assertIsNone(self.stored())
        self.assertEqual(self.hub.requests(), [])


class Changes(Online):
    def test_login_names_the_file_only_if_it_has_changed_it(self):
        first = self.log_in_with(ALICE_WRITE)
        self.assertIn(b"git now uses it (~/.gitconfig)\n", first.stdout)
        again = self.log_in_with(ALICE_READ)
        self.assertIn(b"git already uses it (~/.gitconfig)\n", again.stdout)
        self.assertIn(b"git already uses it (~/.gitconfig)\n",
                      self.run_verb("login").stdout)

    def test_login_names_a_file_outside_the_home_in_full(self):
        env = {"GIT_CONFIG_GLOBAL": str(self.root / "else\x1bwhere")}
        done = self.log_in_with(ALICE_WRITE, env=env)
        self.assertIn(f"git now uses it ({self.root}/else\\x1bwhere)".encode(),
                      done.stdout)

    def test_login_says_what_to_type_next_for_its_own_hub(self):
        done = self.log_in_with(ALICE_WRITE)
        self.assertTrue(done.stderr.endswith(
            b"next:\n  git clone https://huggingface.co/OWNER/NAME\n"))
        done = self.log_in_with(ALICE_WRITE, "--endpoint", self.hub.http)
        self.assertIn(f"git clone {self.hub.http}/OWNER/NAME".encode(),
                      done.stderr)
        for options in ("--no-configure",), ("--json",):
            done = self.log_in_with(ALICE_WRITE, *options)
            self.assertNotIn(b"next:", done.stderr)

    def test_an_event_says_if_the_file_was_changed(self):
        for changed in True, False:
            event = self.events(self.log_in_with(ALICE_WRITE, "--json"))[-1]
            self.assertIs(event["git_changed"], changed)


if __name__ == "__main__":
    unittest.main()
