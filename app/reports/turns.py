"""Who may have a report made now: few at once, and one for each dialogue."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import TooManyReports

MOST_ASKING = 5
"""How many of one dialogue may be made or wait, whatever its seats ask for: as many as there are.

Each that waits keeps one of the server's threads.
"""

RETRY_AFTER = 5
"""Seconds after which it is worth asking again."""


class Turns:
    """So many at a time, none of them of the same dialogue: no pair can keep the others waiting."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._changed = threading.Condition()
        self._asking: list[str] = []
        self._busy: set[str] = set()

    @contextmanager
    def taken(self, dialogue: str, patience: float) -> Iterator[None]:
        """A turn, waited for at most ``patience`` seconds. Raises ``TooManyReports``."""
        with self._changed:
            if self._asking.count(dialogue) >= MOST_ASKING:
                raise TooManyReports(retry_after=RETRY_AFTER)
            self._asking.append(dialogue)
        try:
            self._wait(dialogue, patience)
            try:
                yield
            finally:
                with self._changed:
                    self._busy.remove(dialogue)
        finally:
            with self._changed:
                self._asking.remove(dialogue)
                self._changed.notify_all()

    def _wait(self, dialogue: str, patience: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_free_for(dialogue), patience):
                raise TooManyReports(retry_after=RETRY_AFTER)
            self._busy.add(dialogue)

    def _is_free_for(self, dialogue: str) -> bool:
        return len(self._busy) < self._at_once and dialogue not in self._busy
