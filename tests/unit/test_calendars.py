"""A date as a calendar file: what other programs read in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from app.calendars import Entry, calendar
from app.clock import SECOND

OPENED = 1_790_000_000 * SECOND
ENTRY = Entry(
    uid="check-in-abc-1@samspill",
    day="2027-01-20",
    title="Samspill: Kort oppfølging",
    text="Sett av 20 minutter; snakk bare om avtalene, og om \\n ingenting annet.\nØ 🏔️ שלום",
    url="https://samspill.example.no",
)


def read(entry: Entry = ENTRY, now: int = OPENED) -> Any:
    [event] = Calendar.from_ical(calendar(entry, now=now, since=OPENED)).walk("VEVENT")
    return event


def test_it_is_a_whole_day_that_blocks_nothing_with_a_reminder_the_day_before() -> None:
    event = read()
    assert event.decoded("dtstart") == date(2027, 1, 20)
    assert event.decoded("dtend") == date(2027, 1, 21)
    assert event["transp"] == "TRANSPARENT"
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-1)
    assert alarm["action"] == "DISPLAY"


def test_words_come_back_as_they_were() -> None:
    event = read()
    assert str(event["summary"]) == ENTRY.title
    assert str(event["description"]) == ENTRY.text
    assert str(event["url"]) == ENTRY.url
    assert event.decoded("dtstamp") == datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


def test_it_has_what_the_standard_asks_of_every_file() -> None:
    raw = calendar(ENTRY, now=OPENED, since=OPENED)
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"VERSION:2.0" in lines
    assert b"METHOD:PUBLISH" in lines
    assert any(line.startswith(b"PRODID:") for line in lines)


@pytest.mark.parametrize("day", ["1999-12-31", "2100-12-31", "2028-02-29"])
def test_the_day_after_any_day_is_found(day: str) -> None:
    event = read(Entry("x", day, "x", "x", "x"))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)


def test_a_later_file_of_the_same_entry_is_the_newer() -> None:
    before, after = read(now=OPENED + SECOND), read(now=OPENED + 5 * SECOND)
    assert before["uid"] == after["uid"]
    assert before["sequence"] < after["sequence"]
