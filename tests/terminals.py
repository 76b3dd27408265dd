# SPDX-License-Identifier: Apache-2.0
"""What a verb shows on terminals of several kinds, for tests of its output."""
import itertools
import re
import unicodedata

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COMMAND = re.compile(r"(\$ )?(git|git-credential-hf) ")  # Not to be broken.


# Of 80 and 40 columns, in a UTF-8 and in the C locale, with and without colour.
TERMINALS = [
    {"columns": columns, "env": {"LC_ALL": locale, "TERM": "xterm", **colour}}
    for columns, locale, colour in itertools.product(
        (80, 40), ("C.UTF-8", "C"), ({}, {"NO_COLOR": "1"}))]


def unwrapped(shown):
    """What a terminal has shown as one line with single blanks."""
    return " ".join(shown.decode().split())


class OnTerminals:
    """For a Sandbox whose tests look at what terminals show."""

    def terminals(self):
        """Options of on_terminal(), for each kind."""
        return TERMINALS

    def assert_readable(self, shown, terminal):
        """Assert that all that a terminal of terminals() shows is right there:
        lines that fit, no colour with NO_COLOR, ASCII in the C locale.

        Only a word that is longer than a line may make a line longer, and a
        command in a line of its own. Returns the lines.
        """
        text = shown.decode()
        if "NO_COLOR" in terminal["env"]:
            self.assertNotIn("\x1b", text)
        if terminal["env"]["LC_ALL"] == "C":
            self.assertTrue(text.isascii(), ascii(text))
        lines = re.split(r"[\r\n]+", COLOUR.sub("", text))
        for line in lines:
            self.assertNotIn("\x1b", line)
            if not COMMAND.match(line.lstrip()):
                self.assert_fits(line, terminal["columns"])
        return lines

    def assert_fits(self, line, columns):
        """Assert that the line has no blank at which it had to be broken."""
        words = re.findall(r"'[^']+'\S*|\S+", line)
        if width(line) > columns and len(words) > 1:
            self.fail(f"{width(line)} columns: {line!r}")


def width(text):
    """The columns that a terminal needs for it."""
    return sum(0 if unicodedata.combining(character) else
               2 if unicodedata.east_asian_width(character) in "WF" else 1
               for character in text)
