# SPDX-License-Identifier: Apache-2.0
"""How the program runs git: which git, where, with which environment
(security.md 136, 142, 148)."""
import os
import unittest

from configuring import HUBS, Configuring, record

TOKEN = "hf_fakefakefakefakefake"

# One variable of each kind: for a repository, settings, programs, traces.
HOSTILE = {
    "GIT_DIR": "EVIL/.git", "GIT_WORK_TREE": "EVIL",
    "GIT_CONFIG": "EVIL/config",
    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "credential.helper",
    "GIT_CONFIG_VALUE_0": "!touch EVIL/ran", "GIT_EXEC_PATH": "EVIL",
    "GIT_CONFIG_PARAMETERS": "'core.pager=touch EVIL/ran'",
    "GIT_TRACE": "EVIL/ran", "GIT_ASKPASS": "EVIL/git",
    "GIT_EDITOR": "EVIL/git",
    "GIT_SSH_COMMAND": "EVIL/git", "GIT_PAGER": "EVIL/git",
}


class RunningGit(Configuring):

    def setUp(self):
        super().setUp()
        self.evil = self.root / "evil"
        self.canary = self.evil / "ran"
        self.program(self.evil / "git", f"touch {self.canary}\n")
        self.log = self.root / "log"
        self.logging = self.before_git(
            f'{{ echo "ARGV $*"; echo "CWD $PWD"; env | sed "s/^/ENV /"; '
            f'grep SigIgn /proc/self/status; '
            f'ls -l /proc/$$/fd | sed "s/^/FD /"; }} >>{self.log}')

    def logged(self, kind):
        lines = self.log.read_text().splitlines()
        return [line[len(kind) + 1:] for line in lines
                if line.startswith(kind + " ")]

    def hostile(self):
        return {name: value.replace("EVIL", str(self.evil))
                for name, value in HOSTILE.items()}

    def test_git_runs_in_the_root_directory_with_few_variables(self):
        self.configure(env={**self.logging, **self.hostile(), "HF_TOKEN": TOKEN,
                            "HUGGING_FACE_HUB_TOKEN": TOKEN,
                            "XDG_CONFIG_HOME": str(self.root / "xdg")})
        self.unconfigure(env=self.logging)
        self.assertGreater(len(self.logged("ARGV")), 8)
        self.assertEqual(set(self.logged("CWD")), {"/"})
        names = {line.split("=")[0] for line in self.logged("ENV")}
        self.assertEqual({n for n in names if n.startswith("GIT_")},
                         {"GIT_TERMINAL_PROMPT", "GIT_CONFIG_NOSYSTEM",
                          "GIT_CONFIG_GLOBAL"})
        self.assertNotIn(str(self.evil), self.log.read_text())
        self.assertNotIn(TOKEN, self.log.read_text())
        self.assertLessEqual({"HOME", "PATH", "XDG_CONFIG_HOME", "LC_ALL"},
                             names)

    def test_git_gets_default_signals_and_no_open_file_of_the_program(self):
        self.configure(env=self.logging)
        ignored = [line.split()[1] for line in
                   self.log.read_text().splitlines()
                   if line.startswith("SigIgn")]
        self.assertGreater(len(ignored), 4)
        for mask in ignored:
            self.assertEqual(int(mask, 16) & (1 << 12), 0, "SIGPIPE")
            self.assertEqual(int(mask, 16) & (1 << 24), 0, "SIGXFSZ")
        for line in self.logged("FD"):
            self.assertNotIn(str(self.home), line)

    def test_the_program_does_not_wait_for_a_process_that_git_started(self):
        pids = self.root / "pids"
        env = self.before_git(f"sleep 1000 & echo $! >>{pids}")
        self.configure(env=env)
        for pid in pids.read_text().split():
            os.kill(int(pid), 9)  # This fails if the process has ended.

    def test_the_program_ends_a_git_that_writes_without_end(self):
        done = self.configure("--local", status=1,
                              env=self.before_git("exec yes"))
        self.assertIn(b"wrote more than 1 MiB", done.stderr)

    def test_git_variables_do_not_mislead_configure_or_unconfigure(self):
        self.configure(env=self.hostile())
        self.assert_registered()
        self.assertFalse((self.evil / "config").exists())
        self.unconfigure(env=self.hostile())
        self.assertFalse(self.file.exists())
        self.assertFalse(self.canary.exists())

    def test_a_file_that_a_variable_names_starts_no_program(self):
        run = f"!touch {self.canary}"
        text = (f'[core]\n\tpager = "{run}"\n\teditor = "{run}"\n'
                f'\tfsmonitor = "{run[1:]}"\n[alias]\n\tconfig = "{run}"\n'
                f'[credential]\n\thelper = "{run}"\n')
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            path = self.given_config(text, self.root / name)
            # The test never uses the system file of the machine.
            env = {"GIT_CONFIG_SYSTEM": str(self.root / "system"),
                   name: str(path), "GIT_CONFIG_NOSYSTEM": "0"}
            for verb in ("configure", "unconfigure"):
                self.run_verb(verb, (), 0, {"env": env})
            self.hf("configure", "--system", env=env)
            self.hf("status", "--offline", env=env)
        self.assertFalse(self.canary.exists())

    def test_a_git_in_the_current_directory_never_runs(self):
        real = os.environ["PATH"]
        for path in (f".:{real}", f":{real}", f"{real}::", f"evil:{real}",
                     f"../evil:./:{real}", f"//nowhere:.:{real}"):
            with self.subTest(path):
                for where in (self.evil, self.root):
                    self.configure(env={"PATH": path}, cwd=where)
                    self.unconfigure(env={"PATH": path}, cwd=where)
                self.assertFalse(self.canary.exists())
        self.configure(env={"PATH": f"{self.evil}:{real}"}, status=1)
        self.assertTrue(self.canary.exists())  # The stand-in for git works.

    def test_the_search_for_git_skips_what_is_not_a_program(self):
        (self.root / "a" / "git").mkdir(parents=True)
        (self.root / "b").mkdir()
        (self.root / "b" / "git").write_text("no program")
        self.configure(env={"PATH": f"{self.root}/a:{self.root}/b:"
                                    + os.environ["PATH"]})
        self.assert_registered()

    def test_the_settings_of_a_hostile_repository_start_no_program(self):
        repository = self.root / "repository"
        self.command("git", "init", "-q", repository)
        config = repository / ".git" / "config"
        run = f"touch {self.canary}"
        for key in ("core.fsmonitor", "core.editor", "core.pager",
                    "alias.config", "credential.helper",
                    "credential.https://hf.co.helper"):
            self.command("git", "config", "--file", config, "--add", key,
                         "!" + run if "e" == key[-1] else run)
        with config.open("a") as out:
            out.write("[include]\n\tpath = /dev/zero/broken\n")
        before = config.read_bytes()
        self.configure(cwd=repository)
        self.assert_registered()
        self.unconfigure(cwd=repository)
        self.assertEqual(config.read_bytes(), before)
        self.configure("--local", cwd=repository)
        self.unconfigure("--local", cwd=repository)
        self.assertEqual(config.read_bytes(), before)
        self.assertFalse(self.canary.exists())

    def test_configure_works_in_a_current_directory_that_was_removed(self):
        gone = self.root / "gone"
        gone.mkdir()
        done = self.command("sh", "-c", f'rmdir {gone}; exec "$0" configure',
                            self.helper, cwd=gone)
        self.assertEqual(done.returncode, 0, done)
        self.assert_registered()


