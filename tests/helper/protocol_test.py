# SPDX-License-Identifier: Apache-2.0
"""What a hostile or clumsy caller sends, and what the helper must not do.

Numbers are those of the abuse cases that the project was given; the rules they
are examples of are tried with generated requests in tests/fuzz.
"""
import os
import pathlib
import resource
import signal
import subprocess
import time
import unittest

from patience import PATIENCE
from sandbox import Sandbox, record

CANARY = "hf_canaryTokenForTestsOnly000000000000"
HUB = b"protocol=https\nhost=huggingface.co\n"
ANSWER = f"username=hf_user\npassword={CANARY}\n".encode()


class Helper(Sandbox):
    def setUp(self):
        super().setUp()
        self.given_token(CANARY)
        self.given_store(f"[laptop]\nhf_token = {CANARY}\n\n")
        self.before = self.everything()

    def everything(self):
        """Names, modes, inodes and bytes of all that is in the store."""
        found = {}
        for path in sorted(self.hf_home.iterdir()):
            if path.suffix != ".lock":
                facts = path.stat()
                found[path.name] = (facts.st_mode, facts.st_ino,
                                    path.read_bytes())
        return found

    def assert_untouched(self):
        self.assertEqual(self.everything(), self.before)

    def assert_refused(self, operation, request):
        done = self.hf(operation, input=request)
        self.assertEqual(done.stdout, b"", request)
        self.assertEqual(done.returncode, 1, request)
        self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
        for word in (b"evil", b"secret", b"\0", b"\r", CANARY.encode()):
            self.assertNotIn(word, done.stderr)
        self.assert_untouched()

    def assert_silent(self, operation, request, **options):
        done = self.hf(operation, input=request, **options)
        self.assertEqual((done.returncode, done.stdout), (0, b""), request)
        self.assert_untouched()
        return done


