# SPDX-License-Identifier: Apache-2.0
"""status OWNER/NAME asks the Hub whether this token may work there."""
import json
import unittest

from hub import ALICE_READ, ALICE_WRITE, BOB_WRITE
from online import Online
from sandbox import record
from terminals import OnTerminals

HOSTILE = "no\x1b[2J\u202e" + "x" * 5000


class Access(Online):
    def setUp(self):
        super().setUp()
        self.given(ALICE_WRITE)
        self.run_verb("configure")

    def given(self, token):
        self.given_token(token)
        self.given_store(f"[mine]\nhf_token = {token}\n"
                         "endpoint = https://huggingface.co\n\n")

    def look(self, *arguments, status=0, **options):
        done = self.run_verb("status", "--json", *arguments, status=status,
                             **options)
        return json.loads(done.stdout)

    def refused(self, *arguments, status=1):
        told = self.look(*arguments, status=status)
        self.assertEqual(len(told["problems"]), 1, told)
        problem = told["problems"][0]
        self.assertTrue(problem["remedy"])
        return problem["kind"], told["access"], problem["text"]


class Answers(Access):
    def test_the_answer_is_yes_for_what_the_token_may_do(self):
        for words, read, write in (
                (("alice/private-model",), True, None),
                (("acme/private-model", "--write"), True, True),
                (("datasets/alice/private-data", "--write"), True, True),
                (("https://hf.co/spaces/alice/private-space",), True, None)):
            access = self.look(*words)["access"]
            self.assertEqual((access["read"], access["write"], access["says"]),
                             (read, write, None), words)
        shown = self.run_verb("status", "acme/private-model", "--write").stdout
        self.assertIn(b"\n  It may read and write acme/private-model.\n", shown)
        shown = self.run_verb("status", "acme/private-model").stdout
        self.assertIn(b"\n  It may read acme/private-model.\n", shown)
        paths = [r["path"] for r in self.hub.requests()]
        self.assertEqual(
            paths[-1], "/api/models/acme/private-model/auth-check")

    def test_each_refusal_has_its_kind_and_the_way_out(self):
        self.given(BOB_WRITE)
        page = "https://huggingface.co/alice/gated-model"
        for words, kind, read, write, remedy in (
                (("alice/gated-model",), "access-gated", False, None, page),
                (("alice/private-model", "--write"), "no-repository", False,
                 None, "check the name"),
                (("bob/none",), "no-repository", False, None, "check the name"),
                (("alice/public-model", "--write"), "no-access", True, False,
                 "alice")):
            told = self.look(*words, status=1)
            problem, = told["problems"]
            self.assertEqual(
                (problem["kind"], told["access"]["read"],
                 told["access"]["write"]), (kind, read, write), words)
            self.assertIn(remedy, problem["remedy"])

    def test_a_read_only_token_may_read_but_not_write(self):
        self.given(ALICE_READ)
        self.assertTrue(self.look("alice/private-model")["access"]["read"])
        kind, access, text = self.refused("alice/private-model", "--write")
        self.assertEqual(kind, "token-read-only")
        self.assertEqual((access["read"], access["write"]), (True, False))
        self.assertIn("its role is read; the Hub says: Your token is read-only",
                      text)

    def test_a_policy_of_the_organisation_is_told(self):
        for says, kind in (
                ("Your token is pending approval by acme", "access-pending"),
                ("Your request is awaiting a review", "access-pending"),
                ("An administrator DENIED this token", "access-denied"),
                ("Your request has been rejected", "access-denied"),
                ("This token was revoked by acme", "access-revoked")):
            for code in "", "GatedRepo":
                self.hub.access_override = 403, code, says
                found, access, text = self.refused("acme/private-model")
                self.assertEqual((found, access["says"]), (kind, says))
                self.assertTrue(text.endswith(f"; the Hub says: {says}"))

    def test_a_fine_grained_token_without_the_repository_is_told(self):
        self.hub.whoami_override = {"auth": {"accessToken": {
            "displayName": "x", "role": "fineGrained"}}}
        self.hub.access_override = 403, "", "Forbidden"
        self.assertEqual(self.refused("acme/private-model")[0],
                         "token-too-narrow")
        self.hub.access_override = 403, "", ""
        self.assertEqual(self.refused("acme/private-model")[0],
                         "token-too-narrow")

    def test_the_text_of_the_hub_is_bounded_and_shown_as_text(self):
        for text in (HOSTILE.encode("utf-8").decode("latin-1"), "\xff\xfe",
                     f"no {ALICE_WRITE} no"):
            self.hub.access_override = 403, "", text
            for options in ((), ("--json",)):
                done = self.run_verb("status", "acme/private-model", *options,
                                     status=1)
                self.assertLess(len(done.stdout), 6000)
                for bad in b"\x1b", b"\xff", "\u202e".encode():
                    self.assertNotIn(bad, done.stdout)

    def test_silence_is_no_yes(self):
        for fault, path in (("rate_limited", "auth-check"),
                            ("html_500", "auth-check"),
                            ("html_500", "whoami-v2")):
            self.hub.faults.add(fault, "/api/whoami-v2" if path == "whoami-v2"
                                else "/api/models/acme/private-model/auth-check")
            told = self.look("acme/private-model", status=4)
            self.assertEqual([p["kind"] for p in told["problems"]],
                             ["hub-silent"])
            self.assertIsNone(told["access"])
            self.hub.faults.clear()
        self.hub.access_override = 302, "", ""
        self.assertIsNone(self.look("acme/private-model", status=4)["access"])

    def test_an_expired_token_leaves_the_answer_open(self):
        self.given_login(expires_at=1_600_000_000)
        self.assertEqual(self.refused("alice/private-model")[0],
                         "access-unknown")
        self.run_verb("status", env={})  # Without a question there is none.

    def test_only_repositories_are_asked_about(self):
        for words in ((), ("acme",), ("kernels/acme/x",),
                      ("https://huggingface.co/acme/..",)):
            self.assertIsNone(self.look(*words)["access"], words)
        for words in ((), ("acme",)):
            done = self.run_verb("status", "--write", *words, status=2)
            self.assertIn(b"--write needs a repository", done.stderr)
        self.run_verb("status", "a/b", "--write", "--offline", status=2)
        self.assertEqual([r for r in self.hub.requests()
                          if "auth-check" in r["path"]], [])
        self.assertIsNone(self.look("a/b", "--offline")["access"])


