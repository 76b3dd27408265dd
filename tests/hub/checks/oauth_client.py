# SPDX-License-Identifier: Apache-2.0
"""A test that logs in to its Hub as a device does."""
import json
import urllib.parse

from case import SmallHub, bearer
from hub import CLIENT_ID
from hub.oauth import DEVICE, EXCHANGE, ID_TOKEN


class OAuthClient(SmallHub):
    """Each test has a Hub with its initial settings."""

    def setUp(self):
        super().setUp()
        self.given(interval=0)

    def given(self, **settings):
        """Change attributes of hub.oauth until the test ends."""
        for name, value in settings.items():
            self.addCleanup(setattr, self.hub.oauth, name,
                            getattr(self.hub.oauth, name))
            setattr(self.hub.oauth, name, value)

    def post(self, path, **fields):
        """Status and JSON of the answer to a form."""
        data = urllib.parse.urlencode(fields).encode()
        status, _, body = self.ask(path, data=data)
        return status, json.loads(body)

    def begin(self):
        status, answer = self.post("/oauth/device", client_id=CLIENT_ID)
        self.assertEqual(status, 200)
        return answer

    def poll(self, begun, **fields):
        return self.post("/oauth/token", **{
            "grant_type": DEVICE, "client_id": CLIENT_ID,
            "device_code": begun["device_code"], **fields})

    def refresh(self, token, **fields):
        return self.post("/oauth/token", **{
            "grant_type": "refresh_token", "client_id": CLIENT_ID,
            "refresh_token": token, **fields})

    def exchange(self, id_token, resource, **fields):
        """The same for the exchange, whose request is JSON."""
        asked = {"grant_type": EXCHANGE, "subject_token_type": ID_TOKEN,
                 "subject_token": id_token, "resource": resource, **fields}
        status, _, body = self.ask(
            "/oauth/token", {"Content-Type": "application/json"},
            json.dumps(asked).encode())
        return status, json.loads(body)

    def whoami(self, token):
        status, _, body = self.ask("/api/whoami-v2", bearer(token))
        return status, json.loads(body)

    def assert_refused(self, answer, error):
        self.assertEqual((answer[0], answer[1]["error"]), (400, error))
