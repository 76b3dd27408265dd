# SPDX-License-Identifier: Apache-2.0
"""logout, as a user and a script see it."""
import configparser
import unittest

from logged_in import (GITS, HOSTILE, LAPTOP, SHOWN, STORE, WORK, LoggedIn,
                       written_by_python)
from sandbox import record
from terminals import OnTerminals

NAMELESS = "hf_namelessTokenForTestsOnly0000000009"
OFFICIAL_PAGE = b"https://huggingface.co/settings/tokens"


class One(LoggedIn):
    def test_logout_removes_one_token_and_keeps_the_others(self):
        done = self.run_verb("logout", "work")
        self.assertEqual(done.stdout, b"forgot the token 'work'\n")
        self.assertEqual(self.stored(),
                         STORE[:STORE.index("[work]")].encode())
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_logout_keeps_what_python_wrote_byte_for_byte(self):
        sections = {
            "a": {"hf_token": LAPTOP, "unknown": "x\ny", "50%": "100%(x)s"},
            "b": {"hf_token": WORK},
            "no token": {"later": "="},
            "日本語": {"hf_token": GITS, "refresh_token": "r",
                    "expires_at": "4102444800"}}
        for name in "b", "日本語", "no token", "a":
            self.given_file("stored_tokens", written_by_python(sections))
            self.run_verb("logout", name)
            del sections[name]
            self.assertEqual(self.stored() or b"", written_by_python(sections))
            self.assertEqual(self.python_reads(), sections)

    def test_after_logout_of_the_active_token_none_is_active(self):
        done = self.run_verb("logout", "--token-name", "laptop")
        self.assertIsNone(self.stored("token"))
        self.assertIn(b"no token is active now", done.stdout)
        self.assertEqual(list(self.python_reads()), ["ours", "work"])

    def test_a_second_name_of_a_token_keeps_the_record_of_its_hub(self):
        corp = "https://hub.corp.example"
        self.given_token(WORK)
        self.given_store(f"[aaa]\nhf_token = {WORK}\n\n"
                         f"[corp]\nhf_token = {WORK}\nendpoint = {corp}\n\n")
        done = self.run_verb("logout", "corp")
        self.assertIn(b"also stored as 'aaa'", done.stderr)
        self.assertIsNone(self.stored("token"))
        self.assertEqual(self.python_reads(),
                         {"aaa": {"hf_token": WORK, "endpoint": corp}})

    def test_logout_removes_the_token_file_of_a_refresh_cut_off(self):
        self.given_token(GITS)
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n"
                         f"previous_token = {GITS}\n\n")
        done = self.run_verb("logout", "laptop")
        self.assertIn(b"no token is active now", done.stdout)
        self.assertIsNone(self.stored("token"))

    def test_logout_of_all_empties_linked_files(self):
        for name in "token", "stored_tokens":
            path = self.hf_home / name
            path.rename(self.root / name)
            path.symlink_to(self.root / name)
        self.run_verb("logout", "--all")
        self.assertIsNone(self.stored("token"))
        self.assertFalse((self.root / "token").exists())
        self.assertEqual((self.root / "stored_tokens").read_bytes(), b"\n\n")
        self.assertEqual(self.python_reads(), {})
        self.run_verb("logout", "--all", status=3)

    def test_logout_removes_a_token_file_that_links_to_no_file(self):
        for arguments in ["laptop"], ["--all"]:
            self.given_store(STORE)
            (self.hf_home / "token").unlink(missing_ok=True)
            (self.hf_home / "token").symlink_to(self.root / "gone")
            self.run_verb("logout", *arguments)
            self.assertFalse((self.hf_home / "token").is_symlink())

    def test_logout_with_an_unknown_or_empty_name_removes_nothing(self):
        self.assertIn(b"'laptop', 'ours', 'work'",
                      self.run_verb("logout", "nope", status=3).stderr)
        for arguments in (["--token-name", ""], [""], ["", "--yes"]):
            done = self.run_verb("logout", *arguments, status=2)
            self.assertIn(b"--all", done.stderr)
        self.assert_untouched()

    def test_logout_with_contradictory_arguments_removes_nothing(self):
        for arguments in (["work", "--all"], ["--all", "--token-name", "work"],
                          ["--token-name=", "work"], ["--token-name="],
                          ["--token-name"], ["--all=false"], ["--yes=no"],
                          ["--al"], ["work", "--token-name", "work"],
                          ["work", "laptop"]):
            with self.subTest(arguments=arguments):
                self.run_verb("logout", *arguments, status=2)
                self.assert_untouched()

    def test_logout_shows_control_characters_in_names_as_text(self):
        self.given_store(f"[{HOSTILE}]\nhf_token = {WORK}\n\n")
        done = self.run_verb("logout", "nope", status=3)
        self.assertIn(SHOWN, done.stderr)
        gone = self.run_verb("logout", HOSTILE)
        self.assertIn(SHOWN, gone.stdout)
        self.assertNotIn(b"\x1b", done.stderr + gone.stdout + gone.stderr)


