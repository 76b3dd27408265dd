# SPDX-License-Identifier: Apache-2.0
"""Devices that wait for a person to let them in (RFC 8628)."""
import dataclasses
import math
import secrets
import threading
import time

TOLERANCE = 0.2  # Seconds by which a client may be early.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


class Refused(Exception):
    """An OAuth error: its name, and perhaps a sentence."""

    def __init__(self, error, description=None):
        super().__init__(error)
        self.error, self.description = error, description


@dataclasses.dataclass
class Login:
    """One device that waits."""
    user_code: str
    device_code: str = dataclasses.field(repr=False)
    begun: float
    ends: float
    interval: float
    polled: float = -math.inf
    state: str = "open"  # Then approved or denied, then spent.
    account: str = ""


class DeviceLogins:
    """All the devices; its attributes hold for the logins to come."""

    def __init__(self):
        self.interval = 5              # Seconds between two polls.
        self.enforce_interval = True   # A poll that comes sooner gets slow_down.
        self.expires_in = 900          # Seconds that a code lives.
        self.account = "alice"         # Who approves.
        self.auto_approve = None       # So many seconds after the beginning.
        self.next_code = None          # The user code that the next one gets.
        self.clock = time.monotonic    # Seconds; a test may have its own.
        self.slowed_down = 0           # How often that was said.
        self._lock = threading.Lock()
        self._logins = {}              # By device code.

    def begin(self):
        now = self.clock()
        with self._lock:
            login = Login(self._new_code(), secrets.token_urlsafe(30), now,
                          now + self.expires_in, self.interval)
            self._logins[login.device_code] = login
        return login

    def pending(self):
        """The user codes that still wait for a decision, oldest first."""
        with self._lock:
            return [login.user_code for login in self._open()]

    def approve(self, user_code, account=None):
        """Let the device in; whether there was such a code."""
        return self._decide(user_code, "approved", account or self.account)

    def deny(self, user_code):
        """Keep the device out; whether there was such a code."""
        return self._decide(user_code, "denied")

    def poll(self, device_code):
        """The account that has let this device in; else raises Refused."""
        now = self.clock()
        with self._lock:
            self._open()
            login = self._logins.get(device_code)
            if not login or login.state == "spent":
                raise Refused("invalid_grant", "unknown device code")
            if now >= login.ends:
                raise Refused("expired_token")
            early = now < login.polled + login.interval - TOLERANCE
            login.polled = now
            if early and self.enforce_interval:
                login.interval += 5
                self.slowed_down += 1
                raise Refused("slow_down")
            if login.state == "open":
                raise Refused("authorization_pending")
            if login.state == "denied":
                raise Refused("access_denied")
            login.state = "spent"
            return login.account

    def _decide(self, user_code, state, account=""):
        typed = user_code.strip().upper()
        with self._lock:
            for login in self._open():
                if login.user_code == typed:
                    login.state, login.account = state, account
                    return True
        return False

    def _open(self):
        """The open logins, once those are approved that need no person."""
        now = self.clock()
        waiting = [login for login in self._logins.values()
                   if login.state == "open" and now < login.ends]
        for login in waiting:
            if (self.auto_approve is not None
                    and now >= login.begun + self.auto_approve):
                login.state, login.account = "approved", self.account
        return [login for login in waiting if login.state == "open"]

    def _new_code(self):
        if self.next_code:
            code, self.next_code = self.next_code, None
            return code
        used = {login.user_code for login in self._logins.values()}
        while True:
            letters = "".join(secrets.choice(LETTERS) for _ in range(4))
            code = f"{letters}-{secrets.randbelow(10_000):04}"
            if code not in used:
                return code
