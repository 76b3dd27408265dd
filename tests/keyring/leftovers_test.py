# SPDX-License-Identifier: Apache-2.0
"""With a token of the keyring, too, no program's memory holds it at the end."""
import unittest

from at_desktop import HUB, KEYRING, AtDesktop
from hub import ALICE_WRITE
from memory import HELPER, PEOPLE, REQUEST, MemoryScan

NAME = f"endpoint={HUB}\nname=laptop\naccount=alice\n"


class Leftovers(MemoryScan, AtDesktop):
    def test_no_program_leaves_the_token_in_memory(self):  # 147
        self.log_in_by_keyring()
        asked = REQUEST + f"username=u\npassword={ALICE_WRITE}\n"
        found = f"endpoint={HUB}\npassword={ALICE_WRITE}\n"
        kept = f"{NAME}password={ALICE_WRITE}\n"
        for program, arguments, given in (
                (KEYRING, "get", NAME), (KEYRING, "find", found),
                (KEYRING, "store", kept), (KEYRING, "check", ""),
                (HELPER, "get", REQUEST),
                (HELPER, "store", asked),
                (HELPER, "erase", asked),
                (PEOPLE, "token", ""),
                (PEOPLE, "whoami", ""),
                (PEOPLE, "login --keyring --token-stdin",
                 ALICE_WRITE),
                (PEOPLE, "status", ""),
                (PEOPLE, "logout --all", "")):
            with self.subTest(arguments, program=program.name):
                self.assertEqual(
                    self.left(program, arguments, given, ALICE_WRITE), [])

    def test_a_refresh_leaves_none_of_its_four_tokens_in_memory(self):
        with self.deciding():
            self.run_verb("login", "--keyring")
        self.make_due()
        old = self.kept("oauth-alice")
        keys = ("password", "oauth_refresh_token")
        self.assertEqual(self.left(PEOPLE, "whoami", "",
                                   *(old[key] for key in keys)), [])
        new = self.kept("oauth-alice")
        self.assertNotEqual(new["password"], old["password"])
        self.make_due()
        self.assertEqual(self.left(KEYRING, "get", NAME.replace(
            "laptop", "oauth-alice"), *(new[key] for key in keys)), [])


if __name__ == "__main__":
    unittest.main()
