"""What a conversation ends in: agreements, things to find out, and what is left for now.

Texts are anybody's: any Unicode, any direction, several lines. What they may not be is too long,
or full of signs that nobody can read.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args

from app.domain.errors import N_
from app.domain.marks import readable
from app.domain.problem import Problem

Ending = Literal["agree", "look_into", "leave"]
"""How a topic ends: in an agreement, in something to find out, or left for now."""

ENDINGS: tuple[Ending, ...] = get_args(Ending)

EVERYONE = "*"
"""The owner of what all the parties do together. No role is called so: ids are letters."""

LONGEST_TEXT = 5000
"""Characters in one field: more than anybody agrees on, and no limit anybody meets."""

LATEST_YEAR = 2100

Texts = Literal["when", "then", "first_step", "notice"]

TEXTS: tuple[Texts, ...] = get_args(Texts)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one topic ended in.

    ``statement`` is the statement it is about, ``None`` for an agreement about something else;
    ``owner`` is a role, :data:`EVERYONE`, or empty; ``date`` is an ISO date or empty. What each
    text is follows from the ending: of an agreement ``when`` and ``then`` are the situation and
    what is done; for something to find out ``then`` is the question; of what is left, ``then`` is
    how the parties live with it. Empty fields are allowed where :func:`find_problems` does not
    ask for them.
    """

    ending: Ending
    statement: str | None = None
    when: str = ""
    then: str = ""
    owner: str = ""
    first_step: str = ""
    date: str = ""
    notice: str = ""


REQUIRED: dict[Ending, tuple[str, ...]] = {
    "agree": ("when", "then", "owner"),
    "look_into": ("then", "owner"),
    "leave": (),
}
"""What an ending cannot do without. An owner and words make an agreement; the rest helps."""


def cleaned(agreement: Agreement) -> Agreement:
    """The same with each text's edges trimmed and line ends alike.

    Without control signs, and without more marks on a letter than can be read. A text of which
    nothing can be seen is none.
    """
    values = {field.name: getattr(agreement, field.name) for field in fields(agreement)}
    for name in TEXTS:
        values[name] = _clean(values[name])
    return Agreement(**values)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return readable(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)).strip()


def find_problems(
    agreement: Agreement, statements: Collection[str], roles: Collection[str]
) -> list[Problem]:
    """Every fault, by field; none means that it can be saved. Dates may be in the past.

    ``statements`` are the set's, ``roles`` those of the parties.
    """
    found = []
    if agreement.ending not in ENDINGS:
        found.append(Problem("ending", N_("Choose how the topic ends.")))
        return found
    for name in REQUIRED[agreement.ending]:
        if not getattr(agreement, name):
            message = _NO_QUESTION if (agreement.ending, name) == ("look_into", "then") else ""
            found.append(Problem(name, message or _MISSING[name]))
    found += [
        Problem(name, N_("Use at most %(most)s characters."), {"most": LONGEST_TEXT})
        for name in TEXTS
        if len(getattr(agreement, name)) > LONGEST_TEXT
    ]
    if agreement.owner and agreement.owner not in {*roles, EVERYONE}:
        found.append(Problem("owner", N_("Choose who is responsible.")))
    if agreement.statement is not None and agreement.statement not in statements:
        found.append(Problem("statement", N_("The question set has no such statement.")))
    if agreement.date and not is_date(agreement.date):
        found.append(Problem("date", N_("Write a date such as 2026-12-24.")))
    return found


_MISSING = {
    "when": N_("Write which situation this is about."),
    "then": N_("Write what you will do."),
    "owner": N_("Choose who is responsible."),
}
_NO_QUESTION = N_("Write what you want to find out.")


def is_date(text: str) -> bool:
    """Whether this is an ISO date that a calendar of ours can hold."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and (
            1900 <= date.fromisoformat(text).year <= LATEST_YEAR
        )
    except ValueError:
        return False
