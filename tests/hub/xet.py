# SPDX-License-Identifier: Apache-2.0
"""Uploads through Xet's storage, as the LFS batch API offers them.

A client that offers the transfer `xet` gets, for each object, a token of the
storage in the action's headers, and as `href` the route that renews it. Here
the first token has expired, as after 15 minutes of an upload, so that a client
has to renew it. The route takes only a Bearer that may write.
"""
import secrets
import threading
import time

from .access import UNKNOWN, judge

EXPIRED, LIFETIME = -60, 900  # Seconds.


class StorageTokens:
    """Which token of the storage is good for which repository."""

    def __init__(self):
        self._known = {}
        self._lock = threading.Lock()

    def issue(self, repository, lifetime):
        token, expires = secrets.token_hex(16), int(time.time()) + lifetime
        with self._lock:
            self._known[token] = (repository, expires)
        return token, expires

    def admits(self, token, repository):
        with self._lock:
            name, expires = self._known.get(token, (None, 0))
        return name == repository and expires > time.time()


def action(request, repository):
    """What the batch API offers for an upload."""
    kind, _, name = repository.name.rpartition("/")[0].rpartition("/")
    kind = kind or "models"
    short = repository.name.rpartition("/")[2]
    return {"href": f"{request.origin}/api/{kind}/{name}/{short}"
                    "/xet-write-token/main",
            "header": headers(request, repository, EXPIRED)}


def headers(request, repository, lifetime):
    token, expires = request.hub.storage_tokens.issue(repository.name, lifetime)
    return {"X-Xet-Cas-Url": f"{request.origin}/xet/{repository.name}",
            "X-Xet-Access-Token": token,
            "X-Xet-Token-Expiration": str(expires)}


def answer_renewal(request, parts):
    name = parts["name"] if parts["kind"] == "models" else (
        f"{parts['kind']}/{parts['name']}")
    verdict = UNKNOWN
    if request.credentials.scheme == "bearer":
        verdict = judge(request.hub, request.credentials, name, writing=True)
    if verdict.status != 200:
        request.answer_json(verdict.status, {"error": verdict.message})
        return
    fresh = headers(request, verdict.repository, LIFETIME)
    request.answer_json(200, {
        "casUrl": fresh["X-Xet-Cas-Url"],
        "accessToken": fresh["X-Xet-Access-Token"],
        "exp": int(fresh["X-Xet-Token-Expiration"])}, headers=fresh)


def answer_upload(request, parts):
    token = request.credentials.token
    if not request.hub.storage_tokens.admits(token, parts["repo"]):
        request.answer_json(401, {"error": "The storage's token is not valid"})
        return
    repository = request.hub.repositories.find(parts["repo"])
    content = request.body.read()
    if repository.oid_of(content) != parts["oid"]:
        request.answer_json(422, {"error": "The content has another sha256"})
        return
    repository.keep_lfs_object(content)
    request.answer(200)
