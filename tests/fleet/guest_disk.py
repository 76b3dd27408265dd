# SPDX-License-Identifier: Apache-2.0
"""What a virtual machine has in its memory: a kernel of Debian, busybox, flock
and our helper."""
import re
import shutil
import subprocess

import guest_kernel

USER = 1000
# The first program. It takes commands from the second serial port.
INIT = """\
#!/bin/busybox sh
/bin/busybox --install /bin
export PATH=/bin:/usr/bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /tmp
for module in {modules}; do insmod /lib/"$module" || exit; done
hostname "$node"
ip addr add 10.0.2.15/24 dev eth0
ip link set lo up
ip link set eth0 up
exec 3<>/dev/ttyS1
stty raw -echo <&3
echo "{done}0" >&3
exec sh /dev/ttyS1 >&3 2>&1
"""
# What the machine says after each command.
DONE = "command {number} is done, status "


def files_of(program):
    """A program that is not static, and its libraries."""
    path = shutil.which(program)
    libraries = subprocess.run(["ldd", path], capture_output=True, text=True,
                               check=True).stdout
    return [path, *re.findall(r"(/\S+) \(0x", libraries)]


def make_disk(folder, prefix):
    """The kernel, and the archive that it unpacks into its memory."""
    kernel = guest_kernel.unpacked()
    modules = guest_kernel.modules(kernel)
    root = folder / "files"
    for name in "bin", "lib", "etc", "proc", "dev", "tmp", "home":
        (root / name).mkdir(parents=True)
    for file in modules:
        shutil.copy(file, root / "lib")
    shutil.copy(shutil.which("busybox"), root / "bin/busybox")
    shutil.copy(prefix / "bin/git-credential-hf", root / "bin")
    for file in files_of("flock"):
        (root / file[1:]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, root / file[1:])
    (root / "etc/passwd").write_text(f"user:x:{USER}:{USER}::/home:/bin/sh\n")
    (root / "init").write_text(INIT.format(
        done=DONE.format(number=0),
        modules=" ".join(file.name for file in modules)))
    (root / "init").chmod(0o755)
    subprocess.run(["sh", "-euc", 'find . | busybox cpio -o -H newc >"$0"',
                    folder / "disk"], cwd=root, check=True, capture_output=True)
    return guest_kernel.image(kernel), folder / "disk"
