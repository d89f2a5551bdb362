"""What holds of every movement between two rounds, whatever was answered."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.change import Incomparable, Movement, PastRound, changes, prospects
from app.domain.comparison import compare
from app.domain.question_set import QuestionSet
from tests.properties.strategies import rounds, sheets_for

Found = dict[str, Movement | Incomparable]


@st.composite
def two_rounds(draw: st.DrawFn) -> tuple[QuestionSet, dict[str, Any], dict[str, Any]]:
    """A set and what its roles answered twice."""
    question_set, now = draw(rounds())
    return question_set, draw(sheets_for(question_set)), now


def moved(question_set: QuestionSet, before: dict[str, Any], now: dict[str, Any]) -> Found:
    earlier = PastRound(1, "2026-01-01", question_set, compare(question_set, before))
    return changes(question_set, compare(question_set, now), [earlier], [question_set])


@given(two_rounds())
def test_every_statement_comes_out_once_in_catalogue_order(drawn: Any) -> None:
    question_set, before, now = drawn
    found = moved(question_set, before, now)
    assert list(found) == list(question_set.by_id)
    for each in found.values():
        if isinstance(each, Movement):
            assert tuple(each.values) == question_set.role_ids
            assert each.steps
            assert (each.kind is not None) == (len(each.steps) == len(question_set.roles))
        else:
            assert each.reason == "no_number"


@given(two_rounds())
def test_what_is_promised_before_the_answers_holds_as_soon_as_each_gives_a_number(
    drawn: Any,
) -> None:
    question_set, before, now = drawn
    earlier = PastRound(1, "2026-01-01", question_set, compare(question_set, before))
    promised = prospects(question_set, [earlier], [question_set])
    found = moved(question_set, before, now)
    assert list(promised) == list(found)
    rows = {row.statement: row for row in compare(question_set, now).rows}
    for statement, each in found.items():
        if isinstance(each, Movement):
            assert promised[statement] is None
        elif all(isinstance(said.status, int) for said in rows[statement].answers.values()):
            assert promised[statement] == each


@given(two_rounds())
def test_swapping_roles_swaps_their_arrows_and_nothing_else(drawn: Any) -> None:
    question_set, before, now = drawn
    found = moved(question_set, before, now)
    for order in permutations(question_set.role_ids):
        names = dict(zip(question_set.role_ids, order, strict=True))
        turned = moved(
            question_set,
            {names[role]: sheet for role, sheet in before.items()},
            {names[role]: sheet for role, sheet in now.items()},
        )
        for statement, each in found.items():
            other = turned[statement]
            if isinstance(each, Movement) and isinstance(other, Movement):
                assert other.kind == each.kind
                assert all(other.values[names[role]] == way for role, way in each.values.items())
            else:
                assert other == each


MIRRORED = {"closer": "farther", "farther": "closer", "past": "past", None: None}


@given(two_rounds())
def test_the_rounds_the_other_way_round_mirror_the_arrows_and_keep_the_kind(drawn: Any) -> None:
    question_set, before, now = drawn
    found, mirrored = moved(question_set, before, now), moved(question_set, now, before)
    for statement, each in found.items():
        other = mirrored[statement]
        if isinstance(each, Movement):
            back = {role: (now, before) for role, (before, now) in each.values.items()}
            assert other == replace(each, values=back)
            assert isinstance(other, Movement)
            assert other.crossed == MIRRORED[each.crossed]
            if each.crossed:
                moved_by = [now - before for before, now in each.steps.values()]
                assert each.kind == "same"
                assert min(moved_by) < 0 < max(moved_by)
                assert max(moved_by) - min(moved_by) > 2
        else:
            assert other == each


@given(two_rounds())
def test_the_same_answers_twice_move_nothing(drawn: Any) -> None:
    question_set, before, _ = drawn
    for each in moved(question_set, before, before).values():
        if isinstance(each, Movement):
            assert each.kind in {"same", None}
            assert each.crossed is None
