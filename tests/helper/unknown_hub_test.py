# SPDX-License-Identifier: Apache-2.0
"""A token goes only where it is certain that it may go: what the store cannot
be asked about stays here, whichever program asks."""
import os
import unittest

from logged_in import LAPTOP, WORK, LoggedIn
from sandbox import record

CORP = "https://hub.corp.example"
OFFICIAL = record(protocol="https", host="huggingface.co")
AT_CORP = record(protocol="https", host="hub.corp.example")
STORE = (f"[corp]\nhf_token = {LAPTOP}\nendpoint = {CORP}\nuser = alice\n\n"
         f"[home]\nhf_token = {WORK}\n\n")
# Ways to write the same record that Python reads, or that a person may type.
SPELLINGS = (f"endpoint: {CORP}", f"EndPoint = {CORP}", f"ENDPOINT={CORP}",
             f"   endpoint = {CORP}", f"endpoint =\n  {CORP}",
             f"endpoint\t:\t{CORP}", f"# endpoint = {CORP}")


class UnknownHub(LoggedIn):
    def setUp(self):
        super().setUp()
        self.given_token(LAPTOP)
        self.given_store(STORE)

    def ask(self, request, **options):
        return self.hf("--endpoint", CORP, "get", input=request, **options)

    def assert_nothing_goes_out(self):
        """Neither to git for any Hub, nor to a script, nor to a Hub."""
        for request in OFFICIAL, AT_CORP, OFFICIAL + b"path=acme/model\n":
            done = self.ask(request)
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(b"hint: ", done.stderr)
            self.assert_no_secret(done.stderr)
        for arguments in (["token"], ["whoami"], ["token", "corp"],
                          ["status", "--offline", "--json"]):
            done = self.hf(*arguments)
            self.assertNotEqual(done.returncode, 0, arguments)
            self.assert_no_secret(done.stdout + done.stderr)

    def test_a_recorded_hub_limits_where_a_token_is_sent(self):
        self.assertEqual(self.ask(OFFICIAL).stdout, b"")
        self.assertEqual(self.ask(AT_CORP).stdout,
                         f"username=hf_user\npassword={LAPTOP}\n".encode())

    def test_no_token_is_sent_if_the_store_cannot_be_read(self):
        path = self.hf_home / "stored_tokens"
        path.unlink()
        makers = {
            "folder": path.mkdir,
            "fifo": lambda: os.mkfifo(path),
            "link to nothing": lambda: path.symlink_to("nowhere"),
            "link in a circle": lambda: path.symlink_to("stored_tokens"),
            "device": lambda: path.symlink_to("/dev/zero"),
            "too large": lambda: path.write_bytes(
                STORE.encode() + b"\n" * (1 << 20)),
        }
        for kind, make in makers.items():
            with self.subTest(kind):
                make()
                self.assert_nothing_goes_out()
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()
                else:
                    path.unlink()

    def test_no_token_is_sent_if_the_store_may_not_be_read(self):
        self.use_own_prefix()
        path = self.hf_home / "stored_tokens"
        self.open_to_nobody()
        plain = self.command

        def as_nobody(*arguments, **options):
            return plain(*arguments, preexec_fn=become, **options)

        def become():
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
        self.command = as_nobody
        path.chmod(0)
        self.assert_nothing_goes_out()
        path.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(path, 1, 1)
            self.assert_nothing_goes_out()
            os.chown(path, 65534, 65534)
        self.assertIn(LAPTOP.encode(), self.ask(AT_CORP).stdout)

    def test_no_token_is_sent_if_reading_the_store_fails(self):
        """The kernel says EIO at the last read."""
        for request in OFFICIAL, AT_CORP:
            done = self.command(
                "strace", "-o", self.root / "trace", "-P",
                self.hf_home / "stored_tokens", "-e", "inject=read:error=EIO",
                self.helper, "--endpoint", CORP, "get", input=request)
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(b"hint: ", done.stderr)

    def test_no_token_is_sent_if_a_store_with_errors_has_endpoints(self):
        for spelling in SPELLINGS:
            for broken in (f"[corp]\nhf_token = {LAPTOP}\n{spelling}\nx\n",
                           f"nonsense\n[corp]\nhf_token={LAPTOP}\n{spelling}\n",
                           f"[corp]\n{spelling}\n[a]\n[a]\n",
                           f"{spelling}\n[corp]\nhf_token = {LAPTOP}\n",
                           f"[a]\nx\n[b]\n{spelling}\n"):
                if spelling.startswith("#") and broken.startswith("#"):
                    continue  # A comment at the beginning breaks nothing.
                with self.subTest(broken=broken):
                    self.given_store(broken)
                    done = self.ask(OFFICIAL)
                    self.assertEqual((done.returncode, done.stdout), (1, b""))
                    self.assertIn(b"hint: ", done.stderr)
                    done = self.ask(AT_CORP)
                    self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assert_nothing_goes_out()

    def test_a_store_with_errors_still_serves_the_official_hub(self):
        self.given_store(f"[a]\nhf_token = {LAPTOP}\n[a]\n")
        self.assertIn(LAPTOP.encode(), self.ask(OFFICIAL).stdout)
        self.assertEqual(self.hf("token").stdout, LAPTOP.encode() + b"\n")
        self.assertEqual(self.ask(AT_CORP).stdout, b"")

    def test_a_token_in_a_variable_is_used_although_the_store_has_errors(self):
        (self.hf_home / "stored_tokens").unlink()
        (self.hf_home / "stored_tokens").mkdir()
        done = self.ask(OFFICIAL, env={"HF_TOKEN": WORK})
        self.assertIn(WORK.encode(), done.stdout)

    def test_every_section_of_a_token_can_limit_its_hub(self):
        for name in "aaa", "zzz":
            self.given_store(f"[{name}]\nhf_token = {LAPTOP}\n\n" + STORE)
            self.assertEqual(self.ask(OFFICIAL).stdout, b"")
            self.assertIn(LAPTOP.encode(), self.ask(AT_CORP).stdout)
            named = f"username={name}\n".encode()
            self.assertEqual(self.ask(OFFICIAL + named).stdout, b"")
            self.assertIn(LAPTOP.encode(), self.ask(AT_CORP + named).stdout)
            self.given_file("git_credential_hf",
                            f"[https://huggingface.co/acme]\ntoken = {name}\n\n"
                            f"[{CORP}/acme]\ntoken = {name}\n\n")
            path = b"path=acme/model\n"
            self.assertEqual(self.ask(OFFICIAL + path).stdout, b"")
            self.assertIn(LAPTOP.encode(), self.ask(AT_CORP + path).stdout)

    def test_each_of_a_thousand_sections_can_limit_the_hub_of_a_token(self):
        others = "".join(f"[m{number:04}]\nhf_token = hf_{number:034}\n\n"
                         for number in range(1000))
        plain, bound = f"hf_token = {LAPTOP}\n", f"endpoint = {CORP}\n"
        for store in (f"[a]\n{plain}{bound}\n{others}",
                      f"{others}[z]\n{plain}{bound}\n",
                      f"{others}[y]\n{plain}\n[z]\n{plain}{bound}\n",
                      f"{others}[y]\n{plain}\n[DEFAULT]\n{bound}\n"):
            self.given_store(store)
            self.assertEqual(self.ask(OFFICIAL).stdout, b"")
            self.assertIn(LAPTOP.encode(), self.ask(AT_CORP).stdout)

    def test_a_token_of_two_hubs_is_sent_to_both_and_to_no_other(self):
        other = record(protocol="https", host="hub.other.example")
        self.given_store(STORE + f"[x]\nhf_token = {LAPTOP}\n"
                         "endpoint = https://huggingface.co\n\n")
        for request in OFFICIAL, AT_CORP:
            self.assertIn(LAPTOP.encode(), self.ask(request).stdout)
        done = self.hf("--endpoint", "https://hub.other.example", "get",
                       input=other)
        self.assertEqual(done.stdout, b"")


