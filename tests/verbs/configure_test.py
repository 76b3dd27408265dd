# SPDX-License-Identifier: Apache-2.0
"""`configure`: what it writes and where (product.md §3, security.md J)."""
import unittest

from configuring import CORPORATE, HUBS, ODD, Configuring
from side_by_side import load_tests  # noqa: F401


class WhatIsWritten(Configuring):

    def test_configure_registers_both_hub_hosts_after_a_reset(self):
        self.configure()
        self.assert_registered()
        for url in HUBS:
            self.assertEqual(self.helpers(url), ["", str(self.helper)])

    def test_configure_names_the_file_and_the_urls_on_stdout(self):
        said = self.configure("--endpoint", CORPORATE).stdout.decode()
        for word in (str(self.file), *HUBS, CORPORATE):
            self.assertIn(word, said)

    def test_configure_keeps_every_byte_of_the_file(self):
        self.given_config(ODD)
        self.configure()
        self.assertTrue(self.file.read_bytes().startswith(ODD))
        self.assert_registered()

    def test_configure_keeps_the_mode_of_the_file(self):
        for mode in (0o600, 0o644, 0o664):
            with self.subTest(oct(mode)):
                self.given_config("[user]\n\tname = Ada\n").chmod(mode)
                self.configure()
                self.assertEqual(self.mode(self.file), mode)

    def test_a_second_configure_changes_nothing(self):
        for before in (None, b"", ODD, b"[user]\n\tname = Ada"):
            with self.subTest(before):
                self.file.unlink(missing_ok=True)
                if before is not None:
                    self.given_config(before)
                self.configure("--endpoint", CORPORATE)
                once = self.file.read_bytes()
                inode = self.file.stat().st_ino
                again = self.configure("--endpoint", CORPORATE)
                self.assertIn(b"nothing to do", again.stdout)
                self.assertEqual(self.file.read_bytes(), once)
                self.assertEqual(self.file.stat().st_ino, inode)

    def test_configure_passes_a_further_hub_to_the_helper(self):
        self.configure("--endpoint", CORPORATE,
                       "--endpoint", "http://127.0.0.1:8080/hub",
                       "--endpoint", CORPORATE + "/")
        self.assert_registered(urls=(*HUBS, CORPORATE,
                                     "http://127.0.0.1:8080/hub"))

    def test_configure_registers_a_hub_below_the_path_of_another(self):
        self.configure("--endpoint", CORPORATE + "/below",
                       "--endpoint", CORPORATE)
        self.assert_registered(urls=(*HUBS, CORPORATE, CORPORATE + "/below"))

    def test_a_later_configure_adds_a_further_hub(self):
        self.configure()
        self.configure("--endpoint", CORPORATE)
        self.assert_registered(urls=(*HUBS, CORPORATE))
        self.configure()
        self.assert_registered(urls=(*HUBS, CORPORATE))

    def test_configure_registers_and_names_hf_endpoint(self):
        said = self.configure(env={"HF_ENDPOINT": CORPORATE + "/"}).stdout
        self.assertIn(CORPORATE.encode(), said)
        self.assert_registered(urls=(*HUBS, CORPORATE))

    def test_a_helper_line_for_another_url_registers_no_hub(self):
        value = f"{self.helper} --endpoint {CORPORATE}"
        self.given_config('[credential "https://other.example"]\n'
                          f"\thelper = {value}\n")
        for url in ("https://other.example", CORPORATE):
            done = self.hf("status", "--offline", url)
            self.assertEqual(done.returncode, 2, done)

    def test_configure_refuses_addresses_that_git_could_misread(self):
        for url in ("https://h\n[core]", "https://h\r", 'https://h"]',
                    "https://user@h", "https://h?x=1", "http://h.example",
                    "https://h/%0a", "h.example", ""):
            with self.subTest(url):
                self.configure("--endpoint", url, status=2)
                self.configure(env={"HF_ENDPOINT": url or " "}, status=2)
        self.assertFalse(self.file.exists())


