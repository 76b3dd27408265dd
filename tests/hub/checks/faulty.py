# SPDX-License-Identifier: Apache-2.0
"""A test that switches on faults, and reads the bytes of the answer."""
import http.client
import socket
import ssl

from case import SmallHub
from patience import PATIENCE

ASK = (b"POST /oauth/token?x=y HTTP/1.1\r\nHost: 127.0.0.1\r\n"
       b"Content-Length: 4\r\nConnection: close\r\n\r\nbody")


class Faulty(SmallHub):

    def setUp(self):
        super().setUp()
        self.addCleanup(self.hub.faults.clear)

    def talk(self, name, tls=False):
        """A connection on which a request has been sent."""
        self.hub.faults.add(name, path="/oauth/token", count=1)
        port = self.hub.https_port if tls else self.hub.http_port
        line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        if tls:
            context = ssl.create_default_context(cafile=self.hub.ca)
            line = context.wrap_socket(line, server_hostname="localhost")
        self.addCleanup(line.close)
        line.sendall(ASK)
        return line

    def once(self, name):
        """The answer, without following a redirection, and its body."""
        answer = http.client.HTTPResponse(self.talk(name))
        self.addCleanup(answer.close)
        answer.begin()
        return answer, answer.read()
