# SPDX-License-Identifier: Apache-2.0
"""The installed library: projects find it, build with it, move it, run it."""
import os
import pathlib
import shlex
import shutil
import subprocess
import unittest

from sandbox import PREFIX, Sandbox

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE / "consumer" / "print_token.cc"
README = HERE.parents[1] / "README.md"
TOKEN = "hf_consumerTokenForTestsOnly0000000001"
COMPILERS = [c for c in ("g++", "clang++") if shutil.which(c)]


class Consumer(Sandbox):
    """Works on a copy of the installation, which a test may move."""

    def setUp(self):
        super().setUp()
        self.prefix = self.root / "first prefix"
        shutil.copytree(PREFIX, self.prefix, symlinks=True)
        self.given_token(TOKEN)

    def move_prefix(self):
        moved = self.root / "moved" / "elsewhere"
        moved.parent.mkdir()
        self.prefix.rename(moved)
        self.prefix = moved

    def run_tool(self, *arguments, **options):
        done = self.command(*arguments, **options)
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr)
                         .decode(errors="replace"))
        return done.stdout.decode()

    def library_folder(self):
        return next(self.prefix.rglob("hfcredential.pc")).parent.parent

    def build_with_cmake(self, compiler):
        build = self.root / "build"
        shutil.rmtree(build, ignore_errors=True)
        self.run_tool("cmake", "-G", "Ninja", "-S", SOURCE.parent, "-B", build,
                      f"-DCMAKE_PREFIX_PATH={self.prefix}",
                      f"-DCMAKE_CXX_COMPILER={compiler}")
        self.run_tool("cmake", "--build", build)
        return build / "print_token"

    def build_with_pkg_config(self, compiler):
        program = self.root / "print_token"
        flags = shlex.split(self.run_tool(
            "pkg-config", "--cflags", "--libs", "hfcredential", env={
                "PKG_CONFIG_PATH": str(self.library_folder() / "pkgconfig")}))
        self.run_tool(compiler, "-std=c++17", "-Wall", "-Wextra", "-Wpedantic",
                      "-Werror", "-o", program, SOURCE, *flags)
        return program

    def assert_prints_the_token(self, program):
        where = {"LD_LIBRARY_PATH": str(self.library_folder())}
        for url, status, output in (
                ("https://huggingface.co/acme/model", 0, TOKEN + "\n"),
                ("https://huggingface.co.example/acme/model", 3, "")):
            done = self.command(program, url, env=where)
            self.assertEqual((done.returncode, done.stdout.decode()),
                             (status, output), done.stderr)

    def test_a_project_finds_the_library_with_cmake_or_pkg_config(self):
        self.assertTrue(COMPILERS)
        for compiler in COMPILERS:
            with self.subTest(compiler=compiler):
                self.assert_prints_the_token(self.build_with_cmake(compiler))
                self.assert_prints_the_token(
                    self.build_with_pkg_config(compiler))

    def test_a_project_builds_with_a_moved_prefix(self):
        self.move_prefix()
        compiler = COMPILERS[0]
        self.assert_prints_the_token(self.build_with_cmake(compiler))
        self.assert_prints_the_token(self.build_with_pkg_config(compiler))

    def test_a_moved_helper_finds_its_programs_and_itself(self):
        self.given_store(f"[laptop]\nhf_token = {TOKEN}\n\n")
        self.move_prefix()
        helper = self.prefix / "bin" / "git-credential-hf"
        self.assertIn("laptop", self.run_tool(helper, "list"))
        self.run_tool(helper, "configure")
        self.assertIn(str(helper), (self.home / ".gitconfig").read_text())

    def test_a_link_to_the_helper_finds_its_programs_too(self):
        self.given_store(f"[laptop]\nhf_token = {TOKEN}\n\n")
        link = self.root / "git-credential-hf"
        link.symlink_to(self.prefix / "bin" / "git-credential-hf")
        self.assertIn("laptop", self.run_tool(link, "list"))

    def test_the_library_exports_exactly_what_its_header_declares(self):
        shared = self.library_folder() / "libhfcredential.so"
        if not shared.exists():  # A static library hides no symbol.
            symbols = self.run_tool("nm", "-C", "--defined-only",
                                    shared.with_suffix(".a"))
            self.assertIn("hf::FindCredential(", symbols)
            return
        symbols = self.run_tool("nm", "-CD", "--defined-only", shared)
        names = {line.split(" ", 2)[2].split("[")[0].split("(")[0]
                 for line in symbols.splitlines() if " hf::" in line}
        self.assertEqual(names, {"hf::FindCredential"})


class Layout(unittest.TestCase):
    def test_each_file_is_installed_where_users_look_for_it(self):
        for path in ("bin/git-credential-hf",
                     "libexec/git-credential-hf/account",
                     "include/hf/credential.h", "include/hf/result.h",
                     "share/man/man1/git-credential-hf.1"):
            with self.subTest(path=path):
                self.assertTrue((PREFIX / path).is_file())
        self.assertGreater(
            (PREFIX / "share/man/man1/git-credential-hf.1").stat().st_size, 0)

    def test_the_readme_shows_the_program_that_this_test_builds(self):
        code = SOURCE.read_text().split("\n", 1)[1]  # Without the licence.
        self.assertIn(f"```cpp\n{code}```\n", README.read_text())

    def test_each_header_compiles_alone_as_cpp17(self):
        for header in sorted((PREFIX / "include").rglob("*.h")):
            for compiler in COMPILERS:
                with self.subTest(header=header.name, compiler=compiler):
                    done = subprocess.run(
                        [compiler, "-std=c++17", "-Wall", "-Wextra",
                         "-Wpedantic", "-Werror", "-fsyntax-only", "-x", "c++",
                         "-include", header, os.devnull,
                         "-I", PREFIX / "include"],
                        capture_output=True, timeout=60)
                    self.assertEqual(done.returncode, 0, done.stderr.decode())


if __name__ == "__main__":
    unittest.main()
