# SPDX-License-Identifier: Apache-2.0
"""Many writers at once lose nothing, also beside one that takes no lock.

HF_TEST_SAVES is how many tokens each of sixteen processes saves.
"""
import concurrent.futures
import configparser
import contextlib
import fcntl
import io
import os
import subprocess
import threading
import time
import unittest

from patience import PATIENCE
from sandbox import Sandbox, record

WRITERS = 16
SAVES = int(os.environ.get("HF_TEST_SAVES", 15))


def token_of(writer, number):
    return f"hf_saved{writer:02}x{number:04}TokenForTestsOnly"


class Saves(Sandbox):
    def save(self, writer):
        for number in range(SAVES):
            done = self.hf("store", input=record(
                protocol="https", host="huggingface.co",
                username=f"user{writer}-{number}",
                password=token_of(writer, number)))
            self.assertEqual(done.returncode, 0, done.stderr)

    def hold_the_lock_now_and_then(self, stop):
        """As the Python library does when it refreshes a token."""
        path = self.hf_home / "stored_tokens.lock"
        while not stop.is_set():
            with open(path, "a", encoding="ascii") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                time.sleep(0.02)
            time.sleep(0.05)

    def test_every_save_of_sixteen_processes_is_kept(self):
        self.given_file("token", "hf_activeTokenForTestsOnly0000000000001")
        stop = threading.Event()
        holder = threading.Thread(target=self.hold_the_lock_now_and_then,
                                  args=(stop,))
        holder.start()
        try:
            with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
                list(pool.map(self.save, range(WRITERS)))
        finally:
            stop.set()
            holder.join()
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(self.stored().decode())
        kept = {parser[name]["hf_token"] for name in parser.sections()}
        wanted = {token_of(writer, number) for writer in range(WRITERS)
                  for number in range(SAVES)}
        print(f"{len(kept & wanted)} of {len(wanted)} saves kept")
        self.assertEqual(kept, wanted)


class BesidePython(Sandbox):
    """The Hub's Python library reads the store and writes it in place."""

    def setUp(self):
        super().setUp()
        self.given_store("[old]\nhf_token = hf_old\n\n")

    def sections(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(self.stored().decode())
        return parser

    def save_as_python(self, name):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(self.hf_home / "stored_tokens")
        parser[name] = {"hf_token": "hf_" + name}
        text = io.StringIO()
        parser.write(text)
        # A writer that the system stops for long between these two calls would
        # write into a file that is not the store any more.
        with open(self.hf_home / "stored_tokens", "w") as store:
            store.write(text.getvalue())

    def offer(self, name):
        return record(protocol="https", host="huggingface.co", username=name,
                      password="hf_" + name)

    @contextlib.contextmanager
    def storing_slowly(self, call, when=1):
        """`store`, which takes its time before a system call."""
        helper = subprocess.Popen(
            ["strace", "-o", self.root / "strace", "-e",
             f"inject={call}:delay_enter=10000000:when={when}", self.helper,
             "store"], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
            env=self.environment)
        helper.stdin.write(self.offer("ours"))
        helper.stdin.close()
        yield helper
        self.assertEqual(helper.wait(PATIENCE), 0, helper.stderr.read())
        helper.stderr.close()
        self.assertEqual(self.sections().sections(), ["old", "ours", "py"])
        self.assertEqual(
            sorted(path.name for path in self.hf_home.iterdir()),
            ["stored_tokens", "stored_tokens.lock"])

    def test_a_save_just_before_our_rename_is_kept(self):
        with self.storing_slowly("renameat") as helper:
            while helper.poll() is None and not any(
                    path.stat().st_size for path in
                    self.hf_home.glob(".stored_tokens.hf-*")):
                time.sleep(0.01)
            self.save_as_python("py")

    def test_what_it_opened_before_our_rename_is_kept(self):
        path = self.hf_home / "stored_tokens"
        with open(path, "r+", encoding="ascii") as store:
            # The second is that of the directory, after the rename.
            with self.storing_slowly("fsync", when=2) as helper:
                while helper.poll() is None and os.fstat(store.fileno()).st_nlink:
                    time.sleep(0.01)
                store.write("[old]\nhf_token = hf_old\n\n"
                            "[py]\nhf_token = hf_py\n\n")
                store.flush()

    def test_a_busy_writer_loses_nothing(self):
        done = threading.Event()
        failed = []

        def save_ours():
            for number in range(SAVES):
                helper = self.hf("store", input=self.offer(f"ours{number}"))
                if helper.returncode != 0:
                    failed.append(helper.stderr)
            done.set()

        ours = threading.Thread(target=save_ours)
        ours.start()
        count = 0
        while not done.is_set():
            # It reads at a moment when no writer has made the file empty.
            self.save_as_python(f"py{count}")
            count += 1
            time.sleep(0.002)
        ours.join()
        for error in failed:  # The only reason that the helper may have.
            self.assertRegex(error, b"another program|other programs")
        names = set(self.sections().sections())
        lost = {f"py{number}" for number in range(count)} - names
        print(f"{count - len(lost)} of {count} of Python's saves kept")
        self.assertEqual(lost, set())


if __name__ == "__main__":
    unittest.main()
