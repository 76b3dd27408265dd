# SPDX-License-Identifier: Apache-2.0
"""login by the device flow: what it asks, shows, saves and survives."""
import signal
import subprocess
import time
import unittest

from hub import ALICE_WRITE, connections
from online import Online
from patience import PATIENCE
from side_by_side import load_tests  # noqa: F401

DEVICE, TOKEN, WHOAMI = "/oauth/device", "/oauth/token", "/api/whoami-v2"


class Device(Online):
    def test_a_login_serves_the_helper_git_and_python(self):
        began = time.time()
        done = self.log_in()
        self.assertIn(b"logged in as alice", done.stdout)
        self.assertIn(b"https://huggingface.co/oauth/device?user_code=",
                      done.stderr)
        section = self.sections()["oauth-alice"]
        self.assertEqual(section["hf_token"].encode(), self.stored("token"))
        self.assertEqual((section["user"], section["endpoint"]),
                         ("alice", "https://huggingface.co"))
        self.assertIn("refresh_token", section)
        self.assert_moment(section["expires_at"], began,
                           self.hub.oauth.lifetime)
        for name in ("token", "stored_tokens"):
            self.assertEqual((self.hf_home / name).stat().st_mode & 0o777,
                             0o600)
        self.command("git", "lfs", "install", "--skip-repo")
        clone = self.command(
            "git", "clone", "https://huggingface.co/alice/private-model",
            env={"GIT_ASKPASS": "/bin/false"})
        self.assertIn(b"private-model", clone.stderr)

    def test_a_login_uses_one_connection_and_ends_after_the_approval(self):
        asked = []

        def approve(code):
            self.hub.oauth.approve(code)
            asked.extend(self.asked(TOKEN))

        with self.deciding(approve, after=2.5):
            self.run_verb("login")
        # One more could have been on its way meanwhile.
        self.assertLessEqual(len(self.asked(TOKEN)) - len(asked), 2)
        records = self.hub.requests()
        self.assertEqual({r["path"] for r in records}, {DEVICE, TOKEN, WHOAMI})
        self.assertEqual(connections(records), 1)

    def test_events_are_json_lines(self):
        done = self.log_in("--json")
        begin, code, end = self.events(done)
        self.assertEqual(begin, {"event": "begin",
                                 "endpoint": "https://huggingface.co"})
        self.assertEqual(code["event"], "device_code")
        self.assertIn(code["user_code"], code["verification_uri_complete"])
        self.assertEqual((code["expires_in"], code["interval"]), (900, 1))
        self.assertEqual((end["event"], end["name"], end["account"]),
                         ("logged_in", "oauth-alice", "alice"))
        self.assertEqual(end["git_config"], str(self.home / ".gitconfig"))
        self.assertEqual(end["git_urls"],
                         ["https://huggingface.co", "https://hf.co"])
        failed = self.hf("login", "--json", "--force",
                         env={"HF_HUB_OFFLINE": "1"})
        self.assertEqual(self.events(failed)[-1]["exit_status"], 4)
        self.assertEqual(failed.returncode, 4)

    def test_a_user_who_is_logged_in_is_not_asked_again(self):
        self.given_token(ALICE_WRITE)
        done = self.run_verb("login")
        self.assertIn(b"already logged in", done.stdout)
        self.assertEqual(self.hub.requests(), [])
        # What Python's login has not done:
        self.assertIn(b"git-credential-hf", (self.home / ".gitconfig").read_bytes())
        self.assertIn(b"HF_TOKEN", self.run_verb(
            "login", env={"HF_TOKEN": ALICE_WRITE}).stdout)
        self.log_in("--force")
        self.assertNotEqual(self.stored("token"), ALICE_WRITE.encode())

    def test_an_expired_or_rejected_login_does_not_count(self):
        for dead in ("expires_at = 1600000000", "rejected_at = 1600000000",
                     "expires_at = 1600000000\nrefresh_token = "):
            self.given_token(ALICE_WRITE)
            self.given_store(f"[a]\nhf_token = {ALICE_WRITE}\n{dead}\n\n")
            self.assertIn(b"logged in as", self.log_in().stdout)

    def test_login_names_a_variable_that_overrides_the_login(self):
        done = self.log_in("--force", env={"HF_TOKEN": ALICE_WRITE})
        self.assertIn(b"HF_TOKEN is set and overrides", done.stderr)

    def test_a_login_is_saved_although_git_cannot_be_configured(self):
        self.log_in("--no-configure")
        self.assertFalse((self.home / ".gitconfig").exists())
        (self.home / ".gitconfig").symlink_to(self.root / "elsewhere")
        for words, said in ((("--force",), b"logged in as"),
                            ((), b"already logged in")):
            done = self.log_in(*words, status=1)
            self.assertIn(said, done.stdout)
            self.assertIn(b"git does not use this token yet", done.stderr)
            self.assertIn(b'[credential "https://hf.co"]', done.stdout)
            self.assertIsNotNone(self.stored("token"))

    def test_an_event_says_that_git_could_not_be_configured(self):
        (self.home / ".gitconfig").mkdir()
        done = self.log_in("--json", status=1)
        end, git = self.events(done)[-2:]
        self.assertEqual((end["event"], end["git_config"]), ("logged_in", None))
        self.assertEqual((git["event"], git["exit_status"]),
                         ("git_not_configured", 1))
        self.assertIn("git does not use this token yet", git["message"])
        (self.home / "lines").write_text(git["lines"])
        (self.home / ".gitconfig").rmdir()
        self.run_verb("login", env={"GIT_CONFIG_GLOBAL":
                                    str(self.home / "lines")})
        self.assertEqual((self.home / "lines").read_text(), git["lines"])

    def test_a_login_works_on_a_machine_without_git(self):
        done = self.log_in(env={"PATH": "/nowhere"})
        self.assertIn(b"cannot find 'git'", done.stderr)


