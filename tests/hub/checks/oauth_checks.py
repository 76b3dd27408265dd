# SPDX-License-Identifier: Apache-2.0
"""The device login, as a program sees it."""
from hub import ALICE_WRITE, CLIENT_ID
from oauth_client import OAuthClient

PENDING = (400, {"error": "authorization_pending"})


class DeviceLogin(OAuthClient):
    now = 0  # Seconds, if a test has its own clock.

    def test_an_approved_code_gives_one_token_that_the_hub_accepts(self):
        begun = self.begin()
        self.assertEqual(self.poll(begun), PENDING)
        self.assertIn(begun["user_code"], self.hub.oauth.pending())
        self.assertTrue(self.hub.oauth.approve(begun["user_code"]))
        self.assertNotIn(begun["user_code"], self.hub.oauth.pending())
        status, answer = self.poll(begun)
        self.assertEqual(status, 200)
        self.assertEqual(answer["token_type"], "bearer")
        self.assertEqual(answer["expires_in"], 30 * 86_400)
        self.assertTrue(answer["access_token"].startswith("hf_oauth_"))
        self.assertIn("scope", answer)
        self.assertIn("refresh_token", answer)
        self.assertEqual(self.whoami(answer["access_token"])[1]["name"],
                         "alice")
        self.must("ls-remote", "https://huggingface.co/alice/private-model",
                  token=answer["access_token"])
        self.assert_refused(self.poll(begun), "invalid_grant")

    def test_the_hub_names_itself_as_the_client_does(self):
        self.given(interval=5)
        begun = self.begin()
        page = f"{self.hub.http}/oauth/device"
        self.assertEqual(begun["verification_uri"], page)
        self.assertEqual(begun["verification_uri_complete"],
                         f"{page}?user_code={begun['user_code']}")
        self.assertEqual((begun["expires_in"], begun["interval"]), (900, 5))
        self.assertRegex(begun["user_code"], r"^[A-Z]{4}-[0-9]{4}$")

    def test_the_hub_refuses_an_unknown_client(self):
        for fields in {}, {"client_id": ""}, {"client_id": "another"}:
            self.assert_refused(self.post("/oauth/device", **fields),
                                "invalid_client")
        self.assert_refused(self.poll(self.begin(), client_id="another"),
                            "invalid_client")
        self.given(client_ids={"another"})
        self.assertEqual(
            self.post("/oauth/device", client_id="another")[0], 200)
        self.assert_refused(self.post("/oauth/device", client_id=CLIENT_ID),
                            "invalid_client")

    def test_the_user_can_deny_a_login(self):
        begun = self.begin()
        self.assertTrue(self.hub.oauth.deny(begun["user_code"]))
        self.assert_refused(self.poll(begun), "access_denied")
        self.assertFalse(self.hub.oauth.approve(begun["user_code"]))

    def test_a_code_expires_after_its_time(self):
        self.given(expires_in=900, clock=lambda: self.now)
        begun = self.begin()
        self.now += 899
        self.assertEqual(self.poll(begun), PENDING)
        self.now += 1
        self.assert_refused(self.poll(begun), "expired_token")
        self.assertFalse(self.hub.oauth.approve(begun["user_code"]))
        self.assertNotIn(begun["user_code"], self.hub.oauth.pending())

    def test_the_hub_refuses_an_unknown_code_or_grant(self):
        self.assert_refused(self.poll({"device_code": "x"}), "invalid_grant")
        self.assert_refused(self.poll(self.begin(), grant_type="password"),
                            "unsupported_grant_type")

    def test_a_client_that_polls_too_fast_gets_slow_down(self):
        self.given(interval=5, clock=lambda: self.now)
        patient, hasty = self.begin(), self.begin()
        self.assertEqual(self.poll(patient), PENDING)
        self.assertEqual(self.poll(hasty), PENDING)
        self.assert_refused(self.poll(hasty), "slow_down")
        self.now += 5
        self.assertEqual(self.poll(patient), PENDING)
        self.assert_refused(self.poll(hasty), "slow_down")
        self.given(enforce_interval=False)
        self.assertEqual(self.poll(hasty), PENDING)

    def test_auto_approve_needs_no_user(self):
        self.given(auto_approve=2, account="bob", clock=lambda: self.now)
        begun = self.begin()
        self.assertEqual(self.poll(begun), PENDING)
        self.now += 2
        self.assertNotIn(begun["user_code"], self.hub.oauth.pending())
        token = self.poll(begun)[1]["access_token"]
        self.assertEqual(self.whoami(token)[1]["name"], "bob")

    def test_a_test_can_replace_fields_of_an_answer(self):
        self.given(override={"user_code": "A\x1b[8mB", "interval": -1,
                             "expires_in": ...}, complete_uri=False)
        begun = self.begin()
        self.assertEqual((begun["user_code"], begun["interval"]),
                         ("A\x1b[8mB", -1))
        self.assertNotIn("expires_in", begun)
        self.assertNotIn("verification_uri_complete", begun)
        self.hub.oauth.approve(self.hub.oauth.pending()[-1])
        self.given(token_override={"refresh_token": ..., "scope": 7})
        answer = self.poll(begun)[1]
        self.assertNotIn("refresh_token", answer)
        self.assertEqual(answer["scope"], 7)

    def test_the_log_of_a_login_has_no_secret(self):
        begun = self.begin()
        self.hub.oauth.approve(begun["user_code"])
        granted = self.poll(begun)[1]
        self.refresh(granted["refresh_token"])
        self.whoami(granted["access_token"])
        self.ask(f"/{granted['refresh_token']}/{ALICE_WRITE}")
        log = (self.hub.root / "requests.jsonl").read_text()
        self.assertIn("/oauth/token", log)
        for secret in (begun["device_code"], granted["refresh_token"],
                       granted["access_token"]):
            self.assertNotIn(secret, log)
