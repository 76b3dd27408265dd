# SPDX-License-Identifier: Apache-2.0
"""What root sets for all users, in /etc/git-credential-hf.conf."""
import json
import os
import unittest

from commanded import REQUEST
from hub import ALICE_READ, ALICE_WRITE, BOB_WRITE
from machine import Machine
from sandbox import NOBODY, record
from side_by_side import load_tests  # noqa: F401

AT_ACME = REQUEST + b"path=acme/model\n"


class SystemFile(Machine):
    def setUp(self):
        super().setUp()
        self.given_secret(ALICE_WRITE)
        self.fleet = (f"[command fleet]\n"
                      f"argument = {self.program(name='fleet')}\n\n")

    def listed(self):
        return {t["name"]: t for t in json.loads(
            self.run_verb("list", "--json").stdout)["tokens"]}

    def test_a_command_of_root_is_a_token_of_every_user(self):
        self.given_system(self.fleet)
        token = self.listed()["fleet"]
        self.assertEqual((token["stored"], token["active"]),
                         ("command", False))
        self.assertEqual(self.get(), {})
        self.assertEqual(self.runs(), 0)
        named = record(protocol="https", host="huggingface.co",
                       username="fleet")
        self.assertEqual(self.get(named)["password"], ALICE_WRITE)
        self.run_verb("switch", "fleet")
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertTrue(self.listed()["fleet"]["active"])

    def test_the_default_is_for_users_without_an_active_token(self):
        self.given_system(self.fleet + "[default]\ntoken = fleet\n")
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertEqual(
            self.run_verb("token").stdout.strip(), ALICE_WRITE.encode())
        self.assertTrue(self.listed()["fleet"]["active"])
        self.given_token(BOB_WRITE)
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.assertFalse(self.listed()["fleet"]["active"])

    def test_the_default_is_no_rule(self):
        self.given_system(self.fleet + "[default]\ntoken = fleet\n")
        self.assertEqual(self.listed()["fleet"]["owners"], [])

    def test_a_default_that_is_not_there_leaves_no_token(self):
        self.given_system("[default]\ntoken = gone\n")
        self.given_store(f"[git]\nhf_token = {BOB_WRITE}\nsource = git\n\n")
        self.refused(b"'gone' came from a command that is not there any more")

    def test_a_rule_of_root_applies_where_the_user_has_none(self):
        self.given_system(self.fleet
                          + "[https://huggingface.co/acme]\ntoken = fleet\n")
        self.given_token(BOB_WRITE)
        self.given_store(f"[mine]\nhf_token = {BOB_WRITE}\n\n")
        self.assertEqual(self.get(AT_ACME)["password"], ALICE_WRITE)
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.assertEqual(self.listed()["fleet"]["owners"], ["acme"])
        self.run_verb("switch", "mine", "--for", "acme")
        self.assertEqual(self.get(AT_ACME)["password"], BOB_WRITE)

    def test_a_command_of_the_user_comes_before_that_of_root(self):
        self.given_system(self.fleet)
        self.given_command(secret=ALICE_READ, name="fleet")
        self.assertEqual(list(self.commands()), ["fleet-2"])
        self.edit_conf("command fleet-2", "command fleet")
        self.later(f"echo {ALICE_READ}")
        self.given_secret(ALICE_WRITE)
        self.run_verb("switch", "fleet")
        self.assertEqual(self.get()["password"], ALICE_READ)

    def test_only_root_can_remove_what_it_has_set(self):
        self.given_system(self.fleet + "[default]\ntoken = fleet\n")
        text = self.system.read_text()
        done = self.run_verb("logout", "fleet", status=1)
        self.assertIn(b"only root can change", done.stderr)
        self.run_verb("logout", "--all", "--yes", status=3)
        self.given_store(f"[mine]\nhf_token = {BOB_WRITE}\n\n")
        self.run_verb("logout", "--all", "--yes")
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.assertEqual(self.system.read_text(), text)

    def test_a_hub_of_root_is_answered_and_no_other(self):
        self.given_system("[hub https://hub.corp.example:8443/hub]\n")
        self.given_token(BOB_WRITE)
        asked = record(protocol="https", host="hub.corp.example:8443",
                       path="hub/acme/model")
        self.assertEqual(self.get(asked)["password"], BOB_WRITE)
        for fields in ({"host": "hub.corp.example:8443"},
                       {"host": "hub.corp.example", "path": "hub/a/b"},
                       {"host": "hub.corp.example:8443", "path": "hub2/a/b"},
                       {"host": "evil.example"}):
            with self.subTest(fields):
                self.assertEqual(self.get(record(protocol="https", **fields)),
                                 {})
        self.assertEqual(self.hf("get", input=asked.replace(b"https", b"http"))
                         .stdout, b"")

    def test_configure_registers_the_hubs_of_root_and_says_so(self):
        hub = "https://hub.corp.example:8443/hub"
        self.given_system(f"[hub {hub}]\n")
        done = self.run_verb("configure")
        self.assertIn(f"  {hub}\n".encode(), done.stdout)
        self.given_token(BOB_WRITE)
        self.assertEqual(
            self.command("git", "credential", "fill", input=record(
                protocol="https", host="hub.corp.example:8443",
                path="hub/acme/model")).stdout.splitlines()[-1],
            f"password={BOB_WRITE}".encode())
        self.run_verb("unconfigure")
        self.assertFalse((self.home / ".gitconfig").exists())

    def test_configure_changes_nothing_if_roots_file_is_refused(self):
        self.given_system("[hub https://hub.corp.example]\n")
        self.system.chmod(0o646)
        done = self.run_verb("configure", status=1)
        self.assertIn(b"others than root can change it", done.stderr)
        self.assertFalse((self.home / ".gitconfig").exists())

    def test_a_file_that_others_can_change_is_refused(self):
        self.given_system(self.fleet + "[default]\ntoken = fleet\n")
        for mode in 0o664, 0o646:
            self.system.chmod(mode)
            self.refused(b"others than root can change it")
        self.system.chmod(0o644)
        self.etc.chmod(0o777)
        self.refused(b"can be written by other users")
        self.etc.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(self.system, NOBODY, NOBODY)
            self.refused(b"another user")
            os.chown(self.etc, NOBODY, NOBODY)
            self.refused(b"others than root can change it")
            for path in self.etc, self.system:
                os.chown(path, 0, 0)
        self.assertEqual(self.runs(), 0)
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_broken_file_is_an_error_and_names_the_line(self):
        self.given_system("[command\n")
        for request in REQUEST, AT_ACME:
            self.refused(b"line 1", request)
        self.assertEqual(self.hf("get", input=record(
            protocol="https", host="github.com")).returncode, 0)

    def test_no_variable_names_another_file(self):
        self.given_system("")
        other = self.root / "other"
        other.mkdir()
        (other / "git-credential-hf.conf").write_text(
            self.fleet + "[default]\ntoken = fleet\n")
        for variable in ("SYSCONFDIR", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME",
                         "HF_HOME", "PREFIX"):
            self.assertEqual(self.get(env={variable: str(other)}, cwd=other),
                             {})


if __name__ == "__main__":
    unittest.main()
