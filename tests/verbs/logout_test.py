# SPDX-License-Identifier: Apache-2.0
"""logout, as a person and a script see it."""
import unittest

from logged_in import (GITS, HOSTILE, LAPTOP, SHOWN, STORE, WORK, LoggedIn,
                       written_by_python)

NAMELESS = "hf_namelessTokenForTestsOnly0000000009"
OFFICIAL_PAGE = b"https://huggingface.co/settings/tokens"


class One(LoggedIn):
    def test_it_goes_and_the_others_stay_as_they_were(self):
        done = self.run_verb("logout", "work")
        self.assertEqual(done.stdout, b"forgot the token 'work'\n")
        self.assertEqual(self.stored(),
                         STORE[:STORE.index("[work]")].encode())
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_what_python_wrote_stays_as_python_writes_it(self):
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

    def test_the_active_one_leaves_nobody_active(self):
        done = self.run_verb("logout", "--token-name", "laptop")
        self.assertIsNone(self.stored("token"))
        self.assertIn(b"no token is active now", done.stdout)
        self.assertEqual(list(self.python_reads()), ["ours", "work"])

    def test_a_twin_keeps_the_record_of_its_hub(self):
        corp = "https://hub.corp.example"
        self.given_token(WORK)
        self.given_store(f"[aaa]\nhf_token = {WORK}\n\n"
                         f"[corp]\nhf_token = {WORK}\nendpoint = {corp}\n\n")
        done = self.run_verb("logout", "corp")
        self.assertIn(b"also stored as 'aaa'", done.stderr)
        self.assertIsNone(self.stored("token"))
        self.assertEqual(self.python_reads(),
                         {"aaa": {"hf_token": WORK, "endpoint": corp}})

    def test_the_token_file_of_a_refresh_that_was_cut_off_goes_too(self):
        self.given_token(GITS)
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n"
                         f"previous_token = {GITS}\n\n")
        done = self.run_verb("logout", "laptop")
        self.assertIn(b"no token is active now", done.stdout)
        self.assertIsNone(self.stored("token"))

    def test_linked_files_are_emptied_and_no_link_is_left_to_nothing(self):
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

    def test_a_token_file_that_leads_to_nothing_is_no_obstacle(self):
        for arguments in ["laptop"], ["--all"]:
            self.given_store(STORE)
            (self.hf_home / "token").unlink(missing_ok=True)
            (self.hf_home / "token").symlink_to(self.root / "gone")
            self.run_verb("logout", *arguments)
            self.assertFalse((self.hf_home / "token").is_symlink())

    def test_an_unknown_or_empty_name_removes_nothing(self):
        self.assertIn(b"'laptop', 'ours', 'work'",
                      self.run_verb("logout", "nope", status=3).stderr)
        for arguments in (["--token-name", ""], [""], ["", "--yes"]):
            done = self.run_verb("logout", *arguments, status=2)
            self.assertIn(b"--all", done.stderr)
        self.assert_untouched()

    def test_what_is_no_clear_wish_removes_nothing(self):
        for arguments in (["work", "--all"], ["--all", "--token-name", "work"],
                          ["--token-name=", "work"], ["--token-name="],
                          ["--token-name"], ["--all=false"], ["--yes=no"],
                          ["--al"], ["work", "--token-name", "work"],
                          ["work", "laptop"]):
            with self.subTest(arguments=arguments):
                self.run_verb("logout", *arguments, status=2)
                self.assert_untouched()

    def test_hostile_names_are_made_visible(self):
        self.given_store(f"[{HOSTILE}]\nhf_token = {WORK}\n\n")
        done = self.run_verb("logout", "nope", status=3)
        self.assertIn(SHOWN, done.stderr)
        gone = self.run_verb("logout", HOSTILE)
        self.assertIn(SHOWN, gone.stdout)
        self.assertNotIn(b"\x1b", done.stderr + gone.stdout + gone.stderr)


