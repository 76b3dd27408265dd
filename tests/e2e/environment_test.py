# SPDX-License-Identifier: Apache-2.0
"""In containers and CI jobs: a variable, a mounted file, a store that cannot
be written."""
import os
import unittest

from hub import ALICE_WRITE, BOB_WRITE
from sandbox import become_nobody
from world import World

URL = "https://huggingface.co/alice/private-model"


class Environment(World):
    def setUp(self):
        super().setUp()
        self.use_own_prefix()

    def open_to_nobody(self):
        super().open_to_nobody()
        self.root.chmod(0o777)
        os.chmod(self.hub_root.name, 0o755)  # For the authority's certificate.

    def test_a_token_in_a_variable_is_enough_to_clone(self):
        self.configure()
        self.git("clone", URL, "model", env={"HF_TOKEN": ALICE_WRITE})
        self.assertFalse(self.hf_home.exists())
        self.given_token(BOB_WRITE)
        self.git("clone", URL, "again", env={"HF_TOKEN": ALICE_WRITE})
        self.assertEqual(self.accounts(), {"alice"})

    def test_a_token_file_without_a_home_is_enough_to_clone(self):
        mounted = self.root / "hf_token"
        mounted.write_text(ALICE_WRITE + "\n")
        mounted.chmod(0o444)
        config = self.root / "gitconfig"
        self.assertEqual(
            self.hf("configure", "--file", config).returncode, 0)
        config.chmod(0o644)
        self.open_to_nobody()
        del self.environment["HOME"]
        self.git("clone", "--no-checkout", URL, "model",
                 preexec_fn=become_nobody,
                 env={"HF_TOKEN_PATH": str(mounted),
                      "GIT_CONFIG_GLOBAL": str(config)})
        self.assertEqual(self.accounts(), {"alice"})

    def test_a_store_that_cannot_be_written_is_enough_to_clone(self):
        self.given_token(ALICE_WRITE)
        self.given_store("")
        self.configure()
        self.open_to_nobody()
        self.hf_home.chmod(0o500)
        self.addCleanup(self.hf_home.chmod, 0o700)
        self.git("clone", URL, "model", preexec_fn=become_nobody)
        self.assertEqual(self.accounts(), {"alice"})

    def test_git_shows_that_a_token_has_expired(self):
        self.given_token(ALICE_WRITE)
        self.given_store(f"[old]\nhf_token = {ALICE_WRITE}\n"
                         "expires_at = 1600000000\n\n")
        self.configure()
        done = self.git("clone", URL, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"the token 'old' has expired", done.stderr)

    def test_git_shows_which_variable_holds_a_rejected_token(self):
        self.configure()
        done = self.git("clone", URL, check=False, env={
            "HF_TOKEN": "hf_revokedTokenForTestsOnly000000000009"})
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"HF_TOKEN", done.stderr)


class Hostile(World):
    """What a repository can make git do."""

    def setUp(self):
        super().setUp()
        self.given_token(ALICE_WRITE)
        self.store = f"[laptop]\nhf_token = {ALICE_WRITE}\n\n"
        self.given_store(self.store)
        self.configure()

    def test_a_password_in_a_url_does_not_replace_the_users_token(self):  # 56
        url = f"https://attacker:{BOB_WRITE}@huggingface.co/bob/private-model"
        self.git("clone", url, "planted")
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())
        kept = self.stored().decode()
        self.assertTrue(kept.endswith(self.store))
        self.assertIn("source = git", kept)
        self.git("clone", URL, "model")
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_foreign_lfs_server_gets_no_token(self):
        self.git("clone", URL, "model")
        work = self.root / "model"
        before = len(self.hub.requests())
        for address in (self.hub.http, "https://huggingface.co.evil.example"):
            (work / ".lfsconfig").write_text(f"[lfs]\n\turl = {address}/x/y\n")
            self.git("lfs", "fetch", "--all", cwd=work, check=False)
        told = [r for r in self.hub.requests()[before:] if r["token"]]
        self.assertEqual(told, [])

    def test_no_token_is_in_any_log_or_configuration(self):
        done = self.git("clone", URL, "model", env={"GIT_TRACE": "1"})
        self.assertNotIn(ALICE_WRITE.encode(), done.stdout + done.stderr)
        for path in (self.root / "model" / ".git").rglob("*"):
            if path.is_file():
                self.assertNotIn(ALICE_WRITE.encode(), path.read_bytes())
        log = (self.hub.root / "requests.jsonl").read_text()
        self.assertNotIn(ALICE_WRITE, log)


if __name__ == "__main__":
    unittest.main()
