# SPDX-License-Identifier: Apache-2.0
"""Refreshed, exchanged and expired tokens, and whoami's answers for them."""
import json
import time
import urllib.parse

from case import basic, bearer
from hub import ALICE_READ, CI_ID_TOKEN, MINT_TOKEN
from hub.oauth import EXCHANGE, ID_TOKEN
from oauth_client import OAuthClient


class Revocation(OAuthClient):

    def revoke(self, body, kind="application/json"):
        return self.ask("/api/credentials/revoke", {"Content-Type": kind},
                        json.dumps(body).encode())[0]

    def test_the_hub_accepts_every_text_and_revokes_what_is_a_token(self):
        token, refresh = self.hub.oauth.issue("bob")
        self.assertEqual(self.revoke({"credentials": ["x", token, refresh]}),
                         202)
        self.assertEqual(self.whoami(token)[0], 401)
        self.assert_refused(self.refresh(refresh), "invalid_grant")
        self.assertEqual(self.revoke({"credentials": [token]}), 202)

    def test_a_revocation_can_be_late_or_have_no_effect(self):
        for delay, statuses in ((2, [200, 200, 401]), (None, [200] * 3)):
            token, _ = self.hub.oauth.issue("bob")
            self.hub.revocations.delay = delay
            self.assertEqual(self.revoke({"credentials": [token]}), 202)
            self.assertEqual([self.whoami(token)[0] for _ in range(3)],
                             statuses)

    def test_a_request_to_revoke_must_be_json(self):
        self.assertEqual(self.revoke({"credentials": ["x"]}, "text/plain"),
                         400)
        for body in {}, {"credentials": "x"}, {"credentials": [1]}:
            self.assertEqual(self.revoke(body), 400)


class Refresh(OAuthClient):

    def test_a_refresh_gives_a_new_refresh_token(self):
        old, spent = self.hub.oauth.issue("bob")
        status, answer = self.refresh(spent)
        self.assertEqual((status, answer["expires_in"]), (200, 30 * 86_400))
        new = answer["access_token"]
        self.assertNotEqual(old, new)
        for token in old, new:
            self.assertEqual(self.whoami(token)[1]["name"], "bob")
        self.assert_refused(self.refresh(spent), "invalid_grant")
        self.assertIn("error_description", self.refresh(spent)[1])
        self.assertEqual(self.refresh(answer["refresh_token"])[0], 200)

    def test_a_refresh_can_keep_its_token_and_give_no_lifetime(self):
        self.given(rotate=False, lifetime=None)
        _, kept = self.hub.oauth.issue("alice")
        for _ in range(2):
            status, answer = self.refresh(kept)
            self.assertEqual(status, 200)
            self.assertNotIn("refresh_token", answer)
            self.assertNotIn("expires_in", answer)
            self.assertEqual(self.whoami(answer["access_token"])[0], 200)

    def test_a_refresh_needs_a_known_client_and_a_known_token(self):
        _, good = self.hub.oauth.issue("alice")
        self.assert_refused(self.refresh(good, client_id="x"),
                            "invalid_client")
        self.assert_refused(self.refresh("x"), "invalid_grant")
        self.assertEqual(self.refresh(good)[0], 200)


class Exchange(OAuthClient):

    def test_the_resource_decides_whose_token_it_is(self):
        for resource, account, role in (
                ("alice/private-model", "alice", "write"),
                ("datasets/alice/private-data", "alice", "write"),
                ("acme/private-model", "acme", "write"),
                ("bob", "bob", "read")):
            status, answer = self.exchange(CI_ID_TOKEN, resource)
            self.assertEqual((status, answer["expires_in"]), (200, 3600))
            token = answer["access_token"]
            self.assertTrue(token.startswith("hf_jwt_"))
            self.assertEqual(self.whoami(token)[1]["name"], account)
            name = resource if "/" in resource else "bob/private-model"
            push = self.ask(
                f"/{name}/info/refs?service=git-receive-pack", basic(token))
            self.assertEqual(push[0], 200 if role == "write" else 403)

    def test_an_exchange_for_another_resource_has_no_policy(self):
        refusal = {"error": "invalid_grant", "error_description": "no policy"}
        for id_token, resource in (
                ("x", "alice/private-model"), (CI_ID_TOKEN, "alice/none"),
                (CI_ID_TOKEN, "mallory"), (CI_ID_TOKEN, "acme"),
                (CI_ID_TOKEN, "datasets/alice"), (CI_ID_TOKEN, ""),
                ([], {}), (CI_ID_TOKEN, None)):
            self.assertEqual(self.exchange(id_token, resource),
                             (400, refusal))

    def test_an_exchange_needs_json_and_an_id_token(self):
        self.assert_refused(
            self.post("/oauth/token", grant_type=EXCHANGE,
                      subject_token_type=ID_TOKEN, client_id="x",
                      subject_token=CI_ID_TOKEN, resource="bob"),
            "invalid_client")
        self.assert_refused(self.exchange(CI_ID_TOKEN, "bob", grant_type="x"),
                            "unsupported_grant_type")
        self.assert_refused(
            self.exchange(CI_ID_TOKEN, "bob", subject_token_type="x"),
            "invalid_request")

    def test_an_exchange_accepts_a_minted_id_token(self):
        query = urllib.parse.urlencode({"api-version": "2.0",
                                        "audience": self.hub.http})
        status, _, body = self.ask(f"/mint?{query}", bearer(MINT_TOKEN))
        self.assertEqual(status, 200)
        self.assertEqual(self.hub.oauth.id_tokens.audiences[-1],
                         self.hub.http)
        minted = json.loads(body)["value"]
        self.assertEqual(self.exchange(minted, "bob")[0], 200)
        for path, headers in (("/mint?api-version=2.0", bearer(MINT_TOKEN)),
                              (f"/mint?{query}", bearer("x")),
                              (f"/mint?{query}", basic(MINT_TOKEN)),
                              (f"/mint?{query}", {})):
            self.assertEqual(self.ask(path, headers)[0], 401)


class WhoamiOfGrants(OAuthClient):

    def test_whoami_gives_the_expiry_of_a_token(self):
        end = int(time.time()) + 60
        for number, described in enumerate(({}, {"name": "n",
                                                 "role": "read"})):
            token = f"hf_oauth_endsForTestsOnly0000000000{number}"
            self.hub.accounts.add_token("bob", token, expires=end,
                                        **described)
            said = self.whoami(token)[1]["auth"]["expiresAt"]
            self.assertEqual(said, time.strftime(
                "%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(end)))
        self.assertNotIn("expiresAt", self.whoami(ALICE_READ)[1]["auth"])

    def test_whoami_refuses_an_expired_token(self):
        ended, _ = self.hub.oauth.issue("alice", lifetime=-1)
        self.assertEqual(self.whoami(ended)[0], 401)
        self.assertEqual(self.ask(
            "/alice/private-model/info/refs?service=git-upload-pack",
            basic(ended))[0], 401)

    def test_a_test_can_replace_the_answer_of_whoami(self):
        self.addCleanup(setattr, self.hub, "whoami_override", None)
        for override in ({"name": "\x1b]0;x\x07", "orgs": ..., "auth": 7},
                         lambda said: {"name": "\x1b]0;x\x07", "orgs": ...,
                                       "auth": len(said["orgs"]) + 6}):
            self.hub.whoami_override = override
            answer = self.whoami(ALICE_READ)[1]
            self.assertEqual((answer["name"], answer["auth"]),
                             ("\x1b]0;x\x07", 7))
            self.assertNotIn("orgs", answer)
            self.assertEqual(answer["type"], "user")
