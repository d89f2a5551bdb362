"""What the parties are told: who sees what, how to read the answers, when they are deleted.

The words are in ``notices.json``, in bokmål, nynorsk and English. Some lines are for a pair
only and some for more than two; the rest are for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.question_set import Language

FILE = Path(__file__).parent / "notices.json"

About = Literal["who", "what", "when", "until", "rights", "law", "limits", "use"]
"""What a line is about, for those who group or mark the lines."""

StateId = Literal[
    "link_expired",
    "already_handed_in",
    "waiting_for_other",
    "waiting_for_others",
    "offline_saved",
    "back_online_saved",
]
"""The states that explain themselves in words from the file."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One sentence or two. ``id`` is stable."""

    id: str
    about: About
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A title with its lines in order; ``acknowledge`` is the words of the tick, if it has one."""

    title: str
    lines: tuple[NoticeLine, ...]
    acknowledge: str | None = None


@dataclass(frozen=True, slots=True)
class StateNotice:
    """A state in words: what is so, and what one may do."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """What is said about deletion before it has happened."""

    title: str
    upcoming: str
    keep: str
    backups: str
    copies: str
    delete_now: str
    delete_after_opening: str


def before_answering(roles: int, language: Language, delete_date: str) -> Notice:
    """Who sees what, when and for how long, shown before the first answer.

    ``roles`` is the number of parties; ``delete_date`` is ready to read, in ``language``. That a
    facilitator may come in later is always told, whether the dialogue has one or not.
    """
    words = _words().before_answering
    return Notice(
        words.title[language],
        _lines(words.lines, roles, language, delete_date=delete_date),
        words.acknowledge[language],
    )


def honesty(roles: int, language: Language) -> Notice:
    """How to read the answers, shown with the comparison."""
    words = _words().honesty
    return Notice(words.title[language], _lines(words.lines, roles, language))


def state(state_id: StateId, language: Language) -> StateNotice:
    """One state in words."""
    [words] = [each for each in _words().states if each.id == state_id]
    return StateNotice(words.title[language], words.text[language])


def waiting(roles: int, language: Language) -> StateNotice:
    """That not everyone has handed in: said of one other person, or of several."""
    return state("waiting_for_other" if roles == 2 else "waiting_for_others", language)


def deletion(language: Language, *, delete_date: str, backup_days: int) -> Deletion:
    """When what is deleted, and what one has to do oneself. The date is ready to read."""
    words = _words().deletion
    return Deletion(
        title=words.title[language],
        upcoming=words.upcoming[language].format(delete_date=delete_date),
        keep=words.keep[language],
        backups=words.backups[language].format(backup_days=backup_days),
        copies=words.copies[language],
        delete_now=words.delete_now[language],
        delete_after_opening=words.delete_after_opening[language],
    )


def agreements_deletion(language: Language, delete_date: str) -> str:
    """When the agreements are deleted. The date is ready to read."""
    return _words().deletion.agreements[language].format(agreement_delete_date=delete_date)


def deleted(language: Language, deleted_date: str) -> str:
    """That the answers are gone, and since when."""
    return _words().deletion.done[language].format(deleted_date=deleted_date)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Words = dict[Language, Annotated[str, Field(min_length=1)]]


class _Line(_Strict):
    id: str
    about: About
    seats: Literal["any", "two", "more"]
    text: _Words


class _BeforeAnswering(_Strict):
    title: _Words
    lines: tuple[_Line, ...]
    acknowledge: _Words


class _Honesty(_Strict):
    title: _Words
    lines: tuple[_Line, ...]
    second_round: tuple[_Line, ...]


class _Deletion(_Strict):
    title: _Words
    upcoming: _Words
    keep: _Words
    agreements: _Words
    backups: _Words
    copies: _Words
    delete_now: _Words
    delete_after_opening: _Words
    done: _Words


class _Rehearsal(_Strict):
    watermark: _Words
    help: _Words


class _State(_Strict):
    id: StateId
    seats: Literal["any", "two", "more"]
    title: _Words
    text: _Words


class _File(_Strict):
    """The whole file, as it is written: it holds words for more than is built."""

    id: Literal["notices"]
    version: int
    languages: tuple[Language, ...]
    placeholders: tuple[str, ...]
    before_answering: _BeforeAnswering
    honesty: _Honesty
    deletion: _Deletion
    rehearsal: _Rehearsal
    states: tuple[_State, ...]


@cache
def _words() -> _File:
    return _File.model_validate_json(FILE.read_bytes())


def _lines(
    lines: tuple[_Line, ...], roles: int, language: Language, **dates: str
) -> tuple[NoticeLine, ...]:
    shown = {"any", "two" if roles == 2 else "more"}
    return tuple(
        NoticeLine(line.id, line.about, line.text[language].format(**dates))
        for line in lines
        if line.seats in shown
    )
