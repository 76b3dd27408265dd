# SPDX-License-Identifier: Apache-2.0
"""What scripts/release refuses before it builds anything, and what it signs."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from packages.small_root import TOP, VERSION
from patience import PATIENCE

NAMES = ("CHANGELOG.md", "CMakeLists.txt", ".gitignore", "scripts/release",
         "scripts/packaging/version", "scripts/packaging/hf-extension",
         "scripts/packaging/hf-git.in", "scripts/packaging/install.sh")

# In place of scripts/packaging/in-root: writes a small file for each kind at once.
IN_ROOT = f"""#!/bin/sh
set -eu
case $2 in
*/sbom) echo '{{}}' ;;
*/archive) echo "$*" >"$4/git-credential-hf-{VERSION}-linux-$1.tar.gz" ;;
*) echo "$*" >"$4/$1.${{2##*/}}" ;;
esac
"""


class ReleaseTest(unittest.TestCase):
    def setUp(self):
        self.make_place()
        self.make_clone()
        self.make_key()

    def make_place(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="hf-release-"))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.clone = self.place / "clone"
        self.gnupg = self.place / "gnupg"
        self.gnupg.mkdir(mode=0o700)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.place),
            "GNUPGHOME": str(self.gnupg), "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com"}

    def make_clone(self):
        for name in NAMES:
            (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TOP / name, self.clone / name)
        in_root = self.clone / "scripts/packaging/in-root"
        in_root.write_text(IN_ROOT)
        in_root.chmod(0o755)
        changes = self.clone / "CHANGELOG.md"
        changes.write_text(re.sub(
            r"^## .*", f"## {VERSION}, 2026-11-26", changes.read_text(), count=1,
            flags=re.M))
        self.run_in_clone("git", "init", "-q")
        self.commit()

    def make_key(self):
        self.run_in_clone("gpg", "--batch", "--quiet", "--passphrase", "",
                          "--quick-generate-key", "A <a@example.com>", "ed25519",
                          "sign")
        self.addCleanup(subprocess.run, ["gpgconf", "--homedir", self.gnupg,
                                         "--kill", "all"])

    def run_in_clone(self, *command, status=0):
        done = subprocess.run(command, cwd=self.clone, env=self.environment,
                              capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def commit(self):
        self.run_in_clone("git", "add", "--all")
        self.run_in_clone("git", "commit", "-q", "-m", "release")

    def refused(self, reason, version=VERSION, status=1):
        shown = self.run_in_clone("scripts/release", version, "--dry-run",
                                  status=status)
        self.assertIn(reason, shown)

    def edit(self, name, old, new):
        path = self.clone / name
        self.assertIn(old, path.read_text())
        path.write_text(path.read_text().replace(old, new, 1))

    def make_release(self, *options):
        self.run_in_clone("scripts/release", VERSION, *options)
        return self.clone / "build/packaging" / f"release-{VERSION}"

    def test_a_clean_commit_with_its_section_can_be_released(self):
        self.assertIn("can be released", self.run_in_clone(
            "scripts/release", VERSION, "--dry-run"))

    def test_changes_that_are_not_committed_are_refused(self):
        (self.clone / "new").touch()
        self.refused("not committed")

    def test_a_version_without_a_dated_section_is_refused(self):
        self.edit("CHANGELOG.md", "2026-11-26", "not released yet")
        self.commit()
        self.refused("no section")

    def test_a_section_without_a_text_is_refused(self):
        (self.clone / "CHANGELOG.md").write_text(
            f"# Changes\n\n## {VERSION}, 2026-11-26\n## 0.0.1, 2026-11-25\nx\n")
        self.commit()
        self.refused("no section")

    def test_another_version_than_the_build_s_is_refused(self):
        self.refused("CMakeLists.txt has the version", version="9.9.9")

    def test_a_word_that_is_no_version_is_refused(self):
        for word in ("v1.0.0", "1.0", "1.0.0\n2", "../x"):
            self.refused("is not a version", version=word)

    def test_a_tag_that_is_there_is_not_made_again(self):
        self.run_in_clone("git", "tag", f"v{VERSION}")
        self.refused("is there already")

    def test_without_a_key_nothing_is_begun(self):
        self.environment["GNUPGHOME"] = str(self.place / "none")
        self.refused("cannot sign")

    def test_with_a_key_of_somebody_else_nothing_is_begun(self):
        self.environment["GIT_COMMITTER_EMAIL"] = "b@example.com"
        self.refused("cannot sign with a secret key of 'A <b@example.com>'")

    def test_a_release_has_signed_checksums_of_all_files(self):
        made = self.make_release()
        self.run_in_clone("gpg", "--verify", made / "SHA256SUMS.asc",
                          made / "SHA256SUMS")
        self.run_in_clone("env", "-C", made, "sha256sum", "--check", "--strict",
                          "SHA256SUMS")
        sums = (made / "SHA256SUMS").read_text()
        self.assertEqual(
            {line.split("  ")[1] for line in sums.splitlines()},
            set(os.listdir(made)) - {"SHA256SUMS", "SHA256SUMS.asc"})

    def test_a_release_has_a_file_of_each_kind_for_each_processor(self):
        self.assertEqual(
            set(os.listdir(self.make_release())),
            {f"git-credential-hf-{VERSION}-linux-{processor}.{kind}"
             for processor in ("x86-64", "aarch64")
             for kind in ("tar.gz", "spdx.json")} |
            {f"{processor}.{kind}" for processor in ("x86-64", "aarch64")
             for kind in ("deb", "rpm", "image")} |
            {"hf-git", "install.sh", "SHA256SUMS", "SHA256SUMS.asc"})

    def test_the_tag_is_signed_and_has_the_section_of_the_version(self):
        self.make_release()
        self.run_in_clone("git", "tag", "--verify", f"v{VERSION}")
        text = self.run_in_clone("git", "tag", "-l", "--format=%(contents)",
                                 f"v{VERSION}")
        section = (self.clone / "CHANGELOG.md").read_text().split("\n## ")[1]
        self.assertTrue(text.startswith(f"git-credential-hf {VERSION}\n"))
        self.assertIn(section.split("\n", 1)[1].strip(), text)

    def test_a_build_for_comparison_has_the_same_sums_and_signs_nothing(self):
        signed = (self.make_release() / "SHA256SUMS").read_text()
        self.run_in_clone("git", "tag", "--delete", f"v{VERSION}")
        again = self.make_release("--unsigned")
        self.assertEqual((again / "SHA256SUMS").read_text(), signed)
        self.assertFalse((again / "SHA256SUMS.asc").exists())
        self.assertEqual(self.run_in_clone("git", "tag"), "")


if __name__ == "__main__":
    unittest.main()
