# SPDX-License-Identifier: Apache-2.0
"""The LFS locking API; the locks of a repository are in lfs/locks.json."""
import datetime
import json
import secrets
import threading

from .lfs import admit, answer

one_at_a_time = threading.Lock()


def answer_list(request, parts):
    verdict = admit(request, parts["repo"], writing=False)
    if not verdict:
        return
    wanted = {k: request.query[k] for k in ("path", "id")
              if k in request.query}
    locks = [lock for lock in load(verdict.repository)
             if wanted.items() <= lock.items()]
    answer(request, 200, {"locks": locks})


def answer_create(request, parts):
    verdict = admit(request, parts["repo"], writing=True)
    if not verdict:
        return
    path = request.json()["path"]
    with one_at_a_time:
        locks = load(verdict.repository)
        held = [lock for lock in locks if lock["path"] == path]
        if not held:
            locks.append(new_lock(path, verdict.identity.account))
            save(verdict.repository, locks)
    if held:
        answer(request, 409, {"lock": held[0], "message": "already locked"})
    else:
        answer(request, 201, {"lock": locks[-1]})


def answer_verify(request, parts):
    verdict = admit(request, parts["repo"], writing=True)
    if not verdict:
        return
    locks = load(verdict.repository)
    owner = {"name": verdict.identity.account}
    answer(request, 200, {
        "ours": [lock for lock in locks if lock["owner"] == owner],
        "theirs": [lock for lock in locks if lock["owner"] != owner]})


def answer_unlock(request, parts):
    verdict = admit(request, parts["repo"], writing=True)
    if not verdict:
        return
    with one_at_a_time:
        locks = load(verdict.repository)
        held = [lock for lock in locks if lock["id"] == parts["id"]]
        mine = held and held[0]["owner"]["name"] == verdict.identity.account
        if mine or held and request.json().get("force"):
            locks.remove(held[0])
            save(verdict.repository, locks)
            answer(request, 200, {"lock": held[0]})
        else:
            answer(request, 403 if held else 404, {"message": "not yours"})


def new_lock(path, account):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {"id": secrets.token_hex(8), "path": path,
            "locked_at": now.isoformat(timespec="seconds"),
            "owner": {"name": account}}


def file_of(repository):
    return repository.path / "lfs" / "locks.json"


def load(repository):
    path = file_of(repository)
    return json.loads(path.read_text()) if path.exists() else []


def save(repository, locks):
    path = file_of(repository)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(locks))
