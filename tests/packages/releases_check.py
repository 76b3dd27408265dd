# SPDX-License-Identifier: Apache-2.0
"""What is released, in fresh roots of Debian and Ubuntu releases with their own
git and git-lfs, and in one with musl. Too long for ctest; run by
scripts/packaging/check.

usage: releases_check.py ROOT.tar...
"""
import pathlib
import shutil
import sys
import unittest

from packages.deb_claims import (KeyringPackage, LibraryPackage, ProgramPackage,
                                 TooOld)
from packages.fresh_root import FreshRoot
from packages.small_root import MADE, TOP

TOO_OLD = ("debian11",)
WITHOUT_APT = ("musl",)


class Archive(FreshRoot):
    def install_archive(self):
        release = self.root.give_folder("/release")
        for file in (*MADE.glob("*.tar.gz"), MADE / "SHA256SUMS",
                     TOP / "scripts/packaging/install.sh"):
            shutil.copy(file, release)
        self.run_in("sh /release/install.sh")
        self.root.environment["PATH"] += ":/root/.local/bin"

    def test_from_the_archive_to_a_push_with_a_large_file(self):
        self.install_archive()
        self.use_it()
        before = self.run_in("cat ~/.cache/huggingface/stored_tokens")
        self.run_in("sh /release/install.sh --uninstall")
        self.assertEqual(
            self.run_in("cat ~/.cache/huggingface/stored_tokens"), before)
        self.assertNotIn("git-credential-hf", self.run_in(
            "cat ~/.gitconfig; find ~/.local -type f"))

    def test_a_login_in_a_browser(self):
        self.install_archive()
        self.hub.oauth.auto_approve = 1
        self.run_in("git-credential-hf login; git-credential-hf whoami")


def claims_for(name):
    if name in WITHOUT_APT:
        return (Archive,)
    if name in TOO_OLD:
        return (Archive, ProgramPackage, TooOld)
    return (Archive, ProgramPackage, KeyringPackage, LibraryPackage)


def tests_for(tar):
    return type(tar.stem, (*claims_for(tar.stem), unittest.TestCase),
                {"tar": tar, "__module__": __name__})


if __name__ == "__main__":
    for path in map(pathlib.Path, sys.argv[1:]):
        globals()[path.stem] = tests_for(path)
    unittest.main(argv=sys.argv[:1], verbosity=0)
