# SPDX-License-Identifier: Apache-2.0
"""The container image, copied from by another image that uses a token."""
import datetime
import gzip
import json
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

from hub import ALICE_WRITE
from packages.small_root import ARCHIVE, MADE, VERSION, SmallRoot

IMAGE = MADE / f"git-credential-hf-{VERSION}-image-x86-64.tar"
RECIPE = f"""\
FROM scratch
COPY root/ /
COPY --from=oci-archive:{IMAGE} / /usr/local/
RUN --mount=type=secret,id=hf ["/bin/sh", "/use-the-token"]
"""
USE = """\
printf 'protocol=https\\nhost=huggingface.co\\n\\n' |
	HF_TOKEN=$(cat /run/secrets/hf) /usr/local/bin/git-credential-hf get |
	grep -c '^password=' >/answers
"""


class ImageTest(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="hf-image-"))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)

    def buildah(self, *arguments):
        done = subprocess.run(
            ["buildah", "--root", self.place / "storage", "--runroot",
             self.place / "run", "--storage-driver", "vfs", *arguments],
            capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def unpacked(self, archive):
        """The index, the settings and the layers of an image, by their names."""
        folder = self.place / "unpacked"
        folder.mkdir()
        subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
        blobs = {}
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                if content.startswith(b"\x1f\x8b"):
                    content = gzip.decompress(content)
                blobs[path.name] = content
        return blobs

    def settings(self):
        settings, = [json.loads(b) for b in self.unpacked(IMAGE).values()
                     if b.startswith(b"{") and b'"rootfs"' in b]
        return settings

    def test_the_image_has_the_archive_and_nothing_else(self):
        settings = self.settings()
        self.assertEqual(settings["config"]["Entrypoint"],
                         ["/bin/git-credential-hf"])
        self.assertEqual(settings["architecture"], "amd64")
        self.assertEqual(len(settings["rootfs"]["diff_ids"]), 1)

    def test_the_image_has_only_the_time_of_its_commit(self):
        """So that two builds of one commit have the same bytes."""
        with tarfile.open(IMAGE) as image, tarfile.open(ARCHIVE) as archive:
            of_commit, = {member.mtime for member in archive}
            self.assertEqual({member.mtime for member in image}, {of_commit})
        made = datetime.datetime.fromisoformat(self.settings()["created"])
        self.assertEqual(made.timestamp(), of_commit)

    def test_a_token_that_an_image_was_built_with_is_in_no_layer(self):
        root = SmallRoot(self.place / "root")
        root.add_busybox()
        root.give("/use-the-token", USE.encode())
        (self.place / "Containerfile").write_text(RECIPE)
        (self.place / "token").write_text(ALICE_WRITE)
        archive = self.place / "made.tar"
        self.buildah("bud", "--isolation", "chroot", "--secret",
                     f"id=hf,src={self.place / 'token'}", "--tag",
                     f"oci-archive:{archive}", "--file",
                     self.place / "Containerfile", self.place)
        blobs = self.unpacked(archive)
        layers = [b for b in blobs.values() if b"answers" in b]
        self.assertTrue(layers)  # The command has run, in one of the layers.
        for name, content in blobs.items():
            self.assertNotIn(ALICE_WRITE.encode(), content, name)
        self.assertIn(b"1\n", b"".join(
            layer[layer.index(b"answers"):][:1024] for layer in layers))


if __name__ == "__main__":
    unittest.main()
