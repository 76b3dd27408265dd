# SPDX-License-Identifier: Apache-2.0
"""Tokens that a command prints: `login --command`."""
import concurrent.futures
import configparser
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

from commanded import REQUEST, Commanded
from hub import ALICE_READ, ALICE_WRITE, BOB_WRITE
from patience import PATIENCE, wait_until
from sandbox import record
from side_by_side import load_tests  # noqa: F401

AT_ACME = REQUEST + b"path=acme/model.git/info/lfs\n"


def answer(token, **keys):
    return json.dumps({"version": 1, "token": token, **keys})


class Login(Commanded):
    def test_login_saves_the_command_and_no_token(self):
        done = self.given_command()
        self.assertIn(b"logged in as alice", done.stdout)
        self.assertIn(b"in no file", done.stdout)
        self.assertEqual(self.commands()["work"], {
            "endpoint": "https://huggingface.co", "user": "alice",
            "argument": str(self.bin / "give"), "ttl": "300s",
            "timeout": "10s"})
        self.assertEqual(self.conf.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        for path in self.home.rglob("*"):
            if path.is_file():
                self.assertNotIn(ALICE_WRITE.encode(), path.read_bytes())

    def test_each_word_of_the_command_stays_as_it_is(self):
        words = ["show", "", " a b ", "#x", ";y", '"quoted"', '"', "$HOME",
                 "--", "k = v", "[s]", "tökén 🤗", "a\\nb", "%(x)s", "'"]
        self.given_secret(ALICE_WRITE)
        seen = self.root / "seen"
        program = self.program(
            f"printf '%s\\n' \"$@\" >'{seen}'; cat '{self.secret}'")
        self.log_in_by(program, *words)
        self.get()
        self.assertEqual(seen.read_text().splitlines(), words)

    def test_a_word_that_cannot_be_saved_or_is_a_token_is_refused(self):
        program = self.program()
        for word in "two\nlines", "\x1b[2J", "\u2028", f"--with={BOB_WRITE}":
            with self.subTest(word):
                self.log_in_by(program, word, status=2)
        self.log_in_by("relative/program", status=2)
        self.run_verb("login", "--command", "--", status=2)
        self.run_verb("login", "--", program, status=2)
        self.run_verb("login", "--ttl", "5m", status=2)
        for option in "--token-stdin", "--keyring":
            self.log_in_by(program, options=(option,), status=2)
        self.assertEqual(self.runs(), 0)
        self.assertFalse(self.conf.exists())

    def test_times_are_written_as_numbers_with_a_unit(self):
        self.given_command(options=("--ttl", "1h", "--timeout", "60"))
        command = self.commands()["work"]
        self.assertEqual((command["ttl"], command["timeout"]), ("3600s", "60s"))
        for options in (("--ttl", "2d"), ("--ttl", "25h"), ("--ttl", "-1"),
                        ("--timeout", "0"), ("--timeout", "61s"),
                        ("--timeout", "99999999999999999999")):
            with self.subTest(options):
                self.log_in_by(self.program(), options=options, status=2)

    def test_a_command_that_fails_or_prints_no_token_is_not_saved(self):
        for body, says in (("exit 3", b"status 3"), ("true", b"it is empty"),
                           ("echo a b", b"characters that no token has"),
                           ("echo hf_stranger00000000000", b"does not know")):
            with self.subTest(body):
                done = self.log_in_by(self.program(body), status=1)
                self.assertIn(says, done.stderr)
                self.assertIn(b"nothing was saved", done.stderr)
        self.assertFalse(self.conf.exists())
        self.assertEqual(self.get(), {})

    def test_a_token_of_the_python_library_is_kept_and_not_used(self):
        store = f"[other]\nhf_token = {BOB_WRITE}\nfuture = kept\n\n"
        self.given_store(store)
        self.given_token(BOB_WRITE)
        self.given_command()
        self.assertEqual(self.stored(), store.encode())
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.run_verb("switch", "other")
        self.assertEqual(self.get()["password"], BOB_WRITE)

    def test_a_second_login_replaces_only_a_command_of_its_account(self):
        self.given_store(f"[taken]\nhf_token = {BOB_WRITE}\n\n")
        self.given_command()
        self.given_command(name="taken")
        self.given_command(secret=BOB_WRITE)  # The same words.
        self.assertEqual(set(self.commands()), {"work", "taken-2"})
        other = self.program(name="other")
        self.given_secret(ALICE_WRITE)
        self.log_in_by(other, options=("--name", "work"))
        self.assertEqual(set(self.commands()), {"work", "work-2", "taken-2"})

    def test_other_sections_and_keys_of_the_file_are_kept(self):
        self.given_command()
        self.edit_conf("ttl = 300s\n", "ttl = 300s\nfuture = kept\n"
                       "\n[unknown]\nkey = value\n")
        self.given_command()
        self.log_in_by(self.program(name="two"), options=("--name", "two"))
        text = self.conf.read_text()
        self.assertIn("[unknown]\nkey = value\n", text)
        self.assertIn("future = kept\n", text)


class Verbs(Commanded):
    def setUp(self):
        super().setUp()
        self.given_command()

    def test_a_token_that_is_moved_gets_a_name_that_no_command_has(self):
        netrc = self.home / ".netrc"
        netrc.write_text(f"machine huggingface.co login work password {BOB_WRITE}\n")
        netrc.chmod(0o600)
        self.run_verb("status", "--offline", "--fix", "--yes")
        self.assertEqual(netrc.read_text(), "")
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(self.stored().decode())
        self.assertEqual({name: parser[name]["hf_token"]
                          for name in parser.sections()}, {"work-2": BOB_WRITE})
        self.assertEqual(self.get(REQUEST + b"username=work\n")["password"],
                         ALICE_WRITE)

    def listed(self):
        return json.loads(self.run_verb("list", "--json").stdout)["tokens"]

    def test_list_shows_the_command_without_running_it(self):
        token, = self.listed()
        self.assertEqual((token["name"], token["account"], token["stored"],
                          token["active"]), ("work", "alice", "command", True))
        self.assertRegex(self.run_verb("list").stdout, rb"work +alice .*command")
        self.assertEqual(self.runs(), 0)

    def test_token_exec_and_whoami_run_it(self):
        for words in (["token"], ["token", "work"], ["token", "--for", "a/b"],
                      ["exec", "--", "sh", "-c", 'echo "$HF_TOKEN"']):
            self.forget_answers()
            done = self.hf(*words)
            self.assertEqual(done.stdout.decode().strip(), ALICE_WRITE, words)
            self.assertEqual(self.runs(), 1, words)
        who = json.loads(self.run_verb("whoami", "--json").stdout)
        self.assertEqual((who["account"], who["name"], who["origin"]),
                         ("alice", "work", "the command of 'work'"))

    def test_switch_a_rule_and_a_name_in_the_url_choose_it(self):
        self.given_secret(BOB_WRITE)
        self.log_in_by(self.program(f"echo {BOB_WRITE}", "bobs"),
                       options=("--name", "bob"))
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.given_secret(ALICE_WRITE)
        named = record(protocol="https", host="huggingface.co", username="work")
        self.assertEqual(self.get(named)["password"], ALICE_WRITE)
        self.run_verb("switch", "work", "--for", "acme")
        self.assertEqual(self.get(AT_ACME)["password"], ALICE_WRITE)
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.run_verb("switch", "work")
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertEqual([t["name"] for t in self.listed() if t["active"]],
                         ["work"])

    def test_status_does_not_run_it_and_asks_about_a_cached_token(self):
        self.forget_answers()
        report = json.loads(self.hf("status", "--json").stdout)
        self.assertEqual(report["token"]["origin"], "the command of 'work'")
        self.assertIsNone(report["hub_says"])
        self.assertEqual(report["problems"], [])
        self.assertEqual(self.runs(), 0)
        self.get()
        report = json.loads(self.hf("status", "--json").stdout)
        self.assertTrue(report["hub_says"]["valid"])

    def test_status_names_a_command_that_cannot_be_run(self):
        (self.bin / "give").chmod(0o777)
        report = json.loads(self.hf("status", "--json").stdout)
        self.assertEqual([p["kind"] for p in report["problems"]],
                         ["command-refused"])
        self.conf.write_text("nonsense\n")
        report = json.loads(self.hf("status", "--json").stdout)
        self.assertIn(str(self.conf), str(report["problems"]))
        self.run_verb("logout", "--all", "--yes", status=1)
        self.given_token(BOB_WRITE)
        report = json.loads(self.hf("status", "--json").stdout)
        self.assertEqual([p["kind"] for p in report["problems"]],
                         ["commands-unreadable"])

    def test_logout_forgets_the_command_its_answers_and_its_rules(self):
        self.run_verb("switch", "work", "--for", "acme")
        self.get()
        self.assertEqual(len(self.answers()), 1)
        self.runs()
        self.run_verb("logout", "work")
        self.assertEqual((self.commands(), self.answers(), self.listed()),
                         ({}, [], []))
        self.assertEqual((self.get(), self.get(AT_ACME), self.runs()),
                         ({}, {}, 0))

    def test_logout_of_all_forgets_commands_but_revokes_none(self):
        self.run_verb("logout", "--all", "--revoke", "--yes", status=1)
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.run_verb("logout", "--all", "--yes")
        self.assertEqual(self.commands(), {})
        self.assertEqual(self.asked("/api/credentials/revoke"), [])

    def test_a_command_that_was_removed_by_hand_leaves_no_token(self):
        self.given_store(f"[git]\nhf_token = {BOB_WRITE}\nsource = git\n\n")
        self.conf.unlink()
        self.refused(b"'work' came from a command that is not there any more")

    def test_a_broken_file_is_an_error_and_is_kept(self):
        self.conf.write_text("[command work\n")
        self.refused(b"line 1")
        self.run_verb("logout", "work", status=1)
        self.given_secret(ALICE_WRITE)
        self.log_in_by(self.program(), status=1)
        self.assertEqual(self.conf.read_text(), "[command work\n")

    def test_a_token_goes_only_to_the_hub_of_its_command(self):
        self.edit_conf("https://huggingface.co", "https://hub.corp.example")
        self.assertEqual(self.get(), {})
        self.run_verb("switch", "work", "--for", "acme")
        self.assertEqual(self.get(AT_ACME), {})
        self.assertEqual(self.runs(), 0)

    def test_store_saves_nothing_while_there_is_a_command(self):
        for token in ALICE_WRITE, "hf_rotatedTokenThatNobodyKnows00000":
            self.hf("store", input=REQUEST + b"username=hf_user\npassword="
                    + token.encode() + b"\n")
        self.assertIsNone(self.stored())
        self.run_verb("logout", "work")
        self.hf("store", input=REQUEST + b"username=x\npassword="
                + BOB_WRITE.encode() + b"\n")
        self.assertIn(BOB_WRITE.encode(), self.stored())

    def test_git_clones_with_it_and_no_copy_stays(self):
        self.hf("configure")
        done = self.command(
            "git", "-c", "filter.lfs.required=false", "clone", "--no-checkout",
            "https://huggingface.co/alice/private-model", "model")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIsNone(self.stored())

    def test_variables_come_before_it_and_keyless_jobs_too(self):
        self.forget_answers()
        self.assertEqual(self.get(env={"HF_TOKEN": BOB_WRITE})["password"],
                         BOB_WRITE)
        self.assertEqual(self.get(env={"HF_OIDC_RESOURCE": "a/b"}),
                         {"quit": "1"})
        self.assertEqual(self.runs(), 0)


class Answers(Commanded):
    def test_an_answer_is_one_line_or_a_json_object(self):
        self.given_command()
        soon = int(time.time()) + 3600
        for text in (ALICE_READ, ALICE_READ + "\n", ALICE_READ + "\r\n",
                     f"  {ALICE_READ}\n", answer(ALICE_READ),
                     answer(ALICE_READ, expires_at=soon, extra={"a": [1]}),
                     answer(ALICE_READ, expires_at=None) + "\n"):
            with self.subTest(text):
                self.given_secret(text)
                self.forget_answers()
                self.assertEqual(self.get()["password"], ALICE_READ)
        self.given_secret(answer(ALICE_READ, expires_at=soon))
        self.forget_answers()
        for _ in range(2):  # Printed, then cached.
            self.assertEqual(self.get()["password_expiry_utc"], str(soon))

    def test_any_other_answer_is_refused_and_is_not_shown(self):
        self.given_command()
        past = int(time.time()) - 1
        for text in ("", "\n\n", f"{ALICE_READ}\n{BOB_WRITE}\n",
                     f"{ALICE_READ} x", f"{ALICE_READ}\0", "api_org_x1234567",
                     f"\x1b[200~{ALICE_READ}", "tökén", "h" * 9000, "{}", "{",
                     f'{{"token": "{ALICE_READ}"}}',
                     answer(ALICE_READ).replace("1", "2", 1),
                     answer(""), answer(f"{ALICE_READ}\n{BOB_WRITE}"),
                     answer(7), answer(ALICE_READ, expires_at="2030-01-01"),
                     answer(ALICE_READ, expires_at=1e30),
                     answer(ALICE_READ, expires_at=past), "[" * 40000,
                     answer(ALICE_READ) + answer(ALICE_READ)):
            with self.subTest(text[:40]):
                self.secret.write_bytes(text.encode())
                self.forget_answers()
                done = self.refused(b"gave no token")
                self.assertNotIn(b"\x1b", done.stderr)

    def test_a_flood_is_cut_off(self):
        self.given_command(options=("--timeout", "60s"))
        self.later("exec yes hf_flood")
        began = time.monotonic()
        self.refused(b"wrote more than 64 KiB")
        self.assertLess(time.monotonic() - began, 50)

    def test_what_the_program_says_is_shown_on_a_terminal_only(self):
        self.given_command()
        self.later(f"printf 'locked \\033[2J {ALICE_WRITE}\\nno end' >&2; exit 1")
        done = self.refused(b"status 1")
        self.assertNotIn(b"locked", done.stderr)
        status, shown = self.on_terminal("sh", "-c",
                                         f'"{self.helper}" get <"$0"',
                                         self.request_file())
        self.assertEqual(status, 1)
        self.assertIn(rb"give: locked \x1b[2J ****", shown)
        self.assertIn(b"give: no end", shown)
        self.assert_no_secret(shown)

    def request_file(self):
        path = self.root / "request"
        path.write_bytes(REQUEST)
        return path

    def test_a_flood_of_messages_does_not_flood_the_terminal(self):
        self.given_command(options=("--timeout", "2s"))
        self.later("yes message >&2")
        _, shown = self.on_terminal(self.helper, "exec", "--name", "work", "--",
                                    "true", env={"JPY_PARENT_PID": "1"})
        self.assertIn(b"did not end within 2 seconds", b" ".join(shown.split()))
        self.assertLess(len(shown), 400_000)


class Runs(Commanded):
    def test_a_program_that_hangs_is_killed_with_what_it_started(self):
        self.given_command(options=("--timeout", "5s"))
        child = self.root / "child"
        self.later(f"sleep 300 & echo $! >'{child}'; wait")
        self.refused(b"did not end within 5 seconds")
        self.assert_gone(child)

    def assert_gone(self, file):
        pid = int(file.read_text())
        stat = pathlib.Path(f"/proc/{pid}/stat")

        def is_gone():
            try:
                return stat.read_text().rsplit(")", 1)[1].split()[0] == "Z"
            except FileNotFoundError:
                return True
        wait_until(is_gone, lambda: f"process {pid} still runs")

    def test_the_program_gets_a_clean_environment_and_no_input(self):
        self.given_secret(ALICE_WRITE)
        seen = self.root / "seen"
        program = self.program(
            f"{{ env; pwd; cat; ls -l /proc/self/fd; }} >'{seen}' 2>&1; "
            f"cat '{self.secret}'")
        removed = {
            "GIT_DIR": "/x", "GIT_CONFIG_COUNT": "0", "LD_LIBRARY_PATH": "/x",
            "LD_DEBUG": "help_not", "HUGGING_FACE_HUB_TOKEN": "",
            "HF_OIDC_ID_TOKEN": "secret-identity", "BASH_ENV": "/x",
            "PYTHONPATH": "/x", "HF_CREDENTIAL_PATH": "old", "NODE_OPTIONS": "x"}
        self.log_in_by(program, options=("--name", "odd name"))
        self.get(AT_ACME, env={**removed, "PASSWORD_STORE_DIR": "/kept"})
        text = seen.read_text()
        lines = text.splitlines()
        for name in removed:
            for line in lines:
                if line.startswith(name + "="):
                    self.assertEqual(line, "HF_CREDENTIAL_PATH=acme/model")
        self.assertIn("HF_CREDENTIAL_ENDPOINT=https://huggingface.co", lines)
        self.assertIn("HF_CREDENTIAL_NAME=odd name", lines)
        self.assertIn("PASSWORD_STORE_DIR=/kept", lines)
        self.assertIn("/", lines)
        self.assertNotIn(str(self.runtime / "git"), text)  # No lock, no cache.

    def test_on_a_terminal_the_program_may_ask_the_user(self):
        self.given_command(
            f"if test -t 2 || sh -c ': </dev/tty' 2>/dev/null; then "
            f"printf 'PIN: ' >/dev/tty; read -r pin </dev/tty; "
            f"test \"$pin\" = 1234 || exit 1; fi; cat '{self.secret}'")
        self.forget_answers()
        status, shown = self.on_terminal(self.helper, "whoami",
                                         keys=[(b"PIN: ", b"1234\n")])
        self.assertEqual(status, 0, shown)
        self.assertIn(b"alice", shown)

    def test_ctrl_c_ends_the_program_and_the_verb(self):
        self.given_command()
        child = self.root / "child"
        self.later(f"echo $$ >'{child}'; printf 'PIN: ' >/dev/tty; "
                   "read -r pin </dev/tty; sleep 300")
        self.forget_answers()
        status, _ = self.on_terminal(self.helper, "whoami",
                                     keys=[(b"PIN: ", b"\x03")])
        self.assertEqual(status, 130)
        self.assert_gone(child)

    def test_a_run_that_is_killed_leaves_nothing_that_hinders_the_next(self):
        self.given_command()
        child = self.root / "child"
        self.later(f"echo $$ >'{child}'; sleep 300")
        for number in signal.SIGTERM, signal.SIGKILL:
            running = self.root / "child"
            running.unlink(missing_ok=True)
            process = subprocess.Popen(
                [self.helper, "token"], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=self.environment)
            wait_until(lambda: running.exists() and running.read_text().strip(),
                       lambda: "the program was not started")
            process.send_signal(number)
            process.communicate(timeout=PATIENCE)
            self.assert_gone(running)
        self.later(f"cat '{self.secret}'")
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_twenty_askers_make_one_run(self):
        self.given_command()
        self.forget_answers()
        self.later(f"sleep 0.5; cat '{self.secret}'")
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: self.get(), range(20)))
        self.assertEqual({a["password"] for a in answers}, {ALICE_WRITE})
        self.assertEqual(self.runs(), 1)

    def test_twenty_askers_share_a_failure_and_the_next_one_tries_again(self):
        self.given_command(options=("--timeout", "60s"))
        go = self.root / "go"
        self.later(f"while ! test -e '{go}'; do sleep 0.1; done; exit 9")
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            asked = [pool.submit(self.refused, b"status 9") for _ in range(20)]
            self.wait_for_askers(20)
            go.touch()
            for each in asked:
                each.result()
        self.assertEqual(self.runs(), 1)
        self.later(f"cat '{self.secret}'")
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def wait_for_askers(self, count):
        """Until so many processes have tried to get the command's lock."""
        seen = set()

        def have_asked():
            for process in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    seen.update(
                        process.name for fd in (process / "fd").iterdir()
                        if os.readlink(fd).startswith(
                            f"{self.runtime}/git-credential-hf-command-"))
                except OSError:  # It has ended.
                    continue
            return len(seen) >= count
        wait_until(have_asked, lambda: f"only {len(seen)} processes asked")


