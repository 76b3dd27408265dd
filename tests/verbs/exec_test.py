# SPDX-License-Identifier: Apache-2.0
"""exec: another program in the place of this one, with the token in HF_TOKEN.

Each way to the token is one of two paths: the helper runs the program itself
with a token that a file has, and the account program does the rest.
"""
import json
import os
import signal
import subprocess
import sys
import unittest

from hub import ALICE_OAUTH, ALICE_WRITE, BOB_WRITE, CI_ID_TOKEN
from logged_in import LAPTOP, WORK
from online import Online

PATHS = ((), ("--name", "laptop"))  # The helper's and the account program's.
STATE = """
import json, os, resource, signal
print(json.dumps({
    "pid": os.getpid(), "umask": os.umask(0),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "ignored": [s for s in range(1, 32)
                if signal.getsignal(s) == signal.SIG_IGN],
    "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    "files": [fd for fd in range(200) if os.path.exists(f"/proc/self/fd/{fd}")],
    "environment": dict(os.environ)}))
"""


class Exec(Online):
    def setUp(self):
        super().setUp()
        self.given_token(LAPTOP)
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n\n"
                         f"[work]\nhf_token = {WORK}\n\n")

    def exec(self, *arguments, status=0, **options):
        done = self.hf("exec", *arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        self.assert_no_secret(done.stderr)
        return done

    def token(self, *options, **more):
        """What a program finds in HF_TOKEN; None when it does not run."""
        done = self.hf("exec", *options, "--", "sh", "-c",
                       'printf "<%s>" "$HF_TOKEN"', **more)
        return done.stdout.decode()[1:-1] if done.stdout else None

    def program(self, name, text="#!/bin/sh\necho ran\n", mode=0o755):
        path = self.root / "tools" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path


class Process(Exec):
    def state(self, *before, **options):
        """What a program sees of the process that it gets."""
        def prepare():
            os.umask(0o027)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.close(0)

        process = subprocess.Popen(
            [*before, sys.executable, "-SEB", "-c", STATE],
            stdout=subprocess.PIPE, env=self.environment, preexec_fn=prepare,
            restore_signals=False, **options)
        told = json.loads(process.communicate()[0])
        self.assertEqual(told.pop("pid"), process.pid)
        return told

    def test_the_program_gets_the_process_as_its_caller_made_it(self):
        alone = self.state()
        for options in PATHS:
            with self.subTest(options):
                told = self.state(self.helper, "exec", *options, "--")
                self.assertEqual(told["environment"].pop("HF_TOKEN"), LAPTOP)
                self.assertEqual(told, alone)

    def test_the_network_leaves_nothing_behind(self):
        alone = self.state()
        self.given_login(60)
        told = self.state(self.helper, "exec", "--")
        self.assertEqual(told["environment"].pop("HF_TOKEN"),
                         self.stored("token").decode())
        self.assertEqual(told, alone)
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_the_program_gets_the_descriptors_of_its_caller(self):
        read, write = os.pipe()
        self.addCleanup(os.close, read)
        self.addCleanup(os.close, write)
        alone = self.state(pass_fds=[write])
        for options in PATHS:
            told = self.state(self.helper, "exec", *options, "--",
                              pass_fds=[write])
            self.assertEqual(told["files"], alone["files"])
            self.assertIn(write, told["files"])

    def test_the_exit_status_is_that_of_the_program(self):
        for options in PATHS:
            for status in 0, 1, 42, 255:
                self.exec(*options, "--", "sh", "-c", f"exit {status}",
                          status=status)
            self.exec(*options, "--", "sh", "-c", "kill -TERM $$", status=-15)

    def test_arguments_and_stdin_arrive_as_they_are(self):
        words = ["a b", "", "$HOME", "--", "-x", "--name", "*", "\udcff", "\n"]
        for options in PATHS:
            for dashes in ["--"], []:
                done = self.exec(*options, *dashes, "printf", "%s|", *words)
                self.assertEqual(done.stdout, b"".join(
                    os.fsencode(word) + b"|" for word in words))
            self.assertEqual(self.exec(*options, "cat", input=b"in").stdout,
                             b"in")

    def test_the_token_is_in_no_argument(self):
        for options in PATHS:
            done = self.exec(*options, "--", "cat", "/proc/self/cmdline")
            self.assertEqual(done.stdout, b"cat\0/proc/self/cmdline\0")


class Programs(Exec):
    def test_a_program_that_is_not_there_is_127(self):
        for options in PATHS:
            for name in "no-such-program", "/no/such/program", "./x", "x/y":
                done = self.exec(*options, "--", name, status=127)
                self.assertIn(f"cannot find '{name}'".encode(), done.stderr)

    def test_a_program_that_cannot_run_is_126(self):
        for options in PATHS:
            for path in (self.program("data", mode=0o644), self.root,
                         self.program("text", "echo ran\n"),
                         self.program("odd", "#!/no/such/interpreter\n")):
                done = self.exec(*options, "--", path, status=126)
                self.assertIn(f"cannot run '{path}'".encode(), done.stderr)
                self.assertEqual(done.stdout, b"")

    def test_the_next_directory_of_path_is_tried(self):
        self.program("tool", mode=0o644)
        env = {"PATH": f"/nowhere:{self.root}/tools:{self.environment['PATH']}"}
        self.exec("--", "tool", status=126, env=env)
        self.program("tool")
        self.assertEqual(self.exec("--", "tool", env=env).stdout, b"ran\n")

    def test_a_program_of_the_current_directory_needs_its_path(self):
        self.program("tool")
        for entry in "", ".", "../tools":
            env = {"PATH": f"{entry}:{self.environment['PATH']}"}
            for options in PATHS:
                done = self.exec(*options, "--", "tool", status=127, env=env,
                                 cwd=self.root / "tools")
                self.assertIn(b"write './tool'", done.stderr)
        self.exec("--", "./tool", cwd=self.root / "tools")

    def test_a_name_with_control_characters_is_escaped(self):
        done = self.exec("--", "\x1b[2J", status=127)
        self.assertIn(rb"cannot find '\x1b[2J'", done.stderr)

    def test_a_program_that_takes_access_tokens_only_gets_a_warning(self):
        self.program("llama-cli")
        self.program("llamas")
        env = {"PATH": f"{self.root}/tools:{self.environment['PATH']}"}
        for token, name, warns in (
                (ALICE_WRITE, "llama-cli", False),
                (ALICE_OAUTH, "llama-cli", True), ("hf_" + "a" * 33,
                                                   "llama-cli", True),
                ("hf_" + "a" * 34, f"{self.root}/tools/llama-cli", False),
                (ALICE_OAUTH, "llamas", False)):
            done = self.exec("--", name, env={**env, "HF_TOKEN": token})
            self.assertEqual(b"will ignore this token" in done.stderr, warns)
            self.assertEqual(done.stdout, b"ran\n")


class WhichToken(Exec):
    def test_other_variables_with_a_token_are_removed(self):
        env = {"HUGGING_FACE_HUB_TOKEN": BOB_WRITE, "HF_TOKEN": "",
               "HF_OIDC_ID_TOKEN": "x", "HF_TOKEN_PATH": str(
                   self.hf_home / "token"), "HF_TOKENS": "kept"}
        done = self.exec("--", "env", env=env)
        lines = done.stdout.decode().splitlines()
        self.assertIn(f"HF_TOKEN={BOB_WRITE}", lines)
        self.assertIn("HF_TOKENS=kept", lines)
        self.assertTrue(any(line.startswith("HF_TOKEN_PATH=")
                            for line in lines))
        self.assertEqual(done.stdout.count(BOB_WRITE.encode()), 1)
        self.assertNotIn(b"HF_OIDC", done.stdout)

    def test_a_rule_chooses_the_token(self):
        self.run_verb("switch", "work", "--for", "acme")
        for owner, token in (("acme", WORK), ("acme/model", WORK),
                             ("datasets/acme/big", WORK), ("bob", LAPTOP)):
            self.assertEqual(self.token("--for", owner), token)
            self.assertEqual(self.token(f"--for={owner}"), token)
            self.assertEqual(self.run_verb("token", "--for", owner).stdout,
                             token.encode() + b"\n")
        self.assertEqual(self.token(), LAPTOP)
        self.assertEqual(self.token("--name", "work"), WORK)

    def test_a_variable_comes_first_and_hides_a_rule_with_a_notice(self):
        self.run_verb("switch", "work", "--for", "acme")
        env = {"HF_TOKEN": BOB_WRITE}
        self.assertEqual(self.token("--for", "acme", env=env), BOB_WRITE)
        self.assertIn(b"HF_TOKEN is set", self.exec(
            "--for", "acme", "--", "true", env=env).stderr)
        self.assertEqual(self.exec("--", "true", env=env).stderr, b"")
        self.assertEqual(self.token("--name", "work", env=env), WORK)

    def test_a_token_that_expires_soon_is_refreshed_first(self):
        old, _ = self.given_login(60)
        new = self.token()
        self.assertNotIn(new, (None, old))
        self.assertEqual(self.stored("token").decode(), new)
        self.assertEqual(len(self.asked("/oauth/token")), 1)

    def test_an_expired_token_is_not_given_to_a_program(self):
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n"
                         "expires_at = 1600000000\n\n")
        for options in PATHS:
            done = self.hf("exec", *options, "--", "echo", "ran")
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(b"has expired", done.stderr)

    def test_a_job_gets_its_own_token_and_the_program_no_identity(self):
        env = {"HF_OIDC_RESOURCE": "alice/private-model",
               "HF_OIDC_ID_TOKEN": CI_ID_TOKEN}
        lines = self.exec("--", "env", env=env).stdout.decode().splitlines()
        token, = [line for line in lines if line.startswith("HF_TOKEN=")]
        self.assertTrue(token.startswith("HF_TOKEN=hf_jwt_"))
        self.assertFalse([line for line in lines if "HF_OIDC" in line])

    def test_without_a_login_no_program_runs(self):
        (self.hf_home / "token").unlink()
        (self.hf_home / "stored_tokens").unlink()
        done = self.exec("--", "echo", "ran", status=3)
        self.assertEqual(done.stdout, b"")
        self.assertIn(b"not logged in", done.stderr)
        self.exec("--name", "nope", "--", "echo", status=3)

    def test_the_token_of_another_hub_is_not_given(self):
        corp = "https://hub.corp.example"
        self.given_token(WORK)
        self.given_store(f"[work]\nhf_token = {WORK}\nendpoint = {corp}\n\n")
        for options, status in (((), 3), (("--name", "work"), 1)):
            done = self.exec(*options, "--", "echo", "ran", status=status)
            self.assertEqual(done.stdout, b"")
            self.assertIn(b"HF_ENDPOINT", done.stderr)
            self.assertEqual(self.token(*options, env={"HF_ENDPOINT": corp}),
                             WORK)

    def test_a_hub_that_only_a_variable_names_gets_no_token(self):
        env = {"HF_ENDPOINT": "https://evil.example"}
        for options in PATHS:
            done = self.exec(*options, "--", "echo", "ran", status=1, env=env)
            self.assertEqual(done.stdout, b"")
            self.assertIn(b"which only HF_ENDPOINT names", done.stderr)

    def test_a_variable_with_a_wrong_value_is_an_error_that_names_it(self):
        for name, value in (("HF_ENDPOINT", "http://evil.example"),
                            ("HF_ENDPOINT", "no address"),
                            ("HF_TOKEN", "not a token")):
            for options in (), ("--name", "work"), ("--for", "acme"):
                if (name, options[:1]) == ("HF_TOKEN", ("--name",)):
                    continue  # A name is asked for, and no variable.
                done = self.exec(*options, "--", "echo", "ran", status=2,
                                 env={name: value})
                self.assertEqual(done.stdout, b"")
                self.assertIn(name.encode(), done.stderr)

    def test_wrong_arguments_run_nothing(self):
        for arguments, said in (
                ([], b"no PROGRAM"), (["--"], b"no PROGRAM"),
                (["--for"], b"'--for' needs a value"),
                (["--for=", "echo"], b"the value of '--for' is empty"),
                (["--for", "acme"], b"no PROGRAM"),
                (["--for", "a", "--name", "b", "echo"], b"'--for' and '--name'"),
                (["--nam", "work", "echo"], b"did you mean '--name'?"),
                (["--for", "a b", "echo"], b"names no owner")):
            with self.subTest(arguments):
                done = self.exec(*arguments, status=2)
                self.assertEqual(done.stdout, b"")
                self.assertIn(said, done.stderr)

    def test_exec_writes_no_file(self):
        before = sorted(self.home.rglob("*"))
        for options in PATHS:
            self.exec(*options, "--", "true")
        self.assertEqual(sorted(self.home.rglob("*")), before)


if __name__ == "__main__":
    unittest.main()
