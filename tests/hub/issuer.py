# SPDX-License-Identifier: Apache-2.0
"""A service that gives identities to jobs, as GitHub and GitLab do.

It serves its public keys (OpenID Connect Discovery 1.0, RFC 7517) and, like
GitHub, mints an identity for who shows MINT_TOKEN.
"""
import http.server
import json
import threading
import time
import urllib.parse

from .id_tokens import MINT_TOKEN
from .rs256 import Key


class Issuer:
    """On a free port of 127.0.0.1. `claims` are what it says of its jobs."""

    def __init__(self, folder, **claims):
        self.key = Key(folder, "first")
        self.keys = [self.key]  # That it publishes.
        self.claims = claims
        self.lifetime = 300
        self.audiences = []  # For whom it has minted, in order.
        self.asked = []      # The paths that were asked for.
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.answer(self)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                       Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def mint(self, audience="https://huggingface.co", key=None, header=(),
             **claims):
        """An identity; `claims` are laid over those of the issuer."""
        now = int(time.time())
        return (key or self.key).token(
            {"iss": self.url, "aud": audience, "iat": now, "nbf": now,
             "exp": now + self.lifetime, **self.claims, **claims},
            **dict(header))

    def answer(self, request):
        url = urllib.parse.urlsplit(request.path)
        self.asked.append(url.path)
        status, body = self._page(url, request.headers)
        text = json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    def _page(self, url, headers):
        if url.path == "/.well-known/openid-configuration":
            return 200, {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"}
        if url.path == "/jwks":
            return 200, {"keys": [key.jwk() for key in self.keys]}
        audience = urllib.parse.parse_qs(url.query).get("audience")
        is_job = headers.get("Authorization") == f"Bearer {MINT_TOKEN}"
        if url.path == "/mint" and is_job and audience:
            self.audiences += audience
            return 200, {"value": self.mint(*audience)}
        return 404, {"message": "Not Found"}