class OlderEntries(Configuring):

    def test_configure_moves_its_lines_behind_a_helper_added_later(self):
        for key in ("credential.helper", "credential.https://hf.co.helper",
                    "credential.https://*.co.helper"):
            with self.subTest(key):
                self.file.unlink(missing_ok=True)
                self.configure()
                self.command("git", "config", "--file", self.file, "--add",
                             key, "store")
                self.configure()
                listed = self.command("git", "config", "--file", self.file,
                                      "--list").stdout.decode().splitlines()
                rows = [i for i, line in enumerate(listed)
                        if line.endswith(str(self.helper))]
                self.assertEqual(len(rows), 2)
                self.assertLess(listed.index(f"{key}=store"), rows[1])
                self.assert_registered()

    def test_configure_keeps_a_helper_for_one_path(self):
        self.configure()
        self.command("git", "config", "--file", self.file,
                     "credential.https://hf.co/acme.helper", "store")
        self.assertIn(b"nothing to do", self.configure().stdout)

    def test_configure_switches_usehttppath_on_again(self):
        for key in ("credential.useHttpPath",
                    "credential.https://hf.co.useHttpPath"):
            with self.subTest(key):
                self.file.unlink(missing_ok=True)
                self.configure()
                self.command("git", "config", "--file", self.file, key, "false")
                self.configure()
                self.assert_registered()

    def test_configure_replaces_the_lines_of_a_moved_installation(self):
        old = self.prefix_at(self.root / "old place")
        self.command(old, "configure", "--endpoint", CORPORATE)
        self.assertIn(b"old place", self.file.read_bytes())
        self.configure("--endpoint", CORPORATE)
        self.assertNotIn(b"old place", self.file.read_bytes())
        self.assert_registered(urls=(*HUBS, CORPORATE))

    def test_the_lines_in_an_included_file_are_enough(self):
        self.given_config("[include]\n\tpath = hf.inc\n")
        self.configure("--file", self.home / "hf.inc")
        self.assertIn(b"nothing to do", self.configure().stdout)


class WhichFile(Configuring):

    def test_configure_writes_the_global_file_that_git_itself_writes(self):
        xdg = self.home / ".config" / "git" / "config"
        elsewhere = self.root / "xdg" / "git" / "config"
        cases = [
            # (files that exist, XDG_CONFIG_HOME, the file to be written)
            ((), None, self.file),
            ((self.file, xdg), None, self.file),
            ((xdg,), None, xdg),
            ((xdg,), str(self.root / "xdg"), self.file),
            ((elsewhere,), str(self.root / "xdg"), elsewhere),
        ]
        for files, base, written in cases:
            with self.subTest(files=files, base=base):
                for path in (self.file, xdg, elsewhere):
                    path.unlink(missing_ok=True)
                for path in files:
                    self.given_config("[user]\n\tname = Ada\n", path)
                env = {"XDG_CONFIG_HOME": base} if base else {}
                self.configure(env=env)
                self.assert_registered(written)
                self.command("git", "config", "--global", "x.y", "z", env=env)
                self.assertEqual(self.config("x.y", written), ["z"])

    def test_a_file_name_is_relative_to_the_current_directory(self):
        where = self.root / "where"
        where.mkdir()
        self.configure("--file", "mine", cwd=where)
        self.assert_registered(where / "mine")
        self.unconfigure("--file", "mine", cwd=where)
        self.assertFalse((where / "mine").exists())

    def test_local_means_the_repository_of_the_current_directory(self):
        repository = self.root / "a repository"
        self.command("git", "init", "-q", repository)
        below = repository / "below"
        below.mkdir()
        before = (repository / ".git" / "config").read_bytes()
        for place in (repository, below):
            with self.subTest(place):
                self.configure("--local", cwd=place)
                self.assert_registered(repository / ".git" / "config")
                self.unconfigure("--local", cwd=place)
                self.assertEqual(
                    (repository / ".git" / "config").read_bytes(), before)
        self.assertFalse(self.file.exists())

    def test_local_outside_a_repository_is_a_usage_error(self):
        self.configure("--local", status=2)

    def test_configure_writes_the_system_file_that_git_names(self):
        system = self.root / "etc dir" / "gitconfig"
        system.parent.mkdir()
        env = self.system_file_at(system)
        self.configure("--system", env=env)
        self.assert_registered(system)
        self.assertEqual(self.mode(system), 0o644)
        self.unconfigure("--system", env=env)
        self.assertFalse(system.exists())

    def test_unconfigure_asks_git_for_its_system_file(self):
        # The file has no lines of the helper, so nothing is written.
        done = self.hf("unconfigure", "--system")
        said = done.stdout.decode()
        self.assertRegex(said, r"^nothing to do: '/.*gitconfig' does not have ")

    def test_two_file_options_at_once_are_a_usage_error(self):
        for words in (("--system", "--local"), ("--local", "--file", "f"),
                      ("--system", "--file", "f"), ("--file", "")):
            with self.subTest(words):
                self.configure(*words, status=2)
                self.unconfigure(*words, status=2)

    def test_a_home_that_is_no_absolute_path_is_a_usage_error(self):
        for home in ("", ".", "home"):
            with self.subTest(home):
                self.configure(env={"HOME": home}, status=2)

    def test_configure_writes_the_file_that_a_variable_names(self):
        self.given_token("hf_fakefakefakefakefake")
        named = self.root / "git config"
        for value in (str(named), "git config", "./home/../git config"):
            with self.subTest(value):
                env = {"GIT_CONFIG_GLOBAL": value}
                said = self.configure(env=env)
                self.assertIn(str(named).encode(),
                              said.stdout.replace(b"./home/../", b""))
                self.assertEqual(said.stderr, b"")
                self.assertEqual(
                    self.fill(HUBS[0], env=env).get("password"),
                    "hf_fakefakefakefakefake")
                self.assertIn(b"nothing to do", self.configure(env=env).stdout)
                self.unconfigure(env=env)
                self.assertFalse(named.exists())
        self.assertFalse(self.file.exists())

    def test_configure_needs_no_home_if_a_variable_names_the_file(self):
        named = self.root / "named"
        self.configure(env={"GIT_CONFIG_GLOBAL": str(named), "HOME": ""})
        self.assert_registered(named)

    def test_a_variable_that_names_no_file_is_a_usage_error(self):
        done = self.configure(env={"GIT_CONFIG_GLOBAL": ""}, status=2)
        self.assertIn(b"GIT_CONFIG_GLOBAL", done.stderr)
        self.unconfigure(env={"GIT_CONFIG_GLOBAL": ""}, status=2)
        self.assertFalse(self.file.exists())

    def test_configure_refuses_a_variable_that_names_a_device(self):
        done = self.configure(env={"GIT_CONFIG_GLOBAL": "/dev/null"}, status=1)
        self.assertIn(b"not changing '/dev/null'", done.stderr)
        self.assertIn(b'[credential "https://huggingface.co"]', done.stdout)
        self.assertFalse(self.file.exists())

    def test_configure_names_a_system_file_that_git_does_not_read(self):
        system = self.root / "system"
        env = {"GIT_CONFIG_SYSTEM": str(system)}
        said = self.configure("--system", env=env).stderr
        self.assertIn(b"GIT_CONFIG_NOSYSTEM is set", said)
        self.assert_registered(system)
        self.environment["GIT_CONFIG_NOSYSTEM"] = "false"
        self.assertEqual(self.configure("--system", env=env).stderr, b"")
        self.assertNotIn(b"is set", self.configure().stderr)

    def test_configure_names_the_file_of_a_later_helper_and_no_secret(self):
        env = self.system_file_at(self.root / "system")
        self.given_config("[credential]\n\thelper = !secret-word\n")
        said = self.configure("--system", env=env).stderr.decode()
        self.assertEqual(len(said.splitlines()), 1, said)
        self.assertIn(str(self.file), said)
        self.assertNotIn("secret-word", said)
        self.configure(env=env)
        self.assertEqual(self.configure("--system", env=env).stderr, b"")


