# SPDX-License-Identifier: Apache-2.0
"""status finds what git and its neighbours use in place of the token."""
import os
import subprocess
import unittest

from logged_in import GITS, LAPTOP
from sandbox import record
from side_by_side import load_tests  # noqa: F401
from status_test import HUB, Status

OTHERS = "machine example.org login x password secret\n"


class Netrc(Status):
    def netrc(self, text):
        path = self.home / ".netrc"
        path.write_text(text)
        path.chmod(0o600)
        return path

    def test_a_password_for_a_hub_is_found_in_each_form(self):
        for entry in (f"machine huggingface.co login x password {GITS}",
                      f"machine HF.co\n\tlogin x\n\tpassword {GITS}\n",
                      f"machine huggingface.co password {GITS} login x",
                      f'machine "huggingface.co" password "{GITS}"',
                      f"default login x password {GITS}",
                      f"macdef init\nmachine x\n\nmachine hf.co password {GITS}",
                      f"# machine x\nmachine hf.co\n#login\npassword {GITS}",
                      f"login y machine hf.co password {GITS}",
                      "machine hf.co", "default", "machine huggingface.co\r\n"):
            for text in entry, OTHERS + entry, entry + "\n" + OTHERS:
                self.netrc(text)
                self.assertEqual(self.kinds(), ["netrc"], text)
        shown = self.shown()
        self.assertIn(f"problem: '{self.home}/.netrc' has a password for "
                      "huggingface.co, which git and git-lfs send before the "
                      "token\n", shown)

    def test_other_hosts_are_no_problem(self):
        for text in ("", OTHERS, "machine huggingface.co.evil password x",
                     "machine x.hf.co password x", "# default\n",
                     "machine hub.corp.example password x\n",
                     f"macdef x\nmachine hf.co password {GITS}\n",
                     "machine", "machine\n"):
            self.netrc(text)
            self.assertEqual(self.kinds(status=0), [], text)

    def test_a_registered_hub_is_found_without_its_port(self):
        self.run_verb("configure", "--endpoint", "https://hub.corp.example:8443")
        self.netrc("machine hub.corp.example password x\n")
        self.assertEqual(self.kinds("https://hub.corp.example:8443"), ["netrc"])
        self.assertEqual(self.kinds(status=0), [])

    def test_a_fix_moves_the_token_and_keeps_the_rest(self):
        rest = "# mine\n" + OTHERS
        for entry in (f"machine huggingface.co\n  login eve\n  password {GITS}\n",
                      f"machine hf.co login eve password {GITS}\n",
                      f"machine hf.co login eve password {GITS}"):
            for before, after in (("", rest), (rest, ""), (rest, "# end\n")):
                path = self.netrc(before + entry + (
                    after if entry.endswith("\n") else ""))
                self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n\n")
                self.fixed()
                self.assertEqual(path.read_text(), before + (
                    after if entry.endswith("\n") else ""))
                self.assertEqual(path.stat().st_mode & 0o777, 0o600)
                self.assertEqual(self.python_reads()["eve"]["hf_token"], GITS)

    def test_a_fix_keeps_what_it_cannot_move(self):
        for text in (f"default login x password {GITS}\n",
                     "machine hf.co login x password two=w\u00f6rds\n"):
            path = self.netrc(text)
            self.fixed(status=1)
            self.assertEqual(path.read_text(), text)

    def test_a_file_that_cannot_be_read_is_a_problem(self):
        path = self.netrc(f"machine hf.co login x password {GITS}\n")
        for spoil in (lambda: path.unlink() or path.symlink_to("gone"),
                      lambda: path.unlink() or path.mkdir()):
            spoil()
            self.assertEqual(self.kinds(), ["netrc"])

    def test_the_entry_counts_also_without_a_store(self):
        self.netrc(f"machine hf.co login x password {GITS}\n")
        env = {"HF_TOKEN": GITS, "HF_HOME": "relative"}
        self.assertEqual(self.kinds(env=env), ["netrc"])
        self.fixed(status=1, env=env)


