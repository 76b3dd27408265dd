# SPDX-License-Identifier: Apache-2.0
"""Long uploads through Xet: the agent that git-lfs runs renews its access with
the token that git-lfs got."""
import concurrent.futures
import http.server
import json
import os
import sys
import tempfile
import threading
import unittest

from hub import ALICE_OAUTH, ALICE_WRITE, BOB_WRITE, Hub
from sandbox import LONG
from world import XET_AGENT, World

HUB = "https://huggingface.co"
OWNERS = ("alice", "bob", "carol", "dave")
TOKENS = {owner: f"hf_{owner}WriteTokenForTestsOnly{'0' * 10}"
          for owner in OWNERS} | {"alice": ALICE_WRITE, "bob": BOB_WRITE}
PUSHES = 16 if LONG else 8


class Thief(http.server.BaseHTTPRequestHandler):
    """An LFS server that says where to renew: at itself."""
    received = []

    def do_GET(self):
        Thief.received.append(self.headers.get("Authorization"))
        self.answer(403, {})

    def do_POST(self):
        wish = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        here = f"http://{self.headers['Host']}"
        self.answer(200, {"transfer": "xet", "objects": [{
            **item, "authenticated": True, "actions": {"upload": {
                "href": f"{here}/renew", "header": {
                    "X-Xet-Cas-Url": here, "X-Xet-Access-Token": "x",
                    "X-Xet-Token-Expiration": "1"}}}}
            for item in wish.get("objects", ())]})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.git-lfs+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """What it is asked is in `received`."""


