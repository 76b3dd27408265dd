# SPDX-License-Identifier: Apache-2.0
"""erase of a user's token: it is forgotten only if the Hub rejects it."""
import time
import unittest

from hub import ALICE_OAUTH, ALICE_READ, ALICE_WRITE, BOB_WRITE
from online import Online
from sandbox import record

DEAD = "hf_revokedTokenForTestsOnly0000000009"
WHOAMI = "/api/whoami-v2"


class Erase(Online):
    def erase(self, token, path="acme/model.git/info/lfs"):
        done = self.hf("erase", input=(
            f"protocol=https\nhost=huggingface.co\npath={path}\n"
            f"username=hf_user\npassword={token}\n").encode())
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.assert_no_secret(done.stderr)
        return done.stderr.decode()

    def given(self, token, extra=""):
        self.given_token(token)
        self.given_store(f"[laptop]\nhf_token = {token}\n{extra}\n"
                         f"[other]\nhf_token = {BOB_WRITE}\n\n")

    def test_a_revoked_token_becomes_inactive_and_is_marked(self):
        self.given(DEAD)
        began = time.time()
        said = self.erase(DEAD)
        self.assertIn("'laptop' is not valid any more", said)
        self.assertIn("git-credential-hf login", said)
        self.assertIsNone(self.stored("token"))
        sections = self.sections()
        self.assert_moment(sections["laptop"]["rejected_at"], began)
        self.assertEqual(sections["laptop"]["hf_token"], DEAD)
        self.assertEqual(sections["other"], {"hf_token": BOB_WRITE})
        self.assertEqual(self.get(), {})
        self.assertIn(b"rejected", self.run_verb("list").stdout)
        named = self.hf("get", input=b"protocol=https\nhost=huggingface.co\n"
                                     b"username=laptop\n")
        self.assertEqual(named.stdout, b"")
        self.assertIn(b"not valid any more", named.stderr)

    def test_erase_names_the_remedy_if_git_sends_tokens_unasked(self):
        url = "https://huggingface.co"
        config = self.home / ".gitconfig"
        self.given(DEAD)
        for setting, is_said in (("auto", True), ("none", False)):
            self.given(DEAD)
            text = f'[http "{url}"]\n\tproactiveAuth = {setting}\n'
            config.write_text(text)
            said = self.erase(DEAD)
            self.assertEqual(
                "hint: git-credential-hf configure --no-proactive\n" in said,
                is_said, said)
            self.assertEqual(config.read_text(), text)

    def test_only_the_section_that_holds_the_token_is_marked(self):
        self.given_token(DEAD)
        others = (f"[a]\nhf_token = {DEAD}x\n\n"
                  f"[b]\nhf_token = {ALICE_READ}\nnote = {DEAD}\n\n")
        self.given_store(others + f"[laptop]\nhf_token = {DEAD}\n\n")
        self.assertIn("'laptop' is not valid any more", self.erase(DEAD))
        self.assertTrue(self.stored().startswith(others.encode()))
        self.assertIn("rejected_at", self.sections()["laptop"])

    def test_the_time_of_the_first_rejection_is_kept(self):
        self.given(DEAD, "rejected_at = 1600000000\n")
        self.erase(DEAD)
        self.assertEqual(self.sections()["laptop"]["rejected_at"],
                         "1600000000")

    def test_switch_to_a_rejected_token_warns_and_makes_git_get_it(self):
        self.given(DEAD)
        self.erase(DEAD)
        done = self.run_verb("switch", "laptop")
        self.assertIn(b"rejected this token", done.stderr)
        self.assertEqual(self.get()["password"], DEAD)

    def test_a_valid_token_stays_and_erase_gives_the_reason(self):
        self.given(ALICE_READ)
        before = self.stored()
        said = self.erase(ALICE_READ)
        self.assertIn("the token 'laptop' of alice is valid (role read), but "
                      "'acme/model' does not exist, or it is private", said)
        self.assertIn("datasets/acme/big",
                      self.erase(ALICE_READ, "datasets/acme/big"))
        self.assertEqual(self.stored("token"), ALICE_READ.encode())
        self.assertEqual(self.stored(), before)

    def test_the_token_stays_for_every_other_answer_of_the_hub(self):
        for fault in ("html_500", "rate_limited", "forbidden", "drop",
                      "redirect", "html_200", "empty_object"):
            with self.subTest(fault):
                self.given(DEAD)
                before = self.stored()
                self.hub.faults.clear()
                self.hub.faults.add(fault, path=WHOAMI)
                self.assertIn("It is kept", self.erase(DEAD))
                self.assertEqual(self.stored("token"), DEAD.encode())
                self.assertEqual(self.stored(), before)

    def fails(self, *command, **options):
        done = self.command(*command, input=(
            "protocol=https\nhost=huggingface.co\nusername=hf_user\n"
            f"password={DEAD}\n").encode(), **options)
        self.assertEqual((done.returncode, done.stdout), (1, b""), done.stderr)
        self.assertIn(b"git may go on using a token", done.stderr)
        self.assert_no_secret(done.stderr)
        self.assertEqual(self.stored("token"), DEAD.encode())
        return done.stderr

    def test_erase_fails_if_the_mark_cannot_be_written(self):
        self.given(DEAD)
        said = self.fails("strace", "-f", "-o", self.root / "strace", "-e",
                          "inject=renameat:error=EROFS", self.helper, "erase")
        self.assertIn(b"Read-only file system", said)
        self.helper = self.prefix_at(self.root / "prefix")
        (self.helper.parents[1] / "libexec/git-credential-hf/account").unlink()
        self.assertIn(b"cannot run", self.fails(self.helper, "erase"))

    def test_erase_stops_waiting_for_a_hub_that_does_not_answer(self):
        self.given(DEAD)
        self.hub.faults.add("slow", path=WHOAMI)  # It says nothing for ever.
        self.assertIn("It is kept", self.erase(DEAD))

    def test_an_active_token_without_a_name_goes_too(self):
        self.given_token(DEAD)
        self.assertIn("the active token", self.erase(DEAD))
        self.assertIsNone(self.stored("token"))

    def test_a_login_that_was_revoked_early_is_refreshed(self):
        token, _ = self.given_login(lifetime=20 * 86_400)
        self.hub.accounts.revoke(token)
        self.assertIn("expired early and was renewed", self.erase(token))
        self.assertNotEqual(self.get()["password"], token)

    def test_the_hub_is_not_asked_about_a_token_that_is_not_stored(self):
        self.given(ALICE_WRITE)
        self.erase("hf_somebodyElsesTokenForTests00000001")
        self.hf("erase", input=b"protocol=https\nhost=huggingface.co\n"
                               b"username=hf_user\n")
        self.given(ALICE_WRITE, "endpoint = https://hub.corp.example\n")
        self.erase(ALICE_WRITE)
        gits = f"[another]\nhf_token = {DEAD}\nsource = git\n\n"
        self.given_store(gits)  # Stored for another username.
        self.erase(DEAD)
        self.assertEqual(self.stored(), gits.encode())
        done = self.hf("erase", env={"HF_TOKEN": ALICE_READ}, input=(
            "protocol=https\nhost=huggingface.co\nusername=u\n"
            f"password={ALICE_READ}\n").encode())
        self.assertIn(b"HF_TOKEN", done.stderr)
        self.assertEqual(self.hub.requests(), [])

    def test_another_hubs_answer_erases_no_token_without_a_hub(self):
        """A Python login is for the official Hub; a registered Hub that does
        not know the token says nothing of it there."""
        self.given(DEAD)
        before = self.stored()
        scheme, host = self.hub.http.split("://")
        done = self.hf("--endpoint", self.hub.http, "erase", input=record(
            protocol=scheme, host=host, username="hf_user", password=DEAD))
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.assertIn(b"it is kept", done.stderr)
        self.assertEqual((self.stored(), self.stored("token")),
                         (before, DEAD.encode()))
        self.assertIn("not valid any more", self.erase(DEAD))
        self.assertIn("rejected_at", self.sections()["laptop"])

    def test_erase_keeps_an_active_token_that_git_stored(self):
        """Python's switch makes what git stored a user's choice."""
        self.given_token(ALICE_WRITE)
        self.given_store(f"[git]\nhf_token = {ALICE_WRITE}\nsource = git\n"
                         "endpoint = https://huggingface.co\n"
                         "username = hf_user\n\n")
        before = self.stored()
        self.assertIn("is valid", self.erase(ALICE_WRITE))
        self.hf("erase", input=record(protocol="https", host="huggingface.co",
                                      username="hf_user"))
        self.assertEqual(self.stored(), before)

    def test_the_hub_of_an_erased_token_is_kept_for_its_other_name(self):
        self.given_token(BOB_WRITE)
        self.given_store(f"[git]\nhf_token = {ALICE_WRITE}\nsource = git\n"
                         "endpoint = https://huggingface.co\n"
                         "username = hf_user\n\n"
                         f"[laptop]\nhf_token = {ALICE_WRITE}\n\n")
        self.erase(ALICE_WRITE)
        self.assertEqual(self.sections(), {"laptop": {
            "hf_token": ALICE_WRITE, "endpoint": "https://huggingface.co"}})

    def test_a_users_token_is_asked_about_although_git_stored_it_too(self):
        self.given_token(ALICE_WRITE)
        self.given_store(
            f"[bob]\nhf_token = {ALICE_WRITE}\nsource = git\nusername = bob\n"
            "endpoint = https://huggingface.co\n\n"
            f"[laptop]\nhf_token = {ALICE_WRITE}\n\n")
        self.assertIn("is valid", self.erase(ALICE_WRITE))


