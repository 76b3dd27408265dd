# SPDX-License-Identifier: Apache-2.0
"""A refresh for git of which each system call fails once, or is the last.

The old refresh token is spent when the Hub has answered, so from then on no
step may lose the login: what the run serves, and what the next one serves, the
Hub accepts, and the login can be refreshed again. HF_TEST_FAULTS=all tries
every call with every fault; else a sample is tried, which is larger with
HF_TEST_LONG.
"""
import os
import random
import re
import unittest
import urllib.error
import urllib.request

from hub import ALICE_WRITE
from online import Online
from patience import PATIENCE
from sandbox import LONG
from side_by_side import load_tests  # noqa: F401

ALL = os.environ.get("HF_TEST_FAULTS") == "all"
SAMPLE = 40 if LONG else 20  # Faults of each kind of token.
FAULTS = ("KILL", "ENOSPC", "EIO", "EINTR", "EACCES", "EMFILE")
FILES = {"stored_tokens", "token", "stored_tokens.lock"}
PAST = 1_600_000_000

# In the place of the program that refreshes: runs it with a fault if one is
# wanted. strace counts the calls of each process for itself.
WRAPPER = """#!/bin/sh
test -n "$HF_TRACE" || exec "$0.real" "$@"
exec strace -o "$HF_TRACE" $HF_INJECT "$0.real" "$@"
"""


class Traced(Online):
    """What `get` does when the program that refreshes meets faults."""

    def setUp(self):
        super().setUp()
        self.helper = self.prefix_at(self.root / "prefix")
        self.account = (self.helper.parents[1] / "libexec" /
                        "git-credential-hf" / "account")
        self.account.rename(f"{self.account}.real")
        self.account.write_text(WRAPPER)
        self.account.chmod(0o755)
        self.log = self.root / "strace"
        self.source = random.Random(11)

    def traced(self, *faults):
        self.log.unlink(missing_ok=True)
        injected = " ".join(f"-e inject={fault}" for fault in faults)
        done = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n",
                       env={"HF_TRACE": str(self.log), "HF_INJECT": injected})
        return dict(line.split("=", 1)
                    for line in done.stdout.decode().splitlines()), done

    def calls(self, **login):
        """The calls of a refresh without a fault, in order: (name, number)."""
        self.given_login(**login)
        self.traced()
        counts, order = {}, []
        for name in re.findall(r"^(\w+)\(", self.log.read_text(
                errors="replace"), re.MULTILINE):
            counts[name] = counts.get(name, 0) + 1
            order.append((name, counts[name]))
        return order[1:]  # Without the execve.

    def was_in_transit(self):
        """Whether the fault came before the first call after the Hub's answer.
        How many calls receive the answer is not the same in each run."""
        lines = [line for line in self.log.read_text(
            errors="replace").splitlines() if re.match(r"\w+\(", line)]
        hit = next((at for at, line in enumerate(lines)
                    if line.endswith("(INJECTED)")), None)
        kept = next((at for at, line in enumerate(lines)
                     if line.startswith("pwrite64(")), len(lines))
        # After a kill, its call is the last line.
        return len(lines) - 1 <= kept if hit is None else hit < kept

    def is_accepted(self, token):
        request = urllib.request.Request(
            f"{self.hub.http}/api/whoami-v2",
            headers={"Authorization": f"Bearer {token}"})
        try:
            urllib.request.urlopen(request, timeout=PATIENCE).close()
        except urllib.error.HTTPError:
            return False
        return True

    def check(self, served, is_in_transit):
        if served:
            self.assertTrue(self.is_accepted(served["password"]))
        later = self.get()
        section = self.sections()["laptop"]
        lives = self.hub.oauth.knows(section["refresh_token"])
        if is_in_transit and not lives:
            return  # The answer never came, and the Hub gives it once.
        self.assertTrue(lives, "the login is lost")
        self.assertTrue(self.is_accepted(later["password"]))
        self.assertEqual(section["hf_token"], later["password"])
        self.assertEqual(self.stored("token").decode(), later["password"])
        names = {path.name for path in self.hf_home.iterdir()}
        self.assertLessEqual(names, FILES)
        runtime = self.root / "runtime"
        self.assertEqual([path.name for path in runtime.iterdir()
                          if "refresh" in path.name], [])


class CutOff(Traced):
    def try_all(self, **login):
        order = self.calls(**login)
        locked = [name for name, _ in order].index("flock")
        cases = [(at, fault) for at in range(len(order)) for fault in FAULTS]
        if not ALL:  # What comes before the lock changes nothing.
            cases = self.source.sample(
                [case for case in cases if case[0] >= locked], SAMPLE)
        for at, fault in cases:
            (call, number), kind = order[at], (
                "signal" if fault == "KILL" else "error")
            with self.subTest(call=call, number=number, fault=fault):
                self.given_login(**login)
                for path in (self.root / "runtime").iterdir():
                    path.unlink()
                served, _ = self.traced(
                    f"{call}:{kind}={fault}:when={number}")
                self.check(served, self.was_in_transit())

    def test_a_cut_off_refresh_of_a_due_token_loses_no_login(self):
        self.try_all()

    def test_a_cut_off_refresh_of_an_expired_token_loses_no_login(self):
        self.try_all(expires_at=PAST)


