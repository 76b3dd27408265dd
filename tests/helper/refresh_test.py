# SPDX-License-Identifier: Apache-2.0
"""Refreshing a login: one request, by the first caller, and no login is lost."""
import concurrent.futures
import fcntl
import shutil
import subprocess
import threading
import time
import unittest

from hub import ALICE_WRITE
from online import Online
from patience import PATIENCE
from sandbox import NOBODY, become_nobody
from side_by_side import load_tests  # noqa: F401

TOKEN = "/oauth/token"
DAY = 86_400
REQUEST = b"protocol=https\nhost=huggingface.co\n"


class Refresh(Online):
    def section(self):
        return self.sections()["laptop"]

    def test_git_gets_the_refreshed_token_and_both_files_hold_it(self):
        old, refresh = self.given_login(future="kept")
        began = time.time()
        answer = self.get()
        self.assertNotEqual(answer["password"], old)
        section = self.section()
        self.assertEqual(section["hf_token"], answer["password"])
        self.assertEqual(self.stored("token").decode(), answer["password"])
        self.assertNotEqual(section["refresh_token"], refresh)
        self.assertEqual(section["future"], "kept")
        self.assertEqual(answer["password_expiry_utc"], section["expires_at"])
        self.assert_moment(section["expires_at"], began, 30 * DAY)
        self.assertNotIn("refresh_tried_at", section)
        self.get()
        self.assertEqual(len(self.asked(TOKEN)), 1)

    def test_git_never_gets_the_refresh_token(self):
        _, refresh = self.given_login()
        done = self.hf("get", input=b"capability[]=authtype\nprotocol=https\n"
                                    b"host=huggingface.co\n")
        self.assertIn(b"authtype=Bearer\n", done.stdout)
        self.assertNotIn(refresh.encode(), done.stdout + done.stderr)
        self.assertNotIn(self.section()["refresh_token"].encode(), done.stdout)

    def twenty_at_once(self, **login):
        """The token of before, and what twenty get; one asks the Hub."""
        old, _ = self.given_login(**login)
        before = len(self.asked(TOKEN))
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: self.get(), range(20)))
        self.assertEqual(len(self.asked(TOKEN)), before + 1)
        return old, {answer["password"] for answer in answers}

    def test_twenty_gets_at_once_make_one_refresh_request(self):
        for lifetime in 30 * DAY, 3600:  # Short ones are due again at once.
            self.hub.oauth.lifetime = lifetime
            _, served = self.twenty_at_once(expires_at=1_600_000_000)
            self.assertEqual(len(served), 1)
            # No get waits while the old token is valid.
            old, served = self.twenty_at_once()
            self.assertLessEqual(
                served, {old, self.stored("token").decode()})

    def test_the_verbs_of_users_refresh_too(self):
        for verb in ("token", "whoami", "list"):
            with self.subTest(verb):
                old, _ = self.given_login()
                self.run_verb(verb)
                self.assertNotEqual(self.stored("token").decode(), old)
        old, _ = self.given_login(name="other")
        self.given_token(ALICE_WRITE)
        printed = self.run_verb("token", "other").stdout.decode().strip()
        self.assertEqual(printed, self.sections()["other"]["hf_token"])
        self.assertNotEqual(printed, old)
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())

    def test_a_token_that_is_not_due_is_not_refreshed(self):
        token, _ = self.given_login(expires_at=int(time.time()) + DAY + 3600)
        self.assertEqual(self.get()["password"], token)
        self.given_login(refresh_token="")
        self.get()
        self.assertEqual(self.asked(TOKEN), [])

    def test_a_short_answer_of_the_hub_keeps_the_other_fields(self):
        self.hub.oauth.rotate = False
        _, refresh = self.given_login()
        self.hub.oauth.lifetime = None
        self.get()
        self.assertEqual(self.section()["refresh_token"], refresh)
        self.assertGreater(int(self.section()["expires_at"]),
                           time.time() + DAY)
        self.given_login(lifetime=3600)
        self.given_store(self.stored().decode().replace(
            "expires_at", f"lifetime = {7 * DAY}\nexpires_at"))
        self.hub.oauth.lifetime = None
        began = time.time()
        self.get()
        self.assert_moment(self.section()["expires_at"], began, 7 * DAY)

    def test_every_section_with_the_same_login_gets_the_new_token(self):
        self.given_login()
        text = self.stored().decode()
        self.given_store(text + text.replace("laptop", "twin"))
        self.get()
        self.assertEqual(*(self.sections()[n]["hf_token"]
                           for n in ("laptop", "twin")))


