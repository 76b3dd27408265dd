# SPDX-License-Identifier: Apache-2.0
"""What a program leaves in its memory, as gdb sees it before the exit."""
import pathlib

from sandbox import PREFIX

SCAN = pathlib.Path(__file__).with_name("memory_scan.py")
HELPER = PREFIX / "bin" / "git-credential-hf"
PEOPLE = PREFIX / "libexec" / "git-credential-hf" / "account"
REQUEST = "protocol=https\nhost=huggingface.co\n"


class MemoryScan:
    def left(self, program, arguments, given, *secrets, **environment):
        """What gdb finds when the program is about to exit."""
        (self.root / "given").write_text(given)
        # The ends of the tokens, which are theirs alone.
        (self.root / "secrets").write_text(
            "\n".join(secret[12:] for secret in secrets))
        done = self.command(
            "gdb", "-batch", "-nx", "-ex", f"source {SCAN}", program.resolve(),
            env={"HF_TEST_SECRETS": str(self.root / "secrets"),
                 "HF_TEST_RUN": f"run {arguments} <{self.root}/given",
                 "SHELL": "/bin/sh", **environment})
        shown = done.stdout.decode(errors="replace")
        self.assertIn("scanned", shown, done.stderr)
        return [line for line in shown.splitlines() if line.startswith("left")]
