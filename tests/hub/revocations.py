# SPDX-License-Identifier: Apache-2.0
"""POST /api/credentials/revoke: whoever has a token can end it.

The answer is always 202. Tests change the attributes of `hub.revocations`:
`delay` says after how many answers of whoami a revocation takes effect, None
that it never does. `received` has the credentials of each request.
"""
import threading


class Revocations:
    def __init__(self, accounts, oauth):
        self.delay = 0
        self.received = []
        self._accounts, self._oauth = accounts, oauth
        self._lock = threading.Lock()
        self._waiting = []  # [answers to go, credential]

    def add(self, credentials):
        with self._lock:
            self.received.append(credentials)
            if self.delay is not None:
                self._waiting += [[self.delay, one] for one in credentials]
            self._settle()

    def count_answer(self):
        """whoami has answered once more."""
        with self._lock:
            for item in self._waiting:
                item[0] -= 1
            self._settle()

    def _settle(self):
        for item in [item for item in self._waiting if item[0] <= 0]:
            self._waiting.remove(item)
            self._accounts.revoke(item[1])
            self._oauth.forget(item[1])


def answer(request, _):
    credentials = (request.json().get("credentials")
                   if request.kind() == "application/json" else None)
    if not isinstance(credentials, list) or not all(
            isinstance(one, str) for one in credentials):
        request.answer_json(400, {"error": "credentials: a list of texts"})
        return
    request.hub.revocations.add(credentials)
    request.answer(202)
