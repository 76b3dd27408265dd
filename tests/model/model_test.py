# SPDX-License-Identifier: Apache-2.0
"""Random sequences of what git, users, Python and accidents do.

After each step the test checks the rules of the small model in model.py. If a
rule fails, the test replays the sequence without some of its steps, as long as
the same rule fails, and prints the steps that remain.

HF_TEST_SEQUENCES: how many sequences; HF_TEST_SEED: the first one's number.
HF_TEST_LONG plays more of them.
"""
import concurrent.futures
import multiprocessing
import os
import random
import sys
import tempfile
import traceback
import unittest

from model import Model, Violation
from pick import Picker
from steps import STEPS, draw, show
from turn import Turn
from world import Hubs, World

LONG = "HF_TEST_LONG" in os.environ
SEQUENCES = int(os.environ.get("HF_TEST_SEQUENCES", 50 if LONG else 10))
FIRST = int(os.environ.get("HF_TEST_SEED", 1))
STEPS_EACH = 50
PROCESSES = 2
MOST_REPLAYS = 60

hubs = None  # Those of this process.


class Failure:
    """The step at which a sequence failed, and the error."""

    def __init__(self, count, error, turn):
        self.count = count
        self.rule = error.args[0] if isinstance(error, Violation) else (
            type(error).__name__)
        self.text = (f"rule {self.rule}: {error.args[1]}"
                     if isinstance(error, Violation)
                     else "".join(traceback.format_exception(error)))
        self.commands = turn.commands[-4:]


def play(seed, steps=None):
    """Do the steps, or draw them; the Failure, or None, and the steps done."""
    world = World(hubs, where=seed)
    done = []
    try:
        model = Model(world)
        turn = Turn(world, model)
        for step in steps or drawn(seed, world, model):
            done.append(step)
            kind, arguments = step
            try:
                STEPS[kind].run(turn, **arguments)
            except Exception as error:
                return Failure(len(done), error, turn), done
        return None, done
    finally:
        world.remove()


def drawn(seed, world, model):
    pick = Picker(random.Random(seed), world, model)
    for _ in range(STEPS_EACH):
        yield draw(pick)


def shortened(seed, steps, failure):
    """Fewer steps that break the same rule."""
    replays = 0
    size = max(1, len(steps) // 2)
    while size and replays < MOST_REPLAYS:
        at = 0
        while at < len(steps) and replays < MOST_REPLAYS:
            fewer = steps[:at] + steps[at + size:]
            replays += 1
            found, done = play(seed, fewer) if fewer else (None, [])
            if found and found.rule == failure.rule:
                steps, failure = done, found
            else:
                at += size
        size //= 2
    return steps, failure


def run(seed):
    """The report of one sequence, or None, and how many steps it had."""
    failure, steps = play(seed)
    if not failure:
        return None, len(steps)
    count = len(steps)
    steps, failure = shortened(seed, steps, failure)
    lines = [f"seed {seed}: {failure.text}"]
    lines += [f"  {show(step)}" for step in steps]
    lines += [f"  ran {command}" for command in failure.commands]
    return "\n".join(lines), count


def begin(root):
    global hubs
    hubs = Hubs(tempfile.mkdtemp(prefix="hubs-", dir=root))


class Sequences(unittest.TestCase):
    def test_the_rules_hold_after_each_random_step(self):
        with tempfile.TemporaryDirectory(prefix="hf-model-hubs-") as root:
            with concurrent.futures.ProcessPoolExecutor(
                    PROCESSES, multiprocessing.get_context("fork"), begin,
                    (root,)) as pool:
                results = list(pool.map(run, range(FIRST, FIRST + SEQUENCES)))
        reports = [report for report, _ in results if report]
        steps = sum(count for _, count in results)
        print(f"{len(results)} sequences, {steps} steps, "
              f"{len(reports)} with a violation", file=sys.stderr)
        self.assertEqual(reports, [], "\n" + "\n\n".join(reports))


if __name__ == "__main__":
    unittest.main()
