# SPDX-License-Identifier: Apache-2.0
"""One command with one fault, and the same command again without it."""
import collections
import dataclasses
import re

import check
from faults import called
from world import TIMED_OUT

SECRET = re.compile(rb"(hf_|api_org_)[A-Za-z0-9_-]{12,}")
KILLED = 128 + 9
NOT_FAILURES = {2, 3, 130}  # They report an action of the user.
# The C library and its loader end the program when one of these fails.
FATAL = {"brk", "arch_prctl", "futex", "mmap", "mprotect", "munmap"}
RECEIVING = {"poll", "recvfrom", "sendto"}
WRITING = {"write", "write(pipe)", "writev"}  # The call may have written the message.
REMOVING = {"unlink", "unlinkat", "rmdir"}

# All that the checks know of a fault: whether it kills, and what kind of call it
# hits.
Kind = collections.namedtuple("Kind", "kills ends receives writes removes")

# A command without a fault: the files after it and after the same command
# again, and the status of the second.
Expected = collections.namedtuple("Expected", "after twice status")
AGAIN = {}  # The result of a second run, which depends only on the files.


@dataclasses.dataclass
class Outcome:
    """The result of one fault: the broken rules, each with an observation."""
    case: str
    fault: str            # In inject's form.
    hit: str              # The call, as inject reports it; "" if none was.
    broken: dict = dataclasses.field(default_factory=dict)
    aside: str = ""       # Why no program can prevent it; counted apart.
    said: str = ""
    replayed: bool = False  # It is that of a fault with the same effect.

    def add(self, rule, text):
        self.broken.setdefault(rule, str(text))


def kind_of(fault, call):
    return Kind(fault.startswith("KILL"), call in FATAL, call in RECEIVING,
                call in WRITING, call in REMOVING)


def go(world, case, fault=None):
    return world.run(*case.arguments, input=case.input,
                     environment=case.environment, fault=fault)


def expect(world, case):
    """The run without a fault, which must succeed and write a file."""
    world.begin(case)
    before = world.files()
    first = go(world, case)
    after = world.files()
    if (first.status != 0 or check.equal(before, after)
            or case.answers and not serves(world, first)):
        raise RuntimeError(f"{case.name} is no test: {first}")
    second = go(world, case)
    return Expected(after, world.files(), second.status)


def calls_of(world, case):
    """What inject counts: lines of process, call, program and name."""
    world.begin(case)
    return go(world, case, "count").hit.splitlines()


def serves(world, done):
    """Whether it printed a token that the Hub accepts, alone or for git."""
    lines = done.out.decode().splitlines()
    fields = dict(line.split("=", 1) for line in lines if "=" in line)
    return world.accepts(fields.get("password", "".join(lines)))


class Trial:
    """The fault, the checks, and then the same command again."""

    def __init__(self, world, case, expected, fault):
        self.world, self.case, self.expected = world, case, expected
        self.outcome = Outcome(case.name, fault, "")

    def run(self):
        world, outcome = self.world, self.outcome
        world.begin(self.case)
        self.before = world.files()
        done = go(world, self.case, outcome.fault)
        outcome.hit, outcome.said = done.hit, str(done)
        self.kind = kind_of(outcome.fault, called(done.hit))
        self.now = world.files()
        for rule, text in check.broken_files(self.before, self.now,
                                             self.expected.after):
            outcome.add(rule, text)
        self.check_status(done)
        self.check_left()
        self.go_again()
        return outcome

    def finished(self):
        """Whether the files are the expected ones, without those left."""
        left = check.leftovers(self.before, self.now, self.expected.after)
        now = {path: self.now[path] for path in self.now if path not in left}
        return check.equal(now, self.expected.after)

    def check_status(self, done):
        status, kind = done.status, self.kind
        killed = kind.kills and done.hit.startswith("1 ")
        if SECRET.search(done.err) or (SECRET.search(done.out)
                                       and not self.case.answers):
            self.outcome.add("secret", done)
        if status == TIMED_OUT:
            self.outcome.add("hang", done)
        elif status == 0:
            fine = (serves(self.world, done) if self.case.answers
                    else self.finished())
            if not fine and not self.unanswered(done):
                self.outcome.add("status", "0, but it is not done")
        elif killed and status != KILLED:
            self.outcome.add("status", f"{status}, but it was killed")
        elif status >= 128:
            if not killed and not kind.ends:
                self.outcome.add("crash", status)
        elif not done.err and not kind.writes:
            self.outcome.add("silent", status)
        elif status in NOT_FAILURES and not self.finished():
            self.outcome.add("status", f"{status}, but it failed")

    def unanswered(self, done):
        """Whether it prints an error because the Hub did not answer."""
        silent = (not self.world.asked() or self.kind.receives
                  or self.kind.ends)
        return self.case.asks and silent and done.err != b""

    def check_left(self):
        """Removes what a killed git cannot: its lock."""
        left = check.leftovers(self.before, self.now, self.expected.after)
        if left and not (self.kind.kills or self.kind.removes):
            self.outcome.add("leftover", left)
        for path in left:
            if path.endswith("config.lock"):
                (self.world.user / path).unlink()
                self.outcome.aside = "git's lock is left by a git that is gone"

    def go_again(self):
        """The same command again completes, and removes what was left."""
        expected = self.expected
        done, end = self.second_run()
        self.outcome.said += f"\nagain: {done}"
        left = check.leftovers({**self.before, **expected.after}, end,
                               expected.twice)
        if left:
            self.outcome.add("leftover", f"after the next run: {left}")
        end = {path: end[path] for path in end if path not in left}
        if self.case.answers:
            if not serves(self.world, done):
                self.not_served()
            return
        if SECRET.search(done.err + done.out):
            self.outcome.add("secret", done)
        allowed = {0, expected.status} if self.finished() else {0}
        if done.status not in allowed:
            self.outcome.add("again", f"status {done.status}: {done.err}")
        elif not any(check.equal(end, files)
                     for files in (expected.after, expected.twice)):
            self.outcome.add("again", "status 0, but it is not done")

    def second_run(self):
        """The result of the second run, and the files after it."""
        files = self.world.files()
        key = (self.case.name, *sorted(files.items()))
        if key in AGAIN:
            return AGAIN[key]
        result = go(self.world, self.case), self.world.files()
        if not self.case.answers:  # These depend on the Hub's refresh tokens.
            AGAIN[key] = result
        return result

    def not_served(self):
        """The program has just tried a refresh; if it also fails later, the
        login is lost. The Hub has then spent the refresh token, and no program
        can keep an answer that it did not receive or did not begin to write.
        """
        self.world.let_time_pass()
        later = go(self.world, self.case)
        self.outcome.said += f"\nlater: {later}"
        if serves(self.world, later):
            self.outcome.aside = "served after a pause"
            return
        written = any(b"NEW " in (content or b"")
                      for _, content in self.now.values())
        if self.kind.kills and not written:
            self.outcome.aside = "killed between the Hub's answer and a write"
        elif (self.kind.receives or self.kind.ends) and not written:
            self.outcome.aside = "the Hub's answer did not arrive"
        else:
            self.outcome.add("again", f"serves nothing: {later.err}")