class OldGit(Online):
    """git-lfs sends a token as a password that the Hub takes as Bearer only."""

    CAUSE = "git before 2.46 and git-lfs before 3.6 cannot send "
    REMEDY = ("hint: for large files, use an access token of "
              "https://huggingface.co/settings/tokens, or git 2.46 with "
              "git-lfs 3.6\n")

    def erase(self, token, path="alice/private-model.git/info/lfs", *,
              bearer=False, env=None):
        secret = (f"capability[]=authtype\nauthtype=Bearer\ncredential={token}"
                  if bearer else f"username=hf_user\npassword={token}")
        done = self.hf("erase", env=env, input=(
            f"protocol=https\nhost=huggingface.co\npath={path}\n{secret}\n")
            .encode())
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.assert_no_secret(done.stderr)
        return done.stderr.decode()

    def assert_only_cause(self, said, token):
        self.assertEqual(said, f"git-credential-hf: {self.CAUSE}{token} as the "
                               f"Hub wants it\n{self.REMEDY}")

    def test_an_old_git_is_the_only_cause_that_is_named(self):
        self.given_token(ALICE_OAUTH)
        self.assert_only_cause(self.erase(ALICE_OAUTH), "the active token")
        self.given_store(f"[oauth-alice]\nhf_token = {ALICE_OAUTH}\n\n")
        self.assert_only_cause(self.erase(ALICE_OAUTH),
                               "the token 'oauth-alice'")

    def test_a_token_that_can_be_refreshed_counts_as_one_of_a_browser(self):
        self.given_token(ALICE_WRITE)
        self.given_store(f"[a]\nhf_token = {ALICE_WRITE}\n"
                         "refresh_token = r\nexpires_at = 4000000000\n\n")
        self.assert_only_cause(self.erase(ALICE_WRITE), "the token 'a'")

    def test_the_same_is_said_of_a_variable_and_of_a_job(self):
        self.assert_only_cause(
            self.erase(ALICE_OAUTH, env={"HF_TOKEN": ALICE_OAUTH}),
            "the token in HF_TOKEN")
        self.assert_only_cause(
            self.erase("hf_jwt_x", env={"HF_OIDC_RESOURCE": "alice/x"}),
            "the token that the Hub gave for 'alice/x'")

    def test_another_cause_is_not_hidden(self):
        self.given_token(ALICE_OAUTH)
        for said in (self.erase(ALICE_OAUTH, "alice/private-model.git"),
                     self.erase(ALICE_OAUTH, bearer=True)):
            self.assertIn("may lack access to alice/private-model", said)
        self.assertIn("unset HF_TOKEN", self.erase(
            ALICE_WRITE, env={"HF_TOKEN": ALICE_WRITE}))
        self.given_token(ALICE_WRITE)
        self.assertIn("may lack access", self.erase(ALICE_WRITE))
        self.hub.accounts.revoke(ALICE_OAUTH)
        self.given_token(ALICE_OAUTH)
        self.assertIn("is not valid any more", self.erase(ALICE_OAUTH))


