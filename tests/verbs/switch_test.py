# SPDX-License-Identifier: Apache-2.0
"""switch, as a user and a script see it."""
import unittest

from logged_in import (GITS, HOSTILE, LAPTOP, SHOWN, STORE, WORK, LoggedIn,
                       written_by_python)
from sandbox import record

MENU = b"number (1-3"


class ByName(LoggedIn):
    def test_git_gets_the_new_active_token_at_once(self):
        self.given_store(STORE.replace("1600000000", "4102444800"))
        done = self.run_verb("switch", "work")
        self.assertEqual(self.stored("token"), WORK.encode())
        self.assertEqual(self.get()["password"], WORK)
        self.assertEqual(done.stdout, b"'work' is the active token now\n")
        self.assertEqual((self.hf_home / "token").stat().st_mode & 0o777, 0o600)
        for arguments in ["--token-name", "laptop"], ["--token-name=work"]:
            self.run_verb("switch", *arguments)
        self.assertEqual(self.stored("token"), WORK.encode())

    def test_switch_names_the_account_and_another_hub(self):
        self.given_store(f"[corp]\nhf_token = {WORK}\nuser = ada\n"
                         "endpoint = https://hub.corp.example\n\n")
        done = self.run_verb("switch", "corp")
        self.assertEqual(done.stdout, b"'corp' of ada is the active token now, "
                         b"for https://hub.corp.example\n")

    def test_switch_to_the_active_token_writes_nothing(self):
        before = (self.hf_home / "token").stat().st_ino
        done = self.run_verb("switch", "laptop")
        self.assertIn(b"'laptop' of alice is the active token already",
                      done.stdout)
        # The program writes nothing where other users can write.
        self.hf_home.chmod(0o777)
        self.run_verb("switch", "laptop")
        self.run_verb("switch", "work", status=1)
        self.assertEqual((self.hf_home / "token").stat().st_ino, before)

    def test_the_staging_hub_has_an_active_token_of_its_own(self):
        """Its token file is in another folder than the store (contract §1)."""
        folder = self.home / ".cache" / "huggingface_staging"
        staging = {"HUGGINGFACE_CO_STAGING": "1"}
        self.run_verb("switch", "work", env=staging)
        self.assertEqual((folder / "token").read_text(), WORK)
        self.assertEqual((folder / "token").stat().st_mode & 0o777, 0o600)
        self.assert_untouched()
        self.run_verb("logout", "work", env=staging)
        self.assertFalse((folder / "token").exists())
        self.assertNotIn(WORK.encode(), self.stored())
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_nothing_is_changed_if_the_folder_of_the_token_is_open(self):
        folder = self.home / ".cache" / "huggingface_staging"
        folder.mkdir()
        folder.chmod(0o777)
        for verb in ("switch", "work"), ("logout", "work"):
            done = self.run_verb(*verb, status=1,
                                 env={"HUGGINGFACE_CO_STAGING": "1"})
            self.assertIn(b"huggingface_staging", done.stderr)
        self.assert_untouched()
        self.assertEqual(list(folder.iterdir()), [])

    def test_switch_replaces_a_token_file_that_others_could_read(self):
        (self.hf_home / "token").chmod(0o644)
        self.run_verb("switch", "laptop")
        self.assertEqual((self.hf_home / "token").stat().st_mode & 0o777, 0o600)

    def test_an_unknown_name_changes_nothing_and_lists_the_names(self):
        for name in "nope", "", "LAPTOP", "lap":
            done = self.run_verb("switch", name, status=3)
            self.assertIn(b"'laptop', 'ours', 'work'", done.stderr)
        self.assert_untouched()

    def test_a_section_without_a_token_cannot_be_active(self):
        for text in "user = x", "hf_token = ", "hf_token = not a token":
            self.given_store(f"[hollow]\n{text}\n\n")
            done = self.run_verb("switch", "hollow", status=3)
            self.assertIn(b"'hollow' holds no token", done.stderr)
            self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_a_message_does_not_repeat_a_token_typed_as_a_name(self):
        self.given_store(STORE + "[odd]\nhf_token = corp-0123456789abcdef\n\n")
        for typed in ("hf_secretTyped", " hf_secretTyped", "'hf_secretTyped",
                      "api_org_secretTyped", "corp-0123456789abcdef"):
            for verb in "switch", "logout", "token":
                done = self.run_verb(verb, typed, status=3)
                self.assertNotIn(typed.strip(" '").encode(), done.stderr)
        for arguments in (["a", "hf_secretTyped"], ["--hf_secretTyped"],
                          ["--token-name", "a", "hf_secretTyped"],
                          ["--nonsense=hf_secretTyped"]):
            done = self.run_verb("switch", *arguments, status=2)
            self.assertNotIn(b"secretTyped", done.stderr)

    def test_switch_accepts_odd_names_after_two_dashes(self):
        for name in ("-dash", "--yes", "[x]", "{}", "%%", "a=b", "a b", "日本語",
                     HOSTILE):
            with self.subTest(name=name):
                self.given_token(LAPTOP)
                self.given_store(f"[{name}]\nhf_token = {WORK}\n\n")
                done = self.run_verb("switch", "--", name)
                self.assertEqual(self.stored("token"), WORK.encode())
                self.assertNotIn(b"\x1b", done.stdout)

    def test_switch_shows_control_characters_in_names_as_text(self):
        self.given_store(f"[{HOSTILE}]\nhf_token = {WORK}\nuser = {HOSTILE}\n"
                         "expires_at = 1\n\n")
        for arguments, status in (["nope"], 3), ([HOSTILE], 0), ([HOSTILE], 0):
            done = self.run_verb("switch", *arguments, status=status)
            self.assertIn(SHOWN, done.stderr)
            self.assertNotIn(b"\x1b", done.stdout + done.stderr)

    def test_switch_names_what_keeps_the_token_from_being_used(self):
        for variable in "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_OIDC_RESOURCE":
            done = self.run_verb("switch", "laptop", env={variable: WORK})
            self.assertIn(f"{variable} is set and overrides".encode(),
                          done.stderr)
        done = self.run_verb("switch", "work")
        self.assertIn(b"has expired", done.stderr)

    def test_switch_makes_a_token_that_git_stored_the_users(self):
        self.run_verb("switch", "ours")
        self.assertEqual(self.stored(),
                         STORE.replace("source = git\n", "").encode())
        self.hf("erase", input=record(protocol="https", host="huggingface.co",
                                      username="bob", password=GITS))
        self.assertEqual(list(self.python_reads()), ["laptop", "ours", "work"])
        self.assertEqual(self.stored("token"), GITS.encode())

    def test_switch_makes_an_active_token_of_git_the_users(self):
        self.given_token(GITS)
        self.run_verb("switch", "ours")
        self.assertNotIn("source", self.python_reads()["ours"])

    def test_switch_keeps_what_python_wrote_byte_for_byte(self):
        sections = {
            "plain": {"hf_token": WORK},
            "oauth": {"hf_token": LAPTOP, "refresh_token": "50%r",
                      "expires_at": "4102444800"},
            "gits": {"hf_token": GITS, "source": "git", "unknown": "x\ny"},
            "no token": {"later": "="}}
        self.given_file("stored_tokens", written_by_python(sections))
        self.run_verb("switch", "plain")
        self.assertEqual(self.stored(), written_by_python(sections))
        self.run_verb("switch", "gits")
        del sections["gits"]["source"]
        self.assertEqual(self.stored(), written_by_python(sections))
        self.assertEqual(self.python_reads(), sections)

    def test_switch_replaces_a_token_file_without_a_token(self):
        for broken in "", "not a token":
            self.given_token(broken)
            done = self.run_verb("switch", "laptop")
            self.assertIn(b"token'", done.stderr)
            self.assertEqual(self.stored("token"), LAPTOP.encode())


