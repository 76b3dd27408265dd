# SPDX-License-Identifier: Apache-2.0
"""A bus between a program and the real one that fails at a chosen message.

It passes on what both say, counts the messages that come back, and at the
chosen one does what it is told: "silence", "break" off, or "pass" it on.
"""
import contextlib
import select
import socket
import threading


def message_size(data):
    """The size of the D-Bus message that `data` begins with; 0 if unknown."""
    if len(data) < 16:
        return 0
    order = "little" if data[:1] == b"l" else "big"
    body = int.from_bytes(data[4:8], order)
    fields = int.from_bytes(data[12:16], order)
    return 16 + (fields + 7) // 8 * 8 + body


class BusProxy:
    """Takes one connection after the other until it is stopped."""

    def __init__(self, path, address, fail_at, fail):
        self.bus = address.split("unix:path=", 1)[1].split(",")[0]
        self.fail_at, self.fail = fail_at, fail
        self.messages = 0
        self.connections = 0
        self.asked = b""  # All that was said to the bus.
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen()
        self.address = f"unix:path={path}"
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def stop(self):
        self.ended.set()
        self.thread.join()
        self.listener.close()

    def serve(self):
        while not self.ended.is_set():
            if select.select([self.listener], [], [], 0.05)[0]:
                client = self.listener.accept()[0]
                self.connections += 1
                bus = socket.socket(socket.AF_UNIX)
                bus.connect(self.bus)
                with contextlib.suppress(ConnectionError):
                    self.pass_on(client, bus)
                client.close()
                bus.close()

    def pass_on(self, client, bus):
        greeting, buffer = True, b""
        while not self.ended.is_set():
            for end in select.select([client, bus], [], [], 0.05)[0]:
                data = end.recv(65536)
                if not data:
                    return
                if end is client:
                    self.asked += data
                    bus.sendall(data)
                    continue
                if greeting and b"\r\n" in data:  # Before there are messages.
                    client.sendall(data)
                    continue
                greeting = False
                buffer += data
                while 0 < message_size(buffer) <= len(buffer):
                    size = message_size(buffer)
                    message, buffer = buffer[:size], buffer[size:]
                    self.messages += 1
                    if self.messages == self.fail_at:
                        act = self.fail()
                        if act == "break":
                            return
                        if act == "silence":
                            self.ended.wait()  # Until the test is over.
                            return
                    client.sendall(message)
