# SPDX-License-Identifier: Apache-2.0
"""A small virtual machine that can mount a home over NFS. qemu emulates its
processor, so that it runs everywhere."""
import os
import select
import subprocess
import time

from guest_disk import DONE

LONGEST = 500  # Seconds; an emulated processor is slow, too.
WHERE = ("proto=tcp,addr=10.0.2.2,port=2049,mountaddr=10.0.2.2,"
         "mountport=20048,mountproto=tcp")
MOUNT = "mount -i -t nfs -o {options},%s 10.0.2.2:{path} /home" % WHERE
AS_USER = """\
cat >/tmp/script <<'END'
{script}
END
su user -c 'sh -eu /tmp/script' </dev/null
"""


class VirtualMachine:
    def __init__(self, number, kernel, disk, server):
        self.name = f"node {number}"
        self.console = disk.parent / f"console-{number}"
        self.process = subprocess.Popen(
            [*server.enter, "qemu-system-x86_64", "-accel", "tcg,thread=single",
             "-cpu", "Nehalem", "-m", "256", "-nodefaults", "-nographic",
             "-no-reboot", "-kernel", kernel, "-initrd", disk,
             "-append", "console=ttyS0 quiet panic=-1 no_timer_check "
             f"node=node{number}",
             "-netdev", "user,id=net",
             "-device", "virtio-net-pci,netdev=net,romfile=",
             "-serial", f"file:{self.console}", "-serial", "stdio"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.shown = b""
        self.begun = 0  # How many commands it got.

    def begin(self, script, as_user=True):
        """Give the machine commands; see result()."""
        commands = AS_USER.format(script=script) if as_user else script
        self.begun += 1
        done = DONE.format(number=self.begun)
        self.process.stdin.write(f'{commands}\necho "{done}$?"\n'.encode())
        self.process.stdin.flush()

    def result(self):
        """Wait until the commands are done: their status and output."""
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            text, found, rest = self.shown.partition(
                DONE.format(number=self.begun).encode())
            status, newline, rest = rest.partition(b"\n")
            if found and newline:
                self.shown = rest
                return int(status), text.decode(errors="replace")
            if not select.select([self.process.stdout], [], [], 1)[0]:
                continue
            chunk = os.read(self.process.stdout.fileno(), 65536)
            if not chunk:
                break
            self.shown += chunk
        raise RuntimeError(f"{self.name} does not answer:\n"
                           f"{self.console.read_text(errors='replace')}"
                           f"{self.shown.decode(errors='replace')}")

    def run(self, script, **options):
        self.begin(script, **options)
        return self.result()

    def mount(self, path, options):
        self.run("umount /home", as_user=False)
        status, errors = self.run(
            MOUNT.format(options=options, path=path), as_user=False)
        if status:
            raise RuntimeError(f"{self.name} cannot mount: {errors}")

    def kill(self):
        """As when the power fails."""
        self.process.kill()
        self.process.communicate()
