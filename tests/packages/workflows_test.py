# SPDX-License-Identifier: Apache-2.0
"""The workflows of the forge, as far as it can be told without the forge."""
import os
import re
import shlex
import subprocess
import unittest

import yaml

from packages.small_root import TOP

WORKFLOWS = sorted((TOP / ".github/workflows").glob("*.yml"))
ACTION = TOP / "scripts/ci/action.yml"
SCRIPT = re.compile(r"(\$GITHUB_ACTION_PATH|scripts)/[\w/-]+$")


def steps_of(document):
    for job in document.get("jobs", {"action": document.get("runs")}).values():
        yield from job["steps"]


def steps():
    for file in (*WORKFLOWS, ACTION):
        for step in steps_of(yaml.safe_load(file.read_text())):
            yield file.name, step


def commands():
    """The words of each command of each step, one command a line."""
    for name, step in steps():
        for line in step.get("run", "").replace("\\\n", " ").splitlines():
            yield name, shlex.split(line)


def script_of(words):
    """The script that a command runs, and its arguments; or nothing."""
    for place, word in enumerate(words):
        if SCRIPT.match(word):
            path = word.replace("$GITHUB_ACTION_PATH", "scripts/ci")
            return TOP / path, words[place + 1:]
    return None


def usage_of(script):
    """The comment at the top of a script."""
    lines = script.read_text().splitlines()
    return "\n".join(lines[:next(place for place, line in enumerate(lines)
                                 if not line.startswith("#"))])


class WorkflowsTest(unittest.TestCase):
    def test_there_are_workflows_and_each_runs_a_script(self):
        found = {name for name, words in commands() if script_of(words)}
        self.assertEqual(found, {"test.yml", "packages.yml", "release.yml",
                                 "action.yml"})

    def test_each_step_either_runs_a_command_or_uses_a_version_of_an_action(self):
        for name, step in steps():
            with self.subTest(name, step=step):
                self.assertEqual(len({"run", "uses"} & set(step)), 1)
                self.assertRegex(step.get("uses", "a@v1"), r"^[\w/-]+@v\d+$")

    def test_the_shell_of_each_step_passes_shellcheck(self):
        for name, step in steps():
            with self.subTest(name, step=step):
                done = subprocess.run(
                    ["shellcheck", "--shell=bash", "-"], text=True,
                    input=step.get("run", ""), capture_output=True)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_script_is_there_and_knows_its_arguments(self):
        for name, words in commands():
            if not (found := script_of(words)):
                continue
            script, arguments = found
            with self.subTest(name, words=words):
                self.assertTrue(os.access(script, os.X_OK))
                usage = re.search(r"usage: (.*)", usage_of(script)).group(1)
                for argument in arguments:
                    if argument.startswith("-"):
                        self.assertIn(argument, usage)
                if len(usage.split()) == 1:
                    self.assertEqual(arguments, [])

    def test_no_step_has_text_of_another_user_in_its_shell(self):
        """An expression is replaced before the shell reads the text, so that the
        name of a branch could be a command. A variable is safe."""
        for name, step in steps():
            self.assertNotIn("${{", step.get("run", ""), name)

    def test_no_workflow_may_change_the_repository(self):
        for file in WORKFLOWS:
            document = yaml.safe_load(file.read_text())
            self.assertEqual(document["permissions"], {"contents": "read"},
                             file.name)
            for job in document["jobs"].values():
                self.assertNotIn("permissions", job, file.name)


if __name__ == "__main__":
    unittest.main()