class WhichHub(Online):
    """Only a login that did log in registers a Hub: its own, and it says so."""

    def setUp(self):
        super().setUp()
        self.config = self.home / ".gitconfig"
        self.other = "https://hub.corp.example"

    def registered(self):
        """The URLs of git's configuration."""
        listed = self.command("git", "config", "--file", self.config,
                              "--list").stdout.decode()
        return sorted({line.split(".helper=")[0].removeprefix("credential.")
                       for line in listed.splitlines() if ".helper=" in line})

    def test_the_option_counts_and_not_the_variable(self):
        done = self.log_in("--endpoint", self.hub.http,
                           env={"HF_ENDPOINT": self.other})
        self.assertEqual(self.registered(), [self.hub.http])
        self.assertIn(f"git now uses it for {self.hub.http} (~/.gitconfig)"
                      .encode(), done.stdout)
        self.assertNotIn(b"corp", done.stdout + done.stderr)

    def test_a_login_adds_its_hub_and_leaves_the_others(self):
        self.run_verb("configure")
        before = self.config.read_bytes()
        self.log_in("--endpoint", self.hub.http)
        self.assertTrue(self.config.read_bytes().startswith(before))
        self.assertEqual(self.registered(), [
            self.hub.http, "https://hf.co", "https://huggingface.co"])

    def test_a_login_that_exists_registers_no_further_hub(self):
        self.given_token(ALICE_WRITE)
        for words, env in ((("--endpoint", self.hub.http), {}),
                           ((), {"HF_ENDPOINT": self.hub.http})):
            self.given_store(f"[a]\nhf_token = {ALICE_WRITE}\n"
                             f"endpoint = {self.hub.http}\n\n")
            done = self.run_verb("login", *words, env=env)
            self.assertIn(b"already logged in", done.stdout)
            self.assertIn(b"git does not use this helper for", done.stderr)
            self.assertFalse(self.config.exists())

    def test_a_token_without_a_recorded_hub_is_no_login_elsewhere(self):
        for env in ({}, {"HF_TOKEN": ALICE_WRITE}):
            self.given_token(ALICE_WRITE)
            self.given_store(f"[a]\nhf_token = {ALICE_WRITE}\n\n")
            done = self.log_in("--endpoint", self.hub.http, env=env)
            self.assertIn(b"logged in as", done.stdout)
            self.config.unlink()
        self.given_token(ALICE_WRITE)
        self.given_store(f"[a]\nhf_token = {ALICE_WRITE}\n\n")
        self.run_verb("configure", "--endpoint", self.hub.http)
        self.assertIn(b"already logged in", self.run_verb(
            "login", "--endpoint", self.hub.http).stdout)

    def test_the_official_hub_is_registered_and_named(self):
        self.given_token(ALICE_WRITE)
        done = self.run_verb("login")
        self.assertEqual(self.registered(),
                         ["https://hf.co", "https://huggingface.co"])
        self.assertIn(b"git now uses it (~/.gitconfig)", done.stdout)

    def test_a_login_that_failed_registers_nothing(self):
        with self.deciding(self.hub.oauth.deny):
            self.run_verb("login", "--endpoint", self.hub.http, status=1)
        self.assertFalse(self.config.exists())


