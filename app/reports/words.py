"""What a report's parts are made of: words in a language, facts, and the report's headings."""

from __future__ import annotations

from dataclasses import dataclass

from app.charts.words import Words
from app.i18n import Translator


@dataclass(frozen=True, slots=True)
class Fact:
    """A label in the reader's language, and what is said under it."""

    label: str
    text: Words


@dataclass(frozen=True, slots=True)
class Headings:
    """Every heading and label of a report that is not a fact's own, in the reader's language."""

    reading: str
    agreements: str
    no_agreements: str
    look_into: str
    left: str
    next_dates: str
    since: str
    last: str
    moved: str
    not_compared: str
    agenda: str
    opener: str
    topics: str
    again: str
    no_topics: str
    begin: str
    ask: str
    statements: str
    apart: str
    role: str
    today: str
    in_a_year: str
    filled: str
    hollow: str
    unseen: str
    page: str


def headings(t: Translator, *, to_hand_on: bool, opens_with_strength: bool = True) -> Headings:
    """The headings in the reader's language.

    A report ``to_hand_on`` has confirmed agreements only. The opener is not always a strength.
    """
    return Headings(
        reading=t.gettext("How to read this"),
        agreements=t.gettext("What we agreed on"),
        no_agreements=(
            t.gettext("No agreement has been confirmed by everyone.")
            if to_hand_on
            else t.gettext("No agreement has been written.")
        ),
        look_into=t.gettext("What we will find out"),
        left=t.gettext("What we leave for now"),
        next_dates=t.gettext("When we meet again"),
        since=t.gettext("Since last time"),
        last=t.gettext("What you agreed last time"),
        moved=t.gettext("What has changed in the answers"),
        not_compared=t.gettext("Not compared with last time"),
        agenda=t.gettext("Agenda"),
        opener=(
            t.gettext("Open with what works")
            if opens_with_strength
            else t.gettext("Open with this")
        ),
        topics=t.gettext("Then talk about this"),
        again=t.gettext(
            "You open with this one, and you all want to talk about it. Take the time you need."
        ),
        no_topics=t.gettext(
            "There is nothing to propose: too few statements have answers from everyone."
        ),
        begin=t.gettext("Begin like this"),
        ask=t.gettext("Ask each other"),
        statements=t.gettext("All statements"),
        apart=t.gettext("Not compared"),
        role=t.gettext("Role"),
        today=t.gettext("Today"),
        in_a_year=t.gettext("In a year"),
        filled=t.gettext("Filled: today"),
        hollow=t.gettext("Hollow: in a year"),
        unseen=t.gettext(
            "A square like this stands for a sign that cannot be shown in this file: □. "
            "The page in the browser shows it."
        ),
        page=t.gettext("Page {page} of {pages}"),
    )
