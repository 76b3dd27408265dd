# SPDX-License-Identifier: Apache-2.0
"""Faults of the connection, and the stranger to which some redirect."""
import http.client
import json
import os
import re
import socket
import ssl
import urllib.request

from case import bearer
from faulty import Faulty
from hub import ALICE_READ
from patience import PATIENCE


def how_it_ends(line):
    """Looks below TLS, because Python's ssl does not distinguish a reset."""
    with socket.socket(fileno=os.dup(line.fileno())) as raw:
        raw.settimeout(PATIENCE)
        try:
            while raw.recv(9000):
                pass
        except ConnectionResetError:
            return "reset"
        return "end"


class FaultyLines(Faulty):

    def test_slow_sends_no_byte(self):
        for tls in False, True:
            line = self.talk("slow", tls)
            line.settimeout(0.5)
            self.assertRaises(TimeoutError, line.recv, 1)

    def test_drip_sends_its_headers_and_a_few_bytes_of_the_body(self):
        line = self.talk("drip")
        line.settimeout(PATIENCE)
        got = b""
        while not got.partition(b"\r\n\r\n")[2].startswith(b'{"n'):
            got += line.recv(9000)
        head, _, body = got.partition(b"\r\n\r\n")
        self.assertIn(b" 200 ", head)
        size = int(re.search(rb"Content-Length: (\d+)", head)[1])
        self.assertGreater(size, 86_400)
        self.assertLess(len(body), 100)

    def test_drop_closes_the_connection_and_reset_resets_it(self):
        for tls in False, True:
            self.assertEqual(how_it_ends(self.talk("drop", tls)), "end")
            self.assertEqual(how_it_ends(self.talk("reset", tls)), "reset")

    def test_truncated_sends_less_than_its_content_length(self):
        answer = http.client.HTTPResponse(self.talk("truncated"))
        answer.begin()
        self.assertRaises(http.client.IncompleteRead, answer.read)

    def test_giant_header_is_2_mib(self):
        with self.talk("giant_header").makefile("rb") as answer:
            head, _, body = answer.read().partition(b"\r\n\r\n")
        self.assertGreater(len(head), 2 << 20)
        self.assertEqual(json.loads(body)["name"], "alice")

    def test_the_log_has_a_line_for_a_request_without_an_answer(self):
        for name in "drop", "reset":
            try:
                self.talk(name).recv(9)
            except ConnectionResetError:
                pass
        self.assertEqual(len(self.requests(path="/oauth/token", status=0)), 2)


class Strangers(Faulty):

    def test_redirect_leads_to_the_stranger_by_the_same_scheme(self):
        stranger = self.hub.stranger
        for tls, origin in (False, stranger.http), (True, stranger.https):
            answer = http.client.HTTPResponse(self.talk("redirect", tls))
            answer.begin()
            self.assertEqual(answer.status, 302)
            self.assertEqual(answer.getheader("Location"),
                             f"{origin}/oauth/token?x=y")
            answer.close()

    def test_the_stranger_records_the_requests_it_gets(self):
        self.hub.faults.add("redirect", path="/api/.*")
        self.assertEqual(self.ask("/api/whoami-v2?a=b",
                                  {**bearer(ALICE_READ), "X-Mine": "1"})[2],
                         b"{}")
        context = ssl.create_default_context(cafile=self.hub.ca)
        urllib.request.urlopen(self.hub.stranger.https, b"secret",
                               context=context).close()
        led, posted = self.hub.stranger.received[-2:]
        self.assertEqual((led.method, led.path),
                         ("GET", "/api/whoami-v2?a=b"))
        self.assertIn(("X-Mine", "1"), led.headers)
        self.assertIn(("Authorization", f"Bearer {ALICE_READ}"), led.headers)
        self.assertEqual((posted.method, posted.body), ("POST", b"secret"))
