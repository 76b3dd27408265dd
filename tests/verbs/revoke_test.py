# SPDX-License-Identifier: Apache-2.0
"""revoke and logout --revoke: tokens that no copy of works any more."""
import json
import unittest

from hub import ALICE_OAUTH, ALICE_READ, ALICE_WRITE, BOB_WRITE
from online import Online
from side_by_side import load_tests  # noqa: F401
from terminals import OnTerminals, unwrapped

REVOKE, WHOAMI = "/api/credentials/revoke", "/api/whoami-v2"
UNKNOWN = "hf_unknownTokenForTestsOnly0000000001"


class Revoking(Online):
    def is_known(self, token):
        return token in json.dumps(self.hub.accounts.all())

    def received(self):
        """The credentials of all requests to revoke."""
        return [one for request in self.hub.revocations.received
                for one in request]

    def revoke(self, *tokens, status=0, **options):
        return self.run_verb("revoke", "--stdin", "--yes", status=status,
                             input="".join(t + "\n" for t in tokens).encode(),
                             **options)

    def log_out(self, *arguments, status=0, **options):
        return self.run_verb("logout", *arguments, "--revoke", "--yes",
                             status=status, **options)

    def given_laptop(self, extra=""):
        self.given_token(ALICE_WRITE)
        self.given_store(f"[laptop]\nhf_token = {ALICE_WRITE}\n{extra}\n")


class Revoke(Revoking):
    def test_leaked_tokens_stop_working_and_the_hub_confirms_it(self):
        done = self.revoke(ALICE_READ, BOB_WRITE)
        self.assertEqual(self.received(), [ALICE_READ, BOB_WRITE])
        self.assertEqual(len(self.asked(REVOKE)), 1)
        self.assertEqual({r["auth"] for r in self.asked(REVOKE)}, {"none"})
        self.assertFalse(self.is_known(ALICE_READ) or self.is_known(BOB_WRITE))
        self.assertTrue(self.is_known(ALICE_WRITE))
        self.assertEqual(done.stdout.decode(),
                         "token 1 (****0002): revoked; https://huggingface.co "
                         "does not know it any more\n"
                         "token 2 (****0004): revoked; https://huggingface.co "
                         "does not know it any more\n")

    def test_a_stored_token_is_forgotten_with_its_rule(self):
        self.given_store(f"[laptop]\nhf_token = {ALICE_WRITE}\n\n"
                         f"[work]\nhf_token = {BOB_WRITE}\n\n")
        self.given_token(ALICE_WRITE)
        self.run_verb("switch", "laptop", "--for", "acme")
        done = self.revoke(ALICE_WRITE)
        self.assertIn(b"stored as 'laptop'", done.stdout)
        self.assertIn(b"forgot the token 'laptop'", done.stdout)
        self.assertEqual(list(self.sections()), ["work"])
        self.assertIsNone(self.stored("token"))
        self.assertNotIn(b"acme", self.stored("git_credential_hf") or b"")

    def test_a_variable_that_still_has_a_revoked_token_is_named(self):
        for token, is_named in ((ALICE_READ, True), (ALICE_WRITE, False)):
            done = self.revoke(ALICE_READ, env={"HF_TOKEN": token})
            self.assertEqual(b"HF_TOKEN has one of these tokens" in done.stderr,
                             is_named)

    def test_lines_may_be_empty_repeated_and_end_as_on_windows(self):
        self.revoke(ALICE_READ + "\r", "", " " + ALICE_READ, BOB_WRITE)
        self.assertEqual(self.received(), [ALICE_READ, BOB_WRITE])

    def test_one_wrong_line_and_nothing_is_sent(self):
        for line in ("password", "hf_x y", "hf_\x00", "é", "hf_a;b",
                     "hf_" + "a" * 9000):
            done = self.revoke(ALICE_READ, line, status=1)
            self.assertIn(b"line 2 is no token of the Hub; nothing was revoked",
                          done.stderr)
        self.revoke(status=1)
        self.revoke(*(f"hf_{n:034}" for n in range(101)), status=1)
        self.assertEqual(self.hub.requests(), [])
        self.assertEqual(self.hub.revocations.received, [])

    def test_without_a_terminal_or_stdin_it_needs_its_options(self):
        for arguments, said in (((), b"--stdin"), (("--yes",), b"--stdin"),
                                (("--stdin",), b"add --yes"),
                                ((ALICE_WRITE,), b"may have been seen")):
            done = self.run_verb("revoke", *arguments, status=2,
                                 input=ALICE_READ.encode())
            self.assertIn(said, done.stderr)
        self.assertEqual(self.hub.requests(), [])


