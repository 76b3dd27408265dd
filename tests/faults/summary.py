# SPDX-License-Identifier: Apache-2.0
"""What has been tried, and what was found."""
import collections
import sys

import check


class Summary:
    """Counts, and one example of each kind of violation."""

    def __init__(self):
        self.cases = collections.Counter()
        self.broken = collections.Counter()   # By case and rule.
        self.kinds = collections.defaultdict(list)
        self.aside = collections.Counter()
        self.replayed = 0

    def add(self, outcome):
        if not outcome.hit:
            self.aside["the call was not made this time"] += 1
            return
        self.cases[outcome.case] += 1
        self.replayed += outcome.replayed
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
        cases = sum(self.cases.values())
        print(f"{cases - self.replayed} tried in the whole command, "
              f"{self.replayed} with the git alone", file=out)
        print(f"{cases} cases, {self.total()} violations", file=out, flush=True)