class Rules(LoggedIn):
    """The rules of a token go with it."""
    HUB = "https://huggingface.co"
    RULES = (f"[{HUB}/acme]\ntoken = work\n\n[{HUB}/acme/model]\n"
             f"token = laptop\n\n[{HUB}/b]\ntoken = work\n\n")

    def rules(self):
        """{scope: token} of all rules."""
        parser = configparser.ConfigParser()
        parser.read_string((self.stored("git_credential_hf") or b"").decode())
        return {name.removeprefix(self.HUB + "/"): parser[name]["token"]
                for name in parser.sections() if "token" in parser[name]}

    def setUp(self):
        super().setUp()
        self.given_file("git_credential_hf", self.RULES)

    def test_logout_removes_the_rules_of_the_token_and_says_so(self):
        done = self.run_verb("logout", "work")
        self.assertEqual(done.stdout, b"removed the rules for 'acme', 'b'\n"
                         b"forgot the token 'work'\n")
        self.assertEqual(self.rules(), {"acme/model": "laptop"})
        done = self.run_verb("logout", "laptop")
        self.assertIn(b"removed the rule for 'acme/model'\n", done.stdout)
        self.assertIsNone(self.stored("git_credential_hf"))

    def test_after_a_logout_get_says_nothing_about_rules(self):
        self.run_verb("logout", "work")
        for path in "acme/x", "b/x", "acme/model":
            done = self.hf("get", input=record(
                protocol="https", host="huggingface.co", path=path))
            self.assertIn(f"password={LAPTOP}".encode(), done.stdout)
            self.assertEqual(done.stderr, b"")

    def test_logout_of_all_removes_all_rules(self):
        self.given_file("git_credential_hf", self.RULES +
                        f"[{self.HUB}/c]\ntoken = long gone\n\n")
        done = self.run_verb("logout", "--all")
        self.assertIn(b"removed the rules for 'acme', 'acme/model', 'b', 'c'\n",
                      done.stdout)
        self.assertIsNone(self.stored("git_credential_hf"))

    def test_a_rule_that_a_token_of_the_keyring_serves_stays(self):
        self.given_file("git_credential_hf", self.RULES +
                        f"[keyring work]\nendpoint = {self.HUB}\n\n")
        done = self.run_verb("logout", "work")
        self.assertEqual(done.stdout, b"forgot the token 'work'\n")
        self.assertIn(b"the keyring has another token called 'work', which "
                      b"stays", done.stderr)
        self.assertEqual(set(self.rules()), {"acme", "acme/model", "b"})

    def test_a_rule_that_only_a_token_of_git_would_serve_goes(self):
        self.given_file("git_credential_hf", self.RULES.replace("work", "ours"))
        self.run_verb("logout", "ours")
        self.assertEqual(self.rules(), {"acme/model": "laptop"})

    def test_logout_keeps_everything_if_the_rules_cannot_be_read(self):
        self.given_file("git_credential_hf", "nonsense\n")
        self.run_verb("logout", "work", status=1)
        self.assert_untouched()

    def test_names_in_rules_are_shown_as_text(self):
        self.given_file("git_credential_hf",
                        f"[{self.HUB}/{HOSTILE}]\ntoken = work\n\n")
        self.assertIn(SHOWN, self.run_verb("logout", "work").stdout)


class All(LoggedIn):
    def test_logout_of_all_removes_every_token(self):
        for arguments in ["--all"], ["--yes"], ["--all", "--yes"]:
            with self.subTest(arguments=arguments):
                self.given_token(LAPTOP)
                self.given_store(STORE)
                done = self.run_verb("logout", *arguments)
                self.assertEqual(done.stdout, b"forgot all tokens\n")
                self.assertIsNone(self.stored())
                self.assertIsNone(self.stored("token"))

    def test_logout_without_a_name_or_terminal_removes_nothing(self):
        done = self.run_verb("logout", status=2)
        self.assertIn(b"--all", done.stderr)
        self.assert_untouched()
        # A user cannot answer in the terminal of a notebook.
        self.type_at("logout", status=2, env={"JPY_PARENT_PID": "1"})
        self.assert_untouched()

    def test_a_second_logout_says_that_the_user_is_not_logged_in(self):
        self.given_nothing()
        for arguments in ["--yes"], ["--all"], ["--all", "--yes"]:
            done = self.run_verb("logout", *arguments, status=3)
            self.assertIn(b"not logged in", done.stderr)

    def test_logout_of_all_removes_an_active_token_without_a_name(self):
        self.given_token(NAMELESS)
        shown = self.type_at("logout", keys=[(b"[y/N]", b"yes\n")])
        self.assertIn(b"forget all 4 tokens?", shown)
        self.assertIsNone(self.stored("token"))

    def test_logout_of_all_removes_a_token_file_without_a_token(self):
        for broken in "", "not a token":
            with self.subTest(broken=broken):
                self.given_token(broken)
                (self.hf_home / "stored_tokens").unlink(missing_ok=True)
                self.run_verb("logout", "--all")
                self.assertIsNone(self.stored("token"))

    def test_logout_keeps_a_store_that_does_not_parse(self):
        broken = STORE + "[laptop]\nhf_token = x\n"
        self.given_store(broken)
        for arguments in ["--yes"], ["--all"], ["laptop"]:
            done = self.run_verb("logout", *arguments, status=1)
            self.assertRegex(done.stderr, rb"line \d")
            self.assertEqual(self.stored(), broken.encode())
            self.assertEqual(self.stored("token"), LAPTOP.encode())