class OnATerminal(OnTerminals, Access):
    def test_the_answer_is_readable_on_each_terminal(self):
        self.given(BOB_WRITE)
        for terminal in self.terminals():
            found, shown = self.on_terminal(self.helper, "status",
                                            "alice/gated-model", **terminal)
            self.assertEqual(found, 1)
            text = " ".join(self.assert_readable(shown, terminal))
            self.assertIn("problem: 'alice/gated-model' is gated,",
                          " ".join(text.split()))


class Erase(Access):
    def erase(self, token, path):
        done = self.hf("erase", input=record(
            protocol="https", host="huggingface.co", path=path,
            username="hf_user", password=token))
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        return done.stderr.decode()

    def test_erase_says_the_same_after_git_was_refused(self):
        self.given(BOB_WRITE)
        for path, words in (
                ("alice/gated-model.git", "'alice/gated-model' is gated"),
                ("alice/private-model", "'alice/private-model' does not exist"),
                ("alice/public-model.git/info/lfs",
                 "this account may not write 'alice/public-model'"),
                ("datasets/alice/private-data",
                 "'datasets/alice/private-data' does not exist")):
            said = self.erase(BOB_WRITE, path)
            self.assertIn("the token 'mine' of bob is valid (role write), but "
                          + words, said)
            self.assertIn("\nhint: ", said)
        self.given(ALICE_READ)
        self.assertIn("is valid (role read), but the token cannot write "
                      "'alice/private-model': its role is read",
                      self.erase(ALICE_READ, "alice/private-model"))

    def test_without_a_reason_erase_says_what_it_knows(self):
        for path in "bob", "acme/private-model":
            said = self.erase(ALICE_WRITE, path)
            self.assertIn("is valid (role write): it may lack access to", said)
        self.hub.faults.add("html_500",
                            "/api/models/alice/gated-model/auth-check")
        self.assertIn("it may lack access to alice/gated-model",
                      self.erase(ALICE_WRITE, "alice/gated-model"))

    def test_get_never_asks(self):
        self.get(record(protocol="https", host="huggingface.co",
                        path="alice/private-model"))
        self.assertEqual(self.hub.requests(), [])


if __name__ == "__main__":
    unittest.main()
