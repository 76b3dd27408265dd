# SPDX-License-Identifier: Apache-2.0
"""Every verb with a token that is in no file."""
import concurrent.futures
import unittest

from at_desktop import HUB, OURS, SCHEMA, AtDesktop
from hub import ALICE_READ, ALICE_WRITE, BOB_WRITE
from sandbox import record
from side_by_side import load_tests  # noqa: F401

DAY = 86_400


class Login(AtDesktop):
    def test_no_file_holds_a_token_of_the_keyring(self):
        done = self.log_in_by_keyring()
        self.assertIn(b"in the keyring, and in no file", done.stdout)
        self.assertIn(b"HF_TOKEN=$(git-credential-hf token)", done.stderr)
        self.assertEqual(self.files_with(ALICE_WRITE), [])
        self.assertIsNone(self.stored("token"))
        self.assertEqual(self.kept("laptop"), {"password": ALICE_WRITE})
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertEqual(
            self.stored(OURS),
            b"[keyring laptop]\nendpoint = https://huggingface.co\n"
            b"user = alice\nactive = yes\n\n")

    def test_no_attribute_of_an_item_holds_a_secret(self):  # 64
        with self.deciding():
            self.run_verb("login", "--keyring")
        kept = self.kept("oauth-alice")
        for shown in self.session.described(), str(self.files()):
            for secret in kept["password"], kept["oauth_refresh_token"]:
                self.assertNotIn(secret[4:], shown)
        self.assertIn(SCHEMA, self.session.described())
        self.assertEqual(len(self.session.items()), 1)

    def test_a_token_that_is_a_part_of_its_own_name_is_refused(self):  # 64
        done = self.run_verb("login", "--token-stdin", "--keyring", "--name",
                             f"my {ALICE_WRITE}", status=1,
                             input=ALICE_WRITE.encode())
        self.assertIn(b"the name contains the token", done.stderr)
        self.assertEqual(self.names(), [])
        self.assertEqual(self.files_with(ALICE_WRITE), [])

    def test_a_browser_login_is_saved_with_its_refresh_token(self):
        with self.deciding():
            done = self.run_verb("login", "--keyring", "--json")
        self.assertEqual(self.events(done)[-1]["stored"], "keyring")
        kept = self.kept("oauth-alice")
        self.assertEqual(set(kept), {"password", "oauth_refresh_token",
                                     "password_expiry_utc", "lifetime"})
        self.assertEqual(self.files_with(kept["password"],
                                         kept["oauth_refresh_token"]), [])
        self.assertEqual(self.get()["password_expiry_utc"],
                         kept["password_expiry_utc"])

    def test_a_second_login_changes_nothing(self):
        self.log_in_by_keyring()
        for arguments in (), ("--keyring",):
            done = self.run_verb("login", *arguments)
            self.assertIn(b"already logged in as alice", done.stdout)
        self.log_in_by_keyring()
        self.assertEqual(self.names(), ["laptop"])

    def test_an_expired_login_does_not_prevent_a_new_one(self):
        with self.deciding():
            self.run_verb("login", "--keyring")
        kept = self.kept("oauth-alice")
        text = self.stored(OURS).decode()
        self.given_file(OURS, text.replace(kept["password_expiry_utc"],
                                           "1700000000"))
        self.run_verb("login")  # The keyring knows better: still good.
        for key in "oauth_refresh_token", "lifetime":
            del kept[key]
        kept["password_expiry_utc"] = "1700000000"
        self.keyring("store", endpoint=HUB, name="oauth-alice",
                     account="alice", **kept)
        self.assertEqual(self.hf("token").returncode, 1)
        self.log_in()
        self.assertNotEqual(self.kept("oauth-alice")["password"],
                            kept["password"])
        self.assertEqual(self.files_with(kept["password"]), [])

    def test_a_login_in_a_file_moves_to_the_keyring(self):
        self.log_in_with(ALICE_WRITE)
        self.run_verb("switch", "laptop", "--for", "acme")
        self.log_in_by_keyring()
        self.assertEqual(self.files_with(ALICE_WRITE), [])
        self.assertEqual(self.active(), ["laptop"])
        self.assertEqual(self.listed()["laptop"]["owners"], ["acme"])

    def test_a_login_moves_without_a_request_to_the_hub(self):
        self.given_login(3 * DAY, future="lost", endpoint=HUB, user="alice")
        whoami = len(self.asked("/api/whoami-v2"))
        section = self.sections()["laptop"]
        done = self.run_verb("login", "--keyring")
        self.assertIn(b"in the keyring", done.stdout)
        self.assertEqual(self.kept("laptop"), {
            "password": section["hf_token"],
            "oauth_refresh_token": section["refresh_token"],
            "password_expiry_utc": section["expires_at"]})
        self.assertEqual(self.files_with(section["hf_token"],
                                         section["refresh_token"]), [])
        self.assertEqual(len(self.asked("/api/whoami-v2")), whoami)

    def test_copies_under_other_names_are_removed_and_their_rules_stay(self):
        self.given_store(f"[a]\nhf_token = {ALICE_WRITE}\n\n"
                         f"[b]\nhf_token = {ALICE_WRITE}\nsource = git\n\n"
                         f"[c]\nhf_token = {BOB_WRITE}\n\n")
        self.run_verb("switch", "a", "--for", "acme")
        self.log_in_by_keyring()
        self.assertEqual(self.files_with(ALICE_WRITE), [])
        self.assertEqual(set(self.sections()), {"c"})
        self.assertEqual(self.listed()["laptop"]["owners"], ["acme"])

    def test_another_account_gets_its_own_name(self):
        self.log_in_by_keyring(ALICE_WRITE, "--name", "work")
        self.log_in_by_keyring(BOB_WRITE, "--name", "work")
        self.assertEqual(self.kept("work")["password"], ALICE_WRITE)
        self.assertEqual(self.kept("work-2", "bob")["password"], BOB_WRITE)
        self.log_in_with(BOB_WRITE, "--name", "work")  # Not in a file either.
        self.assertEqual(self.files_with(BOB_WRITE), [])
        self.assertEqual(sorted(self.names()), ["work", "work-2"])

    def test_a_token_that_was_not_verified_is_found_again(self):
        self.log_in_by_keyring(ALICE_WRITE, "--no-verify", "--name", "x")
        self.assertEqual(self.kept("x", "")["password"], ALICE_WRITE)
        self.log_in_by_keyring(ALICE_WRITE, "--name", "x")
        self.assertEqual(self.names(), ["x"])
        self.assertEqual(self.kept("x")["password"], ALICE_WRITE)

    def test_a_login_without_the_option_stays_in_the_keyring(self):
        self.log_in_by_keyring(ALICE_WRITE, "--name", "work")
        done = self.log_in_with(ALICE_READ, "--name", "work")
        self.assertIn(b"in the keyring", done.stdout)
        self.assertEqual(self.kept("work")["password"], ALICE_READ)
        self.assertEqual(self.files_with(ALICE_READ), [])

    def test_two_stores_share_a_keyring(self):
        self.log_in_by_keyring(ALICE_WRITE, "--name", "work")
        other = {"HF_HOME": str(self.home / "other")}
        self.log_in_by_keyring(BOB_WRITE, "--name", "work", env=other)
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertEqual(self.get(env=other)["password"], BOB_WRITE)