class WhichHub(Revoking):
    """A token goes to no Hub that it is not recorded for."""

    OTHER = "https://hub.corp.example"

    def test_the_token_of_another_hub_is_not_sent_to_the_official_one(self):
        self.given_laptop(f"endpoint = {self.OTHER}\n")
        self.revoke(ALICE_WRITE, status=4)
        self.given_laptop(f"endpoint = {self.OTHER}\n")
        self.log_out("laptop", status=4)
        self.assertEqual(self.hub.requests(), [])

    def test_each_token_goes_to_its_own_hub(self):
        self.given_laptop(f"endpoint = {self.hub.http}\n")
        self.revoke(ALICE_WRITE, BOB_WRITE)
        hosts = {r["host"]: r for r in self.asked(REVOKE)}
        self.assertEqual(set(hosts), {"huggingface.co",
                                      self.hub.http.removeprefix("http://")})
        self.assertCountEqual(self.hub.revocations.received,
                              [[ALICE_WRITE], [BOB_WRITE]])

    def test_a_hub_that_only_a_variable_names_gets_nothing(self):
        env = {"HF_ENDPOINT": self.hub.http}
        self.given_laptop()
        before = self.stored()
        for done in (self.revoke(BOB_WRITE, status=1, env=env),
                     self.log_out("laptop", status=1, env=env)):
            self.assertIn(b"only HF_ENDPOINT names", done.stderr)
        self.assertEqual(self.hub.requests(), [])
        self.assertEqual(self.stored(), before)
        self.run_verb("configure", "--endpoint", self.hub.http)
        self.revoke(BOB_WRITE, env=env)

    def test_a_store_that_cannot_be_read_stops_it(self):
        self.given_laptop()
        self.given_store("nonsense\nendpoint\n")
        self.revoke(ALICE_WRITE, status=1)
        self.assertEqual(self.hub.requests(), [])


class Answers(Revoking):
    """What the Hub says, and what the exit status tells of it."""

    def test_an_accepted_revocation_that_changes_nothing_is_noticed(self):
        self.hub.revocations.delay = None
        self.given_laptop()
        done = self.log_out("laptop", status=1)
        self.assertIn(b"the token 'laptop': it is still valid", done.stderr)
        self.assertIn(b"https://huggingface.co/settings/tokens", done.stderr)
        self.assertNotIn(b"revoked;", done.stdout)
        self.assertEqual(self.sections(), {})
        self.assertGreater(len(self.asked(WHOAMI)), 3)

    def test_a_revocation_may_take_effect_later(self):
        self.hub.revocations.delay = 2
        self.assertIn(b"does not know it any more",
                      self.revoke(ALICE_READ).stdout)
        self.assertEqual(len(self.asked(WHOAMI)), 3)

    def test_a_text_that_is_no_token_of_anybody_is_not_known_either(self):
        self.assertIn(b"does not know it", self.revoke(UNKNOWN).stdout)

    def test_trouble_is_said_and_the_token_forgotten_all_the_same(self):
        for fault, path, said in (
                ("rate_limited", REVOKE, b"try again in 17 seconds"),
                ("html_500", REVOKE, b"does not work at the moment"),
                ("bad_gateway", REVOKE, b"does not work at the moment"),
                ("html_200", REVOKE, b"did not accept the revocation"),
                ("reset", REVOKE, b""), ("drop", REVOKE, b""),
                ("redirect", REVOKE, b"which is not followed"),
                ("rate_limited", WHOAMI, b"it is not certain that it is "
                                         b"revoked"),
                ("html_500", WHOAMI, b"it is not certain")):
            with self.subTest(fault=fault, path=path):
                self.given_laptop()
                self.hub.faults.add(fault, path=path)
                done = self.log_out("laptop", status=4)
                self.hub.faults.clear()
                self.assertIn(said, done.stderr)
                self.assertIn(b"a token may still be valid", done.stderr)
                self.assertEqual(self.hub.stranger.received, [])
                self.assertNotIn(b"revoked;", done.stdout)
                self.assertEqual(self.sections(), {})
                self.assertIsNone(self.stored("token"))

    def test_without_a_network_it_says_so(self):
        self.given_laptop()
        done = self.log_out("laptop", status=4, env={"HF_HUB_OFFLINE": "1"})
        self.assertIn(b"HF_HUB_OFFLINE", done.stderr)
        self.given_laptop()
        self.hub.stop()
        self.log_out("laptop", status=4)
        self.assertEqual(self.sections(), {})

    def test_a_refusal_is_shown_without_what_the_hub_writes(self):
        self.given_laptop()
        self.hub.faults.add("forbidden", path=REVOKE)
        done = self.log_out("laptop", status=1)
        self.assertIn(b"refused (status 403)", done.stderr)
        self.assertNotIn(b"This is not for you", done.stderr)


