"""One plain sentence that says what a drawing says."""

from __future__ import annotations

from collections.abc import Callable

from app.charts.words import Translator, everyone, roles_words, small, steps_words, value_words
from app.domain.answers import Value
from app.domain.comparison import Row
from app.domain.question_set import Language, QuestionSet

Group = tuple[list[str], Value, Value]
"""Roles that answered alike, with their status and ambition."""


def sentence(row: Row, question_set: QuestionSet, language: Language, t: Translator) -> str:
    """What each role answered, in words; roles that answered alike are named together.

    ``language`` is the set's, ``t`` the reader's.
    """

    def words(value: Value) -> str:
        return small(value_words(value, question_set, language, t))

    groups = _alike(row)
    lead = _same_lift(row, groups, words, t)
    if lead and len(groups) == 1:
        return lead
    clauses = [lead] if lead else []
    for roles, status, ambition in groups:
        if len(roles) == len(row.answers):
            subject = everyone(len(roles), t)
        else:
            subject = roles_words(roles, question_set, language, t)
        clause = (
            t.gettext("%(roles)s: %(status)s today.")
            if lead
            else _clause(status, ambition, len(roles), t)
        )
        clauses.append(
            clause
            % {
                "roles": subject,
                "status": words(status),
                "ambition": words(ambition),
            }
        )
    return " ".join(clauses)


def _alike(row: Row) -> list[Group]:
    groups: list[Group] = []
    for role, answer in row.answers.items():
        for roles, status, ambition in groups:
            if (status, ambition) == (answer.status, answer.ambition):
                roles.append(role)
                break
        else:
            groups.append(([role], answer.status, answer.ambition))
    return groups


def _same_lift(
    row: Row, groups: list[Group], words: Callable[[Value], str], t: Translator
) -> str | None:
    """Where every role wants the same number of steps up, that is the thing to say first."""
    gaps = {
        ambition - status if isinstance(status, int) and isinstance(ambition, int) else None
        for _, status, ambition in groups
    }
    gap = gaps.pop()
    if gaps or gap is None or gap < 1:
        return None
    names = {"roles": everyone(len(row.answers), t), "steps": steps_words(gap, t)}
    if len(groups) > 1:
        return t.gettext("%(roles)s want to go %(steps)s up.") % names
    return t.gettext("%(roles)s want to go %(steps)s up, from “%(status)s” to “%(ambition)s”.") % {
        **names,
        "status": words(groups[0][1]),
        "ambition": words(groups[0][2]),
    }


def _clause(status: Value, ambition: Value, roles: int, t: Translator) -> str:
    """The message for one group's answer, its places still open."""
    if isinstance(status, int) and isinstance(ambition, int):
        if ambition < status:
            return t.gettext("%(roles)s: %(status)s, “%(ambition)s” is enough.")
        if ambition == status:
            return t.gettext("%(roles)s: %(status)s, today and in a year.")
    if status == ambition:
        return t.gettext("%(roles)s: %(status)s.")
    if status is None:
        if isinstance(ambition, int):
            return t.ngettext(
                "%(roles)s: no answer for today, wants to get to “%(ambition)s”.",
                "%(roles)s: no answer for today, want to get to “%(ambition)s”.",
                roles,
            )
        return t.gettext("%(roles)s: no answer for today; for the year ahead: %(ambition)s.")
    if ambition is None:
        return t.gettext("%(roles)s: %(status)s today, no answer for the year ahead.")
    if not isinstance(ambition, int):
        return t.gettext("%(roles)s: %(status)s today; for the year ahead: %(ambition)s.")
    return t.ngettext(
        "%(roles)s: %(status)s, wants to get to “%(ambition)s”.",
        "%(roles)s: %(status)s, want to get to “%(ambition)s”.",
        roles,
    )
