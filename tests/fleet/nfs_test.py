# SPDX-License-Identifier: Apache-2.0
"""A home on NFS: a real server, and machines with the client of Linux."""
import configparser
import os
import pathlib
import shutil
import tempfile
import time
import unittest

from guest_disk import USER, make_disk
from nfs_server import NfsServer
from patience import wait_until
from sandbox import PREFIX
from virtual_machine import VirtualMachine

NODES = 3
PROCESSES = 16  # On each.
LEASE = 15      # Seconds after which the server forgets a machine that died.
GETS = 20
LOCKS = "vers=4.1"
NO_LOCKS = "vers=3,nolock"

# Tries again, since on a slow machine the others may need more than the half
# minute for which one process waits.
WORDS = """
export HOME=/home/{test} HF_HOME=/home/{test}/huggingface
get() {{
    printf 'protocol=https\\nhost=huggingface.co\\nusername=%s\\n' "$1" |
        git-credential-hf get
}}
store() {{
    printf 'protocol=https\\nhost=huggingface.co\\nusername=%s\\npassword=%s\\n' \\
        "$1" "hf_${{1}}TokenForTests" | git-credential-hf store
}}
patiently() {{
    for attempt in 1 2 3 4 5; do "$@" && return; done
    echo "gave up: $*"
}}
"""
SAVE = """
for process in $(seq {processes}); do patiently store {node}x"$process" & done
wait
"""
MANY_GETS = f"for i in $(seq {GETS}); do get me; done"
RENAMES = "sed -n 's/^[[:space:]]*RENAME: \\([0-9]*\\).*/\\1/p' /proc/self/mountstats"


class Nfs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # On a disk: the server wants a file system with file handles.
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hf-test-", dir="/var/tmp"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.export = folder / "home"
        cls.export.mkdir(mode=0o700)
        os.chown(cls.export, USER, USER)
        cls.kernel, cls.disk = make_disk(folder, PREFIX)
        cls.server = NfsServer(folder, cls.export, LEASE)
        cls.addClassCleanup(cls.server.stop)
        cls.machines = []
        for _ in range(NODES):
            cls.start_machine()
        began = time.monotonic()
        for machine in cls.machines:
            machine.result()
        print(f"{NODES} machines ready after {time.monotonic() - began:.0f} s")

    @classmethod
    def start_machine(cls):
        machine = VirtualMachine(len(cls.machines), cls.kernel, cls.disk,
                                 cls.server)
        cls.machines.append(machine)
        cls.addClassCleanup(machine.kill)
        return machine

    def setUp(self):
        self.home = self.export / self._testMethodName
        self.words = WORDS.format(test=self.home.name)

    def nodes(self, count, options=LOCKS):
        """Machines with this home, without any file of an earlier test in
        their memory."""
        alive = [m for m in self.machines if m.process.poll() is None]
        while len(alive) < count:
            alive.append(self.start_machine())
            alive[-1].result()
        for machine in alive[:count]:
            machine.mount("/home" if options == LOCKS else self.export, options)
        return alive[:count]

    def begin(self, node, script):
        node.begin(self.words + script)

    def run_on(self, node, script, status=0):
        self.begin(node, script)
        found, shown = node.result()
        self.assertEqual(found, status, shown)
        return shown

    def saved(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string((self.home / "huggingface/stored_tokens").read_text())
        return {parser[name]["hf_token"] for name in parser.sections()}

    def wanted(self, *nodes):
        return {f"hf_{node}x{process}TokenForTests" for node in nodes
                for process in range(1, PROCESSES + 1)}

    def test_every_save_of_48_processes_on_three_machines_is_kept(self):
        nodes = self.nodes(NODES)
        began = time.monotonic()
        for number, node in enumerate(nodes):
            self.begin(node, SAVE.format(node=number, processes=PROCESSES))
        for node in nodes:
            status, shown = node.result()
            self.assertEqual(status, 0, shown)
            self.assertNotIn("gave up", shown)
        saved, wanted = self.saved(), self.wanted(*range(NODES))
        print(f"{len(saved & wanted)} of {len(wanted)} saves on {NODES} machines "
              f"kept in {time.monotonic() - began:.1f} s")
        self.assertEqual(saved, wanted)
        self.assertEqual(sorted(os.listdir(self.home / "huggingface")),
                         ["stored_tokens", "stored_tokens.lock"])

    def test_the_lock_of_a_machine_that_dies_is_free_after_its_lease(self):
        *others, dying = self.nodes(NODES)
        self.run_on(dying, "store old")
        dying.begin(self.words + 'exec 9<>"$HF_HOME/stored_tokens.lock"\n'
                    'flock 9; touch "$HOME/held"; sleep 300')
        wait_until((self.home / "held").exists,
                   lambda: "the machine does not get the lock")
        for number, node in enumerate(others):
            self.begin(node, f"patiently store {number}x1")
        time.sleep(2)
        self.assertEqual(self.saved(), {"hf_oldTokenForTests"})  # They wait.
        began = time.monotonic()
        dying.kill()
        for node in others:
            status, shown = node.result()
            self.assertEqual(status, 0, shown)
            self.assertNotIn("gave up", shown)
        print(f"all saved {time.monotonic() - began:.1f} s after a machine with "
              f"the lock died, with a lease of {LEASE} s")
        self.assertEqual(self.saved(), {
            f"hf_{name}TokenForTests" for name in ("old", "0x1", "1x1")})

    def test_a_save_replaces_the_store_in_one_step(self):
        node, = self.nodes(1)
        self.run_on(node, "store first")
        before = int(self.run_on(node, RENAMES))
        self.run_on(node, "store second")
        self.assertEqual(int(self.run_on(node, RENAMES)) - before, 1)

    def test_a_token_that_one_machine_saved_is_used_at_once_on_another(self):
        saving, asking = self.nodes(2)
        self.run_on(saving, 'mkdir -p "$HF_HOME"')
        self.assertNotIn("password", self.run_on(asking, "get me"))
        self.run_on(saving, "store me")
        self.assertIn("hf_meTokenForTests", self.run_on(asking, "get me"))

    def test_every_get_is_answered_and_its_time_printed(self):
        node, = self.nodes(1)
        self.run_on(node, "store me")
        took = []
        self.run_on(node, 'cp -r "$HF_HOME" /tmp')
        for place in "", "HF_HOME=/tmp/huggingface\n":
            began = time.monotonic()
            shown = self.run_on(node, place + MANY_GETS)
            took.append((time.monotonic() - began) / GETS)
            self.assertEqual(shown.count("hf_meTokenForTests"), GETS, shown)
        print(f"a get in an emulated machine took {1000 * took[0]:.0f} ms on "
              f"NFS, {1000 * took[1]:.0f} ms in memory")

    def test_where_locks_are_local_nothing_is_written_and_get_works(self):
        node, = self.nodes(1)
        self.run_on(node, "store me")
        before = self.saved()
        node, = self.nodes(1, NO_LOCKS)
        shown = self.run_on(node, "store other", status=1)
        self.assertIn("cannot lock", shown)
        self.assertNotIn("hf_other", shown)
        self.assertEqual(self.saved(), before)
        self.assertIn("hf_meTokenForTests", self.run_on(node, "get me"))


if __name__ == "__main__":
    unittest.main()
