# SPDX-License-Identifier: Apache-2.0
"""What was asked of the small Hub: requests.jsonl, a JSON object a line.

    connection  a number for each TCP connection
    scheme      http or https
    method, path, service, host, status, user_agent
                the path without its query; service is git's, from the query
    auth        none, basic, bearer, or what else the client called it
    username    the one that came with Basic, else empty
    account     whose token it was, or null
    token       the fingerprint of the token, or null; never the token

A line is written before its answer is sent: whoever has the answer finds the
line. A secret put in the wrong place (a username, a path) is not kept either.
"""
import hashlib
import json
import pathlib
import re
import threading

FILE = "requests.jsonl"
TOKEN = re.compile(r"(?:(?:hf|api_org|mint)_|eyJ)[A-Za-z0-9_.-]{16,}", re.I)


def fingerprint(token):
    """A short name for a token from which nobody learns the token."""
    return hashlib.sha256(token.encode()).hexdigest()[:8]


def read_log(root, **fields):
    """The records of the Hub in `root` that have these values, in order."""
    path = pathlib.Path(root) / FILE
    if not path.exists():
        return []
    records = map(json.loads, path.read_text().splitlines())
    return [r for r in records if fields.items() <= r.items()]


def connections(records):
    """Over how many connections the requests came."""
    return len({r["connection"] for r in records})


class RequestLog:
    """Writes the file; many threads may share it."""

    def __init__(self, root):
        self._file = open(pathlib.Path(root) / FILE, "ab", buffering=0)
        self._lock = threading.Lock()

    def write(self, **record):
        line = json.dumps({k: clean(v) for k, v in record.items()}) + "\n"
        with self._lock:
            self._file.write(line.encode())

    def close(self):
        with self._lock:
            self._file.close()


def clean(value):
    """The value, with all that looks like a token replaced."""
    if not isinstance(value, str):
        return value
    return TOKEN.sub(lambda m: f"<token {fingerprint(m[0])}>", value)
