# SPDX-License-Identifier: Apache-2.0
"""login with a token that a person or a script has: piped, in a file, pasted.

Numbers are those of the abuse cases that the project was given.
"""
import unittest

from hub import ACME_ORG, ALICE_READ, ALICE_WRITE, BOB_WRITE
from online import Online
from sandbox import record
from side_by_side import load_tests  # noqa: F401

NOT_TOKENS = {  # 151
    "nothing": b"", "a line end": b"\n", "blanks": b" \r\n ",
    "NUL": b"hf_x\0y\n", "CRLF inside": b"hf_x\r\ny\r\n",
    "a paste's marks": b"\x1b[200~" + ALICE_WRITE.encode() + b"\x1b[201~\n",
    "a blank": b"hf_x y\n", "not ASCII": "hf_é\n".encode(),
    "8,193 bytes": b"h" * 8193, "a megabyte": b"h" * (1 << 20),
    "two lines": b"hf_x\nhf_y\n", "an organisation's": ACME_ORG.encode(),
}
# The line of a shell that waits until a program reads what is not shown.
WAITING = "until stty -a | grep -q -e '-echo '; do sleep 0.05; done; sleep 0.5"


class Piped(Online):
    def test_a_token_on_stdin_is_verified_and_saved(self):
        done = self.log_in_with()
        self.assertIn(b"as alice with the token 'laptop' (role write)",
                      done.stdout)
        self.assertEqual(self.sections(), {"laptop": {
            "hf_token": ALICE_WRITE, "endpoint": "https://huggingface.co",
            "user": "alice"}})
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_token_may_come_from_a_file_or_a_pipe(self):
        path = self.root / "token.txt"
        path.write_text(ALICE_READ)
        self.run_verb("login", "--token-file", path)
        self.assertEqual(self.stored("token"), ALICE_READ.encode())
        self.command("bash", "-c",
                     f"'{self.helper}' login --token-file <(echo {BOB_WRITE})")
        self.assertEqual(self.stored("token"), BOB_WRITE.encode())
        done = self.run_verb("login", "--token-file", "nowhere", status=1)
        self.assertIn(b"nowhere", done.stderr)

    def test_line_ends_and_blanks_around_a_token_are_not_part_of_it(self):
        for around in ("%s\r\n", "%s\n\n", "%s\r", " %s \r\n", "\r\n%s\t"):
            text = (around % ALICE_WRITE).encode()
            path = self.root / "token.txt"
            path.write_bytes(text)
            for source, input in (("--token-stdin", text),
                                  (f"--token-file={path}", b"")):
                self.run_verb("login", source, input=input)
                self.assertEqual(self.stored("token"), ALICE_WRITE.encode())
                self.assertEqual(self.sections()["laptop"]["hf_token"],
                                 ALICE_WRITE)
                self.run_verb("logout", "--all")

    def test_each_reader_of_a_token_ignores_the_line_end_of_windows(self):
        text = ALICE_WRITE + "\r\n"
        env = {"HF_TOKEN": text}
        self.assertEqual(self.get(env=env)["password"], ALICE_WRITE)
        self.given_token(text)
        self.given_store(f"[laptop]\r\nhf_token = {ALICE_WRITE}\r\n\r\n")
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertEqual(self.get(record(
            protocol="https", host="huggingface.co",
            username="laptop"))["password"], ALICE_WRITE)
        for options in {}, {"env": env}:
            self.assertEqual(self.run_verb("token", **options).stdout,
                             ALICE_WRITE.encode() + b"\n")
            self.assertTrue(self.run_verb("whoami", **options).stdout)

    def test_a_text_that_is_no_token_is_refused(self):
        for what, text in NOT_TOKENS.items():
            with self.subTest(what):
                self.run_verb("login", "--token-stdin", input=text, status=1)
        self.assertEqual(self.hub.requests(), [])
        self.assertIsNone(self.stored())

    def test_a_token_as_an_argument_is_refused_and_not_shown(self):  # 145
        for arguments in (["--token", ALICE_WRITE], [f"--token={ALICE_WRITE}"]):
            done = self.run_verb("login", *arguments, status=2)
            self.assertIn(b"--token-stdin", done.stderr)

    def test_a_token_that_the_hub_rejects_is_not_saved(self):
        done = self.log_in_with("hf_nobodyKnowsThisOne000000000000000", status=1)
        self.assertIn(b"nothing was saved", done.stderr)
        self.hub.whoami_override = {"type": "org"}
        self.log_in_with(status=1)
        self.assertIsNone(self.stored())

    def test_an_offline_machine_saves_a_token_only_without_verification(self):
        offline = {"HF_HUB_OFFLINE": "1"}
        done = self.log_in_with(status=4, env=offline)
        self.assertIn(b"HF_HUB_OFFLINE", done.stderr)
        self.log_in_with(ALICE_WRITE, "--no-verify", env=offline)
        self.log_in_with(BOB_WRITE, "--no-verify", "--name", "bob's",
                         env=offline)
        self.assertEqual(self.sections(), {
            "unverified": {"hf_token": ALICE_WRITE,
                           "endpoint": "https://huggingface.co"},
            "bob's": {"hf_token": BOB_WRITE,
                      "endpoint": "https://huggingface.co"}})
        self.assertEqual(self.hub.requests(), [])


