"""The words for one value, one role, one number of steps: what the sentences are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.answers import Value
from app.domain.comparison import Row
from app.domain.question_set import Language, QuestionSet


class Translator(Protocol):
    """Speaks one language. Messages are English source strings with ``%(name)s`` places."""

    def gettext(self, message: str, /) -> str:
        """The message in the reader's language."""

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        """The message for ``n`` of something."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the language it is in; ``lang`` is empty for what people wrote themselves."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as a table shows it. ``number`` is ``None`` where no step was chosen.

    ``words`` are the set's own; ``short`` is the number, or the few words in its place.
    """

    number: int | None
    words: str
    short: str


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """One role's answer to one statement, in words. ``index`` is the role's place (0–3)."""

    index: int
    letter: str
    role: str
    status: Cell
    ambition: Cell
    talk: bool


def answer_words(
    row: Row, question_set: QuestionSet, language: Language, t: Translator
) -> tuple[AnswerWords, ...]:
    """Every role's answer to the statement, in the set's order of roles."""
    return tuple(
        AnswerWords(
            index=index,
            letter=role.letter,
            role=role.title[language],
            status=_cell(row.answers[role.id].status, question_set, language, t),
            ambition=_cell(row.answers[role.id].ambition, question_set, language, t),
            talk=row.answers[role.id].talk,
        )
        for index, role in enumerate(question_set.roles)
    )


def _cell(value: Value, question_set: QuestionSet, language: Language, t: Translator) -> Cell:
    number = value if isinstance(value, int) else None
    short = str(number) if number else short_words(value, t)
    return Cell(number, value_words(value, question_set, language, t), short)


def value_words(value: Value, question_set: QuestionSet, language: Language, t: Translator) -> str:
    """A value in the set's own words, with a capital first letter."""
    if isinstance(value, int):
        for step in question_set.scale:
            if step.value == value:
                return step.label[language]
    for way_out in question_set.ways_out:
        if way_out.code == value:
            return way_out.label[language]
    return capital(short_words(value, t))


def short_words(value: Value, t: Translator) -> str:
    """The few words that stand on a lane instead of a mark."""
    if value == "unknown":
        return t.gettext("don't know")
    if value == "not_relevant":
        return t.gettext("not relevant")
    return t.gettext("no answer")


def scale_words(question_set: QuestionSet, language: Language) -> str:
    """The ends of the scale: they tell which way is up, and the drawings name those between."""
    steps = sorted(question_set.scale, key=lambda step: step.value)
    return ", ".join(
        f"{step.value} = {small(step.label[language])}" for step in (steps[0], steps[-1])
    )


def steps_words(count: int, t: Translator) -> str:
    """A number of steps in words (a scale has at most seven, so six lie between)."""
    words = (
        t.gettext("no steps"),
        t.gettext("one step"),
        t.gettext("two steps"),
        t.gettext("three steps"),
        t.gettext("four steps"),
        t.gettext("five steps"),
        t.gettext("six steps"),
    )
    return words[count]


def roles_words(
    roles: Sequence[str], question_set: QuestionSet, language: Language, t: Translator
) -> str:
    """The roles' titles as the subject of a sentence: "Mayor and chief executive"."""
    titles = [question_set.role(role).title[language] for role in roles]
    titles[1:] = [small(title) for title in titles[1:]]
    if len(titles) == 1:
        return titles[0]
    return t.gettext("%(first)s and %(last)s") % {
        "first": ", ".join(titles[:-1]),
        "last": titles[-1],
    }


def everyone(roles: int, t: Translator) -> str:
    """All the roles as the subject of a sentence."""
    return t.gettext("Both") if roles == 2 else t.gettext("All")


def together(roles: int, t: Translator) -> str:
    """All the roles standing alone, as the owner of an agreement: two are not "everyone"."""
    return t.gettext("Both") if roles == 2 else t.gettext("Everyone together")


def how_many(count: int, roles: int, t: Translator) -> str:
    """Some of the roles, unnamed, as the subject of a sentence."""
    if count == roles:
        return everyone(roles, t)
    return t.gettext("One of you") if count == 1 else t.gettext("Some of you")


def small(words: str) -> str:
    """The words with a small first letter, unless they begin with an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def capital(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]
