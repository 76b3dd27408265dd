# SPDX-License-Identifier: Apache-2.0
"""Which jobs may get a token for which repositories: trusted publishers.

The Hub checks the identity of a job for real: its signature by the keys that
the issuer publishes, for whom it was made, when it ends, and what it says of
the job.
"""
import dataclasses
import json
import time
import urllib.request

from .rs256 import is_signed_by, parts

AUDIENCE = "https://huggingface.co"
SKEW = 30  # Seconds by which two clocks may differ.
PATIENCE = 60  # Seconds that an issuer has to answer; a busy one needs some.


@dataclasses.dataclass(frozen=True)
class Publisher:
    """Jobs of an issuer with these claims, and the resources they may use."""
    issuer: str
    claims: dict
    resources: tuple

    def allows(self, claims, resource):
        return (claims.get("iss") == self.issuer and resource in self.resources
                and all(claims.get(k) == v for k, v in self.claims.items()))


class Publishers:

    def __init__(self):
        self._publishers = []
        self.refusals = []  # Why identities were refused, in order.

    def add(self, issuer, resources, **claims):
        self._publishers.append(Publisher(issuer, claims, tuple(resources)))

    def allow(self, id_token, resource):
        """Whether a job with this identity gets a token for the resource."""
        fault = self._fault(id_token, resource)
        if fault:
            self.refusals.append(fault)
        return not fault

    def _fault(self, id_token, resource):
        try:
            header, claims, signed, signature = parts(id_token)
        except (ValueError, TypeError):
            return "no token"
        if header.get("alg") != "RS256":
            return "algorithm"
        issuers = {p.issuer for p in self._publishers}
        if claims.get("iss") not in issuers:
            return "issuer"
        if not any(key.get("kid") == header.get("kid")
                   and is_signed_by(key, signed, signature)
                   for key in published_keys(claims["iss"])):
            return "signature"
        if claims.get("aud") not in (AUDIENCE, [AUDIENCE]):
            return "audience"
        now = time.time()
        if not claims.get("nbf", 0) - SKEW <= now < claims.get("exp", 0) + SKEW:
            return "time"
        if not any(p.allows(claims, resource) for p in self._publishers):
            return "claims"
        return None


def published_keys(issuer):
    """The keys of an issuer, asked anew each time: it may have changed them."""
    found = fetch(f"{issuer}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        return []
    return fetch(found["jwks_uri"]).get("keys", [])


def fetch(url):
    # Not through the proxy of the tests.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=PATIENCE) as answer:
        return json.loads(answer.read())
