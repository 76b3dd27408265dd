# SPDX-License-Identifier: Apache-2.0
"""switch --for: a token for one owner's repositories, in get and in list."""
import json
import unittest

from logged_in import GITS, LAPTOP, STORE, WORK, LoggedIn
from sandbox import record

CORPORATE = "https://hub.corp.example"
WORKS = STORE.replace("expires_at = 1600000000\n", "").replace(
    "refresh_token = r\n", "")


class Rules(LoggedIn):
    def setUp(self):
        super().setUp()
        self.given_store(WORKS)
        self.run_verb("configure", "--endpoint", CORPORATE)

    def token_for(self, path, host="huggingface.co", **fields):
        return self.get(record(protocol="https", host=host, path=path,
                               **fields)).get("password")

    def rules(self):
        return self.stored("git_credential_hf")


class Choice(Rules):
    def test_an_owners_repositories_get_the_owners_token(self):
        done = self.run_verb("switch", "work", "--for", "acme")
        self.assertIn(b"'work' is the token for acme", done.stdout)
        for path in ("acme/model", "acme/model.git", "acme/model.git/info/lfs",
                     "datasets/acme/big", "spaces/acme/x.git/info/lfs",
                     "kernels/acme/k/", "acme", "Acme/Model", "acme/a/b/c"):
            self.assertEqual(self.token_for(path), WORK, path)
            self.assertEqual(self.token_for(path, "hf.co"), WORK, path)
        for path in ("acme2/model", "acm/e", "alice/acme", "datasets/x/acme",
                     "", "/acme/model", "datasets", "x/../acme/model",
                     "acme%2Fmodel", "datasets/datasets/acme"):
            self.assertEqual(self.token_for(path), LAPTOP, path)
        self.assertEqual(self.get()["password"], LAPTOP)
        self.assertEqual(self.stored("token"), LAPTOP.encode())

    def test_the_longest_rule_wins(self):
        self.run_verb("switch", "work", "--for", "acme")
        self.run_verb("switch", "ours", "--for", "datasets/acme/big")
        self.assertEqual(self.token_for("acme/big"), GITS)
        self.assertEqual(self.token_for("datasets/acme/big.git"), GITS)
        self.assertEqual(self.token_for("acme/bigger"), WORK)

    def test_a_token_that_git_stored_does_not_take_an_idle_rule(self):
        self.run_verb("switch", "work", "--for", "acme")
        of_user = f"[laptop]\nhf_token = {LAPTOP}\n\n"
        of_git = f"[work]\nhf_token = {GITS}\nsource = git\n\n"
        for store in of_user + of_git, of_user:
            self.given_store(store)
            self.assertEqual(self.token_for("acme/model"), LAPTOP)
            self.assertIn(b"'work'", self.run_verb("list").stderr)

    def test_a_variable_and_a_name_in_the_url_come_before_a_rule(self):
        self.run_verb("switch", "work", "--for", "acme")
        self.assertEqual(self.token_for("acme/x", username="laptop"), LAPTOP)
        request = record(protocol="https", host="huggingface.co", path="acme/x")
        self.assertEqual(
            self.get(request, env={"HF_TOKEN": GITS})["password"], GITS)
        done = self.run_verb("switch", "work", "--for", "acme",
                             env={"HF_TOKEN": GITS})
        self.assertIn(b"HF_TOKEN is set and overrides", done.stderr)

    def test_for_a_rule_without_its_token_the_active_one_is_used(self):
        self.run_verb("switch", "work", "--for", "acme")
        self.given_store(f"[laptop]\nhf_token = {LAPTOP}\n\n")  # By Python.
        request = record(protocol="https", host="huggingface.co", path="acme/x")
        done = self.hf("get", input=request)
        self.assertIn(LAPTOP.encode(), done.stdout)
        self.assertIn(b"the rule for 'acme' names the token 'work', which is "
                      b"not stored any more", done.stderr)
        self.assertIn(b"the rule for 'acme'", self.run_verb("list").stderr)

    def test_a_token_is_sent_to_its_own_hub_only(self):
        self.given_store(WORKS.replace(
            f"hf_token = {WORK}\n",
            f"hf_token = {WORK}\nendpoint = {CORPORATE}\n"))
        self.run_verb("switch", "work", "--for", "acme")
        self.assertEqual(self.token_for("acme/x"), LAPTOP)
        answer = self.hf("--endpoint", CORPORATE, "get", input=record(
            protocol="https", host="hub.corp.example", path="acme/x"))
        self.assertIn(WORK.encode(), answer.stdout)
        self.assertIn(CORPORATE.encode(), self.run_verb("list").stdout)
        done = self.run_verb("switch", "--for", "acme", "--clear")
        self.assertIn(CORPORATE.encode(), done.stdout)
        self.assertIsNone(self.rules())

    def test_no_other_token_is_used_if_the_rules_or_the_store_have_errors(self):
        self.run_verb("switch", "work", "--for", "acme")
        for name, text in (("git_credential_hf", b"nonsense\n"),
                           ("stored_tokens", b"nonsense\n")):
            kept = self.stored(name)
            self.given_file(name, text)
            request = record(protocol="https", host="huggingface.co",
                             path="acme/x")
            done = self.hf("get", input=request)
            self.assertEqual((done.returncode, done.stdout), (1, b""), name)
            self.assertIn(name.encode(), done.stderr)
            self.given_file(name, kept)


