# SPDX-License-Identifier: Apache-2.0
"""A keyring that is missing, locked, hung, dead or full of odd things: a clear
message, and nothing in a file or forgotten."""
import os
import socket
import subprocess
import unittest

from at_desktop import HUB, KEYRING, SCHEMA, AtDesktop
from hub import ALICE_WRITE, BOB_WRITE
from sandbox import NOBODY, become_nobody, record
from session import CONFIG
from side_by_side import load_tests  # noqa: F401

REQUEST = record(protocol="https", host="huggingface.co")
NAME = {"endpoint": HUB, "name": "laptop", "account": "alice"}


class Trouble(AtDesktop):
    def fails_softly(self, words, verbs=None):
        """Git and people are told `words`, and all stays as it is."""
        before, names = self.files(), self.listed()
        given = ALICE_WRITE.encode()
        for status, arguments, said in (
                (1, ("get",), REQUEST), (1, ("token",), b""),
                (1, ("whoami",), b""), (1, ("logout", "--all"), b""),
                (1, ("login", "--keyring", "--force", "--token-stdin"), given),
                (1, ("login", "--force", "--token-stdin"), given),
                (1, ("store",), REQUEST + b"username=u\npassword="
                 + BOB_WRITE.encode() + b"\n")):
            if verbs and arguments[0] not in verbs:
                continue
            with self.subTest(arguments[0], words=words):
                done = self.hf(*arguments, input=said)
                self.assertEqual((done.returncode, done.stdout), (status, b""),
                                 done.stderr)
                self.assertIn(words, done.stderr.decode())
                self.assertIn("hint: ", done.stderr.decode())
                self.assert_no_secret(done.stderr)
                self.assertEqual(self.files(), before)
        self.assertEqual(self.listed(), names)
        self.assertEqual(self.files_with(ALICE_WRITE, BOB_WRITE), [])

    def test_a_missing_bus_is_a_clear_error(self):
        self.log_in_by_keyring()
        del self.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.fails_softly("there is no session bus")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = ""
        self.fails_softly("there is no session bus")

    def test_a_dead_bus_is_a_clear_error(self):
        self.log_in_by_keyring()
        self.session.stop()
        self.fails_softly("session bus (D-Bus) cannot be reached")

    def test_an_address_that_is_no_local_socket_is_refused(self):
        self.log_in_by_keyring()
        with socket.create_server(("127.0.0.1", 0)) as stranger:
            stranger.settimeout(0.2)
            tcp = f"tcp:host=127.0.0.1,port={stranger.getsockname()[1]}"
            good = self.session.address
            for address in (tcp, f"{good};{tcp}", "autolaunch:",
                            "nonce-" + tcp, "launchd:env=X", "x"):
                self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
                self.fails_softly("does not name a socket of this machine",
                                  ("get", "login"))
            with self.assertRaises(TimeoutError):
                stranger.accept()

    def assert_bus_is_refused(self, **env):
        """For a socket that is another user's or could be exchanged."""
        self.environment.update(env)
        self.fails_softly("does not name a socket of this machine that "
                          "belongs to you", ("get", "login"))

    def test_a_bus_in_a_folder_that_others_can_write_is_refused(self):
        self.log_in_by_keyring()
        self.session.root.chmod(0o777)
        self.assert_bus_is_refused()
        del self.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.assert_bus_is_refused(XDG_RUNTIME_DIR=str(self.session.root))
        self.session.root.chmod(0o1777)  # Sticky, as /tmp is.
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_link_to_a_bus_that_others_can_replace_is_refused(self):
        self.log_in_by_keyring()
        loose = self.root / "loose"
        loose.mkdir()
        loose.chmod(0o777)
        os.rename(self.session.root / "bus", loose / "bus")
        (self.session.root / "bus").symlink_to(loose / "bus")
        self.assert_bus_is_refused()

    def test_a_bus_of_another_user_is_refused(self):
        """The owner of the file cannot be another one unless we are root; then
        the folder's mode stands for it."""
        self.log_in_by_keyring()
        if os.geteuid() == 0:
            os.chown(self.session.root / "bus", NOBODY, NOBODY)
        else:
            self.session.root.chmod(0o777)
        self.assert_bus_is_refused()

    def test_an_abstract_socket_of_another_user_is_refused(self):
        """An abstract socket: the kernel names the owner of the process that
        listens. Only root can start one as another user; for others there is
        no such socket to be had, so none listens."""
        self.log_in_by_keyring()
        address = f"unix:abstract=hf-test-{os.getpid()}"
        words = "session bus (D-Bus) cannot be reached"
        if os.geteuid() == 0:
            self.root.chmod(0o755)
            config = self.root / "open.conf"
            config.write_text(CONFIG.replace(
                "unix:path={socket}", address).replace(
                    '<allow own="*"/>', '<allow own="*"/><allow user="*"/>'))
            config.chmod(0o644)
            bus = subprocess.Popen(
                ["dbus-daemon", f"--config-file={config}", "--nofork",
                 "--print-address"], stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, preexec_fn=become_nobody)
            self.addCleanup(bus.stdout.close)
            self.addCleanup(bus.wait)
            self.addCleanup(bus.terminate)
            self.assertIn(b"abstract", bus.stdout.readline())
            words = "does not name a socket of this machine that belongs to you"
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self.fails_softly(words, ("get", "login"))

    def test_variables_of_the_libraries_change_nothing(self):
        self.log_in_by_keyring()
        self.assertEqual(self.get(env={
            "G_DBUS_DEBUG": "all", "G_MESSAGES_DEBUG": "all",
            "SECRET_SERVICE_BUS_NAME": "org.example.Other",
            "SECRET_BACKEND": "file"})["password"], ALICE_WRITE)

    def test_the_bus_of_the_runtime_directory_is_found(self):
        self.log_in_by_keyring()
        del self.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.assertEqual(self.get(
            env={"XDG_RUNTIME_DIR": str(self.session.root)}),
            {"username": "hf_user", "password": ALICE_WRITE})

    def test_a_missing_service_is_a_clear_error(self):
        self.log_in_by_keyring()
        self.session.stop_keyring()
        self.fails_softly("no keyring service is running")

    def test_a_locked_keyring_is_a_clear_error(self):
        self.log_in_by_keyring()
        self.session.lock()
        self.fails_softly("the keyring is locked")

    def test_a_keyring_that_was_never_unlocked_counts_as_locked(self):
        """Then gnome-keyring does not even find the item: not "gone"."""
        self.log_in_by_keyring()
        self.session.restart_keyring(unlock=False)
        self.fails_softly("the keyring is locked")
        self.session.restart_keyring(unlock=True)
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_display_does_not_make_git_wait_for_a_dialog(self):
        self.log_in_by_keyring()
        self.session.lock()
        self.environment.update(DISPLAY=":99", WAYLAND_DISPLAY="wayland-9")
        self.fails_softly("the keyring is locked")

    def test_a_user_at_a_terminal_is_told_about_the_dialog(self):
        self.log_in_by_keyring()
        self.session.lock()
        status, shown = self.on_terminal(self.helper, "token",
                                         env={"DISPLAY": ":99"})
        self.assertEqual(status, 1)
        self.assertIn(b"unlock it in its own window", shown)
        self.assertNotIn(ALICE_WRITE.encode(), shown)

    def test_a_service_that_hangs_is_a_clear_error(self):
        self.log_in_by_keyring()
        self.session.hang()
        self.fails_softly("the keyring service does not answer",
                          ("get", "logout", "login"))

    def test_a_login_without_a_default_keyring_fails(self):
        self.session.stop_keyring()
        for file in (self.home / ".local/share/keyrings").iterdir():
            file.unlink()
        self.session.start_keyring(unlock=False)
        done = self.run_verb("login", "--keyring", "--token-stdin", status=1,
                             input=ALICE_WRITE.encode())
        self.assertIn(b"no default keyring", done.stderr)
        self.assertEqual(self.files_with(ALICE_WRITE), [])

    def test_a_login_fails_before_the_browser_if_there_is_no_keyring(self):
        self.session.stop_keyring()
        done = self.run_verb("login", "--keyring", status=1)
        self.assertIn(b"no keyring service is running; nothing was saved",
                      done.stderr)
        self.assertEqual(self.asked("/oauth/device"), [])

    def test_a_file_keeps_its_token_when_the_move_fails(self):
        self.log_in_with(ALICE_WRITE)
        before = self.files()
        for arguments in ((), ("--force", "--token-stdin")):
            self.session.lock()
            done = self.run_verb("login", "--keyring", *arguments, status=1,
                                 input=ALICE_WRITE.encode())
            self.assertIn(b"the keyring is locked", done.stderr)
            self.assertEqual(self.files(), before)
        self.assertEqual(self.get()["password"], ALICE_WRITE)

    def test_a_token_in_a_file_does_not_need_the_keyring(self):
        self.log_in_by_keyring()
        self.log_in_with(BOB_WRITE, "--name", "mine")
        asked = self.replace_keyring("exit 1")
        self.assertEqual(self.get()["password"], BOB_WRITE)
        self.assertFalse(asked.exists())
        self.get(record(protocol="https", host="huggingface.co",
                        username="laptop"))
        self.assertTrue(asked.exists())  # This test can fail.
        done = self.log_in_with(BOB_WRITE, "--name", "another")
        self.assertIn(b"'another'", done.stdout)

    def replace_keyring(self, script):
        """From now on it does this; the file that then has its process."""
        asked = self.root / "asked"
        self.helper = self.prefix_at(self.root / "prefix")
        program = self.helper.parents[1] / KEYRING.relative_to(
            KEYRING.parents[2])
        program.unlink()
        program.write_text(f"#!/bin/sh\necho $$ >{asked}\n{script}\n")
        program.chmod(0o755)
        return asked

    def test_a_keyring_program_that_hangs_is_killed(self):
        self.log_in_by_keyring()
        asked = self.replace_keyring("trap '' TERM ALRM; exec sleep 1000")
        self.fails_softly("the keyring does not answer", ("get", "token"))
        pid = int(asked.read_text())
        with self.assertRaises(ProcessLookupError):
            os.kill(pid, 0)

    def test_a_build_without_the_keyring_is_a_clear_error(self):
        self.log_in_by_keyring()
        self.helper = self.prefix_at(self.root / "prefix")
        (self.helper.parents[1] / KEYRING.relative_to(
            KEYRING.parents[2])).unlink()
        self.fails_softly("the program for the keyring is not installed")


