"""Rate limits, counted in memory by the ``limits`` library and never stored."""

from __future__ import annotations

import time

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.domain.errors import TooManyRequests

OPENING = "30/minute; 300/hour"
"""Dialogues opened from one address."""

CODE = "10/minute; 60/hour"
"""Short codes tried from one address."""

CODE_ALL = "2000/hour"
"""Short codes tried from anywhere together that no seat has.

Of 30**8 codes that is one in 300 million an hour: with a thousand seats in use, somebody who
tries all year long, from as many addresses as it takes, finds one with a chance of 3 %. When it
is used up nobody gets in by a code for the rest of the hour; links work all the time.
"""

RENEWING = "20/minute; 100/hour"
"""New links made from one seat, its own and others'."""

TOKEN = "120/minute"  # noqa: S105
"""Links that do not exist, tried from one address."""

PUBLISHING = "30/minute"
"""Question sets sent by editors, and wrong editor tokens, from one address."""


REPORT = "10/minute; 60/hour"
"""Reports made as PDF from one seat: each takes a core for a tenth of a second."""


class Limits:
    """Counts what each address does; does nothing when switched off (for load tests)."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._parsed: dict[str, list[RateLimitItem]] = {}

    def check(self, rule: str, *who: str) -> None:
        """Count nothing. Raises :class:`TooManyRequests` when one more would be too many."""
        if self._on:
            for item in self._items(rule):
                if not self._limiter.test(item, rule, *who):
                    raise self._refusal(item, rule, *who)

    def hit(self, rule: str, *who: str) -> None:
        """Count one act. Raises :class:`TooManyRequests` when it is one too many."""
        if self._on:
            for item in self._items(rule):
                if not self._limiter.hit(item, rule, *who):
                    raise self._refusal(item, rule, *who)

    def _items(self, rule: str) -> list[RateLimitItem]:
        if rule not in self._parsed:
            self._parsed[rule] = parse_many(rule)
        return self._parsed[rule]

    def _refusal(self, item: RateLimitItem, *key: str) -> TooManyRequests:
        reset = self._limiter.get_window_stats(item, *key).reset_time
        return TooManyRequests(retry_after=max(1, int(reset - time.time()) + 1))
