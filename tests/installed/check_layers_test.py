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

    def check_with(self, file, header):
        """The result with one more `#include` in `file`, which it then removes."""
        path = self.top / "src" / file
        text = path.read_text()
        path.write_text(f"#include {header}\n{text}")
        try:
            return self.check()
        finally:
            path.write_text(text)

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
                status, shown = self.check_with(file, f'"src/{header}"')
                self.assertEqual(status, 1)
                self.assertIn(f"src/{file}:1: ", shown)
                self.assertEqual(shown.count("\n"), 1, shown)

    def test_check_layers_finds_a_heavy_library_in_another_folder(self):
        for header in ("curl/curl.h", "rapidjson/writer.h", "CLI/CLI.hpp",
                       "qrencode.h", "libsecret/secret.h", "gio/gio.h"):
            with self.subTest(header):
                status, shown = self.check_with("account/login/attempt.cc",
                                                f"<{header}>")
                self.assertEqual(status, 1)
                self.assertIn(f"<{header}> is for src/", shown)

    def test_check_layers_finds_a_folder_without_a_layer(self):
        new = self.top / "src" / "utilities"
        new.mkdir()
        (new / "strings.cc").write_text("")
        self.assertEqual(self.check()[0], 1)


if __name__ == "__main__":
    unittest.main()
