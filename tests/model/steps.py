# SPDX-License-Identifier: Apache-2.0
"""The steps of a sequence.

Each is a class: draw() picks its arguments, run() does the step with them, and
`weight` is its frequency.
"""
import inspect
import json

import asking_steps
import config_steps
import git_steps
import other_steps
import person_steps

STEPS = {name: kind
         for module in (git_steps, person_steps, asking_steps, config_steps,
                        other_steps)
         for name, kind in inspect.getmembers(module, inspect.isclass)
         if kind.__module__ == module.__name__ and hasattr(kind, "weight")}


def draw(pick):
    """The next step: the name of its class, and its arguments."""
    weights = [kind.weight for kind in STEPS.values()]
    name = pick.source.choices(list(STEPS), weights)[0]
    return name, STEPS[name].draw(pick)


def show(step):
    name, arguments = step
    return f"{name}({json.dumps(arguments)})"
