# SPDX-License-Identifier: Apache-2.0
"""The Debian packages: what lintian says, what they need, and an apt repository
from which a root installs, upgrades and removes them."""
import io
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

from packages.small_root import MADE, TOP, VERSION

NAMES = ("git-credential-hf", "git-credential-hf-keyring", "libhfcredential-dev")


def package(name):
    return MADE / f"{name}_{VERSION}_amd64.deb"


def field(name, field_name):
    return subprocess.run(["dpkg-deb", "-f", package(name), field_name],
                          check=True, capture_output=True,
                          text=True).stdout.strip()


class DebTest(unittest.TestCase):
    def test_lintian_finds_no_error(self):
        done = subprocess.run(
            ["lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit",
             "0", *map(package, NAMES)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_only_the_package_for_the_keyring_needs_libraries(self):
        self.assertEqual(set(field("git-credential-hf", "Depends").split(", ")),
                         {"git", "ca-certificates"})
        needed = field("git-credential-hf-keyring", "Depends")
        self.assertIn(f"git-credential-hf (= {VERSION})", needed)
        self.assertIn("libsecret-1-0", needed)
        self.assertNotIn("lib", field("libhfcredential-dev", "Depends"))

    def test_each_file_is_in_one_package(self):
        found = []
        for name in NAMES:
            shown = subprocess.run(["dpkg-deb", "-c", package(name)], check=True,
                                   capture_output=True, text=True).stdout
            found += [line.split()[5] for line in shown.splitlines()
                      if line.startswith("-")]
        self.assertEqual(len(found), len(set(found)))
        for name in ("bin/git-credential-hf", "libexec/git-credential-hf/account",
                     "libexec/git-credential-hf/keyring",
                     "share/man/man1/git-credential-hf.1.gz",
                     "share/man/man7/git-credential-hf.7.gz",
                     "share/bash-completion/completions/git-credential-hf",
                     "include/hf/credential.h"):
            self.assertIn(f"./usr/{name}", found)

    def test_all_files_have_the_time_of_the_commit(self):
        """And not that at which they were written, which no build repeats."""
        for name in NAMES:
            with self.subTest(name):
                files = subprocess.run(
                    ["dpkg-deb", "--fsys-tarfile", package(name)], check=True,
                    capture_output=True).stdout
                with tarfile.open(fileobj=io.BytesIO(files)) as archive:
                    self.assertEqual(len({m.mtime for m in archive}), 1)

    def test_no_package_runs_anything_when_it_is_installed(self):
        """So that it cannot change a user's configuration."""
        for name in NAMES:
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run(["dpkg-deb", "-e", package(name), folder],
                               check=True)
                self.assertLessEqual(set(os.listdir(folder)),
                                     {"control", "md5sums"})


class RepositoryTest(unittest.TestCase):
    """apt with folders of its own, which changes nothing of this machine."""

    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="hf-apt-"))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.gnupg = self.place / "gnupg"
        self.gnupg.mkdir(mode=0o700)
        self.addCleanup(subprocess.run, ["gpgconf", "--homedir", self.gnupg,
                                         "--kill", "all"])
        self.make_key()
        self.repository = self.place / "repository"
        subprocess.run(
            [TOP / "scripts/packaging/apt-repository", self.repository,
             *map(package, NAMES)], check=True, capture_output=True,
            env={**os.environ, "GNUPGHOME": str(self.gnupg),
                 "SOURCE_DATE_EPOCH": "1700000000"})
        for name in ("lists/partial", "cache/archives/partial", "dpkg"):
            (self.place / name).mkdir(parents=True)
        (self.place / "dpkg" / "status").touch()

    def make_key(self):
        subprocess.run(
            ["gpg", "--homedir", self.gnupg, "--batch", "--quiet",
             "--passphrase", "", "--quick-generate-key", "test@example.com",
             "ed25519", "sign"], check=True, capture_output=True)

    def apt(self, *arguments):
        key = self.repository / "git-credential-hf.asc"
        (self.place / "sources.list").write_text(
            f"deb [signed-by={key}] file:{self.repository} stable main\n")
        return subprocess.run(
            ["apt-get", "-o", f"Dir::Etc::SourceList={self.place}/sources.list",
             "-o", "Dir::Etc::SourceParts=/dev/null",
             "-o", f"Dir::State::Lists={self.place}/lists",
             "-o", f"Dir::State::Status={self.place}/dpkg/status",
             "-o", f"Dir::Cache={self.place}/cache",
             "-o", "APT::Sandbox::User=", "-o", "APT::Architecture=amd64",
             "-o", "Debug::NoLocking=1", "-o", "APT::Update::Error-Mode=any",
             *arguments],
            capture_output=True, text=True, cwd=self.place)

    def test_apt_gets_the_packages_from_a_signed_repository(self):
        done = self.apt("update")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in NAMES:
            done = self.apt("download", name)
            self.assertEqual(done.returncode, 0, done.stderr)
            got = self.place / package(name).name
            self.assertEqual(got.read_bytes(), package(name).read_bytes())

    def test_apt_takes_nothing_that_the_key_has_not_signed(self):
        index = self.repository / "dists/stable/InRelease"
        index.write_text(index.read_text().replace("main", "evil", 1))
        self.assertNotEqual(self.apt("update").returncode, 0)

    def test_apt_takes_no_package_that_was_changed_later(self):
        self.assertEqual(self.apt("update").returncode, 0)
        for pooled in self.repository.rglob("git-credential-hf_*.deb"):
            content = bytearray(pooled.read_bytes())
            content[-1] ^= 1
            pooled.write_bytes(content)
        self.assertNotEqual(
            self.apt("download", "git-credential-hf").returncode, 0)

    def test_a_repository_is_not_made_without_a_key(self):
        empty = self.place / "empty"
        empty.mkdir(mode=0o700)
        done = subprocess.run(
            [TOP / "scripts/packaging/apt-repository", self.place / "other",
             package(NAMES[0])], capture_output=True,
            env={**os.environ, "GNUPGHOME": str(empty)})
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse((self.place / "other" / "dists").exists())


if __name__ == "__main__":
    unittest.main()