class Answers(LoggedIn):
    def test_a_stored_name_never_becomes_a_line(self):
        self.given_nothing()
        for value in ("bob\n\thost=evil.example", "bob\n\n\tpath=x",
                      "bob\n  quit=1"):
            self.given_store(f"[ours]\nhf_token = {WORK}\nsource = git\n"
                             f"endpoint = https://huggingface.co\n"
                             f"username = {value}\n\n")
            for asked in b"", b"capability[]=authtype\n":
                done = self.hf("get", input=OFFICIAL + asked)
                keys = {line.split(b"=")[0] for line in
                        done.stdout.splitlines()}
                self.assertLessEqual(keys, {
                    b"username", b"password", b"capability[]", b"authtype",
                    b"credential", b"ephemeral"})

    def test_an_empty_capability_resets_the_list(self):
        cases = {
            b"capability[]=authtype\n": True,
            b"capability[]=authtype\ncapability[]=\n": False,
            b"capability[]=\ncapability[]=authtype\n": True,
            b"capability[]=authtype\ncapability[]=\ncapability[]=state\n": False,
            b"capability[]=state\ncapability[]=authtype\n": True,
        }
        for asked, announced in cases.items():
            done = self.hf("get", input=OFFICIAL + asked)
            self.assertEqual(b"authtype=Basic" in done.stdout, announced, asked)
            self.assertEqual(b"password=" in done.stdout, not announced, asked)

    def test_an_ephemeral_credential_is_not_stored(self):
        offer = record(protocol="https", host="huggingface.co", username="u",
                       password="hf_offeredTokenForTestsOnly0000000004")
        before = self.stored()
        for value in ("1", "true", "TRUE", "yes", "Yes", "on", "ON", "2", "-1",
                      "0x1", "1k", "maybe"):
            self.hf("store", input=offer + f"ephemeral={value}\n".encode())
            self.assertEqual(self.stored(), before, value)
        for value in "0", "false", "FALSE", "no", "Off", "", "00", "0x0":
            self.given_store(before)
            self.hf("store", input=offer + f"ephemeral={value}\n".encode())
            self.assertNotEqual(self.stored(), before, value)

    def test_a_refused_endpoint_is_not_repeated(self):
        for url in (f"https://user:{WORK}@hub.example", f"https://{WORK}@h",
                    f"https://hub.example/?token={WORK}",
                    f"https://hub.example/#{WORK}", f"{WORK}",
                    "https://user:pa55word@hub.example:x", "u:pa55word@h"):
            for done in (self.hf("--endpoint", url, "get", input=OFFICIAL),
                         self.hf("configure", "--endpoint", url),
                         self.hf("login", "--endpoint", url, "--token-stdin"),
                         self.hf("whoami", env={"HF_ENDPOINT": url})):
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertNotIn(b"pa55word", done.stdout + done.stderr)
                self.assert_no_secret(done.stdout + done.stderr)


