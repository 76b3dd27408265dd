# SPDX-License-Identifier: Apache-2.0
"""whoami, the log, the proxy, and HTTP itself."""
import gzip
import http.client
import json
import socket

from case import NOBODY, ORIGIN, SmallHub, basic, bearer
from hub import (ACME_ORG, ALICE_OAUTH, ALICE_READ, ALICE_WRITE, CI_ID_TOKEN,
                 MINT_TOKEN, connections, fingerprint)
from patience import PATIENCE


class Whoami(SmallHub):

    def whoami(self, headers):
        status, headers, body = self.ask("/api/whoami-v2", headers)
        return status, headers, json.loads(body)

    def test_whoami_gives_account_organisations_and_role_of_a_token(self):
        status, _, answer = self.whoami(bearer(ALICE_READ))
        self.assertEqual(status, 200)
        self.assertEqual((answer["name"], answer["type"]), ("alice", "user"))
        self.assertEqual([o["name"] for o in answer["orgs"]], ["acme"])
        token = answer["auth"]["accessToken"]
        self.assertEqual((token["displayName"], token["role"]),
                         ("reader", "read"))

    def test_whoami_gives_no_name_and_no_role_of_an_oauth_token(self):
        status, _, answer = self.whoami(bearer(ALICE_OAUTH))
        self.assertEqual((status, answer["name"]), (200, "alice"))
        self.assertNotIn("accessToken", answer["auth"])

    def test_whoami_distinguishes_an_organisation_from_a_user(self):
        self.assertEqual(self.whoami(bearer(ACME_ORG))[2]["type"], "org")

    def test_whoami_refuses_other_tokens_with_the_hubs_message(self):
        for headers in {}, bearer(NOBODY), basic(ALICE_WRITE), basic("x"):
            with self.subTest(headers):
                status, head, answer = self.whoami(headers)
                self.assertEqual(status, 401)
                self.assertEqual(answer, {"error": "Invalid user token."})
                self.assertTrue(head["WWW-Authenticate"].startswith("Bearer"))

    def test_whoami_refuses_a_revoked_token(self):
        token = "hf_bobSpareTokenForTestsOnly000000007"
        self.hub.accounts.add_token("bob", token, "spare", "write")
        self.assertEqual(self.whoami(bearer(token))[0], 200)
        self.hub.accounts.revoke(token)
        self.assertEqual(self.whoami(bearer(token))[0], 401)

    def test_an_unknown_path_of_the_api_gets_404(self):
        self.assertEqual(self.ask("/api/agent-harnesses")[0], 404)


class Http(SmallHub):

    def setUp(self):
        super().setUp()
        self.line = http.client.HTTPConnection("127.0.0.1",
                                               self.hub.http_port, timeout=PATIENCE)
        self.addCleanup(self.line.close)

    def test_a_connection_serves_more_requests_after_a_refusal(self):
        for _ in range(3):
            self.line.request("POST", "/alice/private-model/git-upload-pack",
                              b"x" * 100_000)
            answer = self.line.getresponse()
            self.assertEqual(answer.status, 401)
            answer.read()
            self.line.request("GET", "/api/whoami-v2",
                              headers=bearer(ALICE_READ))
            answer = self.line.getresponse()
            self.assertEqual(answer.status, 200)
            answer.read()
        self.assertEqual(connections(self.requests()), 1)

    def test_a_client_gets_100_continue_and_sends_chunks(self):
        wish = b"0014command=ls-refs\n0000"
        with socket.create_connection(("127.0.0.1", self.hub.http_port),
                                      timeout=PATIENCE) as line:
            answers = line.makefile("rb")
            line.sendall(b"POST /alice/public-model/git-upload-pack HTTP/1.1"
                         b"\r\nHost: x\r\nExpect: 100-continue\r\n"
                         b"Content-Type: application/x-git-upload-pack-request"
                         b"\r\nGit-Protocol: version=2\r\nConnection: close"
                         b"\r\nTransfer-Encoding: chunked\r\n\r\n")
            self.assertIn(b" 100 ", answers.readline())
            for piece in wish[:7], wish[7:], b"":
                line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.assertIn(b"refs/heads/main", answers.read())

    def test_a_compressed_request_reaches_git(self):
        wish = b"0014command=ls-refs\n0000"
        headers = {"Content-Encoding": "gzip", "Git-Protocol": "version=2",
                   "Content-Type": "application/x-git-upload-pack-request"}
        status, _, body = self.ask("/alice/public-model/git-upload-pack",
                                   headers, gzip.compress(wish))
        self.assertEqual(status, 200)
        self.assertIn(b"refs/heads/main", body)

    def test_the_hub_refuses_invalid_lengths_and_continues(self):
        for headers in {"Content-Length": "many"}, {"Content-Length": "-5"}:
            self.line.request("POST", "/api/whoami-v2", headers=headers)
            answer = self.line.getresponse()
            self.assertEqual(answer.status, 400)
            answer.read()
            self.line.close()
        self.assertEqual(self.ask("/api/whoami-v2")[0], 401)


class Log(SmallHub):

    def test_the_log_names_the_account_and_never_the_token(self):
        self.git("ls-remote", f"{ORIGIN}/alice/private-model",
                 token=ALICE_READ)
        self.ask("/api/whoami-v2", bearer(NOBODY))
        self.ask("/api/whoami-v2", basic("x", username=ALICE_WRITE))
        self.ask(f"/{ALICE_WRITE}/thing/info/refs?service={ALICE_WRITE}")
        self.ask("/api/whoami-v2", {"Authorization": ALICE_WRITE})
        self.ask(f"/{MINT_TOKEN}/{CI_ID_TOKEN}")
        seen = self.requests(status=200, service="git-upload-pack")[0]
        self.assertEqual(
            [seen[k] for k in ("auth", "username", "account", "token")],
            ["basic", "hf_user", "alice", fingerprint(ALICE_READ)])
        text = (self.hub.root / "requests.jsonl").read_text()
        self.assertEqual(len(self.requests()), 8)
        for token in ALICE_READ, ALICE_WRITE, NOBODY, MINT_TOKEN, CI_ID_TOKEN:
            self.assertNotIn(token.lower(), text.lower())


class Proxy(SmallHub):

    def test_the_proxy_leads_only_to_the_hub(self):
        self.must("ls-remote", f"{ORIGIN}/alice/public-model")
        for url in ("https://example.invalid/x", "https://huggingface.co:444/",
                    "https://huggingface.co.example.invalid/x"):
            done = self.git("ls-remote", url)
            self.assertIn("403", done.said)
        self.assertEqual(
            [(p["target"], p["served"]) for p in self.hub.proxied()
             if not p["target"].startswith("127.0.0.1:")],  # The other test's.
            [("huggingface.co:443", True), ("example.invalid:443", False),
             ("huggingface.co:444", False),
             ("huggingface.co.example.invalid:443", False)])

    def test_git_rejects_the_hub_without_its_ca(self):
        done = self.git("-c", "http.sslCAInfo=/etc/ssl/none", "-c",
                        "http.sslCAPath=/none", "ls-remote",
                        f"{self.hub.https}/alice/public-model")
        self.assertIn("128", str(done.returncode))

    def test_curls_own_mapping_works_without_the_proxy(self):
        port = self.hub.https_port
        self.must("-c", "http.proxy=",
                  "-c", f"http.curloptResolve=huggingface.co:{port}:127.0.0.1",
                  "ls-remote", f"{ORIGIN}:{port}/alice/public-model")
        self.assertEqual({r["host"] for r in self.requests()},
                         {f"huggingface.co:{port}"})
