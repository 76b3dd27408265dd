#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The small Hub keeps the Hub's promises to real git and real git-lfs."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from hub.git_checks import Git  # noqa: E402,F401
from hub.http_checks import Http, Log, Proxy, Whoami  # noqa: E402,F401
from hub.lfs_checks import Lfs  # noqa: E402,F401
from hub.program_checks import Program  # noqa: E402,F401

if __name__ == "__main__":
    unittest.main()
