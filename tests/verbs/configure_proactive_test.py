# SPDX-License-Identifier: Apache-2.0
"""configure --proactive: git sends the token with its first request."""
import json
import unittest

from configuring import CORPORATE, HUBS, Configuring
from side_by_side import load_tests  # noqa: F401

TOKEN = "hf_laptopTokenForTestsOnly000000000001"
OURS = "\tproactiveAuth = auto # git-credential-hf\n"


class AtTwoFortySix(Configuring):
    def setUp(self):
        super().setUp()
        self.path = self.home / ".gitconfig"
        self.claim("2.46.0")
        self.given_token(TOKEN)
        self.given_store(f"[laptop]\nhf_token = {TOKEN}\n\n")

    def claim(self, version):
        """A stand-in for a git of another version, first in PATH."""
        self.environment.update(self.before_git(
            f'test "$1" = --version && exec echo git version {version}'))

    def modes(self):
        return [self.config(f"http.{url}.proactiveAuth") for url in HUBS]


class Proactive(AtTwoFortySix):
    def test_proactive_is_set_once_for_each_hub(self):
        self.configure("--proactive")
        self.assertEqual(self.modes(), [["auto"]] * len(HUBS))
        self.assert_registered()
        before = self.path.read_bytes()
        self.assertIn(b"nothing to do", self.configure("--proactive").stdout)
        self.assertIn(b"nothing to do", self.configure().stdout)
        self.assertEqual(self.path.read_bytes(), before)

    def test_unconfigure_restores_every_byte(self):
        for text in (b"[user]\n\tname = A\n", b"[user]\n\tname = A", b"",
                     b'[http "https://huggingface.co"]\n\tproxy = http://p\n'):
            self.given_config(text)
            self.configure()
            self.configure("--proactive")
            self.assertEqual(self.modes(), [["auto"]] * len(HUBS))
            self.unconfigure()
            self.assertEqual(self.path.read_bytes(), text)

    def test_a_later_configure_keeps_proactive(self):
        self.configure("--proactive")
        with self.path.open("a") as file:
            file.write("[credential]\n\thelper = store\n")
        self.configure()
        self.assertEqual(self.modes(), [["auto"]] * len(HUBS))
        self.assertEqual(self.path.read_text().count(OURS), len(HUBS))
        self.unconfigure()
        self.assertEqual(self.path.read_text(),
                         "[credential]\n\thelper = store\n")

    def test_unconfigure_keeps_what_the_user_set(self):
        for value in ("auto", "basic"):
            text = (f'[http "https://huggingface.co"]\n'
                    f'\tproactiveAuth = {value}\n').encode()
            self.given_config(text)
            self.configure("--proactive")
            self.unconfigure()
            self.assertEqual(self.path.read_bytes(), text)

    def test_proactive_is_not_set_for_an_older_git(self):
        self.claim("2.45.2")
        done = self.configure("--proactive")
        self.assertIn(b"git 2.45.2 does not know http.proactiveAuth",
                      done.stderr)
        self.assertEqual(self.modes(), [[]] * len(HUBS))
        self.assert_registered()

    def test_without_a_login_proactive_is_not_set_and_a_message_says_so(self):
        (self.hf_home / "token").unlink()
        done = self.configure("--proactive", env={"HF_TOKEN": TOKEN})
        self.assertIn(b"there is no login for https://huggingface.co",
                      done.stderr)
        self.assertIn(b"log in, then run this again", done.stderr)
        self.assertEqual(self.modes(), [[]] * len(HUBS))
        self.assert_registered()

    def test_proactive_is_not_set_for_an_expired_or_rejected_login(self):
        for store in (f"[laptop]\nhf_token = {TOKEN}\nexpires_at = 1600000000",
                      f"[laptop]\nhf_token = {TOKEN}\nrejected_at = 1"):
            self.given_store(store + "\n\n")
            self.configure("--proactive")
            self.assertEqual(self.modes(), [[]] * len(HUBS))

    def test_proactive_is_set_only_for_the_hub_of_the_login(self):
        self.given_store(f"[laptop]\nhf_token = {TOKEN}\n"
                         f"endpoint = {CORPORATE}\n\n")
        done = self.configure("--proactive", "--endpoint", CORPORATE)
        self.assertNotIn(b"corp", done.stderr)
        self.assertIn(b"no login for https://huggingface.co,", done.stderr)
        self.assertEqual(self.config(f"http.{CORPORATE}.proactiveAuth"),
                         ["auto"])
        self.assertEqual(self.modes(), [[]] * len(HUBS))
        self.assertIn(b"nothing to do", self.configure(
            "--proactive", "--endpoint", CORPORATE).stdout)


