# SPDX-License-Identifier: Apache-2.0
"""How long a test waits for what must come.

A processor that runs a dozen tests at once makes each of them wait many times
as long as alone, so only what hangs may reach this limit.
"""
import time

PATIENCE = 150  # Seconds


def wait_until(is_so, explain):
    """What `is_so` returns once that is true; a failure with the text that
    `explain` returns if it never is."""
    deadline = time.monotonic() + PATIENCE
    while not (found := is_so()):
        if time.monotonic() > deadline:
            raise AssertionError(explain())
        time.sleep(0.02)
    return found