class HalfWay(AtDesktop):
    """A keyring that answers and then fails in one operation."""

    def setUp(self):
        super().setUp()
        self.helper = self.prefix_at(self.root / "prefix")
        self.program = self.helper.parents[1] / KEYRING.relative_to(
            KEYRING.parents[2])
        self.program.rename(f"{self.program}.real")
        self.failing("")

    def failing(self, operation, times=99):
        """Lets `operation` fail so often, which is counted."""
        self.counter = self.root / "counter"
        self.counter.write_text("")
        self.program.unlink(missing_ok=True)
        self.program.write_text(
            f"#!/bin/sh\nif test \"$1\" = \"{operation}\" && "
            f"test $(wc -l <{self.counter}) -lt {times}; then "
            f"echo x >>{self.counter}; echo error=broken; exit 1; fi\n"
            f"exec {self.program}.real \"$@\"\n")
        self.program.chmod(0o755)

    def test_logout_names_the_tokens_that_are_left_and_completes_later(self):
        for arguments in (["laptop"], ["--all"]):
            with self.subTest(arguments):
                self.log_in_by_keyring()
                self.failing("erase")
                done = self.run_verb("logout", *arguments, status=1)
                self.assertIn(b"did not forget 'laptop'", done.stderr)
                self.assertEqual(self.active(), [])
                self.assertEqual(self.get(), {})
                self.failing("")
                self.run_verb("logout", *arguments)
                self.assertEqual((self.names(), self.listed()), ([], {}))
                self.run_verb("logout", *arguments, status=3)

    def test_logout_of_all_forgets_the_tokens_in_files_in_any_case(self):
        self.log_in_by_keyring()
        self.log_in_with(BOB_WRITE, "--name", "mine")
        self.failing("erase")
        self.run_verb("logout", "--all", status=1)
        self.assertEqual(list(self.listed()), ["laptop"])
        self.assertEqual(self.files_with(BOB_WRITE), [])

    def given_due_login(self):
        self.failing("")
        with self.deciding():
            self.run_verb("login", "--keyring", "--force")
        self.make_due()
        return self.kept("oauth-alice")

    def test_a_refresh_tries_several_times_to_save_the_token(self):
        old = self.given_due_login()
        self.failing("store", times=2)
        asked = len(self.asked("/oauth/token"))
        self.assertNotEqual(self.get()["password"], old["password"])
        self.assertEqual(self.kept("oauth-alice")["password"],
                         self.get()["password"])
        self.assertEqual(len(self.asked("/oauth/token")), asked + 1)

    def test_a_refreshed_token_that_cannot_be_saved_goes_to_no_file(self):
        old = self.given_due_login()
        self.failing("store")
        done = self.hf("get", input=REQUEST)
        self.assertIn(b"could not be saved", done.stderr)
        self.assertIn(b"git-credential-hf login", done.stderr)
        self.assert_no_secret(done.stderr)
        served, = [line[9:] for line in done.stdout.decode().splitlines()
                   if line.startswith("password=")]
        self.assertNotEqual(served, old["password"])
        self.assertEqual(self.files_with(served, old["password"]), [])
        self.assertEqual(list(self.counter.read_text()), ["x", "\n"] * 3)


