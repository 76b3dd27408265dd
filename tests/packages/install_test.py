# SPDX-License-Identifier: Apache-2.0
"""install.sh: what it verifies, what it leaves when it is stopped."""
import hashlib
import http.server
import io
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import threading
import unittest

from packages.small_root import ARCHIVE, TOP, SmallRoot
from patience import PATIENCE

SCRIPT = TOP / "scripts" / "packaging" / "install.sh"
LIST = "share/git-credential-hf/installed-files"
TOOLS = ("sh tar gzip uname mktemp mkdir mv cp rm rmdir find sed grep cat "
         "dirname").split()


def program(version):
    return f"#!/bin/sh\necho git-credential-hf {version}\n".encode()


def release(folder, version, files):
    """An archive of `files` for this processor, with its checksum."""
    folder.mkdir(exist_ok=True)
    top = f"git-credential-hf-{version}-linux-x86-64"
    with tarfile.open(folder / f"{top}.tar.gz", "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"{top}/{name}")
            member.size, member.mode = len(content), 0o755
            archive.addfile(member, io.BytesIO(content))
    write_checksum(folder, f"{top}.tar.gz")
    return folder / f"{top}.tar.gz"


def write_checksum(folder, name):
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  {name}\n")


class HalfAFile(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, but ends in the middle of an archive."""

    def copyfile(self, source, outputfile):
        content = source.read()
        if self.path.endswith(".gz"):
            content = content[:len(content) // 2]
        outputfile.write(content)

    def log_message(self, *_):
        pass


class InstallTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="hf-install-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.prefix = self.root / "a prefix"
        self.old = self.root / "old"
        release(self.old, "1.0.0", {
            "bin/git-credential-hf": program("1.0.0"),
            "libexec/git-credential-hf/account": b"account 1.0.0",
            "share/gone": b"only in 1.0.0"})
        self.new = self.root / "new"
        release(self.new, "1.1.0", {
            "bin/git-credential-hf": program("1.1.0"),
            "libexec/git-credential-hf/account": b"account 1.1.0",
            "share/added": b"only in 1.1.0"})
        self.tools = self.root / "tools"
        self.tools.mkdir()
        for name in TOOLS:
            (self.tools / name).symlink_to(shutil.which(name))

    def install(self, *arguments, status=0, path=None):
        done = subprocess.run(
            ["sh", SCRIPT, "--prefix", self.prefix, *arguments],
            capture_output=True, timeout=PATIENCE, cwd=self.root,
            env={"HOME": str(self.root), "PATH": str(path or os.environ["PATH"])})
        self.assertEqual(done.returncode, status, (done.stdout + done.stderr))
        return (done.stdout + done.stderr).decode()

    def installed(self):
        return {str(p.relative_to(self.prefix))
                for p in self.prefix.rglob("*") if not p.is_dir()}

    def installed_version(self):
        return subprocess.run([self.prefix / "bin" / "git-credential-hf"],
                              capture_output=True, text=True,
                              check=True).stdout.split()[-1]

    def assert_old(self):
        self.assertEqual(self.installed_version(), "1.0.0")
        self.assertEqual(self.installed(), self.before)

    def given_old(self):
        self.install("--from", self.old)
        self.before = self.installed()

    def test_an_upgrade_replaces_all_files_and_removes_old_ones(self):
        self.given_old()
        self.assertEqual(self.installed_version(), "1.0.0")
        self.install("--from", self.new)
        self.assertEqual(self.installed_version(), "1.1.0")
        self.assertEqual(self.installed(), {
            "bin/git-credential-hf", "libexec/git-credential-hf/account",
            "share/added", LIST})

    def test_an_uninstallation_removes_what_was_installed_and_no_more(self):
        self.given_old()
        others = self.prefix / "bin" / "other"
        others.touch()
        self.install("--uninstall")
        self.assertEqual(self.installed(), {"bin/other"})
        self.assertFalse((self.prefix / "libexec").exists())

    def test_an_archive_with_another_checksum_is_not_unpacked(self):
        self.given_old()
        archive = next(self.new.glob("*.gz"))
        archive.write_bytes(archive.read_bytes() + b"\0")
        shown = self.install("--from", self.new, status=1)
        self.assertIn("does not have the checksum", shown)
        self.assert_old()

    def test_without_a_program_for_checksums_nothing_is_installed(self):
        shown = self.install("--from", self.old, status=1, path=self.tools)
        self.assertIn("install sha256sum, shasum or openssl", shown)
        self.assertEqual(self.installed(), set())

    def test_each_program_for_checksums_is_enough(self):
        for name in ("sha256sum", "shasum", "openssl"):
            with self.subTest(name):
                tool = self.tools / name
                tool.symlink_to(shutil.which(name))
                self.install("--from", self.old, path=self.tools)
                archive = next(self.new.glob("*.gz"))
                archive.write_bytes(b"changed")
                self.assertIn("does not have the checksum", self.install(
                    "--from", self.new, status=1, path=self.tools))
                tool.unlink()

    def test_a_download_that_ends_early_leaves_the_old_version(self):
        self.given_old()
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0),
            lambda *a: HalfAFile(*a, directory=self.new))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.install("--from", f"http://127.0.0.1:{server.server_port}",
                     status=1)
        self.assert_old()

    def test_an_installation_stopped_at_any_step_leaves_a_whole_version(self):
        for name in ("cp", "tar", "find", "sed", "mv"):
            for signal in ("TERM", "INT", "HUP"):
                with self.subTest(name, signal=signal):
                    shutil.rmtree(self.prefix, ignore_errors=True)
                    self.given_old()
                    self.stop_at(name, signal)
                    version = self.installed_version()
                    account = (self.prefix / "libexec/git-credential-hf"
                               / "account").read_text()
                    self.assertEqual(account, f"account {version}")
                    self.assertEqual(list(self.prefix.glob(".git-*")), [])

    def stop_at(self, name, signal):
        """Installs 1.1.0, with a `name` that stops its caller."""
        stopping = self.root / "stopping"
        stopping.mkdir(exist_ok=True)
        tool = stopping / name
        tool.write_text(f'#!/bin/sh\nkill -{signal} $PPID\n'
                        f'exec {shutil.which(name)} "$@"\n')
        tool.chmod(0o755)
        subprocess.run(
            ["sh", SCRIPT, "--prefix", self.prefix, "--from", self.new],
            capture_output=True, timeout=PATIENCE, start_new_session=True,
            env={"HOME": str(self.root),
                 "PATH": f"{stopping}:{os.environ['PATH']}"})
        tool.unlink()

    def test_an_archive_that_does_not_run_here_is_not_installed(self):
        self.given_old()
        release(self.new, "1.1.0", {"bin/git-credential-hf": b"\x7fELF"})
        shown = self.install("--from", self.new, status=1)
        self.assertIn("does not run on this machine", shown)
        self.assert_old()

    def test_two_archives_for_one_processor_are_refused(self):
        lines = "".join((folder / "SHA256SUMS").read_text()
                        for folder in (self.old, self.new))
        (self.old / "SHA256SUMS").write_text(lines)
        shown = self.install("--from", self.old, status=1)
        self.assertIn("more than one archive", shown)

    def test_a_name_that_leaves_the_folder_is_refused(self):
        (self.old / "SHA256SUMS").write_text(
            "0" * 64 + "  ../git-credential-hf-1.0.0-linux-x86-64.tar.gz\n")
        shown = self.install("--from", self.old, status=1)
        self.assertIn("has no archive", shown)

    def test_a_list_of_files_that_leaves_the_prefix_is_refused(self):
        self.given_old()
        victim = self.root / "victim"
        victim.touch()
        (self.prefix / LIST).write_text("bin/../../victim\n")
        self.assertIn("is damaged", self.install("--uninstall", status=1))
        self.assertTrue(victim.exists())

    def test_an_url_without_tls_is_refused(self):
        for place in ("http://example.com", "ftp://example.com"):
            shown = self.install("--from", place, status=1)
            self.assertIn("begins with https://", shown)

    def test_what_was_not_installed_is_not_removed(self):
        (self.prefix / "bin").mkdir(parents=True)
        (self.prefix / "bin" / "git-credential-hf").write_bytes(program("0"))
        self.assertIn("has not installed",
                      self.install("--uninstall", status=1))
        self.assertTrue((self.prefix / "bin" / "git-credential-hf").exists())


class BusyboxTest(unittest.TestCase):
    def test_busybox_is_enough_for_the_real_archive(self):
        scratch = tempfile.TemporaryDirectory(prefix="hf-root-")
        self.addCleanup(scratch.cleanup)
        root = SmallRoot(scratch.name)
        root.add_busybox()
        root.give(f"/release/{ARCHIVE.name}", ARCHIVE.read_bytes())
        write_checksum(root.folder / "release", ARCHIVE.name)
        root.give("/release/install.sh", SCRIPT.read_bytes())
        for step in ([], [], ["--uninstall"]):
            done = root.run("sh", "/release/install.sh", *step)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            program = root.folder / "root/.local/bin/git-credential-hf"
            self.assertEqual(program.exists(), not step)


if __name__ == "__main__":
    unittest.main()
