# SPDX-License-Identifier: Apache-2.0
"""A home, three small Hubs, and a way to see every token that leaves.

The Hubs are called official (https://huggingface.co, by way of a proxy), corp
and other (http on loopback addresses). Each keeps a log of the tokens that it
was sent. Nothing here knows what the programs should do.
"""
import base64
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from hub import Accounts, Hub, fingerprint
from hub.request_log import FILE as REQUESTS
from patience import PATIENCE
from sandbox import PREFIX

HELPER = str((PREFIX / "bin" / "git-credential-hf").resolve())
HUBS = ("official", "corp", "other")
STRANGER = 65534  # Another user's number.

# The Hubs' tokens: account, name, role. Many names are odd.
NAMES = (("alice", "laptop", "write"), ("alice", "work", "read"),
         ("bob", "laptop", "write"), ("bob", "a]b", "write"),
         ("alice", " out er ", "write"), ("carol", "DEFAULT", "read"),
         ("carol", "n" * 300, "write"), ("carol", "x\x1b[2J\x00y", "read"),
         ("dora", "tökén 🤗", "write"), ("dora", "alice", "write"))
SHAPE = re.compile(r"hf_[a-z]+TokenForTests\d{8}|hf_(oauth|refresh)_\w+")


def token_of(hub, number):
    return f"hf_{hub}TokenForTests{number:08}"


TOKENS = {token_of(hub, n): hub for hub in HUBS for n in range(len(NAMES))}
PRINTS = {fingerprint(token): token for token in TOKENS}
VARIABLE = "hf_environmentTokenForTests00000000"
PRINTS[fingerprint(VARIABLE)] = VARIABLE


def users(hub):
    accounts = {}
    for number, (account, name, role) in enumerate(NAMES):
        described = accounts.setdefault(account, {
            "type": "user", "fullname": account, "orgs": [], "tokens": []})
        described["tokens"].append({
            "token": token_of(hub, number), "name": name, "role": role})
    return accounts


@dataclasses.dataclass
class Done:
    """A program's exit status, its output, and each (token, Hub) it sent."""
    status: int
    stdout: bytes
    stderr: bytes
    sent: set


class Hubs:
    """The three Hubs of one process, started once because that is slow."""

    def __init__(self, root):
        self.hubs = {}
        self.granted = set()  # The tokens of refreshes in this sequence.
        self.spent = set()    # (refresh token, Hub) since the last news().
        for name in HUBS:
            hub = Hub(pathlib.Path(root) / name, users(name))
            hub.repositories.create_fixtures = lambda: None
            if self.hubs:  # One authority is enough.
                for file in ("server.pem", "server.key", "ca.pem"):
                    shutil.copy(self.hubs["official"].root / file, hub.root)
            self.hubs[name] = hub.start()
            self._watch(name, hub.oauth)
        self.urls = {name: hub.http for name, hub in self.hubs.items()}
        self.urls["official"] = "https://huggingface.co"
        self.read = dict.fromkeys(HUBS, 0)

    def _watch(self, name, oauth):
        oauth.override = {"user_code": "!"}  # Disables logins by a browser.
        refresh = oauth.refresh

        def seen(token):
            self.spent.add((token, name))
            answer = refresh(token)
            self.note(answer["access_token"])
            return answer
        oauth.refresh = seen

    def note(self, token):
        self.granted.add(token)
        self.look_for(token)

    def look_for(self, token):
        """Makes the log of a Hub show that it was sent this token."""
        PRINTS[fingerprint(token)] = token

    def reset(self):
        """Restores all tokens, and forgets all requests."""
        for name, hub in self.hubs.items():
            hub.accounts = Accounts(hub.root / "accounts.json", users(name))
        for token in self.granted:
            PRINTS.pop(fingerprint(token), None)
        self.granted.clear()
        self.news()

    def news(self):
        """The (token, Hub) that were sent since the last time."""
        sent = set(self.spent)
        self.spent.clear()
        for name, hub in self.hubs.items():
            with open(hub.root / REQUESTS) as log:
                log.seek(self.read[name])
                text = log.read()
            self.read[name] += len(text.encode())
            sent |= {(token, name) for mark, token in PRINTS.items()
                     if mark in text}
        return sent

    def issue(self, hub, account, lifetime):
        """A browser's login at the Hub: its two tokens."""
        token, refresh = self.hubs[hub].oauth.issue(account, lifetime)
        self.note(token)
        return token, refresh

    def stop(self):
        for hub in self.hubs.values():
            hub.stop()


