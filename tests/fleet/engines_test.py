# SPDX-License-Identifier: Apache-2.0
"""Tokens in the stores of other programs: each recipe of the manual, with the
real program, which the test starts and stops."""
import subprocess
import tempfile
import unittest

from commanded import Commanded
from hub import ALICE_READ, ALICE_WRITE
from patience import wait_until
from recipes import recipes
from session import Session
from side_by_side import load_tests  # noqa: F401

# As the documentation of `vault kv` and `op read` describes them.
VAULT = """#!/bin/sh
test "$1 $2 $3" = "kv put -mount=secret" && test "$4 $5" = "hf/work token=-" &&
    { cat >"$HOME/.vault"; echo "Success! Data written to: secret/hf/work"; exit; }
test "$VAULT_TOKEN" || { echo "Error making API request. Code: 403." >&2; exit 2; }
test "$*" = "kv get -mount=secret -field=token hf/work" || exit 1
printf %s "$(cat "$HOME/.vault")"
"""
OP = """#!/bin/sh
test "$OP_SESSION" || { echo "[ERROR] You are not currently signed in." >&2; exit 1; }
test "$*" = "read op://Private/hf/credential" && cat "$HOME/.op"
"""


class Engines(Commanded):
    def setUp(self):
        super().setUp()
        (self.home / ".config").mkdir(mode=0o700)
        self.tools = self.root / "tools"
        self.tools.mkdir()
        (self.tools / "git-credential-hf").symlink_to(self.helper)
        self.environment["PATH"] = f"{self.tools}:{self.environment['PATH']}"

    def sh(self, script, token=""):
        done = self.command("sh", "-euc", script, input=token.encode())
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assert_no_secret(done.stderr)
        return done

    def start(self, *words, **options):
        """A server, which ends with the test."""
        process = subprocess.Popen(
            [str(w) for w in words], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=self.environment, cwd=self.root, **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def given_program(self, name, text):
        (self.tools / name).write_text(text)
        (self.tools / name).chmod(0o755)

    def follow(self, engine, rotated=True):
        """Does what the manual says, and gets the token; then rotates it."""
        recipe = recipes()[engine]
        self.sh(recipe, ALICE_WRITE)
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        stores, _, _ = recipe.partition("git-credential-hf ")
        if not rotated:
            return
        self.hub.accounts.revoke(ALICE_WRITE)
        self.sh(stores, ALICE_READ)
        self.assertEqual(self.get()["password"], ALICE_WRITE)  # Cached.
        self.erase(ALICE_WRITE)
        self.assertEqual(self.get()["password"], ALICE_READ)
        self.assertEqual(self.run_verb("token").stdout.strip(),
                         ALICE_READ.encode())

    def test_pass_and_gpg(self):
        gnupg = self.home / ".gnupg"
        gnupg.mkdir(mode=0o700)
        self.addCleanup(self.command, "gpgconf", "--kill", "all")
        self.sh("gpg --batch --quiet --passphrase '' --quick-generate-key "
                "test@example.invalid default default never 2>/dev/null && "
                "pass init test@example.invalid")
        # `pass insert` asks before it overwrites, but not without a terminal.
        self.follow("pass")

    def test_age(self):
        self.sh("age-keygen -o ~/.config/hf.key 2>/dev/null")
        self.follow("age")

    def test_systemd_creds(self):
        # The key of a machine of its own, which must be on a disk.
        folder = tempfile.TemporaryDirectory(dir="/var/tmp")
        self.addCleanup(folder.cleanup)
        self.environment["SYSTEMD_CREDENTIAL_SECRET"] = f"{folder.name}/key"
        self.follow("systemd-creds")

    def test_secret_tool(self):
        bus = self.root / "session"
        bus.mkdir(mode=0o700)
        session = Session(bus, self.home)
        self.addCleanup(session.stop)
        session.start_keyring()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = session.address
        self.follow("secret-tool")
        session.stop_keyring()
        self.forget_answers()
        self.refused(b"gave no token")

    def test_redis(self):
        socket = self.home / ".redis.sock"
        self.start("redis-server", "--port", "0", "--unixsocket", socket,
                   "--unixsocketperm", "700", "--save", "", "--dir", self.root)
        wait_until(socket.exists, lambda: "Redis does not start")
        self.follow("redis")

    def test_vault_as_it_is_documented(self):
        self.given_program("vault", VAULT)
        self.environment["VAULT_TOKEN"] = "hvs.x"
        self.follow("vault")
        self.forget_answers()
        del self.environment["VAULT_TOKEN"]
        self.refused(b"status 2")

    def test_1password_as_it_is_documented(self):
        self.given_program("op", OP)
        (self.home / ".op").write_text(ALICE_WRITE + "\n")
        self.environment["OP_SESSION"] = "x"
        self.follow("op", rotated=False)
        self.forget_answers()
        del self.environment["OP_SESSION"]
        self.refused(b"status 1")

    def test_every_recipe_is_tried(self):
        tried = {"pass", "age", "systemd-creds", "secret-tool", "redis",
                 "vault", "op", "etcd"}  # etcd: etcd_test.py
        self.assertEqual(set(recipes()), tried)


if __name__ == "__main__":
    unittest.main()
