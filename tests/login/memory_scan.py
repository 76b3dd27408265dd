# SPDX-License-Identifier: Apache-2.0
"""For gdb: which of the tokens in a file are in the memory that a program can
write, where it stops. Prints "left: REGION" for each, and "scanned" at the end.
"""
import os

import gdb


def regions(pid):
    with open(f"/proc/{pid}/maps") as maps:
        for line in maps:
            where, mode, *_, name = line.split(maxsplit=5) + [""]
            if "rw" in mode:
                start, end = (int(part, 16) for part in where.split("-"))
                yield start, end, line.split()[-1]


def scan():
    with open(os.environ["HF_TEST_SECRETS"], "rb") as file:
        secrets = file.read().split()
    process = gdb.selected_inferior()
    for start, end, name in regions(process.pid):
        try:
            memory = bytes(process.read_memory(start, end - start))
        except gdb.MemoryError:
            continue
        for secret in secrets:
            at = memory.find(secret)
            while at >= 0:
                before = memory[max(0, at - 16):at]
                print(f"left: {name} at {start + at:#x} after {before!r}")
                at = memory.find(secret, at + 1)
    print("scanned")


scan()