class HostileRequests(Helper):
    def test_a_value_with_a_second_field_in_it_is_refused(self):
        for request in (
                b"protocol=https\nhost=evil.com\nhost=huggingface.co\n\n",  # 1
                b"protocol=https\nhost=huggingface.co\nhost=evil.com\n\n",
                b"protocol=https\nhost=one.example.com?\nhost=two.evil\n",
                # 3: a lone CR is no line end
                b"protocol=https\nhost=evil.com\rhost=huggingface.co\r\n",
                b"protocol=https\r\nhost=huggingface.co\r\n\r\n",  # 5
                b"protocol=https\nhost=huggingface.co\r\n",
                HUB + b"secret-garbage\n\n",  # 37: not echoed
                b"protocol=https\nhost\0x=evil\n",  # 39
                b"protocol=https\nhost=huggingface.co\0.evil.com\n",  # 22
                HUB + b"=x\n",  # 40
                b"protocol=https\nprotocol=https\nhost=huggingface.co\n",
                HUB + b"username=a\nusername=b\n",
                HUB + b"password=a\npassword=b\n",
                HUB + b"path=a\npath=b\n",
                HUB + b"k=" + b"x" * 65533 + b"\n",  # 47
                HUB + b"k=v\n" * 1023,
                HUB + (b"k=" + b"x" * 60000 + b"\n") * 18,
                b"protocol=https\nhost=huggingface.co",  # cut off
        ):
            for operation in "get", "store", "erase":
                with self.subTest(request=request[:80], operation=operation):
                    self.assert_refused(operation, request)

    def test_a_request_without_a_host_gets_no_answer(self):  # 2, 46, 58
        for request in (b"", b"\n", b"protocol=https\n\n",
                        b"host=huggingface.co\n\n", b"protocol=https\nhost=\n",
                        b"protocol=\nhost=huggingface.co\n",
                        b"url=https://huggingface.co\n",
                        b"Protocol=https\nHost=huggingface.co\n"):
            for operation in "get", "store", "erase":
                with self.subTest(request=request, operation=operation):
                    self.assert_silent(operation, request)

    def test_no_other_host_gets_an_answer(self):  # 15-33, 49
        hosts = (b"huggingface.co.evil.com", b"evilhuggingface.co",
                 b"huggingface.co-evil.com", b"huggingface.com",
                 b"huggingfaceXco", b"x.hf.space", b"cdn-lfs.huggingface.co",
                 b"hub-ci.huggingface.co", b"hf-mirror.com", b"evil.com",
                 b"huggingface.co%00.evil.com", b"huggingface.co:",
                 b"huggingface.co:0", b"huggingface.co:0443",
                 b"huggingface.co:+443", b"huggingface.co:65536",
                 b"huggingface.co:evil", b"huggingface.co:@evil.com",
                 b"huggingface.co:443:443", b"huggingface.co:8443",
                 "huggıngface.co".encode(), "huggingface.cо".encode(),
                 b"xn--huggngface-5ib.co", b"huggingface.co.",
                 b"hugging\xffface.co", b" huggingface.co", b"huggingface.co ")
        for host in hosts:
            with self.subTest(host=host):
                done = self.assert_silent(
                    "get", b"protocol=https\nhost=" + host + b"\n")
                self.assertEqual(done.stderr, b"")
        # 19: a look-alike user deceives the eye, not the helper.
        self.assert_silent("get", record(protocol="https", host="evil.com",
                                         username="huggingface.co"))
        for protocol in (b"HTTPS", b" https", b"ftp", b"ssh", b"cert", b"file"):
            self.assert_silent(
                "get", b"protocol=" + protocol + b"\nhost=huggingface.co\n")

    def test_no_request_over_http_gets_an_answer(self):  # 32
        done = self.assert_silent("get",
                                  record(protocol="http", host="hf.co"))
        self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_a_token_in_a_variable_is_sent_to_no_other_host(self):  # 11, 135
        for host in "attacker.example", "github.com", "hub.corp.example":
            self.assert_silent("get", record(protocol="https", host=host),
                               env={"HF_TOKEN": CANARY,
                                    "HF_ENDPOINT": f"https://{host}"})

    def test_each_way_to_write_the_hub_gets_an_answer(self):  # 23, 25, 31
        for host in "huggingface.co:443", "HUGGINGFACE.CO", "hf.co":
            for language in "C.UTF-8", "tr_TR.UTF-8":
                done = self.hf("get", input=record(protocol="https", host=host),
                               env={"LC_ALL": language})
                self.assertEqual(done.stdout, ANSWER)

    def test_unknown_fields_are_ignored(self):  # 34, 41, 44, 47
        for more in (b"path=../../.ssh/id_rsa\n", b"path=" + b"a" * 60000
                     + b"\n", b"foo=bar\nstate[]=x\ncapability[]=zzz\n",
                     b"\nhost=evil.com\n", b"\n\0\r\n",
                     b"k=" + b"x" * 65532 + b"\n", b"wwwauth[]=Basic\n"):
            with self.subTest(more=more[:40]):
                done = self.hf("get", input=HUB + more)
                self.assertEqual(done.stdout, ANSWER)
                self.assertEqual(done.stderr, b"")

    def test_terminal_escapes_do_not_reach_the_terminal(self):  # 8, 13
        self.given_store(f"[\x1b]0;x\x07\u202e]\nhf_token = {CANARY}\n"
                         "expires_at = 1\n\n")
        done = self.hf("get", input=HUB)
        self.assertIn(rb"\x1b]0;x\x07\u{202e}", done.stderr)
        self.assertNotIn(b"\x1b", done.stderr)


