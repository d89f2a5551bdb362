"""``compare()``: the answer sheets of a round go in, the comparison comes out.

Pure and total: every statement of the set comes out exactly once, in catalogue order,
whatever the sheets hold. Every threshold comes from the question set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from app.domain.agenda import agenda, with_ranks
from app.domain.answers import UNANSWERED, Answer, Sheet
from app.domain.question_set import Category, QuestionSet, Thresholds
from app.domain.rows import Agenda, Comparison, Flag, Measures, Row

__all__ = ["Agenda", "Comparison", "Flag", "Row", "categorise", "compare", "flags_of"]

CATEGORIES: tuple[Category, ...] = get_args(Category)


def compare(question_set: QuestionSet, sheets: Mapping[str, Sheet], topics: int = 3) -> Comparison:
    """Compare the roles' sheets (role id to sheet), statement by statement.

    A role without a sheet, and a statement a sheet leaves out, count as unanswered; what the
    set does not have is ignored. ``topics`` (2–5) is the most the agenda holds. Raises
    ``ValueError`` for another number of topics.
    """
    thresholds = question_set.thresholds
    columns = [(role, sheets.get(role, {})) for role in question_set.role_ids]
    unranked = []
    for statement in question_set.statements:
        answers = {role: sheet.get(statement.id, UNANSWERED) for role, sheet in columns}
        measures = Measures.of(answers)
        unranked.append(
            Row(
                statement=statement.id,
                theme=statement.theme,
                answers=answers,
                category=categorise(answers, measures, thresholds),
                flags=flags_of(measures, thresholds),
                rank=None,
            )
        )
    rows = with_ranks(unranked)
    found = [row.category for row in rows]
    return Comparison(
        roles=question_set.role_ids,
        rows=rows,
        counts={category: found.count(category) for category in CATEGORIES if category in found},
        agenda=agenda(question_set, rows, topics),
    )


def categorise(
    answers: Mapping[str, Answer], measures: Measures | None, thresholds: Thresholds
) -> Category:
    """The first category whose rule fits. ``measures`` is ``Measures.of(answers)``."""
    if measures is None:
        return _without_numbers(answers)
    if measures.ds >= thresholds.far:
        return "different_view"
    if measures.da >= thresholds.far:
        return "different_ambition"
    lifts = sum(gap >= 1 for gap in measures.gaps)
    if lifts == len(measures.gaps):
        return "shared_lift"
    if lifts:
        return "some_lift"
    if measures.lowest >= thresholds.high:
        return "shared_strength"
    return "agreed_enough"


def _without_numbers(answers: Mapping[str, Answer]) -> Category:
    """The category where at least one value is not a number."""
    statuses = [answer.status for answer in answers.values()]
    ambitions = [answer.ambition for answer in answers.values()]
    if "not_relevant" in statuses or "not_relevant" in ambitions:
        return "set_aside"
    # No set offers "unknown" for ambition; should one arrive, nothing has been answered.
    if None in statuses or None in ambitions or "unknown" in ambitions:
        return "incomplete"
    return "unknown_all" if all(s == "unknown" for s in statuses) else "unknown_some"


def flags_of(measures: Measures | None, thresholds: Thresholds) -> tuple[Flag, ...]:
    """The flags that hold, sorted; none where any value is not a number."""
    if measures is None:
        return ()
    highest = measures.lowest + measures.ds
    rules: dict[Flag, bool] = {
        "ambition_apart": measures.ds >= thresholds.far and measures.da >= thresholds.far,
        "big_lift": min(measures.gaps) >= thresholds.big,
        "both_low": highest <= thresholds.low,
        "one_step": measures.ds == 1,
        "opposite_sides": highest >= thresholds.high and measures.lowest <= thresholds.low,
        "over": min(measures.gaps) < 0,
    }
    return tuple(flag for flag, holds in rules.items() if holds)
