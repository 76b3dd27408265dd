# SPDX-License-Identifier: Apache-2.0
"""A display for the dialog of a keyring: a real X server that nobody sees, and
keys that are pressed in its windows."""
import configparser
import os
import subprocess

from patience import PATIENCE

DIALOG = "/usr/share/dbus-1/services/org.gnome.keyring.SystemPrompter.service"


class Display:
    def __init__(self):
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"],
            pass_fds=[writing], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            self.name = ":" + number.readline().strip()

    def stop(self):
        self.server.terminate()
        self.server.wait(PATIENCE)

    def start_dialog(self, session):
        """What shows gnome-keyring's dialogs, here; a running program."""
        service = configparser.ConfigParser(interpolation=None)
        service.read(DIALOG)
        dialog = subprocess.Popen(
            service["D-BUS Service"]["Exec"].split(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**session.environment, "DISPLAY": self.name})
        session.wait_for(service["D-BUS Service"]["Name"])
        return dialog

    def xdotool(self, *words):
        return subprocess.run(
            ["xdotool", *words], capture_output=True, timeout=PATIENCE,
            check=False, env={**os.environ, "DISPLAY": self.name})

    def windows(self):
        """The windows that can be seen."""
        found = self.xdotool("search", "--onlyvisible", "--class", "prompter")
        return found.stdout.split()

    def press(self, *keys):
        """Press keys, named as X does, in the window that has the focus."""
        self.xdotool("key", *keys)

    def type_line(self, text):
        """In place of what is in the field."""
        self.press("ctrl+a")
        self.xdotool("type", text)
        self.press("Return")
