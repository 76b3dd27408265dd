# SPDX-License-Identifier: Apache-2.0
"""Nobody but root and the user decides which program prints a token."""
import os
import shutil
import unittest

from commanded import Commanded
from hub import ALICE_WRITE
from sandbox import NOBODY
from side_by_side import load_tests  # noqa: F401


def given_to_nobody(path):
    os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


class Trust(Commanded):
    def setUp(self):
        super().setUp()
        self.given_command()
        self.give = self.bin / "give"

    def refuses(self, says=b"can be written by other users"):
        """Neither git, nor a verb, nor a new login runs it."""
        self.forget_answers()
        self.refused(says)
        self.assertIn(says, self.hf("token", "work").stderr)
        self.assertIn(says, self.log_in_by(self.give, status=1).stderr)
        self.assertEqual(self.runs(), 0)

    def runs_it(self):
        self.forget_answers()
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertEqual(self.runs(), 1)

    def test_a_program_that_others_can_write_is_not_run(self):
        for mode in 0o775, 0o757:
            self.give.chmod(mode)
            self.refuses()
        self.give.chmod(0o755)
        self.runs_it()

    def test_a_program_in_a_folder_that_others_can_write_is_not_run(self):
        for folder in self.bin, self.root:
            before = folder.stat().st_mode & 0o777
            for mode in 0o775, 0o777:
                folder.chmod(mode)
                self.refuses()
            folder.chmod(before)
        self.runs_it()

    def test_a_sticky_folder_of_all_users_is_no_obstacle(self):
        self.bin.chmod(0o1777)
        self.runs_it()

    def test_a_link_is_followed_and_each_step_is_checked(self):
        real = self.bin / "real"
        self.give.rename(real)
        open_folder = self.root / "open"
        open_folder.mkdir()
        for target in real, "real", "../bin/./real":
            self.give.unlink(missing_ok=True)
            self.give.symlink_to(target)
            self.runs_it()
        step = open_folder / "step"
        step.symlink_to(real)
        self.give.unlink()
        self.give.symlink_to(step)
        self.runs_it()
        open_folder.chmod(0o777)
        self.refuses()
        self.give.unlink()
        self.give.symlink_to(real)
        real.chmod(0o777)
        self.refuses()

    def test_a_link_to_itself_or_to_nothing_is_not_run(self):
        for target in "give", "nothing":
            self.give.unlink()
            self.give.symlink_to(target)
            self.refuses(b"cannot use")

    def test_a_folder_a_fifo_and_a_file_without_x_are_not_run(self):
        self.give.chmod(0o644)
        if os.geteuid() != 0 or not os.access(self.give, os.X_OK):
            self.refuses(b"cannot run")
        self.give.unlink()
        self.give.mkdir()
        self.refuses(b"is not a regular file")
        self.give.rmdir()
        os.mkfifo(self.give)
        self.refuses(b"is not a regular file")
        self.give.unlink()
        self.refuses(b"cannot use")

    def test_a_program_that_gets_the_rights_of_another_user_is_not_run(self):
        for mode in 0o4755, 0o2755:
            self.give.chmod(mode)
            self.refuses(b"rights of another user")

    def test_a_file_of_another_user_is_not_run(self):
        if os.geteuid() != 0:
            # Only root can give files away; others find one of nobody's here.
            self.assertNotEqual(os.stat("/proc/1").st_uid, os.geteuid())
            self.refuse_other_owner("/proc/1/exe")
            return
        given_to_nobody(self.give)
        self.refuses(b"belongs to another user")
        os.chown(self.give, 0, 0)
        given_to_nobody(self.bin)
        self.refuses(b"belongs to another user")
        os.chown(self.bin, 0, 0)
        real = self.bin / "real"
        self.give.rename(real)
        self.give.symlink_to(real)
        given_to_nobody(self.give)
        self.refuses(b"belongs to another user")

    def refuse_other_owner(self, path):
        self.log_in_by(path, status=1)

    def test_a_file_that_names_commands_must_belong_to_the_user(self):
        for mode in 0o660, 0o602:
            self.conf.chmod(mode)
            self.refused(b"other users can change it")
        self.conf.chmod(0o600)
        self.conf.parent.chmod(0o777)
        self.forget_answers()
        self.refused(b"can be written by other users")
        self.conf.parent.chmod(0o700)
        if os.geteuid() == 0:
            given_to_nobody(self.conf)
            self.refused(b"")
            given_to_nobody(self.conf.parent)  # As sudo with the user's HOME.
            self.refused(b"other users can change it")
        self.assertEqual(self.runs(), 0)

    def test_no_variable_and_no_repository_names_a_command(self):
        evil = self.root / "repository"
        (evil / ".config").mkdir(parents=True)
        self.program("echo hf_evil0000000000000000000000000", "evil")
        text = self.conf.read_text().replace("give", "evil")
        for name in ("git-credential-hf.conf", ".config/git-credential-hf.conf",
                     "git_credential_hf", "stored_tokens"):
            (evil / name).write_text(text)
            (evil / name).chmod(0o600)
        for variable in ("HF_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
                         "XDG_CONFIG_DIRS", "HF_TOKEN_PATH"):
            with self.subTest(variable):
                value = evil / "token" if "PATH" in variable else evil
                answer = self.get(env={variable: str(value)}, cwd=evil)
                self.assertNotEqual(answer.get("password", "")[:7], "hf_evil")
        shutil.rmtree(evil)

    def test_a_program_without_a_path_in_the_file_is_not_run(self):
        for words in "give", "./give", "../bin/give", "":
            self.edit_conf(f"argument = {self.give}\n", f"argument = {words}\n")
            self.refused(b"gave no token")
            self.edit_conf(f"argument = {words}\n", f"argument = {self.give}\n")
        self.runs_it()

    def test_a_wrong_time_in_the_file_is_an_error(self):
        for old, new in (("ttl = 300s", "ttl = never"),
                         ("timeout = 10s", "timeout = 0s"),
                         ("timeout = 10s", "timeout = 61s")):
            self.edit_conf(old, new)
            self.refused(b"is no duration")
            self.edit_conf(new, old)
        self.runs_it()


if __name__ == "__main__":
    unittest.main()
