# SPDX-License-Identifier: Apache-2.0
"""A user with a new home for each run, and a small Hub."""
import collections
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from hub import Hub
from hub.accounts import DEFAULT, Accounts, Credentials
from sandbox import PREFIX

BUILD = pathlib.Path(os.environ.get("HF_TEST_BUILD", "build/release"))
INJECT = (BUILD / "tests" / "faults" / "inject").resolve()
HELPER = (PREFIX / "bin" / "git-credential-hf").resolve()
LONGEST = 45  # Seconds: longer than a program waits for the Hub or for a lock.

TIMED_OUT = 124
MEMORY = "/dev/shm"  # Files here need no disk, and fsync takes no time.

FRESH = re.compile(rb"hf_(oauth|refresh|jwt)_[0-9a-f]{40}")
MOMENT = re.compile(rb"(?m)^((?:\w+_at|\w*expiry\w*) ?= ?)\d+")
TRIED = re.compile(rb"(?m)^(\w*tried_at = )\d+")

# The result of a command: `hit` is the call with the fault, or empty if the
# command did not make it.
Done = collections.namedtuple("Done", "status out err hit")


class World:
    """files() has all files of the user and none of the Hub."""

    def __init__(self):
        self._scratch = tempfile.TemporaryDirectory(
            prefix="hf-torture-",
            dir=MEMORY if os.path.isdir(MEMORY) else None)
        root = pathlib.Path(self._scratch.name)
        self.hub = Hub(root / "hub").start()
        self._configured = None
        self._log = self.hub.root / "requests.jsonl"
        self.report = root / "report"
        self.user = root / "user"
        self.home = self.user / "home"
        self.store = self.home / ".cache" / "huggingface"
        self.repository = self.home / "repository"
        self.environment = {
            "HOME": str(self.home), "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0", "TMPDIR": str(self.user / "tmp"),
            "XDG_RUNTIME_DIR": str(self.user / "runtime"),
            "SSL_CERT_FILE": str(self.hub.ca), **self.hub.environment()}

    def close(self):
        self.hub.stop()
        self._scratch.cleanup()

    def begin(self, case):
        """Makes the home in which `case` begins, and resets the Hub."""
        shutil.rmtree(self.user, ignore_errors=True)
        for folder in (self.home, self.user / "tmp", self.user / "runtime",
                       self.store, self.repository):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        Accounts(self.hub.accounts.path, DEFAULT)
        self._names = {}
        case.given(self)
        self._asked = self._log.stat().st_size

    def give(self, path, text, mode=0o600):
        """A file with an old modification time."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        os.utime(path, (1_600_000_000, 1_600_000_000))

    def configure(self):
        """Gives the home the configuration that `configure` writes."""
        if self._configured is None:
            self.run("configure")
            self._configured = (self.home / ".gitconfig").read_bytes()
        self.give(self.home / ".gitconfig", self._configured)

    def issue(self, account):
        """An access and a refresh token, which files() calls OLD."""
        pair = self.hub.oauth.issue(account)
        for token, name in zip(pair, (b"OLD TOKEN", b"OLD REFRESH TOKEN")):
            self._names[token.encode()] = name
        return pair

    def let_time_pass(self):
        """Changes the times of recent tries to an old time."""
        for path in self.store.glob("*"):
            old = path.read_bytes()
            new = TRIED.sub(rb"\g<1>1600000000", old)
            if new != old:
                path.write_bytes(new)

    def files(self):
        """{path: (mode, content)} of all files; a folder has no content. A word
        replaces a token that the Hub has just made, and a time."""
        found = {}
        for path in self.user.rglob("*"):
            mode = path.lstat().st_mode
            content = None if path.is_dir() else self._named(path.read_bytes())
            found[str(path.relative_to(self.user))] = (mode, content)
        return found

    def _named(self, content):
        content = FRESH.sub(
            lambda token: self._names.get(token[0], b"NEW " + token[1]),
            content)
        return MOMENT.sub(rb"\1MOMENT", content)

    def asked(self):
        """Whether the Hub has got a request since the beginning."""
        return self._log.stat().st_size != self._asked

    def accepts(self, token):
        """Whether the Hub accepts this token now."""
        return self.hub.accounts.identify(
            Credentials("bearer", token=token)) is not None

    def run(self, *arguments, input=b"", environment=None, fault=None):
        """Runs the helper; with a fault in inject's form, or `count`."""
        return self.run_program([HELPER, *arguments], fault, input=input,
                                stderr=subprocess.PIPE,
                                **self.surroundings(environment))

    def surroundings(self, environment=None):
        """The current directory and the environment of a command."""
        return {"cwd": self.repository,
                "env": {**self.environment, **(environment or {})}}

    def run_program(self, command, fault=None, **options):
        """The same for any program, with subprocess's options."""
        if fault:
            command = self.injected(fault, command)
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False,
                              timeout=2 * LONGEST, **options)
        return Done(done.returncode, done.stdout, done.stderr,
                    self.report.read_text().strip() if fault else "")

    def injected(self, fault, command):
        """A command that runs `command` and writes a new report."""
        self.report.write_text("")
        return [INJECT, self.report, str(LONGEST), fault, *command]
