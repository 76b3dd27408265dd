# SPDX-License-Identifier: Apache-2.0
"""One of the processes that try faults at the same time."""
import dataclasses
import multiprocessing.util
import os
import zlib

from cases import CASES
from faults import faults_at
from replay import Replay
from trial import Trial, calls_of, expect
from world import World


SAMPLE = 200  # One of so many is tried in the whole command, too.


def is_in_sample(name, fault):
    """Chooses the same ones in each run."""
    return zlib.crc32(f"{name} {fault}".encode()) % SAMPLE == 0


def stay_on_one_processor():
    """A traced process and its tracer take turns, thousands of times. To wake
    the other one on another processor takes longer than the turn."""
    process = multiprocessing.current_process()
    if process.daemon:  # One of a pool: it is called ...-1, ...-2 and so on.
        number = int(process.name.rpartition("-")[2])
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[number % len(allowed)]})


def compare(outcome, other):
    """Adds a violation if two faults with the same effect have not the same
    verdict."""
    if (outcome.aside, {*outcome.broken}) != (other.aside, {*other.broken}):
        outcome.add("replay", f"{[*outcome.broken]} {outcome.aside}, but "
                    f"{[*other.broken]} {other.aside} as {other.fault}")


class Worker:
    """Each process has its own World, and the expected results of its cases."""
    world = None
    expected = {}

    @classmethod
    def start(cls):
        stay_on_one_processor()
        cls.world = World()
        multiprocessing.util.Finalize(cls, cls.world.close, exitpriority=1)

    @classmethod
    def calls(cls, name):
        return name, calls_of(cls.world, CASES[name])

    @classmethod
    def groups(cls, task):
        """Lists of those faults of a git that have the same effect."""
        name, git, faults = task
        return Replay(cls.world, CASES[name], git).groups(faults)

    @classmethod
    def outcomes(cls, task):
        """The outcomes of such a list: those of its first fault, and of a
        sample to see that they are the same."""
        name, faults = task
        found, first = [], None
        for line, fault in faults:
            if first and not is_in_sample(name, fault):
                found.append(dataclasses.replace(
                    first, fault=fault, hit=line, said="", replayed=True))
                continue
            found.append(cls.trial((name, fault)))
            if found[-1].hit == line:
                first = first or found[-1]
                compare(found[-1], first)
        return found

    @classmethod
    def trial(cls, task):
        name, fault = task
        case = CASES[name]
        if name not in cls.expected:
            cls.expected[name] = expect(cls.world, case)
        outcome = Trial(cls.world, case, cls.expected[name], fault).run()
        # The order of the calls of threads changes from run to run.
        if fault.split(":")[0] not in faults_at(outcome.hit):
            outcome.hit = ""
            outcome.broken = {}
        return outcome