class GitAsks(Configuring):
    """End to end: what git itself answers once the helper is configured."""

    def setUp(self):
        super().setUp()
        self.given_token(TOKEN)
        self.asked = self.root / "asked"
        self.other = self.program(
            self.root / "other",
            f'cat >>{self.asked}; echo "$1" >>{self.asked}; '
            f'[ "$1" = get ] && printf "username=other\\npassword=other\\n"\n')

    def also(self, key):
        self.command("git", "config", "--global", "--add", key, self.other)

    def test_only_this_helper_answers_for_the_hub(self):
        self.also("credential.helper")
        self.also("credential.https://hf.co.helper")
        self.also("credential.https://huggingface.co.helper")
        self.configure()
        for url in HUBS:
            with self.subTest(url):
                answer = self.fill(url)
                self.assertEqual(answer["username"], "hf_user")
                self.assertEqual(answer["password"], TOKEN)
                self.command("git", "credential", "approve", input=record(
                    protocol="https", host=url[8:], username="hf_user",
                    password=TOKEN) + b"\n")
        self.assertFalse(self.asked.exists())

    def test_after_another_configure_a_later_helper_is_not_asked(self):
        self.configure()
        self.also("credential.helper")
        self.configure()
        for url in HUBS:
            self.assertEqual(self.fill(url)["password"], TOKEN)
            self.command("git", "credential", "approve", input=record(
                protocol="https", host=url[8:], username="hf_user",
                password=TOKEN) + b"\n")
        self.assertFalse(self.asked.exists())

    def test_configure_does_not_change_answers_for_other_hosts(self):
        self.also("credential.helper")
        before = self.fill("https://github.com")
        self.assertEqual(before["password"], "other")
        self.configure()
        self.assertEqual(self.fill("https://github.com"), before)
        self.assertNotIn("huggingface", self.asked.read_text())

    def test_git_sends_the_path_to_the_helper(self):
        self.configure()
        self.assertEqual(
            self.command("git", "credential", "fill", input=record(
                protocol="https", host="hf.co", path="acme/model") + b"\n"
            ).stdout.count(b"path=acme/model\n"), 1)


if __name__ == "__main__":
    unittest.main()
