# SPDX-License-Identifier: Apache-2.0
"""The LFS batch API: where to fetch and where to put which object."""
from . import xet
from .access import REALM, UNKNOWN, judge

KIND = "application/vnd.git-lfs+json"


def answer_batch(request, parts):
    wish = request.json()
    uploading = wish.get("operation") == "upload"
    verdict = admit(request, parts["repo"], writing=uploading)
    if not verdict:
        return
    transfer, offer = choose_transfer(wish, uploading)
    objects = [offer(request, verdict.repository, item)
               for item in wish.get("objects", ())]
    answer(request, 200, {"transfer": transfer, "objects": objects,
                          "hash_algo": "sha256"})


def choose_transfer(wish, uploading):
    """The name of the transfer, and what makes an offer for an object."""
    if not uploading:
        return "basic", offer_download
    if "xet" in wish.get("transfers", ()):
        return "xet", offer_upload_by_xet
    return "basic", offer_upload


def admit(request, name, writing):
    """The favourable Verdict; otherwise the refusal has been sent."""
    credentials = request.credentials
    verdict = judge(request.hub, credentials, name, writing)
    if (credentials.scheme == "basic" and credentials.short_lived()
            and not request.hub.lfs_takes_oauth_over_basic):
        verdict = UNKNOWN
    if verdict.status == 200:
        return verdict
    challenge = {"WWW-Authenticate": REALM, "LFS-Authenticate": REALM}
    answer(request, verdict.status, {"message": verdict.message},
           challenge if verdict.status == 401 else {})
    return None


def answer(request, status, value, headers=None):
    request.answer_json(status, value, KIND, headers)


def offer_download(request, repository, item):
    if not repository.lfs_object(item["oid"]).is_file():
        return {**identify(item),
                "error": {"code": 404, "message": "Object does not exist"}}
    return offer(request, repository, item, download="")


def offer_upload(request, repository, item):
    if repository.lfs_object(item["oid"]).is_file():
        return identify(item)  # The Hub has it; there is nothing to do.
    return offer(request, repository, item, upload="", verify="/verify")


def offer_upload_by_xet(request, repository, item):
    if repository.lfs_object(item["oid"]).is_file():
        return identify(item)
    return {**identify(item), "authenticated": True,
            "actions": {"upload": xet.action(request, repository)}}


def offer(request, repository, item, **actions):
    # "authenticated" tells git-lfs that the ticket in the URL suffices.
    return {**identify(item), "authenticated": True, "actions": {
        action: {"href": link(request, repository, item["oid"], suffix),
                 "expires_in": 900}
        for action, suffix in actions.items()}}


def identify(item):
    return {"oid": item["oid"], "size": item["size"]}


def link(request, repository, oid, suffix):
    ticket = request.hub.tickets.issue(repository.name, oid)
    return (f"{request.origin}/lfs/{repository.name}/{oid}{suffix}"
            f"?ticket={ticket}")
