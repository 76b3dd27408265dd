# SPDX-License-Identifier: Apache-2.0
"""Which faults there are at a system call."""

ERRORS = ("ENOSPC", "EIO", "EINTR", "EACCES", "EMFILE")
# Errors of a disk that accepts no write.
DISK_ERRORS = ("EDQUOT", "EROFS")
WRITING = {"write", "fsync", "open", "openat", "rename", "renameat", "renameat2",
           "unlink", "unlinkat", "mkdir", "rmdir", "chmod", "fchmod"}
# These calls have no error, or do not return. glibc ends a program that gets
# an error from a futex that it wakes.
NEVER_FAIL = {
    "alarm", "brk", "exit", "exit_group", "futex", "getegid", "geteuid", "getgid",
    "getpgrp", "getpid", "getppid", "gettid", "getuid", "restart_syscall",
    "rt_sigreturn", "sched_yield", "set_tid_address", "sync", "umask"}
# The first two only look up a name. A disk cannot make a write to a pipe fail.
ONLY = {"access": ("EACCES", "EIO"), "faccessat": ("EACCES", "EIO"),
        "write(pipe)": ("EINTR",)}


def called(line):
    """The name of the system call in a line of inject's report."""
    return line.rpartition(" ")[2]


def faults_at(line):
    """What can happen at the system call in a line of inject's report."""
    name = called(line)
    errors = () if name in NEVER_FAIL else ONLY.get(name, ERRORS)
    # No handler of git interrupts these calls, and git ignores their errors.
    if line.endswith((" git read(pipe)", " git write(pipe)")):
        errors = ()
    return "KILL", *errors, *(DISK_ERRORS if name in WRITING else ())


def faults_of(calls):
    """Pairs of a line of inject's report and a fault at that call, in the form
    that inject reads."""
    for line in calls:
        process, call, _ = line.split(" ", 2)
        for fault in faults_at(line):
            yield line, f"{fault}:{process}:{call}"
