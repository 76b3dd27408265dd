# SPDX-License-Identifier: Apache-2.0
"""A user who is online, where https://huggingface.co is the small Hub."""
import configparser
import contextlib
import functools
import json
import pathlib
import re
import shutil
import tempfile
import threading
import time

from hub import ALICE_WRITE, Hub
from sandbox import Sandbox

SECRET = re.compile(rb"(hf_|api_org_|refresh_)[A-Za-z0-9_-]{12,}")
PREPARING = threading.Lock()


@functools.cache
def prepared_hub():
    """A folder with a Hub's certificates and repositories, to be copied: making
    them takes longer than most tests."""
    folder = tempfile.TemporaryDirectory(prefix="hf-hub-")
    Hub(folder.name).prepare()
    return folder


class Online(Sandbox):
    """A Sandbox, and a Hub of its own for each test."""

    def setUp(self):
        super().setUp()
        scratch = tempfile.TemporaryDirectory(prefix="hf-hub-")
        self.addCleanup(scratch.cleanup)
        root = pathlib.Path(scratch.name) / "hub"
        with PREPARING:
            prepared = prepared_hub().name
        shutil.copytree(prepared, root)
        self.hub = Hub(root).start()
        self.addCleanup(self.hub.stop)
        self.hub.oauth.interval = 1
        self.environment.update(self.hub.environment())
        self.environment["SSL_CERT_FILE"] = str(self.hub.ca)
        runtime = self.root / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment["XDG_RUNTIME_DIR"] = str(runtime)

    def run_verb(self, *arguments, status=0, **options):
        done = self.hf(*arguments, **options)
        self.assertEqual(done.returncode, status,
                         (done.stdout + done.stderr).decode())
        self.assert_no_secret(done.stderr)
        if arguments[0] not in ("token", "get"):
            self.assert_no_secret(done.stdout)
        return done

    def assert_no_secret(self, shown):
        found = SECRET.search(shown)
        self.assertIsNone(found, found and found[0][:8])

    def assert_moment(self, moment, began, seconds=0):
        """It is so many seconds after one between then and now."""
        self.assertTrue(
            int(began) + seconds <= int(moment) <= time.time() + seconds,
            moment)

    @contextlib.contextmanager
    def deciding(self, decide=None, after=0.0):
        """Somebody who approves each login soon, or does what they are told
        with its code."""
        decide = decide or self.hub.oauth.approve
        stop = threading.Event()

        def watch():
            while not stop.wait(0.05):
                for code in self.hub.oauth.pending():
                    if stop.wait(after):
                        return
                    decide(code)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def log_in(self, *arguments, **options):
        with self.deciding():
            return self.run_verb("login", *arguments, **options)

    def log_in_with(self, token=ALICE_WRITE, *arguments, **options):
        return self.run_verb("login", "--token-stdin", *arguments,
                             input=token.encode() + b"\n", **options)

    def events(self, done):
        return [json.loads(line) for line in done.stdout.splitlines()]

    def sections(self):
        """The store as Python's configparser has it: {name: {key: value}}."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string((self.stored() or b"").decode())
        return {name: dict(parser[name]) for name in parser.sections()}

    def asked(self, path):
        return self.hub.requests(path=path)

    def given_login(self, lifetime=3600, *, account="alice", name="laptop",
                    expires_at=None, **keys):
        """A browser's login as Python saves it, and active: its two tokens."""
        token, refresh = self.hub.oauth.issue(account, lifetime)
        if expires_at is None:
            expires_at = int(time.time()) + lifetime
        lines = {"hf_token": token, "refresh_token": refresh,
                 "expires_at": expires_at, **keys}
        self.given_token(token)
        self.given_store(f"[{name}]\n" + "".join(
            f"{k} = {v}\n" for k, v in lines.items()) + "\n")
        return token, refresh
