# SPDX-License-Identifier: Apache-2.0
"""The small Hub: a faithful local stand-in for the Hugging Face Hub.

hub.py says what it serves, which accounts and repositories it starts with,
and how to use it from a shell and from Python.
"""
from .accounts import (ACME_ORG, ALICE_OAUTH, ALICE_READ, ALICE_WRITE,
                       BOB_WRITE, Accounts)
from .faults import NAMES as FAULTS
from .grants import CLIENT_ID
from .id_tokens import CI_ID_TOKEN, MINT_TOKEN
from .repositories import Repositories
from .request_log import connections, fingerprint, read_log
from .server import Hub

__all__ = [
    "ACME_ORG", "ALICE_OAUTH", "ALICE_READ", "ALICE_WRITE", "BOB_WRITE",
    "CI_ID_TOKEN", "CLIENT_ID", "FAULTS", "MINT_TOKEN", "Accounts", "Hub",
    "Repositories", "connections", "fingerprint", "read_log",
]
