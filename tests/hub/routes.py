# SPDX-License-Identifier: Apache-2.0
"""Which path is answered by which function.

A function gets the request and the named parts of its path. A fault that a
test has switched on answers first.
"""
import re

from . import (auth_check, device_page, git_http, lfs, lfs_locks, lfs_objects,
               oauth, revocations, whoami, xet)
from .repositories import KINDS, NAME

REPO = rf"(?P<repo>(?:(?:{'|'.join(KINDS)})/)?{NAME}/{NAME}?)"
GIT = rf"/{REPO}(?:\.git)?"
OBJECT = rf"/lfs/{REPO}/(?P<oid>[0-9a-f]{{64}})"

ROUTES = [(method, re.compile(path), function) for method, path, function in (
    ("GET", "/api/whoami-v2", whoami.answer),
    ("GET", r"/api/(?P<kind>models|datasets|spaces)/"
     rf"(?P<name>{NAME}/{NAME})/auth-check(?P<write>/write)?",
     auth_check.answer),
    ("POST", "/api/credentials/revoke", revocations.answer),
    ("POST", "/oauth/device", oauth.answer_device),
    ("GET", "/oauth/device", device_page.answer_form),
    ("POST", "/oauth/device/approve", device_page.answer_decision),
    ("POST", "/oauth/token", oauth.answer_token),
    ("GET", "/mint", oauth.answer_mint),
    ("GET", rf"{GIT}/(?P<rest>info/refs)", git_http.answer),
    ("POST", rf"{GIT}/(?P<rest>git-(?:upload|receive)-pack)",
     git_http.answer),
    ("POST", rf"{GIT}/info/lfs/objects/batch", lfs.answer_batch),
    ("GET", rf"{GIT}/info/lfs/locks", lfs_locks.answer_list),
    ("POST", rf"{GIT}/info/lfs/locks", lfs_locks.answer_create),
    ("POST", rf"{GIT}/info/lfs/locks/verify", lfs_locks.answer_verify),
    ("POST", rf"{GIT}/info/lfs/locks/(?P<id>\w+)/unlock",
     lfs_locks.answer_unlock),
    ("GET", OBJECT, lfs_objects.answer_download),
    ("PUT", OBJECT, lfs_objects.answer_upload),
    ("POST", rf"{OBJECT}/verify", lfs_objects.answer_verify),
    ("GET", rf"/api/(?P<kind>models|{'|'.join(KINDS)})/(?P<name>{NAME}/{NAME})"
     "/xet-write-token/main", xet.answer_renewal),
    ("PUT", rf"/xet/{REPO}/(?P<oid>[0-9a-f]{{64}})", xet.answer_upload),
)]


def serve(request, path):
    if request.hub.faults.act(request, path):
        return None
    for method, pattern, function in ROUTES:
        match = method == request.command and pattern.fullmatch(path)
        if match:
            return function(request, match.groupdict())
    return request.answer_json(404, {"error": "Not Found"})
