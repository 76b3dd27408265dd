# SPDX-License-Identifier: Apache-2.0
"""The small Hub: a faithful local stand-in for the Hugging Face Hub.

hub.py says what it serves, which accounts and repositories it starts with,
and how to use it from a shell and from Python.
"""
from .accounts import (ACME_ORG, ALICE_OAUTH, ALICE_READ, ALICE_WRITE,
                       BOB_WRITE, Accounts)
from .repositories import Repositories
from .request_log import connections, fingerprint, read_log
from .server import Hub

__all__ = [
    "ACME_ORG", "ALICE_OAUTH", "ALICE_READ", "ALICE_WRITE", "BOB_WRITE",
    "Accounts", "Hub", "Repositories", "connections", "fingerprint",
    "read_log",
]
