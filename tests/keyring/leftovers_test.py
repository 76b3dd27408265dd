# SPDX-License-Identifier: Apache-2.0
"""With a token of the keyring, too, no program's memory holds it at the end."""
import unittest

import memory_test
from at_desktop import HUB, KEYRING, AtDesktop
from hub import ALICE_WRITE

NAME = f"endpoint={HUB}\nname=laptop\naccount=alice\n"


class Leftovers(AtDesktop):
    left = memory_test.Memory.left

    def test_no_program_leaves_the_token(self):  # 147
        self.log_in_by_keyring()
        asked = memory_test.REQUEST + f"username=u\npassword={ALICE_WRITE}\n"
        found = f"endpoint={HUB}\npassword={ALICE_WRITE}\n"
        kept = f"{NAME}password={ALICE_WRITE}\n"
        for program, arguments, given in (
                (KEYRING, "get", NAME), (KEYRING, "find", found),
                (KEYRING, "store", kept), (KEYRING, "check", ""),
                (memory_test.HELPER, "get", memory_test.REQUEST),
                (memory_test.HELPER, "store", asked),
                (memory_test.HELPER, "erase", asked),
                (memory_test.PEOPLE, "token", ""),
                (memory_test.PEOPLE, "whoami", ""),
                (memory_test.PEOPLE, "login --keyring --token-stdin",
                 ALICE_WRITE),
                (memory_test.PEOPLE, "status", ""),
                (memory_test.PEOPLE, "logout --all", "")):
            with self.subTest(arguments, program=program.name):
                self.assertEqual(
                    self.left(program, arguments, given, ALICE_WRITE), [])

    def test_a_renewal_leaves_none_of_four(self):
        with self.deciding():
            self.run_verb("login", "--keyring")
        self.make_due()
        old = self.kept("oauth-alice")
        keys = ("password", "oauth_refresh_token")
        self.assertEqual(self.left(memory_test.PEOPLE, "whoami", "",
                                   *(old[key] for key in keys)), [])
        new = self.kept("oauth-alice")
        self.assertNotEqual(new["password"], old["password"])
        self.make_due()
        self.assertEqual(self.left(KEYRING, "get", NAME.replace(
            "laptop", "oauth-alice"), *(new[key] for key in keys)), [])


if __name__ == "__main__":
    unittest.main()