class Logout(Revoking):
    def test_logout_revokes_and_forgets(self):
        self.given_laptop()
        done = self.log_out("laptop")
        self.assertIn(b"the token 'laptop': revoked", done.stdout)
        self.assertIn(b"forgot the token 'laptop'", done.stdout)
        self.assertNotIn(b"still valid", done.stderr)
        self.assertEqual(self.received(), [ALICE_WRITE])
        self.assertFalse(self.is_known(ALICE_WRITE))

    def test_the_refresh_token_of_a_login_is_revoked_too(self):
        token, refresh = self.given_login()
        self.log_out("laptop")
        self.assertEqual(self.received(), [token, refresh])
        self.assertFalse(self.hub.oauth.knows(refresh))

    def test_all_tokens_are_revoked_each_at_its_hub(self):
        self.given_laptop()
        self.given_store(f"[a]\nhf_token = {ALICE_WRITE}\n\n"
                         f"[b]\nhf_token = {ALICE_OAUTH}\n\n")
        self.log_out("--all")
        self.assertEqual(self.received(), [ALICE_WRITE, ALICE_OAUTH])
        self.assertEqual(self.sections(), {})

    def test_without_revoke_the_hub_is_not_asked(self):
        self.given_laptop()
        done = self.run_verb("logout", "laptop")
        self.assertIn(b"still valid on the Hub", done.stderr)
        self.assertEqual(self.hub.requests(), [])

    def test_without_a_terminal_it_needs_yes(self):
        self.given_laptop()
        for arguments in (("laptop",), ("--all",)):
            done = self.run_verb("logout", *arguments, "--revoke", status=2)
            self.assertIn(b"add --yes", done.stderr)
        self.assertEqual(self.hub.requests(), [])
        self.assertIsNotNone(self.stored("token"))


class AtTerminal(OnTerminals, Revoking):
    def test_logout_asks_before_it_revokes(self):
        for terminal in self.terminals():
            with self.subTest(terminal):
                self.given_laptop()
                status, shown = self.on_terminal(
                    self.helper, "logout", "laptop", "--revoke",
                    keys=[(b"[y/N]", b"n\n")], **terminal)
                self.assertEqual(status, 1)
                self.assertIn("nothing was revoked or forgotten",
                              unwrapped(shown))
                self.assertIn("laptop", self.sections())
        self.assertEqual(self.hub.requests(), [])
        status, shown = self.on_terminal(
            self.helper, "logout", "laptop", "--revoke", columns=80,
            keys=[(b"[y/N]", b"y\n")])
        self.assertEqual(status, 0, shown)
        self.assertIn(b"at https://huggingface.co", shown)
        self.assertEqual(self.sections(), {})

    def test_tokens_that_are_typed_are_not_shown(self):
        asked = b"an empty line ends): "
        status, shown = self.on_terminal(
            self.helper, "revoke", "--stdin", columns=80,
            keys=[(asked, ALICE_READ.encode() + b"\n", 1),
                  (asked + b"\r\n" + b"token to revoke (not shown; " + asked,
                   b"\n", 1),
                  (b"[y/N]", b"y\n")])
        self.assertEqual(status, 0, shown)
        self.assert_no_secret(shown)
        self.assertIn("revoke 1 token at https://huggingface.co?",
                      unwrapped(shown))
        self.assertFalse(self.is_known(ALICE_READ))


if __name__ == "__main__":
    unittest.main()
