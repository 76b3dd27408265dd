# SPDX-License-Identifier: Apache-2.0
"""Large files: what a clone brings, a push uploads and a pull fetches."""
import shutil
import unittest

from hub import ALICE_OAUTH, ALICE_WRITE
from hub.repositories import WEIGHTS
from sandbox import PREFIX
from world import World


class LargeFiles(World):
    def setUp(self):
        super().setUp()
        self.given_token(ALICE_WRITE)
        self.configure()

    def batches(self, status):
        return [r for r in self.asked()
                if r["path"].endswith("/batch") and r["status"] == status]


class Lfs(LargeFiles):
    def test_a_clone_brings_the_large_file(self):
        self.git("clone", "https://huggingface.co/alice/private-model", "model")
        self.assertEqual((self.root / "model" / "model.bin").read_bytes(),
                         WEIGHTS)
        batches = [r for r in self.asked() if r["path"].endswith("/batch")]
        self.assertEqual({r["account"] for r in batches
                          if r["status"] == 200}, {"alice"})

    def test_a_large_file_is_pushed_and_pulled(self):
        content = b"new weights\n" * 1000
        self.git("clone", "https://hf.co/acme/private-model", "model")
        work = self.root / "model"
        (work / "new.bin").write_bytes(content)
        self.git("add", ".", cwd=work)
        self.git("commit", "-qm", "weights", cwd=work)
        self.git("lfs", "push", "origin", "main", cwd=work)
        self.git("push", cwd=work)
        self.git("clone", "https://huggingface.co/acme/private-model", "again",
                 env={"GIT_LFS_SKIP_SMUDGE": "1"})
        again = self.root / "again"
        self.assertTrue((again / "new.bin").read_bytes().startswith(
            b"version https://git-lfs.github.com/spec/"))
        self.git("lfs", "pull", cwd=again)
        self.assertEqual((again / "new.bin").read_bytes(), content)

    def test_git_lfs_does_not_get_a_refused_token_again_and_again(self):
        # The Hub takes an OAuth token over Basic for git and not for LFS, and
        # git before 2.46 cannot say Bearer. Without a brake, git-lfs asks some
        # thirty times a second until somebody ends it.
        self.given_token(ALICE_OAUTH)
        done = self.git("clone", "https://huggingface.co/alice/private-model",
                        check=False)
        if self.batches(200):
            return  # This git can say Bearer.
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(self.batches(401)), 2)  # Without, and with.
        self.assertIn(b"git-lfs gets no token", done.stderr)
        self.assertIn(b"git before 2.46 and git-lfs before 3.6 cannot send the "
                      b"active token", done.stderr)
        self.assertNotIn(b"may lack access", done.stderr)
        self.assertEqual(self.stored("token"), ALICE_OAUTH.encode())
        self.assertNotIn(ALICE_OAUTH.encode(), done.stderr)

    def test_one_refused_git_lfs_does_not_stop_the_next(self):
        self.given_token(ALICE_OAUTH)
        self.git("clone", "https://huggingface.co/alice/private-model",
                 check=False)
        self.given_token(ALICE_WRITE)
        self.git("clone", "https://huggingface.co/alice/private-model", "again")


class Bearer(LargeFiles):
    """What makes an old git send the token of a browser login as Bearer."""

    URL = "https://huggingface.co/alice/private-model"
    # As the manual has it: the token is in the environment and in no argument.
    RECIPE = """\
GIT_CONFIG_COUNT=1 \\
GIT_CONFIG_KEY_0=http.https://huggingface.co/.extraHeader \\
GIT_CONFIG_VALUE_0="Authorization: Bearer $(git-credential-hf token)" \\
"""

    def setUp(self):
        super().setUp()
        self.given_token(ALICE_OAUTH)
        self.environment["PATH"] = (f"{self.helper.parent}:"
                                    f"{self.environment['PATH']}")

    def run_recipe(self, command, **options):
        done = self.command("sh", "-c", self.RECIPE + command, **options)
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_the_manual_prints_the_recipe(self):
        page = (PREFIX / "share/man/man7/git-credential-hf.7").read_text()
        self.assertIn(self.RECIPE.replace("\\", "\\e") + "git clone", page)

    def test_the_recipe_of_the_manual_clones_and_pushes(self):
        self.run_recipe(f"git clone {self.URL} model")
        work = self.root / "model"
        self.assertEqual((work / "model.bin").read_bytes(), WEIGHTS)
        (work / "new.bin").write_bytes(b"weights" * 100)
        self.git("add", ".", cwd=work)
        self.git("commit", "-qm", "weights", cwd=work)
        self.run_recipe("git push", cwd=work)
        self.assertEqual({r["auth"] for r in self.batches(200)}, {"bearer"})
        self.assertNotIn(ALICE_OAUTH, (work / ".git/config").read_text())
        self.assertFalse(self.batches(401))

    def test_the_recipe_puts_the_token_into_no_argument(self):
        spy = self.root / "spy"
        spy.mkdir()
        git = shutil.which("git")
        (spy / "git").write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" >>"$HOME/arguments"\n'
            f'tr "\\0" "\\n" </proc/$PPID/cmdline >>"$HOME/arguments"\n'
            f'exec {git} "$@"\n')
        (spy / "git").chmod(0o755)
        self.environment["PATH"] = f"{spy}:{self.environment['PATH']}"
        self.run_recipe(f"git clone {self.URL} model")
        seen = (self.home / "arguments").read_text()
        self.assertIn(self.URL, seen)
        self.assertNotIn(ALICE_OAUTH, seen)

    def test_the_recipe_sends_the_token_to_no_other_host(self):
        self.run_recipe("git ls-remote https://hf.co/alice/private-model")
        self.assertEqual({(r["host"], r["auth"]) for r in self.asked()},
                         {("hf.co", "none"), ("hf.co", "basic")})

    def test_no_setting_of_git_lfs_replaces_the_recipe(self):
        # lfs.<url>.access names how to authenticate, and has no "bearer".
        for mode in "basic", "none", "negotiate", "bearer":
            with self.subTest(mode):
                self.asked_before = len(self.hub.requests())
                done = self.git(
                    "-c", f"lfs.{self.URL}.git/info/lfs.access={mode}",
                    "clone", self.URL, mode, check=False,
                    env=self.with_git("2.39.5"))
                if self.batches(200):
                    return  # This git can say Bearer.
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("basic", {r["auth"] for r in self.batches(401)})


if __name__ == "__main__":
    unittest.main()