class Blocking(Traced):
    def test_a_connection_that_blocks_is_ended(self):
        """libcurl does not look whether it could make the socket non-blocking;
        its own time limits do not hold then."""
        self.calls(expires_at=PAST)
        sockets = [int(fd) for fd in re.findall(
            r"^socket\(AF_INET, .*= (\d+)$", self.log.read_text(
                errors="replace"), re.MULTILINE)]
        controls = re.findall(r"^fcntl\((\d+), (\w+)", self.log.read_text(
            errors="replace"), re.MULTILINE)
        number = 1 + controls.index((str(sockets[-1]), "F_SETFL"))
        self.given_login(expires_at=PAST)
        served, _ = self.traced(f"fcntl:error=EIO:when={number}")
        self.check(served, False)


class Unwritable(Traced):
    """The store cannot be replaced any more once the Hub has answered."""

    def served_with(self, *faults):
        self.given_login(expires_at=PAST)
        # The first replaces the store before the Hub is asked.
        served, done = self.traced("renameat:error=EROFS:when=2+", *faults)
        self.assertTrue(self.is_accepted(served["password"]))
        self.assertIn(b"could not be saved", done.stderr)
        self.assert_no_secret(done.stderr)
        self.assertNotEqual(self.stored("token").decode(), served["password"])
        return served, done

    def test_a_new_token_that_cannot_be_saved_is_journaled_and_served(self):
        served, done = self.served_with()
        self.assertIn(b"it is kept in", done.stderr)
        journal = self.hf_home / ".git_credential_hf.refresh"
        self.assertEqual(journal.stat().st_mode & 0o777, 0o600)
        # Git stores what it was given: that is not another token.
        self.hf("store", input=(
            "protocol=https\nhost=huggingface.co\nusername=hf_user\n"
            f"password={served['password']}\n").encode())
        self.assertEqual(list(self.sections()), ["laptop"])
        self.assertEqual(self.get()["password"], served["password"])
        self.check(served, False)

    def test_the_verbs_of_users_find_a_journaled_token(self):
        for verb in ("token", "list", "whoami", "switch laptop"):
            with self.subTest(verb):
                served, _ = self.served_with()
                self.run_verb(*verb.split())
                self.assertEqual(self.sections()["laptop"]["hf_token"],
                                 served["password"])
                self.check(served, False)

    def test_a_journaled_token_is_served_until_it_can_be_saved(self):
        served, _ = self.served_with()
        for _ in range(2):
            again, _ = self.traced("renameat:error=EROFS:when=1+")
            self.assertEqual(again, served)
        self.check(served, False)

    def test_a_second_place_for_the_journal_is_tried(self):
        served, done = self.served_with("pwrite64:error=ENOSPC:when=1..2")
        self.assertIn(bytes(self.root / "runtime"), done.stderr)
        self.check(served, False)

    def test_without_a_place_for_the_journal_the_user_is_told_to_log_in(self):
        served, done = self.served_with("pwrite64:error=ENOSPC:when=1+")
        self.assertIn(b"git-credential-hf login", done.stderr)
        self.assertTrue(served)

    def test_a_journal_of_another_login_is_not_used(self):
        self.served_with()
        self.given_login(expires_at=PAST, name="other")
        self.assertEqual(self.get()["password"],
                         self.sections()["other"]["hf_token"])
        self.assertFalse((self.hf_home / ".git_credential_hf.refresh").exists())

    def test_an_incomplete_or_foreign_journal_is_not_used(self):
        journal = self.hf_home / ".git_credential_hf.refresh"
        self.served_with()
        good = journal.read_bytes()
        old = self.stored(), self.stored("token")
        end = good.index(b"complete=1")
        for text in (b"", b"\n", good[:end], good[:end] + b"\n" * 99,
                     good.replace(b"complete=1\n", b"\n"),
                     good.replace(b"password_expiry_utc=", b"x="),
                     good.replace(b"endpoint=https://huggingface.co",
                                  b"endpoint=https://hub.corp.example")):
            self.reset_journal(journal, old, text)
            self.assertEqual(self.get(), {})
            self.assertEqual(self.stored("token"), old[1])
            self.assertFalse(journal.exists())
        self.reset_journal(journal, old, good)
        os.link(journal, self.root / "another")
        self.assertEqual(self.get(), {})
        self.reset_journal(journal, old, good)
        journal.rename(self.root / "elsewhere")
        journal.symlink_to(self.root / "elsewhere")
        self.assertEqual(self.get(), {})
        self.reset_journal(journal, old, good)
        self.assertNotEqual(self.get(), {})

    def reset_journal(self, journal, old, text):
        self.given_store(old[0])
        self.given_token(old[1])
        journal.unlink(missing_ok=True)
        journal.write_bytes(text)
        journal.chmod(0o600)

    def test_logout_removes_the_journal(self):
        journal = self.hf_home / ".git_credential_hf.refresh"
        for arguments in (["laptop"], ["--all"]):
            self.served_with()
            self.assertTrue(journal.exists())
            self.run_verb("logout", *arguments)
            self.assertFalse(journal.exists())
            self.assertEqual(self.get(), {})

    def test_a_new_login_removes_the_journal(self):
        self.served_with()
        self.log_in_with(ALICE_WRITE, "--name", "laptop", "--force")
        self.assertFalse((self.hf_home / ".git_credential_hf.refresh").exists())
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_journal_that_cannot_be_made_spends_no_refresh_token(self):
        self.given_login()
        (self.hf_home / ".git_credential_hf.refresh").mkdir()
        done = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n")
        self.assertIn(self.stored("token"), done.stdout)
        self.assertIn(b"could not refresh", done.stderr)
        self.assertEqual(self.asked("/oauth/token"), [])


if __name__ == "__main__":
    unittest.main()
