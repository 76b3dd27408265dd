# SPDX-License-Identifier: Apache-2.0
"""A store on three machines: three members of etcd, with client certificates.
One of them is killed, and a token rotates while 64 gets run."""
import concurrent.futures
import shutil
import socket
import subprocess
import unittest

from commanded import Commanded
from hub import ALICE_READ, ALICE_WRITE
from hub.certificates import NEW_KEY, make, openssl
from patience import wait_until
from recipes import recipes

MEMBERS = 3
GETS = 64


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Etcd(Commanded):
    def setUp(self):
        super().setUp()
        self.given_certificates()
        ports = free_ports(2 * MEMBERS)
        self.clients = [f"https://127.0.0.1:{p}" for p in ports[:MEMBERS]]
        self.peers = [f"https://127.0.0.1:{p}" for p in ports[MEMBERS:]]
        self.members = [self.start_member(n) for n in range(MEMBERS)]
        self.tools = self.root / "tools"
        self.tools.mkdir()
        (self.tools / "git-credential-hf").symlink_to(self.helper)
        self.environment["PATH"] = f"{self.tools}:{self.environment['PATH']}"
        self.environment["ENDPOINTS"] = ",".join(self.clients)
        self.wait_for_health()

    def given_certificates(self):
        """One for the members, and one for this user, both by one CA."""
        folder = self.home / ".etcd"
        folder.mkdir(mode=0o700)
        make(folder)
        text = (folder / "openssl.cnf").read_text()
        (folder / "openssl.cnf").write_text(
            text.replace("= serverAuth", "= serverAuth, clientAuth"))
        for name in "member", "client":
            openssl(folder, "req", "-config", "openssl.cnf", *NEW_KEY,
                    "-subj", f"/CN={name}", "-keyout", f"{name}.key",
                    "-out", f"{name}.csr")
            openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-days", "30",
                    "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                    "-extfile", "openssl.cnf", "-extensions", "server",
                    "-out", f"{name}.pem")
        self.certificates = folder

    def start_member(self, number):
        files = self.certificates
        cluster = ",".join(f"m{n}={p}" for n, p in enumerate(self.peers))
        process = subprocess.Popen(
            ["etcd", "--name", f"m{number}",
             "--data-dir", str(self.root / f"m{number}"),
             "--listen-client-urls", self.clients[number],
             "--advertise-client-urls", self.clients[number],
             "--listen-peer-urls", self.peers[number],
             "--initial-advertise-peer-urls", self.peers[number],
             "--initial-cluster", cluster, "--initial-cluster-state", "new",
             "--client-cert-auth", "--trusted-ca-file", str(files / "ca.pem"),
             "--cert-file", str(files / "member.pem"),
             "--key-file", str(files / "member.key"),
             "--peer-client-cert-auth",
             "--peer-trusted-ca-file", str(files / "ca.pem"),
             "--peer-cert-file", str(files / "member.pem"),
             "--peer-key-file", str(files / "member.key"),
             "--heartbeat-interval", "100", "--election-timeout", "1000"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=self.environment, cwd=self.root)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def etcdctl(self, *words, token="", certificates=True):
        files = self.certificates
        given = (["--cert", files / "client.pem", "--key", files / "client.key"]
                 if certificates else [])
        return self.command("etcdctl", f"--endpoints={','.join(self.clients)}",
                            "--cacert", files / "ca.pem", *given, *words,
                            input=token.encode())

    def wait_for_health(self):
        wait_until(lambda: self.etcdctl("endpoint", "health").returncode == 0,
                   lambda: "the members do not form a cluster")

    def log_in_by_recipe(self):
        done = self.command("sh", "-euc", recipes()["etcd"],
                            input=ALICE_WRITE.encode())
        self.assertEqual(done.returncode, 0, done.stderr)

    def rotate(self):
        """Also while the members choose a new leader."""
        for _ in range(20):
            put = self.etcdctl("put", "/hf/work", token=ALICE_READ)
            if put.returncode == 0:
                return
        self.fail(put.stderr)

    def gets(self):
        """The tokens of many gets, each for its own repository, at once."""
        def get(number):
            return self.get(f"protocol=https\nhost=huggingface.co\n"
                            f"path=acme/m{number}\n".encode()).get("password")
        with concurrent.futures.ThreadPoolExecutor(GETS) as pool:
            return list(pool.map(get, range(GETS)))

    def test_a_member_dies_and_the_token_rotates_while_gets_run(self):
        self.log_in_by_recipe()
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.members[0].kill()
        self.members[0].wait()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            running = pool.submit(self.gets)
            self.rotate()
            answers = running.result()
        self.assertEqual(len(answers), GETS)
        self.assertLessEqual(set(answers), {ALICE_WRITE, ALICE_READ})
        self.hub.accounts.revoke(ALICE_WRITE)
        self.erase(ALICE_WRITE)
        self.assertEqual(set(self.gets()), {ALICE_READ})

    def test_without_a_majority_or_a_certificate_there_is_no_token(self):
        self.log_in_by_recipe()
        self.assertNotEqual(self.etcdctl("get", "/hf/work",
                                         certificates=False).returncode, 0)
        for member in self.members[:2]:
            member.kill()
            member.wait()
        self.refused(b"the command of 'work' gave no token")
        shutil.move(self.certificates / "client.pem", self.root / "gone")
        self.refused(b"the command of 'work' gave no token")


if __name__ == "__main__":
    unittest.main()
