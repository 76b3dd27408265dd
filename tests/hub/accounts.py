# SPDX-License-Identifier: Apache-2.0
"""Who has an account on the small Hub, and with which tokens.

The file accounts.json in the Hub's root, written at the first start, is the
only record and is read anew for each request:

    {"alice": {"type": "user", "fullname": "Alice", "orgs": ["acme"],
               "tokens": [{"token": "hf_…", "name": "laptop",
                           "role": "write"}]}, …}

An OAuth token has neither name nor role. "expires" (Unix seconds) ends one.
"""
import base64
import binascii
import dataclasses
import json
import os
import pathlib
import threading
import time

ALICE_WRITE = "hf_aliceWriteTokenForTestsOnly00000001"
ALICE_READ = "hf_aliceReadTokenForTestsOnly000000002"
ALICE_OAUTH = "hf_oauth_aliceTokenForTestsOnly000000003"
BOB_WRITE = "hf_bobWriteTokenForTestsOnly0000000004"
ACME_ORG = "api_org_acmeTokenForTestsOnly0000000005"

DEFAULT = {
    "alice": {"type": "user", "fullname": "Alice Example", "orgs": ["acme"],
              "tokens": [
                  {"token": ALICE_WRITE, "name": "laptop", "role": "write"},
                  {"token": ALICE_READ, "name": "reader", "role": "read"},
                  {"token": ALICE_OAUTH}]},
    "bob": {"type": "user", "fullname": "Bob Example", "orgs": [],
            "tokens": [
                {"token": BOB_WRITE, "name": "desktop", "role": "write"}]},
    "acme": {"type": "org", "fullname": "Acme", "orgs": [],
             "tokens": [
                 {"token": ACME_ORG, "name": "robot", "role": "write"}]},
}


@dataclasses.dataclass(frozen=True)
class Credentials:
    """What an Authorization header claims."""
    scheme: str = ""     # In lower case; empty when nothing was sent.
    username: str = ""   # Of Basic only.
    token: str = dataclasses.field(default="", repr=False)

    @staticmethod
    def parse(header):
        scheme, _, value = (header or "").strip().partition(" ")
        if scheme.lower() != "basic":
            return Credentials(scheme.lower(), "", value.strip())
        try:
            pair = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            pair = ""
        username, _, password = pair.partition(":")
        return Credentials("basic", username, password)

    def short_lived(self):
        """Whether the Hub issued it for an application or a CI job."""
        return self.token.startswith(("hf_oauth_", "hf_jwt_"))


@dataclasses.dataclass(frozen=True)
class Identity:
    """A known token, and whose it is."""
    account: str
    description: dict
    token: dict = dataclasses.field(repr=False)

    def speaks_for(self, owner):
        return owner == self.account or owner in self.description["orgs"]

    def may_write(self):
        return self.token.get("role", "write") != "read"


class Accounts:
    """The accounts of one Hub, kept in a file."""

    def __init__(self, path, initially=None):
        self.path = pathlib.Path(path)
        self._lock = threading.Lock()
        if initially is not None or not self.path.exists():
            self._write(initially or DEFAULT)

    @staticmethod
    def load(path):
        return json.loads(pathlib.Path(path).read_text())

    def all(self):
        return self.load(self.path)

    def identify(self, credentials):
        """The Identity behind a token, or None."""
        for account, description in self.all().items():
            for token in description["tokens"]:
                if token["token"] != credentials.token:
                    continue
                if token.get("expires", time.time() + 1) > time.time():
                    return Identity(account, description, token)
        return None

    def add_token(self, account, token, name=None, role=None, expires=None):
        """Give `account` one more token; with no name it is OAuth's."""
        entry = {"token": token, "name": name, "role": role,
                 "expires": expires}
        with self._lock:
            accounts = self.all()
            accounts[account]["tokens"].append(
                {k: v for k, v in entry.items() if v is not None})
            self._write(accounts)

    def revoke(self, token):
        """From now on the Hub does not know `token`."""
        with self._lock:
            accounts = self.all()
            for description in accounts.values():
                description["tokens"] = [
                    t for t in description["tokens"] if t["token"] != token]
            self._write(accounts)

    def _write(self, accounts):
        aside = self.path.with_suffix(".new")
        aside.write_text(json.dumps(accounts, indent=1) + "\n")
        os.replace(aside, self.path)
