# SPDX-License-Identifier: Apache-2.0
"""What a git-lfs gets after the Hub has refused it a token. It asks again without
end, so the same token must not be its answer."""
import shutil
import subprocess
import unittest

from hub import ALICE_OAUTH, ALICE_READ
from online import Online
from patience import PATIENCE
from sandbox import record

LFS = {"protocol": "https", "host": "huggingface.co",
       "path": "acme/model.git/info/lfs"}
AUTHTYPE = "capability[]=authtype\n"
LACKS = b"hint: it may lack access to this repository, or have been revoked"
BEARER = b"hint: for large files, use an access token of "


class Rejected(Online):
    def setUp(self):
        super().setUp()
        # The helper knows git-lfs by the name of its process.
        self.git_lfs = self.root / "git-lfs"
        shutil.copy("/bin/sh", self.git_lfs)

    def as_lfs(self, *requests):
        """One git-lfs sends the requests; the last one's status and output."""
        lines = []
        for number, (operation, fields, first) in enumerate(requests):
            file = self.root / f"request-{number}"
            file.write_bytes(first.encode() + record(**fields))
            lines.append(f"'{self.helper}' {operation} <{file} >{self.root}/out "
                         f"2>{self.root}/err; status=$?")
        done = subprocess.run(
            [self.git_lfs, "-c", "; ".join([*lines, "exit $status"])],
            env=self.environment, timeout=PATIENCE)
        return (done.returncode, (self.root / "out").read_bytes(),
                (self.root / "err").read_bytes())

    def rejected(self, token, first=""):
        """The requests of a git-lfs whose token the Hub refuses."""
        return (("get", LFS, first), ("erase", {
            **LFS, "username": "hf_user", "password": token}, ""),
            ("get", LFS, first))

    def test_git_lfs_does_not_get_the_token_again_and_is_told_why(self):
        for token, first, hint in ((ALICE_READ, "", LACKS),
                                   (ALICE_READ, AUTHTYPE, LACKS),
                                   (ALICE_OAUTH, AUTHTYPE, LACKS),
                                   (ALICE_OAUTH, "", BEARER)):
            with self.subTest(token[:9], announces=first):
                self.log_in_with(token, "--force")
                requests = self.rejected(token, first)
                self.assertEqual(self.as_lfs(requests[0])[0], 0)
                status, out, err = self.as_lfs(*requests)
                self.assertEqual((status, out), (1, b"quit=1\n"))
                self.assertIn(b"git-lfs gets no token: the Hub has just refused "
                              b"it", err)
                self.assertIn(hint, err)
                self.assert_no_secret(err)

    def test_the_next_git_lfs_gets_the_token(self):
        self.log_in_with(ALICE_READ)
        self.as_lfs(*self.rejected(ALICE_READ))
        status, out, _ = self.as_lfs(("get", LFS, ""))
        self.assertEqual(status, 0)
        self.assertIn(ALICE_READ.encode(), out)

    def test_git_gets_the_token_also_after_a_rejection(self):
        self.log_in_with(ALICE_READ)
        self.as_lfs(*self.rejected(ALICE_READ))
        self.assertEqual(self.get(record(**LFS))["password"], ALICE_READ)


if __name__ == "__main__":
    unittest.main()
