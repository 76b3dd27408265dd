# SPDX-License-Identifier: Apache-2.0
"""A kernel of Debian for a virtual machine, and the modules that NFS needs.

The package is downloaded with apt and unpacked below build/: to install it
would change how the developer's machine boots.
"""
import os
import pathlib
import re
import shutil
import subprocess

from patience import PATIENCE

FOLDER = pathlib.Path(os.environ["HF_TEST_BUILD"]) / "guest-kernel"
NEWEST = "linux-image-cloud-amd64"  # Depends on the kernel itself.
WANTED = "virtio_pci", "virtio_net", "nfsv4", "nfsv3"


def run(*words):
    done = subprocess.run(words, cwd=FOLDER, capture_output=True, text=True,
                          timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"'{' '.join(words)}' failed, so there is no kernel "
                           f"for a virtual machine: {done.stderr.strip()}")
    return done.stdout


def unpacked():
    """The folder of the newest kernel; downloads it once."""
    FOLDER.mkdir(exist_ok=True)
    package = re.search(r"Depends: (linux-image-\S+)",
                        run("apt-cache", "depends", NEWEST))[1]
    folder = FOLDER / package
    if not folder.exists():
        shutil.rmtree(FOLDER / "new", ignore_errors=True)
        run("apt-get", "download", package)
        archive, = FOLDER.glob(f"{package}_*.deb")
        print(f"{package}: {archive.stat().st_size / 1e6:.0f} MB downloaded")
        run("dpkg-deb", "--extract", archive.name, "new")
        archive.unlink()
        (FOLDER / "new").rename(folder)
    return folder


def image(folder):
    kernel, = (folder / "boot").glob("vmlinuz-*")
    return kernel


def modules(folder):
    """The files of the modules, each after those that it needs."""
    files = {path.stem.replace("-", "_"): path
             for path in folder.glob("lib/modules/*/kernel/**/*.ko")}
    order = []

    def add(name):
        needs = re.search(rb"\0depends=([^\0]*)\0", files[name].read_bytes())[1]
        for other in filter(None, needs.decode().split(",")):
            add(other)
        if files[name] not in order:
            order.append(files[name])

    for name in WANTED:
        add(name)
    return order
