# SPDX-License-Identifier: Apache-2.0
"""How the installed programs and libraries are hardened, read from the files."""
import os
import pathlib
import re
import subprocess
import unittest

from sandbox import PREFIX

CACHE = pathlib.Path(os.environ["HF_TEST_BUILD"]) / "CMakeCache.txt"


def output_of(*words):
    return subprocess.run([str(word) for word in words], check=True,
                          capture_output=True, text=True).stdout


def elf_files():
    """The programs and shared libraries below the prefix."""
    found = []
    for path in sorted(PREFIX.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def is_on(option):
    return re.search(rf"^{option}:\w+=(1|ON|TRUE)$", CACHE.read_text(),
                     re.M) is not None


def calls_from_our_code(path):
    """{function called: how many functions in hf:: call it}"""
    calls, caller = {}, ""
    for line in output_of("objdump", "-dC", "--no-show-raw-insn",
                          path).splitlines():
        if line.endswith(">:"):
            caller = line
        elif "call" in line and "<hf::" in caller:
            name = re.search(r"<(\w+)(?:@plt)?>", line)
            if name:
                calls.setdefault(name[1], set()).add(caller)
    return {name: len(callers) for name, callers in calls.items()}


class Hardening(unittest.TestCase):
    def setUp(self):
        self.files = elf_files()
        names = {path.name for path in self.files}
        self.assertLessEqual({"git-credential-hf", "account"}, names)
        self.programs = [path for path in self.files if ".so" not in path.name]

    def each(self, files, *readelf):
        """[(path, what readelf says of it)]"""
        return [(path, output_of("readelf", "-W", *readelf, path))
                for path in files]

    def test_a_program_gets_another_address_in_each_run(self):
        for path, said in self.each(self.programs, "-hd"):
            if path.name == "git-credential-hf" and is_on("HF_STATIC_HELPER") \
                    and not is_on("HF_STATIC_PIE"):
                continue  # This C library cannot do both.
            with self.subTest(file=path.name):
                self.assertRegex(said, r"Type: +DYN")
                self.assertRegex(said, r"FLAGS_1.*\bPIE\b")

    def test_nothing_can_be_both_written_and_run(self):
        for _, said in self.each(self.files, "-l"):
            stack, = re.findall(r"^ +GNU_STACK .* (\S+) +0x\w+$", said, re.M)
            self.assertEqual(stack, "RW")
            segments = re.findall(r"^ +LOAD .* 0x\w+ (.{3}) 0x\w+$", said, re.M)
            self.assertGreater(len(segments), 1)
            for flags in segments:
                self.assertFalse("W" in flags and "E" in flags, said)

    def test_the_addresses_of_functions_are_read_only_from_the_start(self):
        for _, said in self.each(self.files, "-ld"):
            self.assertIn("GNU_RELRO", said)
            if "no dynamic section" not in said:
                self.assertRegex(said, r"\((FLAGS|FLAGS_1)\).*\b(BIND_)?NOW\b")

    def test_a_running_program_has_made_those_addresses_read_only(self):
        helper = PREFIX / "bin" / "git-credential-hf"
        done = subprocess.run(["strace", "-e", "trace=mprotect", helper,
                               "--version"], check=True, capture_output=True,
                              text=True)
        self.assertRegex(done.stderr, r"mprotect\(0x\w+, \d+, PROT_READ\) += 0")

    def test_no_library_is_looked_for_in_a_path_of_the_build(self):
        for _, said in self.each(self.files, "-d"):
            self.assertNotRegex(said, r"\((RPATH|RUNPATH)\)")

    def test_our_functions_check_the_stack_and_the_sizes_of_buffers(self):
        for path in self.files:
            calls = calls_from_our_code(path)
            with self.subTest(file=path.name):
                self.assertGreater(calls.pop("__stack_chk_fail", 0), 20)
                checked = [name for name in calls if name.endswith("_chk")
                           or name == "hf_buffer_too_small"]
                self.assertTrue(checked, calls)

    def test_the_static_library_is_hardened_for_its_users(self):
        libraries = [path for path in PREFIX.rglob("libhfcredential.*")
                     if path.suffix in (".a", ".so")]
        self.assertTrue(libraries)
        for path in libraries:
            if path.suffix == ".so":
                continue  # One of the files of the other tests.
            said = output_of("nm", "-A", "--undefined-only", path)
            self.assertIn("U __stack_chk_fail", said)
            self.assertRegex(said, r"U __(?!stack)\w+_chk\b")


if __name__ == "__main__":
    unittest.main()
