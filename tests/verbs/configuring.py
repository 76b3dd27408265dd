# SPDX-License-Identifier: Apache-2.0
"""What the tests of git's configuration files share."""
import contextlib
import os
import shutil
import stat

from sandbox import NOBODY, Sandbox, record

HUBS = ("https://huggingface.co", "https://hf.co")
CORPORATE = "https://hub.corp.example"

# Odd, but valid for git: the program keeps it byte for byte.
ODD = (b"; made by hand\r\n[user]\r\n\tname=Ada\r\n"
       b"  email =\tada@example.org ; x\n"
       b"\n\n[Core]\teditor = \"vi \\\"-n\\\"\" # keep\n[alias] lg = log \\\n"
       b"   --graph\n[empty]\n[include]\n\tpath = other.inc\n"
       b"[credential \"https://github.com\"]\n\thelper = !echo github\n"
       b"[credential \"https://huggingface.co\"]\n\tusername = ada\n# end\n")


class Configuring(Sandbox):
    """A user with a ~/.gitconfig of their own."""

    def setUp(self):
        super().setUp()
        self.file = self.home / ".gitconfig"

    def given_config(self, content, path=None):
        path = path or self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes)
                         else content.encode())
        return path

    def configure(self, *arguments, status=0, **options):
        return self.run_verb("configure", arguments, status, options)

    def unconfigure(self, *arguments, status=0, **options):
        return self.run_verb("unconfigure", arguments, status, options)

    def run_verb(self, verb, arguments, status, options):
        done = self.hf(verb, *arguments, **options)
        self.assertEqual(done.returncode, status, done)
        return done

    def config(self, key, path=None):
        """All values that git reads for a key in a file, in order."""
        done = self.command("git", "config", "--file", path or self.file,
                            "--null", "--get-all", key)
        return done.stdout.decode().split("\0")[:-1]

    def helpers(self, url, path=None):
        return self.config(f"credential.{url}.helper", path)

    def assert_registered(self, path=None, urls=HUBS, helper=None):
        helper = str(helper or self.helper)
        for url in urls:
            value = helper if url in HUBS else f"{helper} --endpoint {url}"
            self.assertEqual(self.helpers(url, path)[-2:], ["", value])
            self.assertEqual(
                self.config(f"credential.{url}.useHttpPath", path)[-1:],
                ["true"])

    def fill(self, url, **options):
        """The credential that git gets for a URL, as a dict."""
        protocol, host = url.split("://")
        answer = self.command("git", "credential", "fill", **options,
                              input=record(protocol=protocol, host=host)
                              + b"\n")
        return dict(line.split("=", 1)
                    for line in answer.stdout.decode().splitlines())

    def program(self, path, script):
        """An executable shell script."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)
        return path

    def before_git(self, script):
        """An environment whose git runs `script` and then the real one."""
        real = shutil.which("git")
        bin = self.root / "wrapped"
        self.program(bin / "git", f"{script}\nexec {real} \"$@\"\n")
        return {"PATH": f"{bin}:{os.environ['PATH']}"}

    def system_file_at(self, path):
        """An environment whose git has its system file there."""
        self.environment.pop("GIT_CONFIG_NOSYSTEM")
        env = self.before_git('export GIT_CONFIG_SYSTEM="$SYSTEM_FILE"')
        return {**env, "SYSTEM_FILE": str(path)}

    @contextlib.contextmanager
    def without_privileges(self):
        """Options that run programs as a user whom file modes limit."""
        if os.geteuid() != 0:
            yield {}
            return
        mine = self.helper
        self.use_own_prefix()
        for path in (self.root, *self.root.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        yield {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        self.helper = mine

    def remnants(self):
        """Locks and temporary files that a program has left."""
        return [p for p in self.root.rglob("*")
                if p.name.endswith(".lock") or "XXXXXX" in p.name
                or p.name.startswith("git-credential-hf-")]

    def mode(self, path):
        return stat.S_IMODE(path.stat().st_mode)
