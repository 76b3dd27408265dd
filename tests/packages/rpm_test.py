# SPDX-License-Identifier: Apache-2.0
"""The rpm packages, installed with `rpm --root` in an empty root."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from packages.small_root import MADE, TOP, VERSION, Root

PROGRAM, KEYRING = (MADE / f"{name}-{VERSION}-1.x86_64.rpm" for name in (
    "git-credential-hf", "git-credential-hf-keyring"))


def query(*arguments):
    return subprocess.run(["rpm", "-qp", *arguments], check=True,
                          capture_output=True, text=True).stdout


def described(part, name):
    return subprocess.run([TOP / "scripts/packaging/description", part, name],
                          check=True, capture_output=True, text=True).stdout


class RpmTest(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="hf-rpm-"))
        self.addCleanup(shutil.rmtree, self.place)
        for name in ("proc", "root", "dev"):
            (self.place / name).mkdir()
        (self.place / "dev" / "null").touch()
        self.root = Root(self.place)

    def rpm(self, *arguments, status=0):
        done = subprocess.run(["rpm", "--root", self.place, *arguments],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stderr

    def test_the_package_is_installed_runs_and_is_removed(self):
        self.rpm("-i", "--nodeps", PROGRAM)
        done = self.root.run("/usr/bin/git-credential-hf", "--version")
        self.assertIn(VERSION.encode(), done.stdout)
        done = self.root.run("/usr/bin/git-credential-hf", "list")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.rpm("-V", "--nodeps", "git-credential-hf")
        self.rpm("-e", "git-credential-hf")
        self.assertEqual(list(self.place.rglob("*credential-hf*")), [])

    def test_what_a_package_needs_is_asked_for(self):
        needed = self.rpm("-i", PROGRAM, status=1)
        self.assertIn("git is needed", needed)
        self.assertIn("ca-certificates is needed", needed)
        self.assertNotIn("rtld", needed)
        self.assertNotIn(".so", query("--requires", PROGRAM))
        self.assertIn("libsecret-1.so.0", query("--requires", KEYRING))
        self.assertIn(f"git-credential-hf = {VERSION}",
                      query("--requires", KEYRING))

    def test_the_packages_have_the_files_and_texts_of_the_debian_ones(self):
        for rpm, name in ((PROGRAM, "git-credential-hf"),
                          (KEYRING, "git-credential-hf-keyring")):
            self.assertEqual(query("--qf", "%{SUMMARY}\n", rpm),
                             described("summary", name))
            self.assertEqual(query("--qf", "%{DESCRIPTION}\n", rpm),
                             described("text", name))
            shown = subprocess.run(
                ["dpkg-deb", "-c", MADE / f"{name}_{VERSION}_amd64.deb"],
                check=True, capture_output=True, text=True).stdout
            debian = {line.split()[5].lstrip(".").removesuffix(".gz")
                      for line in shown.splitlines() if line.startswith("-")}
            shown = query("--qf", "[%{FILEMODES:perms} %{FILENAMES}\n]", rpm)
            ours = {line.split()[1] for line in shown.splitlines()
                    if line.startswith("-")}
            self.assertEqual({f for f in ours if "/doc/" not in f},
                             {f for f in debian if "/doc/" not in f
                              and "/lintian/" not in f})

    def test_all_files_have_the_time_of_the_commit(self):
        for file in (PROGRAM, KEYRING):
            times = subprocess.run(
                ["rpm", "-qp", "--qf", "[%{FILEMTIMES}\\n]", file], check=True,
                capture_output=True, text=True).stdout
            self.assertEqual(len(set(times.split())), 1, file)

    def test_no_package_runs_anything_when_it_is_installed(self):
        self.assertEqual(query("--scripts", PROGRAM, KEYRING), "")


if __name__ == "__main__":
    unittest.main()
