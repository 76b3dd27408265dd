# SPDX-License-Identifier: Apache-2.0
"""A helper that gets no more memory says so, and loses nothing."""
import resource
import unittest

from sandbox import Sandbox, record

TOKEN = "hf_activeTokenForTestsOnly0000000000001"
MIB = 1 << 20
REQUEST = record(protocol="https", host="huggingface.co", username="alice",
                 password="hf_anotherTokenForTestsOnly000000000001")


class OutOfMemory(Sandbox):
    def save_with(self, size):
        """`store` with at most `size` bytes of memory."""
        return self.hf("store", input=REQUEST, preexec_fn=lambda:
                       resource.setrlimit(resource.RLIMIT_AS, (size, size)))

    def test_a_save_without_memory_fails_and_keeps_the_file(self):
        self.given_token(TOKEN)
        store = "".join(f"[token{number:05}]\nhf_token = hf_{number:034}\n\n"
                        for number in range(10_000))
        self.given_store(store)
        done = self.save_with(3 * MIB)
        self.assertIn(done.returncode, (1, -6), done.stderr)
        self.assertRegex(done.stderr.decode(), "out of memory|bad_alloc")
        self.assertEqual(self.stored().decode(), store)
        self.assertEqual(self.leftovers(), [])
        done = self.save_with(64 * MIB)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"[alice]", self.stored())

    def leftovers(self):
        return [path.name for path in self.hf_home.iterdir()
                if path.name not in ("token", "stored_tokens",
                                     "stored_tokens.lock")]


if __name__ == "__main__":
    unittest.main()
