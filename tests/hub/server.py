# SPDX-License-Identifier: Apache-2.0
"""The small Hub, put together: what it keeps, where it listens."""
import json
import os
import pathlib
import shlex
import threading

from . import certificates
from .accounts import Accounts
from .faults import Faults
from .grants import OAuth
from .lfs_objects import Tickets
from .listener import Listener
from .proxy import Tunnel, read_proxy_log
from .repositories import Repositories
from .request import Request
from .revocations import Revocations
from .request_log import FILE, RequestLog, read_log
from .stranger import Stranger
from .xet import StorageTokens


class Hub:
    """A Hub in the folder `root`; it serves from start() to stop().

    A root that has been used before is taken up as it was left, unless new
    accounts are given.
    """

    def __init__(self, root, accounts=None):
        self.root = pathlib.Path(root).resolve()
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.accounts = Accounts(self.root / "accounts.json", accounts)
        self.repositories = Repositories(self.root / "repositories")
        self.tickets = Tickets()
        self.storage_tokens = StorageTokens()
        self.oauth = OAuth(self.accounts, self.repositories)
        self.revocations = Revocations(self.accounts, self.oauth)
        self.faults = Faults()
        self.whoami_override = None  # What lay_over takes.
        self.access_override = None  # Status, code and text of auth-check.
        self.lfs_takes_oauth_over_basic = False
        self.ca = self.root / "ca.pem"
        self._listeners = []
        self._extras = {}  # What most tests do without, made at first use.
        self._lock = threading.Lock()

    def prepare(self):
        """Make the certificates and repositories that are missing."""
        certificates.make(self.root)
        self.repositories.create_fixtures()

    def start(self):
        (self.root / "hub.env").unlink(missing_ok=True)
        self.prepare()
        self.log = RequestLog(self.root)
        tls = certificates.context(self.root)
        self.http_port = self._listen(Request)
        self.https_port = self._listen(Request, tls)
        self.proxy_port = self._listen(Tunnel)
        return self

    def stop(self):
        self.faults.over.set()
        (self.root / "hub.env").unlink(missing_ok=True)
        while self._listeners:
            self._listeners.pop().stop()
        self.log.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    @property
    def http(self):
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def https(self):
        return f"https://127.0.0.1:{self.https_port}"

    @property
    def proxy(self):
        return f"http://127.0.0.1:{self.proxy_port}"

    @property
    def stranger(self):
        """Another host: http, https, and received, all that it was sent."""
        return self._extra("stranger", self._start_stranger)

    @property
    def expired_https(self):
        return self._flawed("expired")

    @property
    def wrong_host_https(self):
        return self._flawed("wrong_host")

    @property
    def self_signed_https(self):
        return self._flawed("self_signed")

    def environment(self):
        """Variables that make this Hub https://huggingface.co for git."""
        return {"https_proxy": self.proxy, "GIT_SSL_CAINFO": str(self.ca)}

    def requests(self, **fields):
        """The logged requests that have these values, in order."""
        return read_log(self.root, **fields)

    def proxied(self):
        """What the proxy was asked for: a list of target and served."""
        return read_proxy_log(self.root)

    def describe(self):
        return {"http": self.http, "https": self.https, "proxy": self.proxy,
                "ca": str(self.ca), "log": str(self.root / FILE),
                "root": str(self.root), "pid": os.getpid()}

    def announce(self, port_file=None):
        """Tell whoever waits that all is ready."""
        facts = self.describe()
        line = json.dumps(facts)
        if port_file:
            write_whole(pathlib.Path(port_file), line + "\n")
        write_whole(self.root / "hub.env", "".join(
            f"HUB_{k.upper()}={shlex.quote(str(v))}\n"
            for k, v in facts.items()))
        print(line, flush=True)

    def _listen(self, handler, tls=None):
        return self._start(Listener(handler, self, tls)).port

    def _start(self, listener):
        self._listeners.append(listener)
        listener.start()
        return listener

    def _flawed(self, flaw):
        """The same Hub over TLS with a certificate to be distrusted."""
        def start():
            tls = certificates.context(self.root, flaw)
            return f"https://127.0.0.1:{self._listen(Request, tls)}"
        return self._extra(flaw, start)

    def _start_stranger(self):
        stranger = Stranger(certificates.context(self.root))
        for listener in stranger.listeners:
            self._start(listener)
        return stranger

    def _extra(self, name, start):
        with self._lock:
            if name not in self._extras:
                self._extras[name] = start()
            return self._extras[name]


def write_whole(path, text):
    """Write so that nobody who waits for the file sees a part of it."""
    aside = path.with_name(path.name + ".new")
    aside.write_text(text)
    os.replace(aside, path)
