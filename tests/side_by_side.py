# SPDX-License-Identifier: Apache-2.0
"""Runs the tests of a module side by side, for tests that mostly wait.

A module says `from side_by_side import load_tests`. Each of its tests must
have a sandbox of its own and may share nothing with another.
"""
import concurrent.futures
import threading
import unittest

AT_ONCE = 6


class Locked:
    """A test result that several threads may report to."""

    def __init__(self, result):
        self._result, self._lock = result, threading.RLock()

    def __getattr__(self, name):
        found = getattr(self._result, name)
        if not callable(found):
            return found

        def call(*arguments, **options):
            with self._lock:
                return found(*arguments, **options)
        return call


class SideBySide(unittest.TestSuite):
    """What unittest would run one after the other."""

    def run(self, result, debug=False):
        locked = Locked(result)
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for done in [pool.submit(test, locked) for test in each(self)]:
                done.result()
        return result


def each(suite):
    """The single tests of a suite."""
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from each(part)
        else:
            yield part


def load_tests(loader, tests, pattern):
    return SideBySide(tests)