class OddPrefixes(Configuring):

    def test_git_runs_the_helper_from_a_prefix_with_odd_characters(self):
        self.given_token("hf_fakefakefakefakefake")
        for name in ("with blank", "it's", 'dou"ble', "$HOME;id", "tökén 🤗",
                     "back\\slash", "#hash", "a&b|c", "`x`", "star*?[x]",
                     "~tilde", "per%cent", "eq=ual", "(par)", "new\nline",
                     "!bang", " lead"):
            with self.subTest(name):
                self.file.unlink(missing_ok=True)
                helper = self.prefix_at(self.root / "p" / name)
                done = self.command(helper, "configure",
                                    "--endpoint", CORPORATE)
                self.assertEqual(done.returncode, 0, done)
                for url in (*HUBS, CORPORATE):
                    self.assertEqual(self.fill(url).get("password"),
                                     "hf_fakefakefakefakefake", url)
                again = self.command(helper, "configure",
                                     "--endpoint", CORPORATE)
                self.assertIn(b"nothing to do", again.stdout)
                gone = self.command(helper, "unconfigure")
                self.assertEqual(gone.returncode, 0, gone)
                self.assertFalse(self.file.exists(), self.file)

    def test_git_runs_the_helper_for_an_ipv6_address(self):
        self.given_token("hf_fakefakefakefakefake")
        self.configure("--endpoint", "http://[::1]:8080")
        # The brackets, as a pattern, would match this file.
        (self.root / "http:" / "1:8080").mkdir(parents=True)
        answer = self.fill("http://[::1]:8080")
        self.assertEqual(answer.get("password"), "hf_fakefakefakefakefake")


if __name__ == "__main__":
    unittest.main()
