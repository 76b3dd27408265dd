# SPDX-License-Identifier: Apache-2.0
"""A home that several machines share: one directory, and for each machine a
mount and a process namespace of its own, with its own /tmp and its own
session's directory."""
import configparser
import subprocess
import time
import unittest

from machine import ENTER
from online import Online
from patience import wait_until
from sandbox import record

NODES = 4
PROCESSES = 16  # On each.
SAVES = 2       # By each.
PATIENCE = 240
TOKEN = "hf_activeTokenForTestsOnly0000000000001"

# In a node: every process saves its tokens, all at once.
SAVE = """
mount -t tmpfs tmpfs /run
mkdir -m 700 /run/session; export XDG_RUNTIME_DIR=/run/session
for process in $(seq "$PROCESSES"); do
    (for save in $(seq "$SAVES"); do
        printf 'protocol=https\\nhost=huggingface.co\\nusername=%s\\npassword=%s\\n' \\
            "user-$NODE-$process-$save" \\
            "hf_node${NODE}x${process}x${save}TokenForTests" |
            "$0" store || echo failed >>"$FAILED"
    done) &
done
wait
"""


class Nodes(Online):
    def setUp(self):
        super().setUp()
        self.given_token(TOKEN)
        self.failed = self.root / "failed"
        self.environment.update(PROCESSES=str(PROCESSES), SAVES=str(SAVES),
                                FAILED=str(self.failed))

    def node(self, number, script=SAVE, helper=None):
        """A machine that runs the script; it ends with its first process."""
        return subprocess.Popen(
            [*ENTER, "--pid", "--fork", "--kill-child", "--mount-proc", "sh",
             "-euc", script, str(helper or self.helper)],
            env={**self.environment, "NODE": str(number)}, cwd=self.root,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)

    def wait(self, node):
        _, errors = node.communicate(timeout=PATIENCE)
        return node.returncode, errors

    def saved(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string((self.stored() or b"").decode())
        return {parser[name]["hf_token"] for name in parser.sections()}

    def wanted(self, nodes):
        return {f"hf_node{n}x{p}x{s}TokenForTests" for n in nodes
                for p in range(1, PROCESSES + 1) for s in range(1, SAVES + 1)}

    def test_every_save_of_64_processes_on_four_nodes_is_kept(self):
        began = time.monotonic()
        for node in [self.node(n) for n in range(NODES)]:
            status, errors = self.wait(node)
            self.assertEqual(status, 0, errors)
        wanted = self.wanted(range(NODES))
        print(f"{len(self.saved() & wanted)} of {len(wanted)} saves of "
              f"{NODES * PROCESSES} processes on {NODES} nodes kept in "
              f"{time.monotonic() - began:.1f} s")
        self.assertFalse(self.failed.exists())
        self.assertEqual(self.saved(), wanted)
        self.assertEqual(self.get()["password"], TOKEN)

    def test_a_node_that_dies_with_the_lock_hinders_no_other(self):
        holder = """
            exec 9>>"$HOME/.cache/huggingface/stored_tokens.lock"
            flock 9; touch "$HOME/held"; sleep 300
        """
        node = self.node(0, holder)
        wait_until((self.home / "held").exists,
                   lambda: "the node does not get the lock")
        others = [self.node(n) for n in (1, 2)]
        time.sleep(1.5)
        self.assertEqual(self.saved(), set())  # They wait.
        self.assertEqual(self.get()["password"], TOKEN)  # No get waits.
        node.kill()
        self.wait(node)
        for other in others:
            status, errors = self.wait(other)
            self.assertEqual(status, 0, errors)
        self.assertFalse(self.failed.exists())
        self.assertEqual(self.saved(), self.wanted((1, 2)))

    def test_nodes_that_die_while_they_save_leave_a_whole_store(self):
        nodes = [self.node(n) for n in range(NODES)]
        wait_until(lambda: len(self.stored() or b"") > 500,
                   lambda: "the nodes save nothing")
        nodes[0].kill()
        nodes[1].kill()
        for node in nodes[:2]:
            self.wait(node)
        for node in nodes[2:]:
            self.assertEqual(self.wait(node)[0], 0)
        saved = self.saved()
        self.assertLessEqual(self.wanted((2, 3)), saved)
        self.assertLessEqual(saved, self.wanted(range(NODES)))
        self.hf("store", input=record(
            protocol="https", host="huggingface.co", username="last",
            password="hf_lastTokenForTestsOnly000000000000001"))
        self.assertEqual(
            sorted(path.name for path in self.hf_home.iterdir()),
            ["stored_tokens", "stored_tokens.lock", "token"])

    def test_where_there_are_no_locks_nothing_is_written_and_get_works(self):
        before = self.given_store("[old]\nhf_token = hf_old\n\n").read_bytes()
        offer = record(protocol="https", host="huggingface.co", username="new",
                       password="hf_newTokenForTestsOnly000000000000001")
        for error in "ENOLCK", "EOPNOTSUPP", "EIO":
            with self.subTest(error):
                done = self.command(
                    "strace", "-o", "/dev/null", "-e",
                    f"inject=flock:error={error}", self.helper, "store",
                    input=offer)
                self.assertEqual(done.returncode, 1)
                self.assertIn(b"cannot lock", done.stderr)
                self.assert_no_secret(done.stderr)
        self.assertEqual(self.stored(), before)
        done = self.command("strace", "-o", "/dev/null", "-e",
                            "inject=flock:error=ENOLCK", self.helper, "get",
                            input=record(protocol="https",
                                         host="huggingface.co"))
        self.assertIn(TOKEN.encode(), done.stdout)

    def test_a_file_that_another_node_replaces_is_read_again(self):
        """An NFS server then says that it does not know the open file."""
        store = self.given_store("[me]\nhf_token = hf_me\nuser = me\n\n")
        ask = record(protocol="https", host="huggingface.co", username="me")
        # The C libraries have several calls to open a file and to ask for its
        # size; a processor may not have all of them.
        calls = [(call, when) for call in ("?open,openat", "?fstat,newfstatat", "read")
                 for when in ("1", "2")]
        log = self.root / "strace"
        for call, when in calls:
            with self.subTest(call, when=when):
                done = self.command(
                    "strace", "-o", log, "-P", store, "-e",
                    f"inject={call}:error=ESTALE:when={when}", self.helper,
                    "get", input=ask)
                self.assertIn(b"password=hf_me\n", done.stdout, done.stderr)
                # The file is opened and read once; its size is asked for twice.
                self.assertEqual(log.read_text().count("ESTALE"),
                                 int(when == "1" or "stat" in call))

    def test_many_nodes_refresh_a_token_once(self):
        token, _ = self.given_login(lifetime=3600)
        script = """
            for process in $(seq "$PROCESSES"); do
                printf 'protocol=https\\nhost=huggingface.co\\n' |
                    "$0" get >"$HOME/answer-$NODE-$process" &
            done
            wait
        """
        for node in [self.node(n, script) for n in range(NODES)]:
            self.assertEqual(self.wait(node)[0], 0)
        answers = [path.read_text() for path in self.home.glob("answer-*")]
        self.assertEqual(len(answers), NODES * PROCESSES)
        self.assertTrue(all("password=hf_" in answer for answer in answers))
        self.assertEqual(len(self.asked("/oauth/token")), 1)
        self.assertNotEqual(self.stored("token"), token.encode())


if __name__ == "__main__":
    unittest.main()
