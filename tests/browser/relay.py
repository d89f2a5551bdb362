"""A way to the server on which one question gets lost: the browser waits, and is told nothing."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 1 << 16


class Relay(socketserver.ThreadingTCPServer):
    """Carries all to the server at `url` and back, but for one request that it swallows.

    `swallows` is how that request begins, such as b"GET /present/agreements". `swallowed` is set
    once it has come, and the next of its kind goes through.
    """

    daemon_threads = True
    block_on_close = False
    """A browser keeps its connections open for longer than a test."""

    def __init__(self, url: str, swallows: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        server = urlsplit(url)
        self.server = (server.hostname or "", server.port or 80)
        self.swallows = swallows
        self.swallowed = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Connection(socketserver.BaseRequestHandler):
    server: Relay
    waits = False
    """Whether its request was swallowed: it is never answered, not by a closed line either."""

    def handle(self) -> None:
        with socket.create_connection(self.server.server) as onward, suppress(ConnectionError):
            threading.Thread(target=self._answer, args=(onward,), daemon=True).start()
            while sent := self.request.recv(CHUNK):
                if sent.startswith(self.server.swallows) and not self.server.swallowed.is_set():
                    self.server.swallowed.set()
                    self.waits = True
                else:
                    onward.sendall(sent)

    def _answer(self, onward: socket.socket) -> None:
        with suppress(OSError):
            while answered := onward.recv(CHUNK):
                self.request.sendall(answered)
            if not self.waits:
                self.request.shutdown(socket.SHUT_RDWR)  # the server has closed its side too


@contextmanager
def relay(url: str, swallows: bytes) -> Iterator[Relay]:
    """A relay to the server at `url`, until the end of the block."""
    with Relay(url, swallows) as between:
        threading.Thread(target=between.serve_forever, daemon=True).start()
        try:
            yield between
        finally:
            between.shutdown()