class Rules(LoggedIn):
    def test_a_rule_means_a_token_that_a_user_saved(self):
        """Git stores under any name that a repository's URL brings."""
        self.run_verb("switch", "work", "--for", "acme")
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n\n")
        offer = record(protocol="https", host="huggingface.co",
                       username="work", password=WORK)
        self.hf("store", input=offer)
        self.assertIn(b"[work]", self.stored())
        request = OFFICIAL + b"path=acme/model\n"
        done = self.hf("get", input=request)
        self.assertIn(LAPTOP.encode(), done.stdout)
        self.assertIn(b"the rule for 'acme' names the token 'work'",
                      done.stderr)
        self.assertIn(b"'work'", self.hf("list").stderr)
        # A user who chooses it makes it their own.
        self.run_verb("switch", "work", "--for", "acme")
        self.assertIn(WORK.encode(), self.hf("get", input=request).stdout)
        self.assertNotIn(b"source", self.stored())


class Programs(LoggedIn):
    def test_no_program_is_started_by_a_relative_path(self):
        """Without /proc the helper cannot tell where it is installed."""
        planted = self.root / "repository" / "libexec" / "git-credential-hf"
        planted.mkdir(parents=True)
        work = self.root / "repository" / "bin"
        work.mkdir()
        for name in "account", "keyring":
            program = planted / name
            program.write_text("#!/bin/sh\ntouch " + str(self.root / "run")
                               + "\n")
            program.chmod(0o755)
        self.given_file("git_credential_hf",
                        "[keyring kept]\nendpoint = https://huggingface.co\n"
                        "active = yes\n\n")
        (self.hf_home / "token").unlink()
        for arguments in (["get"], ["list"], ["store"], ["token"]):
            done = self.command(
                "strace", "-o", self.root / "trace", "-e",
                "inject=readlink,readlinkat:error=ENOENT", self.helper,
                *arguments, cwd=work, input=OFFICIAL + b"username=u\n"
                b"password=hf_offeredTokenForTestsOnly0000000004\n")
            self.assertEqual((done.returncode, done.stdout), (1, b""),
                             arguments)
            self.assertIn(b"cannot find out where git-credential-hf is",
                          done.stderr)
            self.assertIn(b"hint: ", done.stderr)
            self.assertFalse((self.root / "run").exists(), arguments)


if __name__ == "__main__":
    unittest.main()
