# SPDX-License-Identifier: Apache-2.0
"""Every way in which the Hub can fail, against everything that asks it.

Each ends by itself, with the right status and a sentence; nothing is
lost, and nobody else hears of a token.
"""
import concurrent.futures
import configparser
import pathlib
import shutil
import subprocess
import unittest

from hub import ALICE_WRITE, CI_ID_TOKEN, FAULTS
from online import Online
from patience import PATIENCE
from side_by_side import load_tests  # noqa: F401

REQUEST = b"protocol=https\nhost=huggingface.co\n"

# What may be over later; the rest makes no sense or is a refusal.
LATER = {"slow", "drip", "drop", "reset", "truncated", "html_500", "html_200",
         "bad_gateway", "rate_limited", "rate_limited_date", "redirect",
         "redirect_file", "giant_body", "giant_header"}
# Numbers out of range are passed over, and the rest of the answer is good.
HARMLESS = {"huge_numbers"}


class Case:
    """One verb in a home of its own."""

    def __init__(self, test, name, arguments, path, given=b"", env=None):
        self.name, self.arguments, self.path = name, arguments, path
        self.given, self.env = given, env or {}
        self.home = test.root / name
        shutil.copytree(test.home, self.home)
        self.store = self.home / ".cache" / "huggingface"
        self.environment = {**test.environment, "HOME": str(self.home),
                            **self.env}
        self.helper = test.helper

    def run(self):
        return subprocess.run(
            [self.helper, *self.arguments], input=self.given,
            timeout=PATIENCE, capture_output=True, env=self.environment,
            cwd=self.home)

    def tokens(self):
        """What must not be lost, apart from notes of our own."""
        parser = configparser.ConfigParser(interpolation=None)
        text = ""
        if (self.store / "stored_tokens").exists():
            text = (self.store / "stored_tokens").read_text()
        parser.read_string(text)
        active = self.store / "token"
        return ({name: (section["hf_token"], section.get("refresh_token"))
                 for name, section in parser.items() if name != "DEFAULT"},
                active.read_text() if active.exists() else None)


class Faults(Online):
    def cases(self):
        """One for each thing that is asked of the Hub."""
        online = [Case(self, "device", ["login"], "/oauth/device"),
                  Case(self, "given", ["login", "--token-stdin"],
                       "/api/whoami-v2", ALICE_WRITE.encode()),
                  Case(self, "exchange", ["get"], "/oauth/token", REQUEST,
                       {"HF_OIDC_RESOURCE": "alice/x",
                        "HF_OIDC_ID_TOKEN": CI_ID_TOKEN,
                        "XDG_RUNTIME_DIR": ""})]
        self.given_login(lifetime=3600)
        online.append(Case(self, "due", ["get"], "/oauth/token", REQUEST))
        self.given_login(expires_at=1_600_000_000)
        online.append(Case(self, "expired", ["get"], "/oauth/token", REQUEST))
        self.given_token(ALICE_WRITE)
        self.given_store(f"[laptop]\nhf_token = {ALICE_WRITE}\n\n")
        online.append(Case(self, "whoami", ["whoami"], "/api/whoami-v2"))
        online.append(Case(
            self, "erase", ["erase"], "/api/whoami-v2",
            REQUEST + b"username=u\npassword=" + ALICE_WRITE.encode() + b"\n"))
        return online

    def assert_status(self, case, fault, done):
        wanted = 4 if fault in LATER else 1
        if case.name in ("exchange", "expired"):
            wanted = 1
        if case.name in ("due", "erase"):
            wanted = 0
        self.assertEqual(done.returncode, wanted, done.stderr)
        self.assertIn(b"git-credential-hf: ", done.stderr)
        if case.name == "exchange":
            self.assertEqual(done.stdout, b"quit=1\n")

    def assert_fine(self, case, fault, before, done):
        self.assertNotIn(b"\x1b", done.stderr)
        self.assert_no_secret(done.stderr)
        if fault in HARMLESS:
            return
        self.assert_status(case, fault, done)
        if case.name == "erase" and fault == "unauthorized":
            self.assertIsNone(case.tokens()[1])  # The Hub's own word.
        else:
            self.assertEqual(case.tokens(), before)

    def meet(self, fault):
        """Each verb, while the Hub has the fault."""
        cases = self.cases()
        for path in {case.path for case in cases}:
            self.hub.faults.add(fault, path=path)
        before = [case.tokens() for case in cases]
        with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
            for case, old, done in zip(
                    cases, before, pool.map(Case.run, cases)):
                with self.subTest(verb=case.name):
                    self.assert_fine(case, fault, old, done)
        self.assertEqual(self.hub.stranger.received, [])