class All(LoggedIn):
    def test_all_go(self):
        for arguments in ["--all"], ["--yes"], ["--all", "--yes"]:
            with self.subTest(arguments=arguments):
                self.given_token(LAPTOP)
                self.given_store(STORE)
                done = self.run_verb("logout", *arguments)
                self.assertEqual(done.stdout, b"forgot all tokens\n")
                self.assertIsNone(self.stored())
                self.assertIsNone(self.stored("token"))

    def test_a_script_that_forgets_the_name_logs_nobody_out(self):
        done = self.run_verb("logout", status=2)
        self.assertIn(b"--all", done.stderr)
        self.assert_untouched()
        # A notebook's terminal is one where nobody can answer.
        self.type_at("logout", status=2, env={"JPY_PARENT_PID": "1"})
        self.assert_untouched()

    def test_nobody_is_logged_out_twice(self):
        self.given_nothing()
        for arguments in ["--yes"], ["--all"], ["--all", "--yes"]:
            done = self.run_verb("logout", *arguments, status=3)
            self.assertIn(b"not logged in", done.stderr)

    def test_an_active_token_without_a_name_goes_too(self):
        self.given_token(NAMELESS)
        shown = self.type_at("logout", keys=[(b"[y/N]", b"yes\n")])
        self.assertIn(b"forget all 4 tokens?", shown)
        self.assertIsNone(self.stored("token"))

    def test_a_token_file_without_a_token_goes_too(self):
        for broken in "", "not a token":
            with self.subTest(broken=broken):
                self.given_token(broken)
                (self.hf_home / "stored_tokens").unlink(missing_ok=True)
                self.run_verb("logout", "--all")
                self.assertIsNone(self.stored("token"))

    def test_a_store_that_does_not_parse_stays(self):
        broken = STORE + "[laptop]\nhf_token = x\n"
        self.given_store(broken)
        for arguments in ["--yes"], ["--all"], ["laptop"]:
            done = self.run_verb("logout", *arguments, status=1)
            self.assertRegex(done.stderr, rb"line \d")
            self.assertEqual(self.stored(), broken.encode())
            self.assertEqual(self.stored("token"), LAPTOP.encode())


class Question(LoggedIn):
    def test_a_person_is_asked_before_all_go(self):
        for arguments in [], ["--all"]:
            for keys, status in ((b"n\n", 1), (b"\n", 1), (b"nay\n", 1),
                                 (b"\x04", 1), (b"\x03", 130)):
                with self.subTest(arguments=arguments, keys=keys):
                    shown = self.type_at("logout", *arguments, status=status,
                                         keys=[(b"[y/N]", keys)])
                    self.assertIn(b"forget all 3 tokens?", shown)
                    self.assert_untouched()

    def test_yes_is_believed(self):
        self.type_at("logout", keys=[(b"[y/N]", b"y\n")])
        self.assertIsNone(self.stored())

    def test_who_said_yes_or_has_one_token_is_not_asked(self):
        self.assertNotIn(b"[y/N]", self.type_at("logout", "--yes"))
        self.assertIsNone(self.stored("token"))
        self.given_token(LAPTOP)
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n\n")
        self.assertNotIn(b"[y/N]", self.type_at("logout"))
        self.assertIsNone(self.stored("token"))


class WhatIsLeft(LoggedIn):
    def test_what_still_logs_in_is_named(self):
        for variable in "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN":
            self.given_token(LAPTOP)
            self.given_store(STORE)
            for arguments in ["work"], ["--all"]:
                done = self.run_verb("logout", *arguments, env={variable: WORK})
                self.assertIn(f"{variable} is set".encode(), done.stderr)

    def test_the_page_is_told_where_the_token_can_be_revoked(self):
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

    def test_no_page_is_told_that_is_no_hub(self):
        self.given_store(f"[x]\nhf_token = {WORK}\nendpoint = javascript:x\n\n")
        self.assertNotIn(b"settings", self.run_verb("logout", "x").stderr)


if __name__ == "__main__":
    unittest.main()
