# SPDX-License-Identifier: Apache-2.0
"""The table of the programs, and its place in README."""
import collections
import re
import textwrap

Row = collections.namedtuple(
    "Row", "name time peak calls libraries size answered")

BEGIN, END = "<!-- from scripts/bench --all -->", "<!-- to here -->"
HEADER = ("| program | time | floors | memory | libraries | on disk "
          "| system calls |\n|---|---:|---:|---:|---:|---:|---:|\n")
NO_ANSWER = "¹"
WIDTH = 80


def duration(time):
    """Three digits at most: what a second measurement would give again."""
    for unit, size in ("ms", 1e3), ("s", 1e6):
        value = time / size
        if value < 1000:
            break
    digits = 2 if value < 1 else 1 if value < 100 else 0
    return f"{value:.{digits}f} {unit}"


def megabytes(size):
    value = size / (1 << 20)
    return f"{value:.1f} MB" if value < 10 else f"{value:.0f} MB"


def wrapped(text):
    return textwrap.fill(text, WIDTH, break_on_hyphens=False)


def line(row, floor):
    mark = "" if row.answered else NO_ANSWER
    ratio = row.time / floor
    return (f"| {row.name}{mark} | {duration(row.time)} "
            f"| {ratio:,.{1 if ratio < 10 else 0}f} "
            f"| {megabytes(row.peak * 1024)} | {row.libraries} "
            f"| {megabytes(row.size)} | {row.calls:,} |\n")


def block(rows, missing, machine):
    """Markdown. The first row is the floor, which answers nothing."""
    text = wrapped(machine) + "\n\n" + HEADER
    text += "".join(line(row, rows[0].time) for row in rows)
    notes = []
    if any(not row.answered for row in rows):
        notes.append(f"{NO_ANSWER} It has no token for this host: its start "
                     "alone.")
    if missing:
        notes.append("Not installed there: " + ", ".join(missing) + ".")
    return text + "".join(f"\n{wrapped(note)}\n" for note in notes)


def replaced(document, text):
    """`document` with `text` between the two marks."""
    pattern = re.compile(re.escape(BEGIN) + r"\n.*?" + re.escape(END), re.S)
    document, count = pattern.subn(
        lambda _: f"{BEGIN}\n{text}{END}", document)
    if count != 1:
        raise ValueError(f"the marks are there {count} times")
    return document