class Headers(Status):
    def test_an_authorization_header_is_found(self):
        place = self.repository(f"{HUB}/acme/model")
        for key in ("http.extraHeader", f"http.{HUB}.extraHeader",
                    f"http.{HUB}/.extraheader", f"http.{HUB}/acme.extraHeader",
                    "http.https://*.co.extraHeader",
                    "http.https://u@huggingface.co/.extraHeader"):
            for value in (f"Authorization: Bearer {GITS}",
                          f"AUTHORIZATION:basic {GITS}",
                          f"authorization : {GITS}"):
                self.git("config", key, value, cwd=place)
                self.assertEqual(self.kinds(cwd=place),
                                 ["authorization-header"], (key, value))
                self.shown(cwd=place)
                self.git("config", "--unset", key, cwd=place)

    def test_the_command_that_is_shown_removes_only_that_header(self):
        self.git("config", "--global", f"http.{HUB}/.extraHeader",
                 f"Authorization: Bearer {GITS}")
        self.git("config", "--global", "--add", f"http.{HUB}/.extraHeader",
                 "X-Mine: 1")
        command = [line.removeprefix("  fix: ")
                   for line in self.shown().splitlines() if "fix:" in line]
        self.assertEqual(len(command), 1)
        self.command("sh", "-c", command[0])
        self.assertEqual(self.kinds(status=0), [])
        self.assertEqual(self.git("config", "--global", "--get-all",
                                  f"http.{HUB}/.extraHeader"), "X-Mine: 1")

    def test_other_headers_and_hosts_are_no_problem(self):
        for key, value in (("http.extraHeader", "X-Authorization: x"),
                           ("http.extraHeader", "Authorizations: x"),
                           ("http.extraHeader", "authorization"),
                           ("http.https://hf.co.evil.extraHeader",
                            "Authorization: x"),
                           ("http.https://github.com/.extraHeader",
                            "Authorization: x")):
            self.git("config", "--global", key, value)
            self.assertEqual(self.kinds(status=0), [], (key, value))
            self.git("config", "--global", "--unset-all", key)

    def test_an_empty_value_removes_a_header_as_git_does(self):
        general, special = "http.extraHeader", f"http.{HUB}/.extraHeader"
        header = f"Authorization: Bearer {GITS}"
        self.git("config", "--global", general, header)
        self.git("config", "--global", special, "")
        shown = self.shown()
        self.assertIn("problem: git sends an Authorization header of its own to "
                      "https://hf.co, because", shown)
        self.assertIn("note: git-lfs sends an Authorization header of its own "
                      f"to {HUB}, because", shown)
        self.git("config", "--global", "--unset-all", general)
        self.git("config", "--global", "--unset-all", special)
        # git ignores what is less special than an earlier setting.
        self.git("config", "--global", special, header)
        self.git("config", "--global", general, "")
        self.assertEqual(self.kinds(), ["authorization-header"])


