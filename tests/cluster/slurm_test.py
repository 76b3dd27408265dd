# SPDX-License-Identifier: Apache-2.0
"""exec in jobs of a real Slurm: one node, this machine, for the test alone."""
import os
import pwd
import secrets
import socket
import subprocess
import unittest

from logged_in import WORK
from online import Online
from patience import PATIENCE, wait_until
from recipes import recipes

CONFIGURATION = """\
ClusterName=test
SlurmctldHost={node}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/builtin
SelectType=select/linear
ReturnToService=2
MpiDefault=none
NodeName={node} NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
"""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Slurm(Online):
    def setUp(self):
        super().setUp()
        self.folder = self.root / "slurm"
        for name in "state", "spool", "log":
            (self.folder / name).mkdir(parents=True)
        key = self.folder / "key"
        key.write_bytes(secrets.token_bytes(128))
        key.chmod(0o400)
        configuration = self.folder / "slurm.conf"
        configuration.write_text(CONFIGURATION.format(
            node=socket.gethostname().partition(".")[0], ports=free_ports(2),
            user=pwd.getpwuid(os.geteuid()).pw_name, folder=self.folder))
        self.environment["SLURM_CONF"] = str(configuration)
        self.environment["PATH"] = (f"{self.helper.parent}:"
                                    f"{self.environment['PATH']}:/usr/sbin")
        self.start("munged", "--foreground", "--force", f"--key-file={key}",
                   *(f"--{name}-file={self.folder}/munge.{name}"
                     for name in ("pid", "log", "seed")),
                   f"--socket={self.folder}/munge.socket")
        self.wait_for((self.folder / "munge.socket").exists)
        self.start("slurmctld", "-D", "-f", configuration)
        self.start("slurmd", "-D", "-f", configuration)
        self.wait_for(lambda: b"idle" in self.command(
            "sinfo", "--noheader", "--format=%T").stdout)

    def start(self, *words):
        """A daemon that ends with the test."""
        log = self.folder / "log" / words[0]
        with log.open("wb") as file:
            daemon = subprocess.Popen([str(w) for w in words], cwd=self.root,
                                      env=self.environment, stdout=file,
                                      stderr=file, stdin=subprocess.DEVNULL)
        self.addCleanup(daemon.wait, PATIENCE)
        self.addCleanup(daemon.terminate)

    def wait_for(self, is_there):
        wait_until(is_there, lambda: "\n".join(
            path.read_text(errors="replace")
            for path in (self.folder / "log").iterdir()))

    def batch(self, command):
        """What a batch job printed that has run the command."""
        script = self.root / "job.sh"
        script.write_text(f"#!/bin/sh\n{command}\n")
        printed = self.root / "printed"
        done = self.command("sbatch", "--wait", "--output", printed, script)
        said = printed.read_text() if printed.exists() else ""
        self.assertEqual(done.returncode, 0, done.stderr.decode() + said)
        return said

    def files_of_slurm(self):
        return b"".join(path.read_bytes() for path in self.folder.rglob("*")
                        if path.is_file())

    def test_a_batch_job_gets_a_token_that_is_refreshed_when_it_runs(self):
        old, _ = self.given_login(60)
        printed = self.batch("exec git-credential-hf exec -- "
                             "printenv HF_TOKEN").strip()
        new = self.stored("token").decode()
        self.assertEqual(printed, new)
        self.assertNotEqual(new, old)
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_slurm_keeps_no_token_of_a_job_that_uses_exec(self):
        self.given_login()
        running, go = self.root / "running", self.root / "go"
        script = self.root / "job.sh"
        script.write_text(
            "#!/bin/sh\nexec git-credential-hf exec -- sh -c '"
            f'test -n "$HF_TOKEN" && touch {running}\n'
            f"until test -e {go}; do sleep 0.1; done'\n")
        done = self.command("sbatch", "--output=/dev/null", script)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.wait_for(running.exists)
        found = self.files_of_slurm()
        go.touch()
        self.wait_for(lambda: not self.command("squeue", "--noheader").stdout)
        self.assertIn(b"git-credential-hf exec", found)
        self.assertNotIn(self.stored("token"), found)

    def test_an_interactive_step_has_the_status_of_its_program(self):
        self.given_store(f"[work]\nhf_token = {WORK}\n\n")
        for status in 0, 7:
            done = self.command(
                "srun", "git-credential-hf", "exec", "--name", "work", "--",
                "sh", "-c", f'echo "$HF_TOKEN"; exit {status}')
            self.assertEqual(done.returncode, status, done.stderr.decode())
            self.assertEqual(done.stdout.decode(), WORK + "\n")

    def test_the_recipe_for_operators_works(self):
        self.given_token(WORK)
        recipe = recipes("OPERATORS")["slurm"]
        self.assertIn("-- python3 train.py\n", recipe)
        script = recipe.replace("train.py", f"'{self.root / 'train.py'}'")
        (self.root / "train.py").write_text(
            "import os\nprint(os.environ['HF_TOKEN'])\n")
        done = self.command("sh", "-euc", script)
        self.assertEqual(done.stdout.decode(), WORK + "\n", done.stderr)

    def test_a_job_without_a_login_runs_no_program(self):
        done = self.command("srun", "git-credential-hf", "exec", "--", "echo",
                            "ran")
        self.assertEqual(done.returncode, 3)
        self.assertNotIn(b"ran\n", done.stdout)


if __name__ == "__main__":
    unittest.main()
