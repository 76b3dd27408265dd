# SPDX-License-Identifier: Apache-2.0
"""Two accounts, several owners and two Hubs, side by side, with real git."""
import concurrent.futures
import unittest

from hub import ALICE_WRITE, BOB_WRITE
from sandbox import LONG
from world import World

HUB = "https://huggingface.co"
SHELLS = 16 if LONG else 6


class Accounts(World):
    def setUp(self):
        super().setUp()
        self.given_token(ALICE_WRITE)
        self.given_store(f"[home]\nhf_token = {ALICE_WRITE}\nuser = alice\n\n"
                         f"[work]\nhf_token = {BOB_WRITE}\nuser = bob\n"
                         f"endpoint = {HUB}\n\n")
        self.configure()
        self.hf("switch", "work", "--for", "bob")

    def clone_both(self, place):
        """One clone whose submodules are two accounts' private models."""
        self.git("clone", f"{HUB}/alice/private-model", place)
        top = self.root / place
        for owner in ("bob", "acme"):
            self.git("submodule", "add", f"{HUB}/{owner}/private-model", owner,
                     cwd=top)
        return top

    def push_large_file(self, work):
        self.git("lfs", "track", "*.bin", cwd=work)
        (work / "big.bin").write_text((self.id() * 2000)[:70_000])
        self.git("add", "-A", cwd=work)
        self.git("commit", "-qm", "big", cwd=work)
        self.git("push", cwd=work)


class Owners(Accounts):
    def test_submodules_of_two_accounts_are_updated_together(self):
        top = self.clone_both("top")
        self.git("commit", "-qm", "submodules", cwd=top)
        self.git("push", cwd=top)
        self.git("clone", "--recurse-submodules", "--jobs", "4",
                 f"{HUB}/alice/private-model", "whole")
        for owner in ("bob", "acme"):
            self.assertTrue((self.root / "whole" / owner / ".git").exists())
        for request in self.asked():
            if request["status"] < 400 and "/bob/" in request["path"]:
                self.assertIn(request["account"], (None, "bob"))

    def test_lfs_uses_the_owners_account(self):
        self.git("clone", f"{HUB}/bob/private-model", "model")
        self.push_large_file(self.root / "model")
        self.git("clone", f"{HUB}/bob/private-model", "again")
        self.assertEqual((self.root / "again" / "big.bin").stat().st_size,
                         70_000)
        self.assertEqual(self.accounts() - {None}, {"bob"})

    def test_many_shells_use_both_accounts_at_once(self):
        def clone(number):
            owner = ("alice", "bob")[number % 2]
            return self.git("ls-remote", f"{HUB}/{owner}/private-model",
                            check=False).returncode

        with concurrent.futures.ThreadPoolExecutor(SHELLS) as pool:
            self.assertEqual(set(pool.map(clone, range(4 * SHELLS))), {0})
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())

    def test_a_name_in_the_url_comes_before_a_rule(self):
        for url in ("https://home@huggingface.co/bob/private-model",
                    "https://alice@huggingface.co/bob/private-model"):
            done = self.git("ls-remote", url, check=False)
            self.assertNotEqual(done.returncode, 0)
        self.git("ls-remote", "https://work@huggingface.co/bob/private-model")
        self.git("-c", "credential.username=bob", "ls-remote",
                 f"{HUB}/bob/private-model")

    def test_a_second_hub_has_its_own_tokens(self):
        second = self.hub.http
        given = self.hf("login", "--endpoint", second, "--token-stdin",
                        "--name", "there", input=BOB_WRITE.encode())
        self.assertEqual(given.returncode, 0, given.stderr)
        self.hf("switch", "there", "--for", "bob")
        self.hf("login", "--token-stdin", input=ALICE_WRITE.encode())
        self.git("ls-remote", f"{second}/bob/private-model")
        self.git("clone", f"{second}/bob/private-model", "there")
        self.git("ls-remote", f"{HUB}/bob/private-model")
        self.git("ls-remote", f"{HUB}/alice/private-model")
        self.assertIn(second.encode(), self.hf("list").stdout)

    def test_large_files_of_an_ssh_remote_use_the_owners_account(self):
        """ssh says where its LFS is, and gives no token for it."""
        there = self.hub.repositories.find("bob/private-model").path
        ssh = self.root / "ssh"
        ssh.write_text(
            "#!/bin/sh\nshift $(($# - 1))\nset -- $1\ncase $1 in\n"
            "git-lfs-authenticate) echo '{\"href\": \"https://hf.co/"
            "bob/private-model.git/info/lfs\"}' ;;\n"
            f"git-*-pack) exec $1 '{there}' ;;\n*) exit 1 ;;\nesac\n")
        ssh.chmod(0o755)
        self.environment["GIT_SSH_COMMAND"] = str(ssh)
        self.git("clone", "git@hf.co:bob/private-model", "by-ssh")
        before = len(self.hub.requests())
        self.push_large_file(self.root / "by-ssh")
        accounts = {request["account"]
                    for request in self.hub.requests()[before:]
                    if "/info/lfs" in request["path"]
                    and request["status"] < 400}
        self.assertEqual(accounts, {"bob"})


class SideBySide(Accounts):
    def test_two_accounts_three_owners_and_two_hubs_work_at_once(self):
        """In each of many shells at the same time: a clone with another owner's
        submodule, a third owner's large file, and the second Hub."""
        second = self.hub.http
        self.hf("login", "--endpoint", second, "--token-stdin", "--name",
                "there", input=BOB_WRITE.encode())
        self.hf("switch", "there", "--for", "bob")  # At that Hub.
        self.hf("switch", "home")
        self.hf("switch", "home", "--for", "acme")
        top = self.clone_both("top")
        self.git("commit", "-qm", "submodules", cwd=top)
        self.git("push", cwd=top)
        self.git("clone", f"{HUB}/bob/private-model", "lfs")
        self.push_large_file(self.root / "lfs")
        before = [self.stored(name) for name in
                  ("token", "stored_tokens", "git_credential_hf")]
        first = len(self.hub.requests())

        def shell(number):
            place = f"shell-{number}"
            self.git("clone", "--recurse-submodules",
                     f"{HUB}/alice/private-model", place)
            self.git("clone", f"{HUB}/bob/private-model", f"{place}/lfs")
            self.git("ls-remote", f"{second}/bob/private-model")
            self.git("ls-remote", "https://alice@huggingface.co/acme/"
                     "private-model")
            self.assertEqual((self.root / place / "lfs" / "big.bin")
                             .stat().st_size, 70_000)
            return (self.root / place / "acme" / ".git").exists()

        with concurrent.futures.ThreadPoolExecutor(SHELLS) as pool:
            self.assertEqual(set(pool.map(shell, range(SHELLS))), {True})
        for request in self.hub.requests()[first:]:
            owner = request["path"].split("/")[1]
            expected = {"alice": "alice", "acme": "alice", "bob": "bob"}
            if request["status"] < 400 and owner in expected:
                self.assertIn(request["account"], (None, expected[owner]),
                              request)
        after = [self.stored(name) for name in
                 ("token", "stored_tokens", "git_credential_hf")]
        self.assertEqual(after, before)


if __name__ == "__main__":
    unittest.main()
