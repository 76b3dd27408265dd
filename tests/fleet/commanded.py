# SPDX-License-Identifier: Apache-2.0
"""A user whose tokens come from commands, which a test writes."""
import configparser

from hub import ALICE_WRITE
from online import Online

REQUEST = b"protocol=https\nhost=huggingface.co\n"


class Commanded(Online):
    def setUp(self):
        super().setUp()
        self.bin = self.root / "bin"
        self.bin.mkdir(mode=0o755)
        self.runs_file = self.root / "runs"
        self.secret = self.root / "secret"  # What the command prints.
        self.conf = self.home / ".config" / "git-credential-hf.conf"
        self.runtime = self.root / "runtime"

    def given_secret(self, text):
        self.secret.write_text(text)

    def program(self, body=None, name="give"):
        """A program that notes each run and then does `body`, in sh."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\necho run >>'{self.runs_file}'\n"
                        + (body or f"cat '{self.secret}'") + "\n")
        path.chmod(0o755)
        return path

    def runs(self):
        """How often a program of program() was run since the last time."""
        if not self.runs_file.exists():
            return 0
        count = len(self.runs_file.read_text().splitlines())
        self.runs_file.unlink()
        return count

    def log_in_by(self, *command, options=(), status=0, **more):
        """login --command; its run is not counted."""
        done = self.run_verb("login", "--command", *options, "--", *command,
                             status=status, **more)
        self.runs()
        return done

    def given_command(self, body=None, *, secret=ALICE_WRITE, options=(),
                      name="work"):
        """A login whose token a program prints."""
        self.given_secret(secret)
        return self.log_in_by(self.program(body),
                              options=("--name", name, *options))

    def later(self, body):
        """From now on the program does this."""
        self.program(body)

    def forget_answers(self):
        for file in self.answers():
            file.unlink()

    def answers(self):
        return [p for p in self.runtime.glob("git-credential-hf-command-*")
                if p.suffix != ".lock"]

    def commands(self):
        """The file with the commands: {name: {key: value}}."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(self.conf.read_text() if self.conf.exists() else "")
        return {name.removeprefix("command "): dict(parser[name])
                for name in parser.sections()}

    def edit_conf(self, old, new):
        text = self.conf.read_text()
        self.assertIn(old, text)
        self.conf.write_text(text.replace(old, new))

    def refused(self, says, request=REQUEST, **options):
        """Git gets no token; the message says why."""
        done = self.hf("get", input=request, **options)
        self.assertEqual((done.returncode, done.stdout), (1, b""), done.stderr)
        self.assertIn(says, done.stderr)
        self.assert_no_secret(done.stderr)
        return done

    def erase(self, token, **options):
        return self.hf("erase", input=REQUEST + b"username=hf_user\npassword="
                       + token.encode() + b"\n", **options)
