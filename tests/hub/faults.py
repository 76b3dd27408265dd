# SPDX-License-Identifier: Apache-2.0
"""A Hub that does not work: faults by name, switched on by a test.

    hub.faults.add("slow", path="/oauth/token", count=1)
    hub.faults.clear()

`path` is a regular expression for the whole path, without its query; `count`
says how often the fault happens, None for ever. The first that fits acts in
place of the answer. NAMES has them all; fault_answers.py describes those
that are an answer, fault_acts.py those that are more.
"""
import re
import threading

from .fault_acts import ACTS
from .fault_answers import PLAIN, SPOILED, spoil

NAMES = sorted({*PLAIN, *SPOILED, *ACTS})


class Faults:

    def __init__(self):
        self.over = threading.Event()  # Set when the Hub stops.
        self._lock = threading.Lock()
        self._active = []

    def add(self, name, path=".*", count=None):
        if name not in NAMES:
            raise ValueError(f"there is no fault {name}")
        with self._lock:
            self._active.append([name, re.compile(path), count])

    def clear(self):
        with self._lock:
            self._active.clear()

    def act(self, request, path):
        """Whether a fault has taken the place of the answer."""
        name = self._take(path)
        if name in PLAIN:
            request.answer(*PLAIN[name])
        elif name in SPOILED:
            request.answer(200, spoil(name, request), "application/json")
        elif name:
            ACTS[name](request)
        return bool(name)

    def _take(self, path):
        with self._lock:
            for fault in self._active:
                name, pattern, count = fault
                if count == 0 or not pattern.fullmatch(path):
                    continue
                if count is not None:
                    fault[2] -= 1
                return name
        return None
