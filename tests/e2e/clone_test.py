# SPDX-License-Identifier: Apache-2.0
"""Cloning, fetching and pushing, as a person who has logged in in Python."""
import concurrent.futures
import unittest

from hub import ALICE_READ, ALICE_WRITE
from world import World


class Clone(World):
    def setUp(self):
        super().setUp()
        self.given_token(ALICE_WRITE)
        self.given_store(f"[laptop]\nhf_token = {ALICE_WRITE}\n\n")
        self.configure()

    def test_a_private_model_is_cloned_from_both_names_of_the_hub(self):
        for host in ("huggingface.co", "hf.co"):
            with self.subTest(host=host):
                self.git("clone", f"https://{host}/alice/private-model", host)
                self.assertTrue((self.root / host / "README.md").exists())
        self.assertEqual(self.accounts(), {"alice"})

    def test_fetch_and_push_need_no_prompt(self):
        self.git("clone", "https://huggingface.co/acme/private-model", "model")
        work = self.root / "model"
        (work / "notes.txt").write_text("more\n")
        self.git("add", ".", cwd=work)
        self.git("commit", "-qm", "more", cwd=work)
        self.git("push", cwd=work)
        self.git("fetch", cwd=work)
        self.git("clone", "https://hf.co/acme/private-model", "again")
        self.assertTrue((self.root / "again" / "notes.txt").exists())

    def test_a_dataset_is_cloned_shallowly_without_a_prompt(self):
        self.git("clone", "--depth=1",
                 "https://huggingface.co/datasets/alice/private-data", "data")
        self.assertTrue((self.root / "data" / "README.md").exists())

    def test_thirty_two_gits_at_once_all_get_the_token(self):
        def list_refs(_):
            return self.git("ls-remote",
                            "https://huggingface.co/alice/private-model")
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            for done in pool.map(list_refs, range(32)):
                self.assertIn(b"refs/heads/main", done.stdout)

    def test_submodules_of_two_owners_are_cloned_together(self):
        self.git("clone", "https://huggingface.co/alice/private-model", "top")
        top = self.root / "top"
        for path in ("acme/private-model", "datasets/alice/private-data"):
            self.git("submodule", "add", f"https://huggingface.co/{path}",
                     path.replace("/", "-"), cwd=top)
        self.git("commit", "-qm", "submodules", cwd=top)
        self.git("push", cwd=top)
        self.git("clone", "--recurse-submodules",
                 "https://huggingface.co/alice/private-model", "whole")
        for name in ("acme-private-model", "datasets-alice-private-data"):
            self.assertTrue((self.root / "whole" / name / "README.md").exists())

    def test_a_clone_of_a_public_repository_asks_no_helper(self):
        self.git("clone", "https://huggingface.co/alice/public-model", "public")
        self.assertEqual({r["token"] for r in self.asked()}, {None})

    def test_another_owners_private_model_is_refused_without_logging_out(self):
        done = self.git("clone", "https://huggingface.co/bob/private-model",
                        check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"403", done.stderr)
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())

    def test_a_read_only_token_may_not_push_and_is_kept(self):
        self.given_token(ALICE_READ)
        self.git("clone", "https://huggingface.co/alice/private-model", "model")
        work = self.root / "model"
        self.git("commit", "-q", "--allow-empty", "-m", "empty", cwd=work)
        done = self.git("push", cwd=work, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"403", done.stderr)
        self.assertEqual(self.stored("token"), ALICE_READ.encode())

    def test_a_token_that_the_hub_rejects_is_not_used_again(self):
        gone = "hf_revokedTokenForTestsOnly00000000000009"
        self.given_token(gone)
        self.given_store(f"[old]\nhf_token = {gone}\n\n")
        done = self.git("clone", "https://huggingface.co/alice/private-model",
                        check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"the token 'old' is not valid any more", done.stderr)
        self.assertNotIn(gone.encode(), done.stderr)
        self.assertIsNone(self.stored("token"))
        self.assertIn(b"rejected_at = ", self.stored())


if __name__ == "__main__":
    unittest.main()
