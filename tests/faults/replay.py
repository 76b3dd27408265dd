# SPDX-License-Identifier: Apache-2.0
"""A git that a command starts is run with a fault by itself, not each time with
the whole command.

All that the command knows of its git is what that prints, how it ends, and what
it does to the files. So faults with the same effect are a group, and one run of
the command tells about all of them.
"""
import collections
import subprocess

import snapshot
from faults import called
from trial import kind_of
from watch import watch
from world import HELPER, TIMED_OUT

STARTING = {"clone", "clone3", "execve", "execveat", "fork", "vfork"}

# A process that becomes git: its number, how many system calls it makes before,
# and the names of those that it makes then.
Git = collections.namedtuple("Git", "process before calls")


def gits(calls):
    """{process: Git} of each git that starts no process."""
    processes = collections.defaultdict(list)
    for line in calls:
        process, _, program_and_call = line.split(" ", 2)
        processes[process].append(program_and_call.rsplit(" ", 1))
    found = {}
    for process, made in processes.items():
        own = [call for program, call in made if program == "git"]
        before = made[:len(made) - len(own)]
        became = before and before[-1][1] == "execve" and all(
            program != "git" for program, _ in before)
        if own and became and not STARTING & {*own}:
            found[process] = Git(process, len(before), own)
    return found


class Replay:
    """A git of a command, and the files that it found."""

    def __init__(self, world, case, git):
        """Runs the command until that git has ended."""
        self.world, self.git = world, git
        world.begin(case)
        self.seen = watch(world, git.process, [HELPER, *case.arguments],
                          input=case.input, stderr=subprocess.PIPE,
                          **world.surroundings(case.environment))

    def is_as_in_command(self):
        """Whether it is the same git, and does all the same by itself."""
        seen = self.seen
        if not seen or seen.calls != self.git.calls:
            return False
        self.restore()
        again = watch(self.world, 1, seen.began.arguments, **self.options())
        return bool(again) and self.comparable(again) == self.comparable(seen)

    def comparable(self, watched):
        return (watched.began, watched.calls, watched.data,
                self.effect(watched.files), self.effect(watched.files_after))

    def options(self):
        """What the command gave to its git."""
        began = self.seen.began
        lines = [line.split() for line in self.seen.data]
        return {"input": b"".join(bytes.fromhex(line[1]) for line in lines
                                  if line[0] == "input"),
                "stderr": (subprocess.PIPE if began.ends[2] == "pipe"
                           else subprocess.DEVNULL),
                "cwd": began.directory, "env": began.environment,
                "umask": int(began.state["Umask:"], 8)}

    def effect(self, files):
        return snapshot.effect(self.seen.files, files)

    def restore(self):
        snapshot.restore(self.world.user, self.seen.files)

    def groups(self, faults):
        """Lists of those faults, pairs as of faults_of(), that have the same
        effect; one list for each if that cannot be known."""
        if not self.is_as_in_command():
            return [[pair] for pair in faults]
        self.restore()
        found = collections.defaultdict(list)
        for line, fault in faults:
            found[self.run(line, fault)].append((line, fault))
        return list(found.values())

    def run(self, line, fault):
        """The effect of one fault, which a test can compare. The files are
        then again those that git finds."""
        error, _, call = fault.split(":")
        name = called(line)
        place = int(call) - self.git.before
        done = self.world.run_program(
            self.seen.began.arguments, f"{error}:1:{place}", **self.options())
        effect = self.effect(snapshot.taken(self.world.user))
        if effect != self.effect(self.seen.files):
            self.restore()
        if done.status == TIMED_OUT or called(done.hit) != name:
            return fault  # Like no other.
        return (done.status, done.out, done.err, kind_of(fault, name),
                *sorted(effect.items()))
