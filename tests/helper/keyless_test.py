# SPDX-License-Identifier: Apache-2.0
"""A job that has an identity and no token: HF_OIDC_RESOURCE."""
import concurrent.futures
import unittest

from hub import ALICE_WRITE, CI_ID_TOKEN, MINT_TOKEN
from online import Online

TOKEN = "/oauth/token"
REQUEST = b"protocol=https\nhost=huggingface.co\n"
RESOURCE = "alice/private-model"


class Keyless(Online):
    def setUp(self):
        super().setUp()
        self.environment["HF_OIDC_RESOURCE"] = RESOURCE
        self.environment["HF_OIDC_ID_TOKEN"] = CI_ID_TOKEN
        self.runtime = self.root / "runtime"

    def kept(self):
        return [p for p in self.runtime.iterdir() if p.suffix != ".lock"]

    def test_git_clones_with_an_exchanged_token_that_is_not_stored(self):
        self.hf("configure")
        self.command("git", "lfs", "install", "--skip-repo")
        done = self.command("git", "clone", "--no-checkout",
                            f"https://huggingface.co/{RESOURCE}", "model")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse(self.hf_home.exists())
        self.assertEqual(len(self.asked(TOKEN)), 1)

    def test_all_operations_of_a_job_use_one_exchange(self):
        first = self.get()
        self.assertTrue(first["password"].startswith("hf_jwt_"))
        self.assertIn("password_expiry_utc", first)
        self.assertEqual(self.get(), first)
        printed = self.run_verb("token").stdout.decode().strip()
        self.assertEqual(printed, first["password"])
        self.assertIn(b"alice", self.run_verb("whoami").stdout)
        self.assertEqual(len(self.asked(TOKEN)), 1)
        file, = self.kept()
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)

    def test_exec_gives_a_program_the_exchanged_token(self):
        self.given_token(ALICE_WRITE)
        done = self.hf("exec", "--", "sh", "-c", 'echo "$HF_TOKEN"')
        self.assertEqual(done.stdout.strip(), self.get()["password"].encode())

    def test_the_token_goes_as_bearer_where_git_can(self):
        answer = self.get(REQUEST + b"capability[]=authtype\n")
        self.assertEqual(answer["authtype"], "Bearer")
        self.assertTrue(answer["credential"].startswith("hf_jwt_"))

    def test_the_next_job_removes_the_files_of_a_killed_job(self):
        self.hub.oauth.exchange_lifetime = 299  # Each get exchanges.
        self.get()
        file, = self.kept()
        left = self.runtime / f".{file.name}.hf-0123456789abcdef"
        left.write_bytes(file.read_bytes())
        other = self.runtime / ".other.hf-0123456789abcdef"
        other.write_text("somebody else's")
        self.get()
        self.assertEqual(set(self.kept()), {file, other})

    def test_gets_at_the_same_time_make_one_exchange(self):
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: self.get(), range(12)))
        self.assertEqual(len({a["password"] for a in answers}), 1)
        self.assertEqual(len(self.asked(TOKEN)), 1)

    def test_another_job_or_resource_does_not_get_the_kept_token(self):
        first = self.get()["password"]
        other = self.get(env={"HF_OIDC_RESOURCE": "bob/private-model"})
        self.assertNotEqual(other["password"], first)
        self.environment["HF_OIDC_ID_TOKEN"] = "x" + CI_ID_TOKEN
        self.assertEqual(self.get(), {"quit": "1"})

    def test_a_token_that_is_about_to_expire_is_not_used_again(self):
        self.hub.oauth.exchange_lifetime = 299
        self.assertNotEqual(self.get()["password"], self.get()["password"])

    def test_no_token_is_kept_without_a_private_directory(self):
        for mode in 0o755, None:
            if mode:
                self.runtime.chmod(mode)
            else:
                del self.environment["XDG_RUNTIME_DIR"]
            self.assertNotEqual(self.get(), self.get())
            self.assertEqual(self.kept(), [])

    def test_the_identity_comes_from_github_actions(self):
        del self.environment["HF_OIDC_ID_TOKEN"]
        self.environment.update({
            "GITHUB_ACTIONS": "true",
            "ACTIONS_ID_TOKEN_REQUEST_URL":
                f"{self.hub.http}/mint?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": MINT_TOKEN})
        first = self.get()
        self.assertIn("password", first)
        self.assertEqual(self.get(), first)
        self.assertEqual(len(self.asked("/mint")), 1)
        for url in ("http://evil.example/mint", "https://user@evil.example/",
                    "file:///etc/passwd", "mint"):  # 95
            with self.subTest(url):
                done = self.hf("get", input=REQUEST, env={
                    "ACTIONS_ID_TOKEN_REQUEST_URL": url,
                    "HF_OIDC_RESOURCE": "alice/other"})
                self.assertEqual((done.returncode, done.stdout),
                                 (1, b"quit=1\n"))
                self.assertNotIn(MINT_TOKEN.encode(), done.stderr)

    def assert_stopped(self, says, env, status=2):
        done = self.hf("get", input=REQUEST, env=env)
        self.assertEqual((done.returncode, done.stdout), (1, b"quit=1\n"))
        self.assertIn(says, done.stderr)
        self.assert_no_secret(done.stderr)
        self.assertEqual(self.hf("token", env=env).returncode, status)

    def test_no_other_token_replaces_a_failed_exchange(self):
        self.given_token(ALICE_WRITE)
        env = {"HF_TOKEN": ALICE_WRITE, "HF_OIDC_ID_TOKEN": ""}
        self.assert_stopped(b"has no identity", env)
        self.assert_stopped(b"id-token: write", {**env,
                                                 "GITHUB_ACTIONS": "true"})
        self.assert_stopped(b"HF_OIDC_ID_TOKEN holds no token",
                            {"HF_OIDC_ID_TOKEN": "a b"})
        self.assert_stopped(b"HF_OIDC_RESOURCE is not",
                            {"HF_OIDC_RESOURCE": "a\nb"})
        self.assert_stopped(b"no policy", {"HF_OIDC_RESOURCE": "nobody/x"}, 1)
        self.hub.faults.add("html_500", path=TOKEN)
        self.assert_stopped(b"does not work", {"HF_OIDC_RESOURCE": "bob"}, 4)

    def test_a_token_that_the_hub_refused_is_not_used_again(self):
        token = self.get()["password"]
        self.hf("erase", input=REQUEST + b"username=x\npassword="
                + token.encode() + b"\n")
        self.assertNotEqual(self.get()["password"], token)

    def test_an_endpoint_in_the_environment_gets_no_identity(self):
        done = self.hf("token", env={"HF_ENDPOINT": self.hub.http})
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"configure --endpoint", done.stderr)
        self.assertEqual(self.hub.requests(), [])


if __name__ == "__main__":
    unittest.main()
