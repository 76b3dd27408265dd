# SPDX-License-Identifier: Apache-2.0
"""GIT_CREDENTIAL_HF_TRACE over everything that can be run: it says what is
decided, and never a secret."""
import unittest

from hub import ALICE_WRITE, BOB_WRITE, CI_ID_TOKEN
from online import Online
from sandbox import record

URL = {"protocol": "https", "host": "huggingface.co"}


class Trace(Online):
    def setUp(self):
        super().setUp()
        self.path = self.root / "trace"
        self.environment["GIT_CREDENTIAL_HF_TRACE"] = str(self.path)
        self.secrets = {ALICE_WRITE, BOB_WRITE, CI_ID_TOKEN}

    def trace(self):
        """What was said since the last call, free of every secret."""
        text = self.path.read_text() if self.path.exists() else ""
        self.path.unlink(missing_ok=True)
        self.assert_free_of_secrets(text)
        return text

    def assert_free_of_secrets(self, text):
        self.assert_no_secret(text.encode())
        for secret in self.secrets:
            self.assertNotIn(secret, text)

    def traced(self, *arguments, says="", **options):
        done = self.hf(*arguments, **options)
        # On stderr the same is said, and nothing more.
        again = self.hf(*arguments, **{**options, "env": {
            **options.get("env", {}), "GIT_CREDENTIAL_HF_TRACE": "1"}})
        self.assert_free_of_secrets(again.stderr.decode())
        self.assertIn(says, self.trace())
        return done

    def test_what_git_runs(self):
        self.given_token(ALICE_WRITE)
        self.given_store(f"[laptop]\nhf_token = {ALICE_WRITE}\n\n")
        self.traced("get", input=record(**URL),
                    says="* active token: 'laptop'")
        known = record(**URL, username="x", password=ALICE_WRITE)
        self.traced("store", input=known, says="not saved: it is stored already")
        self.traced("store", input=record(**URL, username="x",
                                          password=BOB_WRITE),
                    says="saved, as stored by git")
        self.traced("erase", input=record(**URL, username="x",
                                          password=BOB_WRITE),
                    says="erased: git itself had stored it")
        self.traced("erase", input=known, says="answers with status 200")
        self.traced("erase", input=record(**URL, username=ALICE_WRITE,
                                          path=f"a/b?t={ALICE_WRITE}"),
                    says="a username that may be a token")

    def test_a_refresh_and_an_exchange(self):
        self.secrets |= set(self.given_login(expires_at=1_600_000_000))
        self.traced("get", input=record(**URL), says="refreshing 'laptop' at "
                    "https://huggingface.co")
        env = {"HF_OIDC_RESOURCE": "alice/x", "HF_OIDC_ID_TOKEN": CI_ID_TOKEN}
        self.traced("get", input=record(**URL), env=env,
                    says="exchanging the job's identity for a token for alice/x")

    def test_every_verb(self):
        given = ALICE_WRITE.encode() + b"\n"
        self.traced("login", "--token-stdin", input=given,
                    says="huggingface.co answers with status 200")
        with self.deciding():
            self.secrets |= {self.hub.oauth.issue("alice", 60)[0]}
            self.traced("login", "--force", says="answers with status")
        self.traced("token", says="* active token: 'oauth-alice'")
        self.traced("whoami", says="* environment: HF_TOKEN is set",
                    env={"HF_TOKEN": BOB_WRITE})
        for verb in (["whoami"], ["list"], ["switch", "laptop"],
                     ["switch", "laptop", "--for", "acme"],
                     ["switch", "--for", "acme", "--clear"], ["token", "laptop"],
                     ["token", ALICE_WRITE], ["status"],
                     ["status", f"https://u:{ALICE_WRITE}@hf.co/a/b"],
                     ["status", "--fix", "--yes"], ["configure"],
                     ["configure", "--proactive"], ["unconfigure"],
                     ["help"], ["--version"], ["logout", "--yes"]):
            with self.subTest(verb):
                self.traced(*verb)


if __name__ == "__main__":
    unittest.main()
