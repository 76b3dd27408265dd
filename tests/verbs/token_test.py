# SPDX-License-Identifier: Apache-2.0
"""token, as a script sees it."""
import subprocess
import unittest

from logged_in import GITS, LAPTOP, STORE, WORK, LoggedIn


class Token(LoggedIn):
    def assert_printed(self, done, token):
        self.assertEqual((done.stdout, done.stderr), (f"{token}\n".encode(), b""))

    def test_token_prints_the_token_in_use_and_nothing_else(self):
        self.assert_printed(self.run_verb("token"), LAPTOP)
        self.assert_printed(
            self.run_verb("token", env={"HF_TOKEN": f" {WORK}\n"}), WORK)
        self.assert_printed(
            self.run_verb("token", env={"HUGGING_FACE_HUB_TOKEN": GITS}), GITS)

    def test_a_name_takes_precedence_over_a_variable(self):
        for env in {"HF_TOKEN": WORK}, {"HF_OIDC_RESOURCE": "acme/x"}:
            self.assert_printed(self.run_verb("token", "ours", env=env), GITS)

    def test_token_prints_a_token_of_another_hub(self):
        self.given_store(STORE.replace("user = alice",
                                       "endpoint = https://hub.corp.example"))
        for arguments in ["token"], ["token", "laptop"]:
            self.assert_printed(self.run_verb(*arguments), LAPTOP)

    def test_token_reads_the_token_file_beside_a_broken_store(self):
        self.given_store("nonsense\n")
        self.assert_printed(self.run_verb("token"), LAPTOP)
        self.run_verb("token", "laptop", status=1)

    def assert_none(self, *arguments, status, says, **options):
        done = self.run_verb("token", *arguments, status=status, **options)
        self.assertEqual(done.stdout, b"")
        self.assertIn(says, done.stderr)

    def test_an_expired_token_is_an_error(self):
        self.assert_none("work", status=1, says=b"log in again")
        self.given_token(WORK)
        self.assert_none(status=1, says=b"'work' has expired")

    def test_a_rejected_token_is_an_error(self):
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\nrejected_at = 1\n\n")
        self.assert_none("laptop", status=1, says=b"is not valid any more")
        self.assert_none(status=1, says=b"is not valid any more")

    def test_a_name_without_a_token_is_an_error(self):
        self.assert_none("nope", status=3, says=b"'laptop', 'ours', 'work'")
        self.assert_none("", status=3, says=b"there is no token called ''")
        self.given_store("[hollow]\nuser = x\n\n")
        self.assert_none("hollow", status=3, says=b"holds no token")
        self.given_nothing()
        self.assert_none(status=3, says=b"not logged in")

    def test_token_prints_no_other_token_for_a_keyless_login(self):
        self.assert_none(status=2, says=b"HF_OIDC_RESOURCE",
                         env={"HF_OIDC_RESOURCE": "acme/x", "HF_TOKEN": WORK})

    def test_a_variable_that_holds_no_token_is_an_error(self):
        self.assert_none(status=2, says=b"HF_TOKEN",
                         env={"HF_TOKEN": "cannot be, a token"})

    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([self.helper, "token"], stdout=full,
                                  stderr=subprocess.PIPE, check=False,
                                  env=self.environment)
        self.assertEqual(done.returncode, 1)
        self.assert_no_secret(done.stderr)
        for verb in "token", "list", "list --json", "help", "switch laptop":
            done = self.command("sh", "-c", f'"$0" {verb} >&-', self.helper)
            self.assertEqual(done.returncode, 1, verb)
            self.assertIn(b"cannot write to stdout", done.stderr)


if __name__ == "__main__":
    unittest.main()