class OddItems(AtDesktop):
    def refused(self, words, status=1):
        done = self.hf("get", input=REQUEST)
        self.assertEqual((done.returncode, done.stdout), (status, b""))
        self.assertIn(words, done.stderr.decode())
        self.assert_no_secret(done.stderr)

    def put_ours(self, secret, **attributes):
        self.put_item(secret, xdg_schema=SCHEMA, **{**NAME, **attributes})

    def test_two_matching_items_are_a_clear_error(self):  # 63
        self.log_in_by_keyring()
        self.put_ours(f"version=1\npassword={BOB_WRITE}\n")
        before = self.session.described()
        self.refused("the keyring has two tokens 'laptop'")
        for arguments in (("logout", "--all"), ("token",),
                          ("login", "--keyring", "--force", "--token-stdin")):
            self.run_verb(*arguments, status=1, input=ALICE_WRITE.encode())
        self.assertEqual(self.session.described(), before)

    def test_items_of_other_programs_are_neither_used_nor_changed(self):  # 63
        for attributes in ({"xdg_schema": "org.example.Other", **NAME},
                           {"xdg_schema": SCHEMA + ".More", **NAME},
                           {"xdg_schema": SCHEMA, **NAME, "more": "1"},
                           {"xdg_schema": SCHEMA, "endpoint": HUB,
                            "name": "laptop"},
                           {"xdg_schema": "org.freedesktop.Secret.Generic",
                            **NAME}):
            self.put_item(f"version=1\npassword={BOB_WRITE}\n", **attributes)
        others = self.session.items()
        described = self.session.described()
        self.assertEqual(self.names(), [])
        self.log_in_by_keyring()
        self.assertEqual(self.kept("laptop")["password"], ALICE_WRITE)
        self.assertEqual(self.get()["password"], ALICE_WRITE)
        self.log_in_by_keyring()
        self.run_verb("logout", "--all")
        self.assertEqual(self.session.items(), others)
        self.assertEqual(self.session.described(), described)

    def test_the_attributes_that_keepassxc_adds_are_ignored(self):
        self.log_in_by_keyring()
        self.keyring("erase", **NAME)
        self.put_ours(f"version=1\npassword={BOB_WRITE}\n", Notes="", URL="",
                      Path="/laptop", Title="laptop", UserName="", Uuid="1f")
        self.assertEqual(self.kept("laptop")["password"], BOB_WRITE)
        self.assertEqual(self.keyring("erase", **NAME).returncode, 0)
        self.put_ours(f"version=1\npassword={BOB_WRITE}\n", Title="laptop",
                      title="laptop")
        self.assertIsNone(self.kept("laptop"))

    def test_a_secret_in_another_format_is_refused(self):  # 65
        good = f"version=1\npassword={ALICE_WRITE}\n"
        self.log_in_by_keyring()
        self.keyring("erase", **NAME)
        for secret in (ALICE_WRITE, f"{ALICE_WRITE}\npassword_expiry_utc=1",
                       "", "\n", good[:-1], good + "\n", good + "x=y\n",
                       good + "\nmore", f"password={ALICE_WRITE}\n",
                       f"version=1\npassword={ALICE_WRITE} x\n",
                       "version=1\n", "version=1\npassword=\n",
                       good + good, good.replace("\n", "\r\n"),
                       f"version=1\nhost=evil\npassword={ALICE_WRITE}\n",
                       good + "password_expiry_utc=soon\n",
                       good + "password_expiry_utc=01\n",
                       good + "oauth_refresh_token=a b\n"):
            with self.subTest(secret.replace(ALICE_WRITE, "TOKEN")):
                self.put_ours(secret)
                self.refused("was not written by git-credential-hf")
                self.assertEqual(self.keyring("erase", **NAME).returncode, 0)

    def test_a_secret_in_a_newer_format_is_named_in_the_error(self):
        self.log_in_by_keyring()
        self.keyring("erase", **NAME)
        self.put_ours(f"version=2\npassword={ALICE_WRITE}\n")
        self.refused("in a newer format")