class Names(Online):
    def test_another_accounts_token_with_the_same_name_stays(self):
        self.log_in_with(BOB_WRITE, "--name", "laptop")
        done = self.log_in_with(ALICE_WRITE)
        self.assertIn(b"'laptop-2'", done.stdout)
        again = self.log_in_with(ALICE_READ, "--name", "laptop")
        self.assertIn(b"'laptop-2'", again.stdout)
        self.assertEqual(
            {name: s["hf_token"] for name, s in self.sections().items()},
            {"laptop": BOB_WRITE, "laptop-2": ALICE_READ})

    def test_a_token_of_an_unknown_account_with_that_name_stays(self):
        self.given_store(f"[laptop]\nhf_token = {ALICE_READ}\n\n"
                         f"[oauth-alice]\nhf_token = {BOB_WRITE}\nx = y\n\n")
        self.log_in_with(ALICE_WRITE)
        self.assertEqual(self.sections()["laptop"]["hf_token"], ALICE_READ)
        self.assertEqual(self.sections()["laptop-2"]["hf_token"], ALICE_WRITE)
        self.log_in("--force")  # Python's own name for this account's login.
        self.assertEqual(self.sections()["oauth-alice"]["x"], "y")
        self.assertEqual(self.sections()["oauth-alice"]["user"], "alice")

    def test_a_token_that_git_stored_with_that_name_stays(self):
        self.given_store(f"[laptop]\nhf_token = {BOB_WRITE}\nsource = git\n\n")
        self.log_in_with(ALICE_WRITE)
        self.assertEqual(self.sections()["laptop"]["hf_token"], BOB_WRITE)

    def test_a_name_that_cannot_be_stored_is_replaced(self):  # 67, 106, 108
        for name in ("x]\nhf_token = hf_EVIL\n[y", "DEFAULT", "a\rb", "a]b",
                     "a\0b", "\x1b[2J", "\u009b1m", "n" * 257, "n" * 900_000):
            with self.subTest(name[:9]):
                self.hub.whoami_override = {"auth": {"accessToken": {
                    "displayName": name, "role": "write"}}}
                self.log_in_with(ALICE_WRITE)
                self.assertEqual(list(self.sections()), ["alice"])
                self.run_verb("logout", "--all")
        for name in "a\nb", "", "DEFAULT", "a]b", "n" * 257:
            self.run_verb("login", "--name", name, "--token-stdin",
                          input=ALICE_WRITE.encode(), status=2)

    def test_an_impossible_account_name_is_not_recorded(self):
        for account in "al\0ice", "al\nice", "\x1b[2J", "a" * 257, "a" * 900_000:
            with self.subTest(account[:9]):
                self.hub.whoami_override = {"name": account}
                done = self.log_in_with(ALICE_WRITE)
                self.assertLess(len(done.stdout), 2000)
                self.assertEqual(list(self.sections()), ["laptop"])
                self.assertNotIn("user", self.sections()["laptop"])
                for arguments in ["whoami"], ["whoami", "--json"], ["list"]:
                    shown = self.run_verb(*arguments).stdout
                    self.assertLess(len(shown), 2000)
                self.run_verb("logout", "--all", "--yes")

    def test_a_long_text_of_the_hub_is_shortened(self):
        self.hub.whoami_override = {
            "orgs": [{"name": f"{n:0300}"} for n in range(2000)],
            "auth": {"accessToken": {"displayName": "x", "role": "r" * 90_000}}}
        self.log_in_with(ALICE_WRITE)
        for arguments in ["whoami"], ["whoami", "--json"]:
            self.assertLess(len(self.run_verb(*arguments).stdout), 40_000)

    def test_names_are_shown_without_control_characters(self):  # 67
        for name in ("\x1b]0;x\x07", "\x1b[2J", "\u009b1m", "\u202e", "\u200b"):
            with self.subTest(repr(name)):
                self.hub.whoami_override = {"name": name, "fullname": name}
                done = self.log_in_with(ALICE_WRITE, "--name",
                                        "n" + name.replace("]", ""))
                shown = done.stdout + done.stderr + self.run_verb(
                    "whoami").stdout + self.run_verb("list").stdout
                for bad in name.encode(), b"\x1b", b"\x07":
                    self.assertNotIn(bad, shown)

    def test_only_a_missing_account_name_makes_a_login_fail(self):
        for field in ("orgs", "auth", "type", "fullname"):
            self.hub.whoami_override = {field: ...}
            self.log_in_with(ALICE_WRITE)
            self.run_verb("whoami")
        self.hub.whoami_override = {"name": ...}
        self.log_in_with(ALICE_WRITE, status=1)


