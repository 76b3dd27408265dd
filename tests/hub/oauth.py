# SPDX-License-Identifier: Apache-2.0
"""What programs ask of the Hub's OAuth: codes for devices, and tokens."""
from .device_logins import Refused
from .id_tokens import MINT_TOKEN
from .overrides import lay_over

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"


def answer_device(request, _):
    oauth = request.hub.oauth
    if request.form().get("client_id") not in oauth.client_ids:
        refuse(request, Refused("invalid_client", "unknown client"))
        return
    login = oauth.begin()
    uri = f"{request.origin}/oauth/device"
    answer = {"device_code": login.device_code, "user_code": login.user_code,
              "verification_uri": uri, "expires_in": oauth.expires_in,
              "interval": oauth.interval}
    if oauth.complete_uri:
        answer["verification_uri_complete"] = (
            f"{uri}?user_code={login.user_code}")
    request.answer_json(200, lay_over(answer, oauth.override))


def answer_token(request, _):
    oauth = request.hub.oauth
    try:
        granted = (by_json(oauth, request.json())
                   if request.kind() == "application/json"
                   else by_form(oauth, request.form()))
    except Refused as error:
        refuse(request, error)
    else:
        request.answer_json(200, lay_over(granted, oauth.token_override))


def by_form(oauth, asked):
    if asked.get("client_id") not in oauth.client_ids:
        raise Refused("invalid_client", "unknown client")
    if asked.get("grant_type") == DEVICE:
        return oauth.redeem(asked.get("device_code"))
    if asked.get("grant_type") == "refresh_token":
        return oauth.refresh(asked.get("refresh_token"))
    raise Refused("unsupported_grant_type")


def by_json(oauth, asked):
    if asked.get("grant_type") != EXCHANGE:
        raise Refused("unsupported_grant_type")
    if asked.get("subject_token_type") != ID_TOKEN:
        raise Refused("invalid_request", "unknown subject_token_type")
    return oauth.exchange(str(asked.get("subject_token")),
                          str(asked.get("resource")))


def refuse(request, refused):
    answer = {"error": refused.error}
    if refused.description:
        answer["error_description"] = refused.description
    request.answer_json(400, answer)


def answer_mint(request, _):
    """What GitHub, not the Hub, serves to its jobs."""
    credentials = request.credentials
    if ((credentials.scheme, credentials.token) == ("bearer", MINT_TOKEN)
            and "audience" in request.query):
        minted = request.hub.oauth.id_tokens.mint(request.query["audience"])
        request.answer_json(200, {"value": minted})
    else:
        request.answer_json(401, {"message": "Unauthorized"})
