# SPDX-License-Identifier: Apache-2.0
"""A server of NFS in user space, nfs-ganesha, in a network of its own."""
import subprocess

from machine import ENTER
from patience import wait_until

CONFIGURATION = """\
NFS_CORE_PARAM {{
    Protocols = 3, 4; MNT_Port = 20048; Enable_NLM = false;
    Enable_RQUOTA = false;
}}
NFSv4 {{
    Graceless = true; Lease_Lifetime = {lease}; RecoveryBackend = fs;
    Only_Numeric_Owners = true;
}}
EXPORT {{
    Export_Id = 1; Path = {home}; Pseudo = /home; Access_Type = RW;
    Squash = Root_Squash; SecType = sys; PrivilegedPort = false;
    Protocols = 3, 4; FSAL {{ Name = VFS; }}
}}
"""
# What the server writes outside its home goes to file systems of its own.
SERVE = """
ip link set lo up
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/lib/nfs
mkdir -p /run/ganesha /var/lib/nfs/ganesha
rpcbind
exec ganesha.nfsd -F -f "$0/ganesha.conf" -L "$0/ganesha.log" -p /run/pid
"""
WITH_US = ["setpriv", "--pdeathsig", "KILL"]  # Ends when the test is killed.
READY = "NFS SERVER INITIALIZED"


class NfsServer:
    """Its network has no way out; programs get into it with `enter`."""

    def __init__(self, folder, home, lease):
        (folder / "ganesha.conf").write_text(
            CONFIGURATION.format(home=home, lease=lease))
        self.log = folder / "ganesha.log"
        errors = folder / "errors"
        with errors.open("wb") as file:
            self.process = subprocess.Popen(
                [*WITH_US, *ENTER, "--net", "--pid", "--fork", "--kill-child",
                 "--mount-proc", "sh", "-euc", SERVE, folder],
                stdin=subprocess.DEVNULL, stderr=file)
        self.enter = [*WITH_US, "nsenter", "--net", f"--target={self.process.pid}"]
        wait_until(lambda: self.is_ready() or self.process.poll() is not None,
                   lambda: "nfs-ganesha hangs")
        if self.is_ready():
            return
        self.stop()
        raise RuntimeError(
            "nfs-ganesha did not start; it needs root, and a file system with "
            "file handles:\n" + errors.read_text()
            + (self.log.read_text() if self.log.exists() else ""))

    def is_ready(self):
        return self.log.exists() and READY in self.log.read_text()

    def stop(self):
        self.process.kill()
        self.process.wait()
