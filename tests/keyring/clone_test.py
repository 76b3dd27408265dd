# SPDX-License-Identifier: Apache-2.0
"""From the login to the logout with real git, and not one byte of the token in
any file below HOME at any time."""
import unittest

from at_desktop import AtDesktop
from hub import ALICE_WRITE, BOB_WRITE


class Clone(AtDesktop):
    def setUp(self):
        super().setUp()
        self.environment["GIT_ASKPASS"] = "/bin/false"
        self.git("config", "--global", "user.name", "Test")
        self.git("config", "--global", "user.email", "test@example.com")
        self.git("lfs", "install", "--skip-repo")
        # Work trees are below HOME here, as people's are.
        self.work = self.home / "work"
        self.work.mkdir()

    def git(self, *arguments, cwd=None):
        done = self.command("git", *arguments, cwd=cwd or self.root)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assert_no_secret(done.stdout + done.stderr)
        return done

    def assert_in_no_file(self, *secrets):
        self.assertEqual(self.files_with(*secrets), [])

    def accounts(self, since):
        return {r["account"] for r in self.hub.requests()[since:]
                if r["status"] < 400 and not r["path"].startswith("/lfs/")}

    def push_something(self, directory, name):
        (directory / name).write_text("more\n")
        (directory / f"{name}.bin").write_bytes(name.encode() * 1000)
        self.git("lfs", "track", "*.bin", cwd=directory)
        self.git("add", ".", cwd=directory)
        self.git("commit", "-qm", name, cwd=directory)
        self.git("push", cwd=directory)

    def test_git_clones_with_a_keyring_token_until_logout(self):
        self.log_in_by_keyring()
        self.assert_in_no_file(ALICE_WRITE)

        since = len(self.hub.requests())
        self.git("clone", "https://huggingface.co/acme/private-model", "model",
                 cwd=self.work)
        model = self.work / "model"
        self.push_something(model, "first")
        self.git("lfs", "fsck", cwd=model)
        self.assertEqual(self.accounts(since), {"alice"})
        self.assert_in_no_file(ALICE_WRITE)
        self.assertIsNone(self.stored())

        self.log_in_with(BOB_WRITE, "--name", "bob")  # This one is in a file.
        since = len(self.hub.requests())
        self.git("clone", "https://huggingface.co/bob/private-model", "bobs",
                 cwd=self.work)
        self.assertEqual(self.accounts(since), {"bob"})
        self.assertEqual(self.active(), ["bob"])
        self.assert_in_no_file(ALICE_WRITE)

        self.run_verb("switch", "laptop")
        self.assertEqual(self.active(), ["laptop"])
        since = len(self.hub.requests())
        self.git("pull", cwd=model)
        self.push_something(model, "second")
        self.assertEqual(self.accounts(since), {"alice"})
        self.assert_in_no_file(ALICE_WRITE)

        self.run_verb("logout", "--all")
        self.assert_in_no_file(ALICE_WRITE, BOB_WRITE)
        self.assertEqual(self.names(), [])
        self.assertEqual(self.session.items(), [])
        refused = self.command("git", "-C", model, "fetch")
        self.assertNotEqual(refused.returncode, 0)

    def test_git_clones_with_a_browser_login_that_is_refreshed(self):
        with self.deciding():
            self.run_verb("login", "--keyring")
        seen = set()
        for _ in range(3):
            self.make_due()
            self.git("ls-remote", "https://huggingface.co/alice/private-model")
            kept = self.kept("oauth-alice")
            seen |= {kept["password"], kept["oauth_refresh_token"]}
            self.assert_in_no_file(*seen)
        self.assertEqual(len(seen), 6)  # Each time it was another.

    def test_a_locked_keyring_stops_git_with_a_reason(self):
        self.log_in_by_keyring()
        self.session.lock()
        done = self.command("git", "ls-remote",
                            "https://huggingface.co/alice/private-model")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"git-credential-hf: the keyring is locked", done.stderr)


if __name__ == "__main__":
    unittest.main()
