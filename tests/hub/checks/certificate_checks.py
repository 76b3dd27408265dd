# SPDX-License-Identifier: Apache-2.0
"""The certificates that nobody should trust."""
import ssl
import urllib.error
import urllib.request

from case import SmallHub


class Certificates(SmallHub):

    def verdict(self, url):
        """Why nobody trusts it; "" if somebody does."""
        context = ssl.create_default_context(cafile=self.hub.ca)
        try:
            urllib.request.urlopen(f"{url}/oauth/device", context=context,
                                   timeout=10).close()
        except urllib.error.URLError as error:
            return error.reason.verify_message
        return ""

    def test_each_is_distrusted_for_its_own_flaw_alone(self):
        self.assertEqual(self.verdict(self.hub.https), "")
        self.assertIn("expired", self.verdict(self.hub.expired_https))
        self.assertIn("'127.0.0.1'", self.verdict(self.hub.wrong_host_https))
        self.assertIn("self-signed",
                      self.verdict(self.hub.self_signed_https))

    def test_behind_each_is_the_same_hub(self):
        trusting = ssl._create_unverified_context()
        for url in (self.hub.expired_https, self.hub.wrong_host_https,
                    self.hub.self_signed_https):
            with urllib.request.urlopen(f"{url}/oauth/device",
                                        context=trusting) as answer:
                self.assertIn(b"authorize", answer.read())
        self.assertEqual(self.hub.expired_https, self.hub.expired_https)