class ByMenu(LoggedIn):
    def test_the_menu_lists_the_tokens(self):
        shown = self.type_at("switch", keys=[(MENU, b"2\n")])
        self.assertIn(b"1  * laptop (alice)", shown)
        self.assertIn(b"3    work", shown)
        self.assertEqual(self.stored("token"), GITS.encode())

    def test_the_user_can_leave_the_menu_without_a_change(self):
        for keys, status in ((b"\n", 0), (b"q\n", 0), (b"\x04", 0),
                             (b"\x03", 130)):
            with self.subTest(keys=keys):
                shown = self.type_at("switch", keys=[(MENU, keys)],
                                     status=status)
                self.assertEqual(b"nothing was changed" in shown, status == 0)
                self.assert_untouched()

    def test_the_menu_ends_after_three_wrong_answers(self):
        shown = self.type_at("switch", keys=[(MENU, b"4\n0\n-1\n")])
        self.assertEqual(shown.count(b"enter a number from 1 to 3"), 3)
        self.assertIn(b"nothing was changed", shown)
        self.assert_untouched()

    def test_the_menu_asks_again_after_a_wrong_answer(self):
        self.type_at("switch", keys=[(MENU, b"x\n2\n")])
        self.assertEqual(self.stored("token"), GITS.encode())

    def test_the_menu_sends_no_control_characters_to_the_terminal(self):
        self.given_store(f"[{HOSTILE}]\nhf_token = {WORK}\nuser = {HOSTILE}\n\n")
        shown = self.type_at("switch", keys=[(b"number (1-1", b"1\n")])
        self.assertIn(SHOWN, shown)
        self.assertNotIn(b"\x1b", shown)
        self.assertEqual(self.stored("token"), WORK.encode())

    def test_the_menu_needs_tokens_and_a_terminal(self):
        done = self.run_verb("switch", status=2)
        self.assertIn(b"give its NAME", done.stderr)
        self.given_nothing()
        for done in (self.run_verb("switch", status=3).stderr,
                     self.type_at("switch", status=3)):
            self.assertIn(b"not logged in", done)


if __name__ == "__main__":
    unittest.main()
