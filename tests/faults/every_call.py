#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""For each command that writes: each system call of each process fails, or is
the last one.

usage: every_call.py [--one-in N | --at FAULT:PROCESS:CALL]
                     [--faults FAULT,...] [CASE]...

Without names it runs all cases of cases.py, which takes hours; with --one-in
each N-th fault, with --at a single one, with all details, with --faults only
these, as KILL,EIO. It needs HF_TEST_PREFIX, HF_TEST_BUILD and PYTHONPATH as
scripts/torture sets them. The exit status is 1 if a rule of check.py was broken.
"""
import argparse
import collections
import multiprocessing
import multiprocessing.util
import os
import sys

import check
from cases import CASES
from trial import Trial, calls_of, expect
from world import World

ERRORS = ("ENOSPC", "EIO", "EINTR", "EACCES", "EMFILE")
# Errors of a disk that accepts no write.
DISK_ERRORS = ("EDQUOT", "EROFS")
WRITING = {"write", "fsync", "openat", "rename", "renameat", "unlink",
           "unlinkat", "mkdir", "rmdir", "chmod", "fchmod"}
# These calls have no error, or do not return. glibc ends a program that gets
# an error from a futex that it wakes.
NEVER_FAIL = {
    "alarm", "brk", "exit", "exit_group", "futex", "getegid", "geteuid", "getgid",
    "getpgrp", "getpid", "getppid", "gettid", "getuid", "restart_syscall",
    "rt_sigreturn", "sched_yield", "set_tid_address", "sync", "umask"}
# The first two only look up a name. A disk cannot make a write to a pipe fail,
# and git ignores the errors of such a write.
ONLY = {"access": ("EACCES", "EIO"), "faccessat": ("EACCES", "EIO"),
        "write(pipe)": ("EINTR",)}


class Worker:
    """Each process has its own World, and the expected results of its cases."""
    world = None
    expected = {}

    @classmethod
    def start(cls):
        cls.world = World()
        multiprocessing.util.Finalize(cls, cls.world.close, exitpriority=1)

    @classmethod
    def calls(cls, name):
        return name, calls_of(cls.world, CASES[name])

    @classmethod
    def trial(cls, task):
        name, fault = task
        case = CASES[name]
        if name not in cls.expected:
            cls.expected[name] = expect(cls.world, case)
        outcome = Trial(cls.world, case, cls.expected[name], fault).run()
        # The order of the calls of threads changes from run to run.
        if fault.split(":")[0] not in faults_at(called(outcome.hit)):
            outcome.hit = ""
            outcome.broken = {}
        return outcome


def called(line):
    """The name of the system call in a line of inject's report."""
    return line.rpartition(" ")[2]


def faults_at(name):
    """What can happen at the system call `name`."""
    errors = () if name in NEVER_FAIL else ONLY.get(name, ERRORS)
    return "KILL", *errors, *(DISK_ERRORS if name in WRITING else ())


def faults_of(calls):
    """Pairs of a line of inject's report and a fault at that call, in the form
    that inject reads."""
    for line in calls:
        process, call, _ = line.split(" ", 2)
        for fault in faults_at(called(line)):
            yield line, f"{fault}:{process}:{call}"


def run(tasks, pool):
    """The outcomes, in the order in which they arrive."""
    return pool.imap_unordered(Worker.trial, tasks, chunksize=8)


class Summary:
    """Counts, and one example of each kind of violation."""

    def __init__(self):
        self.cases = collections.Counter()
        self.broken = collections.Counter()   # By case and rule.
        self.kinds = collections.defaultdict(list)
        self.aside = collections.Counter()

    def add(self, outcome):
        if not outcome.hit:
            self.aside["the call was not made this time"] += 1
            return
        self.cases[outcome.case] += 1
        if outcome.aside:
            self.aside[outcome.aside] += 1
        for rule, text in outcome.broken.items():
            self.broken[outcome.case, rule] += 1
            program, call = outcome.hit.split(" ", 2)[2].rsplit(" ", 1)
            self.kinds[outcome.case, rule, program, call].append(
                (outcome.fault, text))

    def total(self):
        return sum(self.broken.values())

    def show(self, out=sys.stdout):
        for (case, rule, program, call), found in sorted(self.kinds.items()):
            fault, text = found[0]
            faults = sorted({other.split(":")[0] for other, _ in found})
            print(f"{case}: {rule}: {len(found)} at {call} of {program} "
                  f"({', '.join(faults)}), as {fault}: {text[:300]}", file=out)
        rules = [r for r in check.RULES if any(r == b for _, b in self.broken)]
        print("\n" + " ".join(f"{r:>9}" for r in ("cases", *rules)), "verb",
              file=out)
        for case, count in self.cases.items():
            cells = (count, *(self.broken[case, rule] for rule in rules))
            print(" ".join(f"{c or '.':>9}" for c in cells), case, file=out)
        for what, count in self.aside.items():
            print(f"apart: {count} x {what}", file=out)
        print(f"{sum(self.cases.values())} cases, {self.total()} violations",
              file=out, flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("case", nargs="*", metavar="CASE",
                        help="one of " + ", ".join(CASES))
    parser.add_argument("--one-in", type=int, default=1, metavar="N",
                        help="only each N-th fault")
    parser.add_argument("--at", metavar="FAULT:PROCESS:CALL",
                        help="this fault only, and tell all about it")
    parser.add_argument("--faults", metavar="FAULT,...", default=[],
                        type=lambda text: text.split(","),
                        help="only these, as KILL,EIO")
    options = parser.parse_args()
    options.case = options.case or list(CASES)
    for name in options.case:
        if name not in CASES:
            parser.error(f"no case is called {name}")
    return options


def main():
    options = arguments()
    summary = Summary()
    jobs = os.cpu_count() or 1
    with multiprocessing.Pool(jobs, Worker.start) as pool:
        for name in options.case:
            faults = [options.at] if options.at else [
                fault for _, fault in faults_of(
                    pool.apply(Worker.calls, [name])[1])
                if not options.faults or fault.split(":")[0] in options.faults]
            for outcome in run([(name, fault)
                                for fault in faults[::options.one_in]], pool):
                summary.add(outcome)
                if options.at:
                    print(outcome.hit, outcome.said, sep="\n")
            print(f"{name}: {summary.cases[name]} cases", file=sys.stderr,
                  flush=True)
        pool.close()
        pool.join()
    summary.show()
    return 1 if summary.total() else 0


if __name__ == "__main__":
    sys.exit(main())
