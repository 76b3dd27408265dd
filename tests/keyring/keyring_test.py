# SPDX-License-Identifier: Apache-2.0
"""A login that is in no file, from the first verb to the last."""
import unittest

from at_desktop import AtDesktop
from hub import ALICE_WRITE


class Try(AtDesktop):
    def test_it(self):
        done = self.log_in_by_keyring()
        print(done.stdout.decode(), done.stderr.decode())
        print(self.stored("git_credential_hf"), self.names(), self.kept(self.names()[0]))
        print(self.run_verb("list").stdout.decode())
        print(self.get())
        print(self.files_with(ALICE_WRITE))
        print(self.run_verb("whoami").stdout.decode())
        print(self.hf("status").stdout.decode())
        done = self.run_verb("logout")
        print(done.stdout.decode(), done.stderr.decode(), self.names())


if __name__ == "__main__":
    unittest.main()
