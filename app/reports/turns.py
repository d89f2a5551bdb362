"""Who may have a report made now: few at once, and one for each dialogue."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.domain.errors import TooManyReports

MOST_ASKING = 5
"""How many of one dialogue may be made or wait, whatever its seats ask for: as many as it has."""

MOST_WAITING = 12
"""How many of all may wait. Each keeps one of the server's forty threads, which whoever saves an
answer needs too; a usual report takes a fifth of a second.
"""

RETRY_AFTER = 5
"""Seconds after which it is worth asking again."""


@dataclass(frozen=True, slots=True, eq=False)
class _Asker:
    """Somebody in the line; no two are the same."""

    dialogue: str


class Turns:
    """So many at a time, one of each dialogue.

    They are served as they have come; but when one of a dialogue is, its others go behind
    everyone who waits. So nobody waits for more than one more of each other dialogue, however
    much is asked for there. Beyond ``MOST_ASKING`` of one and ``MOST_WAITING`` of all, whoever
    asks is told so at once.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._changed = threading.Condition()
        self._line: list[_Asker] = []
        self._busy: set[str] = set()

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        with self._changed:
            return len(self._line)

    @contextmanager
    def taken(self, dialogue: str, patience: float) -> Iterator[None]:
        """A turn, waited for at most ``patience`` seconds. Raises ``TooManyReports``."""
        with self._changed:
            self._wait(dialogue, patience)
        try:
            yield
        finally:
            with self._changed:
                self._busy.remove(dialogue)
                self._changed.notify_all()

    def _wait(self, dialogue: str, patience: float) -> None:
        in_line = sum(each.dialogue == dialogue for each in self._line)
        of_one_too_many = in_line + (dialogue in self._busy) >= MOST_ASKING
        if of_one_too_many or len(self._line) >= MOST_WAITING:
            raise TooManyReports(retry_after=RETRY_AFTER)
        asker = _Asker(dialogue)
        self._line.append(asker)
        try:
            its_turn = self._changed.wait_for(lambda: self._next() is asker, patience)
        finally:
            self._line.remove(asker)
        if not its_turn:
            raise TooManyReports(retry_after=RETRY_AFTER)
        self._busy.add(dialogue)
        self._line.sort(key=lambda each: each.dialogue == dialogue)
        # There may be room for one more.
        self._changed.notify_all()

    def _next(self) -> _Asker | None:
        if len(self._busy) >= self._at_once:
            return None
        return next((each for each in self._line if each.dialogue not in self._busy), None)
