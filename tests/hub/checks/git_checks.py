# SPDX-License-Identifier: Apache-2.0
"""Which account may read and write which repository, also by real git."""
import concurrent.futures
import os

from case import CHALLENGE, NOBODY, ORIGIN, SmallHub, basic, bearer
from hub import (ACME_ORG, ALICE_OAUTH, ALICE_READ, ALICE_WRITE, BOB_WRITE,
                 connections)


class Git(SmallHub):

    def refs(self, name, headers=None, service="git-upload-pack"):
        return self.ask(f"/{name}/info/refs?service={service}", headers)

    def test_a_token_reads_and_writes_only_what_its_account_may(self):
        read, write = "git-upload-pack", "git-receive-pack"
        alice, private = "alice/private-model", "bob/private-model"
        table = (
            (401, alice, {}, read),
            (401, alice, basic(NOBODY), read),
            (401, alice, bearer(NOBODY), read),
            (401, alice, {"Authorization": "Basic !"}, read),
            (401, alice, basic(ALICE_WRITE[:-1]), read),
            (200, alice, basic(ALICE_WRITE), read),
            (200, alice, basic(ALICE_READ, ""), read),
            (200, alice, bearer(ALICE_READ), read),
            (200, alice, basic(ALICE_OAUTH), read),  # only LFS refuses it
            (200, f"{alice}.git", bearer(ALICE_OAUTH), write),
            (403, alice, basic(BOB_WRITE), read),
            (403, alice, basic(ALICE_READ), write),
            (200, alice, basic(ALICE_WRITE), write),
            (403, private, basic(ALICE_WRITE), read),
            (200, private, basic(BOB_WRITE), write),
            (200, "acme/private-model", basic(ALICE_WRITE), write),
            (200, "acme/private-model", basic(ACME_ORG), read),
            (403, "acme/private-model", basic(BOB_WRITE), read),
            (200, "alice/public-model", {}, read),
            (200, "alice/public-model", basic(BOB_WRITE), read),
            (401, "alice/public-model", basic(NOBODY), read),
            (401, "alice/public-model", {}, write),
            (403, "alice/public-model", basic(BOB_WRITE), write),
            (401, "alice/gated-model", {}, read),
            (403, "alice/gated-model", basic(BOB_WRITE), read),
            (200, "alice/gated-model", basic(ALICE_READ), read),
            (401, "datasets/alice/private-data", {}, read),
            (200, "datasets/alice/private-data.git", basic(ALICE_READ), read),
            (200, "spaces/alice/private-space", basic(ALICE_READ), read),
            (401, "alice/nothing", {}, read),
            (404, "alice/nothing", basic(ALICE_READ), read),
            (404, "alice/private-data", basic(ALICE_READ), read),
        )
        for expected, name, headers, service in table:
            with self.subTest(name=name, headers=headers, service=service):
                status, head, body = self.refs(name, headers, service)
                self.assertEqual(status, expected, body)
                challenge = CHALLENGE if expected == 401 else None
                self.assertEqual(head["WWW-Authenticate"], challenge)
                if expected != 200:
                    self.assertIn("text/plain", head["Content-Type"])
                    self.assertTrue(body)

    def test_a_gated_repository_can_be_granted_to_an_account(self):
        self.hub.repositories.create("alice/gated-for-bob", "gated",
                                     granted=["bob"])
        read = self.refs("alice/gated-for-bob", basic(BOB_WRITE))
        write = self.refs("alice/gated-for-bob", basic(BOB_WRITE),
                          "git-receive-pack")
        self.assertEqual((read[0], write[0]), (200, 403))

    def test_the_hub_refuses_a_push_without_a_request_for_refs(self):
        for headers, expected in (({}, 401), (basic(ALICE_READ), 403)):
            self.assertEqual(self.ask("/alice/private-model/git-receive-pack",
                                      headers, b"0000")[0], expected)

    def test_a_path_outside_a_repository_gets_404(self):
        for path in ("/../hub.env", "/alice/../accounts.json/info/refs",
                     "/alice/%2e%2e/info/refs", "/alice/private-model/config",
                     "/alice/private-model.git/hub.json"):
            status, _, _ = self.ask(path, basic(ALICE_WRITE))
            self.assertEqual(status, 404, path)
        self.assertIsNone(self.hub.repositories.find(
            "alice/private-model/../../x"))

    def test_git_clones_and_pushes_over_tls_at_the_official_name(self):
        folder = self.clone("alice/private-model", ALICE_WRITE)
        self.commit(folder, "notes.txt", b"n" * 3_000_000)
        self.must("push", "--quiet", token=ALICE_WRITE, cwd=folder)
        head = self.must("rev-parse", "HEAD", cwd=folder).strip()
        there = self.hub.repositories.find("alice/private-model").head()
        self.assertEqual(head, there)
        self.assertEqual({r["host"] for r in self.requests()},
                         {"huggingface.co"})
        self.assertEqual({r["scheme"] for r in self.requests()}, {"https"})

    def test_the_short_name_leads_to_the_hub(self):
        refs = self.must("ls-remote", "https://hf.co/alice/private-model",
                         token=ALICE_READ)
        self.assertIn("refs/heads/main", refs)

    def test_the_hub_accepts_a_big_push_in_chunks(self):
        folder = self.clone("bob/private-model", BOB_WRITE)
        self.commit(folder, "noise", os.urandom(400_000))
        self.must("-c", "http.postBuffer=65536", "push", "--quiet",
                  token=BOB_WRITE, cwd=folder)

    def test_a_read_only_token_clones_but_does_not_push(self):
        folder = self.clone("alice/private-model", ALICE_READ)
        self.commit(folder, "more.txt", b"more")
        done = self.git("push", token=ALICE_READ, cwd=folder)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("403", done.said)
        self.assertIn("read-only", done.said)

    def test_a_wrong_token_does_not_clone(self):
        done = self.git("clone", f"{ORIGIN}/alice/private-model", token=NOBODY)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Authentication failed", done.said)
        asked = [r["status"] for r in self.requests()]
        self.assertEqual(asked, [401, 401])

    def test_the_hub_serves_shallow_and_partial_clones(self):
        for option in "--depth=1", "--filter=blob:none":
            target = self.home / option.strip("-").partition("=")[0]
            done = self.git("clone", "--quiet", option, "--no-checkout",
                            f"{ORIGIN}/alice/public-model", target)
            # If a server cannot filter, git only prints a warning.
            self.assertEqual((done.returncode, done.said), (0, ""))

    def test_git_clones_submodules_of_two_owners(self):
        commits = {f"parts/{owner}": self.hub.repositories.find(
            f"{owner}/private-model").head() for owner in ("alice", "acme")}
        modules = "".join(
            f'[submodule "{path}"]\n\tpath = {path}\n'
            f"\turl = {ORIGIN}/{path[6:]}/private-model\n" for path in commits)
        self.hub.repositories.create(
            "acme/with-submodules", files={".gitmodules": modules.encode()},
            gitlinks=commits)
        self.must("clone", "--quiet", "--recurse-submodules",
                  f"{ORIGIN}/acme/with-submodules", token=ALICE_READ)
        for path in commits:
            readme = self.home / "with-submodules" / path / "README.md"
            self.assertTrue(readme.exists())

    def test_the_hub_serves_32_clients_at_once(self):
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            futures = [pool.submit(
                self.git, "ls-remote", f"{ORIGIN}/alice/private-model",
                token=ALICE_READ) for _ in range(32)]
        said = [f.result().said for f in futures if f.result().returncode]
        self.assertEqual(said, [])
        self.assertEqual(connections(self.requests()), 32)
