# SPDX-License-Identifier: Apache-2.0
"""LFS's basic transfer: the objects themselves.

As with the Hub's storage, the URL itself is the permission: whoever holds a
ticket from the batch API may fetch or put that one object without a token.
"""
import secrets
import threading

from .lfs import answer


class Tickets:
    """Which objects may be fetched or put by whoever knows the ticket."""

    def __init__(self):
        self._known = {}
        self._lock = threading.Lock()

    def issue(self, repository, oid):
        ticket = secrets.token_hex(8)
        with self._lock:
            self._known[ticket] = (repository, oid)
        return ticket

    def admits(self, ticket, repository, oid):
        with self._lock:
            return self._known.get(ticket) == (repository, oid)


def answer_download(request, parts):
    repository = admitted(request, parts)
    if not repository:
        return
    path = repository.lfs_object(parts["oid"])
    if not path.is_file():
        answer(request, 404, {"message": "Object does not exist"})
        return
    content = path.read_bytes()
    start = first_byte(request.headers.get("Range", ""))
    headers = {} if not start else {
        "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
    request.answer(206 if start else 200, content[start:],
                   "application/octet-stream", headers)


def first_byte(wanted):
    """Where git-lfs, which asks for `bytes=N-M`, wants to go on."""
    unit, _, span = wanted.partition("=")
    first = span.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdigit() else 0


def answer_upload(request, parts):
    repository = admitted(request, parts)
    if not repository:
        return
    content = request.body.read()
    if repository.oid_of(content) != parts["oid"]:
        answer(request, 422, {"message": "The content has another sha256"})
        return
    repository.keep_lfs_object(content)
    request.answer(200)


def answer_verify(request, parts):
    repository = admitted(request, parts)
    if not repository:
        return
    path = repository.lfs_object(parts["oid"])
    size = path.stat().st_size if path.is_file() else None
    if size == request.json().get("size"):
        answer(request, 200, {})
    else:
        answer(request, 404, {"message": "Object does not exist"})


def admitted(request, parts):
    """The Repository, if the ticket is good; else 403 has been sent."""
    ticket = request.query.get("ticket")
    if request.hub.tickets.admits(ticket, parts["repo"], parts["oid"]):
        return request.hub.repositories.find(parts["repo"])
    answer(request, 403, {"message": "This link is not valid"})
    return None
