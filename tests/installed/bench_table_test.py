# SPDX-License-Identifier: Apache-2.0
"""The table of scripts/bench --all, its counts, and its copy in README."""
import pathlib
import re
import sys
import unittest

from sandbox import PREFIX, Sandbox

TOP = pathlib.Path(__file__).resolve().parents[2]
HELPER = (PREFIX / "bin/git-credential-hf").resolve()
sys.path.append(str(TOP / "scripts/benchmarks"))

from table import BEGIN, END, HEADER, Row, block, replaced  # noqa: E402
from work import trace, whole_calls, work_of  # noqa: E402

FLOOR = Row("the floor", 320.0, 600, 15, 0, 700_000, True)
LINE = re.compile(r"\| [^|]+ \| [\d.]+ m?s \| [\d.,]+ \| [\d.]+ MB \| \d+ "
                  r"\| [\d.]+ MB \| [\d,]+ \|")


class Table(unittest.TestCase):
    def test_a_row_has_what_was_measured(self):
        slow = Row("gh", 277_000.0, 27_648, 1626, 1, 41_943_040, True)
        slower = slow._replace(name="hf", time=1_130_400.0)
        text = block([FLOOR, slow, slower], [], "On a machine.")
        self.assertEqual(text, "On a machine.\n\n" + HEADER +
                         "| the floor | 0.32 ms | 1.0 | 0.6 MB | 0 | 0.7 MB "
                         "| 15 |\n"
                         "| gh | 277 ms | 866 | 27 MB | 1 | 40 MB | 1,626 |\n"
                         "| hf | 1.1 s | 3,532 | 27 MB | 1 | 40 MB | 1,626 |\n")

    def test_a_program_that_is_missing_or_does_not_answer_is_named(self):
        mute = Row("oauth", 8900.0, 600, 15, 0, 700_000, False)
        text = block([FLOOR, mute], ["`hf`", "`gcm`"], "On a machine.")
        self.assertIn("| oauth¹ | 8.9 ms | 28 |", text)
        self.assertIn("\n¹ It has no token", text)
        self.assertIn("\n\nNot installed there: `hf`, `gcm`.\n", text)

    def test_only_the_text_between_the_marks_is_replaced(self):
        document = f"a\n{BEGIN}\nold\n\\1\n{END}\nb\n"
        once = replaced(document, "new \\1\n")
        self.assertEqual(once, f"a\n{BEGIN}\nnew \\1\n{END}\nb\n")
        self.assertEqual(replaced(once, "new \\1\n"), once)
        for broken in "a\n", document + document, document.replace(END, ""):
            with self.assertRaises(ValueError):
                replaced(broken, "new\n")

    def test_readme_has_a_table_of_this_form(self):
        readme = (TOP / "README.md").read_text()
        self.assertEqual(replaced(readme, "").count(BEGIN + "\n" + END), 1)
        text = readme.partition(BEGIN)[2].partition(END)[0]
        self.assertRegex(text, r"\nMedians of \d+ runs")
        lines = text.partition(HEADER)[2].partition("\n\n")[0].splitlines()
        self.assertGreater(len(lines), 3)
        for line in lines:
            self.assertRegex(line, LINE)
        self.assertIn("the floor", lines[0])
        self.assertIn("git-credential-hf get", lines[1])


class Counts(Sandbox):
    def test_a_call_that_another_process_cuts_in_two_counts_once(self):
        calls = whole_calls([
            '1 openat(AT_FDCWD, "/bin/sh", O_RDONLY <unfinished ...>',
            "2 getpid() = 2",
            "1 <... openat resumed>) = 3",
            "3 +++ exited with 0 +++",
            "2 <... read resumed>\"\", 1) = 0",
        ])
        self.assertEqual(calls, [
            ("openat", 'AT_FDCWD, "/bin/sh", O_RDONLY) = 3'),
            ("getpid", ") = 2")])

    def test_code_that_was_not_found_has_no_size(self):
        module = self.root / "module.py"
        module.write_text("12345")
        found = f'AT_FDCWD, "{module}", O_RDONLY) = 3'
        calls = [("openat", found), ("openat", found),
                 ("openat", f'AT_FDCWD, "{HELPER}", O_RDONLY) = 4'),
                 ("openat", f'AT_FDCWD, "{module}x", O_RDONLY) = -1 ENOENT'),
                 ("unlink", f'"{module}") = 0')]
        size = HELPER.stat().st_size + 5
        self.assertEqual(work_of(calls, self.root), (5, 1, size))

    def test_the_helper_reads_no_code_but_its_own(self):
        work, answered = trace([HELPER, "get"], "protocol=https\n"
                               "host=huggingface.co\n",
                               {"HF_TOKEN": "hf_x", "HOME": str(self.root),
                                "XDG_RUNTIME_DIR": str(self.root)}, self.root)
        self.assertTrue(answered)
        self.assertLess(work.calls, 80)
        self.assertGreater(work.calls, 10)
        self.assertEqual(work.size, HELPER.stat().st_size)
        self.assertEqual(work.libraries, 0)


if __name__ == "__main__":
    unittest.main()