class Lfs(Status):
    def test_a_fix_removes_access_none(self):
        place = self.repository(f"{HUB}/acme/model")
        for url in (f"{HUB}/acme/model.git/info/lfs", HUB, f"{HUB}/acme"):
            self.git("config", f"lfs.{url}.access", "none", cwd=place)
            self.assertEqual(self.kinds(cwd=place), ["lfs-access"], url)
            self.fixed(cwd=place)
            self.assertEqual(self.kinds(cwd=place, status=0), [])

    def test_status_of_a_whole_hub_finds_access_none_for_a_repository(self):
        for url, kinds in ((f"{HUB}/acme/model.git/info/lfs", ["lfs-access"]),
                           ("https://hf.co/acme/model", ["lfs-access"]),
                           ("https://github.com/a/b", [])):
            self.git("config", "--global", f"lfs.{url}.access", "none")
            self.assertEqual(self.kinds(HUB, status=int(bool(kinds))), kinds, url)
            self.git("config", "--global", "--unset", f"lfs.{url}.access")

    def test_other_access_is_no_problem(self):
        place = self.repository(f"{HUB}/acme/model")
        for url, value in ((f"{HUB}/acme/model.git/info/lfs", "basic"),
                           (f"{HUB}/acme/other.git/info/lfs", "none"),
                           ("https://github.com/a/b", "none")):
            self.git("config", f"lfs.{url}.access", value, cwd=place)
            self.assertEqual(self.kinds(cwd=place, status=0), [], url)

    def test_an_empty_variable_is_a_problem_where_git_xet_is_used(self):
        for value in "", " ", "\r\n":
            told = self.look(env={"HF_TOKEN": value})
            self.assertEqual([n["kind"] for n in told["notes"]],
                             ["empty-variable"])
        self.git("config", "--global", "lfs.customtransfer.xet.path", "git-xet")
        self.assertEqual(self.kinds(env={"HF_TOKEN": ""}), ["empty-variable"])
        self.assertEqual(self.kinds(status=0), [])


class RepositoryFiles(Status):
    URL = f"https://u:{GITS}@huggingface.co/acme/model"

    def test_a_token_that_others_can_read_is_found_and_kept(self):
        place = self.repository(f"{HUB}/acme/model")
        for name, text in ((".lfsconfig", f"[lfs]\n\turl = {self.URL}\n"),
                           (".gitmodules", f'[submodule "a"]\n\tpath = a\n'
                                           f"\turl = {self.URL}\n")):
            path = place / name
            path.write_text(text)
            self.assertEqual(self.kinds(cwd=place),
                             ["token-in-repository-file"])
            self.fixed(cwd=place, status=1)
            self.assertEqual(path.read_text(), text)
            self.git("add", name, cwd=place)
            path.unlink()  # git and git-lfs then read the index.
            self.assertEqual(self.kinds(cwd=place),
                             ["token-in-repository-file"])
            self.git("rm", "-q", "--cached", name, cwd=place)

    def test_a_setting_of_the_repository_is_found_and_kept(self):
        place = self.repository(f"{HUB}/acme/model")
        path = place / ".lfsconfig"
        path.write_text(f'[lfs "{HUB}/acme/model.git/info/lfs"]\n'
                        "\taccess = none\n")
        self.git("add", ".lfsconfig", cwd=place)
        before = path.read_text()
        self.assertEqual(self.kinds(cwd=place), ["lfs-access"])
        self.fixed(cwd=place, status=1)
        self.assertEqual(path.read_text(), before)

    def test_a_fix_changes_no_tracked_file_that_git_includes(self):
        place = self.repository(f"{HUB}/acme/model")
        path = place / "shared.config"
        path.write_text(f'[remote "o"]\n\turl = {self.URL}\n'
                        f'[lfs "{HUB}"]\n\taccess = none\n')
        self.git("config", "include.path", "../shared.config", cwd=place)
        self.git("add", "shared.config", cwd=place)
        before = path.read_text()
        self.assertEqual(set(self.kinds(cwd=place)),
                         {"token-in-url", "lfs-access"})
        self.fixed(cwd=place, status=1)
        self.assertEqual(path.read_text(), before)

    def test_a_file_that_cannot_be_read_is_a_problem(self):
        place = self.repository(f"{HUB}/acme/model")
        path = place / ".lfsconfig"
        for spoil in (lambda: path.write_text("[lfs\n"),
                      lambda: path.unlink() or path.mkdir()):
            spoil()
            self.assertEqual(self.kinds(cwd=place),
                             ["repository-file-unreadable"])

    def test_a_submodules_configuration_that_cannot_be_read_is_a_problem(self):
        place = self.repository(f"{HUB}/acme/model")
        config = place / ".git" / "modules" / "sub" / "config"
        self.git("init", "-q", "--bare", config.parent)
        for spoil in (lambda: config.write_text("[remote\n"),
                      lambda: config.unlink() or os.mkfifo(config)):
            spoil()
            self.assertEqual(self.kinds(cwd=place),
                             ["repository-file-unreadable"])

    def test_a_fix_moves_a_token_from_a_submodules_configuration(self):
        place = self.repository(f"{HUB}/acme/model")
        for name in "sub", "deep/er":
            modules = place / ".git" / "modules" / name
            self.git("init", "-q", "--bare", modules)
            self.git("config", "--file", modules / "config",
                     "remote.origin.url", self.URL)
            self.assertEqual(self.kinds(cwd=place), ["token-in-url"])
            self.fixed(cwd=place)
            self.assertNotIn(GITS, (modules / "config").read_text())
        self.assertEqual(self.python_reads()["u"]["hf_token"], GITS)


