# SPDX-License-Identifier: Apache-2.0
"""A user on whose machine huggingface.co is the small Hub.

git and git-lfs reach it by a proxy of the test's own and trust its authority;
nothing else about them is arranged. Every prompt is a failure.
"""
import pathlib
import subprocess
import sys
import tempfile

from hub import Hub
from sandbox import Sandbox

XET_AGENT = pathlib.Path(__file__).with_name("xet_agent.py")


class World(Sandbox):
    """A Sandbox and a Hub that all tests of a class share."""

    @classmethod
    def setUpClass(cls):
        cls.hub_root = tempfile.TemporaryDirectory(prefix="hf-hub-")
        cls.hub = Hub(cls.hub_root.name).start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.stop()
        cls.hub_root.cleanup()

    def setUp(self):
        super().setUp()
        self.environment.update(self.hub.environment())
        self.environment["GIT_ASKPASS"] = "/bin/false"
        self.environment["SSL_CERT_FILE"] = str(self.hub.ca)
        self.git("config", "--global", "user.name", "Test")
        self.git("config", "--global", "user.email", "test@example.com")
        self.git("lfs", "install", "--skip-repo")
        self.asked_before = len(self.hub.requests())

    def configure(self, *arguments):
        done = self.hf("configure", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)

    def use_xet_agent(self):
        """The stand-in for git-xet, and a directory for the helper's notes."""
        (self.root / "runtime").mkdir(mode=0o700)
        self.environment["XDG_RUNTIME_DIR"] = str(self.root / "runtime")
        self.git("config", "--global", "lfs.customtransfer.xet.path",
                 sys.executable)
        self.git("config", "--global", "lfs.customtransfer.xet.args",
                 f"-B {XET_AGENT}")

    def git(self, *arguments, check=True, **options):
        options.setdefault("input", None)
        if options["input"] is None:
            options["stdin"] = subprocess.DEVNULL
        done = self.command("git", *arguments, **options)
        if check:
            self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done

    def asked(self):
        """The requests since this test began."""
        return self.hub.requests()[self.asked_before:]

    def accounts(self):
        """Whose tokens opened a door. LFS objects have tickets instead."""
        return {request["account"] for request in self.asked()
                if request["status"] < 400
                and not request["path"].startswith("/lfs/")}
