# SPDX-License-Identifier: Apache-2.0
"""Beside the Hub's own Python library: each sees what the other has done.

Runs where `huggingface_hub` 1.20 or later can be imported; CMake looks.
"""
import subprocess
import sys
import time
import unittest

from hub import ALICE_WRITE, BOB_WRITE
from online import Online

PYTHON = ("import os, sys; from huggingface_hub import get_token; "
          "print(get_token() or '')")
DAY = 86_400


class BesidePython(Online):
    def setUp(self):
        super().setUp()
        # Both over loopback http: the library asks HF_ENDPOINT only.
        self.environment.update({
            "HF_ENDPOINT": self.hub.http, "https_proxy": "",
            "HF_HUB_DISABLE_UPDATE_CHECK": "1", "NO_COLOR": "1",
            "PYTHONPATH": ":".join(sys.path)})
        self.run_verb("configure", "--endpoint", self.hub.http)

    def python(self, code):
        done = self.command(sys.executable, "-c", code)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode().strip()

    def hf_command(self, *arguments, background=False):
        words = (sys.executable, "-m", "huggingface_hub.cli.hf", "auth",
                 *arguments)
        if background:
            return subprocess.Popen(words, env=self.environment,
                                    stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT)
        done = self.command(*words)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode()

    def git_get(self):
        host = self.hub.http.removeprefix("http://")
        answer = self.hf("--endpoint", self.hub.http, "get",
                         input=f"protocol=http\nhost={host}\n".encode())
        return dict(line.split("=", 1)
                    for line in answer.stdout.decode().splitlines())

    def test_it_logs_in_and_we_serve_git(self):
        self.hf_command("login", "--token", ALICE_WRITE)
        self.assertEqual(self.git_get()["password"], ALICE_WRITE)
        self.assertIn(b"laptop", self.run_verb("list").stdout)

    def test_its_browser_login_reaches_git(self):
        with self.deciding():
            process = self.hf_command("login", background=True)
            out, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, out)
        self.assertTrue(self.git_get()["password"].startswith("hf_oauth_"))

    def test_we_log_in_and_it_reads_us(self):
        self.log_in()
        self.assertEqual(self.python(PYTHON), self.stored("token").decode())
        self.assertIn("alice", self.hf_command("whoami"))
        self.assertIn("oauth-alice", self.hf_command("list"))

    def test_it_refreshes_and_we_follow(self):
        old, _ = self.given_login(name="oauth-alice")
        new = self.python(PYTHON)
        self.assertNotEqual(new, old)
        self.assertEqual(self.git_get()["password"], new)
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_we_refresh_and_it_follows(self):
        old, _ = self.given_login(name="oauth-alice")
        new = self.git_get()["password"]
        self.assertNotEqual(new, old)
        self.assertEqual(self.python(PYTHON), new)
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_both_at_once_spend_one_refresh_token(self):
        for _ in range(5):
            self.given_login(name="oauth-alice")
            before = len(self.asked("/oauth/token"))
            theirs = [subprocess.Popen(
                [sys.executable, "-c", PYTHON], env=self.environment,
                stdout=subprocess.PIPE) for _ in range(2)]
            time.sleep(0.2)
            ours = {self.git_get()["password"] for _ in range(3)}
            found = {p.communicate(timeout=60)[0].decode().strip()
                     for p in theirs}
            self.assertEqual(found, ours)
            self.assertEqual(len(self.asked("/oauth/token")), before + 1)

    def test_its_logout_and_ours(self):
        self.log_in_with(ALICE_WRITE)
        self.log_in_with(BOB_WRITE)
        self.hf_command("logout", "--token-name", "laptop")
        self.assertEqual(list(self.sections()), ["desktop"])
        self.run_verb("logout", "--all")
        self.assertEqual(self.python(PYTHON), "")
        self.assertIsNone(self.stored())


if __name__ == "__main__":
    unittest.main()
