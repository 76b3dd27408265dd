# SPDX-License-Identifier: Apache-2.0
"""Faults that are an answer: a refusal, or JSON that is not what it should be.

What is spoiled would be believed otherwise, for it is good for whoami, for a
device and for a token alike: a client that takes it goes on, and is found out.
"""
import json

from .accounts import ALICE_OAUTH, BOB_WRITE
from .id_tokens import CI_ID_TOKEN

JSON = "application/json"
OOPS = (b"<!doctype html><title>Oops</title>\n"
        b"<p>\x1b[2J\x1b]0;gone\x07Something went wrong.</p>\n")
PORTAL = (b"<!doctype html><title>Proxy</title>\n"
          b"<form action=/login><input name=password></form>\n")

# Status, body, content type, further headers.
PLAIN = {
    "html_500": (500, OOPS, "text/html"),
    "html_200": (200, PORTAL, "text/html"),
    "bad_gateway": (502, b""),
    "rate_limited": (429, b'{"error":"Too many requests"}', JSON,
                     {"Retry-After": "17"}),
    "redirect_file": (302, b"", "text/plain",
                      {"Location": "file:///etc/passwd"}),
    "empty": (200, b"", JSON),
    "unauthorized": (401, b'{"error":"Invalid user token."}', JSON),
    "forbidden": (403, b'{"error":"\\u001b]0;x\\u0007This is not for you."}',
                  JSON),
}

WRONG = {"name": 1, "type": {}, "fullname": False, "orgs": "none", "auth": [],
         "access_token": {}, "token_type": 2, "refresh_token": 7,
         "expires_in": "soon", "device_code": [], "user_code": 4,
         "verification_uri": None, "verification_uri_complete": {},
         "interval": "5", "value": False, "error": 3}

HUGE = (b',"expires_in":1e400,"interval":18446744073709551616,"digits":'
        + b"9" * 100_000 + b"}")

# How a good answer becomes a bad one.
SPOILED = {
    "bad_utf8": lambda text: with_more(
        text, b',"note":"\xff\xfe \xc0\xaf \xed\xa0\x80"}'),
    "wrong_types": lambda _: json.dumps(WRONG).encode(),
    "empty_object": lambda _: b"{}",
    "array": lambda text: b"[%s]" % text,
    "null": lambda _: b"null",
    "deep": lambda _: b"[" * 200_000,
    "duplicate_key": lambda text: with_more(
        text, b',"name":"mallory","access_token":"%s"}' % BOB_WRITE.encode()),
    "huge_numbers": lambda text: with_more(text, HUGE),
    "nul_tail": lambda text: text + b"\0garbage",
    "bom": lambda text: b"\xef\xbb\xbf" + text,
}


def spoil(name, request):
    known = good(request)
    if name == "huge_numbers":
        del known["expires_in"], known["interval"]
    return SPOILED[name](json.dumps(known).encode())


def with_more(text, end):
    """The object with another end, from the comma to the brace."""
    return text[:-1] + end


def good(request):
    """What each question takes for a good answer."""
    uri = f"{request.origin}/oauth/device"
    return {
        "name": "alice", "type": "user", "fullname": "Alice", "orgs": [],
        "auth": {"type": "app_token_as_user",
                 "expiresAt": "2099-01-01T00:00:00.000Z"},
        "access_token": ALICE_OAUTH, "token_type": "bearer",
        "refresh_token": "hf_refresh_neverValid000000000000000",
        "expires_in": 900, "interval": 1,
        "device_code": "d" * 40, "user_code": "ABCD-1234",
        "verification_uri": uri,
        "verification_uri_complete": f"{uri}?user_code=ABCD-1234",
        "value": CI_ID_TOKEN,
    }
