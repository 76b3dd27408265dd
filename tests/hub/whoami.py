# SPDX-License-Identifier: Apache-2.0
"""GET /api/whoami-v2: whose token is this?"""
import hashlib
import time

from .overrides import lay_over

CHALLENGE = 'Bearer realm="Authentication required", charset="UTF-8"'
FAR_AWAY = 4_070_908_800  # 2099


def answer(request, _):
    credentials = request.credentials
    identity = (credentials.scheme == "bearer"
                and request.hub.accounts.identify(credentials))
    if identity:
        facts = describe(identity, request.hub.accounts)
        request.answer_json(200, lay_over(facts,
                                          request.hub.whoami_override))
    else:
        refuse(request)
    request.hub.revocations.count_answer()


def refuse(request):
    message = "Invalid user token."
    request.answer_json(401, {"error": message}, headers={
        "WWW-Authenticate": CHALLENGE, "X-Error-Message": message})


def describe(identity, accounts):
    everybody = accounts.all()
    return {
        **head(identity.account, identity.description),
        "email": f"{identity.account}@example.invalid",
        "emailVerified": True,
        "canPay": False,
        "isPro": False,
        "periodEnd": None,
        "avatarUrl": f"/avatars/{identity.account}.svg",
        "orgs": [{**head(org, everybody[org]), "roleInOrg": "write"}
                 for org in identity.description["orgs"]],
        "auth": authentication(identity.token),
    }


def head(name, description):
    return {"type": description["type"], "name": name, "id": made_up_id(name),
            "fullname": description["fullname"]}


def authentication(token):
    if "name" not in token:
        return {"type": "app_token_as_user",
                "expiresAt": iso(token.get("expires", FAR_AWAY))}
    described = {"type": "access_token",
                 "accessToken": {"displayName": token["name"],
                                 "role": token["role"],
                                 "createdAt": "2024-01-01T00:00:00.000Z"}}
    if "expires" in token:
        described["expiresAt"] = iso(token["expires"])
    return described


def iso(moment):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(moment))


def made_up_id(name):
    """24 hexadecimal digits, as the Hub's ids have."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]
