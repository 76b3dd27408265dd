# SPDX-License-Identifier: Apache-2.0
"""If `status` finds nothing wrong, then git, git-lfs and the transfer agent all
end with the token that it names.

HF_TEST_SURROUNDINGS: how many; HF_TEST_SEED: the first one's number.
HF_TEST_LONG tries more of them.
"""
import json
import os
import random
import shutil
import sys
import tempfile
import unittest

import surroundings
from hub import ALICE_WRITE, BOB_WRITE, Hub
from sandbox import LONG
from surroundings import HUB, TOKENS
from world import World

COUNT = int(os.environ.get("HF_TEST_SURROUNDINGS", 60 if LONG else 16))
FIRST = int(os.environ.get("HF_TEST_SEED", 1))
MOST_MORE = 2  # Changes beside the first.
ACCOUNTS = {"alices": "alice", "bobs": "bob"}


class AllClear(World):
    """Two accounts that may both write in acme/shared."""

    @classmethod
    def setUpClass(cls):
        cls.hub_root = tempfile.TemporaryDirectory(prefix="hf-hub-")
        cls.hub = Hub(cls.hub_root.name, {
            **{account: {"type": "user", "fullname": account, "orgs": ["acme"],
                         "tokens": [{"token": token, "name": account,
                                     "role": "write"}]}
               for account, token in (("alice", ALICE_WRITE),
                                      ("bob", BOB_WRITE))},
            "acme": {"type": "org", "fullname": "Acme", "orgs": [],
                     "tokens": []}}).start()
        cls.hub.repositories.create("acme/shared", lfs={"old.bin": b"old"})

    def setUp(self):
        super().setUp()
        self.use_xet_agent()
        self.given_token(ALICE_WRITE)
        self.given_store("".join(
            f"[{name}]\nhf_token = {token}\nuser = {ACCOUNTS[name]}\n\n"
            for name, token in TOKENS.items()))
        self.configure()
        self.top = self.root / "clone"
        self.git("clone", "-q", f"{HUB}/acme/shared", self.top,
                 env={"GIT_LFS_SKIP_SMUDGE": "1"})
        self.variables = {}
        for place in self.home, self.top:
            shutil.copytree(place, f"{place}.begin", symlinks=True)

    def begin(self):
        """The home and the clone as they were, without any surroundings."""
        for place in self.home, self.top:
            shutil.rmtree(place)
            shutil.copytree(f"{place}.begin", place, symlinks=True)
        self.variables = {}

    def config(self, scope, key, value, add=False):
        self.git("config", scope, "--add" if add else "--replace-all", key, value,
                 cwd=self.top)

    def surround(self, seed):
        """Changes some things, each of them once in a row; their names."""
        pick = random.Random(seed)
        every = surroundings.ALL
        changes = [every[seed % len(every)],
                   *pick.choices(every, k=pick.randint(0, MOST_MORE))]
        for change in changes:
            change(self, pick)
        return [change.__name__ for change in changes]

    def status(self):
        """The name that `status` gives the token; None if it finds a problem."""
        done = self.hf("status", "--json", cwd=self.top, env=self.variables)
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual(done.returncode == 0, not told["problems"], told)
        if done.returncode != 0:
            return None
        name = told["token"]["name"]
        if not name:
            value = self.variables[told["token"]["origin"]]
            name, = (name for name, token in TOKENS.items() if token == value)
        return name

    def tokens_sent(self, run):
        """Whose tokens the Hub has accepted while `run` ran, in order."""
        before = len(self.hub.requests())
        run()
        return [(request["account"], request["path"])
                for request in self.hub.requests()[before:]
                if request["account"] and request["status"] < 400
                and not request["path"].startswith(("/lfs/", "/xet/"))]

    def filled(self):
        url = self.git("ls-remote", "--get-url", "origin",
                       cwd=self.top).stdout.decode().strip()
        done = self.git("credential", "fill", cwd=self.top, check=False,
                        env=self.variables, input=f"url={url}\n\n".encode())
        return dict(line.split("=", 1)
                    for line in done.stdout.decode().splitlines())

    def download(self):
        for words in ("fetch", "origin"), ("lfs", "fetch", "--all", "origin"):
            self.git(*words, cwd=self.top, env=self.variables)

    def upload(self, seed):
        """Pushes a new large file through the transfer agent."""
        (self.top / "new.bin").write_text(f"{seed}\n" * 100)
        self.git("add", "new.bin", cwd=self.top)
        self.git("commit", "-qm", f"{seed}", cwd=self.top)
        self.git("push", "origin", f"HEAD:refs/heads/{seed}", cwd=self.top,
                 env=self.variables)

    def check_sent(self, name, run, *parts):
        """All that `run` sends has this token, and each part is sent."""
        sent = self.tokens_sent(run)
        self.assertEqual({a for a, _ in sent}, {ACCOUNTS[name]}, sent)
        for part in parts:
            self.assertTrue(any(part in path for _, path in sent), part)

    def check(self, seed, name):
        self.assertEqual(self.filled().get("password"), TOKENS[name])
        self.check_sent(name, self.download, "info/refs", "objects/batch")
        self.check_sent(name, lambda: self.upload(f"s{seed}"),
                        "git-receive-pack", "objects/batch", "xet-write-token")

    def test_after_an_all_clear_everything_ends_with_the_token_named(self):
        clear = 0
        for seed in range(FIRST, FIRST + COUNT):
            self.begin()
            changes = self.surround(seed)
            with self.subTest(seed=seed, changes=changes):
                name = self.status()
                if name:
                    clear += 1
                    self.check(seed, name)
        print(f"{COUNT} surroundings, {clear} all clear", file=sys.stderr)
        self.assertTrue(0 < clear < COUNT)


if __name__ == "__main__":
    unittest.main()
