# SPDX-License-Identifier: Apache-2.0
"""A fixed sample of the faults of every_call.py: a kill and an error at each
system call of each program, and a kill at each change of a file. HF_TEST_LONG
adds each kind of error at each call.
"""
import multiprocessing
import random
import subprocess
import tempfile
import unittest

import check
from cases import CASES
from faults import faults_of
from sandbox import LONG
from summary import Summary
from worker import Worker
from world import INJECT

FILE, FOLDER = 0o100600, 0o40700
TOKENS, ACTIVE = check.TOKENS, check.ACTIVE
BEFORE = {TOKENS: (FILE, b"[a]\nhf_token = hf_a\n[b]\nhf_token = hf_b\n"),
          ACTIVE: (FILE, b"hf_a"), "home/.gitconfig": (FILE, b"old")}
AFTER = {TOKENS: (FILE, b"[b]\nhf_token = hf_b\n"),
         "home/.gitconfig": (FILE, b"new")}


class Checks(unittest.TestCase):
    """check.py finds each broken rule."""

    def broken(self, **changes):
        now = dict(BEFORE)
        for name, content in changes.items():
            path = {"tokens": TOKENS, "active": ACTIVE,
                    "config": "home/.gitconfig"}[name]
            del now[path]
            if content is not None:
                now[path] = content if isinstance(content, tuple) else (
                    FILE, content)
        return [rule for rule, _ in check.broken_files(BEFORE, now, AFTER)]

    def test_the_checks_accept_the_old_and_the_new_files(self):
        self.assertEqual(self.broken(), [])
        self.assertEqual(list(check.broken_files(BEFORE, AFTER, AFTER)), [])
        self.assertEqual(self.broken(active=None), [])

    def test_the_checks_find_each_broken_rule(self):
        for rule, changes in (
                ("parse", {"tokens": b"hf_token = hf_a\n"}),
                ("lost", {"tokens": b"[a]\nhf_token = hf_a\n"}),
                ("half", {"tokens": b"[a]\nhf_token =\n[b]\nhf_token = hf_b"}),
                ("half", {"tokens": (0o100644, BEFORE[TOKENS][1])}),
                ("open", {"tokens": (0o100644, BEFORE[TOKENS][1])}),
                ("half", {"active": b"hf_"}),
                ("nameless", {"tokens": AFTER[TOKENS][1]}),
                ("config", {"config": b""}),
                ("lost", {"config": None})):
            with self.subTest(rule, **changes):
                self.assertIn(rule, self.broken(**changes))

    def test_the_checks_find_a_rule_without_its_token(self):
        rules = {check.INI[1]: (FILE, b"[https://x/y]\ntoken = a\n")}
        now = {**AFTER, **rules}
        self.assertEqual(
            [rule for rule, _ in check.broken_files(
                {**BEFORE, **rules}, now, AFTER)], ["idle"])
        now[check.INI[1]] = (FILE, rules[check.INI[1]][1] + b"[keyring a]\n")
        self.assertNotIn("idle", [rule for rule, _ in check.broken_files(
            {**BEFORE, **rules}, now, AFTER)])

    def test_the_checks_find_a_file_that_is_left(self):
        now = {**BEFORE, "tmp/scratch": (FOLDER, None)}
        self.assertEqual(check.leftovers(BEFORE, now, AFTER), ["tmp/scratch"])

    def test_only_the_new_files_count_as_complete(self):
        self.assertTrue(check.equal(AFTER, AFTER))
        self.assertFalse(check.equal(BEFORE, AFTER))
        self.assertFalse(check.equal({**AFTER, ACTIVE: (FILE, b"a")}, AFTER))


class Injecting(unittest.TestCase):
    """inject hits exactly the call that its argument names."""
    shell = ("sh", "-c", "echo said; /bin/echo second; exit 3")

    def inject(self, fault):
        with tempfile.NamedTemporaryFile("r") as report:
            done = subprocess.run([INJECT, report.name, "20", fault,
                                   *self.shell], capture_output=True)
            return done.returncode, done.stdout, report.read().splitlines()

    def test_inject_counts_calls_without_a_change(self):
        status, shown, calls = self.inject("count")
        self.assertEqual((status, shown), (3, b"said\nsecond\n"))
        programs = {line.split()[2] for line in calls}
        self.assertEqual(programs, {"sh", "echo"})

    def test_inject_counts_the_calls_of_each_process(self):
        _, _, calls = self.inject("count")
        place, = [line for line in calls if line.endswith("echo write(pipe)")]
        fault = ":".join(["EIO", *place.split()[:2]])
        status, shown, hit = self.inject(fault)
        self.assertEqual((status, shown, hit), (3, b"said\n", [place]))

    def test_inject_kills_a_program_before_the_call(self):
        _, _, calls = self.inject("count")
        place = [line for line in calls if line.endswith("sh write(pipe)")][0]
        status, shown, hit = self.inject(":".join(["KILL",
                                                   *place.split()[:2]]))
        self.assertEqual((status, shown, hit), (128 + 9, b"", [place]))


CHANGES = {"fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat",
           "write", "write(pipe)"}


def kind_of(name, fault, line):
    """The kind of a fault, of which one example is enough: a fault at a call of
    a program. Kills at changes by the project's programs have one per case."""
    fault = fault.split(":")[0]
    program, call = line.split(" ", 2)[2].rsplit(" ", 1)
    own = fault == "KILL" and call in CHANGES and program != "git"
    if fault != "KILL" and not LONG:
        fault = "error"
    return fault, program, call, name if own else ""


def sample(pool):
    """One fault of each kind, the same in each run."""
    places = {}
    for name, calls in pool.imap(Worker.calls, CASES):
        for line, fault in faults_of(calls):
            places.setdefault(kind_of(name, fault, line), []).append(
                (name, fault))
    chance = random.Random(10)
    return [chance.choice(places[kind]) for kind in sorted(places)]


class EveryKind(unittest.TestCase):
    def test_a_fault_at_any_call_breaks_no_rule(self):
        summary = Summary()
        with multiprocessing.Pool(2, Worker.start) as pool:
            for outcome in pool.imap_unordered(Worker.trial, sample(pool), 8):
                summary.add(outcome)
                with self.subTest(outcome.case, fault=outcome.fault,
                                  hit=outcome.hit):
                    self.assertEqual(outcome.broken, {}, outcome.said)
            pool.close()
            pool.join()
        summary.show()


if __name__ == "__main__":
    unittest.main()
