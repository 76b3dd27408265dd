# SPDX-License-Identifier: Apache-2.0
"""A git that is run by itself tells what the whole command would tell."""
import multiprocessing
import os
import pathlib
import subprocess
import tempfile
import unittest
from unittest import mock

import snapshot
from cases import CASES
from faults import called, faults_of
from replay import Git, Replay, gits
from trial import Trial, kind_of
from worker import Worker

Worker.start()


def git_of(name, process):
    """This git of a case, and the kills and errors at each of its calls."""
    calls = Worker.calls(name)[1]
    git = gits(calls)[process]
    return git, [(line, fault) for line, fault in faults_of(calls)
                 if line.startswith(f"{process} ") and " git " in line
                 and fault.startswith(("KILL:", "EIO:"))]


def verdicts(outcomes):
    return {(o.case, o.fault): (o.hit, o.aside, sorted(o.broken))
            for o in outcomes}


class InTheCommand(unittest.TestCase):
    """The verdicts of a git alone and in the command, in two processes."""

    @classmethod
    def setUpClass(cls):
        cls.pool = multiprocessing.Pool(2, Worker.start)

    @classmethod
    def tearDownClass(cls):
        cls.pool.close()
        cls.pool.join()

    def check(self, name, process, one_in):
        git, faults = git_of(name, process)
        groups = Worker.groups((name, git, faults))
        self.assertEqual(sorted(pair for group in groups for pair in group),
                         sorted(faults))
        self.assertLess(len(groups), len(faults) / 5)
        for group in groups:
            self.assertEqual(len({kind_of(fault, called(line))
                                  for line, fault in group}), 1)
        alone = [outcome for found in self.pool.imap_unordered(
            Worker.outcomes, [(name, group) for group in groups])
            for outcome in found]
        self.assertGreater(sum(o.replayed for o in alone), len(faults) / 2)
        whole = verdicts(self.pool.imap_unordered(
            Worker.trial, [(name, fault) for _, fault in faults[::one_in]], 8))
        alone = verdicts(alone)
        self.assertEqual(whole, {key: alone[key] for key in whole})

    def test_a_git_that_reads_gets_the_same_verdicts(self):
        self.check("switch-for", "2", one_in=1)

    def test_a_git_that_writes_gets_the_same_verdicts(self):
        self.check("unconfigure", "3", one_in=8)


class Equality(unittest.TestCase):
    """Faults are a group only if the git alone is that of the command."""

    def setUp(self):
        self.git, self.faults = git_of("unconfigure", "3")
        self.replay = Replay(Worker.world, CASES["unconfigure"], self.git)

    def test_the_git_alone_does_the_same(self):
        self.assertTrue(self.replay.is_as_in_command())

    def test_each_fault_finds_the_same_files(self):
        self.replay.groups(self.faults[::5])
        found = snapshot.taken(Worker.world.user)
        self.assertEqual(self.replay.effect(found),
                         self.replay.effect(self.replay.seen.files))

    def test_another_git_is_seen(self):
        git = Git("4", *self.git[1:])
        replay = Replay(Worker.world, CASES["unconfigure"], git)
        self.assertEqual(replay.groups(self.faults),
                         [[pair] for pair in self.faults])

    def test_another_beginning_or_end_is_seen(self):
        options, began = self.replay.options(), self.replay.seen.began
        for changes in (
                {"umask": 0}, {"env": {**began.environment, b"A": b""}},
                {"cwd": Worker.world.home}, {"stderr": subprocess.PIPE}):
            with self.subTest(**changes), mock.patch.object(
                    self.replay, "options", lambda: {**options, **changes}):
                self.assertFalse(self.replay.is_as_in_command())

    def test_a_process_that_starts_another_is_run_with_the_command(self):
        lines = ["2 1 account execve", "2 2 git read", "3 1 account execve",
                 "3 2 git clone", "4 1 git execve", "4 2 sh read"]
        self.assertEqual(gits(lines), {"2": Git("2", 1, ["read"])})


class Wrong(Trial):
    """Finds a violation at one of the faults, or does not get there."""
    at = ""
    is_hit = True

    def run(self):
        outcome = super().run()
        if outcome.fault == self.at:
            outcome.add("crash", "planted")
            outcome.hit = outcome.hit if self.is_hit else "2 1 git read"
        return outcome


class Groups(unittest.TestCase):
    """The verdict of one fault is that of all that have the same effect."""

    def outcomes(self, at, sample, is_hit=True):
        """Those of four kills, with a violation at one of them."""
        kills = [pair for pair in git_of("switch-for", "2")[1]
                 if pair[1].startswith("KILL")][:4]
        with mock.patch("worker.Trial", Wrong), \
                mock.patch("worker.SAMPLE", sample), \
                mock.patch.multiple(Wrong, at=kills[at][1], is_hit=is_hit):
            found = Worker.outcomes(("switch-for", kills))
        return [({*outcome.broken}, outcome.replayed) for outcome in found]

    def test_another_verdict_in_the_sample_is_a_violation(self):
        self.assertEqual(self.outcomes(at=2, sample=1), [
            (set(), False), (set(), False), ({"crash", "replay"}, False),
            (set(), False)])

    def test_the_verdict_of_the_first_is_that_of_all(self):
        self.assertEqual(self.outcomes(at=0, sample=1 << 32), [
            ({"crash"}, False), *[({"crash"}, True)] * 3])

    def test_a_fault_that_was_not_made_tells_nothing_about_others(self):
        self.assertEqual(self.outcomes(at=0, sample=1 << 32, is_hit=False), [
            ({"crash"}, False), (set(), False), *[(set(), True)] * 2])


class Snapshot(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="hf-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name, "files")
        inner = self.folder / "inner"
        inner.mkdir(parents=True, mode=0o700)
        (inner / "file").write_bytes(b"\0content")
        (inner / "file").chmod(0o640)
        os.utime(inner / "file", (1_600_000_000, 1_600_000_000))
        os.link(inner / "file", inner / "name")
        (self.folder / "link").symlink_to("inner/file")
        self.before = snapshot.taken(self.folder)

    def test_all_files_are_made_again(self):
        (self.folder / "new").write_bytes(b"")
        (self.folder / "link").unlink()
        (self.folder / "inner" / "file").write_bytes(b"other")
        snapshot.restore(self.folder, self.before)
        now = snapshot.taken(self.folder)
        self.assertEqual(snapshot.effect(self.before, now),
                         snapshot.effect(self.before, self.before))
        names = [self.folder / "inner" / name for name in ("file", "name")]
        self.assertTrue(os.path.samefile(*names))
        self.assertEqual(names[0].stat().st_mtime, 1_600_000_000)

    def test_a_file_that_is_written_again_is_a_change(self):
        os.utime(self.folder / "inner" / "file")
        self.assertNotEqual(
            snapshot.effect(self.before, snapshot.taken(self.folder)),
            snapshot.effect(self.before, self.before))


if __name__ == "__main__":
    unittest.main()
