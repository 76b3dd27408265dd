# SPDX-License-Identifier: Apache-2.0
"""The program always removes the folder in which git writes the lines."""
import os
import pathlib
import re
import signal
import subprocess
import unittest

from configuring import ODD, Configuring
from patience import PATIENCE, wait_until

NAME = re.compile(r"git-credential-hf-\w{6}$")


class Scratch(Configuring):
    def setUp(self):
        super().setUp()
        self.scratch = self.root / "scratch"
        self.scratch.mkdir()
        self.environment["TMPDIR"] = str(self.scratch)
        self.given_config(ODD)
        self.hung = self.root / "hung"  # The process id of a git that hangs.

    def folders(self):
        return sorted(p for p in self.scratch.iterdir() if NAME.match(p.name))

    def git_that_hangs(self):
        """A git that notes its process id and hangs when it has to write."""
        return self.before_git(
            f'case "$*" in *--add*) echo $$ >{self.hung}.new;'
            f' mv {self.hung}.new {self.hung}; exec sleep 1000;; esac')

    def hanging(self, verb="configure"):
        """The program while it waits for a git that hangs."""
        process = subprocess.Popen(
            [self.helper, verb], cwd=self.root, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**self.environment, **self.git_that_hangs()})
        self.addCleanup(self.end, process)
        wait_until(lambda: self.hung.exists() or process.poll() is not None,
                   lambda: "no git was started")
        self.assertIsNone(process.poll())
        self.assertEqual(len(self.folders()), 1)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
            process.wait()
        self.end_git()

    def end_git(self):
        if self.git_is_there():
            os.kill(int(self.hung.read_text()), signal.SIGKILL)

    def git_is_there(self):
        try:
            status = pathlib.Path("/proc", self.hung.read_text().strip(),
                                  "stat").read_text()
        except FileNotFoundError:
            return False
        return status.split(") ")[1][0] != "Z"


class ScratchFolders(Scratch):
    def test_a_signal_removes_the_folder_and_ends_a_git_that_hangs(self):
        ends = {signal.SIGINT: 130, signal.SIGTERM: -signal.SIGTERM,
                signal.SIGHUP: -signal.SIGHUP, signal.SIGQUIT: -signal.SIGQUIT}
        for verb in ("configure", "unconfigure"):
            if verb == "unconfigure":
                self.configure()
            text = self.file.read_bytes()
            for number, status in ends.items():
                with self.subTest(verb, signal=number):
                    self.hung.unlink(missing_ok=True)
                    process = self.hanging(verb)
                    process.send_signal(number)
                    self.assertEqual(process.wait(PATIENCE), status)
                    self.assertEqual(self.folders(), [])
                    self.assertFalse(self.git_is_there())
                    self.assertEqual(self.file.read_bytes(), text)
                    self.assertEqual(self.remnants(), [])

    def test_a_signal_that_the_caller_ignores_does_not_end_the_program(self):
        self.configure()
        ignoring = subprocess.Popen(
            ["sh", "-c", 'trap "" HUP; exec "$0" unconfigure', self.helper],
            env={**self.environment, **self.git_that_hangs()}, cwd=self.root,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.end, ignoring)
        wait_until(self.hung.exists, lambda: "no git was started")
        ignoring.send_signal(signal.SIGHUP)
        self.end_git()
        self.assertEqual(ignoring.wait(PATIENCE), 1)

    def test_the_next_run_removes_the_folder_of_a_killed_run(self):
        process = self.hanging()
        process.kill()
        process.wait()
        self.end_git()
        left, = self.folders()
        (left / "config.lock").write_bytes(b"")  # As a killed git does.
        self.configure()
        self.assertEqual(self.folders(), [])

    def test_a_run_keeps_the_folder_of_another_run_that_goes_on(self):
        process = self.hanging()
        before = self.folders()
        self.configure()
        self.assertEqual(self.folders(), before)
        self.assertIsNone(process.poll())

    def test_a_run_keeps_links_and_folders_of_other_names(self):
        others = [self.scratch / name for name in (
            "git-credential-hf-abcde", "git-credential-hf-abcdefg",
            "x-git-credential-hf-abcdef", "git-credential-hf")]
        for path in others:
            path.mkdir()
            (path / "config").write_bytes(b"theirs")
        link = self.scratch / "git-credential-hf-abcdef"
        link.symlink_to(others[0])
        self.configure()
        for path in others:
            self.assertEqual((path / "config").read_bytes(), b"theirs")
        self.assertTrue(link.is_symlink())

    def test_a_run_keeps_a_folder_that_has_other_files(self):
        path = self.scratch / "git-credential-hf-abcdef"
        path.mkdir()
        (path / "precious").write_bytes(b"theirs")
        self.configure()
        self.assertEqual((path / "precious").read_bytes(), b"theirs")


class ReadErrors(Scratch):
    def strace(self, *arguments, verb):
        log = self.root / "strace"
        done = self.command("strace", "-o", log, *arguments, self.helper, verb)
        return done, log.read_text(errors="replace").splitlines()

    def reads_of_our_lines(self, verb):
        """The numbers of the read(2) calls that read git's scratch file."""
        _, lines = self.strace("-y", "-e", "trace=read", verb=verb)
        reads = [line for line in lines if line.startswith("read(")]
        found = [number for number, line in enumerate(reads, 1)
                 if re.search(r"git-credential-hf-\w{6}/config>", line)]
        self.assertGreater(len(found), 3)
        return found

    def test_a_read_error_ends_the_verb_and_changes_nothing(self):
        for verb in ("configure", "unconfigure"):
            self.given_config(ODD)
            if verb == "unconfigure":
                self.configure()
            text = self.file.read_bytes()
            for number in self.reads_of_our_lines(verb)[:4]:
                with self.subTest(verb, read=number):
                    self.file.write_bytes(text)
                    done, _ = self.strace(
                        "-e", f"inject=read:error=EIO:when={number}",
                        verb=verb)
                    self.assertEqual(done.returncode, 1, done)
                    self.assertIn(b"Input/output error", done.stderr)
                    self.assertEqual(self.file.read_bytes(), text)
                    self.assertEqual(self.folders(), [])


if __name__ == "__main__":
    unittest.main()
