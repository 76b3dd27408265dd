# SPDX-License-Identifier: Apache-2.0
"""A file with what has been tried, from which an interrupted run goes on."""
import dataclasses
import hashlib
import json
import pathlib
import shutil

from sandbox import PREFIX
from trial import Outcome
from world import INJECT


def programs():
    """A digest of all that decides about a verdict."""
    digest = hashlib.sha256()
    for path in (*sorted(PREFIX.glob("bin/*")), INJECT, shutil.which("git"),
                 *sorted(path for path in PREFIX.glob("libexec/**/*")
                         if path.is_file()),
                 *sorted(pathlib.Path(__file__).parent.glob("*.py"))):
        digest.update(pathlib.Path(path).read_bytes())
    return digest.hexdigest()[:16]


class Progress:
    """Each line is a digest and outcomes. The last one may be incomplete."""

    def __init__(self, path):
        self.programs = programs()
        self.outcomes = {}  # By case and fault, those of the same programs.
        self.file = open(path, "a+") if path else None
        if self.file:
            self.file.seek(0)
            for line in self.file:
                self.read(line)

    def read(self, line):
        try:
            made_by, outcomes = json.loads(line)
        except ValueError:
            return
        if made_by == self.programs:
            for outcome in (Outcome(*fields) for fields in outcomes):
                if outcome.hit:  # Else the call was not made: try again.
                    self.outcomes[outcome.case, outcome.fault] = outcome

    def add(self, outcomes):
        if self.file:
            fields = [dataclasses.astuple(dataclasses.replace(outcome, said=""))
                      for outcome in outcomes]
            self.file.write("\n" + json.dumps([self.programs, fields]))
            self.file.flush()
