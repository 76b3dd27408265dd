# SPDX-License-Identifier: Apache-2.0
"""Jobs of several providers, whose identities the Hub checks for real."""
import concurrent.futures
import time
import unittest

from hub import ALICE_WRITE, MINT_TOKEN
from hub.issuer import Issuer
from hub.rs256 import Key, encode
from online import Online
from sandbox import record

MODEL = "alice/private-model"
DATA = "datasets/alice/private-data"
BOBS = "bob/private-model"
EXCHANGE = "/oauth/token"


def asked(repository):
    return record(protocol="https", host="huggingface.co",
                  path=f"{repository}.git/info/lfs")


class Keyless(Online):
    def setUp(self):
        super().setUp()
        self.issuer = Issuer(self.root, project_path="acme/ci", ref="main")
        self.addCleanup(self.issuer.stop)
        self.hub.oauth.publishers.add(self.issuer.url, (MODEL, DATA, BOBS),
                                      project_path="acme/ci", ref="main")
        self.environment["HF_OIDC_RESOURCE"] = MODEL

    def answered(self, **options):
        return self.get(asked(MODEL), **options).get("password", "")

    def refused(self, why, **options):
        """The Hub refuses the identity, and git is told to stop."""
        done = self.hf("get", input=asked(MODEL), **options)
        self.assertEqual((done.returncode, done.stdout), (1, b"quit=1\n"))
        self.assertIn(b"no policy", done.stderr)
        self.assertEqual(self.hub.oauth.publishers.refusals[-1], why)

    def exchanges(self):
        return len(self.asked(EXCHANGE))

    def given_identity(self, **claims):
        self.environment["HF_OIDC_ID_TOKEN"] = self.issuer.mint(**claims)


class Providers(Keyless):
    def test_gitlab_circleci_and_bitbucket_give_an_identity(self):
        for variable in ("HF_ID_TOKEN", "CIRCLE_OIDC_TOKEN_V2",
                         "BITBUCKET_STEP_OIDC_TOKEN", "HF_OIDC_ID_TOKEN"):
            with self.subTest(variable):
                env = {variable: self.issuer.mint(job=variable)}
                self.assertTrue(self.answered(env=env).startswith("hf_jwt_"))

    def test_github_mints_an_identity_for_the_hub(self):
        self.environment.update({
            "GITHUB_ACTIONS": "true",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.issuer.url}/mint?v=2",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": MINT_TOKEN})
        self.assertTrue(self.answered().startswith("hf_jwt_"))
        self.assertEqual(self.issuer.audiences, ["https://huggingface.co"])

    def test_a_file_that_rotates_is_read_each_time(self):
        folder = self.root / "projected"
        for name in "first", "second":
            (folder / name).mkdir(parents=True)
            (folder / name / "token").write_text(self.issuer.mint(jti=name))
        data = folder / "..data"  # As kubelet lays it out.
        data.symlink_to("first")
        (folder / "token").symlink_to("..data/token")
        env = {"HF_OIDC_ID_TOKEN_FILE": str(folder / "token")}
        first = self.answered(env=env)
        self.assertEqual(self.answered(env=env), first)
        new = folder / "..new"
        new.symlink_to("second")
        new.rename(data)
        self.assertNotEqual(self.answered(env=env), first)
        self.assertEqual(self.exchanges(), 2)

    def test_a_file_that_is_no_identity_is_not_sent(self):
        for text in ALICE_WRITE, "-----BEGIN KEY-----", "":
            path = self.given_token(text)
            done = self.hf("get", input=asked(MODEL),
                           env={"HF_OIDC_ID_TOKEN_FILE": str(path)})
            self.assertEqual((done.returncode, done.stdout), (1, b"quit=1\n"))
            self.assert_no_secret(done.stderr)
        self.assertEqual(self.exchanges(), 0)