def add_tests():
    """One for each fault of the Hub: test_slow, test_reset and so on."""
    for fault in FAULTS:
        setattr(Faults, f"test_{fault}",
                lambda self, fault=fault: self.meet(fault))


add_tests()


class Surroundings(Online):
    """What the environment and the network try."""

    def test_untrusted_certificates_are_refused(self):  # 88
        for url in (self.hub.expired_https, self.hub.wrong_host_https,
                    self.hub.self_signed_https):
            done = self.log_in_with(status=4, env={
                "HF_ENDPOINT": url, "GIT_SSL_NO_VERIFY": "1",
                "https_proxy": ""})
            self.assertIn(b"cannot be trusted", done.stderr)
            self.assertIn(b"SSL_CERT_FILE", done.stderr)
        self.log_in_with(status=4, env={"SSL_CERT_FILE": "",
                                        "GIT_SSL_CAINFO": ""})
        self.log_in_with(status=4, env={"SSL_CERT_FILE": "/nowhere",
                                        "GIT_SSL_CAINFO": ""})
        self.assertEqual(self.hub.requests(), [])

    def test_each_variable_for_a_file_of_authorities_works(self):
        for name in "GIT_SSL_CAINFO", "SSL_CERT_FILE", "CURL_CA_BUNDLE":
            self.log_in_with(env={"GIT_SSL_CAINFO": "", "SSL_CERT_FILE": "",
                                  name: str(self.hub.ca)})

    def test_each_variable_for_folders_of_authorities_works(self):
        folder = self.root / "authorities"
        folder.mkdir()
        name = self.command("openssl", "x509", "-noout", "-subject_hash",
                            "-in", self.hub.ca).stdout.decode().strip()
        (folder / f"{name}.0").symlink_to(self.hub.ca)
        for name in "GIT_SSL_CAPATH", "SSL_CERT_DIR":
            self.log_in_with(env={"GIT_SSL_CAINFO": "", "SSL_CERT_FILE": "",
                                  name: str(folder)})

    def test_gits_variable_comes_before_the_others(self):
        self.log_in_with(env={"GIT_SSL_CAINFO": str(self.hub.ca),
                              "SSL_CERT_FILE": "/nowhere",
                              "CURL_CA_BUNDLE": "/nowhere"})

    def test_the_keys_of_a_connection_are_not_written_to_a_file(self):  # 89
        path = self.root / "keys"
        self.log_in_with(env={"SSLKEYLOGFILE": str(path)})
        self.assertFalse(path.exists())

    def test_netrc_and_traces_are_ignored(self):  # 83, 91
        (self.home / ".netrc").write_text(
            "machine huggingface.co login a password b\n"
            "default login a password b\n")
        done = self.log_in_with(env={"GIT_TRACE_CURL": "1", "GIT_TRACE": "1"})
        self.assertNotIn(b"uthorization", done.stdout + done.stderr)
        self.log_in("--force")
        self.assertEqual({(r["path"], r["auth"]) for r in self.hub.requests()},
                         {("/api/whoami-v2", "bearer"),
                          ("/oauth/device", "none"), ("/oauth/token", "none")})

    def test_a_proxy_gets_no_request_over_http(self):  # 84
        stranger = self.hub.stranger.http
        self.log_in_with(env={
            "HF_ENDPOINT": self.hub.http, "http_proxy": stranger,
            "ALL_PROXY": stranger, "https_proxy": stranger})
        self.assertEqual(self.hub.stranger.received, [])
        done = self.log_in_with(status=4, env={
            "https_proxy": "http://user:secretword@127.0.0.1:9"})
        self.assertNotIn(b"secretword", done.stderr)

    def test_no_program_leaves_a_core_file(self):  # 146
        process = subprocess.Popen(
            [self.helper, "login", "--json"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=self.environment)
        process.stdout.readline()
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_bytes()
        process.kill()
        process.wait()
        process.stdout.close()
        core = [line for line in limits.splitlines() if b"core file" in line]
        self.assertEqual(core[0].split()[4], b"0")


if __name__ == "__main__":
    unittest.main()