class Xet(World):
    @classmethod
    def setUpClass(cls):
        cls.hub_root = tempfile.TemporaryDirectory(prefix="hf-hub-")
        accounts = {owner: {
            "type": "user", "fullname": owner.title(),
            "orgs": ["acme"] if owner == "alice" else [],
            "tokens": [{"token": TOKENS[owner], "name": owner,
                        "role": "write"}]} for owner in OWNERS}
        accounts["alice"]["tokens"].append({"token": ALICE_OAUTH})
        cls.hub = Hub(cls.hub_root.name, accounts).start()
        for owner in OWNERS[2:]:
            cls.hub.repositories.create(f"{owner}/private-model")

    def setUp(self):
        super().setUp()
        self.use_xet_agent()
        self.runtime = self.root / "runtime"
        self.given_token(ALICE_WRITE)
        self.given_store("".join(
            f"[{owner}s]\nhf_token = {TOKENS[owner]}\nuser = {owner}\n\n"
            for owner in OWNERS))
        self.configure()

    def work(self, url, place="model", **options):
        """A clone of `url` with a commit of a new large file."""
        self.git("clone", url, place, env={"GIT_LFS_SKIP_SMUDGE": "1"},
                 **options)
        top = self.root / place
        self.git("lfs", "track", "*.bin", cwd=top)
        (top / "big.bin").write_text(f"{self.id()} {place}\n" * 1000)
        self.git("add", "-A", cwd=top)
        self.git("commit", "-qm", "big", cwd=top)
        return top

    def before_the_agent(self, top, command):
        """A shell runs `command` each time that git-lfs starts the agent."""
        script = self.root / "agent"
        script.write_text(f"#!/bin/sh\n{command}\n"
                          f"exec '{sys.executable}' -B '{XET_AGENT}'\n")
        script.chmod(0o755)
        self.git("config", "lfs.customtransfer.xet.path", script, cwd=top)
        self.git("config", "lfs.customtransfer.xet.args", "", cwd=top)

    def push(self, top, **options):
        return self.git("push", cwd=top, **options)

    def renewals(self):
        return [(r["account"], r["path"].split("/")[3], r["status"])
                for r in self.asked() if "xet-write-token" in r["path"]]

    def test_a_rule_holds_for_the_renewal(self):
        self.hf("switch", "bobs", "--for", "bob")
        self.push(self.work(f"{HUB}/bob/private-model"))
        self.assertEqual(self.renewals(), [("bob", "bob", 200)])

    def test_a_name_in_the_remote_holds_for_the_renewal(self):
        self.push(self.work("https://bobs@huggingface.co/bob/private-model"))
        self.assertEqual(self.renewals(), [("bob", "bob", 200)])

    def test_the_active_token_renews_what_has_no_rule(self):
        self.push(self.work(f"{HUB}/acme/private-model"))
        self.assertEqual(self.renewals(), [("alice", "acme", 200)])

    def test_a_login_with_the_browser_renews(self):
        self.hub.lfs_takes_oauth_over_basic = True
        self.addCleanup(setattr, self.hub, "lfs_takes_oauth_over_basic", False)
        self.given_token(BOB_WRITE)
        self.given_store(f"[web]\nhf_token = {ALICE_OAUTH}\nuser = alice\n\n"
                         f"[bobs]\nhf_token = {BOB_WRITE}\nuser = bob\n\n")
        self.hf("switch", "web", "--for", "acme")
        self.push(self.work(f"{HUB}/acme/private-model"))
        self.assertEqual(self.renewals(), [("alice", "acme", 200)])

    def test_a_switch_during_the_upload_does_not_change_the_account(self):
        top = self.work(f"{HUB}/alice/private-model")
        self.before_the_agent(top, f"'{self.helper}' switch bobs >&2")
        self.push(top)
        self.assertEqual(self.stored("token"), BOB_WRITE.encode())
        self.assertEqual(self.renewals(), [("alice", "alice", 200)])

    def test_a_token_that_is_gone_is_not_replaced_by_another(self):
        top = self.work("https://bobs@huggingface.co/bob/private-model")
        self.before_the_agent(top, f"'{self.helper}' logout bobs >&2")
        done = self.push(top, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(self.renewals(), [])
        self.assertIn(b"is not there any more", done.stderr)

    def test_hf_token_is_sent_even_if_it_is_empty(self):
        # git-xet takes the variable itself; the helper ignores an empty one.
        top = self.work(f"{HUB}/alice/private-model")
        done = self.push(top, check=False, env={"HF_TOKEN": ""})
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual([r[2] for r in self.renewals()], [401])
        self.push(top, env={"HF_TOKEN": ALICE_WRITE})

    def test_the_netrc_comes_first_as_for_git(self):
        netrc = self.home / ".netrc"
        netrc.write_text(f"machine huggingface.co login x password {BOB_WRITE}")
        netrc.chmod(0o600)
        top = self.work(f"{HUB}/bob/private-model")
        self.push(top)
        self.assertEqual(self.renewals(), [("bob", "bob", 200)])

    def test_an_lfs_server_elsewhere_gets_no_token(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Thief)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        top = self.work(f"{HUB}/alice/private-model")
        (top / ".lfsconfig").write_text(
            f"[lfs]\n\turl = http://127.0.0.1:{server.server_port}/lfs\n"
            "\tlocksverify = false\n")
        done = self.push(top, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"git-lfs itself got none", done.stderr)
        self.assertEqual(Thief.received, [])

    def test_pushes_of_four_owners_at_once_renew_with_the_right_token(self):
        for owner in OWNERS[1:]:
            self.hf("switch", f"{owner}s", "--for", owner)
        tops = []
        for number in range(PUSHES):
            owner = OWNERS[number % len(OWNERS)]
            name = f"{owner}/upload-{number}"
            self.hub.repositories.create(name)
            tops.append(self.work(f"{HUB}/{name}", f"work-{number}"))
        with concurrent.futures.ThreadPoolExecutor(PUSHES) as pool:
            list(pool.map(self.push, tops))
        renewals = self.renewals()
        self.assertEqual(len(renewals), PUSHES)
        for account, owner, status in renewals:
            self.assertEqual((account, status), (owner, 200))

    def test_the_note_is_private_and_gone_with_git_lfs(self):
        top = self.work(f"{HUB}/alice/private-model")
        self.assertEqual(os.listdir(self.runtime), [])
        seen = self.root / "seen"
        self.before_the_agent(top, f"cp -aT '{self.runtime}' '{seen}'")
        self.push(top)
        notes = [path for path in seen.rglob("*") if path.is_file()]
        self.assertEqual(len(notes), 1)
        self.assertEqual(notes[0].stat().st_mode & 0o777, 0o600)
        self.assertEqual(notes[0].parent.stat().st_mode & 0o777, 0o700)
        self.assertNotIn(ALICE_WRITE.encode(), notes[0].read_bytes())
        self.git("ls-remote", f"{HUB}/alice/private-model")
        self.assertEqual(os.listdir(self.runtime), [])


if __name__ == "__main__":
    unittest.main()
