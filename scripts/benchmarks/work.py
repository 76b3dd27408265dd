# SPDX-License-Identifier: Apache-2.0
"""What a run of a program asks of the system, counted with strace."""
import collections
import os
import re
import subprocess

CALL = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<rest>.*)$")
UNFINISHED = " <unfinished ...>"
RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. \w+ resumed>(?P<rest>.*)$")
OPENED = re.compile(r'"(?P<path>[^"]*)".*\) += \d+$')
CODE = (".py", ".pyc")

Work = collections.namedtuple("Work", "calls libraries size")


def whole_calls(lines):
    """(name, arguments and result) of each system call, in order of their
    beginnings. Those of other processes can be between its two halves."""
    halves, calls = {}, []
    for line in lines:
        if resumed := RESUMED.match(line):
            at = halves.pop(resumed["pid"], None)
            if at is not None:
                name, rest = calls[at]
                calls[at] = name, rest + resumed["rest"]
        elif call := CALL.match(line):
            rest = call["rest"]
            if rest.endswith(UNFINISHED):
                halves[call["pid"]] = len(calls)
                rest = rest.removesuffix(UNFINISHED)
            calls.append((call["name"], rest))
    return calls


def is_elf(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def work_of(calls, folder):
    """The number of system calls and of shared libraries, and the bytes of all
    files with code: programs, libraries, Python modules."""
    programs, libraries, modules = set(), set(), set()
    for name, rest in calls:
        opened = OPENED.search(rest)
        if name not in ("execve", "open", "openat") or not opened:
            continue
        path = os.path.realpath(os.path.join(folder, opened["path"]))
        if not os.path.isfile(path) or path.startswith("/proc/"):
            continue
        if name == "execve":
            programs.add(path)
        elif path.endswith(CODE):
            modules.add(path)
        elif is_elf(path):
            libraries.add(path)
    libraries -= programs
    size = sum(map(os.path.getsize, programs | libraries | modules))
    return Work(len(calls), len(libraries), size)


def trace(command, request, environment, folder):
    """(what it did, whether it answered)"""
    log = os.path.join(folder, "strace")
    done = subprocess.run(
        ["strace", "-f", "-qq", "-s", "4096", "-e", "signal=none", "-o", log,
         *map(str, command)], input=request.encode(), cwd=folder,
        env=environment, capture_output=True, check=False)
    with open(log, errors="replace") as file:
        work = work_of(whole_calls(file.read().splitlines()), folder)
    return work, done.returncode == 0 and bool(done.stdout.strip())