class World:
    """A new home of a user with these Hubs; the number `where` chooses the
    variables that place the files."""

    def __init__(self, hubs, where=0):
        self.hubs = hubs
        self.urls = hubs.urls
        hubs.reset()
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="hf-model-"))
        self.home = self.root / "home"
        self.scratch = self.root / "tmp"
        self.repository = self.root / "repository"
        official = hubs.hubs["official"]
        self.environment = {
            "HOME": str(self.home), "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "/bin/false",
            "TMPDIR": str(self.scratch),
            "XDG_RUNTIME_DIR": str(self.root / "runtime"),
            **official.environment(), "SSL_CERT_FILE": str(official.ca)}
        self.place(where)
        self.dotfiles = self.home / "dotfiles"  # Where links may lead.
        for path in (self.hf_home, self.dotfiles, self.scratch,
                     self.repository, self.root / "runtime"):
            path.mkdir(mode=0o700, parents=True)
        self.configs = (self.home / ".gitconfig",
                        self.home / "elsewhere.gitconfig",
                        self.home / "of a tool.gitconfig")

        # A folder of another user, whose files the programs must not use.
        for name in "token", "stored_tokens", "x":
            (self.repository / name).write_text(token_of("official", 9))

    def leftovers(self):
        """Files where the programs must leave none."""
        files = {"token", "active", "stored_tokens", "git_credential_hf"}
        return [str(path.relative_to(self.root)) for path in (
            *self.scratch.iterdir(), *self.home.glob("*.lock"),
            *(p for p in self.repository.iterdir()
              if p.name not in ("token", "stored_tokens", "x")),
            *(p for p in self.dotfiles.iterdir() if p.name not in files))]

    def place(self, where):
        """Variables that place the store."""
        variables = ({}, {"HF_HOME": "~/hf home"}, {"XDG_CACHE_HOME": "~/c"},
                     {"HF_TOKEN_PATH": "$HOME/t/active"})[where % 4]
        folder = (".cache/huggingface", "hf home", "c/huggingface", "t")
        self.environment.update(variables)
        self.hf_home = self.home / folder[where % 4]
        self.store = self.hf_home / "stored_tokens"
        self.token = self.hf_home / (
            "active" if "HF_TOKEN_PATH" in variables else "token")
        self.rules = self.hf_home / "git_credential_hf"

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, *arguments, input=b"", env=None, cut=None):
        """Run the helper; `cut` is the call, and its number, that kills it."""
        command = [HELPER, *map(str, arguments)]
        if cut:
            command = ["strace", "-qq", "-o", "/dev/null", "-e",
                       f"inject={cut[0]}:signal=KILL:when={cut[1]}", *command]
        done = subprocess.run(
            command, input=input, capture_output=True, timeout=PATIENCE,
            env={**self.environment, **(env or {})}, cwd=self.repository)
        return Done(done.returncode, done.stdout, done.stderr,
                    self.hubs.news())


def record(**fields):
    """The bytes in which git describes a credential."""
    return b"".join(
        f"{key}={value}\n".encode(errors="surrogateescape")
        for key, value in fields.items() if value is not None)


def answered(stdout):
    """The secret in an answer of `get`, in any form; None if none."""
    fields = dict(line.split("=", 1) for line in
                  stdout.decode(errors="replace").split("\n") if "=" in line)
    if fields.get("authtype") == "Basic":
        pair = base64.b64decode(fields["credential"]).decode()
        return pair.partition(":")[2]
    return fields.get("credential") or fields.get("password")


def tokens_in(text):
    """All tokens that an output shows."""
    return {match[0] for match in SHAPE.finditer(text.decode(
        errors="replace"))}
