# SPDX-License-Identifier: Apache-2.0
"""A proxy that leads CONNECTs for the Hub's names to the small Hub.

git-lfs has no equal of git's http.curloptResolve, but git and git-lfs both
honour https_proxy. Every other target is refused with 403, so a test that
goes where it should not is found out. proxy.jsonl in the Hub's root has a
line for each request: {"target": "huggingface.co:443", "served": true}.
"""
import json
import pathlib
import select
import socket
import socketserver
import threading

FILE = "proxy.jsonl"
TARGETS = ("huggingface.co:443", "hf.co:443")

one_at_a_time = threading.Lock()


class Tunnel(socketserver.StreamRequestHandler):
    """One connection to the proxy."""
    timeout = 120
    rbufsize = 0  # What follows the header is TLS, and not ours to buffer.

    def handle(self):
        method, _, rest = self.rfile.readline(4096).decode().partition(" ")
        target = rest.partition(" ")[0]
        while self.rfile.readline(65536).strip():
            pass
        served = method == "CONNECT" and target.lower() in TARGETS
        record(self.server.hub.root, target=target, served=served)
        if served:
            self.lead()
        else:
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\n"
                             b"Content-Length: 0\r\nConnection: close\r\n\r\n")

    def lead(self):
        port = self.server.hub.https_port
        with socket.create_connection(("127.0.0.1", port)) as hub:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            pump(self.connection, hub)


def pump(one, other):
    """Pass bytes both ways until either side has had enough."""
    to = {one: other, other: one}
    while True:
        for source in select.select([one, other], [], [])[0]:
            piece = source.recv(65536)
            if not piece:
                return
            to[source].sendall(piece)


def record(root, **fields):
    with one_at_a_time, open(pathlib.Path(root) / FILE, "a") as log:
        log.write(json.dumps(fields) + "\n")


def read_proxy_log(root):
    path = pathlib.Path(root) / FILE
    return [json.loads(line) for line in path.read_text().splitlines()
            ] if path.exists() else []