class Use(AtDesktop):
    def test_exactly_one_token_is_active(self):
        self.log_in_with(BOB_WRITE)
        self.log_in_by_keyring()
        self.assertEqual(self.active(), ["laptop"])
        self.assertIsNone(self.stored("token"))
        self.run_verb("switch", "desktop")
        self.assertEqual(self.active(), ["desktop"])
        self.assertEqual(self.stored("token"), BOB_WRITE.encode())
        self.assertNotIn(b"active", self.stored(OURS))
        self.run_verb("switch", "laptop")
        self.assertEqual(self.active(), ["laptop"])
        self.assertIsNone(self.stored("token"))
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_the_token_file_of_python_comes_first(self):
        self.log_in_by_keyring()
        self.given_token(BOB_WRITE)
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.assertEqual(self.active(), [])
        self.run_verb("logout", "laptop")
        self.assertEqual(self.stored("token"), BOB_WRITE.encode())

    def test_no_other_token_becomes_active_after_a_logout(self):
        self.log_in_by_keyring()
        self.given_store(f"[bob]\nhf_token = {BOB_WRITE}\n\n")
        self.given_token(BOB_WRITE)  # As Python leaves it.
        self.run_verb("logout", "bob")
        self.assertEqual(self.active(), [])
        self.assertEqual(self.get(), {})

    def test_a_name_a_rule_and_an_account_find_the_token(self):
        self.log_in_with(BOB_WRITE)
        self.log_in_by_keyring(ALICE_WRITE, "--name", "work")
        self.run_verb("switch", "desktop")
        for name in "work", "alice":
            answer = self.get(record(protocol="https", host="huggingface.co",
                                     username=name))
            self.assertEqual(answer, {"username": name,
                                      "password": ALICE_WRITE})
        self.run_verb("switch", "work", "--for", "acme")
        asked = record(protocol="https", host="huggingface.co",
                       path="acme/model.git/info/lfs")
        self.assertEqual(self.get(asked)["password"], ALICE_WRITE)
        self.assertEqual(self.get()["password"], BOB_WRITE)

    def test_a_token_is_sent_to_its_own_hub_only(self):
        self.log_in_by_keyring()
        other = "https://hub.example.com"
        self.assertEqual(self.hf(
            "--endpoint", other, "get",
            input=record(protocol="https", host="hub.example.com")).stdout,
            b"")

    def test_a_git_with_authtype_gets_the_usual_answer(self):
        self.log_in_by_keyring()
        answer = self.get(b"capability[]=authtype\n" + record(
            protocol="https", host="huggingface.co"))
        self.assertEqual(answer["ephemeral"], "1")

    def test_the_verbs_of_users_get_the_token_too(self):
        self.log_in_by_keyring()
        for arguments in (), ("laptop",):
            done = self.run_verb("token", *arguments)
            self.assertEqual(done.stdout.decode(), ALICE_WRITE + "\n")
        for options in (), ("--name", "laptop"):
            done = self.hf("exec", *options, "--", "printenv", "HF_TOKEN")
            self.assertEqual(done.stdout.decode(), ALICE_WRITE + "\n")
        shown = self.run_verb("whoami").stdout
        self.assertIn(b"alice\n", shown)
        self.assertIn(b"from:          the keyring", shown)
        self.assertIn(b"alice    ****   keyring",
                      self.run_verb("list").stdout)
        self.assertEqual(self.listed()["laptop"]["stored"], "keyring")

    def test_list_and_switch_need_no_keyring(self):
        self.log_in_with(BOB_WRITE)
        self.log_in_by_keyring()
        self.session.stop()
        self.assertEqual(set(self.listed()), {"laptop", "desktop"})
        self.run_verb("switch", "desktop")
        self.run_verb("switch", "laptop")
        self.run_verb("switch", "laptop", "--for", "acme")
        done = self.run_verb("switch", "nobody", status=3)
        self.assertIn(b"'laptop'", done.stderr)

    def test_logout_forgets_the_token_everywhere(self):
        self.log_in_by_keyring()
        self.log_in_by_keyring(BOB_WRITE)
        self.log_in_with(ALICE_READ, "--name", "file")
        done = self.run_verb("logout", "laptop")
        self.assertNotIn(b"no token is active", done.stdout)
        self.assertEqual(self.names(), ["desktop"])
        self.assertEqual(set(self.listed()), {"desktop", "file"})
        self.run_verb("logout", "--all")
        self.assertEqual(self.names(), [])
        self.assertEqual(self.files().keys() - {"stored_tokens.lock"}, set())

    def test_logout_can_revoke_a_token_of_the_keyring(self):
        self.log_in_by_keyring()
        done = self.run_verb("logout", "laptop", "--revoke", "--yes")
        self.assertIn(b"the token 'laptop': revoked", done.stdout)
        self.assertEqual(self.hub.revocations.received, [[ALICE_WRITE]])
        self.assertEqual((self.names(), self.listed()), ([], {}))

    def test_logout_says_that_a_removed_token_was_not_revoked(self):
        self.log_in_by_keyring()
        self.keyring("erase", endpoint=HUB, name="laptop", account="alice")
        done = self.run_verb("logout", "laptop", "--revoke", "--yes", status=1)
        self.assertIn(b"a token was not revoked", done.stderr)
        self.assertEqual(self.listed(), {})
        self.assertEqual(self.hub.revocations.received, [])

    def test_revoke_forgets_a_leaked_token_of_the_keyring(self):
        self.log_in_by_keyring()
        done = self.run_verb("revoke", "--stdin", "--yes",
                             input=ALICE_WRITE.encode())
        self.assertIn(b"forgot the token 'laptop'", done.stdout)
        self.assertEqual((self.names(), self.listed()), ([], {}))

    def test_revoke_sends_a_token_of_the_keyring_to_its_own_hub_only(self):
        self.run_verb("login", "--token-stdin", "--keyring", "--endpoint",
                      self.hub.http, input=ALICE_WRITE.encode())
        asked = len(self.hub.requests())
        self.run_verb("revoke", "--stdin", "--yes", input=ALICE_WRITE.encode())
        self.assertEqual({r["host"] for r in self.hub.requests()[asked:]},
                         {self.hub.http.removeprefix("http://")})

    def test_logout_forgets_a_token_that_another_program_removed(self):
        self.log_in_by_keyring()
        self.keyring("erase", endpoint=HUB, name="laptop", account="alice")
        done = self.hf("get", input=record(protocol="https",
                                           host="huggingface.co"))
        self.assertEqual((done.returncode, done.stdout), (3, b""))
        self.assertIn(b"has no token 'laptop' any more", done.stderr)
        self.run_verb("logout", "laptop")
        self.assertEqual(self.listed(), {})


