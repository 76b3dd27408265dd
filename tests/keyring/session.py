# SPDX-License-Identifier: Apache-2.0
"""A session of a desktop: a real bus and a real gnome-keyring, of one test.

Nothing is activated on this bus, so that a service is there only while the test
has started it. Whatever is started here ends here, by its own process id.
"""
import os
import pathlib
import re
import signal
import subprocess

from patience import PATIENCE, wait_until

CONFIG = """<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
SERVICE = "org.freedesktop.secrets"
PATH = "/org/freedesktop/secrets"
PASSWORD = b"correct horse battery staple"


class Session:
    """The bus; and the keyring of `home`, once it is unlocked or started."""

    def __init__(self, root, home):
        self.root, self.home = pathlib.Path(root), pathlib.Path(home)
        self.daemon = None
        config = self.root / "bus.conf"
        config.write_text(CONFIG.format(socket=self.root / "bus"))
        self.environment = {
            "HOME": str(self.home), "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(self.root)}
        # It ends the bus when its program ends, which is when we close stdin.
        self.bus = subprocess.Popen(
            ["dbus-run-session", f"--config-file={config}", "--", "sh", "-c",
             'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat >/dev/null'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=self.environment)
        self.address = self.bus.stdout.readline().decode().strip()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.address

    def stop(self):
        self.stop_keyring()
        if self.bus.poll() is None:
            self.bus.stdin.close()
            self.bus.wait(PATIENCE)
        self.bus.stdout.close()

    def call(self, path, method, *arguments, service=SERVICE):
        """One call of a service by dbus-send; what it printed, or None."""
        done = subprocess.run(
            ["dbus-send", "--session", f"--dest={service}", "--print-reply",
             "--type=method_call", path, method, *arguments],
            env=self.environment, capture_output=True, timeout=PATIENCE,
            check=False)
        if done.returncode != 0:
            return None
        return done.stdout.decode().split("\n", 1)[1]  # Without the header.

    def start_keyring(self, unlock=True):
        """Unlocked it has a keyring, and makes it if it is not there yet; else
        it is as after a login without a password."""
        how = "--unlock" if unlock else "--start"
        self.daemon = subprocess.Popen(
            ["gnome-keyring-daemon", how, "--foreground",
             "--components=secrets"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=self.environment)
        self.daemon.stdin.write(PASSWORD if unlock else b"")
        self.daemon.stdin.close()
        self.wait_for(SERVICE)
        return self

    def wait_for(self, service):
        """Until somebody answers by that name."""
        wait_until(lambda: self.call("/", "org.freedesktop.DBus.Peer.Ping",
                                     service=service) is not None,
                   lambda: f"{service} does not come up")

    def stop_keyring(self, how=signal.SIGTERM):
        if self.daemon is None:
            return
        self.daemon.send_signal(signal.SIGCONT)
        self.daemon.send_signal(how)
        self.daemon.wait(PATIENCE)
        self.daemon = None

    def restart_keyring(self, unlock):
        self.stop_keyring()
        return self.start_keyring(unlock)

    def lock(self):
        self.call(PATH, "org.freedesktop.Secret.Service.Lock",
                  f"array:objpath:{PATH}/collection/login")

    def hang(self):
        """The service is there and answers nobody."""
        self.daemon.send_signal(signal.SIGSTOP)

    def items(self):
        """The paths of all items of the keyring."""
        shown = self.call(
            f"{PATH}/collection/login", "org.freedesktop.DBus.Properties.Get",
            "string:org.freedesktop.Secret.Collection", "string:Items")
        return re.findall(r'object path "([^"]*)"', shown)

    def described(self):
        """What everybody can read of all items, locked or not; the lines of an
        item sorted, for the service has no order."""
        return "".join(
            "\n".join(sorted(self.call(
                path, "org.freedesktop.DBus.Properties.GetAll",
                "string:org.freedesktop.Secret.Item").splitlines())) + "\n"
            for path in self.items())
