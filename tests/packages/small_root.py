# SPDX-License-Identifier: Apache-2.0
"""Folders that are the root of a small Linux, and what the packages leave."""
import os
import pathlib
import shutil
import subprocess
import tarfile

from patience import PATIENCE

TOP = pathlib.Path(__file__).resolve().parents[2]
MADE = TOP / "build" / "packaging"  # Where scripts/packaging writes.
VERSION = subprocess.run([TOP / "scripts/packaging/version"], check=True,
                         capture_output=True, text=True).stdout.strip()
ARCHIVE = MADE / f"git-credential-hf-{VERSION}-linux-x86-64.tar.gz"


class Root:
    """A folder in which programs run as in a machine of their own. It shares
    the network with its caller, and needs no right but to make namespaces."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {
            "HOME": "/root", "LC_ALL": "C.UTF-8",
            "PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}

    def unpack(self, archive, where):
        """What `tar --strip-components=1` does."""
        target = self.give_folder(where)
        with tarfile.open(archive) as opened:
            for member in opened.getmembers():
                _, _, member.name = member.name.partition("/")
                if member.name:
                    opened.extract(member, target)

    def give_folder(self, name):
        path = self.folder / name.lstrip("/")
        path.mkdir(parents=True, exist_ok=True)
        return path

    def give(self, name, content):
        path = self.give_folder(os.path.dirname(name)) / os.path.basename(name)
        path.write_bytes(content)

    def run(self, *command, input=b"", patience=PATIENCE, **variables):
        return subprocess.run(
            ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]),
             "--mount", "--pid", "--fork", "--kill-child", "--root", self.folder,
             "--mount-proc", *command],
            input=input, capture_output=True, timeout=patience,
            env={**self.environment, **variables})


class SmallRoot(Root):
    """Has nothing but what a test puts there: no library and no program."""

    def __init__(self, folder):
        super().__init__(folder)
        for name in ("bin", "etc", "proc", "root", "tmp", "dev"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "dev" / "null").touch()

    def add_busybox(self):
        shutil.copy(shutil.which("busybox"), self.folder / "bin" / "busybox")
        for name in ("sh", "tar", "uname", "sha256sum", "mktemp", "mkdir", "mv",
                     "cp", "rm", "rmdir", "find", "sed", "grep", "cat", "dirname",
                     "gzip", "ls"):
            (self.folder / "bin" / name).symlink_to("busybox")