class TheWayBack(AtTwoFortySix):
    def hint(self, file=None):
        words = "git-credential-hf configure --no-proactive"
        return (words + (f" --file {file}" if file else "")).encode()

    def test_no_proactive_removes_exactly_the_lines_of_proactive(self):
        for text in (None, b"[user]\n\tname = A\n", b"[user]\n\tname = A", b"",
                     b'[http "https://huggingface.co"]\n\tproxy = http://p\n'):
            self.path.unlink(missing_ok=True)
            if text is not None:
                self.given_config(text)
            self.configure()
            before = self.path.read_bytes()
            self.configure("--proactive")
            done = self.configure("--no-proactive")
            self.assertIn(b"removed from", done.stdout)
            for word in (str(self.path), *HUBS):
                self.assertIn(word.encode(), done.stdout)
            self.assertEqual(self.path.read_bytes(), before)
            self.assertIn(b"nothing to do",
                          self.configure("--no-proactive").stdout)

    def test_no_proactive_registers_nothing_and_keeps_the_users_lines(self):
        self.configure("--no-proactive")
        self.assertFalse(self.path.exists())
        text = (b'[http "https://huggingface.co"]\n\tproactiveAuth = auto\n'
                b"[http]\n\tproactiveAuth = auto # git-credential-hf\n")
        self.given_config(text)
        self.configure("--no-proactive")
        self.assertEqual(self.path.read_bytes(), text)

    def test_no_proactive_works_for_one_hub_and_for_another_file(self):
        other = self.root / "other"
        self.configure("--proactive", "--endpoint", CORPORATE, "--file", other)
        self.configure("--no-proactive", "--endpoint", CORPORATE, "--file",
                       other)
        self.assertEqual(
            self.config(f"http.{CORPORATE}.proactiveAuth", other), [])
        self.assertEqual(
            self.config(f"http.{HUBS[0]}.proactiveAuth", other), ["auto"])

    def test_both_options_at_once_are_a_usage_error(self):
        self.configure("--proactive", "--no-proactive", status=2)

    def log_out(self, *names):
        done = self.hf("logout", *names)
        self.assertEqual(done.returncode, 0, done)
        return done

    def test_a_logout_removes_proactive_and_says_so(self):
        self.configure()
        before = self.path.read_bytes()
        for names in (("laptop",), ("--all",)):
            self.given_token(TOKEN)
            self.given_store(f"[laptop]\nhf_token = {TOKEN}\n\n")
            self.configure("--proactive")
            done = self.log_out(*names)
            self.assertIn(b"removed proactiveAuth for "
                          b"https://huggingface.co, https://hf.co from",
                          done.stdout)
            self.assertIn(str(self.path).encode(), done.stdout)
            self.assertEqual(self.path.read_bytes(), before)

    def test_a_logout_that_keeps_the_active_token_keeps_proactive(self):
        self.given_store(f"[laptop]\nhf_token = {TOKEN}\n\n"
                         f"[work]\nhf_token = hf_workToken000000000\n\n")
        self.configure("--proactive")
        before = self.path.read_bytes()
        self.assertNotIn(b"first request", self.log_out("work").stdout)
        self.assertEqual(self.path.read_bytes(), before)

    def test_a_logout_that_cannot_remove_proactive_says_how(self):
        self.configure("--proactive")
        self.path.chmod(0o444)
        done = self.log_out("laptop")
        self.assertIn(b"read-only", done.stderr)
        self.assertIn(b"hint: " + self.hint() + b"\n", done.stderr)
        self.assertEqual(self.modes(), [["auto"]] * len(HUBS))

    def test_a_logout_names_another_file_that_sets_proactive(self):
        other = self.root / "it's"
        self.configure("--proactive", "--file", other)
        self.given_config(f"[include]\n\tpath = \"{other}\"\n")
        done = self.log_out("laptop")
        quoted = str(other).replace("'", "'\\''")
        self.assertIn(self.hint(f"'{quoted}'"), done.stderr)

    def problems(self, status, *words):
        done = self.hf("status", "--offline", "--json", *words)
        self.assertEqual(done.returncode, status, done)
        return json.loads(done.stdout)["problems"]

    def test_status_names_proactive_without_a_token_and_removes_it(self):
        self.configure()
        before = self.path.read_bytes()
        self.configure("--proactive")
        self.assertEqual(self.problems(0), [])
        (self.hf_home / "token").unlink()
        login, problem = self.problems(1)
        self.assertEqual(login["kind"], "not-logged-in")
        self.assertEqual(problem["kind"], "proactive-without-token")
        self.assertTrue(problem["can_fix"])
        for word in (str(self.path), HUBS[0]):
            self.assertIn(word, problem["text"])
        self.assertIn(self.hint().decode(), problem["remedy"])
        done = self.hf("status", "--offline", "--fix", "--yes")
        self.assertIn(str(self.path).encode(), done.stdout)
        self.assertEqual(self.path.read_bytes(), before)
        self.assertEqual(len(self.problems(3)), 1)

    def test_with_an_older_git_status_does_not_name_proactive(self):
        self.configure("--proactive")
        (self.hf_home / "token").unlink()
        self.claim("2.45.9")
        self.assertEqual(len(self.problems(3)), 1)

    def test_status_keeps_what_the_user_set(self):
        self.configure()
        with self.path.open("a") as file:
            file.write("[http]\n\tproactiveAuth = basic\n")
        (self.hf_home / "token").unlink()
        text = self.path.read_bytes()
        self.assertEqual(len(self.problems(1)), 2)
        self.hf("status", "--offline", "--fix", "--yes")
        self.assertEqual(self.path.read_bytes(), text)


if __name__ == "__main__":
    unittest.main()
