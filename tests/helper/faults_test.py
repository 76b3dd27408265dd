# SPDX-License-Identifier: Apache-2.0
"""Every system call of every write fails once, or is the last.

strace's fault injection does both. Whatever happens, a file of the store is
what it was or what it should become, and the next run leaves nothing behind.
HF_TEST_FAULTS=all tries each call; else a sample is tried, which is larger with
HF_TEST_LONG.
"""
import os
import random
import re
import unittest

from sandbox import LONG, Sandbox, record

ALL = os.environ.get("HF_TEST_FAULTS") == "all"
SAMPLE = 12 if LONG else 6  # Calls of each kind of fault.

LAPTOP = "hf_laptopTokenForTestsOnly000000000001"
WORK = "hf_workTokenForTestsOnly00000000000002"
NEW = "hf_newTokenForTestsOnly000000000000003"
SOLITARY = "hf_solitaryTokenForTestsOnly0000000004"
STORE = (f"[laptop]\nhf_token = {LAPTOP}\n\n"
         f"[u]\nhf_token = {WORK}\nendpoint = https://huggingface.co\n"
         f"source = git\nusername = u\n\n")
OFFER = record(protocol="https", host="huggingface.co", username="v",
               password=NEW)
ERASE = record(protocol="https", host="huggingface.co", username="u",
               password=WORK)
KEPT = "[keyring kept]\nendpoint = https://huggingface.co\nuser = alice\n"
FILES = ("stored_tokens", "token", "git_credential_hf")
# The C libraries have several calls to open a file and to ask for its facts.
CALLS = ("open", "openat", "write", "fsync", "close", "renameat", "renameat2",
         "unlinkat", "flock", "read", "fstat", "newfstatat", "mkdir")
ERRORS = ("ENOSPC", "EIO", "EINTR", "EACCES", "EMFILE", "EDQUOT", "EROFS")


class Faults(Sandbox):
    def setUp(self):
        super().setUp()
        self.ours = None  # Our own file, where a test wants one.
        self.token = LAPTOP
        self.linked = False  # The two files are links to others elsewhere.
        self.source = random.Random(7)
        self.reset()

    def reset(self):
        for name in ("token", "stored_tokens"):
            (self.hf_home / name).unlink(missing_ok=True)
        self.given_store(STORE)
        for name, text in (("token", self.token),
                           ("git_credential_hf", self.ours)):
            if text:
                self.given_file(name, text)
            else:
                (self.hf_home / name).unlink(missing_ok=True)
        if self.linked:
            for name in ("token", "stored_tokens"):
                (self.hf_home / name).rename(self.root / name)
                (self.hf_home / name).symlink_to(self.root / name)

    def state(self):
        return tuple(self.stored(name) for name in FILES)

    def strace(self, inject, arguments, request):
        log = self.root / "strace"
        # Only the program itself, not the ones that logging out asks.
        done = self.command("strace", "-o", log, *inject, self.helper,
                            *arguments, input=request)
        return done, log.read_text(errors="replace")

    def calls_of(self, arguments, request):
        """How often each call is made when all goes well."""
        self.reset()
        _, log = self.strace([], arguments, request)
        counts = {}
        for name in re.findall(r"^(\w+)\(", log, re.MULTILINE):
            counts[name] = counts.get(name, 0) + 1
        after = self.state()
        self.reset()
        return counts, after

    def some(self, places):
        if ALL or len(places) <= SAMPLE:
            return places
        return self.source.sample(places, SAMPLE)

    def check(self, arguments, request, allowed, what):
        """One run with a fault, and one without after it."""
        for is_now, before_and_after in zip(self.state(), allowed):
            self.assertIn(is_now, before_and_after, what)
        self.assert_no_active_token_without_a_name(what)
        again = self.hf(*arguments, input=request)
        if arguments[0] == "logout":  # Done, or there is nothing left to do.
            self.assertIn(again.returncode, (0, 3), again.stderr)
        self.assertEqual(self.state(), tuple(a[1] for a in allowed), what)
        names = {path.name for path in self.hf_home.iterdir()}
        self.assertLessEqual(names, {*FILES, "stored_tokens.lock"}, what)
        for path in self.hf_home.iterdir():
            self.assertEqual(path.stat().st_mode & 0o077, 0, what)

    def try_all(self, arguments, request):
        counts, after = self.calls_of(arguments, request)
        self.assertNotEqual(after, self.state())  # It does write something.
        allowed = tuple(zip(self.state(), after))
        failing = [(call, error, n) for call in CALLS for error in ERRORS
                   for n in range(1, counts.get(call, 0) + 1)]
        for call, error, n in self.some(failing):
            with self.subTest(call=call, error=error, n=n):
                self.reset()
                inject = ["-e", f"inject={call}:error={error}:when={n}"]
                done, _ = self.strace(inject, arguments, request)
                self.assertNotIn(b"hf_", done.stderr)
                self.check(arguments, request, allowed, (call, error, n))
        killing = [(call, n) for call, count in counts.items()
                   for n in range(1, count + 1) if call != "execve"]
        for call, n in self.some(killing):
            with self.subTest(call=call, killed=n):
                self.reset()
                self.strace(["-e", f"inject={call}:signal=KILL:when={n}"],
                            arguments, request)
                self.check(arguments, request, allowed, (call, n))

    def assert_no_active_token_without_a_name(self, what):
        """That one would be bound to no Hub, and no verb names it."""
        active = self.stored("token")
        if active and active != SOLITARY.encode():
            self.assertIn(active, self.stored() or b"", what)

    def test_store_that_fails_leaves_the_old_or_the_new_files(self):
        self.try_all(["store"], OFFER)

    def test_erase_that_fails_leaves_the_old_or_the_new_files(self):
        self.try_all(["erase"], ERASE)

    def test_switch_that_fails_leaves_the_old_or_the_new_files(self):
        self.try_all(["switch", "u"], b"")

    def test_switch_to_the_keyring_leaves_old_or_new_files(self):
        self.ours = KEPT + "\n"
        self.try_all(["switch", "kept"], b"")

    def test_switch_from_the_keyring_leaves_old_or_new_files(self):
        self.ours, self.token = KEPT + "active = yes\n\n", None
        self.try_all(["switch", "u"], b"")

    def test_logout_that_fails_leaves_the_old_or_the_new_files(self):
        self.try_all(["logout", "laptop"], b"")

    def test_logout_of_all_leaves_the_old_or_the_new_files(self):
        self.ours = KEPT.replace("keyring", "for") + "\n"  # It stays.
        self.try_all(["logout", "--all"], b"")

    def test_logout_of_a_nameless_token_leaves_old_or_new_files(self):
        self.token = SOLITARY
        self.try_all(["logout", "--all"], b"")

    def test_logout_with_linked_files_leaves_old_or_new_files(self):
        """Which a run that is cut off may leave leading to nothing."""
        self.linked = True
        self.try_all(["logout", "--all"], b"")

    def test_login_that_fails_leaves_the_old_or_the_new_files(self):
        self.try_all(["login", "--token-stdin", "--no-verify",
                      "--no-configure"], NEW.encode())

    def test_a_write_that_fails_is_reported(self):
        for call in "fsync", "renameat", "write":
            self.reset()
            done, _ = self.strace(
                ["-e", f"inject={call}:error=ENOSPC:when=1"], ["store"], OFFER)
            self.assertEqual(done.returncode, 1, call)
            self.assertIn(b"No space left", done.stderr)
            self.assertEqual(self.stored(), STORE.encode())


if __name__ == "__main__":
    unittest.main()
