# SPDX-License-Identifier: Apache-2.0
"""What is released, in fresh roots of Debian and Ubuntu releases with their own
git and git-lfs. Too long for ctest; run by scripts/packaging/check.

usage: releases_check.py ROOT.tar...
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from hub import ALICE_WRITE, Hub
from packages.small_root import MADE, Root, TOP, VERSION

URL = "https://huggingface.co/alice/private-model"
PATIENCE = 900  # A program for another processor is slow.


class Release:
    """The claims, for each root; a subclass names its file."""

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
        self.root.environment.update(https_proxy=proxy, GIT_TERMINAL_PROMPT="0")
        with open(self.root.folder / "etc/ssl/certs/ca-certificates.crt",
                  "ab") as authorities:
            authorities.write(self.hub.ca.read_bytes())
        self.began = time.monotonic()

    def tearDown(self):
        print(f"  {self.tar.stem}: {self._testMethodName}: "
              f"{time.monotonic() - self.began:.1f} s", flush=True)

    def run_in(self, command, **options):
        done = self.root.run("sh", "-euc", command, patience=PATIENCE, **options)
        shown = (done.stdout + done.stderr).decode()
        self.assertEqual(done.returncode, 0, shown)
        return shown

    def architecture(self):
        return self.run_in("dpkg --print-architecture").strip()

    def install_archive(self):
        release = self.root.give_folder("/release")
        for file in (*MADE.glob("*.tar.gz"), MADE / "SHA256SUMS",
                     TOP / "scripts/packaging/install.sh"):
            shutil.copy(file, release)
        self.run_in("sh /release/install.sh")
        self.root.environment["PATH"] += ":/root/.local/bin"

    def use_it(self):
        """Login, clone and push with a large file, as a user does it."""
        self.run_in("git-credential-hf login --token-stdin",
                    input=ALICE_WRITE.encode())
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

    def test_from_the_archive_to_a_push_with_a_large_file(self):
        self.install_archive()
        self.use_it()
        before = self.run_in("cat ~/.cache/huggingface/stored_tokens")
        self.run_in("sh /release/install.sh --uninstall")
        self.assertEqual(
            self.run_in("cat ~/.cache/huggingface/stored_tokens"), before)
        self.assertNotIn("git-credential-hf", self.run_in(
            "cat ~/.gitconfig; find ~/.local -type f"))

    def test_a_login_in_a_browser(self):
        self.install_archive()
        self.hub.oauth.auto_approve = 1
        self.run_in("git-credential-hf login; git-credential-hf whoami")


    def package(self, name):
        return MADE / f"{name}_{VERSION}_{self.architecture()}.deb"

    def newer(self, path):
        """The package with a later version, and nothing else changed."""
        unpacked = self.scratch / "unpacked"
        subprocess.run(["dpkg-deb", "-R", path, unpacked], check=True)
        control = unpacked / "DEBIAN" / "control"
        control.write_text(control.read_text().replace(
            f"Version: {VERSION}", f"Version: {VERSION}+1"))
        newer = self.scratch / "newer.deb"
        subprocess.run(["dpkg-deb", "-b", "--root-owner-group", unpacked, newer],
                       check=True, capture_output=True)
        shutil.rmtree(unpacked)
        return newer

    def user_files(self):
        return {str(path): path.read_bytes()
                for path in (self.root.folder / "root").rglob("*")
                if path.is_file() and ".apt" not in str(path)}

    def test_a_package_from_its_installation_to_its_purge(self):
        package = self.package("git-credential-hf")
        self.root.give("/release/old.deb", package.read_bytes())
        self.root.give("/release/new.deb", self.newer(package).read_bytes())
        apt = "apt-get -qq -y -o Dpkg::Use-Pty=0 install"
        self.run_in(f"{apt} /release/old.deb")
        self.use_it()
        self.run_in("git -C /tmp/model status")
        before = self.user_files()
        for step in (f"{apt} /release/new.deb", "apt-get -qq -y remove "
                     "git-credential-hf", f"{apt} /release/new.deb",
                     "apt-get -qq -y purge git-credential-hf"):
            self.run_in(step)
            self.assertEqual(self.user_files(), before, step)
        self.assertEqual(self.run_in(
            "find /usr /etc /var/lib/dpkg/info -name '*credential-hf*'"), "")


def tests_for(tar):
    return type(tar.stem, (Release, unittest.TestCase),
                {"tar": tar, "__module__": __name__})


if __name__ == "__main__":
    for path in map(pathlib.Path, sys.argv[1:]):
        globals()[path.stem] = tests_for(path)
    unittest.main(argv=sys.argv[:1], verbosity=0)
