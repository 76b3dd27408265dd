# SPDX-License-Identifier: Apache-2.0
"""status with the Hub, which knows what the store does not."""
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

    def test_all_is_well(self):
        self.assertEqual(self.look()["hub_says"],
                         {"valid": True, "account": "alice", "role": "write"})
        self.given(ALICE_READ)
        self.assertIn(b"valid and belongs to alice, role read",
                      self.run_verb("status").stdout)
        self.assertEqual(len(self.asked("/api/whoami-v2")), 2)

    def test_offline_asks_nobody(self):
        self.run_verb("status", "--offline")
        self.assertEqual(self.kinds(status=4, env={"HF_HUB_OFFLINE": "1"}),
                         ["hub-silent"])
        self.assertEqual(self.hub.requests(), [])

    def test_the_hub_rejects_the_token(self):
        self.given("hf_nobodysTokenForTestsOnly00000000001")
        told = self.look(status=1)
        self.assertEqual([p["kind"] for p in told["problems"]],
                         ["rejected-by-hub"])
        self.assertFalse(told["hub_says"]["valid"])
        self.assertNotIn(b"rejected_at", self.stored())  # It changes nothing.
        self.assertEqual(self.kinds(
            status=1, env={"HF_TOKEN": "hf_deadTokenForTestsOnly000000000002"}),
            ["rejected-by-hub", "overridden"])

    def test_the_hub_limits_or_is_away(self):
        for fault, words in (("rate_limited", b"try again"),
                             ("html_500", b"could not be asked")):
            self.hub.faults.add(fault, "/api/whoami-v2")
            self.assertIn(words, self.run_verb("status", status=4).stdout)
            self.assertEqual(self.kinds(status=4), ["hub-silent"])
            self.hub.faults.clear()

    def test_a_token_that_is_due_is_not_refreshed(self):
        self.given_login(expires_at=1_600_000_000)
        before = self.stored()
        done = self.run_verb("status", env=self.new_git())
        self.assertIn(b"it is refreshed when git uses it", done.stdout)
        self.assertEqual(self.stored(), before)
        self.assertEqual(self.hub.requests(), [])

    def test_a_token_stays_with_its_hub(self):
        """A name in the environment is no reason to send one there."""
        other = self.hub.http
        done = self.run_verb("status", status=2, env={"HF_ENDPOINT": other})
        self.assertIn(b"is not a Hub", done.stderr)
        self.assertEqual(self.hub.requests(), [])
        self.run_verb("configure", "--endpoint", other)
        self.run_verb("status", env={"HF_ENDPOINT": other})

    def new_git(self):
        """A stand-in for a git that can send this token everywhere."""
        tools = self.root / "tools"
        tools.mkdir()
        (tools / "git").write_text(
            '#!/bin/sh\ntest "$1" = --version && exec echo git version 2.50.0\n'
            'PATH=${PATH#*:} exec git "$@"\n')
        (tools / "git").chmod(0o755)
        return {"PATH": f"{tools}:{self.environment['PATH']}"}


if __name__ == "__main__":
    unittest.main()
