# SPDX-License-Identifier: Apache-2.0
"""configure --proactive: git sends the token with its first request."""
import unittest

from configuring import HUBS, Configuring

OURS = "\tproactiveAuth = auto # git-credential-hf\n"


class Proactive(Configuring):
    def setUp(self):
        super().setUp()
        self.path = self.home / ".gitconfig"
        self.claim("2.46.0")

    def claim(self, version):
        """A stand-in for a git of another version, first in PATH."""
        self.environment.update(self.before_git(
            f'test "$1" = --version && exec echo git version {version}'))

    def modes(self):
        return [self.config(f"http.{url}.proactiveAuth") for url in HUBS]

    def test_it_is_set_for_each_hub_and_once(self):
        self.configure("--proactive")
        self.assertEqual(self.modes(), [["auto"]] * len(HUBS))
        self.assert_registered()
        before = self.path.read_bytes()
        self.assertIn(b"nothing to do", self.configure("--proactive").stdout)
        self.assertIn(b"nothing to do", self.configure().stdout)
        self.assertEqual(self.path.read_bytes(), before)

    def test_every_byte_comes_back(self):
        for text in (b"[user]\n\tname = A\n", b"[user]\n\tname = A", b"",
                     b'[http "https://huggingface.co"]\n\tproxy = http://p\n'):
            self.given_config(text)
            self.configure()
            self.configure("--proactive")
            self.assertEqual(self.modes(), [["auto"]] * len(HUBS))
            self.unconfigure()
            self.assertEqual(self.path.read_bytes(), text)

    def test_a_later_configure_keeps_it(self):
        self.configure("--proactive")
        with self.path.open("a") as file:
            file.write("[credential]\n\thelper = store\n")
        self.configure()
        self.assertEqual(self.modes(), [["auto"]] * len(HUBS))
        self.assertEqual(self.path.read_text().count(OURS), len(HUBS))
        self.unconfigure()
        self.assertEqual(self.path.read_text(),
                         "[credential]\n\thelper = store\n")

    def test_what_a_person_set_stays(self):
        for value in ("auto", "basic"):
            text = (f'[http "https://huggingface.co"]\n'
                    f'\tproactiveAuth = {value}\n').encode()
            self.given_config(text)
            self.configure("--proactive")
            self.unconfigure()
            self.assertEqual(self.path.read_bytes(), text)

    def test_an_older_git_does_not_know_it(self):
        self.claim("2.45.2")
        done = self.configure("--proactive")
        self.assertIn(b"git 2.45.2 does not know http.proactiveAuth",
                      done.stderr)
        self.assertEqual(self.modes(), [[]] * len(HUBS))
        self.assert_registered()


if __name__ == "__main__":
    unittest.main()
