# SPDX-License-Identifier: Apache-2.0
"""All that one process of a command gets and does."""
import collections
import os
import pathlib
import signal
import subprocess

import snapshot

STATE = ("Umask:", "SigBlk:", "SigIgn:")  # What a program inherits.

# How a program begins. `ends` are its stdin, stdout and stderr.
Beginning = collections.namedtuple(
    "Beginning", "arguments environment directory ends state")

# `calls` are the names of its system calls; `data` what it reads from stdin and
# writes, and its exit status, as inject reports them. The files are snapshots.
Watched = collections.namedtuple(
    "Watched", "began files calls data files_after")


def watch(world, process, command, input=b"", **options):
    """Watches the process with this number from the time when it becomes
    another program. None if it does not end by itself."""
    with subprocess.Popen(
            world.injected(f"watch:{process}", command), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, **options) as run:
        run.stdin.write(input)
        run.stdin.close()
        run.stdin = None
        os.waitid(os.P_PID, run.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        pid = world.report.read_text()
        if pid:
            began = beginning(pid.strip())
            files = snapshot.taken(world.user)
            run.send_signal(signal.SIGCONT)
        run.communicate()
    lines = world.report.read_text().splitlines()[1:]
    if not pid or not lines or not lines[-1].startswith("exit "):
        return None
    calls = [line for line in lines if line.startswith("call ")]
    return Watched(began, files, [line.split()[1] for line in calls],
                   [line for line in lines if line not in calls],
                   snapshot.taken(world.user))


def beginning(pid):
    """The Beginning of a process that has just become another program."""
    place = pathlib.Path("/proc", pid)
    lines = (place / "status").read_text().splitlines()
    return Beginning(
        (place / "cmdline").read_bytes().split(b"\0")[:-1],
        dict(variable.split(b"=", 1) for variable in
             (place / "environ").read_bytes().split(b"\0")[:-1]),
        os.readlink(place / "cwd"),
        [os.readlink(place / "fd" / end).split(":")[0] for end in "012"],
        dict(line.split("\t") for line in lines if line.startswith(STATE)))
