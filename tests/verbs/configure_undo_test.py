# SPDX-License-Identifier: Apache-2.0
"""`unconfigure` restores the bytes from before `configure`."""
import hashlib
import unittest

from configuring import CORPORATE, HUBS, ODD, Configuring
from side_by_side import load_tests  # noqa: F401

TEXTS = {
    "nothing at all": None,
    "an empty file": b"",
    "one setting": b"[user]\n\tname = Ada\n",
    "no line end at the end": b"[user]\n\tname = Ada",
    "a comment without a line end": b"[user]\n# Ada",
    "only a section": b"[user]\n",
    "blank lines at the end": b"[user]\n\tname = Ada\n\n\n",
    "CRLF": b"[user]\r\n\tname = Ada\r\n",
    "CRLF without the last": b"[user]\r\n\tname = Ada\r",
    "a byte order mark": b"\xef\xbb\xbf[user]\n\tname = Ada\n",
    "no UTF-8": b"[user]\n\tname = \xe9t\xff\n",
    "oddities": ODD,
    "a section for the same URL":
        b"[credential \"https://huggingface.co\"]\n\thelper = store\n"
        b"\tuseHttpPath = true\n[credential \"https://hf.co\"]\n\thelper = \n",
    "an empty section for the same URL": b"[credential \"https://hf.co\"]\n",
    "a marker of its own": b"[git-credential-hf]\n\tfileWas = odd\n",
}


