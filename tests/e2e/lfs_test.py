# SPDX-License-Identifier: Apache-2.0
"""Large files: what a clone brings, a push uploads and a pull fetches."""
import unittest

from hub import ALICE_OAUTH, ALICE_WRITE
from hub.repositories import WEIGHTS
from world import World


class Lfs(World):
    def setUp(self):
        super().setUp()
        self.given_token(ALICE_WRITE)
        self.configure()

    def test_a_clone_brings_the_large_file(self):
        self.git("clone", "https://huggingface.co/alice/private-model", "model")
        self.assertEqual((self.root / "model" / "model.bin").read_bytes(),
                         WEIGHTS)
        batches = [r for r in self.asked() if r["path"].endswith("/batch")]
        self.assertEqual({r["account"] for r in batches
                          if r["status"] == 200}, {"alice"})

    def test_push_and_pull_of_a_large_file(self):
        content = b"new weights\n" * 1000
        self.git("clone", "https://hf.co/acme/private-model", "model")
        work = self.root / "model"
        (work / "new.bin").write_bytes(content)
        self.git("add", ".", cwd=work)
        self.git("commit", "-qm", "weights", cwd=work)
        self.git("lfs", "push", "origin", "main", cwd=work)
        self.git("push", cwd=work)
        self.git("clone", "https://huggingface.co/acme/private-model", "again",
                 env={"GIT_LFS_SKIP_SMUDGE": "1"})
        again = self.root / "again"
        self.assertTrue((again / "new.bin").read_bytes().startswith(
            b"version https://git-lfs.github.com/spec/"))
        self.git("lfs", "pull", cwd=again)
        self.assertEqual((again / "new.bin").read_bytes(), content)

    def batches(self, status):
        return [r for r in self.asked()
                if r["path"].endswith("/batch") and r["status"] == status]

    def test_git_lfs_is_not_given_a_refused_token_for_ever(self):
        # The Hub takes an OAuth token over Basic for git and not for LFS, and
        # git before 2.46 cannot say Bearer. Without a brake, git-lfs asks some
        # thirty times a second until somebody ends it.
        self.given_token(ALICE_OAUTH)
        done = self.git("clone", "https://huggingface.co/alice/private-model",
                        check=False)
        if self.batches(200):
            return  # This git can say Bearer.
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(self.batches(401)), 2)  # Without, and with.
        self.assertIn(b"git-lfs gets no token", done.stderr)
        self.assertEqual(self.stored("token"), ALICE_OAUTH.encode())
        self.assertNotIn(ALICE_OAUTH.encode(), done.stderr)

    def test_one_refused_git_lfs_does_not_stop_the_next(self):
        self.given_token(ALICE_OAUTH)
        self.git("clone", "https://huggingface.co/alice/private-model",
                 check=False)
        self.given_token(ALICE_WRITE)
        self.git("clone", "https://huggingface.co/alice/private-model", "again")


if __name__ == "__main__":
    unittest.main()
