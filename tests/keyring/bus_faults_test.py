# SPDX-License-Identifier: Apache-2.0
"""A service that fails at every point of the conversation, one after another:
it goes silent, it dies, or the bus does. It ends with a message, and nothing is
lost."""
import os
import signal
import unittest

from at_desktop import HUB, AtDesktop
from bus_proxy import BusProxy
from hub import ALICE_READ, ALICE_WRITE
from side_by_side import load_tests  # noqa: F401

# HF_TEST_EVERY_FAULT=1 tries silence, which takes four seconds, everywhere.
STRIDE = 1 if os.environ.get("HF_TEST_EVERY_FAULT") else 25
NAME = {"endpoint": HUB, "name": "laptop", "account": "alice"}
OPERATIONS = {
    "get": NAME,
    "find": {"endpoint": HUB, "password": ALICE_WRITE},
    "store": {**NAME, "password": ALICE_READ},
    "erase": NAME,
    "list": {},
    "check": {},
}


class Faults(AtDesktop):
    def setUp(self):
        super().setUp()
        self.keep()

    def keep(self):
        done = self.keyring("store", **NAME, password=ALICE_WRITE)
        self.assertEqual(done.returncode, 0, done.stderr)

    def through_proxy(self, operation, fail_at, fail):
        """Its answer, and how many messages came back."""
        done, proxy = self.by_proxy(operation, fail_at, fail)
        return done, proxy.messages

    def by_proxy(self, operation, fail_at, fail):
        path = self.root / "session" / "proxy"
        path.unlink(missing_ok=True)
        proxy = BusProxy(path, self.session.address, fail_at, fail)
        try:
            done = self.keyring(operation, **OPERATIONS[operation], env={
                "DBUS_SESSION_BUS_ADDRESS": proxy.address})
            return done, proxy
        finally:
            proxy.stop()

    def assert_failed_well(self, operation, done):
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(b"git-credential-hf: ", done.stderr)
        self.assertTrue(done.stdout.startswith(b"error="), done.stdout)
        self.assertNotIn(b"GLib", done.stderr)
        for token in ALICE_READ, ALICE_WRITE:
            self.assertNotIn(token.encode(), done.stdout + done.stderr)
        kept = self.kept("laptop")
        allowed = [{"password": ALICE_WRITE}]
        if operation == "store":
            allowed.append({"password": ALICE_READ})
        if operation == "erase":
            allowed.append(None)
        self.assertIn(kept, allowed)

    def sweep(self, operation, fail, stride=1):
        """Lets an operation fail at each message in turn; how often."""
        count = 0
        _, messages = self.through_proxy(operation, 0, fail)
        self.assertGreater(messages, 2)
        for fail_at in range(1, messages + 1, stride):
            with self.subTest(fail_at=fail_at):
                self.keep()
                done, seen = self.through_proxy(operation, fail_at, fail)
                if seen < fail_at:  # Another order of signals this time.
                    continue
                if done.returncode == 0:  # It was a signal, or the last.
                    continue
                self.assert_failed_well(operation, done)
                count += 1
        return count

    def break_off(self, operation):
        self.assertGreater(self.sweep(operation, lambda: "break"), 5)

    def fall_silent(self, operation):
        self.assertGreater(
            self.sweep(operation, lambda: "silence", STRIDE), 0)

    def die(self, operation):
        """For real, between two messages."""
        def kill():
            self.session.stop_keyring(signal.SIGKILL)
            return "pass"

        _, messages = self.through_proxy(operation, 0, lambda: "pass")
        for fail_at in range(2, messages):
            with self.subTest(fail_at=fail_at):
                self.keep()
                done, _ = self.through_proxy(operation, fail_at, kill)
                if self.session.daemon is None:
                    self.session.start_keyring()
                if done.returncode:
                    self.assert_failed_well(operation, done)

    def test_get_makes_one_connection_one_search_and_reads_one_secret(self):
        done, proxy = self.by_proxy("get", 0, lambda: "pass")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(proxy.connections, 1)
        for method, times in ((b"SearchItems", 1), (b"GetSecrets", 1),
                              (b"OpenSession", 1), (b"Unlock", 0),
                              (b"CreateItem", 0)):
            self.assertEqual(proxy.asked.count(method + b"\0"), times, method)


def add_test(name, act, operation):
    setattr(Faults, f"test_{operation}_{name}",
            lambda self: act(self, operation))


for each_operation in OPERATIONS:
    add_test("when_the_bus_breaks_off", Faults.break_off, each_operation)
    add_test("when_the_service_falls_silent", Faults.fall_silent,
             each_operation)
for each_operation in "get", "store", "erase":
    add_test("when_the_service_is_killed", Faults.die, each_operation)


if __name__ == "__main__":
    unittest.main()
