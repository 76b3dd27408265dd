# SPDX-License-Identifier: Apache-2.0
"""A test's Hub, and the methods to use it with real git."""
import base64
import os
import pathlib
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

from hub import Hub
from patience import PATIENCE

NOBODY = "hf_nobodyKnowsThisTokenForTests0000006"
ORIGIN = "https://huggingface.co"
CHALLENGE = 'Basic realm="Authentication required"'

HELPER = """
test "$1" != erase || touch "$HOME/refused"
test "$1" = get && test -n "$TOKEN" && ! test -f "$HOME/refused" || exit 0
echo username=hf_user
echo "password=$TOKEN"
"""


def basic(token, username="anybody"):
    pair = base64.b64encode(f"{username}:{token}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


class SmallHub(unittest.TestCase):
    """One Hub for each class of tests, one home for each test."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="small-hub-")
        cls.addClassCleanup(scratch.cleanup)
        cls.hub = Hub(pathlib.Path(scratch.name) / "hub").start()
        cls.addClassCleanup(cls.hub.stop)

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="small-hub-home-")
        self.addCleanup(scratch.cleanup)
        self.home = pathlib.Path(scratch.name)
        (self.home / "helper").write_text(HELPER)
        self.seen = len(self.hub.requests())

    def requests(self, **fields):
        """The requests of this test to the Hub."""
        return [r for r in self.hub.requests()[self.seen:]
                if fields.items() <= r.items()]

    def ask(self, path, headers=None, data=None):
        """Status, headers and body of an answer over plain http."""
        request = urllib.request.Request(self.hub.http + path, data,
                                         headers or {})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers, refusal.read()

    def git(self, *arguments, token=None, cwd=None):
        """Run git with a helper that knows one token, until it is refused.

        git-lfs asks again without end while a helper has an answer.
        """
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home),
                       "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
                       "LC_ALL": "C.UTF-8", "TOKEN": token or "",
                       **self.hub.environment()}
        helper = self.home / "helper"
        done = subprocess.run(
            ("git", "-c", f"credential.helper=!sh {helper}",
             "-c", "user.name=a", "-c", "user.email=a@example.invalid",
             *arguments), cwd=cwd or self.home, env=environment, timeout=PATIENCE,
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
        done.said = done.stdout + done.stderr
        return done

    def must(self, *arguments, **options):
        done = self.git(*arguments, **options)
        self.assertEqual(done.returncode, 0, done.said)
        return done.stdout

    def clone(self, name, token=None):
        """A clone with its LFS files; returns the folder."""
        self.must("lfs", "install", "--skip-repo")
        target = self.home / "clone"
        self.must("clone", "--quiet", f"{ORIGIN}/{name}", target, token=token)
        return target

    def commit(self, folder, name, content):
        (folder / name).write_bytes(content)
        self.must("add", name, cwd=folder)
        self.must("commit", "--quiet", "-m", f"add {name}", cwd=folder)
