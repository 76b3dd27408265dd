# SPDX-License-Identifier: Apache-2.0
"""One HTTP request: its body, who sends it, the answer, the log line."""
import functools
import http.server
import itertools
import json
import ssl
import tempfile
import traceback
import urllib.parse

from . import routes
from .accounts import Credentials
from .request_log import fingerprint

connection_numbers = itertools.count(1)


class Request(http.server.BaseHTTPRequestHandler):
    """Lives as long as its connection, and serves one request at a time."""
    protocol_version = "HTTP/1.1"
    server_version = "small-hub"
    disable_nagle_algorithm = True
    timeout = 120  # Seconds that an idle connection is kept.

    def setup(self):
        super().setup()
        self.number = next(connection_numbers)
        self.headers = {}
        if isinstance(self.request, ssl.SSLSocket):
            self.request.do_handshake()

    @property
    def hub(self):
        return self.server.hub

    @property
    def scheme(self):
        return "https" if isinstance(self.request, ssl.SSLSocket) else "http"

    @property
    def origin(self):
        """This server, as the client names it."""
        host = self.headers.get("Host") or "%s:%d" % self.request.getsockname()
        return f"{self.scheme}://{host}"

    @property
    def credentials(self):
        return Credentials.parse(self.headers.get("Authorization"))

    def serve(self):
        url = urllib.parse.urlsplit(self.path)
        self.query = dict(urllib.parse.parse_qsl(url.query))
        self.raw_query = url.query
        self.answered = False
        try:
            with tempfile.TemporaryFile(dir=self.hub.root) as self.body:
                self.receive_body()
                routes.serve(self, urllib.parse.unquote(url.path))
        except ValueError as error:  # What the client sent makes no sense.
            self.close_connection = True
            self.answer(400, str(error))
        except (ConnectionError, ssl.SSLError, TimeoutError):
            raise
        except Exception:
            traceback.print_exc()
            self.close_connection = True
            if not self.answered:
                self.answer(500, "The small Hub has a bug.")

    do_GET = do_POST = do_PUT = serve

    # The whole body is received before anything is answered, so that the
    # next request on the connection starts where the client thinks it does.
    def receive_body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            while size := int(self.rfile.readline(64).split(b";")[0], 16):
                self.receive(size)
                self.rfile.readline(64)
            while self.rfile.readline(65536).strip():
                pass  # Trailers, which nobody needs.
        else:
            self.receive(int(self.headers.get("Content-Length", 0)))
        self.body_size = self.body.tell()
        self.body.seek(0)

    def receive(self, size):
        if size < 0:
            raise ValueError("a body cannot be that short")
        while size:
            piece = self.rfile.read(min(size, 1 << 20))
            if not piece:
                raise ConnectionError("the client left in mid-sentence")
            self.body.write(piece)
            size -= len(piece)

    def json(self):
        """The body, which has to be a JSON object."""
        value = json.loads(self.body.read() or b"{}")
        if not isinstance(value, dict):
            raise ValueError("a JSON object is needed")
        return value

    def kind(self):
        """The content type, without its parameters."""
        return self.headers.get_content_type()

    def form(self):
        """The fields of a body that is a form; {} for any other."""
        if self.kind() != "application/x-www-form-urlencoded":
            return {}
        return dict(urllib.parse.parse_qsl(self.body.read().decode()))

    def answer(self, status, body="", kind="text/plain; charset=utf-8",
               headers=None):
        content = body if isinstance(body, bytes) else body.encode()
        self.head(status, {"Content-Type": kind,
                           "Content-Length": str(len(content)),
                           **(headers or {})})
        self.wfile.write(content)

    def answer_json(self, status, value, kind="application/json",
                    headers=None):
        self.answer(status, json.dumps(value, separators=(",", ":")), kind,
                    headers)

    def answer_stream(self, status, headers, stream):
        """Send all of a file whose length nobody knows yet."""
        self.head(status, {**headers, "Transfer-Encoding": "chunked"})
        for piece in iter(functools.partial(stream.read1, 65536), b""):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def head(self, status, headers):
        self.answered = True
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def log_request(self, code="-", size="-"):
        """http.server calls this before it sends the first line."""
        credentials = self.credentials
        identity = self.hub.accounts.identify(credentials)
        url = urllib.parse.urlsplit(getattr(self, "path", ""))
        self.hub.log.write(
            connection=self.number, scheme=self.scheme, method=self.command,
            path=url.path, host=self.headers.get("Host"), status=int(code),
            service=dict(urllib.parse.parse_qsl(url.query)).get("service"),
            user_agent=self.headers.get("User-Agent"),
            auth=credentials.scheme or "none", username=credentials.username,
            account=identity and identity.account,
            token=(fingerprint(credentials.token) if credentials.token
                   else None))

    def log_message(self, *_):
        """The log is all we say; standard error is for what went wrong."""
