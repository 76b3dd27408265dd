# SPDX-License-Identifier: Apache-2.0
"""What `status` and the trace say of the keyring: as git would find it."""
import json
import unittest

from at_desktop import OURS, AtDesktop
from hub import ALICE_WRITE, BOB_WRITE
from sandbox import record

REQUEST = record(protocol="https", host="huggingface.co")


class Status(AtDesktop):
    def problems(self, status, *arguments, **options):
        done = self.run_verb("status", "--json", *arguments, status=status,
                             **options)
        return {p["kind"]: p for p in json.loads(done.stdout)["problems"]}

    def test_status_finds_no_problem_with_a_working_keyring(self):
        self.log_in_by_keyring()
        shown = self.run_verb("status", "--verbose").stdout
        self.assertIn(b"* active token:     'laptop' of alice, in the keyring",
                      shown)
        self.assertIn(b"The token is 'laptop' of alice, from the keyring; the "
                      b"Hub accepts it (role write).", shown)
        token = json.loads(self.run_verb("status", "--json").stdout)["token"]
        self.assertEqual((token["name"], token["origin"]),
                         ("laptop", "the keyring"))

    def test_each_problem_is_named_with_its_remedy(self):
        self.log_in_by_keyring()
        before = self.files()
        self.session.lock()
        locked = self.problems(1)
        self.assertEqual(set(locked), {"no-keyring"})
        self.assertIn("is locked", locked["no-keyring"]["text"])
        self.assertIn("unlock it", locked["no-keyring"]["remedy"])
        self.session.stop_keyring()
        gone = self.problems(1)
        self.assertEqual(set(gone), {"no-keyring"})
        self.assertIn("no keyring service is running",
                      gone["no-keyring"]["text"])
        self.session.stop()
        dead = self.run_verb("status", status=1).stdout
        self.assertIn(b"the Hub was not asked (the keyring did not give the "
                      b"token)", dead)
        self.assertIn(b"session bus (D-Bus) cannot be reached", dead)
        self.assertEqual(self.files(), before)

    def test_status_does_not_wait_for_a_service_that_hangs(self):
        self.log_in_by_keyring()
        self.session.hang()
        self.assertEqual(set(self.problems(1, "--offline")), {"no-keyring"})

    def test_a_missing_keyring_without_tokens_in_it_is_no_problem(self):
        self.log_in_with(ALICE_WRITE)
        self.session.stop()
        self.assertEqual(self.problems(0), {})

    def test_a_keyring_token_that_a_rule_names_is_needed(self):
        self.log_in_by_keyring()
        self.run_verb("switch", "laptop", "--for", "acme")
        self.log_in_with(BOB_WRITE, "--name", "bob")
        self.session.stop_keyring()
        self.assertEqual(set(self.problems(1)), {"no-keyring"})

    def test_a_variable_that_overrides_a_keyring_token_is_a_problem(self):
        self.log_in_by_keyring()
        self.assertEqual(set(self.problems(1, env={"HF_TOKEN": BOB_WRITE})),
                         {"overridden"})

    def test_a_token_missing_in_the_keyring_counts_as_not_logged_in(self):
        self.log_in_by_keyring()
        self.keyring("erase", endpoint="https://huggingface.co",
                     name="laptop", account="alice")
        lost = self.problems(3)
        self.assertEqual(set(lost), {"no-token"})
        self.assertIn("login", lost["no-token"]["remedy"])

    def test_a_rejected_token_is_reported_without_the_keyring(self):
        self.log_in_by_keyring()
        text = self.stored(OURS).decode()
        self.given_file(OURS, text.replace(
            "\nactive", "\nrejected_at = 1700000000\nactive"))
        self.session.stop()
        self.assertIn("no-token", self.problems(1))

    def test_a_keyring_token_in_a_url_is_not_copied_into_a_file(self):
        self.log_in_by_keyring(ALICE_WRITE, "--name", "mine")
        work = self.root / "work"
        self.command("git", "init", "-q", work)
        url = f"https://alice:{ALICE_WRITE}@huggingface.co/acme/private-model"
        self.command("git", "-C", work, "remote", "add", "origin", url)
        self.run_verb("status", "--fix", "--yes", cwd=work)
        self.assertIn("https://mine@huggingface.co/acme/private-model",
                      (work / ".git" / "config").read_text())
        self.assertIsNone(self.stored())

    def test_the_trace_names_the_keyring_and_shows_no_secret(self):
        self.environment["GIT_CREDENTIAL_HF_TRACE"] = "1"
        self.log_in_by_keyring()
        said = self.hf("get", input=REQUEST).stderr
        self.assertIn(b"* active token: 'laptop' of alice, in the keyring",
                      said)
        self.assertIn(b"the keyring has answered", said)
        given = REQUEST + f"username=u\npassword={ALICE_WRITE}\n".encode()
        for arguments, text in ((("store",), given), (("erase",), given),
                                (("token",), b""), (("whoami",), b""),
                                (("list",), b""), (("status",), b""),
                                (("switch", "laptop"), b""),
                                (("logout", "--all"), b"")):
            done = self.hf(*arguments, input=text)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_no_secret(done.stderr)


if __name__ == "__main__":
    unittest.main()
