# SPDX-License-Identifier: Apache-2.0
"""How a test changes an answer: with a dict that is laid over it."""


def lay_over(answer, overrides):
    """The answer with other values; the value ... takes a field away.

    Overrides may also be a function of the answer that returns such a dict,
    or None.
    """
    if callable(overrides):
        overrides = overrides(answer)
    changed = {**answer, **(overrides or {})}
    return {k: v for k, v in changed.items() if v is not ...}
