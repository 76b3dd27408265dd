# SPDX-License-Identifier: Apache-2.0
"""A user who is online and has a keyring."""
import subprocess
import unittest

from hub import ALICE_WRITE
from online import Online
from session import Session
from sandbox import PREFIX

KEYRING = PREFIX.resolve() / "libexec" / "git-credential-hf" / "keyring"


class AtDesktop(Online):
    def setUp(self):
        super().setUp()
        bus = self.root / "session"
        bus.mkdir(mode=0o700)
        self.session = Session(bus, self.home)
        self.addCleanup(self.session.stop)
        self.session.start_keyring()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.session.address

    def keyring(self, operation, *options, **fields):
        """Run the program for the keyring as its callers do."""
        return self.command(KEYRING, operation, *options, input="".join(
            f"{k}={v}\n" for k, v in fields.items()).encode() + b"\n")

    def names(self):
        """The names that the keyring has."""
        shown = self.keyring("list").stdout.decode()
        return [line[5:] for line in shown.splitlines()
                if line.startswith("name=")]

    def kept(self, name, account="alice"):
        """What the keyring has by that name, as a dict; None for nothing."""
        done = self.keyring("get", endpoint="https://huggingface.co",
                            name=name, account=account)
        if done.returncode:
            return None
        return dict(line.split("=", 1)
                    for line in done.stdout.decode().splitlines())

    def log_in_by_keyring(self, token=ALICE_WRITE, *arguments, **options):
        return self.log_in_with(token, "--keyring", *arguments, **options)

    def files_with(self, token):
        """The files below HOME that hold `token`, in the clear."""
        grep = subprocess.run(
            ["grep", "-rlaF", "-e", token, "--", str(self.home)],
            capture_output=True, check=False)
        return grep.stdout.decode().splitlines()

    def active(self):
        """The names that `list` marks."""
        return [t["name"] for t in self.listed() if t["active"]]

    def listed(self):
        import json
        return json.loads(self.run_verb("list", "--json").stdout)["tokens"]