class Trace(Rules):
    def trace_of(self, env=None, **fields):
        request = record(protocol="https", host="huggingface.co", **fields)
        traced = {"GIT_CREDENTIAL_HF_TRACE": "1", **(env or {})}
        done = self.hf("get", input=request, env=traced)
        self.assert_no_secret(done.stderr)
        return done.stderr.decode()

    def test_a_trace_gives_the_reason_for_each_choice(self):
        self.run_verb("switch", "work", "--for", "acme")
        self.assertIn("get for https://huggingface.co, path acme/x",
                      self.trace_of(path="acme/x"))
        for fields, why in (
                ({"path": "acme/x"}, "* owner rule: 'work', for acme\n"),
                ({"path": "b/x"}, "* active token: 'laptop'"),
                ({"path": "b/x"}, "  owner rule: there is none for 'b/x'"),
                ({"username": "alice"}, "* name in the URL: 'laptop' of alice"),
                ({"username": "\x1b[2J"}, "username \\x1b[2J"),
                ({"username": WORK}, "a username that may be a token"),
                ({"path": "b/x?t=" + WORK}, "path b/x\n"),
                ({"env": {"HF_TOKEN": WORK}}, "* environment: HF_TOKEN is set")
        ):
            self.assertIn(why, self.trace_of(**fields))
        self.given_nothing()
        self.assertIn("there is no token", self.trace_of())

    def test_a_trace_is_appended_to_a_file_and_not_to_a_link(self):
        path = self.root / "trace"
        for _ in range(2):
            self.trace_of(env={"GIT_CREDENTIAL_HF_TRACE": str(path)})
        self.assertEqual(path.read_text().count("trace: get for"), 2)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        link = self.root / "link"
        link.symlink_to(self.root / "victim")
        for target in str(link), "relative", "0", "":
            self.assertEqual(self.trace_of(
                env={"GIT_CREDENTIAL_HF_TRACE": target}), "")
        self.assertFalse((self.root / "victim").exists())
        self.assertFalse((self.root / "relative").exists())


class People(Rules):
    def test_switch_sets_changes_and_removes_a_rule(self):
        self.run_verb("switch", "work", "--for", "Acme/Model.git")
        self.assertEqual(
            self.rules(),
            b"[https://huggingface.co/acme/model]\ntoken = work\n\n")
        self.run_verb("switch", "laptop", "--for", "spaces/acme/model")
        self.assertEqual(
            self.rules(),
            b"[https://huggingface.co/acme/model]\ntoken = laptop\n\n")
        self.run_verb("switch", "--for", "acme/model", "--clear")
        self.assertIsNone(self.rules())
        done = self.run_verb("switch", "--for", "acme/model", "--clear",
                             status=3)
        self.assertIn(b"no rule for 'acme/model'", done.stderr)

    def test_list_shows_the_owners_of_each_token(self):
        self.run_verb("switch", "work", "--for", "acme")
        self.run_verb("switch", "work", "--for", "bob/x")
        shown = self.run_verb("list").stdout
        self.assertIn(b"acme, bob/x", shown)
        told = json.loads(self.run_verb("list", "--json").stdout)
        self.assertEqual({t["name"]: t["owners"] for t in told["tokens"]},
                         {"laptop": [], "ours": [], "work": ["acme", "bob/x"]})

    def test_a_rule_for_something_that_is_no_owner_is_refused(self):
        for subject in ("", "/", "a b", "https://huggingface.co/acme", "a/b c",
                        "datasets", "datasets/", "\x1b[2J", "a]\n[b", "é"):
            self.run_verb("switch", "work", "--for", subject, status=2)
        self.run_verb("switch", "work", "--clear", status=2)
        self.run_verb("switch", "work", "--for", "a", "--clear", status=2)
        self.run_verb("switch", "nope", "--for", "acme", status=3)
        self.assertIsNone(self.rules())

    def test_switch_warns_of_a_rule_that_git_cannot_follow(self):
        self.run_verb("unconfigure")
        done = self.run_verb("switch", "work", "--for", "acme")
        self.assertIn(b"git-credential-hf configure", done.stderr)

    def test_switch_without_a_name_shows_a_menu_of_the_tokens(self):
        shown = self.type_at("switch", "--for", "acme",
                             keys=[(b"number", b"3\n")])
        self.assertIn(b"'work' is the token for acme now", shown)


if __name__ == "__main__":
    unittest.main()
