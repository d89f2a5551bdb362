"""Days as people count them."""

from __future__ import annotations

import pytest

from app import clock


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-11-27", 6, "2027-05-27"),
        ("2026-11-27", 12, "2027-11-27"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-01-01", 0, "2027-01-01"),
    ],
)
def test_months_are_the_calendars_own(day: str, months: int, later: str) -> None:
    assert clock.months_after(day, months) == later


def test_a_week_is_seven_days() -> None:
    assert clock.weeks_after("2026-12-28", 6) == clock.days_after("2026-12-28", 42) == "2027-02-08"
    assert clock.days_after("2027-01-01", -1) == "2026-12-31"