class Undo(Configuring):

    def given(self, text):
        self.file.unlink(missing_ok=True)
        if text is not None:
            self.given_config(text)

    def digest(self):
        if not self.file.exists():
            return None
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    def edit(self, *arguments):
        done = self.command("git", "config", "--file", self.file, *arguments)
        self.assertEqual(done.returncode, 0, done)

    def test_unconfigure_restores_every_byte(self):
        for name, text in TEXTS.items():
            for hubs in ((), ("--endpoint", CORPORATE)):
                with self.subTest(name, hubs=hubs):
                    self.given(text)
                    before = self.digest()
                    self.configure(*hubs)
                    self.assert_registered(urls=(*HUBS, *hubs[1:]))
                    self.assertNotEqual(self.digest(), before)
                    self.unconfigure()
                    self.assertEqual(self.digest(), before)

    def test_unconfigure_restores_every_byte_after_several_configures(self):
        for name, text in TEXTS.items():
            with self.subTest(name):
                self.given(text)
                before = self.digest()
                self.configure()
                self.configure("--endpoint", CORPORATE)
                self.edit("--add", "credential.helper", "store")
                self.configure("--endpoint", CORPORATE)
                added = b"[credential]\n\thelper = store\n"
                self.assertIn(added, self.file.read_bytes())
                self.given(self.file.read_bytes().replace(added, b""))
                self.unconfigure("--endpoint", CORPORATE)
                self.assert_registered()
                self.unconfigure("--endpoint", "https://hf.co")
                self.assertEqual(self.digest(), before)

    def test_unconfigure_removes_one_hub_and_keeps_the_others(self):
        self.configure("--endpoint", CORPORATE)
        said = self.unconfigure("--endpoint", CORPORATE).stdout.decode()
        self.assertIn(CORPORATE, said)
        self.assertNotIn("hf.co", said)
        self.assertEqual(self.helpers(CORPORATE), [])
        self.assert_registered()
        self.configure("--endpoint", CORPORATE)
        self.unconfigure("--endpoint", "https://huggingface.co")
        for url in HUBS:
            self.assertEqual(self.helpers(url), [])
        self.assert_registered(urls=(CORPORATE,))

    def test_unconfigure_says_that_there_is_nothing_to_do(self):
        for name, text in TEXTS.items():
            with self.subTest(name):
                self.given(text)
                before = self.digest()
                self.assertIn(b"nothing to do", self.unconfigure().stdout)
                self.assertIn(b"nothing to do",
                              self.unconfigure("--endpoint", CORPORATE).stdout)
                self.assertEqual(self.digest(), before)

    def test_unconfigure_keeps_a_line_added_to_its_section(self):
        self.configure()
        self.edit("credential.https://huggingface.co.username", "ada")
        self.unconfigure()
        self.assertEqual(
            self.file.read_bytes(),
            b"[credential \"https://huggingface.co\"]\n\tusername = ada\n")

    def test_unconfigure_keeps_a_comment_behind_its_section(self):
        self.given(b"[user]\n\tname = Ada\n")
        self.configure()
        with self.file.open("ab") as out:
            out.write(b"\n# mine\n[alias]\n\tlg = log\n")
        self.unconfigure()
        self.assertEqual(
            self.file.read_bytes(),
            b"[user]\n\tname = Ada\n\n# mine\n[alias]\n\tlg = log\n")

    def test_unconfigure_keeps_settings_added_after_configure(self):
        for text in (None, b"[user]\n\tname = Ada"):
            with self.subTest(text):
                self.given(text)
                self.configure()
                self.edit("alias.lg", "log")
                self.unconfigure()
                kept = text + b"\n" if text else b""
                kept += b"[alias]\n\tlg = log\n"
                self.assertEqual(self.file.read_bytes(), kept)

    def test_unconfigure_removes_lines_that_were_reformatted(self):
        self.given(b"[user]\n\tname = Ada\n")
        self.configure()
        text = self.file.read_bytes()
        forms = {
            "spaces": text.replace(b"\t", b"    "),
            "CRLF": text.replace(b"\n", b"\r\n"),
            "lower case": text.replace(b"useHttpPath", b"usehttppath"),
            "a comment between": text.replace(
                b"\thelper = /", b"# ours\n\thelper = /"),
            "another order": text.replace(
                b"\tuseHttpPath = true\n", b"").replace(
                b"\thelper = \n", b"\tuseHttpPath = true\n\thelper = \n"),
        }
        for name, form in forms.items():
            with self.subTest(name):
                self.assertNotEqual(form, text)
                self.given(form)
                self.unconfigure()
                for url in HUBS:
                    self.assertEqual(self.helpers(url), [])
                    self.assertEqual(
                        self.config(f"credential.{url}.useHttpPath"), [])
                self.assertEqual(self.config("user.name"), ["Ada"])

    def test_unconfigure_keeps_a_reset_that_may_be_the_users(self):
        self.given(b"[credential \"https://hf.co\"]\n\thelper = \n")
        self.configure()
        self.given(self.file.read_bytes().replace(b"\t", b"  "))
        self.unconfigure()
        self.assertEqual(self.helpers("https://huggingface.co"), [])
        self.assertIn("", self.helpers("https://hf.co"))

    def test_unconfigure_keeps_helpers_with_similar_commands(self):
        text = (b"[credential \"https://hf.co\"]\n"
                b"\thelper = /opt/git-credential-hf-other\n"
                b"\thelper = \"!sudo -u ada /usr/bin/git-credential-hf\"\n"
                b"\thelper = !cat /x/git-credential-hf/token\n"
                b"\thelper = !'/opt/it/git-credential-hf'\n"
                b"\thelper = !/opt/git-credential-hf\n"
                b"\thelper = hf\n"
                b"\thelper = git-credential-hf\n"
                b"\thelper = /usr/bin/git-credential-hf --endpoint x;id\n")
        self.given(text)
        self.assertIn(b"nothing to do", self.unconfigure().stdout)
        self.configure()
        self.unconfigure()
        self.assertEqual(self.file.read_bytes(), text)

    def test_unconfigure_removes_the_lines_of_another_installation(self):
        self.given(b"[user]\n\tname = Ada\n")
        before = self.digest()
        other = self.prefix_at(self.root / "it's; #else\\where")
        self.command(other, "configure", "--endpoint", CORPORATE)
        self.assertNotEqual(self.digest(), before)
        self.unconfigure()
        self.assertEqual(self.digest(), before)


if __name__ == "__main__":
    unittest.main()
