# SPDX-License-Identifier: Apache-2.0
"""A fresh copy of a distribution's root for each claim, with its own git and
git-lfs, and a small Hub that its programs take for huggingface.co."""
import pathlib
import shutil
import subprocess
import tempfile
import time

from hub import ALICE_WRITE, Hub
from packages.small_root import Root

URL = "https://huggingface.co/alice/private-model"
LONGEST = 3600  # Seconds; a program for another processor is slow.


class FreshRoot:
    """A base for claims; a subclass names the file of its root, `tar`."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix="hf-release-"))
        cls.hub = Hub(cls.scratch / "hub").start()
        cls.fresh = cls.scratch / "fresh"
        cls.fresh.mkdir()
        subprocess.run(["tar", "-xf", cls.tar, "-C", cls.fresh], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.hub.stop()
        shutil.rmtree(cls.scratch)

    def setUp(self):
        folder = tempfile.mkdtemp(dir=self.scratch)
        subprocess.run(["cp", "-a", "--reflink=auto", f"{self.fresh}/.", folder],
                       check=True)
        self.addCleanup(shutil.rmtree, folder)
        self.root = Root(folder)
        proxy = self.hub.environment()["https_proxy"]
        self.root.environment.update(https_proxy=proxy, GIT_TERMINAL_PROMPT="0",
                                     DEBIAN_FRONTEND="noninteractive")
        with open(self.root.folder / "etc/ssl/certs/ca-certificates.crt",
                  "ab") as authorities:
            authorities.write(self.hub.ca.read_bytes())
        self.began = time.monotonic()

    def tearDown(self):
        print(f"  {self.tar.stem}: {self._testMethodName}: "
              f"{time.monotonic() - self.began:.1f} s", flush=True)

    def run_in(self, command, status=0, **options):
        done = self.root.run("sh", "-euc", command, patience=LONGEST, **options)
        shown = (done.stdout + done.stderr).decode()
        self.assertEqual(done.returncode, status, shown)
        return shown

    def login(self):
        self.run_in("git-credential-hf login --token-stdin",
                    input=ALICE_WRITE.encode())

    def use_it(self):
        """Login, clone and push with a large file, as a user does it."""
        self.login()
        self.run_in(f"""
            git lfs install
            git clone {URL} /tmp/model
            cd /tmp/model
            test "$(wc -c <model.bin)" -gt 1000
            git config user.name Test
            git config user.email test@example.com
            head -c 100000 /dev/urandom >new.bin
            git lfs track new.bin
            git add .
            git commit -m change
            git push
            git clone {URL} /tmp/again
            cmp new.bin /tmp/again/new.bin
            git-credential-hf status""")
        for file in self.root.folder.glob("tmp/*/.git/config"):
            self.assertNotIn(ALICE_WRITE, file.read_text())
