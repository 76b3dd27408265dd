# SPDX-License-Identifier: Apache-2.0
"""What the helper notes of a git-lfs, while other helpers clean up."""
import shutil
import subprocess
import unittest

from patience import PATIENCE, wait_until
from sandbox import Sandbox, record

REQUEST = record(protocol="https", host="huggingface.co",
                 path="acme/model.git/info/lfs")


class Notes(Sandbox):
    def setUp(self):
        super().setUp()
        self.given_token("hf_laptopTokenForTestsOnly000000000001")
        self.runtime = self.root / "runtime"
        self.runtime.mkdir(mode=0o700)
        self.environment["XDG_RUNTIME_DIR"] = str(self.runtime)
        # The helper knows git-lfs by the name of its process.
        self.git_lfs = self.root / "git-lfs"
        shutil.copy("/bin/sh", self.git_lfs)

    def folders(self):
        return list(self.runtime.glob("git-credential-hf-lfs.*"))

    def notes(self):
        return [note for folder in self.folders() for note in folder.iterdir()]

    def get_slowly(self):
        """`get` for a git-lfs, which takes its time after it has made the
        folder. strace stands beside the helper, not between the two."""
        command = ("strace -D -o /dev/null -e inject=mkdir,mkdirat:"
                   f"delay_exit=10000000:when=1 '{self.helper}' get; exit $?")
        return subprocess.Popen(
            [self.git_lfs, "-c", command], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment)

    def test_a_folder_that_another_helper_removes_is_made_again(self):
        with self.get_slowly() as git_lfs:
            git_lfs.stdin.write(REQUEST)
            git_lfs.stdin.close()
            folder, = wait_until(self.folders, lambda: "there is no folder")
            folder.rmdir()  # As another helper does that finds no note there.
            self.assertIn(b"password=hf_laptop", git_lfs.stdout.read())
            self.assertEqual(git_lfs.wait(PATIENCE), 0, git_lfs.stderr.read())
        self.assertEqual(len(self.notes()), 1)


if __name__ == "__main__":
    unittest.main()
