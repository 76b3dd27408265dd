# SPDX-License-Identifier: Apache-2.0
"""A person with three saved tokens, for the tests of the people's verbs."""
import configparser
import io

from sandbox import Sandbox

LAPTOP = "hf_laptopTokenForTestsOnly000000000001"
WORK = "hf_workTokenForTestsOnly00000000000002"
GITS = "hf_gitsTokenForTestsOnly00000000000003"
SECRETS = (LAPTOP, WORK, GITS)
STORE = (f"[laptop]\nhf_token = {LAPTOP}\nuser = alice\nfuture = kept\n\n"
         f"[ours]\nhf_token = {GITS}\nendpoint = https://huggingface.co\n"
         f"source = git\nusername = bob\n\n"
         f"[work]\nhf_token = {WORK}\nrefresh_token = r\n"
         f"expires_at = 1600000000\n\n")
HOSTILE = "\x1b[2J\u202e\u009b"  # Clears, reorders, begins a command.
SHOWN = rb"\x1b[2J\u{202e}\u{9b}"


def written_by_python(sections):
    """The bytes that Python's configparser writes for {name: {key: value}}."""
    parser = configparser.ConfigParser(interpolation=None)
    for name in sorted(sections):
        parser[name] = sections[name]
    text = io.StringIO()
    parser.write(text)
    return text.getvalue().encode()


class LoggedIn(Sandbox):
    def setUp(self):
        super().setUp()
        self.given_token(LAPTOP)
        self.given_store(STORE)

    def given_nothing(self):
        (self.hf_home / "token").unlink()
        (self.hf_home / "stored_tokens").unlink()

    def run_verb(self, *arguments, status=0, **options):
        done = self.hf(*arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        if arguments[0] != "token":
            self.assert_no_secret(done.stdout)
        self.assert_no_secret(done.stderr)
        return done

    def type_at(self, *arguments, keys=(), status=0, env=None):
        """What a terminal shows of a verb while somebody types."""
        found, shown = self.on_terminal(self.helper, *arguments, keys=keys,
                                        env=env)
        self.assertEqual(found, status, shown)
        self.assert_no_secret(shown)
        return shown

    def assert_no_secret(self, shown):
        for secret in SECRETS:
            self.assertNotIn(secret.encode(), shown)

    def assert_untouched(self):
        self.assertEqual(self.stored("token"), LAPTOP.encode())
        self.assertEqual(self.stored(), STORE.encode())

    def python_reads(self):
        """The store as Python's configparser has it: {name: {key: value}}."""
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string((self.stored() or b"").decode())
        return {name: dict(parser[name]) for name in parser.sections()}
