#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""For each command that writes: each system call of each process fails, or is
the last one.

usage: every_call.py [--one-in N | --at FAULT:PROCESS:CALL]
                     [--faults FAULT,...] [--continue FILE] [CASE]...

Without names it runs all cases of cases.py, which takes hours; with --one-in
each N-th fault, with --at a single one, with all details, with --faults only
these, as KILL,EIO. With --continue it writes what it has tried into FILE, and
does not try again what is there for the same programs.

A git that the command starts is run alone, see replay.py; with --at it never is.
It needs HF_TEST_PREFIX, HF_TEST_BUILD and PYTHONPATH as scripts/torture sets
them. The exit status is 1 if a rule of check.py was broken.
"""
import argparse
import collections
import multiprocessing
import os
import sys

from cases import CASES
from faults import faults_of
from progress import Progress
from replay import gits
from summary import Summary
from worker import Worker


def chosen(options, calls):
    """The faults at these calls, pairs as of faults_of()."""
    if options.at:
        return [("", options.at)]
    return [(line, fault) for line, fault in faults_of(calls)
            if not options.faults
            or fault.split(":")[0] in options.faults][::options.one_in]


def groups(name, faults, calls, pool):
    """Lists of faults; one run of the command is enough for each."""
    alone = gits(calls)
    of_git = collections.defaultdict(list)
    for line, fault in faults:
        words = line.split(" ")
        is_alone = words[0] in alone and words[2] == "git"
        of_git[words[0] if is_alone else None].append((line, fault))
    yield from ([pair] for pair in of_git.pop(None, []))
    tasks = [(name, alone[process], pairs) for process, pairs in of_git.items()]
    for found in pool.imap_unordered(Worker.groups, tasks):
        yield from found


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
    parser.add_argument("--continue", metavar="FILE", dest="progress",
                        help="what has been tried is read from and added to it; "
                             "a call that was not made is tried again")
    options = parser.parse_args()
    options.case = options.case or list(CASES)
    for name in options.case:
        if name not in CASES:
            parser.error(f"no case is called {name}")
    return options


def try_case(name, options, progress, pool):
    """Lists of outcomes, as they arrive; first of those that are known."""
    calls = pool.apply(Worker.calls, [name])[1]
    faults = chosen(options, calls)
    done = progress.outcomes
    yield [done[name, fault] for _, fault in faults if (name, fault) in done]
    tasks = [(name, group) for group in groups(
        name, [pair for pair in faults if (name, pair[1]) not in done],
        calls, pool)]
    for outcomes in pool.imap_unordered(Worker.outcomes, tasks, chunksize=8):
        progress.add(outcomes)
        yield outcomes


def workers():
    """More than there are processors: many faults make a program wait."""
    return 5 * len(os.sched_getaffinity(0))


def main():
    options = arguments()
    summary, progress = Summary(), Progress(options.progress)
    with multiprocessing.Pool(workers(), Worker.start) as pool:
        for name in options.case:
            for outcomes in try_case(name, options, progress, pool):
                for outcome in outcomes:
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
