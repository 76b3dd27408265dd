# SPDX-License-Identifier: Apache-2.0
"""list, as a person and a script see it."""
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

    def test_it_says_what_there_is_in_the_files_order(self):
        self.assertEqual([line.split() for line in self.lines()], [
            ["NAME", "ACCOUNT", "TOKEN", "WHERE", "EXPIRES"],
            ["*", "laptop", "alice", "****" + LAPTOP[-4:], "file"],
            ["ours", "****" + GITS[-4:], "file", "(git)"],
            ["work", "****" + WORK[-4:], "file", "2020-09-13", "(expired)"]])
        self.given_store(f"[z]\nhf_token = {WORK}\n\n[a]\nhf_token = {GITS}\n\n")
        self.assertEqual([line.split()[0] for line in self.lines()[1:]],
                         ["z", "a"])

    def test_the_hub_is_told_only_where_there_is_another(self):
        self.assertNotIn("https://", "".join(self.lines()))
        self.given_store(STORE + f"[x]\nhf_token = {WORK}\n"
                         "endpoint = https://hub.corp.example\n\n")
        lines = self.lines()
        self.assertTrue(lines[0].endswith("HUB"))
        self.assertTrue(lines[2].endswith("https://huggingface.co"))
        self.assertTrue(lines[4].endswith("https://hub.corp.example"))

    def test_the_day_is_the_one_here(self):
        # 23:30 UTC on New Year's Eve is the next year further east.
        self.given_store(f"[a]\nhf_token = {WORK}\nexpires_at = 4102443000\n\n")
        self.assertIn("2099-12-31", self.lines(env={"TZ": "UTC0"})[1])
        self.assertIn("2100-01-01", self.lines(env={"TZ": "EAST-9"})[1])
        self.assertNotIn("expired", self.lines()[1])

    def test_columns_are_straight_beside_wide_names(self):
        names = ["plain", "日本語", "e\u0301clair", "한글", "tökén"]
        self.given_store("".join(
            f"[{name}]\nhf_token = {WORK}\n\n" for name in names))
        for locale in "C.UTF-8", "C":
            lines = self.lines(env={"LC_ALL": locale})
            places = {columns(line[:line.index("****")]) for line in lines[1:]}
            self.assertEqual(places, {columns(lines[0][:lines[0].index("TOKEN")])})

    def test_every_name_of_the_active_token_is_marked(self):
        self.given_store(STORE + f"[twin]\nhf_token = {LAPTOP}\n\n")
        self.assertEqual([line.split()[1] for line in self.lines()
                          if line.startswith("*")], ["laptop", "twin"])

    def test_names_accounts_and_hubs_cannot_move_the_terminal(self):
        self.given_store(f"[{HOSTILE}]\nhf_token = {LAPTOP}\nuser = {HOSTILE}\n"
                         f"endpoint = https://{HOSTILE}\n\n")
        done = self.run_verb("list")
        self.assertEqual(done.stdout.count(SHOWN), 3)
        self.assertNotIn(b"\x1b", done.stdout + done.stderr)
        self.assertNotIn(b"\x1b", self.type_at("list"))

    def test_a_short_token_is_not_shown_at_all(self):
        self.given_store("[a]\nhf_token = hf_short\n\n[b]\nx = 1\n\n")
        shown = self.run_verb("list").stdout
        self.assertNotIn(b"hort", shown)
        self.assertIn(b"(none)", shown)

    def test_nothing_stored_is_not_an_error(self):
        self.given_nothing()
        done = self.run_verb("list", env={"HF_TOKEN": WORK})
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"no tokens are stored", done.stderr)
        self.assertIn(b"HF_TOKEN is set", done.stderr)

    def test_it_comes_before_the_remarks_on_it(self):
        self.given_token("hf_namelessTokenForTestsOnly0000000009")
        shown = self.command("sh", "-c", '"$0" list 2>&1', self.helper).stdout
        self.assertLess(shown.index(b"work"), shown.index(b"has no name"))


class Remarks(LoggedIn):
    def test_what_is_odd_is_said(self):
        self.assertEqual(self.run_verb("list").stderr, b"")
        self.given_token("hf_namelessTokenForTestsOnly0000000009")
        self.assertIn(b"has no name in the store",
                      self.run_verb("list").stderr)

    def test_files_that_others_may_use_are_named(self):
        for name, mode in (("token", 0o644), ("token", 0o620),
                           ("stored_tokens", 0o602), ("stored_tokens", 0o640)):
            with self.subTest(name=name, mode=mode):
                path = self.hf_home / name
                path.chmod(mode)
                said = self.run_verb("list").stderr
                self.assertIn(f"other users may use '{path}'".encode(), said)
                self.assertEqual(said.count(b"chmod 600"), 1)
                path.chmod(0o600)

    def test_what_overrides_the_store_is_named(self):
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

    def test_a_token_file_without_a_token_is_told_of(self):
        self.given_token("no token, this")
        done = self.run_verb("list")
        self.assertIn(b"does not hold a token", done.stderr)
        self.assertNotIn(b"no token, this", done.stderr)
        self.assertNotIn(b"*  ", done.stdout)
        self.assertIn(b"laptop", done.stdout)

    def test_a_store_that_does_not_parse_is_an_error_with_its_line(self):
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

    def test_it_is_whole_and_holds_no_secret(self):
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

    def test_hostile_names_arrive_as_they_are(self):
        for name in (HOSTILE, '"\\', "a]b", "日本語", "\u2028", "\x00\x01"):
            with self.subTest(name=name):
                self.given_store(f"[{name}]\nhf_token = {LAPTOP}\n\n")
                self.assertEqual(self.read()["tokens"][0]["name"], name)

    def test_a_terminal_that_shows_it_gets_no_command(self):
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

    def test_nothing_stored_is_an_empty_list(self):
        self.given_nothing()
        self.assertEqual(self.read()["tokens"], [])

    def test_a_path_that_is_no_text_is_still_json(self):
        home = b"/nonexistent/\xff"
        self.assertEqual(self.read(env={"HF_HOME": home})["token_file"],
                         r"/nonexistent/\xff/token")

    def test_5000_tokens_are_no_trouble(self):
        self.given_store("".join(
            f"[name{n:05}]\nhf_token = hf_{n:034}\nuser = alice\n\n"
            for n in range(5000)))
        self.assertEqual(len(self.read()["tokens"]), 5000)
        self.assertEqual(len(self.run_verb("list").stdout.splitlines()), 5001)


if __name__ == "__main__":
    unittest.main()