class Question(LoggedIn):
    def test_logout_asks_the_user_before_it_removes_all_tokens(self):
        for arguments in [], ["--all"]:
            for keys, status in ((b"n\n", 1), (b"\n", 1), (b"nay\n", 1),
                                 (b"\x04", 1), (b"\x03", 130)):
                with self.subTest(arguments=arguments, keys=keys):
                    shown = self.type_at("logout", *arguments, status=status,
                                         keys=[(b"[y/N]", keys)])
                    self.assertIn(b"forget all 3 tokens?", shown)
                    self.assert_untouched()

    def test_logout_accepts_the_answer_yes(self):
        self.type_at("logout", keys=[(b"[y/N]", b"y\n")])
        self.assertIsNone(self.stored())

    def test_logout_does_not_ask_about_one_token_or_after_yes(self):
        self.assertNotIn(b"[y/N]", self.type_at("logout", "--yes"))
        self.assertIsNone(self.stored("token"))
        self.given_token(LAPTOP)
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n\n")
        self.assertNotIn(b"[y/N]", self.type_at("logout"))
        self.assertIsNone(self.stored("token"))


class WhatIsLeft(OnTerminals, LoggedIn):
    def test_logout_names_a_file_with_a_copy_that_no_helper_removes(self):
        path = self.home / ".git-credentials"
        for hub, host in (
                ("https://huggingface.co", "hf.co"),
                ("https://hub.corp.example:8443", "hub.corp.example%3a8443")):
            self.run_verb("configure", "--endpoint", hub)
            self.given_store(f"[work]\nhf_token = {WORK}\nendpoint = {hub}\n\n")
            path.write_text(f"https://odd:{WORK}@{host}\nhttps://x:y@z.example\n")
            said = self.run_verb("logout", "work").stderr.decode()
            self.assertIn(f"a copy is left in '{path}'; remove its line there\n",
                          said)
        self.given_store(f"[work]\nhf_token = {GITS}\n\n")
        self.assertNotIn(b"a copy is left",
                         self.run_verb("logout", "work").stderr)

    def test_logout_is_readable_on_each_terminal(self):
        for terminal in self.terminals():
            self.given_store(STORE)
            self.given_file("git_credential_hf", Rules.RULES)
            found, shown = self.on_terminal(self.helper, "logout", "work",
                                            **terminal)
            self.assertEqual(found, 0)
            lines = self.assert_readable(shown, terminal)
            self.assertIn("forgot the token 'work'", lines)

    def test_logout_names_a_variable_that_still_logs_in(self):
        for variable in "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN":
            self.given_token(LAPTOP)
            self.given_store(STORE)
            for arguments in ["work"], ["--all"]:
                done = self.run_verb("logout", *arguments, env={variable: WORK})
                self.assertIn(f"{variable} is set".encode(), done.stderr)

    def test_logout_names_the_page_to_revoke_the_token(self):
        corporate = "endpoint = https://hub.corp.example/sub\n"
        page = b"https://hub.corp.example/sub/settings/tokens"
        self.given_store(STORE + f"[x]\nhf_token = {NAMELESS}\n{corporate}\n"
                         f"[y]\nhf_token = {NAMELESS}9\n{corporate}\n")
        said = self.run_verb("logout", "x").stderr
        self.assertIn(page, said)
        self.assertNotIn(OFFICIAL_PAGE, said)
        self.assertIn(OFFICIAL_PAGE, self.run_verb("logout", "work").stderr)
        said = self.run_verb("logout", "--all").stderr
        self.assertEqual((said.count(page), said.count(OFFICIAL_PAGE)), (1, 1))

    def test_logout_names_no_page_that_is_not_on_a_hub(self):
        self.given_store(f"[x]\nhf_token = {WORK}\nendpoint = javascript:x\n\n")
        self.assertNotIn(b"settings", self.run_verb("logout", "x").stderr)


if __name__ == "__main__":
    unittest.main()
