# SPDX-License-Identifier: Apache-2.0
"""The archive in roots without any library: the programs need only a kernel."""
import pathlib
import subprocess
import tarfile
import tempfile
import unittest

from hub import ALICE_WRITE, Hub
from packages.small_root import ARCHIVE, TOP, SmallRoot

AUTHORITY_FILES = ("/etc/ssl/certs/ca-certificates.crt",
                   "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                   "/etc/ssl/cert.pem")
PROGRAM = "/usr/local/bin/git-credential-hf"
UNREACHABLE = 4
REQUEST = b"protocol=https\nhost=huggingface.co\n"


class InSmallRoot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="hf-root-")
        cls.hub = Hub(pathlib.Path(cls.scratch.name) / "hub").start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.stop()
        cls.scratch.cleanup()

    def setUp(self):
        self.root = SmallRoot(tempfile.mkdtemp(dir=self.scratch.name))
        self.root.unpack(ARCHIVE, "/usr/local")
        proxy = self.hub.environment()["https_proxy"]
        self.root.environment["https_proxy"] = proxy

    def hf(self, *arguments, status=0, **options):
        done = self.root.run(PROGRAM, *arguments, **options)
        shown = (done.stdout + done.stderr).decode()
        self.assertEqual(done.returncode, status, shown)
        self.assertNotIn(ALICE_WRITE, done.stderr.decode())
        return done

    def trust(self, file):
        self.root.give(file, self.hub.ca.read_bytes())

    def whoami(self, **options):
        return self.hf("whoami", HF_TOKEN=ALICE_WRITE, **options)


class ArchiveTest(InSmallRoot):
    def test_the_programs_need_no_library(self):
        for name in ("bin/git-credential-hf",
                     "libexec/git-credential-hf/account"):
            path = self.root.folder / "usr/local" / name
            shown = subprocess.run(["readelf", "-ldW", path], check=True,
                                   capture_output=True, text=True).stdout
            self.assertNotIn("NEEDED", shown, path)
            self.assertNotIn("INTERP", shown, path)

    def test_no_program_names_the_folder_in_which_it_was_built(self):
        """Else two builds of one commit differ."""
        for path in (self.root.folder / "usr/local").rglob("*"):
            if path.is_file():
                self.assertFalse(bytes(TOP) in path.read_bytes(), path)

    def test_the_hub_is_asked_with_the_authorities_of_each_distribution(self):
        for file in AUTHORITY_FILES:
            with self.subTest(file):
                self.trust(file)
                self.assertIn(b"alice", self.whoami().stdout)
                (self.root.folder / file[1:]).unlink()

    def test_without_authorities_the_message_says_what_to_install(self):
        done = self.whoami(status=UNREACHABLE)
        self.assertIn(b"no file with the certificates of authorities",
                      done.stderr)
        self.assertIn(b"install the package ca-certificates", done.stderr)

    def test_an_unknown_authority_is_not_trusted(self):
        made = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj",
             "/CN=stranger", "-keyout", "/dev/null"], check=True,
            capture_output=True)
        self.root.give("/etc/ssl/cert.pem", made.stdout)
        self.assertIn(b"cannot be trusted",
                      self.whoami(status=UNREACHABLE).stderr)

    def test_a_name_is_found_in_the_hosts_file(self):
        self.trust("/etc/ssl/cert.pem")
        del self.root.environment["https_proxy"]
        port = self.hub.https.rpartition(":")[2]
        login = ("login", "--token-stdin", "--no-configure", "--endpoint",
                 f"https://huggingface.co:{port}")
        done = self.hf(*login, input=ALICE_WRITE.encode(), status=UNREACHABLE)
        self.assertIn(b"resolve", done.stderr)
        self.root.give("/etc/hosts", b"127.0.0.1 huggingface.co\n")
        done = self.hf(*login, input=ALICE_WRITE.encode())
        self.assertIn(b"alice", done.stdout + done.stderr)

    def test_the_libraries_of_the_machine_are_not_loaded(self):
        self.trust("/etc/ssl/cert.pem")
        self.root.give("/etc/nsswitch.conf",
                       b"passwd: sss\nhosts: resolve mymachines\n")
        for name in ("libnss_sss.so.2", "libnss_resolve.so.2",
                     "libnss_mymachines.so.2"):
            self.root.give(f"/lib/x86_64-linux-gnu/{name}", b"\x7fELF damaged")
        self.root.give("/usr/lib/ssl/openssl.cnf", b"openssl_conf = broken\n")
        self.assertIn(b"alice", self.whoami().stdout)

    def test_a_saved_login_answers_git(self):
        self.trust("/etc/ssl/cert.pem")
        self.root.add_busybox()
        self.hf("login", "--token-stdin", "--no-configure",
                input=ALICE_WRITE.encode())
        answer = self.hf("get", input=REQUEST).stdout.decode()
        self.assertIn(f"password={ALICE_WRITE}", answer)

    def test_the_home_folder_is_found_without_a_variable(self):
        self.root.give("/etc/passwd", b"root:x:0:0::/home/somebody:/bin/sh\n")
        self.root.give("/home/somebody/.cache/huggingface/token",
                       ALICE_WRITE.encode())
        del self.root.environment["HOME"]
        self.assertEqual(self.hf("token").stdout.decode().strip(), ALICE_WRITE)

    def test_a_login_to_the_keyring_says_which_package_is_missing(self):
        self.trust("/etc/ssl/cert.pem")
        done = self.root.run(PROGRAM, "login", "--keyring", "--token-stdin",
                             input=ALICE_WRITE.encode())
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"install the package git-credential-hf-keyring",
                      done.stderr)

    def test_the_archive_has_the_manual_the_completions_and_the_licences(self):
        with tarfile.open(ARCHIVE) as archive:
            members = archive.getmembers()
        names = {m.name.partition("/")[2] for m in members if m.isfile()}
        for name in ("share/man/man1/git-credential-hf.1",
                     "share/man/man7/git-credential-hf.7",
                     "share/bash-completion/completions/git-credential-hf",
                     "share/zsh/site-functions/_git-credential-hf",
                     "share/fish/vendor_completions.d/git-credential-hf.fish",
                     "share/doc/git-credential-hf/LICENSE",
                     "share/doc/git-credential-hf/licences/openssl"):
            self.assertIn(name, names)
        self.assertNotIn("libexec/git-credential-hf/keyring", names)
        self.assertEqual({(m.uid, m.gid) for m in members}, {(0, 0)})
        self.assertEqual({m.mode & 0o7022 for m in members}, {0})
        self.assertEqual(len({m.mtime for m in members}), 1)


if __name__ == "__main__":
    unittest.main()
