"""What has moved on one statement: a sentence, and an arrow for each role.

Each role is set beside what it said itself. Nothing is added up, and up is not better than down:
an arrow has its role's letter, shape and place, and no colour of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from app.charts.words import Translator, everyone, roles_words, short_words, small
from app.domain.answers import Value
from app.domain.change import Kind, Movement
from app.domain.question_set import Language, QuestionSet

Way = Literal["up", "down", "same"]


class DatedTranslator(Translator, Protocol):
    """A translator that can write a day, too."""

    def date(self, iso: str, /, *, short: bool = False) -> str:
        """An ISO date as a person writes it, the month's name cut short if wanted."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One role's step then and now. ``index`` is the role's place (0–3)."""

    index: int
    letter: str
    before: int
    now: int
    way: Way


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """One statement's movement. ``sentence`` says all that ``arrows`` draw, and since when.

    ``moved`` is the part that says who has moved; ``since`` the part that says since when.
    """

    kind: Kind | None
    since: str
    moved: str
    sentence: str
    arrows: tuple[Arrow, ...]


def change_words(
    movement: Movement, question_set: QuestionSet, language: Language, t: DatedTranslator
) -> ChangeWords:
    """The movement in words; roles that moved alike are named together."""
    since = t.gettext("Since %(day)s") % {"day": t.date(movement.opened_on)}
    moved = _moved(movement, question_set, language, t)
    kind = kind_words(movement, t)
    if movement.may_be_chance:
        kind = t.gettext("About as before: one step may be chance")
    parts = {"since": since, "moved": moved, "kind": kind}
    if kind:
        sentence = t.gettext("%(since)s: %(moved)s. %(kind)s.") % parts
    else:
        sentence = t.gettext("%(since)s: %(moved)s.") % parts
    return ChangeWords(movement.kind, since, moved, sentence, _arrows(movement, question_set))


def kind_words(movement: Movement, t: Translator) -> str:
    """What the roles' steps come to, in words; empty where nobody has moved."""
    if movement.kind is None:
        return t.gettext("Not everyone has chosen a step both times")
    if movement.kind == "clear":
        return t.gettext("Clear change")
    if movement.kind == "possible":
        return t.gettext("Possible change")
    if movement.crossed:
        return {
            "closer": t.gettext("The answers have come closer to each other"),
            "farther": t.gettext("The answers have moved away from each other"),
            "past": t.gettext("The answers have gone in different directions"),
        }[movement.crossed]
    if all(before == now for before, now in movement.steps.values()):
        return ""
    return t.gettext("About as before")


def _moved(movement: Movement, question_set: QuestionSet, language: Language, t: Translator) -> str:
    alike: dict[tuple[Value, Value], list[str]] = {}
    for role, then_and_now in movement.values.items():
        alike.setdefault(then_and_now, []).append(role)
    if all(before == now and isinstance(now, int) for before, now in alike):
        return t.gettext("%(roles)s as before") % {
            "roles": small(everyone(len(movement.values), t))
        }
    clauses = []
    for (before, now), roles in alike.items():
        if len(roles) == len(movement.values):
            subject = everyone(len(roles), t)
        else:
            subject = roles_words(roles, question_set, language, t)
        clauses.append(
            _clause(before, now, t)
            % {"roles": small(subject), "before": _value(before, t), "now": _value(now, t)}
        )
    return ", ".join(clauses)


def _clause(before: Value, now: Value, t: Translator) -> str:
    """The message for one step, its places still open."""
    if isinstance(before, int) and isinstance(now, int):
        if now > before:
            return t.gettext("%(roles)s up from %(before)s to %(now)s")
        if now < before:
            return t.gettext("%(roles)s down from %(before)s to %(now)s")
        return t.gettext("%(roles)s as before (%(now)s)")
    if before == now:
        return t.gettext("%(roles)s %(now)s both times")
    return t.gettext("%(roles)s %(before)s then and %(now)s now")


def _value(value: Value, t: Translator) -> str:
    if isinstance(value, int):
        return str(value)
    return t.gettext("“%(words)s”") % {"words": short_words(value, t)}


def _arrows(movement: Movement, question_set: QuestionSet) -> tuple[Arrow, ...]:
    steps = movement.steps
    return tuple(
        Arrow(index, role.letter, *steps[role.id], way=_way(*steps[role.id]))
        for index, role in enumerate(question_set.roles)
        if role.id in steps
    )


def _way(before: int, now: int) -> Way:
    if now == before:
        return "same"
    return "up" if now > before else "down"
