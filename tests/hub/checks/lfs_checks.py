# SPDX-License-Identifier: Apache-2.0
"""The LFS batch, transfers and locks, by real git-lfs too."""
import hashlib
import json
import os
import urllib.error
import urllib.request

from case import CHALLENGE, NOBODY, ORIGIN, SmallHub, basic, bearer
from hub import ACME_ORG, ALICE_OAUTH, ALICE_READ, ALICE_WRITE
from hub.repositories import WEIGHTS


class Lfs(SmallHub):

    def batch(self, name, headers, operation="download", content=WEIGHTS):
        item = {"oid": hashlib.sha256(content).hexdigest(),
                "size": len(content)}
        wish = {"operation": operation, "transfers": ["basic"],
                "objects": [item]}
        status, head, body = self.ask(
            f"/{name}.git/info/lfs/objects/batch",
            {**headers, "Content-Type": "application/vnd.git-lfs+json"},
            json.dumps(wish).encode())
        return status, head, json.loads(body)

    def test_clone_downloads_lfs_files_and_push_uploads_them(self):
        folder = self.clone("alice/private-model", ALICE_WRITE)
        self.assertEqual((folder / "model.bin").read_bytes(), WEIGHTS)
        content = os.urandom(300_000)
        self.commit(folder, "new.bin", content)
        self.must("push", "--quiet", token=ALICE_WRITE, cwd=folder)
        kept = self.hub.repositories.find("alice/private-model").lfs_object(
            hashlib.sha256(content).hexdigest())
        self.assertEqual(kept.read_bytes(), content)
        transfers = [r for r in self.requests() if r["path"][:5] == "/lfs/"]
        self.assertEqual([r["method"] for r in transfers],
                         ["GET", "PUT", "POST"])
        self.assertEqual({r["auth"] for r in transfers}, {"none"})

    def test_pull_downloads_what_another_account_pushed(self):
        folder = self.clone("acme/private-model", ALICE_WRITE)
        self.commit(folder, "late.bin", b"late" * 999)
        self.must("push", "--quiet", token=ALICE_WRITE, cwd=folder)
        (folder / "late.bin").unlink()
        for kept in (folder / ".git/lfs/objects").rglob("*"):
            if kept.is_file():
                kept.unlink()
        self.must("lfs", "pull", token=ALICE_READ, cwd=folder)
        self.must("checkout", "--", "late.bin", token=ALICE_READ, cwd=folder)
        self.assertEqual((folder / "late.bin").read_bytes(), b"late" * 999)

    def test_a_public_file_needs_no_token(self):
        folder = self.clone("alice/public-model")
        self.assertEqual((folder / "model.bin").read_bytes(),
                         b"public " + WEIGHTS)

    def test_a_read_only_token_uploads_nothing(self):
        self.assertEqual(self.batch("alice/private-model", basic(ALICE_READ),
                                    "upload", b"new")[0], 403)

    def test_the_hub_answers_an_invalid_token_with_a_challenge(self):
        for headers in {}, basic(NOBODY):
            status, head, answer = self.batch("alice/private-model", headers)
            self.assertEqual(status, 401)
            self.assertEqual(head["LFS-Authenticate"], CHALLENGE)
            self.assertEqual(head["WWW-Authenticate"], CHALLENGE)
            self.assertTrue(answer["message"])

    def test_the_hub_accepts_an_oauth_token_only_as_bearer(self):
        name = "alice/private-model"
        self.assertEqual(self.batch(name, basic(ALICE_OAUTH))[0], 401)
        self.assertEqual(self.batch(name, bearer(ALICE_OAUTH))[0], 200)
        self.assertEqual(self.batch(name, basic(ALICE_WRITE))[0], 200)

    def test_git_lfs_fails_with_an_oauth_token_over_basic(self):
        self.must("lfs", "install", "--skip-repo")
        done = self.git("clone", f"{ORIGIN}/alice/private-model",
                        token=ALICE_OAUTH)
        self.assertNotEqual(done.returncode, 0)
        self.assertTrue(self.requests(auth="basic", status=401))

    def test_git_lfs_succeeds_with_an_oauth_token_as_bearer(self):
        self.must("lfs", "install", "--skip-repo")
        header = f"http.extraHeader=Authorization: Bearer {ALICE_OAUTH}"
        self.must("-c", header, "clone", f"{ORIGIN}/alice/private-model")
        model = self.home / "private-model" / "model.bin"
        self.assertEqual(model.read_bytes(), WEIGHTS)

    def test_a_transfer_needs_its_ticket(self):
        _, _, answer = self.batch("alice/private-model", bearer(ALICE_READ))
        self.assertIs(answer["objects"][0]["authenticated"], True)
        href = answer["objects"][0]["actions"]["download"]["href"]
        self.assertTrue(href.startswith(self.hub.http))
        path = href[len(self.hub.http):]
        self.assertEqual(self.ask(path)[2], WEIGHTS)
        status, _, rest = self.ask(path, {"Range": "bytes=100-"})
        self.assertEqual((status, len(rest)), (206, len(WEIGHTS) - 100))
        for wrong in path[:-1], path.partition("?")[0]:
            self.assertEqual(self.ask(wrong, bearer(ALICE_WRITE))[0], 403)

    def test_an_upload_with_another_sha256_is_not_kept(self):
        _, _, answer = self.batch("alice/private-model", bearer(ALICE_WRITE),
                                  "upload", b"right")
        actions = answer["objects"][0]["actions"]
        for content, status in ((b"wrong", 422), (b"right", 200)):
            request = urllib.request.Request(
                actions["upload"]["href"], content, method="PUT")
            try:
                with urllib.request.urlopen(request) as reply:
                    self.assertEqual(reply.status, status)
            except urllib.error.HTTPError as refusal:
                with refusal:
                    self.assertEqual(refusal.code, status)

    def test_the_hub_keeps_locks_and_distinguishes_their_owners(self):
        folder = self.clone("acme/private-model", ALICE_WRITE)
        self.must("lfs", "lock", "model.bin", token=ALICE_WRITE, cwd=folder)
        listed = self.must("lfs", "locks", token=ALICE_READ, cwd=folder)
        self.assertRegex(listed, r"model\.bin\s+alice")
        again = self.git("lfs", "lock", "model.bin", token=ACME_ORG,
                         cwd=folder)
        self.assertNotEqual(again.returncode, 0)
        path = "/acme/private-model.git/info/lfs/locks/verify"
        for token, ours, theirs in (ALICE_WRITE, 1, 0), (ACME_ORG, 0, 1):
            locks = json.loads(self.ask(path, basic(token), b"{}")[2])
            self.assertEqual((len(locks["ours"]), len(locks["theirs"])),
                             (ours, theirs), locks)
        self.assertEqual(self.ask(path, basic(ALICE_READ), b"{}")[0], 403)
        self.must("lfs", "unlock", "model.bin", token=ALICE_WRITE, cwd=folder)
        self.assertEqual(json.loads(self.ask(path, basic(ALICE_WRITE),
                                             b"{}")[2])["ours"], [])