class Git(AtDesktop):
    """What git says after it was given the token must not put it in a file."""

    def said(self, token, username="hf_user"):
        return record(protocol="https", host="huggingface.co",
                      username=username, password=token)

    def test_store_keeps_no_copy(self):
        self.log_in_by_keyring()
        self.assertEqual(self.hf("store", input=self.said(ALICE_WRITE))
                         .returncode, 0)
        self.assertEqual(self.files_with(ALICE_WRITE), [])
        self.hf("store", input=self.said(BOB_WRITE, "bob"))
        self.assertEqual(set(self.sections()), {"bob"})

    def test_store_saves_nothing_while_the_keyring_is_locked(self):
        self.log_in_by_keyring()
        self.session.lock()
        done = self.hf("store", input=self.said(ALICE_WRITE))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"not saving a token that the keyring may have",
                      done.stderr)
        self.assertIsNone(self.stored())

    def test_store_keeps_no_copy_of_a_refreshed_token(self):
        old, _ = self.given_login(3 * DAY, user="alice")
        self.run_verb("login", "--keyring")
        self.make_due()
        self.assertNotEqual(self.get()["password"], old)
        self.hf("store", input=self.said(old))
        self.assertIsNone(self.stored())

    def test_git_cannot_plant_a_token_under_its_name(self):  # 56
        self.log_in_by_keyring()
        self.run_verb("switch", "laptop", "--for", "acme")
        self.hf("store", input=self.said(BOB_WRITE, "laptop"))
        self.assertEqual(set(self.sections()), {"laptop-2"})
        asked = record(protocol="https", host="huggingface.co",
                       path="acme/model")
        self.assertEqual(self.get(asked)["password"], ALICE_WRITE)
        # Even where somebody has written such a section.
        self.given_store(f"[laptop]\nhf_token = {BOB_WRITE}\nsource = git\n\n")
        self.assertEqual(self.get(asked)["password"], ALICE_WRITE)

    def test_a_token_that_is_due_is_refreshed_once(self):
        with self.deciding():
            self.run_verb("login", "--keyring")
        self.make_due()
        old = self.kept("oauth-alice")
        before = len(self.asked("/oauth/token"))
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: self.get(), range(20)))
        self.assertEqual(len(self.asked("/oauth/token")), before + 1)
        new = self.kept("oauth-alice")
        self.assertNotEqual(new["password"], old["password"])
        # Nobody waits while the old one is valid.
        self.assertLessEqual({a["password"] for a in answers},
                             {old["password"], new["password"]})
        self.assertEqual(new["previous_password"], old["password"])
        self.assertNotEqual(new["oauth_refresh_token"],
                            old["oauth_refresh_token"])
        self.assertEqual(self.files_with(*(
            kept[key] for kept in (old, new)
            for key in ("password", "oauth_refresh_token"))), [])

    def test_the_verbs_of_users_refresh_it_too(self):
        with self.deciding():
            self.run_verb("login", "--keyring")
        old = self.kept("oauth-alice")["password"]
        self.make_due()
        printed = self.run_verb("token").stdout.decode().strip()
        self.assertNotEqual(printed, old)
        self.assertEqual(printed, self.kept("oauth-alice")["password"])

    def test_a_refresh_that_fails_changes_nothing(self):
        with self.deciding():
            self.run_verb("login", "--keyring")
        self.make_due()
        before = self.kept("oauth-alice")
        self.hub.stop()
        done = self.hf("get", input=record(protocol="https",
                                           host="huggingface.co"))
        self.assertIn(before["password"].encode(), done.stdout)
        self.assertIn(b"could not refresh", done.stderr)
        self.assertEqual(self.kept("oauth-alice"), before)

    def test_erase_asks_the_hub(self):
        self.log_in_by_keyring()
        done = self.hf("erase", input=self.said(ALICE_WRITE))
        self.assertIn(b"of alice is valid (role write)", done.stderr)
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.hub.accounts.revoke(ALICE_WRITE)
        done = self.hf("erase", input=self.said(ALICE_WRITE))
        self.assertIn(b"'laptop' is not valid any more", done.stderr)
        self.assertTrue(self.listed()["laptop"]["rejected"])
        self.assertEqual(self.active(), [])
        self.assertEqual(self.names(), ["laptop"])
        self.assertEqual(self.get(), {})

    def test_erase_does_not_ask_about_a_token_that_is_not_stored(self):  # 59
        self.log_in_by_keyring()
        before = len(self.asked("/api/whoami-v2"))
        self.hf("erase", input=self.said(BOB_WRITE))
        self.assertEqual(len(self.asked("/api/whoami-v2")), before)
        self.assertEqual(self.names(), ["laptop"])


if __name__ == "__main__":
    unittest.main()