class Refusals(Online):
    def assert_nothing_saved(self):
        self.assertIsNone(self.stored("token"))
        self.assertIsNone(self.stored())

    def test_a_denial_ends_the_login(self):
        with self.deciding(self.hub.oauth.deny):
            done = self.run_verb("login", status=1)
        self.assertIn(b"denied", done.stderr)
        self.assert_nothing_saved()

    def test_a_code_that_expires_ends_the_login(self):
        self.hub.oauth.expires_in = 2
        self.hub.oauth.override = {"expires_in": 900}
        done = self.run_verb("login", status=1)
        self.assertIn(b"the code has expired", done.stderr)
        self.assert_nothing_saved()

    def test_an_unsafe_code_or_link_is_not_shown(self):  # 70, 71
        own = "https://huggingface.co/oauth/device"
        rows = [{"user_code": code} for code in (
            "A\x1b[8mB-CD", "A" * 10_000, "ABC", "", "AB CD", "ÄBCD", 4, ...)]
        rows += [{"verification_uri": uri} for uri in (
            "file:///etc/passwd", "javascript:alert(1)", "-h", "",
            "http://huggingface.co/d", "https://huggingface.co.evil/",
            "https://huggingface.co@evil/", own + " x", own + '"', own + "\n",
            own + " ;touch x", own + "\x7f", own + "é", own + "#" + "x" * 3000,
            "https://huggingface.co:8443/d", None, ...)]
        rows += [{"device_code": code} for code in ("", "a b", 1, ...)]
        for row in rows:
            with self.subTest(row=str(row)[:60]):
                self.hub.oauth.override = row
                done = self.hf("login")
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(done.stderr.count(b"\n"), 2, done.stderr)
                self.assertNotIn(b"\x1b", done.stderr)
        self.assertEqual(self.asked(TOKEN), [])
        self.assert_nothing_saved()

    def test_a_complete_link_to_another_host_is_ignored(self):  # 72
        self.hub.oauth.override = {
            "verification_uri_complete": "https://evil.example/?x"}
        done = self.log_in()
        self.assertNotIn(b"evil", done.stderr)
        self.assertIn(b"https://huggingface.co/oauth/device\n", done.stderr)

    def test_strange_intervals_are_limited(self):  # 76
        for given, interval in ((0, 1), (-1, 1), (10**9, 60), ("5", 5),
                                (3.7, 5), (..., 5)):
            self.hub.oauth.override = {"interval": given, "expires_in": -7}
            process = subprocess.Popen(
                [self.helper, "login", "--json"], stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=self.environment)
            process.stdout.readline()
            code = process.stdout.readline()
            process.terminate()
            process.wait()
            process.stdout.close()
            self.assertIn(b'"expires_in":60,"interval":%d}' % interval, code)

    def test_a_store_with_errors_is_reported_before_the_browser(self):
        self.given_store("nonsense\n")
        done = self.run_verb("login", status=1)
        self.assertIn(b"stored_tokens", done.stderr)
        self.assertEqual(self.hub.requests(), [])
        self.assertEqual(self.stored(), b"nonsense\n")

    def test_a_client_id_in_the_environment_is_not_used_at_the_hub(self):  # 94
        planted = {"HF_DEVICE_CODE_OAUTH_CLIENT_ID": "attacker"}
        self.hub.oauth.client_ids.add("attacker")
        self.log_in(env=planted)
        self.assertNotIn("client_id", self.sections()["oauth-alice"])
        self.hub.oauth.client_ids = {"attacker"}
        self.log_in("--force", "--endpoint", "https://huggingface.co",
                    env=planted)
        self.assertEqual(self.sections()["oauth-alice"]["client_id"],
                         "attacker")


