# SPDX-License-Identifier: Apache-2.0
"""status when it asks the Hub about the token."""
import json
import unittest

from hub import ALICE_READ, ALICE_WRITE
from online import Online


class Status(Online):
    def setUp(self):
        super().setUp()
        self.given(ALICE_WRITE)
        self.run_verb("configure")

    def given(self, token):
        self.given_token(token)
        self.given_store(f"[laptop]\nhf_token = {token}\n\n")

    def look(self, status=0, **options):
        done = self.run_verb("status", "--json", status=status, **options)
        return json.loads(done.stdout)

    def kinds(self, **options):
        return [p["kind"] for p in self.look(**options)["problems"]]

    def test_status_shows_what_the_hub_says_about_a_valid_token(self):
        self.assertEqual(self.look()["hub_says"],
                         {"valid": True, "account": "alice", "role": "write"})
        self.given(ALICE_READ)
        shown = self.run_verb("status").stdout
        self.assertIn(b"The token is 'laptop' of alice, from '", shown)
        self.assertIn(b"; the Hub accepts it (role read).", shown)
        self.assertEqual(len(self.asked("/api/whoami-v2")), 2)

    def test_login_whoami_and_status_name_the_same_file(self):
        said = self.log_in_with(ALICE_WRITE, "--force").stdout
        for verb in "status", "whoami":
            said += self.run_verb(verb).stdout
        name = str(self.hf_home / "stored_tokens").encode()
        self.assertEqual(said.count(name), 3, said)

    def test_status_offline_sends_no_request(self):
        self.run_verb("status", "--offline")
        self.assertEqual(self.kinds(status=4, env={"HF_HUB_OFFLINE": "1"}),
                         ["hub-silent"])
        self.assertEqual(self.hub.requests(), [])

    def test_status_says_that_the_hub_rejects_the_token(self):
        self.given("hf_nobodysTokenForTestsOnly00000000001")
        told = self.look(status=1)
        self.assertEqual([p["kind"] for p in told["problems"]],
                         ["rejected-by-hub"])
        self.assertFalse(told["hub_says"]["valid"])
        self.assertNotIn(b"rejected_at", self.stored())  # No change.
        self.assertEqual(self.kinds(
            status=1, env={"HF_TOKEN": "hf_deadTokenForTestsOnly000000000002"}),
            ["rejected-by-hub", "overridden"])

    def test_status_says_that_the_hub_did_not_answer(self):
        for fault, words in (("rate_limited", b"try again"),
                             ("html_500", b"could not be asked")):
            self.hub.faults.add(fault, "/api/whoami-v2")
            self.assertIn(words, self.run_verb("status", status=4).stdout)
            self.assertEqual(self.kinds(status=4), ["hub-silent"])
            self.hub.faults.clear()

    def test_status_does_not_refresh_a_token_that_is_due(self):
        self.given_login(expires_at=1_600_000_000)
        before = self.stored()
        done = self.run_verb("status", env=self.new_git())
        self.assertIn(b"; git refreshes it when it uses it.", done.stdout)
        self.assertEqual(self.stored(), before)
        self.assertEqual(self.hub.requests(), [])

    def test_status_sends_a_token_only_to_a_registered_hub(self):
        """A URL in HF_ENDPOINT alone does not register a Hub."""
        other = self.hub.http
        done = self.run_verb("status", status=2, env={"HF_ENDPOINT": other})
        self.assertIn(b"is not a Hub", done.stderr)
        self.assertEqual(self.hub.requests(), [])
        self.run_verb("configure", "--endpoint", other)
        self.run_verb("status", env={"HF_ENDPOINT": other})

    def new_git(self):
        """A stand-in for a git that can send this token to every URL."""
        tools = self.root / "tools"
        tools.mkdir()
        (tools / "git").write_text(
            '#!/bin/sh\ntest "$1" = --version && exec echo git version 2.50.0\n'
            'PATH=${PATH#*:} exec git "$@"\n')
        (tools / "git").chmod(0o755)
        return {"PATH": f"{tools}:{self.environment['PATH']}"}


if __name__ == "__main__":
    unittest.main()
