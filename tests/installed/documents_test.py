# SPDX-License-Identifier: Apache-2.0
"""The commands in README, CONTRIBUTING and the manual pages work as printed.

Each block of commands is in a table below, with the test that runs it. A block
that is not in a table is a failure.
"""
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from hub import ALICE_WRITE, MINT_TOKEN
from online import Online
from patience import PATIENCE
from sandbox import LONG, PREFIX

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["HF_TEST_BUILD"])
MARKDOWN = ("README.md", "CONTRIBUTING.md")
PAGES = ("git-credential-hf.1", "git-credential-hf.7")
# What the library's test builds and runs.
CONSUMER = (TOP / "tests/installed/consumer/CMakeLists.txt").read_text()

# Where the block of a document begins, and the test of class Blocks for it.
BLOCKS = {
    "README.md": {
        "./scripts/quickstart ": "the_way_of_a_laptop",
        "git-credential-hf login --token-file": "the_way_of_a_server",
        "git-credential-hf configure\nHF_TOKEN=": "the_way_of_a_ci_job",
        "sh install.sh": "the_way_of_an_archive",
        "sudo apt install ./": "the_way_of_a_package",
        "apt-get update": "the_packages_for_a_build",
        "cmake -B build": "the_build_by_hand",
        "fpath=": "the_line_for_zsh",
        "git-credential-hf logout --all": "the_way_out",
        "export PKG_CONFIG_PATH": "the_sample_without_cmake",
        "scripts/check ": "the_scripts_for_developers",
    },
    "CONTRIBUTING.md": {
        "apt-get update": "the_packages_for_a_check",
    },
    "git-credential-hf.1": {
        "git-credential-hf login\ngit clone": "a_login_and_a_clone",
        "git-credential-hf login --token-stdin": "the_way_of_a_server",
        "git-credential-hf configure\nHF_OIDC": "a_job_without_a_token",
        "git-credential-hf switch work\n": "two_ways_to_switch",
        "git-credential-hf exec -- python3": "a_token_for_a_program",
        "git-credential-hf revoke --stdin": "leaked_tokens",
    },
    "git-credential-hf.7": {},
}

# The exit statuses of the commands in the README's tables. There is no keyring.
STATUSES = {
    "git-credential-hf login --keyring": 1,
    # There is no pass, or it has no such entry.
    "git-credential-hf login --command -- /usr/bin/pass show hf/work": 1,
    "git-credential-hf whoami": 0,
    "git-credential-hf list": 0,
    "git-credential-hf switch work": 0,
    "git-credential-hf switch work --for acme": 0,
    "git-credential-hf token": 0,
    "git-credential-hf exec -- PROGRAM": 127,  # There is no such program.
    "git-credential-hf revoke --stdin": 2,  # It asks, too.
    "git-credential-hf logout work": 0,
    "git-credential-hf status": 0,
    "git-credential-hf status acme/model --write": 0,
    "git-credential-hf status --fix": 2,  # It asks, and needs a terminal.
    "git-credential-hf unconfigure": 0,
}


def document(name):
    return (TOP / ("man" if name in PAGES else "") / name).read_text()


