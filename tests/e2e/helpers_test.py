# SPDX-License-Identifier: Apache-2.0
"""Beside other credential helpers, who must end up with nothing of the Hub's."""
import unittest

from hub import ALICE_WRITE
from world import World

URL = "https://huggingface.co/alice/private-model"


class OtherHelpers(World):
    def setUp(self):
        super().setUp()
        self.given_token(ALICE_WRITE)
        self.kept = self.home / ".git-credentials"

    def use(self):
        """A clone with a large file, and a push of one."""
        self.git("clone", URL, "model")
        work = self.root / "model"
        (work / "more.bin").write_bytes(self.id().encode())
        self.git("add", ".", cwd=work)
        self.git("commit", "-qm", "more", cwd=work)
        self.git("push", cwd=work)

    def assert_nothing_kept(self):
        if self.kept.exists():
            self.assertNotIn("hf_", self.kept.read_text())

    def test_a_helper_configured_before_gets_no_token(self):
        self.git("config", "--global", "credential.helper", "store")
        self.configure()
        self.use()
        self.assert_nothing_kept()

    def test_configuring_again_keeps_the_token_from_a_later_helper(self):
        self.configure()
        with open(self.home / ".gitconfig", "a", encoding="ascii") as config:
            config.write("[credential]\n\thelper = store\n")
        self.configure()
        self.use()
        self.assert_nothing_kept()

    def test_other_hosts_still_use_their_helper(self):
        self.git("config", "--global", "credential.helper", "store")
        self.kept.write_text("https://me:secret@github.com\n")
        self.configure()
        done = self.git("credential", "fill",
                        input=b"protocol=https\nhost=github.com\n\n")
        self.assertIn(b"password=secret", done.stdout)
        for host in "huggingface.co", "hf.co":
            done = self.git("credential", "fill", input=(
                f"protocol=https\nhost={host}\n\n").encode())
            self.assertIn(f"password={ALICE_WRITE}".encode(), done.stdout)

    def test_logout_removes_the_copy_of_an_earlier_helper(self):
        self.git("config", "--global", "credential.helper", "store")
        self.git("credential", "approve", input=(
            f"url=https://huggingface.co\nusername=hf_user\n"
            f"password={ALICE_WRITE}\n\n").encode())
        self.assertIn("hf_", self.kept.read_text())
        self.configure()
        self.assertEqual(self.hf("logout", "--all").returncode, 0)
        self.assert_nothing_kept()
        done = self.git("clone", URL, check=False)
        self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