class Tolerance(Online):
    def test_a_login_survives_errors_of_the_hub_while_it_waits(self):  # 79
        for fault in ("html_500", "empty_object", "array", "drop", "html_200",
                      "bad_utf8"):
            self.hub.faults.add(fault, path=TOKEN, count=1)
        self.log_in()
        self.assertGreaterEqual(len(self.asked(TOKEN)), 6)

    def test_slow_down_does_not_end_the_login(self):  # See device_flow_test.cc.
        self.hub.oauth.interval = 600  # Said to be 1: so we come too soon.
        self.hub.oauth.override = {"interval": 1}

        def approve(code):
            if self.hub.oauth.slowed_down:
                self.hub.oauth.enforce_interval = False
                self.hub.oauth.approve(code)

        with self.deciding(approve):
            self.run_verb("login")
        self.assertEqual(self.hub.oauth.slowed_down, 1)
        self.assertEqual(len(self.asked(TOKEN)), 3)

    def test_a_failed_whoami_is_tried_again(self):
        self.hub.faults.add("bad_gateway", path=WHOAMI, count=2)
        self.log_in()

    def test_ctrl_c_does_not_wait_for_the_hub(self):
        self.hub.faults.add("slow")
        process = subprocess.Popen(
            [self.helper, "login", "--json"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=self.environment)
        process.stdout.readline()
        while not self.hub.requests():
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        # The Hub says nothing for longer; we would ask for 30 seconds.
        self.assertEqual(process.wait(20), 130)
        process.stdout.close()

    def test_ctrl_c_saves_nothing(self):  # 150
        status, shown = self.on_terminal(
            self.helper, "login", keys=[(b"choice", b"1\n"),
                                        (b"waiting for", b"\x03")],
            env=self.with_git("2.46.0"))
        self.assertEqual(status, 130, shown)
        self.assertIsNone(self.stored())
        self.assertFalse((self.home / ".gitconfig").exists())


class OnTerminal(Online):
    def test_a_user_chooses_the_browser_and_sees_the_time_left(self):
        with self.deciding(after=1.2):
            status, shown = self.on_terminal(
                self.helper, "login", keys=[(b"choice", b"1\n")],
                env=self.with_git("2.46.0"))
        self.assertEqual(status, 0, shown)
        self.assertIn(b"left", shown)
        self.assertIn(b"logged in as alice", shown)
        self.assertNotIn(b"Press Enter", shown)  # There is no display.

    def test_a_wide_terminal_shows_a_qr_code(self):
        script = self.root / "wide"
        script.write_text(f"#!/bin/sh\nstty cols 100 rows 60\n"
                          f"exec '{self.helper}' login\n")
        script.chmod(0o755)
        with self.deciding(after=0.5):
            _, shown = self.on_terminal(script, keys=[(b"choice", b"1\n")],
                                        env=self.with_git("2.46.0"))
            # The quiet zone, then the top of a finder pattern.
            self.assertIn("m████ ▄▄▄▄▄ █".encode(), shown)
            _, narrow = self.on_terminal(self.helper, "login", "--force",
                                         keys=[(b"choice", b"1\n")],
                                         env=self.with_git("2.46.0"))
        self.assertNotIn("█".encode(), narrow)

    def test_enter_opens_the_browser_without_a_shell(self):  # 73, 74, 148
        program = self.root / "bin" / "xdg-open"
        program.parent.mkdir()
        program.write_text(
            '#!/bin/sh\nexec >"$HOME/opened" 2>&1\nprintf "%s\\n" "$@"\n'
            'env | grep -c TOKEN\nls /proc/self/fd\n')
        program.chmod(0o755)
        git = self.with_git("2.46.0")
        env = {"PATH": f"{program.parent}:{git['PATH']}",
               "DISPLAY": ":0", "HUGGING_FACE_HUB_TOKEN": ALICE_WRITE}
        keys = [(b"choice", b"1\n"), (b"Press Enter", b"\n")]
        with self.deciding(after=2.5):
            status, shown = self.on_terminal(self.helper, "login", "--force",
                                             keys=keys, env=env)
            self.assertEqual(status, 0, shown)
            over_ssh, told = self.on_terminal(
                self.helper, "login", "--force", keys=keys[:1],
                env={**env, "SSH_TTY": "/dev/pts/1"})
        self.assertEqual(over_ssh, 0, told)
        self.assertNotIn(b"Press Enter", told)
        opened = (self.home / "opened").read_text().split("\n")
        self.assertTrue(opened[0].startswith(
            "https://huggingface.co/oauth/device?user_code="), opened)
        self.assertEqual(opened[1], "0")
        self.assertLessEqual({line for line in opened[2:] if line},
                             {"0", "1", "2", "3", "10"})  # The shell's and ls's.

    def test_sigterm_ends_the_login(self):
        process = subprocess.Popen([self.helper, "login"],
                                   stderr=subprocess.PIPE,
                                   stdin=subprocess.DEVNULL,
                                   env=self.environment)
        while b"waiting" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), -signal.SIGTERM)
        process.stderr.close()
        self.assertIsNone(self.stored())


if __name__ == "__main__":
    unittest.main()
