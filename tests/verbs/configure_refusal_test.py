# SPDX-License-Identifier: Apache-2.0
"""Files that `configure` does not change, and its messages to the user."""
import os
import resource
import signal
import unittest

from configuring import HUBS, NOBODY, Configuring


class Refusals(Configuring):

    @staticmethod
    def facts(path):
        """The facts that only a write changes."""
        found = os.lstat(path)
        return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns

    def assert_refused(self, why, text, path=None, **options):
        """`configure` refuses for the reason and does not change the file."""
        path = path or self.file
        facts = self.facts(path)
        done = self.configure("--file", path, status=1, **options)
        self.assertIn(why, done.stderr.decode())
        for url in HUBS:
            self.assertIn(f'[credential "{url}"]', done.stdout.decode())
        self.assertIn(f"\thelper = {self.helper}\n", done.stdout.decode())
        if text is not None:
            self.assertEqual(path.read_bytes(), text)
        self.assertEqual(self.facts(path), facts)
        self.assertEqual(self.remnants(), [])

    def test_git_accepts_the_lines_that_configure_prints(self):
        text = b"[include]\n\tpath = hf.inc\n"
        self.given_config(text)
        done = self.configure(status=1)
        self.assertIn(b"only includes other files", done.stderr)
        self.given_config(done.stdout, self.home / "hf.inc")
        self.assertIn(b"nothing to do", self.configure().stdout)

    def test_configure_refuses_a_file_that_only_includes_others(self):
        for text in (b"[include]\n\tpath = a\n\tpath = b\n",
                     b"[includeIf \"gitdir:~/x/\"]\n\tpath = /a\n# x\n"):
            with self.subTest(text):
                self.given_config(text)
                self.assert_refused("only includes", text)

    def test_configure_refuses_a_read_only_file(self):
        self.given_config("[user]\n\tname = Ada\n").chmod(0o444)
        self.assert_refused("read-only", b"[user]\n\tname = Ada\n")

    def test_configure_refuses_a_read_only_directory(self):
        text = b"[user]\n\tname = Ada\n"
        self.given_config(text)
        with self.without_privileges() as options:
            self.home.chmod(0o555)
            self.assert_refused("ermission denied", text, **options)
            self.home.chmod(0o700)

    def test_configure_refuses_a_file_that_it_cannot_read(self):
        self.given_config("[user]\n\tname = Ada\n")
        with self.without_privileges() as options:
            self.file.chmod(0o200)
            self.assert_refused("ermission denied", None, **options)

    def test_configure_does_not_change_files_of_another_user(self):
        if os.geteuid() != 0:  # `/` belongs to root, another user.
            done = self.configure(status=1, env={"HOME": "/"})
            self.assertIn(b"cannot write '/.gitconfig", done.stderr)
            self.assertIn(b"[credential ", done.stdout)
            return
        self.given_config("[user]\n\tname = Ada\n")
        os.chown(self.file, NOBODY, NOBODY)
        self.assert_refused("another user", b"[user]\n\tname = Ada\n")
        self.file.unlink()
        os.chown(self.home, NOBODY, NOBODY)
        done = self.configure(status=1)
        self.assertIn(b"another user", done.stderr)
        self.assertFalse(self.file.exists())

    def test_a_refusal_names_a_symbolic_link_and_its_target(self):
        target = self.given_config("[user]\n\tname = Ada\n",
                                   self.home / "dotfiles" / "gitconfig")
        self.file.symlink_to(target)
        done = self.configure(status=1)
        self.assertIn(b"symbolic link", done.stderr)
        self.assertIn(str(target).encode(), done.stderr)
        self.assertEqual(target.read_bytes(), b"[user]\n\tname = Ada\n")
        self.assertTrue(self.file.is_symlink())
        self.configure("--file", target)
        self.assertIn(b"nothing to do", self.configure().stdout)
        self.unconfigure(status=1)

    def test_configure_refuses_a_link_to_a_missing_file(self):
        self.file.symlink_to(self.home / "nowhere")
        self.configure(status=1)
        self.assertFalse((self.home / "nowhere").exists())

    def test_configure_refuses_a_directory_and_a_fifo(self):
        self.file.mkdir()
        self.assertIn(b"regular", self.configure(status=1).stderr)
        self.file.rmdir()
        os.mkfifo(self.file)
        self.assertIn(b"regular", self.configure(status=1).stderr)

    def test_configure_refuses_a_file_that_another_git_has_locked(self):
        text = b"[user]\n\tname = Ada\n"
        self.given_config(text)
        lock = self.home / ".gitconfig.lock"
        lock.write_bytes(b"a lock of git")
        done = self.configure(status=1)
        self.assertIn(b"locked", done.stderr)
        self.assertIn(str(lock).encode(), done.stderr)
        self.unconfigure()  # Without a change, no lock is needed.
        self.assertEqual(lock.read_bytes(), b"a lock of git")
        self.assertEqual(self.file.read_bytes(), text)

    def test_configure_refuses_a_file_that_git_cannot_parse(self):
        for text in (b"[user\n", b"[a]\n\tx = \"y\n",
                     b"\0\0\0", b"[a]\n\t1 = 2\n"):
            with self.subTest(text):
                self.given_config(text)
                self.assert_refused("git cannot read", text)
                self.unconfigure(status=1)
                self.assertEqual(self.file.read_bytes(), text)

    def test_configure_refuses_a_last_line_that_continues(self):
        # Added lines would become a part of the alias.
        for text in (b"[alias]\n\tlg = log \\\n", b"[alias]\n\tlg = log \\"):
            with self.subTest(text):
                self.given_config(text)
                self.assert_refused("without changing", text)

    def test_configure_refuses_a_file_in_a_missing_directory(self):
        done = self.configure("--file", self.root / "no" / "file", status=1)
        self.assertIn(b"o such file", done.stderr)

    def test_on_a_full_disk_configure_does_not_change_the_file(self):
        text = b"# " + b"x" * 20_000 + b"\n[user]\n\tname = Ada\n"
        self.given_config(text)

        def a_small_disk():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))

        self.assert_refused("File too large", text, preexec_fn=a_small_disk,
                            restore_signals=False)

    def test_a_limit_of_the_file_size_gives_an_error_message(self):
        text = b"# " + b"x" * 20_000 + b"\n[user]\n\tname = Ada\n"
        self.given_config(text)
        self.assert_refused(
            "File too large", text, preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (16_384, 16_384)))

    def configure_over(self, mounted):
        """Runs `configure` where its file is a mount. In a container that
        does not allow a mount, strace gives the kernel's answer."""
        apart = ["unshare", "--mount"]
        if os.geteuid() != 0:
            apart.append("--map-root-user")
        if self.command(*apart, "true").returncode == 0:
            return self.command(
                *apart, "sh", "-c", 'mount --bind "$0" "$1" && '
                '"$2" configure', mounted, self.file, self.helper)
        return self.command(
            "strace", "-o", os.devnull, "-e",
            "inject=?rename,?renameat,?renameat2:error=EBUSY",
            self.helper, "configure")

    def test_configure_refuses_a_file_that_is_a_mount(self):
        text = b"[user]\n\tname = Ada\n"
        self.given_config(text)
        mounted = self.given_config(text, self.root / "mounted")
        done = self.configure_over(mounted)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn(b"busy", done.stderr)
        self.assertIn(b'[credential "https://hf.co"]', done.stdout)
        self.assertEqual(mounted.read_bytes(), text)
        self.assertEqual(self.file.read_bytes(), text)
        self.assertEqual(self.remnants(), [])

    def test_configure_undoes_its_change_if_git_does_not_see_it(self):
        text = b"[user]\n\tname = Ada\n"
        self.given_config(text)
        seen = self.root / "seen"
        env = self.before_git(
            f'case "$*" in *--includes*--list*)'
            f' test -e {seen} && cp {self.file} {seen} && exit 0;'
            f' touch {seen};; esac')
        done = self.configure(status=1, env=env)
        self.assertIn(b"git does not see", done.stderr)
        # `configure` had written its lines.
        self.assertIn(bytes(self.helper), seen.read_bytes())
        self.assertEqual(self.file.read_bytes(), text)
        seen.unlink()
        self.file.unlink()
        env = self.before_git('case "$*" in *--includes*--list*) exit 0; esac')
        self.configure(status=1, env=env)
        self.assertFalse(self.file.exists())

    def test_configure_without_git_is_an_error(self):
        for path in ("", "/nowhere", ":.:", "bin"):
            with self.subTest(path):
                done = self.configure(status=1, env={"PATH": path})
                self.assertIn(b"cannot find 'git'", done.stderr)
        self.assertFalse(self.file.exists())

    def test_a_message_shows_escapes_in_a_file_name_as_text(self):
        done = self.configure("--file", self.root / "no\x1b[2J" / "file",
                              status=1)
        self.assertNotIn(b"\x1b", done.stderr)
        self.assertIn(b"\\x1b[2J", done.stderr)

    def test_a_message_does_not_repeat_an_argument_like_a_token(self):
        for verb in (self.configure, self.unconfigure):
            done = verb("hf_fakefakefakefakefake", status=2)
            self.assertNotIn(b"hf_fake", done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main()
