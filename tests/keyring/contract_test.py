# SPDX-License-Identifier: Apache-2.0
"""What holds of a token wherever it is kept: the same tests with the file and
with the keyring."""
import concurrent.futures
import time
import unittest

from at_desktop import HUB, AtDesktop
from hub import ALICE_READ, ALICE_WRITE, BOB_WRITE
from sandbox import record
from side_by_side import load_tests  # noqa: F401

REQUEST = {"protocol": "https", "host": "huggingface.co"}


class Contract:
    """A store: `place` is what `login` has to be told, `stored` what `list`
    calls it."""

    def log_in_here(self, token=ALICE_WRITE, *arguments):
        return self.log_in_with(token, *self.place, *arguments)

    def log_in_by_browser(self):
        with self.deciding():
            self.run_verb("login", *self.place)

    def get_with(self, **fields):
        return self.get(record(**REQUEST, **fields)).get("password")

    def test_a_saved_token_is_found(self):
        self.assertEqual(self.get(), {})
        self.log_in_here()
        self.assertEqual(self.get(), {"username": "hf_user",
                                      "password": ALICE_WRITE})
        self.assertEqual(self.run_verb("token").stdout.decode().strip(),
                         ALICE_WRITE)
        self.assertIn(b"alice\n", self.run_verb("whoami").stdout)
        entry = self.listed()["laptop"]
        self.assertEqual(entry["stored"], self.stored_in)
        self.assertEqual((entry["active"], entry["account"],
                          entry["endpoint"], entry["rejected"]),
                         (True, "alice", HUB, False))

    def test_the_last_login_is_active_and_the_others_stay(self):
        self.log_in_here()
        self.log_in_here(BOB_WRITE)
        self.assertEqual(self.active(), ["desktop"])
        self.assertEqual(self.get_with(), BOB_WRITE)
        self.run_verb("switch", "laptop")
        self.assertEqual(self.active(), ["laptop"])
        self.assertEqual(self.get_with(), ALICE_WRITE)

    def test_the_same_account_replaces_and_another_does_not(self):
        self.log_in_here(ALICE_WRITE, "--name", "work")
        self.log_in_here(ALICE_READ, "--name", "work")
        self.assertEqual(self.get_with(), ALICE_READ)
        self.log_in_here(BOB_WRITE, "--name", "work")
        self.assertEqual(set(self.listed()), {"work", "work-2"})
        self.assertEqual(self.get_with(username="work"), ALICE_READ)
        self.assertEqual(self.get_with(username="bob"), BOB_WRITE)

    def test_an_owner_rule_selects_the_token(self):
        self.log_in_here(BOB_WRITE)
        self.log_in_here()
        self.run_verb("switch", "desktop", "--for", "acme")
        self.assertEqual(self.get_with(path="acme/model"), BOB_WRITE)
        self.assertEqual(self.get_with(path="alice/model"), ALICE_WRITE)
        done = self.run_verb("logout", "desktop")
        self.assertIn(b"removed the rule for 'acme'\n", done.stdout)
        done = self.hf("get", input=record(**REQUEST, path="acme/model"))
        self.assertEqual(done.stderr, b"")
        self.assertIn(ALICE_WRITE.encode(), done.stdout)

    def test_status_names_the_token_that_get_gives(self):
        self.log_in_here()
        self.run_verb("configure")
        done = self.run_verb("status")
        self.assertIn(b"The token is 'laptop' of alice, from ", done.stdout)
        self.assertIn(b"No problems found", done.stdout)

    def test_gets_at_once_make_one_refresh_request(self):
        self.hub.oauth.lifetime = 3600
        self.log_in_by_browser()
        self.hub.oauth.lifetime = 30 * 86_400
        first = self.run_verb("token", "oauth-alice").stdout
        self.assertEqual(self.run_verb("token").stdout, first)
        first = first.decode().strip()
        before = len(self.asked("/oauth/token"))
        self.age()
        began = time.time()
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = set(pool.map(lambda _: self.get_with(), range(20)))
        # Nobody waits while the first one is valid.
        self.assertLessEqual(answers, {first, self.get_with()})
        self.assertNotEqual(self.get_with(), first)
        self.assertEqual(len(self.asked("/oauth/token")), before + 1)
        self.assert_moment(self.listed()["oauth-alice"]["expires_at"], began,
                           30 * 86_400)

    def test_store_makes_no_second_copy(self):
        self.log_in_here()
        before = self.files()
        self.hf("store", input=record(**REQUEST, username="hf_user",
                                      password=ALICE_WRITE))
        self.assertEqual(self.files(), before)

    def test_erase_forgets_a_token_only_if_the_hub_rejects_it(self):
        self.log_in_here()
        said = record(**REQUEST, username="hf_user", password=ALICE_WRITE)
        self.hf("erase", input=said)
        self.assertEqual(self.get_with(), ALICE_WRITE)
        self.hub.accounts.revoke(ALICE_WRITE)
        self.hf("erase", input=said)
        self.assertIsNone(self.get_with())
        self.assertTrue(self.listed()["laptop"]["rejected"])
        self.assertEqual(self.active(), [])
        self.run_verb("switch", "laptop")  # The person knows better.
        self.assertEqual(self.get_with(), ALICE_WRITE)

    def test_logout_forgets_the_token_that_it_names(self):
        self.log_in_here()
        self.log_in_here(BOB_WRITE)
        self.run_verb("logout", "nobody", status=3)
        self.run_verb("logout", "desktop")
        self.assertEqual(set(self.listed()), {"laptop"})
        self.assertIsNone(self.get_with())
        self.run_verb("switch", "laptop")
        self.run_verb("logout", "--all")
        self.assertEqual(self.listed(), {})
        self.run_verb("token", status=3)

    def test_sixteen_writers_at_once_lose_no_token(self):
        names = [f"n{number}" for number in range(16)]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda name: self.log_in_here(
                ALICE_WRITE, "--no-verify", "--name", name), names))
        self.assertEqual(set(self.listed()), set(names))
        self.assertEqual(len(self.active()), self.marked_of_16)
        for name in names:
            self.assertEqual(self.run_verb("token", name).stdout.decode(),
                             ALICE_WRITE + "\n")


class InFile(Contract, AtDesktop):
    place, stored_in, marked_of_16 = (), "file", 16  # All are the same token.

    def age(self):
        section = self.sections()["oauth-alice"]
        self.given_store(self.stored().decode().replace(
            section["expires_at"], str(int(time.time()) + 1000)))


class InKeyring(Contract, AtDesktop):
    place, stored_in, marked_of_16 = ("--keyring",), "keyring", 1

    def age(self):
        self.make_due()


if __name__ == "__main__":
    unittest.main()
