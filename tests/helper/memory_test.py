# SPDX-License-Identifier: Apache-2.0
"""When a program ends, its memory holds no token any more."""  # 147
import unittest

from hub import ALICE_WRITE, CI_ID_TOKEN
from memory import HELPER, PEOPLE, REQUEST, MemoryScan
from online import Online


class Memory(MemoryScan, Online):
    def test_the_scan_finds_a_token_that_is_in_memory(self):
        found = self.left(HELPER, "get", REQUEST, ALICE_WRITE,
                          HF_TOKEN=ALICE_WRITE)
        self.assertTrue(found)  # In the environment, which the caller owns.

    def test_no_operation_and_no_verb_leaves_a_token_in_memory(self):
        self.log_in_with(ALICE_WRITE)
        asked = REQUEST + f"username=u\npassword={ALICE_WRITE}\n"
        for program, arguments, given in (
                (HELPER, "get", REQUEST), (HELPER, "store", asked),
                (HELPER, "erase", asked), (PEOPLE, "token", ""),
                (PEOPLE, "whoami", ""), (PEOPLE, "list", ""),
                (PEOPLE, "switch laptop", ""),
                (PEOPLE, "login --token-stdin", ALICE_WRITE),
                (PEOPLE, "logout --all", "")):
            with self.subTest(arguments):
                self.assertEqual(
                    self.left(program, arguments, given, ALICE_WRITE), [])

    def test_a_refresh_leaves_none_of_its_four_tokens_in_memory(self):
        token, refresh = self.given_login()
        before = self.left(PEOPLE, "whoami", "", token, refresh)
        self.assertEqual(before, [])
        section = self.sections()["laptop"]
        self.assertNotEqual(section["hf_token"], token)
        self.assertEqual(self.left(PEOPLE, "whoami", "", section["hf_token"],
                                   section["refresh_token"]), [])

    def test_an_exchange_leaves_no_token_in_memory(self):
        self.environment.update(HF_OIDC_RESOURCE="alice",
                                HF_OIDC_ID_TOKEN=CI_ID_TOKEN)
        token = self.run_verb("token").stdout.decode().strip()
        self.assertEqual(self.left(PEOPLE, "whoami", "", token), [])


if __name__ == "__main__":
    unittest.main()
