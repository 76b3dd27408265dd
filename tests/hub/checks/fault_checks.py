# SPDX-License-Identifier: Apache-2.0
"""Faults that are an answer, and when the Hub gives them."""
import email.utils
import json
import time
import zlib

from faulty import Faulty
from hub import FAULTS

# Status and body of the faults that are a complete answer.
WHOLE = {
    "html_500": (500, lambda body: b"\x1b[2J" in body),
    "html_200": (200, lambda body: b"<form" in body),
    "bad_gateway": (502, lambda body: body == b""),
    "rate_limited": (429, lambda body: b"error" in body),
    "rate_limited_date": (429, lambda body: b"error" in body),
    "redirect_file": (302, lambda body: body == b""),
    "unauthorized": (401, lambda body: b"error" in body),
    "forbidden": (403, lambda body: b"not for you" in body),
    "empty": (200, lambda body: body == b""),
    "empty_object": (200, lambda body: body == b"{}"),
    "array": (200, lambda body: json.loads(body)[0]["name"] == "alice"),
    "null": (200, lambda body: body == b"null"),
    "deep": (200, lambda body: body == b"[" * 200_000),
    "bad_utf8": (200, lambda body: json.loads(
        body.decode(errors="ignore"))["name"] == "alice"
        and b"\xff\xfe" in body and b"\xc0\xaf" in body),
    "wrong_types": (200, lambda body: json.loads(body)["name"] == 1),
    "duplicate_key": (200, lambda body: body.count(b'"name":') == 2
                      and json.loads(body)["name"] == "mallory"),
    "huge_numbers": (200, lambda body: b":1e400," in body
                     and body.count(b'"expires_in"') == 1),
    "nul_tail": (200, lambda body: json.loads(
        body.partition(b"\0")[0])["name"] == "alice" and b"\0g" in body),
    "bom": (200, lambda body: json.loads(
        body.decode("utf-8-sig"))["name"] == "alice" and body[0] == 0xEF),
    "giant_body": (200, lambda body: len(json.loads(body)) == 8 << 20),
    "gzip_bomb": (200, lambda body: len(body) < 500_000 and json.loads(
        inflate(body).lstrip())["name"] == "alice"),
}
# The faults that line_checks.py checks.
OTHERS = {"slow", "drip", "drop", "reset", "truncated", "giant_header",
          "redirect"}


def inflate(body):
    plain = zlib.decompress(body, wbits=31)
    assert len(plain) > 100_000_000
    return plain


class FaultyAnswers(Faulty):

    def test_every_fault_has_a_check(self):
        self.assertEqual(set(FAULTS), {*WHOLE, *OTHERS})

    def test_each_fault_has_its_status_and_body(self):
        for name, (status, is_right) in WHOLE.items():
            with self.subTest(name):
                answer, body = self.once(name)
                self.assertEqual(answer.status, status)
                self.assertTrue(is_right(body), body[:300])

    def test_faults_have_their_headers(self):
        def header(name, wanted):
            return self.once(name)[0].getheader(wanted)
        self.assertIn("text/html", header("html_500", "Content-Type"))
        self.assertIn("text/html", header("html_200", "Content-Type"))
        self.assertEqual(header("rate_limited", "Retry-After"), "17")
        began = int(time.time())
        again = email.utils.parsedate_to_datetime(
            header("rate_limited_date", "Retry-After")).timestamp()
        self.assertTrue(began + 17 <= again <= time.time() + 17, again)
        self.assertEqual(header("gzip_bomb", "Content-Encoding"), "gzip")
        self.assertEqual(header("giant_body", "Transfer-Encoding"), "chunked")
        self.assertEqual(header("redirect_file", "Location"),
                         "file:///etc/passwd")

    def test_faults_apply_to_their_path_in_order_as_often_as_added(self):
        self.hub.faults.add("empty_object", path="/api/.*", count=2)
        self.hub.faults.add("null", path="/api/who.*")
        said = [self.ask("/api/whoami-v2")[2] for _ in range(4)]
        self.assertEqual(said, [b"{}", b"{}", b"null", b"null"])
        self.assertIn(b"<form", self.ask("/oauth/device")[2])
        self.hub.faults.clear()
        self.assertEqual(self.ask("/api/whoami-v2")[0], 401)
        self.assertRaises(ValueError, self.hub.faults.add, "no such fault")