class Cache(Commanded):
    def test_an_answer_is_used_again_for_its_repository(self):
        self.given_command()
        for _ in range(3):
            self.get()
        self.assertEqual(self.runs(), 1)
        for _ in range(3):
            self.get(AT_ACME)
        self.get(REQUEST + b"path=acme/model\n")
        self.assertEqual(self.runs(), 1)
        file, = self.answers()
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)

    def test_an_answer_is_used_until_a_minute_before_its_expiry(self):
        self.given_command()
        for left, runs in (50, 2), (3600, 1):
            self.given_secret(answer(ALICE_WRITE,
                                     expires_at=int(time.time()) + left))
            self.forget_answers()
            self.runs()
            self.get()
            self.get()
            self.assertEqual(self.runs(), runs, left)

    def test_an_answer_without_an_expiry_is_used_for_the_ttl(self):
        for ttl, runs in ("500s", 2), ("0", 3):
            self.given_command(options=("--ttl", ttl))
            self.get()
            self.move_answers(-400)
            self.get()
            self.move_answers(-101)
            self.get()
            self.assertEqual(self.runs(), runs, ttl)

    def move_answers(self, seconds):
        """Makes all answers older, or younger."""
        for file in self.answers():
            file.write_text(re.sub(r"(?<=fetched_at = )\d+",
                                   lambda at: str(int(at[0]) + seconds),
                                   file.read_text()))

    def test_an_answer_from_the_future_is_not_used(self):
        """The clock was set back since."""
        self.given_command()
        self.get()
        self.move_answers(3600)
        self.get()
        self.assertEqual(self.runs(), 2)

    def test_an_answer_without_a_valid_moment_is_not_used(self):
        expiry = int(time.time()) + 7200
        for old, new in ((r"fetched_at = \d+", "fetched_at = 99999999999"),
                         (r"fetched_at = \d+", "fetched_at = soon"),
                         (r"fetched_at = \d+\n", ""),
                         (r"expires_at = \d+", "expires_at = 1600000000")):
            with self.subTest(new):
                self.given_command(secret=answer(ALICE_WRITE, expires_at=expiry))
                self.forget_answers()
                self.runs()
                self.get()
                file, = self.answers()
                text, count = re.subn(old, new, file.read_text())
                self.assertGreater(count, 0)
                file.write_text(text)
                self.assertEqual(self.get()["password"], ALICE_WRITE)
                self.assertEqual(self.runs(), 2)

    def test_a_new_answer_removes_old_ones(self):
        self.given_command()
        self.get(AT_ACME)
        self.move_answers(-3600)
        self.get(REQUEST + b"path=other/model\n")
        file, = self.answers()
        self.assertEqual(file.read_text().count(ALICE_WRITE), 1)

    def test_no_answer_is_cached_without_a_private_directory(self):
        self.given_command()
        self.runtime.chmod(0o755)
        self.get()
        self.get()
        self.assertEqual((self.runs(), self.answers()), (2, []))
        del self.environment["XDG_RUNTIME_DIR"]
        self.get()
        self.assertEqual(self.runs(), 1)

    def test_another_command_of_the_same_name_gets_no_old_answer(self):
        self.given_command()
        self.get()
        self.given_secret(BOB_WRITE)
        self.edit_conf("give", str(self.program(name="other").name))
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.edit_conf("other", "give")
        self.get()
        self.given_secret(ALICE_READ)
        self.log_in_by(self.bin / "give", options=("--name", "work"))
        self.assertEqual(self.get()["password"], ALICE_READ)

    def test_a_rotated_secret_is_fetched_again_after_a_refusal(self):
        self.given_command()
        self.get()
        self.get(AT_ACME)
        self.hub.accounts.revoke(ALICE_WRITE)
        self.given_secret(ALICE_READ)
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.runs()
        done = self.erase(ALICE_WRITE)
        self.assertIn(b"is not valid", done.stderr)
        self.assertIn(b"run the same command again", done.stderr)
        self.assert_no_secret(done.stderr)
        self.assertEqual(self.get()["password"], ALICE_READ)
        self.assertEqual(self.get(AT_ACME)["password"], ALICE_READ)
        self.assertEqual(self.runs(), 2)
        self.assertEqual(list(self.commands()), ["work"])

    def test_refusals_run_the_command_at_most_once_a_minute(self):
        self.given_command()
        self.get()
        self.erase(ALICE_WRITE)
        self.get()
        self.runs()
        for _ in range(3):
            self.erase(ALICE_WRITE)
            self.get()
        self.assertEqual(self.runs(), 0)
        file, = self.answers()
        text = file.read_text()
        moment = text.split("dropped_at = ")[1].split("\n")[0]
        file.write_text(text.replace(moment, str(int(moment) - 61)))
        self.erase(ALICE_WRITE)
        self.get()
        self.assertEqual(self.runs(), 1)

    def test_erase_of_another_token_drops_nothing(self):
        self.given_command()
        self.get()
        self.runs()
        self.erase(BOB_WRITE)
        self.get()
        self.assertEqual(self.runs(), 0)

    def test_a_cache_that_others_wrote_or_that_is_cut_off_is_not_used(self):
        self.given_command()
        self.get()
        file, = self.answers()
        whole = file.read_bytes()
        self.runs()
        token = ALICE_WRITE.encode()
        for content in (b"", whole[:len(whole) // 2], b"\xff",
                        whole.replace(b"give", b"gave"),
                        whole.replace(token, b""),
                        whole.replace(token, b"no token")):
            file.write_bytes(content)
            self.assertEqual(self.get()["password"], ALICE_WRITE)
            self.assertEqual(self.runs(), 1)


if __name__ == "__main__":
    unittest.main()
