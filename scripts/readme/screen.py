# SPDX-License-Identifier: Apache-2.0
"""A terminal's screen, and a picture of it as SVG."""
import dataclasses
import html
import re

COLUMNS = 80
SEQUENCE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b.?|([\x00-\x1f\x7f])|(.)",
                      re.S)
# Foreground and background: a dark terminal's own, then SGR's.
INK, PAPER = "#d4d4d4", "#1e1e1e"
COLOURS = ("#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc",
           "#11a8cd", "#e5e5e5")
BRIGHT = ("#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6",
          "#29b8db", "#ffffff")
# Which half of its cell a character fills: (from, to), in halves.
BLOCKS = {"\u2588": (0, 2), "\u2580": (0, 1), "\u2584": (1, 2)}
WIDTH, HEIGHT = 8, 16  # Of a cell, so that a module of a QR code is square.
MARGIN = 12


@dataclasses.dataclass(frozen=True)
class Style:
    ink: str = INK
    paper: str = PAPER
    bold: bool = False
    dim: bool = False

    def after(self, code):
        """This style after one number of an SGR sequence."""
        for base, table, field in ((30, COLOURS, "ink"), (90, BRIGHT, "ink"),
                                   (40, COLOURS, "paper"),
                                   (100, BRIGHT, "paper")):
            if base <= code < base + 8:
                return dataclasses.replace(self, **{field: table[code - base]})
        changes = {0: None, 1: {"bold": True}, 2: {"dim": True},
                   22: {"bold": False, "dim": False}, 39: {"ink": INK},
                   49: {"paper": PAPER}}
        if code not in changes:
            raise ValueError(f"no picture of SGR {code}")
        if code == 0:
            return Style()
        return dataclasses.replace(self, **changes[code])


class Screen:
    """What a terminal shows after some output: rows of (character, style)."""

    def __init__(self):
        self.rows = [[]]
        self.column = 0
        self.style = Style()

    def write(self, text):
        for numbers, command, control, character in SEQUENCE.findall(text):
            if character:
                self._put(character)
            elif control:
                self._control(control)
            elif command == "m":
                for number in (numbers or "0").split(";"):
                    self.style = self.style.after(int(number or 0))
            elif command == "K" and numbers in ("", "0"):
                del self.rows[-1][self.column:]
            else:
                raise ValueError(f"no picture of ESC [{numbers}{command}")

    def _control(self, control):
        if control == "\n":
            self.rows.append([])
        elif control == "\r":
            self.column = 0
        else:
            raise ValueError(f"no picture of {control!r}")

    def _put(self, character):
        if self.column == COLUMNS:
            self.rows.append([])
            self.column = 0
        row = self.rows[-1]
        row.extend([(" ", Style())] * (self.column - len(row)))
        row[self.column:self.column + 1] = [(character, self.style)]
        self.column += 1

    def text(self):
        lines = ("".join(c for c, _ in row).rstrip() for row in self.rows)
        return "\n".join(lines).rstrip("\n") + "\n"

    def svg(self, title):
        """The text stays text; half blocks, as in a QR code, are drawn."""
        rows = self.rows[:len(self.text().splitlines())]
        width = COLUMNS * WIDTH + 2 * MARGIN
        height = len(rows) * HEIGHT + 2 * MARGIN
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" '
                 f'viewBox="0 0 {width} {height}" width="{width}" '
                 f'height="{height}" font-family="monospace" font-size="13">',
                 f"<title>{html.escape(title)}</title>",
                 f'<rect width="100%" height="100%" rx="6" fill="{PAPER}"/>']
        for number, row in enumerate(rows):
            parts += drawn_row(row, MARGIN + number * HEIGHT)
        return "\n".join([*parts, "</svg>", ""])


def runs(row):
    """The (column, characters, style) of a row, blocks and text apart."""
    found = []
    for column, (character, style) in enumerate(row):
        kind = (style, character in BLOCKS)
        if found and found[-1][0] == kind:
            found[-1][2].append(character)
        else:
            found.append((kind, column, [character]))
    return [(column, "".join(characters), kind[0])
            for kind, column, characters in found]


def drawn_row(row, top):
    for column, characters, style in runs(row):
        left = MARGIN + column * WIDTH
        length = len(characters) * WIDTH
        if style.paper != PAPER:
            yield (f'<rect x="{left}" y="{top}" width="{length}" '
                   f'height="{HEIGHT}" fill="{style.paper}"/>')
        if characters[0] in BLOCKS:
            yield (f'<path d="{blocks(characters, left, top)}" '
                   f'fill="{style.ink}" shape-rendering="crispEdges"/>')
        elif characters.strip():
            yield (f'<text x="{left}" y="{top + 12}" textLength="{length}" '
                   f'xml:space="preserve" fill="{style.ink}"{weight(style)}>'
                   f"{html.escape(characters, quote=False)}</text>")


def weight(style):
    return (' font-weight="bold"' if style.bold else "") + \
        (' opacity="0.7"' if style.dim else "")


def blocks(characters, left, top):
    """A path for half blocks; equal neighbours become one rectangle."""
    path = ""
    for match in re.finditer(r"(.)\1*", characters):
        first, last = BLOCKS[match[1]]
        half = HEIGHT // 2
        length = len(match[0]) * WIDTH
        path += (f"M{left + match.start() * WIDTH} {top + first * half}"
                 f"h{length}v{(last - first) * half}h{-length}z")
    return path