class Failures(Online):
    def test_a_valid_token_is_served_and_the_failure_shown_once(self):
        token, refresh = self.given_login()
        self.hub.faults.add("html_500", path=TOKEN)
        done = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n")
        self.assertIn(token.encode(), done.stdout)
        self.assertIn(b"could not refresh the token 'laptop'", done.stderr)
        again = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n")
        self.assertEqual((again.stdout, again.stderr), (done.stdout, b""))
        self.assertEqual(len(self.asked(TOKEN)), 1)
        self.assertEqual(self.sections()["laptop"]["refresh_token"], refresh)

    def test_a_failed_refresh_is_not_repeated_at_every_get(self):
        self.helper = self.prefix_at(self.root / "prefix")
        token, _ = self.given_login()
        self.hub.faults.add("html_500", path=TOKEN)
        self.hf("get", input=REQUEST)
        # Not even the program that would refresh is started.
        (self.helper.parents[1] / "libexec/git-credential-hf/account").unlink()
        done = self.hf("get", input=REQUEST)
        self.assertIn(token.encode(), done.stdout)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_a_clock_that_was_set_back_does_not_stop_a_refresh(self):
        old, _ = self.given_login(refresh_tried_at=int(time.time()) + DAY)
        self.assertNotEqual(self.get()["password"], old)

    def test_a_read_only_store_is_reported_once(self):
        self.use_own_prefix()
        (self.root / "prefix").chmod(0o755)
        token, _ = self.given_login()
        self.open_to_nobody()
        runtime = self.root / "runtime"
        shutil.chown(runtime, NOBODY)
        self.hf_home.chmod(0o500)
        self.addCleanup(self.hf_home.chmod, 0o700)
        told = []
        for _ in range(3):
            done = self.hf("get", input=REQUEST, preexec_fn=become_nobody)
            self.assertIn(token.encode(), done.stdout)
            told.append(done.stderr)
        self.assertIn(b"could not refresh", told[0])
        self.assertEqual(told[1:], [b"", b""])
        self.assertEqual(self.asked(TOKEN), [])

    def test_an_expired_token_is_not_served(self):
        self.given_login(expires_at=1_600_000_000)
        for fault in ("html_500", "drop"):
            self.hub.faults.clear()
            self.hub.faults.add(fault, path=TOKEN)
            before = self.sections()["laptop"]["hf_token"]
            done = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n")
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(b"'laptop' has expired", done.stderr)
            self.assertIn(b"git-credential-hf login", done.stderr)
            self.assertEqual(self.sections()["laptop"]["hf_token"], before)
        self.hub.faults.clear()
        time.sleep(1.1)
        self.assertIn("password", self.get())  # As soon as the Hub works.

    def test_get_says_that_a_login_has_ended(self):
        self.given_login(expires_at=1_600_000_000, refresh_token="spent")
        done = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n")
        self.assertIn(b"does not renew this login", done.stderr)
        self.assertEqual(done.stdout, b"")
        self.run_verb("token", status=1)

    def test_a_store_that_cannot_be_written_spends_no_refresh_token(self):
        self.use_own_prefix()
        (self.root / "prefix").chmod(0o755)
        token, refresh = self.given_login()
        self.open_to_nobody()
        self.hf_home.chmod(0o500)
        self.addCleanup(self.hf_home.chmod, 0o700)
        done = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n",
                       preexec_fn=become_nobody)
        self.assertIn(token.encode(), done.stdout)
        self.assertEqual(self.asked(TOKEN), [])

    def test_no_refresh_token_is_sent_to_another_hub(self):
        self.given_login(endpoint="https://hub.corp.example")
        self.assertEqual(self.get(), {})
        done = self.run_verb("token", env={"HF_ENDPOINT": self.hub.http})
        self.assertIn(b"could not refresh", done.stderr)
        self.assertEqual(self.asked(TOKEN), [])


class Crashes(Online):
    def test_a_refresh_that_was_killed_between_the_two_files_is_completed(self):
        old, _ = self.given_login()
        self.get()
        new = self.stored("token")
        self.given_token(old)
        self.assertEqual(self.get()["password"].encode(), new)
        self.assertEqual(self.stored("token"), new)
        self.given_token(old)
        self.assertEqual(self.run_verb("token").stdout.strip(), new)
        self.assertEqual(len(self.asked(TOKEN)), 1)

    def killed(self, call, number):
        """Run `token`, killed at one system call; whether it came to that."""
        log = self.root / "strace"
        done = self.command(
            "strace", "-o", log, "-e", f"inject={call}:signal=KILL:when={number}",
            self.helper, "token")
        return done.returncode != 0

    def test_no_login_is_lost_when_a_refresh_is_killed(self):
        for call in "fsync", "renameat", "unlinkat", "sendto", "recvfrom":
            number = 1
            while number < 40:
                self.given_login()
                if not self.killed(call, number):
                    break
                with self.subTest(call=call, number=number):
                    printed = self.run_verb("token").stdout.decode().strip()
                    self.assertEqual(self.stored("token").decode(), printed)
                    self.assertEqual(
                        self.sections()["laptop"]["hf_token"], printed)
                    self.run_verb("whoami")
                number += 1
            self.assertGreater(number, 1 if call != "unlinkat" else 0, call)

    def test_storing_the_replaced_token_changes_nothing(self):
        old, _ = self.given_login()
        self.get()
        before = self.stored()
        self.hf("store", input=b"protocol=https\nhost=huggingface.co\n"
                b"username=u\npassword=" + old.encode() + b"\n")
        self.assertEqual(self.stored(), before)


class BesidePython(Online):
    def test_a_get_that_waited_for_pythons_refresh_uses_its_token(self):
        """Python refreshes under the same lock; the helper must look again."""
        self.given_login(expires_at=1_600_000_000)
        lock = open(self.hf_home / "stored_tokens.lock", "w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = subprocess.Popen(
            [self.helper, "get"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment)
        out = []
        told = threading.Thread(target=lambda: out.extend(process.communicate(
            b"protocol=https\nhost=huggingface.co\n")))
        told.start()
        time.sleep(0.6)
        self.assertTrue(told.is_alive())
        new, _ = self.given_login(lifetime=30 * DAY)
        lock.close()
        told.join(PATIENCE)
        self.assertIn(new.encode(), out[0])
        self.assertEqual(self.asked(TOKEN), [])

    def test_a_valid_token_does_not_wait_for_the_lock(self):
        for lifetime in 30 * DAY, 3600:  # The second is due.
            token, _ = self.given_login(lifetime=lifetime)
            with open(self.hf_home / "stored_tokens.lock", "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                done = self.hf("get", input=REQUEST)
                # Who waits says so, and fails after half a minute.
                self.assertEqual(done.stderr, b"")
                self.assertIn(token.encode(), done.stdout)
                self.run_verb("token")
            self.assertEqual(self.asked(TOKEN), [])


if __name__ == "__main__":
    unittest.main()
