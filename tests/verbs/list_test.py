# SPDX-License-Identifier: Apache-2.0
"""list, as a user and a script see it."""
import json
import unicodedata
import unittest

from logged_in import (GITS, HOSTILE, LAPTOP, SHOWN, STORE, WORK, LoggedIn)


def columns(text):
    """How wide a terminal shows text."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else
               0 if unicodedata.combining(c) else 1 for c in text)


class Table(LoggedIn):
    def lines(self, **options):
        return self.run_verb("list", **options).stdout.decode().splitlines()

    def test_list_shows_the_tokens_in_the_order_of_the_file(self):
        self.assertEqual([line.split() for line in self.lines()], [
            ["NAME", "ACCOUNT", "TOKEN", "WHERE", "EXPIRES"],
            ["*", "laptop", "alice", "****" + LAPTOP[-4:], "file"],
            ["ours", "****" + GITS[-4:], "file", "(git)"],
            ["work", "****" + WORK[-4:], "file", "2020-09-13", "(expired)"]])
        self.given_store(f"[z]\nhf_token = {WORK}\n\n[a]\nhf_token = {GITS}\n\n")
        self.assertEqual([line.split()[0] for line in self.lines()[1:]],
                         ["z", "a"])

    def test_list_shows_hubs_only_if_a_token_belongs_to_another_hub(self):
        self.assertNotIn("https://", "".join(self.lines()))
        self.given_store(STORE + f"[x]\nhf_token = {WORK}\n"
                         "endpoint = https://hub.corp.example\n\n")
        lines = self.lines()
        self.assertTrue(lines[0].endswith("HUB"))
        self.assertTrue(lines[2].endswith("https://huggingface.co"))
        self.assertTrue(lines[4].endswith("https://hub.corp.example"))

    def test_list_shows_the_day_of_the_local_time_zone(self):
        # At 23:30 UTC on 31 December, the next year has begun in the east.
        self.given_store(f"[a]\nhf_token = {WORK}\nexpires_at = 4102443000\n\n")
        self.assertIn("2099-12-31", self.lines(env={"TZ": "UTC0"})[1])
        self.assertIn("2100-01-01", self.lines(env={"TZ": "EAST-9"})[1])
        self.assertNotIn("expired", self.lines()[1])

    def test_list_aligns_the_columns_of_wide_names(self):
        names = ["plain", "日本語", "e\u0301clair", "한글", "tökén"]
        self.given_store("".join(
            f"[{name}]\nhf_token = {WORK}\n\n" for name in names))
        for locale in "C.UTF-8", "C":
            lines = self.lines(env={"LC_ALL": locale})
            places = {columns(line[:line.index("****")]) for line in lines[1:]}
            self.assertEqual(places, {columns(lines[0][:lines[0].index("TOKEN")])})

    def test_list_marks_every_name_of_the_active_token(self):
        self.given_store(STORE + f"[twin]\nhf_token = {LAPTOP}\n\n")
        self.assertEqual([line.split()[1] for line in self.lines()
                          if line.startswith("*")], ["laptop", "twin"])

    def test_list_sends_no_control_characters_to_the_terminal(self):
        self.given_store(f"[{HOSTILE}]\nhf_token = {LAPTOP}\nuser = {HOSTILE}\n"
                         f"endpoint = https://{HOSTILE}\n\n")
        done = self.run_verb("list")
        self.assertEqual(done.stdout.count(SHOWN), 3)
        self.assertNotIn(b"\x1b", done.stdout + done.stderr)
        self.assertNotIn(b"\x1b", self.type_at("list"))

    def test_list_shows_no_part_of_a_short_token(self):
        self.given_store("[a]\nhf_token = hf_short\n\n[b]\nx = 1\n\n")
        shown = self.run_verb("list").stdout
        self.assertNotIn(b"hort", shown)
        self.assertIn(b"(none)", shown)

    def test_list_of_an_empty_store_is_not_an_error(self):
        self.given_nothing()
        done = self.run_verb("list", env={"HF_TOKEN": WORK})
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"no tokens are stored", done.stderr)
        self.assertIn(b"HF_TOKEN is set", done.stderr)

    def test_list_prints_the_table_before_the_remarks(self):
        self.given_token("hf_namelessTokenForTestsOnly0000000009")
        shown = self.command("sh", "-c", '"$0" list 2>&1', self.helper).stdout
        self.assertLess(shown.index(b"work"), shown.index(b"has no name"))


class Remarks(LoggedIn):
    def test_list_names_an_active_token_without_a_name(self):
        self.assertEqual(self.run_verb("list").stderr, b"")
        self.given_token("hf_namelessTokenForTestsOnly0000000009")
        self.assertIn(b"has no name in the store",
                      self.run_verb("list").stderr)

    def test_list_names_files_that_other_users_may_use(self):
        for name, mode in (("token", 0o644), ("token", 0o620),
                           ("stored_tokens", 0o602), ("stored_tokens", 0o640)):
            with self.subTest(name=name, mode=mode):
                path = self.hf_home / name
                path.chmod(mode)
                said = self.run_verb("list").stderr
                self.assertIn(f"other users may use '{path}'".encode(), said)
                self.assertEqual(said.count(b"chmod 600"), 1)
                path.chmod(0o600)

    def test_list_names_a_variable_that_overrides_the_store(self):
        for env, variable in (
                ({"HF_TOKEN": WORK}, "HF_TOKEN"),
                ({"HUGGING_FACE_HUB_TOKEN": WORK}, "HUGGING_FACE_HUB_TOKEN"),
                ({"HF_TOKEN": WORK, "HUGGING_FACE_HUB_TOKEN": GITS},
                 "HF_TOKEN"),
                ({"HF_TOKEN": "cannot be, a token"}, "HF_TOKEN"),
                ({"HF_TOKEN": WORK, "HF_OIDC_RESOURCE": "acme/x"},
                 "HF_OIDC_RESOURCE"),
                ({"HF_TOKEN": "", "HF_OIDC_RESOURCE": ""}, None),
                ({"HF_TOKEN": " ", "HUGGING_FACE_HUB_TOKEN": WORK}, None)):
            with self.subTest(env=env):
                done = self.run_verb("list", "--json", env=env)
                self.assertEqual(json.loads(done.stdout)["overridden_by"],
                                 variable)
                said = f"git-credential-hf: {variable} is set and overrides"
                self.assertEqual(done.stderr.startswith(said.encode()),
                                 variable is not None, done.stderr)

    def test_list_reports_a_token_file_without_a_token(self):
        self.given_token("no token, this")
        done = self.run_verb("list")
        self.assertIn(b"does not hold a token", done.stderr)
        self.assertNotIn(b"no token, this", done.stderr)
        self.assertNotIn(b"*  ", done.stdout)
        self.assertIn(b"laptop", done.stdout)

    def test_list_names_the_line_of_a_store_that_does_not_parse(self):
        broken = f"[a]\nhf_token = {WORK}\n[a]\nhf_token = {GITS}\n"
        path = self.hf_home / "stored_tokens"
        self.given_store(broken)
        for arguments in ["list"], ["list", "--json"]:
            done = self.run_verb(*arguments, status=1)
            self.assertEqual(done.stdout, b"")
            self.assertIn(str(path).encode(), done.stderr)
            self.assertRegex(done.stderr, rb"line 3\b")
            self.assertEqual(self.stored(), broken.encode())


class Json(LoggedIn):
    def read(self, **options):
        return json.loads(self.run_verb("list", "--json", **options).stdout)

    def test_json_has_every_field_and_no_secret(self):
        done = self.run_verb("list", "--json")
        token = {"active": False, "account": None, "endpoint": None,
                 "stored": "file", "source": "login", "expires_at": None,
                 "expired": False, "rejected": False,
                 "owners": []}
        self.assertEqual(json.loads(done.stdout), {
            "tokens": [
                {**token, "name": "laptop", "active": True, "account": "alice"},
                {**token, "name": "ours", "source": "git",
                 "endpoint": "https://huggingface.co"},
                {**token, "name": "work", "expires_at": 1600000000,
                 "expired": True, "rejected": False,
                 "owners": []}],
            "overridden_by": None,
            "token_file": str(self.hf_home / "token"),
            "store": str(self.hf_home / "stored_tokens")})
        for secret in LAPTOP, WORK, GITS:
            self.assertNotIn(secret[-4:].encode(), done.stdout)

    def test_json_keeps_every_character_of_a_name(self):
        for name in (HOSTILE, '"\\', "a]b", "日本語", "\u2028", "\x00\x01"):
            with self.subTest(name=name):
                self.given_store(f"[{name}]\nhf_token = {LAPTOP}\n\n")
                self.assertEqual(self.read()["tokens"][0]["name"], name)

    def test_json_has_no_characters_that_control_a_terminal(self):
        hostile = "\x7f\u009b\u200b\u202e\u2066\ufeff\U000e0001 日本語 é"
        self.given_store(f"[{hostile}]\nhf_token = {LAPTOP}\nuser = {hostile}\n"
                         f"endpoint = https://{hostile}\n\n")
        for arguments in ["list", "--json"], ["status", "--offline", "--json"]:
            shown = self.hf(*arguments).stdout.decode()
            for letter in hostile[:7]:
                self.assertNotIn(letter, shown, arguments)
        token, = self.read()["tokens"]
        self.assertEqual((token["name"], token["account"]), (hostile, hostile))
        self.assertIn("日本語 é", self.run_verb("list", "--json").stdout.decode())

    def test_json_of_an_empty_store_is_an_empty_list(self):
        self.given_nothing()
        self.assertEqual(self.read()["tokens"], [])

    def test_json_accepts_a_path_that_is_not_utf_8(self):
        home = b"/nonexistent/\xff"
        self.assertEqual(self.read(env={"HF_HOME": home})["token_file"],
                         r"/nonexistent/\xff/token")

    def test_list_shows_5000_tokens(self):
        self.given_store("".join(
            f"[name{n:05}]\nhf_token = hf_{n:034}\nuser = alice\n\n"
            for n in range(5000)))
        self.assertEqual(len(self.read()["tokens"]), 5000)
        self.assertEqual(len(self.run_verb("list").stdout.splitlines()), 5001)


if __name__ == "__main__":
    unittest.main()