class Program(AtDesktop):
    """By itself, as a person looks what is the matter."""

    def test_the_program_explains_its_operations(self):
        done = self.command(KEYRING, "--help")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        for operation in ("check", "list", "get", "find", "store", "erase"):
            self.assertIn(operation.encode(), done.stdout)
        for arguments in ((), ("frobnicate",), ("get", "laptop")):
            done = self.command(KEYRING, *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, b""))

    def test_only_the_keyring_program_links_libsecret(self):
        needed = {path.name: self.command("readelf", "-d", path).stdout
                  for path in (KEYRING, KEYRING.with_name("account"),
                               self.helper)}
        self.assertEqual([name for name, shown in needed.items()
                          if b"libsecret" in shown], ["keyring"])

    def test_check_and_list_show_what_the_keyring_has(self):
        self.assertEqual(self.keyring("check").stdout, b"keyring=Login\n")
        self.log_in_by_keyring()
        self.assertEqual(self.keyring("list").stdout,
                         b"endpoint=https://huggingface.co\nname=laptop\n"
                         b"account=alice\n")
        self.session.lock()
        done = self.keyring("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"git-credential-hf: the keyring is locked", done.stderr)

    def test_requests_without_a_valid_field_fail(self):
        for fields in ({}, {"endpoint": HUB}, {"name": "laptop"},
                       {**NAME, "name": "\udcff"}, {**NAME, "name": ""},
                       {**NAME, "account": "\udcff"}):
            with self.subTest(fields):
                done = self.command(KEYRING, "get", input="".join(
                    f"{k}={v}\n" for k, v in fields.items()).encode(
                        errors="surrogateescape"))
                self.assertEqual(done.returncode, 2)
        for secret in ({}, {"password": ""}, {"password": "two words"},
                       {"password": "x" * 8193},
                       {"password": "x", "password_expiry_utc": "soon"}):
            with self.subTest(secret):
                done = self.keyring("store", **NAME, **secret)
                self.assertEqual(done.returncode, 1)
        done = self.command(KEYRING, "get", input=b"endpoint=a\rb\nname=c\n")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self.names(), [])

    def test_every_kind_of_name_is_stored_and_found(self):
        for name in ("a b", " x ", "tökén 🤗", "[a", "#a", "a=b", "100%(x)s",
                     "\u2028", "keyring", "https://huggingface.co/acme"):
            with self.subTest(name):
                self.log_in_by_keyring(ALICE_WRITE, "--name", name)
                self.assertEqual(self.active(), [name])
                self.assertEqual(self.get()["password"], ALICE_WRITE)
                self.run_verb("logout", name)
        self.assertEqual(self.names(), [])


if __name__ == "__main__":
    unittest.main()
