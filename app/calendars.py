"""A date the parties have set, as a file for their calendars (iCalendar, RFC 5545).

Calendars are often open to colleagues: the entry says that there is a talk and where to find the
rest, never what was agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from app.clock import SECOND, to_date, to_datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An all-day entry. ``uid`` is the same whenever the date is moved, so that it moves too.

    ``day`` is an ISO date; ``text`` and ``url`` say what to do then.
    """

    uid: str
    day: str
    title: str
    text: str
    url: str


def calendar(entry: Entry, *, now: int, since: int) -> bytes:
    """The file with one entry and a reminder the day before. Moments are in microseconds.

    ``since`` is a moment before the entry was first made: a later file of the same entry has a
    higher ``SEQUENCE``, which makes calendars take it for the newer.
    """
    day = to_date(entry.day)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", to_datetime(now))
    event.add("sequence", max(0, (now - since) // SECOND))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", entry.title)
    reminder.add("trigger", timedelta(days=-1))
    event.add_component(reminder)
    whole = Calendar()
    whole.add("prodid", "-//Samspill//Samspill//NO")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add_component(event)
    written: bytes = whole.to_ical()
    return written
