# SPDX-License-Identifier: Apache-2.0
"""`logout` removes the copies that other credential helpers hold."""
import pathlib
import unittest

from configuring import CORPORATE, Configuring, record

TOKEN = "hf_laptopfakefakefakefake"
OTHER = "hf_serverfakefakefakefake"
STORE = (f"[laptop]\nhf_token = {TOKEN}\nuser = ada\n\n"
         f"[server]\nhf_token = {OTHER}\nuser = ada\n\n"
         f"[corp]\nhf_token = hf_corpfakefakefakefake\n"
         f"endpoint = {CORPORATE}\n")


class Copies(Configuring):

    def setUp(self):
        super().setUp()
        self.given_store(STORE)
        self.given_token(TOKEN)
        self.log = self.root / "asked"

    def logger(self, name="logger"):
        """A helper that logs what git asks it."""
        return self.program(
            self.root / name,
            f'{{ echo "operation=$1"; cat; env | sed "s/^/ENV /"; }} '
            f'>>{self.root}/{name}.log\n')

    def heard(self, name="logger"):
        path = self.root / f"{name}.log"
        return path.read_text() if path.exists() else ""

    def also(self, value, key="credential.helper"):
        self.command("git", "config", "--global", "--add", key, value)

    def logout(self, *arguments, **options):
        return self.run_verb("logout", arguments, 0, options)

    def test_git_credential_store_forgets_only_the_token(self):
        copies = [f"https://{user}:{TOKEN}@{host}" for user in
                  ("hf_user", "ada", "laptop") for host in
                  ("huggingface.co", "hf.co")]
        kept = ["https://ada:hunter2@github.com",
                f"https://ada:{TOKEN}@example.com",
                "https://grace:hf_gracefakefakefake@huggingface.co"]
        file = self.home / ".git-credentials"
        for configured in ("before", "after", "never"):
            with self.subTest(configured):
                self.file.unlink(missing_ok=True)
                self.given_store(STORE)
                file.write_text("\n".join(copies + kept) + "\n")
                if configured == "after":
                    self.configure()
                self.also("store")
                if configured == "before":
                    self.configure()
                self.logout("laptop")
                self.assertEqual(file.read_text().split(), kept)

    def test_git_credential_cache_forgets_the_token(self):
        self.also("cache")
        self.addCleanup(self.command, "git", "credential-cache", "exit")
        asked = record(protocol="https", host="huggingface.co", username="ada")
        self.keep_in_cache(asked)
        self.assertIn(TOKEN.encode(), self.cached(asked))
        self.configure()
        self.logout("laptop")
        self.assertNotIn(TOKEN.encode(), self.cached(asked))

    def keep_in_cache(self, asked):
        # The daemon would keep a captured stderr open.
        self.command("sh", "-c", "git credential-cache store 2>/dev/null",
                     input=asked + f"password={TOKEN}\n".encode())

    def cached(self, asked):
        return self.command("git", "credential-cache", "get",
                            input=asked).stdout

    def test_logout_rejects_every_user_name_at_every_host_once(self):
        self.also(self.logger())
        self.configure()
        self.logout("laptop")
        requests = self.heard().split("operation=")[1:]
        asked = sorted((f["host"], f["username"], f["password"]) for f in (
            dict(line.split("=", 1) for line in text.splitlines()
                 if "=" in line and not line.startswith("ENV"))
            for text in requests))
        self.assertEqual(asked, sorted(
            (host, user, TOKEN) for host in ("huggingface.co", "hf.co")
            for user in ("hf_user", "ada", "laptop")))
        self.assertEqual({text.split("\n")[0] for text in requests}, {"erase"})

    def test_logout_of_all_tokens_rejects_every_token(self):
        self.also(self.logger())
        self.logout("--all", "--yes")
        for token in (TOKEN, OTHER):
            self.assertIn(f"password={token}\n", self.heard())

    def test_logout_rejects_a_token_of_another_hub_only_at_that_hub(self):
        self.also(self.logger())
        self.logout("corp")
        self.assertIn("host=hub.corp.example\n", self.heard())
        self.assertNotIn("host=huggingface.co\n", self.heard())

    def test_logout_asks_the_helpers_of_the_hub_and_no_others(self):
        hubs = ("credential.https://huggingface.co.helper",
                "credential.https://HuggingFace.co:443/.helper",
                "credential.https://ada@huggingface.co/acme.helper",
                "credential.https://*.co.helper", "credential.https://.helper",
                "credential.huggingface.co.helper")
        others = ("credential.https://github.com.helper",
                  "credential.http://huggingface.co.helper",
                  "credential.https://huggingface.co:8443.helper",
                  "credential.https://x.huggingface.co.helper",
                  "credential.https://*.huggingface.co.helper",
                  "credential.https://huggingface.co.example.helper")
        for key in hubs + others:
            with self.subTest(key):
                self.given_config("")
                self.given_store(STORE)
                (self.root / "logger.log").unlink(missing_ok=True)
                self.also(self.logger(), key)
                self.logout("laptop")
                asked = "host=huggingface.co\n" in self.heard()
                self.assertEqual(asked, key in hubs)

    def test_logout_runs_each_other_helper_alone_and_not_this_one(self):
        self.configure()
        self.also(f"!{self.helper}")
        self.also(self.logger("first"))
        self.also("hf")
        self.also(self.logger("second"), "credential.https://hf.co.helper")
        env = self.before_git(f'echo "$*" >>{self.log}')
        self.logout("laptop", env=env)
        for name, count in (("first", 6), ("second", 3)):
            self.assertEqual(self.heard(name).count("operation=erase"), count)
        self.assertEqual(self.log.read_text().count("credential reject"), 9)

    def test_logout_shows_no_secret_in_output_arguments_or_variables(self):
        secret = "s3cr3tword"
        self.also(f"!test {secret}; {self.logger()}")
        # The output of a helper that prints its input is not shown.
        self.also("!cat >&2; echo spoken; echo spoken >&2; false")
        env = self.before_git(f'echo "$*" >>{self.log}')
        done = self.logout("laptop", env={**env, "HF_TOKEN": OTHER,
                                          "HUGGING_FACE_HUB_TOKEN": OTHER})
        said = done.stdout + done.stderr
        for word in (secret, TOKEN, OTHER, "spoken"):
            self.assertNotIn(word.encode(), said)
            self.assertNotIn(word, self.log.read_text())
        self.assertIn("operation=erase", self.heard())
        self.assertNotIn(OTHER, self.heard())

    def test_logout_ends_and_names_a_helper_that_hangs(self):
        pid = self.root / "pid"
        self.also(self.program(self.root / "hanging",
                               f"echo $$ >>{pid}; exec sleep 1000\n"))
        self.also(self.logger())
        done = self.logout("laptop")
        self.assertIn(b"does not answer", done.stderr)
        self.assertNotIn(b"laptop", self.stored())
        self.assertEqual(self.heard().count("operation=erase"), 6)
        (number,) = pid.read_text().split()
        state = pathlib.Path(f"/proc/{number}/stat")
        gone = not state.exists() or state.read_text().split()[2] == "Z"
        self.assertTrue(gone)

    def test_logout_works_without_git_or_with_a_broken_configuration(self):
        self.logout("laptop", env={"PATH": "/nowhere"})
        self.given_config("[broken\n")
        done = self.logout("server")
        self.assertIn(b"cannot find the other", done.stderr)
        self.assertNotIn(b"server", self.stored())


if __name__ == "__main__":
    unittest.main()
