# SPDX-License-Identifier: Apache-2.0
"""Files that others plant, break or forbid; homes that are none.

Numbers are those of the abuse cases that the project was given.
"""
import os
import pathlib
import resource
import socket
import subprocess
import tempfile
import unittest

from sandbox import NOBODY, Sandbox, become_nobody, record

TOKEN = "hf_activeTokenForTestsOnly000000000001"
NEW = "hf_otherTokenForTestsOnly0000000000002"
HUB = record(protocol="https", host="huggingface.co")
OFFER = record(protocol="https", host="huggingface.co", username="u",
               password=NEW)
ANSWER = f"username=hf_user\npassword={TOKEN}\n".encode()


WRITER = f"""
import sys, time
end = time.monotonic() + 30
while time.monotonic() < end:
    for name, text in (("token", "{TOKEN}"),
                       ("stored_tokens", "[a]\\nhf_token = {TOKEN}\\n\\n")):
        with open(sys.argv[1] + "/" + name, "w") as file:
            file.write(text)
"""


class Files(Sandbox):
    def ask(self, **options):
        return self.hf("get", input=HUB, **options)

    def assert_refused(self, done):
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertTrue(done.stderr.startswith(b"git-credential-hf: "))
        self.assertNotIn(TOKEN.encode(), done.stderr)


class StrangeTokenFiles(Files):
    def test_a_pipe_or_device_is_refused_at_once(self):  # 120
        self.hf_home.mkdir(parents=True, mode=0o700)
        path = self.hf_home / "token"
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        makers = {
            "fifo": lambda: os.mkfifo(path),
            "directory": path.mkdir,
            "socket": lambda: listener.bind(str(path)),
            "device": lambda: path.symlink_to("/dev/zero"),
            "link to nothing": lambda: path.symlink_to("/nonexistent/x"),
        }
        for kind, make in makers.items():
            with self.subTest(kind=kind):
                make()
                self.assert_refused(self.ask())
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()
                else:
                    path.unlink()

    def test_standard_input_is_not_a_token_file(self):  # 120
        for path in "/dev/stdin", "/proc/self/fd/0", "/dev/tty", "/dev/full":
            done = self.ask(env={"HF_TOKEN_PATH": path})
            self.assertEqual(done.stdout, b"")

    def test_a_huge_file_is_refused_and_not_read_into_memory(self):  # 116
        self.given_token("")
        os.truncate(self.hf_home / "token", 1 << 30)
        self.given_store("")
        os.truncate(self.hf_home / "stored_tokens", 1 << 30)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assert_refused(self.ask())
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(after, max(before, 64 * 1024) + 1)

    def test_a_store_of_a_hundred_thousand_sections_works(self):  # 116
        self.given_token(TOKEN)
        self.given_store("".join(f"[{n}]\n" for n in range(100_000)))
        self.assertEqual(self.ask().stdout, ANSWER)

    def test_a_store_with_errors_can_be_read_but_not_written(self):  # 113, 114
        for broken in (b"[a]\nhf_token = 1\n[a]\n", b"nonsense\n", b"[a]\nx\n",
                       b"\xef\xbb\xbf[a]\n", b"[a\xff]\n",
                       b'{"tokens":{"default":{"token":"hf_x"}}}',
                       b"[a]\nk = 1\nK = 2\n"):
            with self.subTest(broken=broken):
                self.given_token(TOKEN)
                path = self.given_file("stored_tokens", broken)
                inode = path.stat().st_ino
                self.assertEqual(self.ask().stdout, ANSWER)
                for arguments in (["store"], ["list"], ["switch", "a"],
                                  ["logout", "a"], ["logout", "--all"]):
                    done = self.hf(*arguments, input=OFFER)
                    self.assertEqual(done.returncode, 1, arguments)
                    self.assertIn(str(path).encode(), done.stderr)
                    self.assertEqual(path.read_bytes(), broken)
                    self.assertEqual(path.stat().st_ino, inode)
                self.assertEqual(self.stored("token"), TOKEN.encode())

    def test_an_empty_token_file_is_reported_as_busy(self):  # 117
        self.given_token("")
        done = self.ask()
        self.assert_refused(done)
        self.assertIn(b"another program is writing it", done.stderr)

    def test_a_write_in_place_never_looks_like_a_logout(self):  # 117
        self.given_token(TOKEN)
        writer = subprocess.Popen(["python3", "-c", WRITER, self.hf_home])
        try:
            silent = [done for done in (self.ask() for _ in range(300))
                      if not done.stdout and done.returncode == 0]
        finally:
            writer.kill()
            writer.wait()
        self.assertEqual(silent, [])


