# SPDX-License-Identifier: Apache-2.0
"""The helper and the Hub's Python library see each other's changes.

Runs where `huggingface_hub` 1.20 or later can be imported; CMake looks.
"""
import subprocess
import sys
import time
import unittest

from hub import ALICE_WRITE, BOB_WRITE, CI_ID_TOKEN
from online import Online
from patience import PATIENCE

PYTHON = ("import os, sys; from huggingface_hub import get_token; "
          "print(get_token() or '')")
DAY = 86_400


class BesidePython(Online):
    def setUp(self):
        super().setUp()
        # Both use loopback http: the library uses only HF_ENDPOINT.
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

    def test_git_gets_a_token_that_the_library_saved(self):
        self.hf_command("login", "--token", ALICE_WRITE)
        self.assertEqual(self.git_get()["password"], ALICE_WRITE)
        self.assertIn(b"laptop", self.run_verb("list").stdout)

    def test_git_gets_the_token_of_a_browser_login_of_the_library(self):
        with self.deciding():
            process = self.hf_command("login", background=True)
            out, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0, out)
        self.assertTrue(self.git_get()["password"].startswith("hf_oauth_"))

    def test_the_library_reads_the_login_of_the_helper(self):
        self.log_in()
        self.assertEqual(self.python(PYTHON), self.stored("token").decode())
        self.assertIn("alice", self.hf_command("whoami"))
        self.assertIn("oauth-alice", self.hf_command("list"))

    def test_the_helper_uses_the_token_that_the_library_refreshed(self):
        old, _ = self.given_login(name="oauth-alice")
        new = self.python(PYTHON)
        self.assertNotEqual(new, old)
        self.assertEqual(self.git_get()["password"], new)
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_the_library_uses_the_token_that_the_helper_refreshed(self):
        old, _ = self.given_login(name="oauth-alice")
        new = self.git_get()["password"]
        self.assertNotEqual(new, old)
        self.assertEqual(self.python(PYTHON), new)
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_the_helper_and_the_library_share_one_refresh(self):
        for _ in range(5):
            self.given_login(name="oauth-alice")
            before = len(self.asked("/oauth/token"))
            theirs = [subprocess.Popen(
                [sys.executable, "-c", PYTHON], env=self.environment,
                stdout=subprocess.PIPE) for _ in range(2)]
            time.sleep(0.2)
            answered = {self.git_get()["password"] for _ in range(3)}
            found = {p.communicate(timeout=PATIENCE)[0].decode().strip()
                     for p in theirs}
            self.assertEqual(found, answered)
            self.assertEqual(len(self.asked("/oauth/token")), before + 1)

    def exec_python(self, *options, code=PYTHON, env=None):
        done = self.hf("exec", *options, "--", sys.executable, "-c", code,
                       env=env)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode().strip()

    def test_the_library_under_exec_uses_the_token_of_a_rule(self):
        self.log_in_with(BOB_WRITE)
        self.log_in_with(ALICE_WRITE)
        self.run_verb("switch", "desktop", "--for", "bob")
        asks = "from huggingface_hub import HfApi; print(HfApi().whoami()['name'])"
        self.assertEqual(self.exec_python(code=asks), "alice")
        self.assertEqual(self.exec_python("--for", "bob/model", code=asks),
                         "bob")
        self.assertEqual(self.exec_python("--name", "desktop", code=asks),
                         "bob")

    def test_the_library_under_exec_gets_a_refreshed_token(self):
        old, _ = self.given_login(60, name="oauth-alice")
        new = self.exec_python()
        self.assertNotEqual(new, old)
        self.assertEqual(new, self.stored("token").decode())
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_the_library_under_exec_does_not_exchange_a_second_time(self):
        env = {"HF_OIDC_RESOURCE": "alice/private-model",
               "HF_OIDC_ID_TOKEN": CI_ID_TOKEN}
        self.assertTrue(self.exec_python(env=env).startswith("hf_jwt_"))
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_the_library_does_not_know_a_revoked_token(self):
        self.log_in_with(ALICE_WRITE)
        self.run_verb("logout", "laptop", "--revoke", "--yes")
        asks = ("from huggingface_hub import HfApi\n"
                f"print(HfApi(token='{ALICE_WRITE}').whoami())")
        done = self.command(sys.executable, "-c", asks)
        self.assertIn(b"401", done.stderr)

    def test_the_helper_and_the_library_see_each_others_logout(self):
        self.log_in_with(ALICE_WRITE)
        self.log_in_with(BOB_WRITE)
        self.hf_command("logout", "--token-name", "laptop")
        self.assertEqual(list(self.sections()), ["desktop"])
        self.run_verb("logout", "--all")
        self.assertEqual(self.python(PYTHON), "")
        self.assertIsNone(self.stored())


if __name__ == "__main__":
    unittest.main()
