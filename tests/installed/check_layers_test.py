# SPDX-License-Identifier: Apache-2.0
"""scripts/check-layers accepts the sources and notices each wrong include."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]


class Layers(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.top = pathlib.Path(directory.name)
        shutil.copytree(TOP / "src", self.top / "src")

    def check(self):
        done = subprocess.run([TOP / "scripts" / "check-layers", self.top],
                              capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def include(self, file, line):
        path = self.top / "src" / file
        path.write_text(f"#include {line}\n" + path.read_text())

    def test_check_layers_accepts_the_sources(self):
        self.assertEqual(self.check(), (0, ""))

    def test_check_layers_finds_an_include_in_the_wrong_direction(self):
        for file, header in (
                ("system/path.cc", "text/message.h"),
                ("store/token_store.cc", "lookup/choose_token.h"),
                ("lookup/token_choice.cc", "helper/operations.h"),
                ("account/git/git.cc", "account/tokens/refresh.h"),
                ("account/api/http_client.cc", "account/git/url.h"),
                ("account/tokens/refresh.cc", "account/verbs/verb.h"),
                ("helper/get.cc", "account/git/git.h"),
                ("keyring/keyring.cc", "account/git/git.h")):
            with self.subTest(file, header=header):
                self.setUp()
                self.include(file, f'"src/{header}"')
                status, shown = self.check()
                self.assertEqual(status, 1)
                self.assertIn(f"src/{file}:1: ", shown)
                self.assertEqual(shown.count("\n"), 1, shown)

    def test_check_layers_finds_a_heavy_library_in_another_folder(self):
        for header in ("curl/curl.h", "rapidjson/writer.h", "CLI/CLI.hpp",
                       "qrencode.h", "libsecret/secret.h", "gio/gio.h"):
            with self.subTest(header):
                self.setUp()
                self.include("account/login/attempt.cc", f"<{header}>")
                status, shown = self.check()
                self.assertEqual(status, 1)
                self.assertIn(f"<{header}> is for src/", shown)

    def test_check_layers_finds_a_folder_without_a_layer(self):
        new = self.top / "src" / "utilities"
        new.mkdir()
        (new / "strings.cc").write_text("")
        self.assertEqual(self.check()[0], 1)


if __name__ == "__main__":
    unittest.main()