class Whoami(Online):
    def test_whoami_shows_what_the_hub_knows(self):
        self.log_in_with(ALICE_WRITE)
        shown = self.run_verb("whoami").stdout.decode()
        for words in "alice\n", "acme", "laptop (role write)":
            self.assertIn(words, shown)
        done = self.run_verb("whoami", "--json", env={"HF_TOKEN": BOB_WRITE})
        told, = self.events(done)
        self.assertEqual((told["account"], told["origin"], told["role"]),
                         ("bob", "HF_TOKEN", "write"))

    def test_each_failure_of_whoami_has_its_exit_status(self):
        self.run_verb("whoami", status=3)
        done = self.run_verb("whoami", env={"HF_TOKEN": DEAD}, status=1)
        self.assertIn(b"unset HF_TOKEN", done.stderr)
        self.given_token(DEAD)
        self.run_verb("whoami", status=1)
        self.run_verb("whoami", env={"HF_HUB_OFFLINE": "1"}, status=4)
        self.run_verb("whoami", env={"TRANSFORMERS_OFFLINE": "yes"}, status=4)
        self.hub.faults.add("rate_limited")
        self.assertIn(b"in 17 seconds",
                      self.run_verb("whoami", status=4).stderr)

    def test_a_token_is_sent_to_its_own_hub_only(self):  # 92, 93
        self.given_token(ALICE_WRITE)
        here = {"HF_ENDPOINT": self.hub.http}
        done = self.run_verb("whoami", env=here, status=1)
        self.assertIn(self.hub.http.encode(), done.stderr)
        self.assertIn(b"configure --endpoint", done.stderr)
        self.run_verb("configure", "--endpoint", self.hub.http)
        self.run_verb("whoami", env=here)
        self.run_verb("login", "--force", "--token-stdin", env=here,
                      input=ALICE_READ.encode())
        self.assertIn(self.hub.http.encode(), self.run_verb("whoami").stdout)
        elsewhere = {"HF_ENDPOINT": "https://hub.corp.example"}
        done = self.run_verb("whoami", env=elsewhere, status=1)
        self.assertIn(b"belongs to", done.stderr)
        for bad in ("http://hub.example", "https://huggingface.co@evil.com",
                    "   ", "https://h/%0a", "https://h/?x="):
            with self.subTest(bad):
                self.run_verb("whoami", env={"HF_ENDPOINT": bad}, status=2)

    def test_a_token_without_a_recorded_hub_is_sent_to_no_unknown_hub(self):
        self.given_token(ALICE_WRITE)
        store = self.given_store(
            f"[corp]\nhf_token = {ALICE_WRITE}\n"
            "endpoint = https://hub.corp.example\n\n")
        git = self.command("git", "init", "-q", self.root / "clone")
        self.assertEqual(git.returncode, 0)
        self.run_verb("configure")
        text = store.read_text()
        for broken in "nonsense\n" + text, text[:-3], None:
            if broken is None:
                store.unlink()
                store.mkdir()
            else:
                self.given_store(broken)
            self.run_verb("whoami", status=1)
            self.run_verb("status", status=1)
            self.hf("list")
            self.command("git", "ls-remote",
                         "https://huggingface.co/alice/private",
                         cwd=self.root / "clone")
            offer = record(protocol="https", host="huggingface.co",
                           username="hf_user", password=ALICE_WRITE)
            self.hf("erase", input=offer)
        self.assertEqual({r["auth"] for r in self.hub.requests()}, {"none"})

    def test_login_names_the_hub_before_it_asks_for_a_token(self):
        done = self.run_verb("login", "--token-stdin",
                             input=ALICE_WRITE.encode(),
                             env={"HF_ENDPOINT": self.hub.http})
        first = done.stderr.splitlines()[0]
        self.assertIn(b"logging in to " + self.hub.http.encode(), first)


if __name__ == "__main__":
    unittest.main()
