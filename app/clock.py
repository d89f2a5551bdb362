"""The one clock: microseconds since 1970 (UTC), as the tables keep time."""

from __future__ import annotations

import time
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

SECOND = 1_000_000


def now() -> int:
    """This moment."""
    return time.time_ns() // 1000


def days_after(iso: str, days: int) -> str:
    """The ISO date so many days after an ISO date, or before it."""
    return (to_date(iso) + timedelta(days=days)).isoformat()


def weeks_after(iso: str, weeks: int) -> str:
    """The ISO date so many weeks after an ISO date."""
    return days_after(iso, 7 * weeks)


def months_after(iso: str, months: int) -> str:
    """The same day so many months later, or the last day of a month that is shorter."""
    day = to_date(iso)
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year, month, min(day.day, monthrange(year, month)[1])).isoformat()


def today(moment: int) -> str:
    """The ISO date of a moment (UTC)."""
    return to_datetime(moment).date().isoformat()


def to_datetime(moment: int) -> datetime:
    """A moment as an aware ``datetime`` in UTC."""
    return datetime.fromtimestamp(moment / SECOND, UTC)


def from_datetime(moment: datetime) -> int:
    """An aware ``datetime`` in microseconds. Exact, and defined for any year."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * SECOND + delta.microseconds


def to_date(iso: str) -> date:
    """The date in an ISO string."""
    return date.fromisoformat(iso)
