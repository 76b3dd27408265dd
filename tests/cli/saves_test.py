# SPDX-License-Identifier: Apache-2.0
"""Many writers at once lose nothing.

HF_TEST_SAVES is how many tokens each of sixteen processes saves.
"""
import concurrent.futures
import configparser
import fcntl
import os
import threading
import time
import unittest

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


if __name__ == "__main__":
    unittest.main()
