# SPDX-License-Identifier: Apache-2.0
"""After a crash, git's file is the old one or the new one (row 140)."""
import random
import subprocess
import threading
import time
import unittest

from configuring import HUBS, ODD, Configuring
from sandbox import LONG

MOST_GIT_RUNS = 60
MOMENTS = 60 if LONG else 15
WRITES = 15 if LONG else 5


class Crashes(Configuring):

    def setUp(self):
        super().setUp()
        # The sandbox removes what a killed process leaves behind.
        self.environment["TMPDIR"] = str(self.root)
        self.old = ODD.replace(b"# end\n", b"# no end")
        self.given_config(self.old)
        self.configure()
        self.new = self.file.read_bytes()

    def after_crash(self, text):
        """Checks the file, and restores it for the next crash."""
        self.assertIn(self.file.read_bytes(), (self.old, self.new))
        lock = self.home / ".gitconfig.lock"
        lock.unlink(missing_ok=True)
        self.file.write_bytes(text)

    def test_a_kill_at_any_run_of_git_leaves_the_old_or_the_new_file(self):
        for verb, before, after in (("configure", self.old, self.new),
                                    ("unconfigure", self.new, self.old)):
            survived = False
            for count in range(1, MOST_GIT_RUNS):
                with self.subTest(verb, run=count):
                    self.file.write_bytes(before)
                    runs = self.root / "runs"
                    runs.write_bytes(b"")
                    env = self.before_git(
                        f'echo >>{runs}\n'
                        f'[ $(wc -l <{runs}) -eq {count} ] && kill -9 $PPID')
                    done = self.hf(verb, env=env)
                    survived = done.returncode == 0
                    if survived:
                        self.assertEqual(self.file.read_bytes(), after)
                        break
                    self.assertEqual(done.returncode, -9)
                    self.after_crash(before)
            self.assertTrue(survived and count > 5, (verb, count))

    def test_a_kill_at_any_moment_leaves_the_old_or_the_new_file(self):
        chance = random.Random(5)
        started = time.monotonic()
        self.configure()
        whole = time.monotonic() - started
        for _ in range(MOMENTS):
            for verb, before in (("configure", self.old),
                                 ("unconfigure", self.new)):
                self.file.write_bytes(before)
                process = subprocess.Popen(
                    [self.helper, verb], env=self.environment, cwd=self.root,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0, 4 * whole))
                process.kill()
                process.wait()
                self.after_crash(before)

    def test_an_interrupted_configure_leaves_no_lock(self):
        # The file is so large that the test sees the lock.
        large = b"# " + b"x" * 30_000_000 + b"\n"
        lock = self.home / ".gitconfig.lock"
        for signal in (1, 2, 15):
            with self.subTest(signal):
                self.file.write_bytes(large)
                process = subprocess.Popen(
                    [self.helper, "configure"], env=self.environment,
                    cwd=self.root, stdout=subprocess.DEVNULL)
                while not lock.exists() and process.poll() is None:
                    pass
                process.send_signal(signal)
                # An interrupt by Ctrl-C gives exit status 130.
                self.assertEqual(process.wait(),
                                 130 if signal == 2 else -signal)
                self.assertFalse(lock.exists())
                self.assertTrue(self.file.read_bytes().startswith(large))

    def test_a_reader_sees_only_the_old_or_the_new_file(self):
        seen, stop = set(), threading.Event()

        def read():
            while not stop.is_set():
                seen.add(self.file.read_bytes())

        reader = threading.Thread(target=read)
        reader.start()
        try:
            for _ in range(WRITES):
                self.unconfigure()
                self.configure()
        finally:
            stop.set()
            reader.join()
        self.assertEqual(seen, {self.old, self.new})


class WithoutHardLinks(Configuring):
    """As on a file system that has none, or none of flock(2)."""

    def setUp(self):
        super().setUp()
        # Programs that can lock would remove a folder that has no lock.
        self.environment["TMPDIR"] = str(self.root)

    def failing(self, verb, *arguments):
        return self.command("strace", "-f", "-qq", "-o", "/dev/null",
                            *arguments, self.helper, verb)

    def test_the_file_is_changed_in_one_step_and_no_lock_stays(self):
        for calls in "link,linkat:error=EPERM", "flock:error=ENOLCK":
            with self.subTest(calls):
                self.given_config(ODD)
                inject = "-e", f"inject={calls}"
                done = self.failing("configure", *inject)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assert_registered()
                self.assertEqual(self.remnants(), [])
                done = self.failing("unconfigure", *inject)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.file.read_bytes(), ODD)
                self.assertEqual(self.remnants(), [])

    def test_a_lock_of_git_is_respected(self):
        self.given_config(ODD)
        lock = self.home / ".gitconfig.lock"
        lock.write_bytes(b"")
        done = self.failing("configure", "-e", "inject=link,linkat:error=EPERM")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"is locked by git", done.stderr)
        self.assertEqual(self.file.read_bytes(), ODD)
        self.assertTrue(lock.exists())


class Concurrent(Configuring):

    def test_ten_programs_at_once_add_the_lines_once(self):
        self.given_config(b"[user]\n\tname = Ada")
        processes = [subprocess.Popen([self.helper, "configure"],
                                      env=self.environment, cwd=self.root,
                                      stdout=subprocess.DEVNULL)
                     for _ in range(10)]
        self.assertEqual([p.wait() for p in processes], [0] * 10)
        for url in HUBS:
            self.assertEqual(self.helpers(url), ["", str(self.helper)])
        self.unconfigure()
        self.assertEqual(self.file.read_bytes(), b"[user]\n\tname = Ada")
        self.assertEqual(self.remnants(), [])

    def test_a_setting_that_git_writes_meanwhile_is_kept(self):
        self.given_config(b"[user]\n\tname = Ada\n")
        failures = []

        def write(writer):
            for count in range(WRITES):
                for _ in range(200):  # git fails at once at a lock.
                    done = self.command("git", "config", "--global",
                                        f"w{writer}.k{count}", "v")
                    if done.returncode == 0:
                        break
                    time.sleep(0.005)
                else:
                    failures.append(done)

        writers = [threading.Thread(target=write, args=(n,)) for n in range(3)]
        for writer in writers:
            writer.start()
        while any(writer.is_alive() for writer in writers):
            self.configure()
            self.unconfigure()
        self.configure()
        self.assertEqual(failures, [])
        self.assert_registered()
        listed = self.command("git", "config", "--file", self.file, "--list")
        self.assertEqual(listed.stdout.count(b"=v\n"), 3 * WRITES)
        self.assertEqual(self.config("user.name"), ["Ada"])


if __name__ == "__main__":
    unittest.main()