class SizeLimit(Files):
    def test_a_file_size_limit_gives_an_error_message(self):
        """The kernel would end a program that does not expect it, without a
        word, and leave its temporary file."""
        self.given_token(TOKEN)
        store = f"[a]\nhf_token = {TOKEN}\n\n"
        self.given_store(store)

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))
        for arguments, said in (
                (["store"], OFFER), (["switch", "a", "--for", "acme"], b""),
                (["login", "--token-stdin", "--no-verify", "--no-configure",
                  "--force"], NEW.encode())):
            done = self.hf(*arguments, input=said, preexec_fn=limit)
            self.assertEqual(done.returncode, 1, (arguments, done.stderr))
            self.assertIn(b"File too large", done.stderr)
            self.assertEqual(self.stored(), store.encode())
            self.assertLessEqual({path.name for path in self.hf_home.iterdir()},
                                 {"token", "stored_tokens",
                                  "stored_tokens.lock"})


class Permissions(Files):
    def setUp(self):
        super().setUp()
        self.use_own_prefix()

    def test_a_read_only_store_serves_tokens_and_store_fails(self):  # 130
        self.given_token(TOKEN)
        self.given_store("")
        self.open_to_nobody()
        self.hf_home.chmod(0o500)
        self.addCleanup(self.hf_home.chmod, 0o700)
        done = self.ask(preexec_fn=become_nobody)
        self.assertEqual(done.stdout, ANSWER)
        done = self.hf("store", input=OFFER, preexec_fn=become_nobody)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(sorted(p.name for p in self.hf_home.iterdir()),
                         ["stored_tokens", "token"])

    def test_an_unreadable_token_file_is_named(self):
        self.given_token(TOKEN)
        self.open_to_nobody()
        (self.hf_home / "token").chmod(0)
        done = self.ask(preexec_fn=become_nobody)
        self.assert_refused(done)
        self.assertIn(b"token'", done.stderr)

    def test_a_token_file_in_a_variable_needs_no_home(self):
        mounted = self.root / "secret" / "hf_token"
        mounted.parent.mkdir(mode=0o755)
        mounted.write_text(TOKEN + "\n")
        mounted.chmod(0o444)
        self.root.chmod(0o755)
        del self.environment["HOME"]
        done = self.ask(env={"HF_TOKEN_PATH": str(mounted)},
                        preexec_fn=become_nobody)
        self.assertEqual(done.stdout, ANSWER)

    def test_get_warns_of_a_file_that_other_users_can_write(self):  # 121
        self.given_token(TOKEN)
        (self.hf_home / "token").chmod(0o666)
        done = self.ask()
        self.assertEqual(done.stdout, ANSWER)
        self.assertIn(b"other users can write", done.stderr)

    def test_nothing_is_written_where_others_can_write(self):  # 121
        self.given_token(TOKEN)
        self.hf_home.chmod(0o777)
        done = self.hf("store", input=OFFER)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"chmod go-w", done.stderr)
        self.assertIsNone(self.stored())

    def test_a_link_to_the_store_is_followed_and_stays_a_link(self):  # 118
        self.given_file("real", f"[a]\nhf_token = {TOKEN}\n\n")
        (self.hf_home / "stored_tokens").symlink_to("real")
        self.hf("store", input=OFFER)
        self.assertTrue((self.hf_home / "stored_tokens").is_symlink())
        self.assertIn(NEW.encode(), self.stored("real"))

    def test_no_verb_changes_a_hard_linked_file(self):
        store = f"[a]\nhf_token = {TOKEN}\n\n[b]\nhf_token = {NEW}\n\n"
        verbs = (["store"], ["switch", "b"], ["switch", "b", "--for", "acme"],
                 ["logout", "a"], ["logout", "b"], ["logout", "--all", "--yes"],
                 ["login", "--token-stdin", "--no-verify", "--no-configure"])
        for name in "token", "stored_tokens", "git_credential_hf":
            self.given_token(TOKEN)
            self.given_store(store)
            self.given_file("git_credential_hf",
                            "[https://huggingface.co/x]\ntoken = a\n\n")
            files = ("token", "stored_tokens", "git_credential_hf")
            before = [self.stored(file) for file in files]
            (self.hf_home / "copy").hardlink_to(self.hf_home / name)
            for arguments in verbs:
                with self.subTest(name=name, verb=arguments):
                    offer = record(
                        protocol="https", host="huggingface.co", username="u",
                        password="hf_third"
                    ) if arguments == ["store"] else b"hf_third\n"
                    done = self.hf(*arguments, input=offer)
                    self.assertEqual(done.returncode, 1, done.stdout)
                    self.assertIn(b"hard link", done.stderr)
                    self.assertEqual([self.stored(file) for file in files],
                                     before)
            (self.hf_home / "copy").unlink()

    def test_the_next_writer_removes_the_files_of_a_killed_writer(self):
        aside = ".hf-0123456789abcdef"
        far = self.root / "far"
        far.mkdir(mode=0o700)
        (far / "real").write_text(f"[a]\nhf_token = {TOKEN}\n\n")
        (far / "active").write_text(TOKEN)
        self.hf_home.mkdir(mode=0o700, parents=True)
        (self.hf_home / "stored_tokens").symlink_to(far / "real")
        (self.hf_home / "token").symlink_to(far / "active")
        for name in ".real", ".active", ".stored_tokens", ".foreign":
            (far / (name + aside)).write_text(NEW)
        self.given_file(".git_credential_hf" + aside, NEW)
        self.hf("store", input=OFFER)
        self.assertEqual(
            {path.name for path in far.iterdir()},
            {"real", "active", ".stored_tokens" + aside, ".foreign" + aside})
        self.assertEqual(
            {path.name for path in self.hf_home.iterdir()},
            {"stored_tokens", "stored_tokens.lock", "token"})

    def test_a_link_as_the_lock_stops_store_but_not_get(self):  # 129
        self.given_token(TOKEN)
        victim = self.given_file("victim", "text")
        (self.hf_home / "stored_tokens.lock").symlink_to(victim)
        self.assertEqual(self.ask().stdout, ANSWER)
        self.assertEqual(self.hf("store", input=OFFER).returncode, 1)
        self.assertEqual(victim.read_text(), "text")


