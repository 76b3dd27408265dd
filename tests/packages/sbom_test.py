# SPDX-License-Identifier: Apache-2.0
"""The list of what is linked: what scanners for known weaknesses read."""
import json
import os
import subprocess
import tarfile
import unittest

from packages.small_root import ARCHIVE, MADE, TOP, VERSION

LINKED = TOP / "scripts/packaging/linked.txt"
ACCOUNT = "/libexec/git-credential-hf/account"


def printed(script, *arguments):
    return subprocess.run(
        [TOP / "scripts/packaging" / script, *arguments], check=True,
        capture_output=True, text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}).stdout


def program():
    with tarfile.open(ARCHIVE) as archive:
        name, = [n for n in archive.getnames() if n.endswith(ACCOUNT)]
        return archive.extractfile(name).read()


class SbomTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = printed("sbom", "x86-64")
        cls.document = json.loads(cls.text)
        cls.packages = {p["name"]: p for p in cls.document["packages"]}

    def test_it_has_our_version_and_all_that_is_linked(self):
        names = [line.split()[0] for line in LINKED.read_text().splitlines()
                 if not line.startswith("#")]
        self.assertEqual(list(self.packages), ["git-credential-hf", *names])
        self.assertEqual(self.packages["git-credential-hf"]["versionInfo"], VERSION)
        for package in self.packages.values():
            self.assertRegex(package["versionInfo"], r"^\d+\.\d", package)

    def test_its_versions_are_those_in_the_program(self):
        content = program()
        openssl = self.packages["openssl"]["versionInfo"].partition("-")[0]
        compiler = self.packages["libstdc++"]["versionInfo"]
        for text in (f"OpenSSL {openssl} ", f"GCC: (Debian {compiler})"):
            self.assertTrue(text.encode() in content, text)

    def test_each_relationship_is_between_what_it_has(self):
        known = {p["SPDXID"] for p in self.packages.values()}
        self.assertEqual(len(known), len(self.packages))
        related = [r["relatedSpdxElement"]
                   for r in self.document["relationships"]]
        self.assertEqual(sorted(related), sorted(known))

    def test_it_is_the_same_each_time(self):
        self.assertEqual(printed("sbom", "x86-64"), self.text)

    def test_the_package_for_debian_names_the_same_sources(self):
        field = subprocess.run(
            ["dpkg-deb", "-f", MADE / f"git-credential-hf_{VERSION}_amd64.deb",
             "Built-Using"], check=True, capture_output=True, text=True).stdout
        listed = printed("linked", "x86-64", "list").splitlines()
        self.assertEqual(
            sorted(field.strip().split(", ")),
            sorted(f"{source} (= {version})" for _, version, source, _ in
                   (line.split("\t") for line in listed)))


if __name__ == "__main__":
    unittest.main()