def fences(name):
    """(language, text) of each fenced block."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", document(name), re.M | re.S)


def blocks(name):
    """The blocks of commands in a document."""
    if name in MARKDOWN:
        return [text for language, text in fences(name) if language == "sh"]
    literal = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", document(name),
                         re.M | re.S)
    return [re.sub(r"^\$ ", "", text, flags=re.M) for text in literal
            if text.startswith("$ ")]


def block(name, start):
    """The one block that begins so."""
    found, = [text for text in blocks(name) if text.startswith(start)]
    return found


def commands_in_tables():
    return [cell for name in MARKDOWN for cell in
            re.findall(r"^\| `([^`]+)` \|", document(name), re.M)]


def packages_of(text):
    """The packages that a block tells apt-get to install."""
    _, _, rest = text.replace("\\\n", " ").partition("apt-get install ")
    return {word for word in rest.split() if not word.startswith("-")}


def known_packages(name):
    """The packages of a set of scripts/install-packages."""
    text = (TOP / "scripts/install-packages").read_text()
    found = {}
    for variable, words in re.findall(r"^(\w+)='?\"?([^'\"\n]*)", text, re.M):
        found.setdefault(variable, set()).update(words.split())
    return {word for word in found[name] if not word.startswith("$")}


class Tables(unittest.TestCase):
    def test_every_block_of_commands_is_known_and_has_its_test(self):
        for name, known in BLOCKS.items():
            for text in blocks(name):
                with self.subTest(document=name, block=text):
                    self.assertEqual(
                        len([s for s in known if text.startswith(s)]), 1)
            for start, test in known.items():
                with self.subTest(document=name, start=start):
                    self.assertTrue(block(name, start))
                    self.assertTrue(hasattr(Blocks, "test_" + test), test)

    def test_every_other_block_is_a_part_of_the_library_s_test(self):
        for language, text in fences("README.md") + fences("CONTRIBUTING.md"):
            self.assertIn(language, ("sh", "cpp", "cmake"))
            if language == "cmake":
                for line in text.splitlines():
                    self.assertIn(line, CONSUMER)

    def test_every_command_in_a_table_is_known(self):
        ours = {c for c in commands_in_tables()
                if c.startswith("git-credential-hf")}
        self.assertEqual(ours, set(STATUSES))


class Blocks(Online):
    def setUp(self):
        super().setUp()
        self.hub.repositories.create("acme/model", lfs={"model.bin": b"x" * 2000})
        self.local = self.home / ".local"
        self.environment["PATH"] = (
            f"{PREFIX.resolve() / 'bin'}:{os.environ['PATH']}")
        self.environment["GIT_ASKPASS"] = "/bin/false"
        self.place = self.home / "checkout"
        self.place.mkdir()

    def run_block(self, name, start, changes=None, status=0, shell="sh", **more):
        """What a shell prints of a block, after a few changes of its text."""
        text = block(name, start)
        for old, new in (changes or {}).items():
            self.assertIn(old, text)
            text = text.replace(old, str(new))
        done = self.command(shell, "-euc", text, cwd=self.place, **more)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return done.stdout.decode()

    def given_local_prefix(self):
        shutil.copytree(PREFIX, self.local, symlinks=True)

    def given_script(self, path, text):
        program = self.place / path
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)

    def assert_cloned(self, folder="model"):
        self.assertTrue((self.place / folder / "README.md").exists())

    def assert_is_script(self, words):
        """A script of the repository that knows the options."""
        path, *arguments = words
        self.assertTrue(os.access(TOP / path, os.X_OK), path)
        for argument in arguments:
            known = f"[{argument if argument.startswith('-') else 'PREFIX'}]"
            self.assertTrue(known in (TOP / path).read_text(), words)

    # README: the ways in and out.

    def test_the_way_of_a_laptop(self):
        self.assert_is_script(["scripts/quickstart"])
        self.given_script("scripts/quickstart", f'cp -R {PREFIX} "$HOME/.local"')
        self.environment["PATH"] = os.environ["PATH"]
        with self.deciding():
            self.run_block("README.md", "./scripts/quickstart ",
                           env={"GIT_LFS_SKIP_SMUDGE": "1"})
        self.assert_cloned()
        self.assertIn("oauth-alice", self.sections())

    def test_the_way_of_a_server(self):
        token = self.root / "token"
        token.write_text(ALICE_WRITE + "\n")
        for name, start in (
                ("README.md", "git-credential-hf login --token-file"),
                ("git-credential-hf.1", "git-credential-hf login --token-std")):
            shutil.rmtree(self.hf_home, ignore_errors=True)
            said = self.run_block(name, start, {"/run/secrets/hf": token})
            self.assertIn("logged in as alice", said)

    def test_the_way_of_an_archive(self):
        """Of the installed programs; tests/packages has the real archive."""
        name = "git-credential-hf-1.0.0-linux-x86-64"
        self.command("tar", "-czf", self.place / f"{name}.tar.gz", "-C", PREFIX,
                     f"--transform=s,^,{name}/,", "bin", "libexec", "share")
        sums = self.command("sha256sum", f"{name}.tar.gz", cwd=self.place).stdout
        (self.place / "SHA256SUMS").write_bytes(sums)
        shutil.copy(TOP / "scripts/packaging/install.sh", self.place)
        self.environment["PATH"] = os.environ["PATH"]
        with self.deciding():
            self.run_block("README.md", "sh install.sh",
                           env={"GIT_LFS_SKIP_SMUDGE": "1"})
        self.assert_cloned()
        self.assertIn("oauth-alice", self.sections())

    def test_the_way_of_a_package(self):
        """With an apt that installs the programs; tests/packages has the real
        packages."""
        self.given_script("tools/sudo", 'exec "$@"')
        self.given_script("tools/apt", (
            f'test "$*" = "install ./git-credential-hf_1_amd64.deb"\n'
            f'cp -R {PREFIX} "$HOME/.local"'))
        (self.place / "git-credential-hf_1_amd64.deb").touch()
        self.environment["PATH"] = (
            f"{self.place / 'tools'}:{self.local / 'bin'}:{os.environ['PATH']}")
        with self.deciding():
            self.run_block("README.md", "sudo apt install ./",
                           env={"GIT_LFS_SKIP_SMUDGE": "1"})
        self.assert_cloned()

    def test_the_way_of_a_ci_job(self):
        self.run_block("README.md", "git-credential-hf configure\nHF_TOKEN=",
                       env={"SECRET": ALICE_WRITE})
        self.assert_cloned()
        self.assertIsNone(self.stored())

    def test_the_way_out(self):
        self.given_local_prefix()
        (self.home / ".gitconfig").write_text("[user]\n\tname = A\n")
        self.log_in_with(ALICE_WRITE)
        manifest = self.place / "build" / "install_manifest.txt"
        manifest.parent.mkdir()
        manifest.write_text("\n".join(
            str(path) for path in self.local.rglob("*") if not path.is_dir()))
        self.run_block("README.md", "git-credential-hf logout --all")
        self.assertEqual((self.home / ".gitconfig").read_text(),
                         "[user]\n\tname = A\n")
        self.assertEqual(self.sections(), {})
        self.assertIsNone(self.stored("token"))
        self.assertEqual([path for path in self.local.rglob("*")
                          if not path.is_dir()], [])
        self.assertTrue((BUILD / "install_manifest.txt").exists())

    # README: build, library, scripts.

    def test_the_packages_for_a_build(self):
        printed = packages_of(block("README.md", "apt-get update"))
        wanted = known_packages("build")
        self.assertLessEqual(printed, wanted | known_packages("test"))
        # `make` is for the build by hand, which the tests try.
        self.assertEqual(wanted - printed, {
            "ninja-build", "git", "git-lfs", "ca-certificates", "python3",
            "openssl"})

    def test_the_packages_for_a_check(self):
        printed = packages_of(block("CONTRIBUTING.md", "apt-get update"))
        self.assertLessEqual(
            printed, known_packages("build") | known_packages("test"))
        self.assertLessEqual({"g++", "cmake", "doctest-dev", "clang-format"},
                             printed)

    def test_the_build_by_hand(self):
        """In its short form, it lists what it could build, and installs what
        the tests work on."""
        for part in ("CMakeLists.txt", "include", "man", "scripts", "src"):
            copy = shutil.copytree if (TOP / part).is_dir() else shutil.copy
            copy(TOP / part, self.place / part)
        if not LONG:
            self.given_script("tools/cmake", (
                'case $1 in\n'
                f'-B) exec {shutil.which("cmake")} "$@" ;;\n'
                f'--build) exec {shutil.which("cmake")} --build "$2" --target help ;;\n'
                f'--install) exec {shutil.which("cmake")} --install {BUILD} '
                '"$3" "$4" ;;\nesac'))
            self.environment["PATH"] = (
                f"{self.place / 'tools'}:{os.environ['PATH']}")
        text = block("README.md", "cmake -B build")
        done = subprocess.run(["sh", "-euc", text], cwd=self.place, timeout=1200,
                              env=self.environment, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertTrue((self.local / "bin/git-credential-hf").exists())

    def test_the_line_for_zsh(self):
        self.given_local_prefix()
        said = self.command("zsh", "-fc", block("README.md", "fpath=") + (
            "autoload -Uz compinit; compinit -u -D\n"
            "print $_comps[git-credential-hf]")).stdout
        self.assertEqual(said, b"_git-credential-hf\n")

    def test_the_sample_without_cmake(self):
        self.given_local_prefix()
        self.log_in_with(ALICE_WRITE)
        shutil.copy(TOP / "tests/installed/consumer/print_token.cc", self.place)
        libraries = next(self.local.rglob("pkgconfig")).parent
        self.assertEqual(
            self.run_block("README.md", "export PKG_CONFIG_PATH", {
                "~/.local/lib/pkgconfig": libraries / "pkgconfig"}),
            ALICE_WRITE + "\n")

    def test_the_scripts_for_developers(self):
        lines = block("README.md", "scripts/check ").splitlines()
        words = [line.split("#")[0].split() for line in lines]
        words += [cell.split() for cell in commands_in_tables()
                  if cell.startswith("scripts/")]
        self.assertGreater(len(words), 8)
        for line in words:
            with self.subTest(line=line):
                self.assert_is_script(line)

    def test_the_scripts_in_python_find_their_modules(self):
        for name in ("benchmarks/helper", "benchmarks/all", "benchmarks/hub",
                     "benchmarks/load", "coverage", "readme/screenshots"):
            with self.subTest(name):
                done = subprocess.run(
                    [TOP / "scripts" / name, "--help"], capture_output=True,
                    env={"PATH": os.environ["PATH"], "HOME": str(self.home)},
                    timeout=PATIENCE)
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                self.assertIn(b"usage: ", done.stdout)

    # The manual.

    def test_a_login_and_a_clone(self):
        with self.deciding():
            self.run_block("git-credential-hf.1",
                           "git-credential-hf login\ngit clone",
                           env={"GIT_LFS_SKIP_SMUDGE": "1"})
        self.assert_cloned()

    def test_a_job_without_a_token(self):
        self.given_clone_with_a_commit()
        self.run_block("git-credential-hf.1",
                       "git-credential-hf configure\nHF_OIDC", env={
                           "GITHUB_ACTIONS": "true",
                           "ACTIONS_ID_TOKEN_REQUEST_URL":
                               f"{self.hub.http}/mint?x=1",
                           "ACTIONS_ID_TOKEN_REQUEST_TOKEN": MINT_TOKEN})
        self.assertTrue(self.hub.requests(path="/acme/model/git-receive-pack",
                                          status=200))

    def given_clone_with_a_commit(self):
        """The current directory is a clone of a job that has committed."""
        self.place.rmdir()
        for words in (["clone", "-q", "https://huggingface.co/acme/model",
                       self.place],
                      ["-C", self.place, "-c", "user.name=A",
                       "-c", "user.email=a@example.com", "commit", "-q",
                       "--allow-empty", "-m", "x"]):
            done = self.command(
                "git", "-c", f"credential.helper={self.helper}", *words,
                env={"HF_TOKEN": ALICE_WRITE, "GIT_LFS_SKIP_SMUDGE": "1"})
            self.assertEqual(done.returncode, 0, done.stderr.decode())

    def test_two_ways_to_switch(self):
        self.log_in_with(ALICE_WRITE, "--name", "work")
        said = self.run_block("git-credential-hf.1",
                              "git-credential-hf switch work\n")
        self.assertIn("'work' of alice is the token for acme now", said)

    def test_a_token_for_a_program(self):
        self.log_in_with(ALICE_WRITE)
        self.given_script("upload", 'echo "$HF_TOKEN"')
        (self.place / "train.py").write_text(
            "import os; print(os.environ['HF_TOKEN'])\n")
        self.assertEqual(
            self.run_block("git-credential-hf.1",
                           "git-credential-hf exec -- python3"),
            2 * (ALICE_WRITE + "\n"))

    def test_leaked_tokens(self):
        (self.place / "leaked").write_text(ALICE_WRITE + "\n")
        self.assertIn("does not know it any more", self.run_block(
            "git-credential-hf.1", "git-credential-hf revoke --stdin"))


class Lines(Online):
    """Commands outside the blocks."""

    def setUp(self):
        super().setUp()
        self.environment["PATH"] = (
            f"{PREFIX.resolve() / 'bin'}:{os.environ['PATH']}")

    def test_each_command_in_a_sentence_is_one_that_the_program_knows(self):
        sentences = {span for name in MARKDOWN for span in
                     re.findall(r"`!?(git-credential-hf [^`|]+)`",
                                re.sub(r"^(```.*?^```|\|.*?)$", "",
                                       document(name), flags=re.M | re.S))}
        sentences |= {re.sub(r"\\&| [.,]$", "", span) for name in PAGES
                      for span in re.findall(r"^\.Ql !?(git-credential-hf .*)$",
                                             document(name), re.M)}
        sentences = {s for s in sentences if "--complete" not in s}
        self.assertGreater(len(sentences), 3)
        for command in sentences:
            with self.subTest(command=command), self.deciding():
                done = self.command("sh", "-c", command.replace("VERB", "list"))
                self.assertNotIn(done.returncode, (2, 127), done.stderr)

    def test_each_command_in_the_table_works(self):
        self.hub.repositories.create("acme/model")
        for command in commands_in_tables():
            if command not in STATUSES:
                continue
            self.log_in_with(ALICE_WRITE, "--name", "work", "--force")
            with self.subTest(command=command):
                done = self.command("sh", "-c", command)
                self.assertEqual(done.returncode, STATUSES[command],
                                 (done.stdout + done.stderr).decode())


if __name__ == "__main__":
    unittest.main()
