# SPDX-License-Identifier: Apache-2.0
"""What the Debian packages do in the root of a release: claims for
releases_check.py, which says which of them hold where."""
import shutil
import subprocess

from hub import ALICE_WRITE
from packages.fresh_root import URL, FreshRoot
from packages.small_root import MADE, TOP, VERSION

APT = "apt-get -qq -y -o Dpkg::Use-Pty=0"
INSTALL = f"{APT} install --no-install-recommends"
PROGRAM = TOP / "tests/installed/consumer/print_token.cc"  # README has it, too.
FAILED = 100  # apt-get's status.

# A session of a desktop: its bus, and a keyring that is open. The token is on
# stdin, which only the login reads.
SESSION = f"""
    printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    git-credential-hf login --keyring --token-stdin
    git-credential-hf status
    git clone {URL} /tmp/model
    cd /tmp/model
    test "$(wc -c <model.bin)" -gt 1000
    git-credential-hf logout --all --yes
    ! git clone {URL} /tmp/again
"""


class Packages(FreshRoot):
    def give_package(self, name):
        architecture = self.run_in("dpkg --print-architecture").strip()
        file = MADE / f"{name}_{VERSION}_{architecture}.deb"
        self.root.give(f"/release/{name}.deb", file.read_bytes())
        return file

    def install(self, *names, others=""):
        """Our packages; the others come from the release's own repositories,
        which may have changed since the root was made."""
        for name in names:
            self.give_package(name)
        files = " ".join(f"/release/{name}.deb" for name in names)
        update = f"{APT} update; " if others else ""
        self.run_in(f"{update}{INSTALL} {files} {others}")


class ProgramPackage(Packages):
    def newer(self, path):
        """The package with a later version, and nothing else changed."""
        unpacked = self.scratch / "unpacked"
        subprocess.run(["dpkg-deb", "-R", path, unpacked], check=True)
        control = unpacked / "DEBIAN" / "control"
        control.write_text(control.read_text().replace(
            f"Version: {VERSION}", f"Version: {VERSION}+1"))
        newer = self.scratch / "newer.deb"
        subprocess.run(["dpkg-deb", "-Zxz", "-b", "--root-owner-group", unpacked,
                        newer], check=True, capture_output=True)
        shutil.rmtree(unpacked)
        return newer

    def user_files(self):
        return {str(path): path.read_bytes()
                for path in (self.root.folder / "root").rglob("*")
                if path.is_file()}

    def system_files(self):
        return self.run_in("find /etc /usr /opt /srv -xdev | sort")

    def test_a_package_from_its_installation_to_its_purge(self):
        package = self.give_package("git-credential-hf")
        self.root.give("/release/newer.deb", self.newer(package).read_bytes())
        system = self.system_files()
        self.install("git-credential-hf")
        self.use_it()
        before = self.user_files()
        for step in (f"{INSTALL} /release/newer.deb",
                     f"{APT} remove git-credential-hf",
                     f"{INSTALL} /release/newer.deb",
                     f"{APT} purge git-credential-hf"):
            self.run_in(step)
            self.assertEqual(self.user_files(), before, step)
        self.assertEqual(self.system_files(), system)
        self.assertEqual(self.run_in(
            "find /var/lib/dpkg/info -name '*credential-hf*'"), "")


class KeyringPackage(Packages):
    def test_the_keyring_s_package_keeps_a_token_in_the_keyring(self):
        self.install("git-credential-hf", "git-credential-hf-keyring",
                     others="gnome-keyring dbus")
        self.run_in(f"dbus-run-session -- sh -euc '{SESSION}'",
                    input=ALICE_WRITE.encode())
        for path in (self.root.folder / "root").rglob("*"):
            if path.is_file():
                self.assertFalse(ALICE_WRITE.encode() in path.read_bytes(), path)


class TooOld(Packages):
    """The libraries of the compiler and of C are older than those which the two
    packages were built with."""

    def test_packages_are_refused_where_libraries_are_too_old(self):
        for name in ("git-credential-hf", "git-credential-hf-keyring",
                     "libhfcredential-dev"):
            self.give_package(name)
        for names, reason in (("git-credential-hf*", "Depends: libc6 (>= 2.3"),
                              ("libhfcredential-dev", "Depends: g++ (>= 4:11)")):
            with self.subTest(names):
                shown = self.run_in(f"{APT} update; apt-get -y install "
                                    f"/release/{names}.deb", status=FAILED)
                self.assertIn(reason, shown)
        self.assertEqual(self.run_in(
            "find /usr -name '*credential-hf*' -o -name '*hfcredential*'"), "")


class LibraryPackage(Packages):
    def test_a_program_is_compiled_with_the_library_s_package(self):
        self.install("libhfcredential-dev", others="pkg-config")
        self.root.give("/tmp/print_token.cc", PROGRAM.read_bytes())
        self.root.give("/root/.cache/huggingface/token", ALICE_WRITE.encode())
        self.run_in("""
            cd /tmp
            c++ -std=c++17 -Wall -Werror print_token.cc \
                $(pkg-config --cflags --libs hfcredential) -o print_token""")
        self.assertEqual(self.run_in(f"/tmp/print_token {URL}"),
                         ALICE_WRITE + "\n")
        self.run_in("/tmp/print_token https://example.com/acme/model", status=3)
