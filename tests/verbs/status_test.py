# SPDX-License-Identifier: Apache-2.0
"""status without the Hub: the choice of a token, and each problem."""
import json
import os
import shutil
import stat
import unittest

from logged_in import GITS, LAPTOP, WORK, LoggedIn
from sandbox import PREFIX, record
from side_by_side import load_tests  # noqa: F401
from terminals import OnTerminals

HUB = "https://huggingface.co"
CORPORATE = "https://hub.corp.example"
STORE = (f"[laptop]\nhf_token = {LAPTOP}\nuser = alice\n\n"
         f"[work]\nhf_token = {WORK}\nuser = bob\n\n")
MANUAL = (PREFIX / "share/man/man7/git-credential-hf.7").read_text()
REAL_GIT = shutil.which("git")


class Status(LoggedIn):
    """A setup without problems, in which each test breaks one thing."""

    def setUp(self):
        super().setUp()
        self.given_store(STORE)
        self.run_verb("configure")

    def look(self, *arguments, status=0, **options):
        """The JSON document that status prints."""
        done = self.run_verb("status", "--offline", "--json", *arguments,
                             status=status, **options)
        return json.loads(done.stdout)

    def kinds(self, *arguments, status=1, **options):
        problems = self.look(*arguments, status=status, **options)["problems"]
        for problem in problems:
            self.assertTrue(problem["text"] and problem["remedy"], problem)
            self.assertIn(f".It Cm {problem['kind']}", MANUAL)
        return [problem["kind"] for problem in problems]

    def shown(self, *arguments, status=1, **options):
        done = self.run_verb("status", "--offline", *arguments, status=status,
                             **options)
        return done.stdout.decode()

    def fixed(self, *arguments, status=0, **options):
        return self.shown("--fix", "--yes", *arguments, status=status,
                          **options)

    def git(self, *arguments, **options):
        done = self.command("git", *arguments, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode().strip()

    def repository(self, url=None):
        """A repository whose remote is at \a url."""
        place = self.root / "work"
        self.git("init", "-q", place)
        if url:
            self.git("remote", "add", "origin", url, cwd=place)
        return place

    def claiming(self, version):
        """The environment with a stand-in for a git of another version."""
        tools = self.root / "tools"
        tools.mkdir(exist_ok=True)
        (tools / "git").write_text(
            f'#!/bin/sh\ntest "$1" = --version && exec echo git version '
            f'{version}\nexec "{REAL_GIT}" "$@"\n')
        (tools / "git").chmod(0o755)
        return {"PATH": f"{tools}:{os.environ['PATH']}"}

    def everything(self):
        """All bytes and modes below HOME and the repository."""
        found = {}
        for top in (self.home, self.root / "work"):
            for path in top.rglob("*"):
                if path.is_file() and "index" not in path.name:
                    facts = path.stat()
                    found[path] = (path.read_bytes(), facts.st_mode,
                                   facts.st_mtime_ns)
        return found


class Choice(Status):
    def winner(self, *arguments, **options):
        sources = self.look(*arguments, **options)["sources"]
        decides = [s for s in sources if s["decides"]]
        self.assertEqual(len(decides), 1)
        return decides[0]["source"], decides[0]["remark"]

    def test_status_lists_the_sources_in_the_order_of_get(self):
        told = self.look("acme/model")
        self.assertEqual([s["source"] for s in told["sources"]],
                         ["job's identity", "environment", "name in the URL",
                          "owner rule", "active token", "stored by git"])
        self.assertEqual(told["url"], f"{HUB}/acme/model")
        self.assertEqual(told["token"],
                         {"name": "laptop", "account": "alice",
                          "origin": str(self.hf_home / "token"),
                          "saved_in": str(self.hf_home / "stored_tokens"),
                          "expires_at": None})
        self.assertIsNone(told["hub_says"])

    def test_status_marks_the_source_that_decides(self):
        self.run_verb("switch", "work", "--for", "acme")
        rows = (("acme/x", "owner rule", "'work' of bob, for acme"),
                ("datasets/acme/x", "owner rule", "'work' of bob, for acme"),
                (f"{HUB}/b/x", "active token", "'laptop' of alice"),
                ("hf.co/acme/x", "owner rule", "'work' of bob, for acme"),
                ("https://alice@hf.co/acme/x", "name in the URL",
                 "'laptop' of alice, for 'alice'"),
                (HUB, "active token", "'laptop' of alice"))
        for url, source, remark in rows:
            self.assertEqual(self.winner(url), (source, remark), url)
        losers = [s["remark"] for s in self.look("acme/x")["sources"][4:]]
        self.assertEqual(losers, ["'laptop' of alice", "there is none"])

    def test_status_names_the_token_that_get_answers(self):
        self.run_verb("switch", "work", "--for", "acme")
        for user in ("", "bob", "nobody"):
            for path in ("acme/x", "b/x"):
                url = f"https://{user}@huggingface.co/{path}" if user else (
                    f"{HUB}/{path}")
                fields = f"protocol=https\nhost=huggingface.co\npath={path}\n"
                if user:
                    fields += f"username={user}\n"
                name = self.look(url)["token"]["name"]
                token = {"laptop": LAPTOP, "work": WORK}[name]
                self.assertEqual(self.get(fields.encode())["password"], token)

    def test_status_uses_the_user_name_that_git_has_for_the_url(self):
        self.git("config", "--global", f"credential.{HUB}.username", "bob")
        self.assertEqual(self.winner()[0], "name in the URL")

    def test_status_uses_the_url_of_origin_by_default(self):
        place = self.repository(f"{HUB}/acme/model")
        self.assertEqual(self.look(cwd=place)["url"], f"{HUB}/acme/model")
        (place / "sub").mkdir()
        self.assertEqual(self.look(cwd=place / "sub")["url"],
                         f"{HUB}/acme/model")
        self.git("remote", "set-url", "origin", "https://github.com/a/b",
                 cwd=place)
        self.assertEqual(self.look(cwd=place)["url"], HUB)

    def test_status_explains_a_remote_that_uses_ssh(self):
        place = self.repository()
        config = place / ".git" / "config"
        text = config.read_text()
        for url in ("git@hf.co:acme/model", "hf.co:acme/model",
                    "ssh://git@hf.co/acme/model", "ssh://git@hf.co:22/acme/model",
                    "git+ssh://hf.co/acme/model"):
            config.write_text(f'{text}[remote "origin"]\n\turl = {url}\n')
            told = self.look(cwd=place)
            self.assertEqual(told["url"], "https://hf.co/acme/model", url)
            self.assertEqual([n["kind"] for n in told["notes"]], ["ssh-remote"])
        shown = self.shown(cwd=place, status=0)
        self.assertIn("note: 'origin' uses ssh: git itself uses your ssh key "
                      "there, and no token. For large files git-lfs may use "
                      "this token, over https", shown)
        for url in ("git@github.com:acme/model", "git@hf.co.evil:acme/model",
                    "ssh://git@evil/hf.co:acme/model", "x/y:hf.co", "hf.co:",
                    "ssh://hf.co", "ssh://", ":", "@:", "/hf.co:acme/model"):
            config.write_text(f'{text}[remote "origin"]\n\turl = "{url}"\n')
            told = self.look(cwd=place)
            if url not in ("hf.co:", "ssh://hf.co"):
                self.assertEqual((told["url"], told["notes"]), (HUB, []), url)

    def test_a_url_that_is_not_a_hubs_is_a_usage_error(self):
        for words in ("ftp://huggingface.co/a", "https://", "", "a b",
                      "git@hf.co:acme/model", "https://h\n"):
            self.run_verb("status", words, status=2)

    def test_a_host_that_the_user_did_not_register_is_not_a_hub(self):
        place = self.repository("https://evil.example/acme/m")
        self.git("config", "credential.https://evil.example.helper",
                 f"{self.helper} --endpoint https://evil.example", cwd=place)
        before = self.everything()
        for words in ((f"https://u:{GITS}@evil.example/x",),
                      ("https://evil.example",),
                      ("http://huggingface.co/a/b",),
                      ("https://huggingface.co.evil.example/a/b",),
                      ("https://huggingface.co:8443/a/b",)):
            for options in ((), ("--json",), ("--fix", "--yes")):
                done = self.run_verb("status", *words, *options, status=2,
                                     cwd=place)
                self.assertIn(b"not the URL of a Hub", done.stderr)
                self.assertNotIn(b"--endpoint", done.stdout + done.stderr)
                self.assertEqual(done.stdout, b"")
        self.assertEqual(self.everything(), before)

    def test_status_shows_no_part_of_a_url_that_may_hold_a_token(self):
        for url in (f"https://u:{GITS}@hf.co/acme/m",
                    f"https://{GITS}@hf.co/acme/m",
                    f"{HUB}/acme/m?token={GITS}", f"{HUB}/acme/m#{GITS}"):
            self.look(url)  # Both check that the output has no secret.
            self.shown(url, status=0)

    def test_the_sources_are_shown_only_if_wanted(self):
        self.run_verb("switch", "work", "--for", "acme")
        shown = self.shown("acme/x", "--verbose", status=0)
        self.assertIn("* owner rule:       'work' of bob, for acme\n", shown)
        self.assertIn("  active token:     'laptop' of alice\n", shown)
        brief = self.shown("acme/x", status=0)
        self.assertEqual(
            brief,
            f"The token is 'work' of bob, from '{self.hf_home}/stored_tokens'; "
            f"the Hub was not asked (--offline).\n  It is for {HUB}/acme/x, "
            "because a rule for this owner or repository names it.\n"
            "No problems found.\n")
        for line in brief.splitlines():
            self.assertIn(line, shown)

    def test_the_heading_answers_for_each_source(self):
        store = f"from '{self.hf_home}/stored_tokens'"
        rows = ((("acme/x",), {}, f"'laptop' of alice, {store};",
                 "it is the active token."),
                (("https://work@hf.co/a/b",), {}, f"'work' of bob, {store};",
                 "the URL or git's configuration names it."))
        for words, env, token, reason in rows:
            shown = self.shown(*words, status=0, env=env)
            self.assertIn(f"The token is {token}", shown)
            self.assertIn(f", because {reason}\n", shown)
        shown = self.shown(env={"HF_TOKEN": GITS})
        self.assertIn("The token is one without a name, from HF_TOKEN;", shown)
        self.assertIn(", because a variable is set.\n", shown)
        self.given_nothing()
        self.assertIn(f"There is no token for {HUB}.\n", self.shown(status=3))
        self.given_token(GITS)
        self.assertIn(f"one without a name, from '{self.hf_home}/token';",
                      self.shown(status=0))
        job = self.shown(env={"HF_OIDC_RESOURCE": "acme/x"})
        self.assertIn("one that the Hub makes for this job", job)

    def test_status_changes_no_file(self):
        place = self.repository(f"https://eve:{GITS}@huggingface.co/acme/m")
        (self.home / ".git-credentials").write_text(
            f"https://bob:{GITS}@huggingface.co\n")
        (self.hf_home / "token").chmod(0o644)
        before = self.everything()
        self.look(cwd=place, status=1)
        self.shown(cwd=place)
        self.assertEqual(self.everything(), before)

    def test_status_reports_a_job_without_an_identity(self):
        env = {"HF_OIDC_RESOURCE": "acme/x"}
        self.assertEqual(self.kinds(env=env), ["no-identity", "overridden"])
        env["HF_OIDC_ID_TOKEN"] = "x.y.z"
        self.assertEqual(self.kinds(env=env), ["overridden"])


class InGit(Status):
    def test_status_fixes_a_helper_that_is_not_registered(self):
        self.run_verb("unconfigure")
        self.assertEqual(self.kinds(), ["not-registered"])
        shown = self.fixed()
        self.assertIn("fixed: configured git to use this helper", shown)
        self.assertEqual(self.kinds(status=0), [])

    def test_status_fixes_a_short_hub_name_that_is_not_registered(self):
        self.git("config", "--global", "--remove-section",
                 "credential.https://hf.co")
        shown = self.shown()
        self.assertIn("does not use this helper for https://hf.co\n", shown)
        self.assertIn("  fix: git-credential-hf configure\n", shown)
        self.fixed()
        self.assertIn("https://hf.co", self.git(
            "config", "--global", "--get-regexp", "credential"))

    def test_status_fixes_a_helper_that_git_asks_first(self):
        self.run_verb("unconfigure")
        self.git("config", "--global", "credential.helper", "store")
        for url in (HUB, "https://hf.co"):
            self.git("config", "--global", "--add", f"credential.{url}.helper",
                     self.helper)
        self.assertIn(f"git asks 'store' about {HUB}, https://hf.co first",
                      self.shown())
        self.assertEqual(self.kinds(), ["helper-first"])
        self.fixed()

    def test_status_fixes_a_helper_that_would_keep_a_copy(self):
        self.git("config", "--global", "--add", "credential.helper",
                 "!echo password=hf_secretOfAnotherHelper00000001")
        shown = self.shown()
        self.assertIn("git also tells a shell command the tokens", shown)
        self.assertNotIn("hf_secretOf", shown)
        self.assertEqual(self.kinds(), ["helper-after"])
        self.fixed()

    def test_a_fix_removes_the_copy_of_another_helper(self):
        kept = self.root / "kept"
        kept.write_text(f"https://alice:{LAPTOP}@huggingface.co\n"
                        "https://x:y@github.com\n")
        self.git("config", "--global", "--add", "credential.helper",
                 f"store --file {kept}")
        self.assertEqual(self.kinds(),
                         ["helper-after", "token-in-credentials-file"])
        self.fixed()
        self.assertEqual(kept.read_text(), "https://x:y@github.com\n")

    def test_status_fixes_a_helper_that_a_repository_sets(self):
        place = self.repository(f"{HUB}/acme/model")
        self.git("config", "credential.helper", "cache", cwd=place)
        self.assertIn("git-credential-hf configure --local\n",
                      self.shown(cwd=place))
        # Outside the repository there is no problem.
        self.assertEqual(self.kinds(status=0), [])
        self.fixed(cwd=place)

    def test_status_fixes_a_helper_that_does_not_exist(self):
        self.git("config", "--global", "--unset-all",
                 "credential.https://hf.co.helper")
        for value in ("", "/nowhere/git-credential-hf"):
            self.git("config", "--global", "--add",
                     "credential.https://hf.co.helper", value)
        self.assertEqual(self.kinds(), ["program-gone"])
        self.fixed()

    def test_status_fixes_a_missing_path_only_if_a_rule_needs_it(self):
        self.git("config", "--global", f"credential.{HUB}.useHttpPath", "false")
        self.assertEqual(self.kinds(status=0), [])
        self.run_verb("switch", "work", "--for", "acme")
        self.assertEqual(self.kinds(), ["no-path"])
        self.fixed()

    def test_status_registers_no_hub_that_only_hf_endpoint_names(self):
        env = {"HF_ENDPOINT": CORPORATE}
        before = self.everything()
        for words in ((), ("acme/model",), (CORPORATE,)):
            for options in ((), ("--fix", "--yes")):
                done = self.run_verb("status", *words, *options, status=2,
                                     env=env)
                self.assertIn(b"which HF_ENDPOINT names, is not a Hub",
                              done.stderr)
                self.assertNotIn(b"--endpoint", done.stderr)
        self.assertEqual(self.everything(), before)
        self.look(HUB, env=env)
        self.run_verb("unconfigure")
        shown = self.fixed(HUB, env=env)
        self.assertNotIn("corp", shown)
        self.assertNotIn(b"corp", (self.home / ".gitconfig").read_bytes())

    def test_a_fix_for_one_hub_does_not_change_the_other_hubs(self):
        self.run_verb("configure", "--endpoint", CORPORATE)
        self.git("config", "--global", "--add", "credential.helper", "store")
        self.git("config", "--global", "--remove-section",
                 "credential.https://hf.co")
        shown = self.fixed(CORPORATE)
        self.assertIn("fixed: configured git to use this helper for "
                      f"{CORPORATE} in '{self.home}/.gitconfig'\n", shown)
        self.assertEqual(self.kinds(CORPORATE, status=0), [])
        self.assertEqual(self.kinds(),
                         ["helper-after", "not-registered"])

    def test_the_question_before_a_fix_names_the_urls_and_the_file(self):
        self.run_verb("unconfigure")
        place = self.repository(f"{HUB}/acme/model")
        self.git("config", "credential.helper", "cache", cwd=place)
        self.assertIn(
            b"configure git to use this helper for https://huggingface.co, "
            b"https://hf.co in '" + str(self.home / ".gitconfig").encode() +
            b"'? [y/N]",
            self.type_at("status", "--fix", "--offline", status=1,
                         keys=[(b"[y/N]", b"n\n")]))

    def test_status_reports_other_settings_and_a_missing_git(self):
        self.assertEqual(self.kinds(env={"GIT_CONFIG_COUNT": "0"}),
                         ["other-config"])
        self.assertEqual(self.kinds(env={"GIT_CONFIG_GLOBAL": "/dev/null"}),
                         ["not-registered"])
        self.assertEqual(self.kinds(env={"PATH": "/nowhere"}), ["no-git"])

    def test_a_fix_changes_the_file_that_a_variable_names(self):
        named = self.root / "named"
        env = {"GIT_CONFIG_GLOBAL": "named"}
        self.assertIn(f"in '{named}'", self.fixed(env=env))
        self.assertEqual(self.kinds(env=env, status=0), [])
        self.assertTrue(named.exists())

    def test_status_reports_a_git_too_old_to_send_the_token(self):
        self.assertEqual(self.kinds(status=0, env=self.claiming("2.30.1")), [])
        browsers = "hf_oauth_tokenForTestsOnly0000000000004"
        self.given_token(browsers)
        self.given_store(f"[oauth-alice]\nhf_token = {browsers}\n\n")
        shown = self.shown(status=0, env=self.claiming("2.30.1"))
        self.assertIn("note: git 2.30.1 cannot send", shown)
        self.assertIn("  fix: update git to 2.46, or log in with", shown)
        self.assertIn("No problems found.", shown)
        told = self.look(env=self.claiming("2.45.9"))
        self.assertEqual((told["problems"], [n["kind"] for n in told["notes"]]),
                         ([], ["git-too-old"]))
        self.assertEqual(self.look(env=self.claiming("2.46.0"))["notes"], [])

    def test_a_git_too_old_is_a_problem_where_git_lfs_is_used(self):
        browsers = "hf_oauth_tokenForTestsOnly0000000000004"
        self.given_token(browsers)
        self.given_store(f"[oauth-alice]\nhf_token = {browsers}\n\n")
        env = self.claiming("2.45.9")
        place = self.repository(f"{HUB}/acme/model")
        self.assertEqual(self.kinds(status=0, cwd=place, env=env), [])
        (place / ".gitattributes").write_text("*.bin filter=lfs -text\n")
        self.assertEqual(self.kinds(cwd=place, env=env), ["git-too-old"])
        (place / ".gitattributes").unlink()
        (place / ".git" / "lfs").mkdir()
        self.assertEqual(self.kinds(cwd=place, env=env), ["git-too-old"])
        self.assertEqual(self.kinds(cwd=place, status=0,
                                    env=self.claiming("2.46.0")), [])


class InTheStore(Status):
    def test_status_reports_and_keeps_a_store_that_does_not_parse(self):
        self.given_store("nonsense\n")
        self.assertEqual(self.kinds(), ["store-unreadable"])
        self.fixed(status=1)
        self.assertEqual(self.stored(), b"nonsense\n")

    def test_status_reports_rules_and_tokens_that_do_not_parse(self):
        self.given_file("git_credential_hf", "nonsense\n")
        self.assertEqual(self.kinds(), ["rules-unreadable"])
        self.given_file("git_credential_hf", "")
        self.given_token("two words")
        self.assertEqual(self.kinds()[0], "no-token")

    def test_status_fixes_modes_that_let_other_users_in(self):
        for name in ("token", "stored_tokens"):
            (self.hf_home / name).chmod(0o664)
        self.hf_home.chmod(0o777)
        self.assertEqual(self.kinds(), ["loose-mode"] * 3)
        self.fixed()
        for name, mode in (("token", 0o600), ("stored_tokens", 0o600),
                           (".", 0o755)):
            found = stat.S_IMODE((self.hf_home / name).stat().st_mode)
            self.assertEqual(found, mode, name)

    def test_status_reports_an_expired_or_rejected_token(self):
        for line, kind in (("expires_at = 1600000000", "no-token"),
                           ("rejected_at = 1600000000", "no-token")):
            self.given_store(STORE.replace("user = alice", line))
            self.assertEqual(self.kinds(), [kind])
            self.assertIn("git-credential-hf login", self.shown())
        self.given_store(STORE.replace("user = bob", "rejected_at = 1"))
        self.assertEqual(self.kinds(status=0), [])  # No URL uses this token.
        self.run_verb("switch", "work", "--for", "acme")
        self.assertEqual(self.kinds(), ["rejected"])

    def waiting(self, token, refresh="hf_refresh_waiting"):
        """A refreshed token that replaces WORK and is not in the store yet."""
        journal = self.hf_home / ".git_credential_hf.refresh"
        journal.write_bytes(record(
            endpoint=HUB, previous_password=WORK, password=token,
            oauth_refresh_token=refresh, password_expiry_utc="4000000000",
            complete="1"))
        journal.chmod(0o600)
        return journal

    def test_a_fix_saves_a_refreshed_token_that_waits_for_the_store(self):
        fresh = "hf_oauth_" + "f" * 40
        self.given_store(STORE.replace("bob\n", "bob\nrefresh_token = old\n"
                                       f"endpoint = {HUB}\n"))
        journal = self.waiting(fresh)
        self.assertEqual(self.kinds(), ["refresh-unsaved"])
        self.assertIn(f"saved the refreshed token in '{self.hf_home}",
                      self.fixed())
        self.assertFalse(journal.exists())
        stored = (self.hf_home / "stored_tokens").read_text()
        self.assertIn(f"[work]\nhf_token = {fresh}\n", stored)
        self.assertIn("refresh_token = hf_refresh_waiting\n", stored)

    def test_an_unfinished_file_of_a_refresh_is_no_problem(self):
        journal = self.waiting("hf_oauth_" + "f" * 40)
        journal.write_bytes(journal.read_bytes().replace(b"complete=1\n", b""))
        self.assertEqual(self.kinds(status=0), [])

    def test_status_does_not_refresh_an_expired_token(self):
        self.given_store(STORE.replace(
            "user = alice", "refresh_token = r\nexpires_at = 1600000000"))
        before = self.stored()
        self.assertIn("It expired on 2020-09-13; git refreshes", self.shown(
            status=0, env=self.claiming("2.46.0")))
        self.assertEqual(self.stored(), before)

    def test_status_reports_a_rule_whose_token_was_removed(self):
        self.run_verb("switch", "work", "--for", "acme")
        self.given_store(STORE[:STORE.index("[work]")])  # As Python does.
        self.assertEqual(self.kinds("acme/x"), ["rule-idle"])

    def test_status_reports_a_variable_that_overrides_a_rule(self):
        env = {"HF_TOKEN": GITS}
        self.run_verb("switch", "work", "--for", "acme")
        self.assertIn("HF_TOKEN is set and overrides the saved tokens and the "
                      "rules for owners", self.shown("acme/x", env=env))
        self.assertEqual(self.kinds(env=env), ["overridden"])
        self.given_nothing()
        (self.hf_home / "git_credential_hf").unlink()
        self.assertEqual(self.kinds(status=0, env=env), [])
        self.assertEqual(self.kinds(env={"HF_TOKEN": "two words"}),
                         ["no-token"])

    def test_status_says_that_the_user_is_not_logged_in(self):
        self.given_nothing()
        self.assertEqual(self.kinds(status=3), ["not-logged-in"])

    def test_a_token_in_a_variable_needs_no_store(self):
        env = {"HF_TOKEN": GITS, "HF_HOME": "relative"}
        self.assertEqual(self.kinds(status=0, env=env), [])
        self.assertEqual(self.kinds(env={"HF_HOME": "relative"}), ["no-token"])


class Strays(Status):
    def test_a_fix_moves_a_token_from_a_remotes_url_to_the_store(self):
        place = self.repository(f"https://eve:{GITS}@huggingface.co/acme/m")
        shown = self.shown(cwd=place)
        self.assertIn("the URL of remote.origin.url", shown)
        self.assertIn("  fix: git-credential-hf status --fix\n", shown)
        self.fixed(cwd=place)
        url = self.git("remote", "get-url", "origin", cwd=place)
        self.assertEqual(url, "https://eve@huggingface.co/acme/m")
        self.assertEqual(self.python_reads()["eve"]["hf_token"], GITS)
        self.assertEqual(self.look(url)["token"]["name"], "eve")

    def test_a_fix_moves_a_token_from_each_form_of_a_url(self):
        for info in (f"{GITS}", f"{GITS}:x-oauth-basic", f"hf_user:{GITS}",
                     f":{GITS}", f"git:{GITS}"):
            shutil.rmtree(self.root / "work", ignore_errors=True)
            self.given_store(STORE)
            place = self.repository(f"https://{info}@hf.co/acme/m")
            self.fixed(cwd=place)
            self.assertEqual(
                self.git("remote", "get-url", "origin", cwd=place),
                "https://git@hf.co/acme/m", info)
            self.assertEqual(self.python_reads()["git"]["hf_token"], GITS)

    def test_a_url_with_the_active_token_gets_no_user_name(self):
        place = self.repository(f"https://x:{LAPTOP}@huggingface.co/acme/m")
        self.fixed(cwd=place)
        self.assertEqual(self.git("remote", "get-url", "origin", cwd=place),
                         f"{HUB}/acme/m")
        self.assertEqual(self.stored(), STORE.encode())

    def test_a_url_with_a_stored_token_gets_the_name_of_the_token(self):
        place = self.repository(f"https://alice:{WORK}@huggingface.co/acme/m")
        self.git("remote", "add", "two",
                 f"https://alice:{GITS}@huggingface.co/acme/m", cwd=place)
        self.fixed(cwd=place)
        names = {"origin": "work", "two": "alice-2"}
        for remote, name in names.items():
            self.assertEqual(
                self.git("remote", "get-url", remote, cwd=place),
                f"https://{name}@huggingface.co/acme/m")
        sections = self.python_reads()
        self.assertEqual(sections["laptop"]["hf_token"], LAPTOP)
        self.assertEqual(sections["alice-2"]["hf_token"], GITS)

    def test_a_fix_moves_a_token_from_an_insteadof_url(self):
        self.git("config", "--global",
                 f"url.https://ci:{GITS}@huggingface.co/.insteadOf", f"{HUB}/")
        self.assertIn("url.*.insteadof", self.shown())
        self.fixed()
        self.assertEqual(
            self.git("config", "--global", "--get-regexp", "insteadof"),
            f"url.https://ci@huggingface.co/.insteadof {HUB}/")

    def test_status_ignores_urls_of_other_hosts(self):
        place = self.repository(f"https://x:{GITS}@github.com/acme/m")
        self.git("config", "x.y", f"https://x:{GITS}@huggingface.co.evil/",
                 cwd=place)
        self.assertEqual(self.kinds(status=0, cwd=place), [])

    def test_a_fix_does_not_change_hosts_that_begin_like_the_hub(self):
        place = self.repository(f"https://u:{GITS}@huggingface.co/acme/m")
        config = place / ".git" / "config"
        others = (f"https://u:{GITS}@huggingface.company.example/a",
                  f"https://u:{GITS}@huggingface.co.evil/a",
                  f"https://u:{GITS}@huggingface.co:8443/a",
                  f"https://u:{GITS}@huggingface.co@evil.example/a",
                  f"https://u:{GITS}@huggingface.co-x.example",
                  f"ssh://u:{GITS}@huggingface.co/a",
                  f"HTTPS://u:{GITS}@huggingface.cox#y")
        text = config.read_text()
        theirs = "".join(f"\tx = {url}\n" for url in others)
        for end in ("", "/", "/a/b.git", "?x", "#y", ' ; "'):
            config.write_text(
                text.replace("huggingface.co/acme/m", "huggingface.co" + end)
                + "[theirs]\n" + theirs)
            self.fixed(cwd=place)
            self.assertIn(f"\turl = https://u@huggingface.co{end}\n",
                          config.read_text())
            self.assertIn("[theirs]\n" + theirs, config.read_text())

    def test_status_shows_only_remedies_that_are_safe_in_a_shell(self):
        for name, quoted in (("o'r; id", "'o'\\''r; id'"), ("$(id)", "'$(id)'"),
                             ("`id`", "'`id`'"), ("a b", "'a b'"),
                             ("-f", None), ("x\x1b[2J", None),
                             ("x\u202ey", None)):
            self.given_file("git_credential_hf",
                            f"[{HUB}/{name}]\ntoken = gone\n\n")
            shown = self.shown()
            if quoted:
                self.assertIn("  fix: git-credential-hf switch --clear --for "
                              f"{quoted}\n", shown)
            else:
                self.assertIn("  fix: clear the rule, or name another token\n",
                              shown)

    def test_a_fix_moves_tokens_from_a_credentials_file_to_the_store(self):
        path = self.home / ".git-credentials"
        path.write_text(f"https://bob:{GITS}@huggingface.co\n"
                        f"https://alice:{LAPTOP}@hf.co\n"
                        f"https://x:{GITS}@github.com\n")
        self.assertEqual(self.kinds(), ["token-in-credentials-file"])
        self.fixed()
        self.assertEqual(path.read_text(), f"https://x:{GITS}@github.com\n")
        # Another token belongs to the account bob already.
        self.assertEqual(self.python_reads()["bob-2"]["hf_token"], GITS)

    def test_a_credentials_file_that_cannot_be_read_is_a_problem(self):
        path = self.home / ".git-credentials"
        path.write_text(f"https://bob:{GITS}@huggingface.co\n")
        for spoil in (
                lambda: path.unlink() or path.symlink_to("gone"),
                lambda: path.unlink() or path.mkdir(),
                lambda: path.rmdir() or path.write_text("#" * (1 << 21))):
            spoil()
            with self.subTest(path.lstat()):
                self.assertEqual(self.kinds(), ["credentials-file-unreadable"])
                self.assertIn(str(path), self.fixed(status=1))

    def test_a_fix_finds_a_port_that_git_has_written_escaped(self):
        hub = "https://hub.corp.example:8443"
        self.run_verb("configure", "--endpoint", hub)
        path = self.home / ".git-credentials"
        for store in "git credential-store store", "git-credential-store":
            self.command("git", "credential-store", "store", input=record(
                protocol="https", host="hub.corp.example:8443", username="bob",
                password=GITS))
            if store == "git-credential-store":  # As old versions wrote it.
                path.write_text(path.read_text().replace("%3a", ":"))
            else:
                self.assertIn("%3a8443", path.read_text())
            self.assertEqual(self.kinds(hub), ["token-in-credentials-file"])
            self.fixed(hub)
            self.assertEqual(path.read_text(), "")
        self.assertEqual(self.python_reads()["bob-2"]["endpoint"], hub)

    def test_a_fix_changes_the_file_that_a_link_points_to(self):
        path = self.home / ".git-credentials"
        real = self.home / "dotfiles"
        real.write_bytes(f"# mine\r\nhttps://bob:{GITS}@hf.co\nrest".encode())
        real.chmod(0o640)
        path.symlink_to(real)
        self.fixed()
        self.assertTrue(path.is_symlink())
        self.assertEqual(real.read_bytes(), b"# mine\r\nrest")
        self.assertEqual(real.stat().st_mode & 0o777, 0o640)

    def test_a_fix_waits_for_git_and_keeps_a_file_that_git_has_locked(self):
        path = self.home / ".git-credentials"
        path.write_text(f"https://bob:{GITS}@hf.co\n")
        lock = self.home / ".git-credentials.lock"
        lock.touch()
        self.assertEqual(self.kinds(), ["token-in-credentials-file"])
        self.fixed(status=1)
        self.assertTrue(lock.exists())
        self.assertEqual(path.read_text(), f"https://bob:{GITS}@hf.co\n")
        lock.unlink()
        self.fixed()
        self.assertEqual(path.read_text(), "")

    def test_a_fix_keeps_a_password_that_is_not_a_token(self):
        path = self.home / ".git-credentials"
        path.write_text("https://bob:pass%20word@huggingface.co\n")
        self.fixed(status=1)
        self.assertEqual(path.read_text(),
                         "https://bob:pass%20word@huggingface.co\n")

    def test_a_fix_keeps_the_token_in_a_file_it_cannot_write(self):
        place = self.repository(f"https://eve:{GITS}@huggingface.co/acme/m")
        config = place / ".git" / "config"
        config.chmod(0o444)
        before = config.read_bytes()
        done = self.run_verb("status", "--offline", "--fix", "--yes", status=1,
                             cwd=place)
        self.assertIn(b"read-only", done.stderr)
        self.assertEqual(config.read_bytes(), before)


class OnATerminal(OnTerminals, Status):
    def test_status_is_read_at_a_glance_on_each_terminal(self):
        self.environment["HF_HUB_OFFLINE"] = "1"
        for terminal in self.terminals():
            (self.hf_home / "token").chmod(0o644)
            found, shown = self.on_terminal(
                self.helper, "status", "acme/model", "--offline", **terminal)
            lines = self.assert_readable(shown, terminal)
            self.assertEqual(found, 1)
            self.assertTrue(lines[0].startswith(
                "The token is 'laptop' of alice, from"), lines)
            self.assertIn("  fix: git-credential-hf status --fix", lines)
            self.assertNotIn("owner rule", shown.decode())
            has_colour = b"\x1b[31mproblem: \x1b[0m" in shown
            self.assertEqual(has_colour, "NO_COLOR" not in terminal["env"])

    def test_each_source_is_readable_on_each_terminal(self):
        for terminal in self.terminals():
            found, shown = self.on_terminal(self.helper, "status", "--offline",
                                            "--verbose", **terminal)
            lines = self.assert_readable(shown, terminal)
            self.assertEqual(found, 0)
            self.assertIn("* active token:     'laptop' of alice", lines)

    def test_a_dumb_terminal_gets_no_colour(self):
        _, shown = self.on_terminal(self.helper, "status", "--offline",
                                    env={"TERM": "dumb"})
        self.assertNotIn(b"\x1b", shown)

    def test_hostile_names_and_urls_are_shown_as_text(self):
        name = "\x1b[2J\u202e\u009b"
        self.given_store(f"[{name}]\nhf_token = {LAPTOP}\nuser = {name}\n\n")
        for words in ((), (f"{HUB}/{name}/{name}",)):
            for options in ((), ("--verbose",), ("--json",)):
                done = self.run_verb("status", "--offline", *options, *words)
                for bad in (b"\x1b", name[-1].encode(), "\u202e".encode()):
                    self.assertNotIn(bad, done.stdout + done.stderr)


class Fixing(Status):
    def setUp(self):
        super().setUp()
        self.run_verb("unconfigure")
        (self.hf_home / "token").chmod(0o644)

    def test_status_asks_before_each_fix(self):
        self.environment["HF_HUB_OFFLINE"] = "1"
        shown = self.type_at("status", "--fix", "--offline", status=1, keys=[
            (b"configure git to use this helper for https://huggingface.co, "
             b"https://hf.co in '", b"y\n"),
            (b"remove other users' access to", b"n\n")])
        self.assertIn(b"fixed: configured git to use this helper", shown)
        self.assertEqual(self.kinds(), ["loose-mode"])

    def test_a_fix_without_a_terminal_or_yes_is_a_usage_error(self):
        self.run_verb("status", "--fix", status=2)
        self.run_verb("status", "--yes", status=2)
        self.run_verb("status", "--fix", "--json", status=2)
        self.assertEqual(self.kinds(), ["not-registered", "loose-mode"])


if __name__ == "__main__":
    unittest.main()
