# SPDX-License-Identifier: Apache-2.0
"""hf-git, as the Hub's command `hf` installs and runs an extension: one file,
written beside a manifest, with mode 0755."""
import unittest

from hub import ALICE_WRITE
from online import Online
from packages.small_root import MADE, VERSION

MADE_FILE = MADE / "hf-git"


class HfExtensionTest(Online):
    def setUp(self):
        super().setUp()
        self.folder = self.home / ".local/share/hf/extensions/hf-git"
        self.folder.mkdir(parents=True)
        self.extension = self.folder / "hf-git"
        self.install(MADE_FILE.read_bytes())

    def install(self, content):
        self.extension.write_bytes(content)
        self.extension.chmod(0o755)

    def run_extension(self, *arguments, status=0, **options):
        done = self.command(self.extension, *arguments, **options)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def assert_nothing_is_left(self):
        self.assertEqual({path.name for path in self.folder.iterdir()},
                         {"hf-git", "program"})

    def test_a_login_serves_git(self):
        self.run_extension("login", "--token-stdin", input=ALICE_WRITE.encode())
        self.hub.repositories.create("acme/model", files={"a.txt": b"a"})
        done = self.command("git", "clone",
                            "https://huggingface.co/acme/model", "model")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_nothing_is_left()

    def test_an_update_replaces_the_program_and_git_still_finds_it(self):
        self.run_extension("login", "--token-stdin", input=ALICE_WRITE.encode())
        before = (self.home / ".gitconfig").read_text()
        (self.folder / "program/version").write_text("0.0.1\n")
        marker = self.folder / "program" / "marker"
        marker.touch()
        shown = self.run_extension("--version").stdout.decode()
        self.assertEqual(shown.split()[-1], VERSION)
        self.assertFalse(marker.exists())
        self.assertEqual((self.home / ".gitconfig").read_text(), before)
        self.assert_nothing_is_left()

    def test_a_damaged_file_runs_nothing_and_keeps_the_old_program(self):
        self.run_extension("--version")
        (self.folder / "program/version").write_text("0.0.1\n")
        content = MADE_FILE.read_bytes()
        self.install(content[:len(content) // 4])
        done = self.run_extension("--version", status=1)
        self.assertIn(b"this file is damaged", done.stderr)
        self.assertTrue(
            (self.folder / "program/bin/git-credential-hf").exists())
        self.assert_nothing_is_left()


if __name__ == "__main__":
    unittest.main()
