#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The small Hub keeps the Hub's promises, and breaks them when told to."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from hub.certificate_checks import Certificates  # noqa: E402,F401
from hub.device_page_checks import DevicePage  # noqa: E402,F401
from hub.fault_checks import FaultyAnswers  # noqa: E402,F401
from hub.git_checks import Git  # noqa: E402,F401
from hub.grant_checks import (  # noqa: E402,F401
    Exchange, Refresh, WhoamiOfGrants)
from hub.http_checks import Http, Log, Proxy, Whoami  # noqa: E402,F401
from hub.lfs_checks import Lfs  # noqa: E402,F401
from hub.line_checks import FaultyLines, Strangers  # noqa: E402,F401
from hub.oauth_checks import DeviceLogin  # noqa: E402,F401
from hub.program_checks import Program  # noqa: E402,F401

if __name__ == "__main__":
    unittest.main()
