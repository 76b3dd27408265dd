# SPDX-License-Identifier: Apache-2.0
"""A TCP port of 127.0.0.1 with a thread for each connection."""
import socket
import socketserver
import ssl
import sys
import threading


class Listener(socketserver.ThreadingTCPServer):
    """Serves from start() to stop(), which also ends open connections."""
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128  # A test may well come 32 times at once.

    def __init__(self, handler, hub, tls=None):
        super().__init__(("127.0.0.1", 0), handler)
        self.hub = hub
        self.port = self.server_address[1]
        self._open = set()
        self._thread = threading.Thread(target=self.serve_forever,
                                        args=(0.05,), daemon=True)
        if tls:  # Each connection shakes hands in a thread of its own.
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False)

    def start(self):
        self._thread.start()

    def stop(self):
        self.shutdown()
        self._thread.join()
        self.server_close()
        for connection in list(self._open):
            hang_up(connection)

    def process_request(self, request, client_address):
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """A client that goes away, or distrusts us, is no error of ours."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, ssl.SSLError,
                                  TimeoutError)):
            super().handle_error(request, client_address)


def hang_up(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # It has gone already.
