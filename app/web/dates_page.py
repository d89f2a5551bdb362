"""The part of the agreements' page that sets the two dates: the check-in and the next round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from app.clock import days_after, months_after, weeks_after
from app.content.guide import Guide
from app.conversation import Dates
from app.domain.agreements import is_date
from app.i18n import Translator


@dataclass(frozen=True, slots=True)
class DateField:
    """A date to set. ``value`` is ISO or empty, or what was sent; ``read`` is what stood then.

    ``written`` is the date that is set, for a reader, and ``href`` its calendar file. ``between``
    says when it is wise to be, and ``note`` what is odd about the day that stands in the field.
    """

    name: str
    label: str
    help: str
    between: str
    value: str
    read: str
    written: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class DatesSent:
    """Dates that were not set: as they were sent, and what stood when their page was made.

    ``twice`` names those that somebody else has changed meanwhile.
    """

    dates: Dates
    read: Dates
    twice: Collection[str] = ()


def date_fields(
    stands: Dates,
    sent: DatesSent | None,
    words: Guide,
    t: Translator,
    *,
    today: str,
    kept_until: str,
) -> tuple[DateField, ...]:
    """The two dates, with when it is wise that they are, counted from ``today`` (ISO).

    ``kept_until`` is the ISO date on which the answers of this round are deleted; empty where
    they are gone.
    """
    form = sent or DatesSent(stands, stands)
    weeks, months = words.follow_up.check_in.weeks, words.follow_up.new_round.months
    first, last = months_after(today, months.first), months_after(today, months.last)
    if first < kept_until <= last:
        last = days_after(kept_until, -1)

    def between(first: str, last: str) -> str:
        days = {"first": t.date(first), "last": t.date(last)}
        return t.gettext("Between %(first)s and %(last)s, counted from today.", **days)

    wise = {
        "check_in": between(weeks_after(today, weeks.first), weeks_after(today, weeks.last)),
        "next_round": t.gettext(
            "Before %(day)s, when the answers of this round are deleted.", day=t.date(kept_until)
        )
        if today < kept_until <= first
        else between(first, last),
    }
    occasions = (("check_in", words.follow_up.check_in), ("next_round", words.follow_up.new_round))
    notes = {
        "check_in": _of_check_in(form.dates, today, t),
        "next_round": _of_next_round(form.dates.next_round, today, kept_until, t),
    }
    return tuple(
        DateField(
            name=name,
            label=occasion.title,
            help=occasion.text,
            between=wise[name],
            value=value,
            read=getattr(form.read, name),
            written=t.date(day) if day else "",
            note=notes[name],
            href=f"/agreements/{name.replace('_', '-')}.ics" if day else "",
        )
        for name, occasion in occasions
        for day, value in [(getattr(stands, name), getattr(form.dates, name))]
    )


def date_errors(stands: Dates, sent: DatesSent | None, t: Translator) -> dict[str, str]:
    """What is no date, and what stands where somebody else has changed one, by field."""
    if sent is None:
        return {}
    found = {
        name: t.gettext("Write a date such as 2026-12-24.")
        for name, day in asdict(sent.dates).items()
        if day and not is_date(day)
    }
    for name in sent.twice:
        day = getattr(stands, name)
        found[name] = (
            t.gettext(
                "Somebody else has set %(day)s. Save again if yours is to stand.", day=t.date(day)
            )
            if day
            else t.gettext("Somebody else has taken it away. Save again if yours is to stand.")
        )
    return found


def _of_check_in(dates: Dates, today: str, t: Translator) -> str:
    """What is odd about the day of the check-in. It may stand: people know why."""
    if not is_date(dates.check_in):
        return ""
    if dates.check_in < today:
        return t.gettext("This day has passed.")
    if is_date(dates.next_round) and dates.check_in >= dates.next_round:
        return t.gettext("The check-in should be before the next round.")
    return ""


def _of_next_round(day: str, today: str, kept_until: str, t: Translator) -> str:
    """What is odd about the day of the next round. It may stand, too."""
    if not is_date(day):
        return ""
    if day < today:
        return t.gettext("This day has passed.")
    if not kept_until:
        return t.gettext(
            "The answers until now are deleted, so there will be nothing to compare with."
        )
    if day >= kept_until:
        return t.gettext(
            "The answers of this round are deleted on %(day)s: then there is nothing to "
            "compare with.",
            day=t.date(kept_until),
        )
    return ""
