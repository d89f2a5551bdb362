"""A pipe between a browser and a server that counts every byte, whoever asked for it.

The browser's own counters leave out what a service worker fetches; a pipe leaves out nothing.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType


class Meter:
    """Listens on a port of its own while in a ``with`` block, and passes all on to ``port``."""

    def __init__(self, port: int) -> None:
        self.down = 0
        self.up = 0
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def reset(self) -> None:
        """Count from zero again."""
        self.down = self.up = 0

    def __enter__(self) -> Meter:
        """Begin to listen."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(self._target)
                threading.Thread(target=self._pass, args=(here, there, "up"), daemon=True).start()
                threading.Thread(target=self._pass, args=(there, here, "down"), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                setattr(self, way, getattr(self, way) + len(data))
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
