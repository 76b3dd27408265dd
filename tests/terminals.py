# SPDX-License-Identifier: Apache-2.0
"""What a verb shows on terminals of several kinds, for tests of its output."""
import itertools
import re
import unicodedata

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COMMAND = re.compile(r"(\$ )?(git|git-credential-hf) ")  # Not to be broken.


class OnTerminals:
    """For a Sandbox: terminals of 80 and 40 columns, with and without colour,
    in a UTF-8 and in the C locale."""

    def terminals(self):
        """Run the test's body for each: env and columns for on_terminal()."""
        for columns, locale, colour in itertools.product(
                (80, 40), ("C.UTF-8", "C"), (True, False)):
            env = {"LC_ALL": locale, "TERM": "xterm"}
            if not colour:
                env["NO_COLOR"] = "1"
            with self.subTest(columns=columns, **env):
                yield {"env": env, "columns": columns}

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
        words = line.split()
        if width(line) > columns and len(words) > 1:
            self.fail(f"{width(line)} columns: {line!r}")


def width(text):
    """The columns that a terminal needs for it."""
    return sum(0 if unicodedata.combining(character) else
               2 if unicodedata.east_asian_width(character) in "WF" else 1
               for character in text)
