#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The small Hub behaves as the Hub does, or has the fault a test chooses."""
import pathlib
import sys
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2]))

from access_checks import AuthCheck  # noqa: E402,F401
from certificate_checks import Certificates  # noqa: E402,F401
from device_page_checks import DevicePage  # noqa: E402,F401
from fault_checks import FaultyAnswers  # noqa: E402,F401
from git_checks import Git  # noqa: E402,F401
from grant_checks import (  # noqa: E402,F401
    Exchange, Refresh, WhoamiOfGrants)
from http_checks import Http, Log, Proxy, Whoami  # noqa: E402,F401
from lfs_checks import Lfs  # noqa: E402,F401
from line_checks import FaultyLines, Strangers  # noqa: E402,F401
from oauth_checks import DeviceLogin  # noqa: E402,F401
from program_checks import Program  # noqa: E402,F401

if __name__ == "__main__":
    unittest.main()
