# SPDX-License-Identifier: Apache-2.0
"""The recipes for operators in git-credential-hf(7), each on a machine of its
own: /etc and /run belong to the test."""
import subprocess
import unittest

from hub import ALICE_READ, ALICE_WRITE
from hub.issuer import Issuer
from machine import ENTER, Machine
from patience import PATIENCE
from recipes import recipes
from side_by_side import load_tests  # noqa: F401

MODEL = "acme/model"
ENTERED = """
mount --bind "$ETC" /etc
mount -t tmpfs -o mode=755 tmpfs /run
. "$BEFORE"
. "$RECIPE"
"""


class Operators(Machine):
    def setUp(self):
        super().setUp()
        self.hub.repositories.create(MODEL, files={"a.txt": b"a"})
        self.tools = self.root / "tools"
        self.tools.mkdir()
        self.given_tool("git-credential-hf", f'exec "{self.helper}" "$@"')
        self.environment["PATH"] = f"{self.tools}:{self.environment['PATH']}"

    def given_tool(self, name, body):
        (self.tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.tools / name).chmod(0o755)

    def follow(self, name, before=""):
        """Does what the recipe says; the folder that it clones, if any."""
        for variable, text in (("BEFORE", before),
                               ("RECIPE", recipes("OPERATORS")[name])):
            path = self.root / variable
            path.write_text(text)
            self.environment[variable] = str(path)
        self.environment["ETC"] = str(self.etc)
        done = subprocess.run([*ENTER, "sh", "-euc", ENTERED],
                              env=self.environment, cwd=self.root,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assert_no_secret(done.stdout + done.stderr)
        return done

    def assert_cloned(self):
        self.assertEqual((self.root / "model" / "a.txt").read_bytes(), b"a")
        self.assertIsNone(self.stored("token"))

    def test_a_laptop(self):
        with self.deciding():
            self.follow("laptop")
        self.assertTrue(self.get()["password"].startswith("hf_oauth_"))

    def test_a_shared_cluster(self):
        self.given_tool("vault", f'echo "$*" >>"$HOME/asked"; echo {ALICE_READ}')
        self.follow("shared-cluster")
        self.assertEqual(self.get()["password"], ALICE_READ)
        self.assertEqual((self.home / "asked").read_text(),
                         "kv get -mount=secret -field=token hf/work\n")

    def test_a_secret_of_kubernetes(self):
        self.follow("kubernetes-secret",
                    "mkdir -p /run/secrets/hf/..data\n"
                    f"echo {ALICE_WRITE} >/run/secrets/hf/..data/token\n"
                    "ln -s ..data/token /run/secrets/hf/token\n"
                    "mount -o remount,ro /run\n")
        self.assert_cloned()

    def test_an_identity_of_kubernetes(self):
        issuer = Issuer(self.root, sub="system:serviceaccount:ml:trainer")
        self.addCleanup(issuer.stop)
        self.hub.oauth.publishers.add(
            issuer.url, [MODEL], sub="system:serviceaccount:ml:trainer")
        self.follow("kubernetes-identity",
                    "mkdir -p /run/secrets/hf\n"
                    f"echo {issuer.mint()} >/run/secrets/hf/identity\n")
        self.assert_cloned()
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_every_recipe_is_tried(self):
        names = {"laptop", "shared-cluster", "kubernetes-secret",
                 "kubernetes-identity",
                 "container-build", "devcontainer",  # containers_test.py
                 "slurm"}  # tests/cluster/slurm_test.py
        self.assertEqual(set(recipes("OPERATORS")), names)


if __name__ == "__main__":
    unittest.main()
