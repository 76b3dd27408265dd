# SPDX-License-Identifier: Apache-2.0
"""A machine whose /etc belongs to the test, in a mount namespace of its own.

Nothing is written to the real /etc. Who is not root becomes root of a user
namespace; what this user owns then belongs to root there.
"""
import os
import pathlib
import shutil

from commanded import Commanded

# What programs need of /etc.
NEEDED = ("passwd", "group", "nsswitch.conf", "ld.so.cache", "hosts",
          "ssl/openssl.cnf")
ENTER = ["unshare", "--mount"] + ([] if os.geteuid() == 0
                                  else ["--map-root-user"])


class Machine(Commanded):
    def setUp(self):
        super().setUp()
        self.etc = self.root / "etc"
        self.etc.mkdir(mode=0o755)
        for name in NEEDED:
            if (source := pathlib.Path("/etc") / name).exists():
                (self.etc / name).parent.mkdir(exist_ok=True)
                shutil.copy(source, self.etc / name)
        self.system = self.etc / "git-credential-hf.conf"

    def given_system(self, text):
        self.system.write_text(text)
        self.system.chmod(0o644)

    def command(self, *words, **options):
        """Any program, on this machine."""
        return super().command(
            *ENTER, "sh", "-euc", 'mount --bind "$0" /etc; exec "$@"', self.etc,
            *words, **options)