class OnlyRoot(Files):
    """What takes two users; the rest of us trusts that root has run it."""

    def setUp(self):
        super().setUp()
        self.use_own_prefix()
        self.is_root = os.geteuid() == 0

    def test_a_file_of_another_user_is_refused(self):  # 118
        if not self.is_root:
            # Root's files stand in for a stranger's where only root writes.
            done = self.ask(env={"HF_TOKEN_PATH": "/etc/passwd"})
            self.assert_refused(done)
            return
        self.given_token(TOKEN)
        self.given_store("")
        self.open_to_nobody()
        os.chown(self.hf_home / "token", 12345, 12345)
        (self.hf_home / "token").chmod(0o644)
        done = self.ask(preexec_fn=become_nobody)
        self.assert_refused(done)
        self.assertIn(b"belongs to another user", done.stderr)

    def test_sudo_reads_the_store_and_leaves_no_file_of_root(self):  # 133
        self.given_token(TOKEN)
        self.open_to_nobody()
        self.assertEqual(self.ask().stdout, ANSWER)
        if self.is_root:
            self.assertEqual(self.hf("store", input=OFFER).returncode, 1)
        owners = {path.stat().st_uid for path in self.home.rglob("*")}
        self.assertEqual(owners, {NOBODY if self.is_root else os.geteuid()})

    def test_a_set_user_id_copy_refuses_to_run(self):  # 134
        # A file system in memory often lends no rights.
        folder = tempfile.TemporaryDirectory(dir="/var/tmp")
        self.addCleanup(folder.cleanup)
        copy = pathlib.Path(folder.name) / "copy"
        copy.write_bytes(self.helper.read_bytes())
        copy.parent.chmod(0o755)
        copy.chmod(0o4755)
        done = self.command(copy, "get", input=HUB, preexec_fn=become_nobody)
        if self.is_root:
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(b"set-user-ID", done.stderr)
        else:  # Our own rights, so nothing is lent.
            self.assertEqual(done.returncode, 0)


class Homes(Files):
    def test_a_relative_or_empty_home_is_an_error_that_names_it(self):  # 132
        for name, value in (("HOME", ""), ("HOME", "."), ("HF_HOME", ""),
                            ("HF_HOME", "rel"), ("XDG_CACHE_HOME", ""),
                            ("XDG_CACHE_HOME", "rel"), ("HF_TOKEN_PATH", ""),
                            ("HF_TOKEN_PATH", "token")):
            with self.subTest(name=name, value=value):
                planted = self.root / "token"
                planted.write_text(NEW)
                done = self.ask(env={name: value})
                self.assertEqual((done.returncode, done.stdout), (2, b""))
                self.assertIn(name.encode(), done.stderr)
                self.assertNotIn(NEW.encode(), done.stderr)

    def test_a_token_in_a_variable_needs_no_home(self):  # 135
        done = self.ask(env={"HF_TOKEN": TOKEN, "HOME": "."})
        self.assertEqual(done.stdout, ANSWER)

    def test_without_home_the_user_database_gives_the_home(self):  # 132
        del self.environment["HOME"]
        with tempfile.TemporaryDirectory() as empty:
            done = self.ask(cwd=empty)
        self.assertIn(done.returncode, (0, 1))
        self.assertNotIn(b"HOME", done.stderr)

    def test_a_user_without_any_home_is_told_to_set_it(self):
        del self.environment["HOME"]
        for verb, status in ("get", 2), ("list", 2), ("token", 2):
            done = self.command("strace", "-f", "-qq", "-o", os.devnull, "-e",
                                "inject=getuid:retval=54321", self.helper, verb,
                                input=HUB)
            self.assertEqual((done.returncode, done.stdout), (status, b""), verb)
            self.assertIn(b"HOME is not set, and no home directory is known",
                          done.stderr)
            self.assertIn(b"hint: set HOME to", done.stderr)

    def test_a_bad_token_in_a_variable_is_an_error_that_names_it(self):
        self.given_token(TOKEN)
        done = self.ask(env={"HF_TOKEN": "not a token"})
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"HF_TOKEN", done.stderr)
        self.assertNotIn(b"not a token", done.stderr)


if __name__ == "__main__":
    unittest.main()