class OtherUrls(Status):
    """What git and git-lfs use in place of the URL of origin."""

    def setUp(self):
        super().setUp()
        self.place = self.repository(f"{HUB}/acme/model")

    def set(self, key, value, *options):
        self.git("config", *options, key, value, cwd=self.place)

    def test_status_is_about_the_url_that_git_uses(self):
        self.set("url.https://work@hf.co/.insteadOf", f"{HUB}/")
        told = self.look(cwd=self.place)
        self.assertEqual((told["url"], told["token"]["name"]),
                         ("https://hf.co/acme/model", "work"))
        self.set("url.https://hf.co/acme/.insteadOf", f"{HUB}/acme/")
        self.assertEqual(self.look(cwd=self.place)["token"]["name"], "laptop")
        self.assertEqual(
            self.look("b/c", cwd=self.place)["token"]["name"], "work")

    def test_a_url_that_git_rewrites_for_ssh_is_explained(self):
        self.set("url.git@hf.co:.insteadOf", f"{HUB}/")
        for words in ((), ("acme/model",)):
            told = self.look(*words, cwd=self.place)
            self.assertEqual([n["kind"] for n in told["notes"]], ["ssh-remote"])

    def test_a_url_that_leads_elsewhere_is_a_problem(self):
        self.set("url.https://mirror.example/.insteadOf", f"{HUB}/")
        for words in ((), ("acme/model",)):
            self.assertEqual(self.kinds(*words, cwd=self.place),
                             ["url-rewritten"])
        self.set("remote.origin.url", "https://github.com/a/b")
        self.set("url.https://gh.example/.insteadOf", "https://github.com/")
        self.assertEqual(self.kinds(cwd=self.place, status=0), [])

    def test_a_user_name_that_git_lfs_does_not_take_is_a_problem(self):
        self.set("url.https://work@huggingface.co/.insteadOf", f"{HUB}/")
        told = self.look(cwd=self.place)
        self.assertEqual([n["kind"] for n in told["notes"]], ["lfs-token"])
        (self.place / ".gitattributes").write_text("*.bin filter=lfs\n")
        self.assertEqual(self.kinds(cwd=self.place), ["lfs-token"])
        self.set("remote.origin.url",
                 "https://work@huggingface.co/acme/model")
        self.assertEqual(self.kinds(cwd=self.place, status=0), [])

    def test_another_token_for_pushing_is_a_problem_with_large_files(self):
        for key, value in (("remote.origin.pushurl",
                            "https://work@huggingface.co/acme/model"),
                           ("url.https://bob@hf.co/.pushInsteadOf", f"{HUB}/")):
            self.set(key, value)
            told = self.look(cwd=self.place)
            self.assertEqual([n["kind"] for n in told["notes"]], ["push-token"])
            self.assertIn("with the token 'work'", told["notes"][0]["text"])
            (self.place / ".gitattributes").write_text("*.bin filter=lfs\n")
            self.assertEqual(self.kinds(cwd=self.place), ["push-token"])
            (self.place / ".gitattributes").unlink()
            self.git("config", "--unset", key, cwd=self.place)
        self.set("remote.origin.pushurl", f"{HUB}/acme/other")
        self.assertEqual(self.look(cwd=self.place)["notes"], [])

    def test_another_token_for_large_files_is_a_problem(self):
        url = "https://work@huggingface.co/acme/model.git/info/lfs"
        for key in "lfs.url", "lfs.pushurl", "remote.origin.lfsurl":
            for options in (), ("--file", ".lfsconfig"):
                self.set(key, url, *options)
                self.assertEqual(self.kinds(cwd=self.place), ["lfs-token"])
                self.git("config", *options, "--unset", key, cwd=self.place)
        self.set("lfs.url", url.replace("work@", ""))
        self.assertEqual(self.kinds(cwd=self.place, status=0), [])
        self.set("lfs.url", "https://lfs.example/x")
        told = self.look(cwd=self.place)
        self.assertEqual([n["kind"] for n in told["notes"]], ["lfs-elsewhere"])

    def test_a_user_name_that_git_adds_for_git_xet_is_a_problem(self):
        self.set("credential.username", "work")
        self.assertEqual(self.look(cwd=self.place)["notes"], [])
        self.set("remote.origin.url",
                 "https://laptop@huggingface.co/acme/model")
        told = self.look(cwd=self.place)
        self.assertEqual([n["kind"] for n in told["notes"]], ["xet-token"])
        self.set("lfs.customtransfer.xet.path", "git-xet")
        self.assertEqual(self.kinds(cwd=self.place), ["xet-token"])
        self.set("credential.username", "alice")  # The account of laptop.
        self.assertEqual(self.kinds(cwd=self.place, status=0), [])

    def test_the_first_url_of_origin_counts(self):
        self.git("remote", "set-url", "--add", "origin",
                 "https://work@huggingface.co/acme/model", cwd=self.place)
        told = self.look(cwd=self.place)
        self.assertEqual(told["token"]["name"], "laptop")
        self.assertEqual([n["kind"] for n in told["notes"]], ["push-token"])


