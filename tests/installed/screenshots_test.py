# SPDX-License-Identifier: Apache-2.0
"""The pictures in the README show what the programs print."""
import pathlib
import re
import subprocess
import sys
import unittest

from patience import PATIENCE
from sandbox import PREFIX

TOP = pathlib.Path(__file__).resolve().parents[2]
PICTURES = TOP / "scripts" / "readme"
sys.path.append(str(PICTURES))

from screen import PAPER, Screen  # noqa: E402


class Screenshots(unittest.TestCase):
    def test_a_picture_is_what_the_program_prints_now(self):
        done = subprocess.run(
            [sys.executable, "-B", PICTURES / "screenshots", "--check", PREFIX],
            capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_readme_shows_each_picture(self):
        shown = re.findall(r"\((scripts/readme/.*?\.svg)\)",
                           (TOP / "README.md").read_text())
        self.assertEqual(sorted(shown), sorted(
            str(path.relative_to(TOP)) for path in PICTURES.glob("*.svg")))
        self.assertTrue(shown)

    def test_a_picture_is_small_has_text_and_loads_nothing(self):
        for path in PICTURES.glob("*.svg"):
            text = path.read_text()
            with self.subTest(picture=path.name):
                self.assertLess(len(text), 40_000)
                self.assertIn("git-credential-hf", text)
                self.assertNotRegex(text, r"href|url\(|<style|<script|<image")


class Screens(unittest.TestCase):
    def shown(self, text):
        screen = Screen()
        screen.write(text)
        return screen

    def test_a_screen_has_what_a_terminal_shows(self):
        self.assertEqual(self.shown("left 2\rleft 1\n\rnext").text(),
                         "left 1\nnext\n")
        self.assertEqual(self.shown("x" * 81).text(), "x" * 80 + "\nx\n")
        self.assertEqual(self.shown("abc\r\x1b[K").text(), "\n")

    def test_colours_and_blocks_are_drawn(self):
        svg = self.shown("\x1b[97;40m\u2588\u2584\u2580\x1b[0m <ok>").svg("t")
        self.assertIn('d="M12 12h8v16h-8zM20 20h8v8h-8zM28 12h8v8h-8z" '
                      'fill="#ffffff"', svg)
        self.assertIn('fill="#000000"', svg)
        self.assertIn("> &lt;ok&gt;</text>", svg)
        self.assertEqual(svg.count(PAPER), 1)

    def test_output_that_would_look_different_is_refused(self):
        for text in ("\x1b[2J", "\x1b[38;5;1mx", "\x1b]0;t\x07", "\x07", "\t",
                     "\b"):
            with self.subTest(text=text):
                self.assertRaises(ValueError, self.shown, text)


if __name__ == "__main__":
    unittest.main()
