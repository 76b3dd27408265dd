# SPDX-License-Identifier: Apache-2.0
"""Faults of the connection, and answers that are too long, late or far away.
"""
import email.utils
import functools
import io
import json
import os
import socket
import struct
import time
import zlib

from .fault_answers import good

JSON = {"Content-Type": "application/json"}
NONE = 0  # The status in the log where no answer is sent.


def slow(request):
    """Says nothing, and leaves when the Hub stops."""
    request.log_request(NONE)
    request.hub.faults.over.wait()
    request.close_connection = True


def drip(request):
    """A good answer, a byte a second, for a day."""
    text = json.dumps({**good(request), "filler": "x" * 86_400}).encode()
    request.close_connection = True
    request.head(200, {**JSON, "Content-Length": str(len(text))})
    for byte in text:
        request.wfile.write(bytes([byte]))
        if request.hub.faults.over.wait(1):
            return


def drop(request):
    request.log_request(NONE)
    request.close_connection = True


def reset(request):
    """Ends the connection with RST."""
    request.log_request(NONE)
    request.close_connection = True
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                  struct.pack("ii", 1, 0))
    # socketserver would shut it down first, and the client see a proper end.
    os.close(request.connection.detach())


def truncated(request):
    text = json.dumps(good(request)).encode()
    request.close_connection = True
    request.head(200, {**JSON, "Content-Length": str(len(text) + 50)})
    request.wfile.write(text)


def rate_limited_date(request):
    """Retry-After as a date, 17 seconds from now."""
    again = email.utils.formatdate(time.time() + 17, usegmt=True)
    request.answer_json(429, {"error": "Too many requests"},
                        headers={"Retry-After": again})


def redirect(request):
    """To the stranger, by the scheme that the client came by."""
    stranger = getattr(request.hub.stranger, request.scheme)
    request.answer(302, headers={"Location": stranger + request.path})


def giant_body(request):
    """A string of 8 MiB."""
    text = io.BytesIO(b'"' + b"x" * (8 << 20) + b'"')
    request.answer_stream(200, JSON, text)


def giant_header(request):
    """2 MiB of headers and a good answer."""
    filler = {f"X-Filler-{n}": "x" * 60_000 for n in range(35)}
    request.answer_json(200, good(request), headers=filler)


def gzip_bomb(request):
    """A good answer after 100 MB of blanks, in 440 kB."""
    blanks, bomb = compressed_blanks()
    bomb = bomb.copy()
    end = bomb.compress(json.dumps(good(request)).encode()) + bomb.flush()
    request.answer(200, blanks + end, "application/json",
                   {"Content-Encoding": "gzip"})


@functools.cache
def compressed_blanks():
    """They, and what goes on where they end."""
    bomb = zlib.compressobj(level=1, wbits=31)  # As gzip does it, fast.
    megabyte = b" " * 1_000_000
    return b"".join(bomb.compress(megabyte) for _ in range(100)), bomb


ACTS = {act.__name__: act for act in (
    slow, drip, drop, reset, truncated, rate_limited_date, redirect,
    giant_body, giant_header, gzip_bomb)}
