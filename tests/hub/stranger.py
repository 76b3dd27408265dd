# SPDX-License-Identifier: Apache-2.0
"""A host that is not the Hub, and remembers all that it is sent."""
import http.server
import ssl
import typing

from .listener import Listener


class Received(typing.NamedTuple):
    method: str
    path: str       # With its query.
    headers: list   # Of pairs, as they came.
    body: bytes


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers 200 and {} to everything."""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def setup(self):
        super().setup()
        if isinstance(self.request, ssl.SSLSocket):
            self.request.do_handshake()

    def serve(self):
        size = int(self.headers.get("Content-Length", 0))
        self.server.hub.received.append(Received(
            self.command, self.path, self.headers.items(),
            self.rfile.read(size)))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_CONNECT = serve

    def log_message(self, *_):
        """Nothing to say: `received` has it all."""


class Stranger:
    """Listens on two ports, and is known to the Hub's CA.

    A client that cannot be led astray is not to be saved by its distrust.
    """

    def __init__(self, tls):
        self.received = []
        self.listeners = (Listener(Handler, self),
                          Listener(Handler, self, tls))
        plain, secure = (listener.port for listener in self.listeners)
        self.http = f"http://127.0.0.1:{plain}"
        self.https = f"https://127.0.0.1:{secure}"
