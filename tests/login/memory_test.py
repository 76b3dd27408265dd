# SPDX-License-Identifier: Apache-2.0
"""When a program ends, its memory holds no token any more."""  # 147
import pathlib
import unittest

from hub import ALICE_WRITE, CI_ID_TOKEN
from online import Online
from sandbox import PREFIX

SCAN = pathlib.Path(__file__).with_name("memory_scan.py")
HELPER = PREFIX / "bin" / "git-credential-hf"
PEOPLE = PREFIX / "libexec" / "git-credential-hf" / "account"
REQUEST = "protocol=https\nhost=huggingface.co\n"


class Memory(Online):
    def left(self, program, arguments, given, *secrets, **environment):
        """What gdb finds when the program is about to exit."""
        (self.root / "given").write_text(given)
        # The ends of the tokens, which are theirs alone.
        (self.root / "secrets").write_text(
            "\n".join(secret[12:] for secret in secrets))
        done = self.command(
            "gdb", "-batch", "-nx", "-ex", f"source {SCAN}", program.resolve(),
            env={"HF_TEST_SECRETS": str(self.root / "secrets"),
                 "HF_TEST_RUN": f"run {arguments} <{self.root}/given",
                 "SHELL": "/bin/sh", **environment})
        shown = done.stdout.decode(errors="replace")
        self.assertIn("scanned", shown, done.stderr)
        return [line for line in shown.splitlines() if line.startswith("left")]

    def test_the_scan_finds_what_is_there(self):
        found = self.left(HELPER, "get", REQUEST, ALICE_WRITE,
                          HF_TOKEN=ALICE_WRITE)
        self.assertTrue(found)  # In the environment, which is not ours.

    def test_git_and_people_leave_no_token(self):
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

    def test_a_refresh_leaves_none_of_four(self):
        token, refresh = self.given_login()
        before = self.left(PEOPLE, "whoami", "", token, refresh)
        self.assertEqual(before, [])
        section = self.sections()["laptop"]
        self.assertNotEqual(section["hf_token"], token)
        self.assertEqual(self.left(PEOPLE, "whoami", "", section["hf_token"],
                                   section["refresh_token"]), [])

    def test_an_exchange_leaves_none(self):
        self.environment.update(HF_OIDC_RESOURCE="alice",
                                HF_OIDC_ID_TOKEN=CI_ID_TOKEN)
        token = self.run_verb("token").stdout.decode().strip()
        self.assertEqual(self.left(PEOPLE, "whoami", "", token), [])


if __name__ == "__main__":
    unittest.main()