class Manners(Helper):
    def test_an_unknown_operation_without_a_terminal_is_ignored(self):  # 52
        done = self.assert_silent("frobnicate", HUB)
        self.assertEqual(done.stderr, b"")

    def test_an_unknown_verb_on_a_terminal_is_an_error(self):
        status, shown = self.on_terminal(self.helper, "frobnicate")
        self.assertEqual(status, 2)
        self.assertIn(b"there is no such verb", shown)

    def test_capability_lists_the_capabilities(self):
        done = self.hf("capability")
        self.assertEqual(done.stdout, b"version 0\ncapability authtype\n")

    def test_store_and_erase_print_nothing_on_stdout(self):  # 55
        for operation in "store", "erase":
            done = self.hf(operation, input=HUB + b"username=u\npassword=hf_x\n")
            self.assertEqual((done.returncode, done.stdout), (0, b""))

    def test_input_may_come_slowly_or_be_closed(self):  # 50
        helper = subprocess.Popen(
            [self.helper, "get"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=self.environment)
        for at in range(0, len(HUB), 2):
            helper.stdin.write(HUB[at:at + 2])
            helper.stdin.flush()
            time.sleep(0.02)
        self.assertEqual(helper.communicate(timeout=PATIENCE)[0], ANSWER)
        done = self.hf("get", input=None, preexec_fn=lambda: os.close(0))
        self.assertEqual((done.returncode, done.stdout), (0, b""))

    def test_on_a_terminal_an_operation_prints_the_usage(self):
        for operation in "get", "store", "erase":
            status, shown = self.on_terminal(self.helper, operation)
            self.assertEqual(status, 2)
            self.assertIn(b"usage: git-credential-hf", shown)

    def test_an_operation_with_an_argument_is_not_one(self):
        done = self.hf("get", "more", input=HUB)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"usage: git-credential-hf", done.stderr)

    def test_a_closed_stdout_is_an_error(self):  # 51
        reading, writing = os.pipe()
        os.close(reading)
        helper = subprocess.Popen(
            [self.helper, "get"], stdin=subprocess.PIPE, stdout=writing,
            stderr=subprocess.PIPE, env=self.environment)
        os.close(writing)
        error = helper.communicate(HUB, timeout=PATIENCE)[1]
        self.assertEqual(helper.returncode, 1)
        self.assertNotIn(CANARY.encode(), error)
        self.assert_untouched()

    def test_without_a_login_only_a_terminal_gets_a_hint(self):
        (self.hf_home / "token").unlink()
        done = self.hf("get", input=HUB)
        self.assertEqual((done.stdout, done.stderr), (b"", b""))
        status, shown = self.on_terminal(
            "sh", "-c", f"printf 'protocol=https\\nhost=hf.co\\n' | "
                        f"'{self.helper}' get")
        self.assertEqual(status, 0)
        self.assertIn(b"hint: not logged in", shown)

    def test_a_crash_leaves_no_core(self):  # 146
        slow = subprocess.Popen([self.helper, "get"], stdin=subprocess.PIPE,
                                cwd=self.root, env=self.environment,
                                preexec_fn=unlimited_core)
        slow.stdin.write(b"protocol=https\n")
        slow.stdin.flush()
        limits = pathlib.Path(f"/proc/{slow.pid}/limits")
        while self.core_size(limits) != "0":  # It has just begun.
            self.assertIsNone(slow.poll())
        slow.send_signal(signal.SIGSEGV)
        slow.stdin.close()
        self.assertEqual(slow.wait(PATIENCE), -signal.SIGSEGV)
        self.assertEqual([p.name for p in self.root.glob("core*")], [])

    def core_size(self, limits):
        """How large a core may be."""
        line = next(line for line in limits.read_text().splitlines()
                    if "core file" in line)
        return line.split()[4]

    def test_get_does_not_open_the_terminal(self):  # 152
        # In a session of its own there is no /dev/tty, and nothing changes.
        done = self.hf("get", input=HUB, start_new_session=True)
        self.assertEqual(done.stdout, ANSWER)

    def test_endpoints_on_the_command_line_get_answers(self):
        corp = record(protocol="https", host="hub.corp.example")
        local = record(protocol="http", host="127.0.0.1:8080")
        done = self.hf("--endpoint", "https://hub.corp.example", "--endpoint",
                       "http://127.0.0.1:8080/", "get", input=corp)
        self.assertEqual(done.stdout, ANSWER)
        done = self.hf("--endpoint", "http://127.0.0.1:8080", "get",
                       input=local)
        self.assertEqual(done.stdout, ANSWER)
        done = self.hf("--endpoint", "http://hub.corp.example", "get",
                       input=corp)
        self.assertEqual((done.returncode, done.stdout), (2, b""))


def unlimited_core():
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


if __name__ == "__main__":
    unittest.main()