class Pasted(Online):
    def paste(self, text, status=0, after=b"not shown): "):
        found, shown = self.on_terminal(
            self.helper, "login", "--force",
            keys=[(b"choice", b"2\n"), (after, text)],
            env=self.with_git("2.46.0"))
        self.assertEqual(found, status, shown)
        self.assert_no_secret(shown)
        return shown

    def test_a_pasted_token_is_not_shown_and_is_saved(self):
        shown = self.paste(ALICE_WRITE.encode() + b"\n")
        self.assertIn(b"https://huggingface.co/settings/tokens", shown)
        self.assertEqual(self.stored("token"), ALICE_WRITE.encode())

    def test_a_pasted_text_that_is_no_token_is_refused(self):  # 151
        for text in (b"\x1b[200~" + ALICE_WRITE.encode() + b"\x1b[201~\n",
                     b"h" * 5000 + b"\n", b"\n", b"hf_x y\n",
                     b"hf_x\x16\x00y\n"):
            with self.subTest(text[:9]):
                self.paste(text, status=1)
        self.assertIsNone(self.stored())

    def echo_after(self, line, keys=()):
        """Whether the terminal echoes after a shell has run `line`."""
        script = self.root / "session"
        script.write_text(f"#!/bin/sh\ntrap : INT HUP TERM\n{line}\n"
                          "stty -a | grep -o -e '-*echo ' | sed 's/^/is /'\n")
        script.chmod(0o755)
        _, shown = self.on_terminal(script, keys=keys)
        self.assertIn(b"not shown): ", shown)
        return b"is echo " in shown

    def test_after_a_paste_the_terminal_shows_what_is_typed(self):
        verb = f"'{self.helper}' login --token-stdin"
        for typed in ALICE_WRITE.encode() + b"\n", b"\x03":
            # Not in the instant between the prompt and the reading: what
            # Ctrl-C does then, the next key shows.
            self.assertTrue(
                self.echo_after(verb, [(b"shown): ", typed, 1)]))
        for number in "TERM", "HUP", "QUIT", "INT", "ALRM":
            with self.subTest(number):
                self.assertTrue(self.echo_after(
                    f"{verb} </dev/tty & pid=$!; {WAITING}\n"
                    f"kill -{number} $pid; wait $pid"))
        self.assertFalse(self.echo_after(
            f"{verb} </dev/tty & pid=$!; {WAITING}\n"
            "kill -KILL $pid; wait $pid"), "this test cannot fail")

    def test_an_empty_input_without_a_terminal_is_an_error(self):  # 152
        done = self.command("setsid", "--wait", self.helper, "login",
                            "--token-stdin", input=b"")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"no token was given", done.stderr)


if __name__ == "__main__":
    unittest.main()
