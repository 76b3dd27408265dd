# SPDX-License-Identifier: Apache-2.0
"""A user who is online and has a keyring."""
import json
import os
import pathlib
import subprocess
import time

from hub import ALICE_WRITE
from online import Online
from sandbox import PREFIX
from session import Session

KEYRING = PREFIX.resolve() / "libexec" / "git-credential-hf" / "keyring"
PUT_ITEM = (pathlib.Path(os.environ.get("HF_TEST_BUILD", "build"))
            / "tests" / "keyring" / "put_item")
HUB = "https://huggingface.co"
SCHEMA = "co.huggingface.GitCredentialHf.Token"
OURS = "git_credential_hf"


class AtDesktop(Online):
    def setUp(self):
        super().setUp()
        bus = self.root / "session"
        bus.mkdir(mode=0o700)
        self.session = Session(bus, self.home)
        self.addCleanup(self.session.stop)
        self.session.start_keyring()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.session.address

    def keyring(self, operation, *options, env=None, **fields):
        """Run the program for the keyring as its callers do."""
        return self.command(KEYRING, operation, *options, env=env,
                            input="".join(f"{k}={v}\n" for k, v
                                          in fields.items()).encode() + b"\n")

    def names(self):
        """The names that the keyring has."""
        shown = self.keyring("list").stdout.decode()
        return [line[5:] for line in shown.split("\n")
                if line.startswith("name=")]

    def kept(self, name, account="alice", endpoint=HUB):
        """What the keyring has by that name, as a dict; None for nothing."""
        done = self.keyring("get", endpoint=endpoint, name=name,
                            account=account)
        if done.returncode:
            return None
        return dict(line.split("=", 1)
                    for line in done.stdout.decode().splitlines())

    def make_due(self):
        """The keyring's only token has an hour left."""
        name, = self.names()
        kept = self.kept(name)
        kept["password_expiry_utc"] = str(int(time.time()) + 3600)
        kept.pop("lifetime", None)
        done = self.keyring("store", endpoint=HUB, name=name,
                            account="alice", **kept)
        self.assertEqual(done.returncode, 0, done.stderr)

    def put_item(self, secret, **attributes):
        """Adds an item as another program would."""
        words = [word for pair in attributes.items() for word in pair]
        done = self.command(PUT_ITEM, "another's", secret,
                            *(w.replace("xdg_", "xdg:") for w in words))
        self.assertEqual(done.returncode, 0, done.stderr)

    def log_in_by_keyring(self, token=ALICE_WRITE, *arguments, **options):
        return self.log_in_with(token, "--keyring", *arguments, **options)

    def files_with(self, *tokens):
        """The files below HOME that hold one of the tokens in the clear."""
        words = [word for token in tokens for word in ("-e", token)]
        grep = subprocess.run(["grep", "-rlaF", *words, "--", str(self.home)],
                              capture_output=True, check=False)
        return grep.stdout.decode().splitlines()

    def listed(self):
        return {t["name"]: t for t in json.loads(
            self.run_verb("list", "--json").stdout)["tokens"]}

    def active(self):
        """The names that `list` marks."""
        return [name for name, t in self.listed().items() if t["active"]]

    def files(self):
        """Every file of the store, with its bytes."""
        return {path.name: path.read_bytes()
                for path in self.hf_home.glob("*") if path.is_file()}