class Cache(Status):
    def setUp(self):
        super().setUp()
        self.socket = self.root / "cache" / "socket"
        self.helper_name = f"cache --socket={self.socket}"
        self.addCleanup(lambda: subprocess.run(
            ("git", "credential-cache", f"--socket={self.socket}", "exit"),
            env=self.environment))
        # Only git's configuration names it; for the Hub it was reset.
        self.git("config", "--global", "credential.https://x.example.helper",
                 self.helper_name)

    def cached(self, host="huggingface.co"):
        done = self.command(
            "git", "credential-cache", f"--socket={self.socket}", "get",
            input=record(protocol="https", host=host))
        return done.stdout.decode()

    def test_a_fix_moves_a_token_from_the_cache(self):
        self.assertEqual(self.kinds(status=0), [])
        self.assertFalse(self.socket.exists())  # Asking starts no daemon.
        for host in "huggingface.co", "hf.co":
            self.command(
                "git", "credential-cache", f"--socket={self.socket}", "store",
                input=record(protocol="https", host=host, username="eve",
                             password=GITS))
            self.assertEqual(self.kinds(), ["token-in-cache"])
            self.fixed()
            self.assertEqual(self.cached(host), "")
        self.assertEqual(self.python_reads()["eve"]["hf_token"], GITS)

    def test_no_other_helper_is_asked(self):
        spy = self.root / "spy"
        spy.write_text(f"#!/bin/sh\necho asked >> {self.root}/asked\n")
        spy.chmod(0o755)
        for helper in (f"!{spy}", str(spy), f"cache; {spy}", f"cache $({spy})",
                       "store", "libsecret", "cachet"):
            self.git("config", "--global", "credential.https://x.example.helper",
                     helper)
            self.look()
            self.assertFalse((self.root / "asked").exists(), helper)


if __name__ == "__main__":
    unittest.main()
