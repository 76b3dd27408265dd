# SPDX-License-Identifier: Apache-2.0
"""A user with a home of their own, for tests of the installed programs.

Tests find the programs below $HF_TEST_PREFIX, which is what `cmake --install`
made. Nothing of the caller's environment or home reaches them.
"""
import fcntl
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import threading
import time
import unittest

from patience import PATIENCE

PREFIX = pathlib.Path(os.environ.get("HF_TEST_PREFIX", "build/prefix"))
LONG = "HF_TEST_LONG" in os.environ  # As scripts/test --all sets it.
NOBODY = 65534  # A user who owns nothing.

# A shell that runs the tests in the background ignores Ctrl-C, nohup a hang-up,
# and so would all programs that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


FORKING = threading.Lock()  # No child may inherit another one's terminal.


def record(**fields):
    """The bytes in which git describes a credential, without a blank line."""
    return "".join(f"{k}={v}\n" for k, v in fields.items()).encode()


def become_nobody():
    """To be called in a child: file modes do not bind root."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


class Sandbox(unittest.TestCase):
    """Gives each test a fresh HOME and the words to use the programs."""

    helper = (PREFIX / "bin" / "git-credential-hf").resolve()

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="hf-test-"))
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)
        self.home = self.root / "home"
        self.home.mkdir(mode=0o700)
        self.hf_home = self.home / ".cache" / "huggingface"
        self.environment = {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
        }

    def command(self, *arguments, input=b"", env=None, **options):
        """Run any program as this user; bytes in, CompletedProcess out."""
        if input is not None:
            options["input"] = input
        return subprocess.run(
            [str(a) for a in arguments], capture_output=True,
            env={**self.environment, **(env or {})}, timeout=PATIENCE,
            cwd=options.pop("cwd", self.root), **options)

    def hf(self, *arguments, **options):
        return self.command(self.helper, *arguments, **options)

    def get(self, request=None, **options):
        """What `get` answers, as a dict; {} for silence."""
        if request is None:
            request = record(protocol="https", host="huggingface.co")
        answer = self.hf("get", input=request, **options).stdout.decode()
        return dict(line.split("=", 1) for line in answer.splitlines())

    def given_token(self, token):
        return self.given_file("token", token)

    def given_store(self, text):
        return self.given_file("stored_tokens", text)

    def given_file(self, name, text):
        """A file that was settled long ago, mode 0600."""
        self.hf_home.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.hf_home / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(0o600)
        os.utime(path, (1_600_000_000, 1_600_000_000))
        return path

    def stored(self, name="stored_tokens"):
        """The bytes of a file of the store, or None."""
        path = self.hf_home / name
        return path.read_bytes() if path.exists() else None

    def prefix_at(self, path):
        """A copy of what is installed, somewhere else; its helper."""
        for part in ("bin", "libexec"):
            shutil.copytree(PREFIX / part, path / part)
        return path / "bin" / "git-credential-hf"

    def with_git(self, version, lfs="3.6.1"):
        """An environment with a git that says it has this version, and a
        git-lfs that says so; all else they do as the real ones."""
        tools = self.root / f"git-{version}-{lfs}"
        tools.mkdir(exist_ok=True)
        (tools / "git").write_text(
            f'#!/bin/sh\ncase $* in\n'
            f'--version) exec echo git version {version} ;;\n'
            f'"lfs version") exec echo "git-lfs/{lfs} (GitHub; linux)" ;;\n'
            f'esac\nexec {shutil.which("git")} "$@"\n')
        (tools / "git").chmod(0o755)
        return {"PATH": f"{tools}:{self.environment['PATH']}"}

    def use_own_prefix(self):
        """Others must get to it, which a build directory may prevent."""
        self.helper = self.prefix_at(self.root / "prefix")

    def open_to_nobody(self):
        """Let the user without rights reach the sandbox, if we are root."""
        self.root.chmod(0o755)
        if os.geteuid() == 0:
            for path in (self.home, *self.home.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def on_terminal(self, *arguments, keys=(), env=None, columns=None):
        """Run on a terminal of its own; keys are (text to wait for, bytes)
        and perhaps how many seconds to wait before they are typed. The
        terminal has 24 lines of `columns`; without them, no size is known.

        Returns the exit status and everything that the terminal showed.
        """
        with FORKING:
            pid, terminal = pty.fork()
            if pid == 0:
                os.chdir(self.root)
                if columns:
                    fcntl.ioctl(0, termios.TIOCSWINSZ,
                                struct.pack("4H", 24, columns, 0, 0))
                os.execvpe(str(arguments[0]), [str(a) for a in arguments],
                           {**self.environment, "TERM": "xterm", **(env or {})})
            os.set_inheritable(terminal, False)
        shown = b""
        waiting = list(keys)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if waiting and waiting[0][0] in shown:
                _, typed, *pause = waiting.pop(0)
                time.sleep(*(pause or [0]))
                os.write(terminal, typed)
            if not select.select([terminal], [], [], 0.05)[0]:
                continue
            try:
                chunk = os.read(terminal, 65536)
            except OSError:  # The last program on it has gone.
                break
            if not chunk:
                break
            shown += chunk
        else:
            os.kill(pid, 9)
        os.close(terminal)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), shown
