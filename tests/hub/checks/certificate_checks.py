# SPDX-License-Identifier: Apache-2.0
"""The certificates that a client must reject."""
import ssl
import urllib.error
import urllib.request

from case import SmallHub
from patience import PATIENCE


class Certificates(SmallHub):

    def verdict(self, url):
        """Why a client rejects the certificate; "" if it accepts it."""
        context = ssl.create_default_context(cafile=self.hub.ca)
        try:
            urllib.request.urlopen(f"{url}/oauth/device", context=context,
                                   timeout=PATIENCE).close()
        except urllib.error.URLError as error:
            return error.reason.verify_message
        return ""

    def test_a_client_rejects_each_certificate_only_for_its_own_fault(self):
        self.assertEqual(self.verdict(self.hub.https), "")
        self.assertIn("expired", self.verdict(self.hub.expired_https))
        self.assertIn("'127.0.0.1'", self.verdict(self.hub.wrong_host_https))
        self.assertIn("self-signed",
                      self.verdict(self.hub.self_signed_https))

    def test_the_same_hub_answers_behind_each_certificate(self):
        trusting = ssl._create_unverified_context()
        for url in (self.hub.expired_https, self.hub.wrong_host_https,
                    self.hub.self_signed_https):
            with urllib.request.urlopen(f"{url}/oauth/device",
                                        context=trusting) as answer:
                self.assertIn(b"authorize", answer.read())
        self.assertEqual(self.hub.expired_https, self.hub.expired_https)
