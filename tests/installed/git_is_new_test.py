# SPDX-License-Identifier: Apache-2.0
"""scripts/git-is-new, which decides what the quickstart advises at its end."""
import pathlib
import unittest

from sandbox import Sandbox

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/git-is-new"


class GitIsNew(Sandbox):
    def is_new(self, capability, lfs):
        git = self.root / "git"
        git.write_text(f'#!/bin/sh\ncase "$*" in\n'
                       f'"credential capability") {capability} ;;\n'
                       f'"lfs version") {lfs} ;;\nesac\n')
        git.chmod(0o755)
        return self.command(SCRIPT, env={
            "PATH": f"{self.root}:/usr/bin:/bin"}).returncode == 0

    def test_git_and_git_lfs_must_both_be_new(self):
        new, old = "echo capability authtype", "echo usage: >&2; exit 129"
        for lfs, is_new in (("3.6.0", True), ("3.10.1", True), ("4.0.0", True),
                            ("3.5.1", False), ("2.13.3", False)):
            answer = f'echo "git-lfs/{lfs} (GitHub; linux amd64)"'
            self.assertEqual(self.is_new(new, answer), is_new, lfs)
            self.assertFalse(self.is_new(old, answer), lfs)

    def test_without_git_lfs_only_git_counts(self):
        missing = "echo git: lfs is not a git command >&2; exit 1"
        self.assertTrue(self.is_new("echo capability authtype", missing))


if __name__ == "__main__":
    unittest.main()