class Checks(Keyless):
    def test_a_wrong_identity_gets_no_token(self):
        elsewhere = self.root / "elsewhere"
        elsewhere.mkdir()
        stranger = Key(elsewhere, "first")  # The same name, another key.
        now = int(time.time())
        for why, claims in (
                ("signature", {"key": stranger}),
                ("audience", {"audience": "https://evil.example"}),
                ("time", {"exp": now - 3600}),
                ("time", {"nbf": now + 3600}),
                ("issuer", {"iss": "https://evil.example"}),
                ("claims", {"project_path": "mallory/ci"}),
                ("claims", {"ref": "feature"}),
                ("algorithm", {"header": {"alg": "none"}}),
                ("algorithm", {"header": {"alg": "HS256"}}),
                ("signature", {"header": {"kid": "other"}})):
            with self.subTest(claims=claims):
                self.given_identity(**claims)
                self.refused(why)

    def test_a_changed_or_cut_off_identity_gets_no_token(self):
        head, claims, signature = self.issuer.mint().split(".")
        for token, why in (
                (f"{head}.{claims}.", "signature"),
                (f"{head}.{claims}.{signature[:-4]}", "signature"),
                (f"{head}.{encode(b'{}')}.{signature}", "issuer"),
                (f"{head}.{claims}", "no token")):
            with self.subTest(why):
                self.environment["HF_OIDC_ID_TOKEN"] = token
                self.refused(why)

    def test_a_key_that_the_issuer_has_replaced_is_not_accepted(self):
        self.given_identity()
        self.issuer.keys = [Key(self.root, "second")]
        self.refused("signature")
        self.issuer.key = self.issuer.keys[0]
        self.given_identity()
        self.assertTrue(self.answered())

    def test_a_repository_that_is_not_in_the_policy_gets_no_token(self):
        self.given_identity()
        self.environment["HF_OIDC_RESOURCE"] = "acme/private-model"
        self.refused("claims")


class Automatic(Keyless):
    def setUp(self):
        super().setUp()
        self.environment["HF_OIDC_RESOURCE"] = "auto"
        self.given_identity()

    def test_each_repository_gets_a_token_of_its_own_once(self):
        tokens = {}
        for _ in range(2):
            for repository in MODEL, DATA, BOBS:
                token = self.get(asked(repository))["password"]
                self.assertEqual(tokens.setdefault(repository, token), token)
        self.assertEqual(len(set(tokens.values())), 3)
        self.assertEqual(self.exchanges(), 3)

    def test_gets_at_the_same_time_make_one_exchange_a_repository(self):
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda n: self.get(asked(
                (MODEL, DATA, BOBS)[n % 3]))["password"], range(24)))
        self.assertEqual((len(set(answers)), self.exchanges()), (3, 3))

    def test_erase_drops_the_token_of_its_repository_only(self):
        model = self.get(asked(MODEL))["password"]
        data = self.get(asked(DATA))["password"]
        self.hf("erase", input=asked(MODEL) + b"username=hf_user\npassword="
                + model.encode() + b"\n")
        self.assertNotEqual(self.get(asked(MODEL))["password"], model)
        self.assertEqual(self.get(asked(DATA))["password"], data)

    def test_a_verb_names_the_repository_and_its_kind(self):
        self.run_verb("token", status=2)
        self.run_verb("token", "--for", "alice", status=2)
        token = self.run_verb("token", "--for", DATA).stdout.strip().decode()
        self.assertEqual(self.get(asked(DATA))["password"], token)
        done = self.hf("exec", "--for", DATA, "--", "sh", "-c",
                       'echo "$HF_TOKEN"')
        self.assertEqual(done.stdout.strip().decode(), token)
        self.assertEqual(self.exchanges(), 1)

    def test_one_job_pushes_to_three_owners_with_submodules(self):
        # Git of Debian 12 cannot send Bearer to git-lfs.
        self.hub.lfs_takes_oauth_over_basic = True
        self.hub.repositories.create("acme/parent", files={"a": b"a"})
        self.hub.oauth.publishers.add(self.issuer.url, ["acme/parent"],
                                      project_path="acme/ci")
        self.hf("configure")
        for key, value in (("user.name", "ci"), ("user.email", "ci@x.invalid")):
            self.command("git", "config", "--global", key, value)
        self.command("git", "lfs", "install")
        script = """
            git clone https://huggingface.co/acme/parent work && cd work
            git submodule add https://huggingface.co/alice/private-model model
            git submodule add https://huggingface.co/bob/private-model bobs
            git submodule add https://huggingface.co/datasets/alice/private-data data
            git commit -m parts && git push origin HEAD
            for part in model bobs data; do
                (cd $part && echo $part >new && git add new &&
                 git commit -m new && git push origin HEAD)
            done
            git commit -am again && git push origin HEAD
            cd .. && git clone --recurse-submodules \
                https://huggingface.co/acme/parent again
            test -s again/model/new && test -s again/bobs/new
        """
        done = self.command("sh", "-eux", "-c", script)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(self.exchanges(), 4)
        self.assertIsNone(self.stored())


if __name__ == "__main__":
    unittest.main()
