# SPDX-License-Identifier: Apache-2.0
"""What the measurements share: a helper, homes with tokens, and the runner."""
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys

TOKEN = "hf_benchmarkTokenNotARealOne000000001"
# What git sends after `configure`; and what git-xet asks, which makes the
# helper look for a git-lfs above it, process by process.
REQUEST = "protocol=https\nhost=huggingface.co\npath=acme/model\n"
FOR_HUB = "protocol=https\nhost=huggingface.co\n"
HERE = pathlib.Path(__file__).resolve().parent
MEBI = 1024  # KiB
LIBSECRET = pathlib.Path("/usr/share/doc/git/contrib/credential/libsecret")
TESTS = HERE.parents[1] / "tests"
sys.path += [str(TESTS), str(TESTS / "keyring")]

from session import Session  # noqa: E402


def make_home(home, others, name):
    """A home with `others` tokens called token00000 and so on, and with the active
    token, which is called `name`, or is not in the store."""
    store = home / ".cache" / "huggingface"
    store.mkdir(parents=True, mode=0o700)
    tokens = {f"token{number:05}": f"hf_{number:034}" for number in range(others)}
    if name:
        tokens[name] = TOKEN
    (store / "stored_tokens").write_text("".join(
        f"[{name}]\nhf_token = {token}\n\n"
        for name, token in sorted(tokens.items())))
    (store / "token").write_text(TOKEN)
    return home


class Bench:
    def __init__(self, prefix, runs, root):
        self.runs, self.root = runs, root
        self.missed = 0
        self.helper = self.copy(pathlib.Path(prefix).resolve())
        self.floor = self.compile("floor", "int main(void) { return 0; }\n",
                                  "-static")
        # Static: Linux counts the memory of the caller of exec(2) as the new
        # program's, so the runner must be small.
        self.runner = self.compile(
            "runner", (HERE / "runner.c").read_text(), "-static")
        # XDG_RUNTIME_DIR: a git-lfs of this machine makes `get` do more.
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(root),
                            "XDG_RUNTIME_DIR": str(root),
                            "GIT_CONFIG_NOSYSTEM": "1"}

    def copy(self, prefix):
        """The helper in a copy of the prefix. How a file was written, in large
        pieces or in small ones, changes the time to start it by a fifth, so
        that all programs are copied in the same way."""
        if not (prefix / "bin/git-credential-hf").exists():
            sys.exit(f"scripts/bench: no git-credential-hf below {prefix}; "
                     "run scripts/quickstart, or name the prefix")
        for part in "bin", "libexec":
            shutil.copytree(prefix / part, self.root / "prefix" / part)
        return self.root / "prefix/bin/git-credential-hf"

    def compile(self, name, text, *options):
        source, program = self.root / f"{name}.c", self.root / name
        source.write_text(text)
        linked = program.with_suffix(".linked")
        subprocess.run(["cc", "-O2", *options, "-o", linked, source],
                       check=True)
        shutil.copy(linked, program)
        return program

    def home(self, others, name="zz"):
        """A home as make_home() makes it."""
        return make_home(self.root / f"home-{others}-{name}", others, name)

    def measure(self, request, commands, runs=None, environment=None):
        """[(median in microseconds, peak in KiB)] of the commands."""
        record = self.root / "request"
        record.write_text(request)
        arguments = [str(self.runner), str(runs or self.runs), str(record)]
        for command in commands:
            arguments += ["--", *map(str, command)]
        done = subprocess.run(arguments, check=True, capture_output=True,
                              text=True, cwd=self.root,
                              env={**self.environment, **(environment or {})})
        lines = [line.split() for line in done.stdout.splitlines()]
        return [(float(time), int(peak)) for time, peak in lines]

    def gits_store(self):
        """git's own helper for a file, with the token in it."""
        credentials = self.root / "git-credentials"
        credentials.write_text(
            f"https://hf_user:{TOKEN}@huggingface.co/acme/model\n")
        return ["git", "credential-store", "--file", credentials, "get"]

    def gits_libsecret_helper(self):
        """Compiled from the source that comes with git; None without it."""
        program = self.root / "git-credential-libsecret"
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "libsecret-1"],
            capture_output=True, text=True, check=False)
        built = flags.returncode == 0 and subprocess.run(
            ["cc", "-O2", "-o", program,
             LIBSECRET / "git-credential-libsecret.c", *flags.stdout.split()],
            capture_output=True, check=False)
        return program if built and built.returncode == 0 else None

    @contextlib.contextmanager
    def keyring(self):
        """The environment of a gnome-keyring with the active token of its home.
        None without gnome-keyring or our program for it."""
        ours = self.helper.parents[1] / "libexec/git-credential-hf/keyring"
        if not ours.exists() or not shutil.which("gnome-keyring-daemon"):
            yield None
            return
        home = self.root / "keyring"
        store = home / ".cache" / "huggingface"
        store.mkdir(parents=True, mode=0o700)
        (store / "git_credential_hf").write_text(
            "[keyring laptop]\nendpoint = https://huggingface.co\n"
            "user = alice\nactive = yes\n\n")
        session = Session(home, home)
        try:
            environment = session.start_keyring().environment
            self.give(ours, "endpoint=https://huggingface.co\nname=laptop\n"
                      f"account=alice\npassword={TOKEN}\n", environment)
            yield environment
        finally:
            session.stop()

    def give(self, program, record, environment):
        """Runs the `store` of a program that keeps passwords."""
        subprocess.run([program, "store"], input=record.encode(),
                       env={**self.environment, **environment}, check=True,
                       stdout=subprocess.DEVNULL)

    def row(self, what, value, goal, unit="x"):
        met = value <= goal
        self.missed += not met
        print(f"{what:<58} {value:8.2f}{unit:<4} goal {goal:g}  "
              f"{'met' if met else 'MISSED'}")
