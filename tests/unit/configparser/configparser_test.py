# SPDX-License-Identifier: Apache-2.0
"""The store's reader and writer give Python's results for generated files.

HF_TEST_SEED and HF_TEST_FILES choose what is generated; both are printed.
HF_TEST_LONG generates more files.
"""
import configparser
import io
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["HF_TEST_BUILD"])
SEED = int(os.environ.get("HF_TEST_SEED", random.randrange(1 << 32)))
LONG = "HF_TEST_LONG" in os.environ
FILES = int(os.environ.get("HF_TEST_FILES", 20_000 if LONG else 3_000))

FAULTS = [UnicodeDecodeError, configparser.MissingSectionHeaderError,
          configparser.DuplicateSectionError,
          configparser.DuplicateOptionError, configparser.ParsingError]
NAMES = ["a", "b", "A", "DEFAULT", "default", " a ", "é", "a]b", "[a", "", " ",
         "#a", "laptop", "oauth-u", "İ", "a\tb", "x=1", "a:b"]
KEYS = ["hf_token", "HF_TOKEN", "refresh_token", "expires_at", "user", "k",
        "K", "İx", "ΑΣ", "ΣΑ", "É", "é", "[k", "a b", "", "ǅ", "#k", "k]"]
VALUES = ["hf_1", "", "1", "a=b:c", "#x", ";", "50%", "%(x)s", '"q"', "x]",
          "\\", "[b]", "é", "\u00a0x\u00a0", "1\x002", "1\x0b2\x0c3", "\u2028"]
ENDS = ["\n"] * 12 + ["\r\n", "\r", "\n\n", "\x0b\n", "\x85", ""]
INDENTS = [""] * 8 + [" ", "\t", "  ", "\u00a0", "\u3000 ", "\ufeff"]


class Oracle:
    """The program that shows the results of the C++ code."""

    def __init__(self):
        self.process = subprocess.Popen(
            [BUILD / "tests" / "unit" / "ini_oracle"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, mode, data):
        self.process.stdin.write(b"%s %d\n" % (mode, len(data)) + data)
        self.process.stdin.flush()
        return self.process.stdout.read(int(self.process.stdout.readline()))

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Parser(configparser.ConfigParser):
    """Python's result, but a key that is not ASCII keeps its case until
    Python writes the file."""

    def __init__(self):
        super().__init__(interpolation=None)

    def optionxform(self, key):
        return key.encode().lower().decode()


def field(kind, text):
    data = text.encode()
    return kind + str(len(data)).encode() + b":" + data


def as_python_reads(path, data):
    path.write_bytes(data)
    parser = Parser()
    try:
        parser.read(path, encoding="utf-8")
    except tuple(FAULTS) as error:
        # MissingSectionHeaderError is a ParsingError: the exact class counts.
        return b"E%d" % FAULTS.index(type(error)), None
    answer = b""
    for name in parser.sections():
        answer += field(b"S", name)
        for key, value in dict(parser.items(name)).items():
            answer += field(b"K", key) + field(b"V", value)
    return answer, parser


def random_line(source):
    kind = source.random()
    indent = source.choice(INDENTS)
    if kind < 0.25:
        tail = source.choice(["", "", "", " junk", "]", " # x"])
        return f"{indent}[{source.choice(NAMES)}]{tail}"
    if kind < 0.75:
        delimiter = source.choice([" = ", "=", ": ", ":", " =", "= "])
        return (indent + source.choice(KEYS) + delimiter
                + source.choice(VALUES) + source.choice(["", "", " ", "\u2003"]))
    return indent + source.choice(
        ["", " ", "# c", "; d", "junk", "[open", "=", "rem x", "\x1c", "[]"])


def random_file(source):
    lines = source.randrange(12)
    text = "".join(random_line(source) + source.choice(ENDS)
                   for _ in range(lines))
    if source.random() < 0.5:
        text = "[a]\n" + text
    data = text.encode()
    if data and source.random() < 0.05:
        at = source.randrange(len(data))
        data = data[:at] + bytes([source.randrange(256)]) + data[at + 1:]
    if source.random() < 0.1:
        data = data[:source.randrange(len(data) + 1)]
    return data


def canonical_file(source):
    """A file as Python writes it, the usual form."""
    parser = Parser()
    for _ in range(source.randrange(6)):
        name = source.choice(NAMES) + str(source.randrange(100))
        parser[name] = {"hf_token": f"hf_{source.randrange(10 ** 12)}",
                        "expires_at": str(source.randrange(10 ** 10))}
    text = io.StringIO()
    parser.write(text)
    return text.getvalue().encode()


class Differential(unittest.TestCase):
    def setUp(self):
        self.oracle = Oracle()
        self.addCleanup(self.oracle.close)
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.path = pathlib.Path(self.directory.name) / "stored_tokens"

    def compare(self, data):
        expected, parser = as_python_reads(self.path, data)
        ours = self.oracle.ask(b"p", data)
        if b"E0" in (ours, expected):
            # Python decodes as it goes, so that another fault may come first.
            self.assertRegex(ours + expected, rb"\AE\dE\d\Z", data)
        else:
            self.assertEqual(ours, expected, data)
        return parser

    def test_both_read_generated_files_alike(self):
        print(f"seed {SEED}, {FILES} files")
        source = random.Random(SEED)
        readable = 0
        for _ in range(FILES):
            readable += self.compare(random_file(source)) is not None
        # A generator of errors alone would prove little.
        self.assertGreater(readable, FILES // 10)

    def test_both_read_a_file_that_is_cut_anywhere_alike(self):
        source = random.Random(SEED)
        for _ in range(5):
            data = canonical_file(source)
            for size in range(len(data) + 1):
                self.compare(data[:size])

    def test_both_write_a_file_that_both_can_read_alike(self):
        source = random.Random(SEED + 1)
        written = 0
        while written < FILES // 10:
            data = (random_file if source.random() < 0.7
                    else canonical_file)(source)
            _, parser = as_python_reads(self.path, data)
            if parser is None:
                continue
            copy = Parser()
            for name in sorted(parser.sections()):
                copy[name] = dict(parser.items(name))
            text = io.StringIO()
            copy.write(text)
            self.assertEqual(self.oracle.ask(b"w", data),
                             text.getvalue().encode(), data)
            written += 1


if __name__ == "__main__":
    unittest.main()
