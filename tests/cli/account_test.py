# SPDX-License-Identifier: Apache-2.0
"""list, switch, token, logout and help, as a person and a script see them."""
import configparser
import json
import subprocess
import unittest

from sandbox import Sandbox

LAPTOP = "hf_laptopTokenForTestsOnly000000000001"
WORK = "hf_workTokenForTestsOnly00000000000002"
GITS = "hf_gitsTokenForTestsOnly00000000000003"
STORE = (f"[laptop]\nhf_token = {LAPTOP}\nuser = alice\nfuture = kept\n\n"
         f"[ours]\nhf_token = {GITS}\nendpoint = https://huggingface.co\n"
         f"source = git\nusername = bob\n\n"
         f"[work]\nhf_token = {WORK}\nrefresh_token = r\n"
         f"expires_at = 1600000000\n\n")


class Account(Sandbox):
    def setUp(self):
        super().setUp()
        self.given_token(LAPTOP)
        self.given_store(STORE)

    def run_verb(self, *arguments, status=0, **options):
        done = self.hf(*arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        if arguments[0] != "token":
            for secret in (LAPTOP, WORK, GITS):
                self.assertNotIn(secret.encode(), done.stdout + done.stderr)
        return done

    def names(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string((self.stored() or b"").decode())
        return parser.sections()


class List(Account):
    def test_a_table_says_what_there_is(self):
        lines = self.run_verb("list").stdout.decode().splitlines()
        self.assertEqual([line.split() for line in lines], [
            ["NAME", "ACCOUNT", "TOKEN", "WHERE", "EXPIRES", "HUB"],
            ["*", "laptop", "alice", "****" + LAPTOP[-4:], "file"],
            ["ours", "****" + GITS[-4:], "file", "(git)",
             "https://huggingface.co"],
            ["work", "****" + WORK[-4:], "file", "2020-09-13", "(expired)"]])

    def test_json_is_json_and_holds_no_secret(self):
        done = self.run_verb("list", "--json", env={"HF_TOKEN": WORK})
        answer = json.loads(done.stdout)
        self.assertEqual([t["name"] for t in answer["tokens"]],
                         ["laptop", "ours", "work"])
        self.assertEqual(answer["tokens"][0], {
            "name": "laptop", "active": True, "account": "alice",
            "endpoint": None, "stored": "file", "source": "login",
            "expires_at": None, "expired": False})
        self.assertEqual(answer["tokens"][1]["source"], "git")
        self.assertTrue(answer["tokens"][2]["expired"])
        self.assertEqual(answer["overridden_by"], "HF_TOKEN")
        self.assertNotIn(LAPTOP[-4:].encode(), done.stdout)

    def test_names_cannot_move_the_terminal(self):
        self.given_store(f"[\x1b[2J\u202e\u009b]\nhf_token = {LAPTOP}\n\n")
        done = self.run_verb("list")
        self.assertIn(rb"\x1b[2J\u{202e}\u{9b}", done.stdout)
        self.assertNotIn(b"\x1b", done.stdout + done.stderr)
        answer = json.loads(self.run_verb("list", "--json").stdout)
        self.assertEqual(answer["tokens"][0]["name"], "\x1b[2J\u202e\u009b")

    def test_a_short_token_is_not_shown_at_all(self):
        self.given_store("[a]\nhf_token = hf_short\n\n[b]\nx = 1\n\n")
        shown = self.run_verb("list").stdout
        self.assertNotIn(b"hort", shown)
        self.assertIn(b"(none)", shown)

    def test_what_is_odd_is_said(self):
        self.given_token("hf_namelessTokenForTestsOnly0000000009")
        (self.hf_home / "token").chmod(0o644)
        done = self.run_verb("list", env={"HUGGING_FACE_HUB_TOKEN": WORK})
        self.assertIn(b"has no name in the store", done.stderr)
        self.assertIn(b"chmod 600", done.stderr)
        self.assertIn(b"HUGGING_FACE_HUB_TOKEN is set", done.stderr)

    def test_nothing_stored_is_not_an_error(self):
        (self.hf_home / "token").unlink()
        (self.hf_home / "stored_tokens").unlink()
        done = self.run_verb("list")
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"no tokens are stored", done.stderr)
        self.assertEqual(
            json.loads(self.run_verb("list", "--json").stdout)["tokens"], [])


class Switch(Account):
    def test_a_name_becomes_active_for_git_at_once(self):
        self.given_store(STORE.replace("1600000000", "4102444800"))
        done = self.run_verb("switch", "work")
        self.assertEqual(self.stored("token"), WORK.encode())
        self.assertEqual(self.get()["password"], WORK)
        self.assertIn(b"'work' is the active token now", done.stdout)
        self.assertEqual((self.hf_home / "token").stat().st_mode & 0o777, 0o600)
        self.run_verb("switch", "--token-name", "laptop")
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_an_unknown_name_changes_nothing_and_lists_the_others(self):
        done = self.run_verb("switch", "nope", status=3)
        self.assertIn(b"'laptop', 'ours', 'work'", done.stderr)
        self.assertEqual(self.stored("token"), LAPTOP.encode())
        self.assertEqual(self.stored(), STORE.encode())

    def test_a_token_typed_for_a_name_is_not_repeated(self):
        done = self.run_verb("switch", "hf_secretTyped", status=3)
        self.assertNotIn(b"hf_secretTyped", done.stderr)
        done = self.run_verb("switch", "a", "hf_secretTyped", status=2)
        self.assertNotIn(b"hf_secretTyped", done.stderr)

    def test_what_overrides_it_is_named(self):
        done = self.run_verb("switch", "laptop", env={"HF_TOKEN": WORK})
        self.assertIn(b"HF_TOKEN is set and overrides", done.stderr)
        done = self.run_verb("switch", "work")
        self.assertIn(b"has expired", done.stderr)

    def test_gits_own_token_becomes_the_persons(self):
        self.run_verb("switch", "ours")
        self.assertEqual(self.stored(),
                         STORE.replace("source = git\n", "").encode())
        self.hf("erase", input=b"protocol=https\nhost=huggingface.co\n")
        self.assertEqual(self.names(), ["laptop", "ours", "work"])

    def test_a_menu_on_a_terminal(self):
        status, shown = self.on_terminal(
            self.helper, "switch", keys=[(b"number (1-3", b"2\n")])
        self.assertEqual(status, 0, shown)
        self.assertIn(b"* laptop (alice)", shown)
        self.assertEqual(self.stored("token"), GITS.encode())

    def test_a_menu_can_be_left(self):
        for keys, status in ((b"\n", 0), (b"q\n", 0), (b"\x03", 130)):
            found, _ = self.on_terminal(
                self.helper, "switch", keys=[(b"number (1-3", keys)])
            self.assertEqual(found, status)
            self.assertEqual(self.stored("token"), LAPTOP.encode())
        # Three wrong answers are enough.
        status, _ = self.on_terminal(
            self.helper, "switch", keys=[(b"number (1-3", b"7\nx\n-1\n")])
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_a_token_file_without_a_token_is_mended(self):
        for broken in "", "not a token":
            self.given_token(broken)
            done = self.run_verb("switch", "laptop")
            self.assertIn(b"token'", done.stderr)
            self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_without_a_terminal_a_name_is_needed(self):
        done = self.run_verb("switch", status=2)
        self.assertIn(b"give its NAME", done.stderr)


class Token(Account):
    def test_the_token_in_use_and_nothing_else_is_printed(self):
        done = self.run_verb("token")
        self.assertEqual((done.stdout, done.stderr), (f"{LAPTOP}\n".encode(), b""))
        done = self.run_verb("token", env={"HF_TOKEN": f" {WORK}\n"})
        self.assertEqual(done.stdout, f"{WORK}\n".encode())
        done = self.run_verb("token", "ours", env={"HF_TOKEN": WORK})
        self.assertEqual(done.stdout, f"{GITS}\n".encode())

    def test_there_is_none(self):
        self.run_verb("token", "nope", status=3)
        self.run_verb("token", "work", status=1)  # expired
        self.run_verb("token", "", status=3)
        (self.hf_home / "token").unlink()
        done = self.run_verb("token", status=3)
        self.assertIn(b"not logged in", done.stderr)
        done = self.run_verb("token", status=1,
                             env={"HF_OIDC_RESOURCE": "acme/x"})
        self.assertEqual(done.stdout, b"")

    def test_a_full_disk_behind_stdout_is_an_error(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([self.helper, "token"], stdout=full,
                                  stderr=subprocess.PIPE, check=False,
                                  env=self.environment)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn(LAPTOP.encode(), done.stderr)


class Logout(Account):
    def test_one_goes_and_the_others_stay_as_they_were(self):
        self.run_verb("logout", "work")
        self.assertEqual(self.stored(),
                         STORE[:STORE.index("[work]")].encode())
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_the_active_one_leaves_nobody_active(self):
        done = self.run_verb("logout", "--token-name", "laptop")
        self.assertIsNone(self.stored("token"))
        self.assertIn(b"no token is active now", done.stdout)
        self.assertEqual(self.names(), ["ours", "work"])

    def test_all_go(self):
        done = self.run_verb("logout", env={"HF_TOKEN": WORK})
        self.assertIsNone(self.stored())
        self.assertIsNone(self.stored("token"))
        self.assertIn(b"HF_TOKEN is set", done.stderr)
        self.run_verb("logout", status=3)
        self.run_verb("logout", "--all", status=3)

    def test_an_unknown_or_empty_name_removes_nothing(self):
        self.run_verb("logout", "nope", status=3)
        done = self.run_verb("logout", "--token-name", "", status=2)
        self.assertIn(b"--all", done.stderr)
        self.run_verb("logout", "", status=2)
        self.run_verb("logout", "work", "--all", status=2)
        self.assertEqual(self.stored(), STORE.encode())
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_a_person_is_asked_before_all_go(self):
        status, shown = self.on_terminal(
            self.helper, "logout", keys=[(b"[y/N]", b"n\n")])
        self.assertEqual(status, 1, shown)
        self.assertIn(b"forget all 3 tokens?", shown)
        self.assertEqual(self.stored(), STORE.encode())
        status, _ = self.on_terminal(
            self.helper, "logout", keys=[(b"[y/N]", b"y\n")])
        self.assertEqual(status, 0)
        self.assertIsNone(self.stored())

    def test_yes_is_not_asked(self):
        status, shown = self.on_terminal(self.helper, "logout", "--yes")
        self.assertEqual(status, 0, shown)
        self.assertIsNone(self.stored("token"))


class Help(Account):
    def test_help_is_enough(self):
        for arguments in (["--help"], ["help"], ["-h"], ["help", "help"]):
            shown = self.run_verb(*arguments).stdout.decode()
            for verb in ("list", "switch", "token", "logout", "configure",
                         "unconfigure", "Exit status", "configure' once"):
                self.assertIn(verb, shown)
        for verb, option in (("list", "--json"), ("switch", "NAME"),
                             ("token", "NAME"), ("logout", "--all"),
                             ("configure", "--system"),
                             ("unconfigure", "--endpoint")):
            self.assertIn(option, self.run_verb("help", verb).stdout.decode())
            self.assertEqual(self.run_verb(verb, "--help").stdout,
                             self.run_verb("help", verb).stdout)
        self.run_verb("help", "nonsense", status=2)

    def test_version(self):
        self.assertRegex(self.run_verb("--version").stdout,
                         rb"\Agit-credential-hf \d+\.\d+\.\d+\n\Z")

    def test_wrong_arguments_are_usage(self):
        for arguments in (["list", "--nonsense"], ["token", "a", "b"],
                          ["logout", "--all=x=y", "z"], ["list", "x"],
                          ["--endpoint", "https://x.example"]):
            self.run_verb(*arguments, status=2)


if __name__ == "__main__":
    unittest.main()
