# SPDX-License-Identifier: Apache-2.0
"""The recipes for containers in git-credential-hf(7), in real ones. Their
system is that of this machine, read-only."""
import os
import shutil
import subprocess
import unittest

from hub import ALICE_WRITE
from online import Online
from patience import PATIENCE
from recipes import recipes
from sandbox import PREFIX

MODEL = "acme/model"
SHARED = ("/usr", "/bin", "/lib", "/lib64", str(PREFIX.resolve()))
OWN = ("etc", "mnt", "proc", "root", "run", "sys", "tmp", "work")
LIMIT = "1024:1024"  # Podman's default may exceed what it is allowed.


class Containers(Online):
    def setUp(self):
        super().setUp()
        self.hub.repositories.create(MODEL, files={"a.txt": b"a"})
        self.system = self.root / "system"
        for name in OWN:
            (self.system / name).mkdir(parents=True)
        shutil.copy(self.hub.ca, self.system / "etc" / "hub.pem")
        self.variables = {
            "HOME": "/root", "https_proxy": self.hub.proxy,
            "GIT_SSL_CAINFO": "/etc/hub.pem", "SSL_CERT_FILE": "/etc/hub.pem",
            "PATH": f"{PREFIX.resolve() / 'bin'}:/usr/bin:/bin"}
        self.volumes = [f"--volume={path}:{path}:ro" for path in SHARED
                        if os.path.exists(path)]

    def engine(self, name, *words):
        """A container engine with a storage of its own."""
        done = subprocess.run(
            [name, "--root", self.root / "storage", "--runroot",
             self.root / "engine", "--storage-driver", "vfs", *words],
            capture_output=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assert_no_secret(done.stdout + done.stderr)

    def test_a_secret_of_a_build_fetches_and_is_in_no_layer(self):
        context = self.root / "context"
        (context / "work").mkdir(parents=True)
        recipe = recipes("OPERATORS")["container-build"].strip()
        (context / "Containerfile").write_text(
            "FROM scratch\nCOPY system/ /\nWORKDIR /work\nENV "
            + " ".join(f"{k}={v}" for k, v in self.variables.items())
            + "\nRUN git-credential-hf configure --system\n"
            f"RUN --mount=type=secret,id=hf {recipe}\n")
        shutil.copytree(self.system, context / "system")
        (self.root / "secret").write_text(ALICE_WRITE + "\n")
        made = self.root / "made"
        self.engine("buildah", "bud", "--isolation", "chroot", *self.volumes,
                    "--secret", f"id=hf,src={self.root / 'secret'}",
                    "--tag", f"dir:{made}", context)
        layers = b"".join(self.layer(path) for path in made.iterdir())
        self.assertIn(b"work/model/a.txt", layers)
        self.assertNotIn(ALICE_WRITE.encode(), layers)

    def layer(self, path):
        unpacked = subprocess.run(["gzip", "-dc", path], capture_output=True,
                                  check=False)
        return path.read_bytes() if unpacked.returncode else unpacked.stdout

    def test_a_devcontainer_reads_the_store_of_the_machine(self):
        self.given_token(ALICE_WRITE)
        script = recipes("OPERATORS")["devcontainer"]
        self.engine(
            "podman", "--runtime", "runc", "--events-backend", "none",
            "--cgroup-manager", "cgroupfs", "run", "--rm", "--network", "host",
            f"--ulimit=nofile={LIMIT}", f"--ulimit=nproc={LIMIT}",
            *self.volumes,
            f"--volume={self.home / '.cache/huggingface'}:/mnt/huggingface:ro",
            *(f"--env={k}={v}" for k, v in self.variables.items()),
            "--workdir", "/work", "--rootfs", self.system,
            "sh", "-euc", script)
        self.assertEqual(
            (self.system / "work" / "model" / "a.txt").read_bytes(), b"a")
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())


if __name__ == "__main__":
    unittest.main()
