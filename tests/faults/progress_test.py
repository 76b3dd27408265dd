# SPDX-License-Identifier: Apache-2.0
"""A run of every_call.py that is interrupted goes on."""
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from progress import Progress
from trial import Outcome

EVERY_CALL = pathlib.Path(__file__).with_name("every_call.py")
KILLED = Outcome("store", "KILL:1:2", "1 2 git read", {"crash": "yes"}, "aside")
FAILED = Outcome("store", "EIO:1:2", "1 2 git read", replayed=True)
MISSED = Outcome("store", "EIO:1:3", "")


class Continuing(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="hf-test-")
        self.addCleanup(scratch.cleanup)
        self.path = pathlib.Path(scratch.name, "progress")

    def add(self, *outcomes):
        progress = Progress(self.path)
        self.addCleanup(progress.file.close)
        progress.add(outcomes)

    def known(self):
        progress = Progress(self.path)
        progress.file.close()
        return list(progress.outcomes.values())

    def run_every_call(self):
        done = subprocess.run(
            [sys.executable, EVERY_CALL, "--one-in", "100", "--continue",
             self.path, "store"], capture_output=True, text=True, check=True)
        return done.stdout

    def test_a_second_run_tries_nothing_again_and_counts_all(self):
        first = self.run_every_call()
        lines = self.path.read_text()
        self.assertRegex(first, r"\n[5-7] cases, 0 violations\n")
        self.assertEqual(self.run_every_call(), first)
        self.assertEqual(self.path.read_text(), lines)

    def test_outcomes_are_kept_with_all_that_the_summary_tells(self):
        self.add(KILLED, FAILED)
        self.assertEqual(self.known(), [KILLED, FAILED])

    def test_a_call_that_was_not_made_is_tried_again(self):
        self.add(KILLED, MISSED)
        self.assertEqual(self.known(), [KILLED])

    def test_an_incomplete_line_is_not_read_and_spoils_no_other(self):
        self.add(KILLED)
        text = self.path.read_text()
        self.path.write_text(text + text[:-3])
        self.assertEqual(self.known(), [KILLED])
        self.add(FAILED)
        self.assertEqual(self.known(), [KILLED, FAILED])

    def test_what_other_programs_did_does_not_count(self):
        with mock.patch("progress.programs", lambda: "other"):
            self.add(KILLED)
        self.assertEqual(self.known(), [])


if __name__ == "__main__":
    unittest.main()
