# SPDX-License-Identifier: Apache-2.0
"""The action for GitHub and the snippet for GitLab, step by step as the
providers run them, with an issuer whose signatures the Hub checks."""
import os
import pathlib
import shutil
import unittest

import yaml
from hub import MINT_TOKEN
from hub.issuer import Issuer
from online import Online

CI = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "ci"
BUILD = os.environ["HF_TEST_BUILD"]
MODEL = "alice/private-model"
CLONE = f"git clone https://huggingface.co/{MODEL} clone"


class Pipelines(Online):
    def setUp(self):
        super().setUp()
        self.tools = self.root / "tools"
        self.tools.mkdir()
        (self.tools / "git-credential-hf").symlink_to(self.helper)
        self.environment["PATH"] = f"{self.tools}:{self.environment['PATH']}"
        self.environment["TMPDIR"] = str(self.root)
        del self.environment["XDG_RUNTIME_DIR"]
        self.issuer = Issuer(self.root, ref="main")
        self.addCleanup(self.issuer.stop)
        self.hub.oauth.publishers.add(self.issuer.url, [MODEL], ref="main")

    def clone_twice(self, env):
        """As two steps of the job do; the second has a cached token."""
        for number in range(2):
            done = self.command("bash", "-eu", "-c", f"{CLONE}{number}",
                                env={**env, "GIT_LFS_SKIP_SMUDGE": "1"})
            self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(len(self.asked("/oauth/token")), 1)
        self.assertIsNone(self.stored())


class GitHub(Pipelines):
    def setUp(self):
        super().setUp()
        self.action = yaml.safe_load((CI / "action.yml").read_text())
        self.files = {}
        for name in "GITHUB_ENV", "GITHUB_PATH":
            self.files[name] = self.root / name.lower()
            self.files[name].touch()
        self.environment.update({
            **{name: str(path) for name, path in self.files.items()},
            "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(CI),
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.issuer.url}/mint?v=2",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": MINT_TOKEN})

    def run_steps(self, **inputs):
        """Every step of the action, as a composite action runs it."""
        given = {name: str(inputs.get(name, about["default"]))
                 for name, about in self.action["inputs"].items()}
        for step in self.action["runs"]["steps"]:
            env = {}
            for name, text in step.get("env", {}).items():
                for key, value in given.items():
                    text = text.replace(f"${{{{ inputs.{key} }}}}", value)
                self.assertNotIn("${{", text)
                env[name] = text
            self.assertEqual(step["shell"], "bash")
            self.assertNotIn("${{", step["run"])  # No input becomes a command.
            done = self.command(
                "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c",
                step["run"], env={**env, "PATH": self.path()})
            if done.returncode:
                return done
        return done

    def path(self):
        added = self.files["GITHUB_PATH"].read_text().splitlines()
        return ":".join([*added, self.environment["PATH"]])

    def later_steps(self):
        """What the action has added to the environment of later steps."""
        lines = self.files["GITHUB_ENV"].read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def test_a_job_clones_without_a_secret(self):
        done = self.run_steps()
        self.assertEqual(done.returncode, 0, done.stderr)
        added = self.later_steps()
        self.assertEqual(added["HF_OIDC_RESOURCE"], "auto")
        self.clone_twice(added)
        self.assertEqual(self.issuer.audiences, ["https://huggingface.co"])

    def test_a_job_may_name_its_resource(self):
        self.run_steps(resource=MODEL)
        self.clone_twice(self.later_steps())

    def test_a_job_builds_and_installs_what_is_not_there(self):
        """Instead of a build, the build system lists what it could build, and
        installs what the tests work on."""
        (self.tools / "git-credential-hf").unlink()
        real = shutil.which("cmake")
        (self.tools / "cmake").write_text(
            "#!/bin/sh\ncase $1 in\n"
            f'-S) exec {real} "$@" ;;\n'
            f'--build) exec {real} --build "$2" --target help ;;\n'
            f'--install) exec {real} --install {BUILD} "$3" "$4" ;;\nesac\n')
        (self.tools / "cmake").chmod(0o755)
        done = self.run_steps()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.files["GITHUB_PATH"].read_text(),
                         f"{self.home}/.local/bin\n")
        self.clone_twice({**self.later_steps(), "PATH": self.path()})
        self.assertEqual(list(self.root.rglob("CMakeCache.txt")), [])

    def test_an_input_adds_no_variable_and_no_command(self):
        for resource in ("a/b\nPATH=/evil", "$(touch evil)", "a b", ""):
            with self.subTest(resource):
                self.assertEqual(self.run_steps(resource=resource).returncode,
                                 2)
                self.assertEqual(self.later_steps(), {})
        self.assertFalse((self.root / "evil").exists())


class GitLab(Pipelines):
    def test_a_job_clones_without_a_secret(self):
        job = yaml.safe_load((CI / "gitlab.yml").read_text())[
            ".git-credential-hf"]
        audience = job["id_tokens"]["HF_ID_TOKEN"]["aud"]
        env = {**job["variables"], "HF_ID_TOKEN": self.issuer.mint(audience)}
        script = "\n".join([*job["before_script"], f"{CLONE}0", f"{CLONE}1"])
        done = self.command("bash", "-eu", "-c", script,
                            env={**env, "GIT_LFS_SKIP_SMUDGE": "1"})
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertEqual(len(self.asked("/oauth/token")), 1)
        self.assertIsNone(self.stored())


if __name__ == "__main__":
    unittest.main()
