"""What holds of every comparison, whatever the set and the answers.

On symmetry. Swapping roles swaps their columns and nothing else in the *rows*: category,
flags and rank never depend on the order of the roles. Nor does the opener. The *topics* are
settled "in role order" where fairness brings in a tick that is not on the list. With two
roles the outcome is the same either way round. With three or four it can depend on the order
(two of them share a lower tick, or there are more ticks than topics), and then only there:
it never does when the top of the order already carries a tick of everyone who set one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from app.domain.agenda import LISTED_APART
from app.domain.answers import UNANSWERED, Answer
from app.domain.comparison import Comparison, compare
from app.domain.question_set import Category, QuestionSet
from tests.comparing import compared, order, with_roles
from tests.properties.strategies import rounds

Round = tuple[QuestionSet, dict[str, Any]]


def reordered(question_set: QuestionSet, roles: tuple[str, ...]) -> QuestionSet:
    """The same set with its roles in another order."""
    changed = question_set.model_dump(by_alias=True)
    changed["roles"] = [question_set.role(role).model_dump() for role in roles]
    return QuestionSet.model_validate(changed)


def relabelled(sheets: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The same sheets, each handed to another role."""
    return {names[role]: sheet for role, sheet in sheets.items()}


def without_columns(comparison: Comparison) -> list[tuple[object, ...]]:
    return [(r.statement, r.theme, r.category, r.flags, r.rank) for r in comparison.rows]


def other_orders(question_set: QuestionSet) -> list[dict[str, str]]:
    roles = question_set.role_ids
    return [dict(zip(roles, other, strict=True)) for other in permutations(roles)]


@given(rounds())
def test_swapping_roles_swaps_their_columns_and_nothing_else(drawn: Round) -> None:
    question_set, sheets = drawn
    before = compare(question_set, sheets)
    for names in other_orders(question_set):
        after = compare(question_set, relabelled(sheets, names))
        assert without_columns(after) == without_columns(before)
        assert after.counts == before.counts
        assert after.agenda.opener == before.agenda.opener
        for row, swapped in zip(before.rows, after.rows, strict=True):
            assert all(swapped.answers[names[r]] == a for r, a in row.answers.items())


@given(rounds())
def test_the_order_the_set_lists_its_roles_in_changes_no_row(drawn: Round) -> None:
    question_set, sheets = drawn
    before = compare(question_set, sheets)
    for names in other_orders(question_set):
        after = compare(reordered(question_set, tuple(names.values())), sheets)
        assert after.rows == before.rows
        assert after.agenda.opener == before.agenda.opener


@given(rounds(most_roles=2), st.integers(2, 5))
def test_with_two_roles_the_whole_agenda_is_symmetric(drawn: Round, topics: int) -> None:
    question_set, sheets = drawn
    before = compare(question_set, sheets, topics)
    for names in other_orders(question_set):
        assert compare(question_set, relabelled(sheets, names), topics).agenda == before.agenda


def top_of(comparison: Comparison, topics: int) -> list[str]:
    """The first two rules of the agenda, written once more and differently: no fairness."""
    rows = {row.statement: row for row in comparison.rows}
    top: list[str] = []
    for statement in order(comparison):
        row = rows[statement]
        repeated = statement == comparison.agenda.opener and not row.ticked_by_all
        full = [rows[other].theme for other in top].count(row.theme) == 2
        if not (repeated or full):
            top.append(statement)
    return top[:topics]


def unheard(comparison: Comparison, topics: list[str]) -> list[str]:
    """The roles that ticked something that could be a topic and find none of it there."""
    rows = [
        row
        for row in comparison.rows
        if row.rank and (row.statement != comparison.agenda.opener or row.ticked_by_all)
    ]
    return [
        role
        for role in comparison.roles
        if any(row.answers[role].talk for row in rows)
        and not any(row.answers[role].talk for row in rows if row.statement in topics)
    ]


@given(rounds(), st.integers(2, 5))
def test_where_everyone_is_heard_the_topics_are_the_top_of_the_order(
    drawn: Round, topics: int
) -> None:
    question_set, sheets = drawn
    comparison = compare(question_set, sheets, topics)
    top = top_of(comparison, topics)
    if not unheard(comparison, top):
        assert list(comparison.agenda.topics) == top
        for names in other_orders(question_set):
            after = compare(question_set, relabelled(sheets, names), topics)
            assert after.agenda == comparison.agenda


def test_with_three_roles_the_order_of_the_roles_can_decide_a_topic() -> None:
    trio = with_roles(3)
    given_answers: dict[str, str | tuple[str, str]] = {
        "rol-01": "1,1,5,5,5,5",
        "til-01": "1,2,5,5,5,5",
        "hve-01": "1,3,5,5,5,5",
        "uta-01": ("3,3,3,3,3,3", "OK"),
        "uta-02": ("2,2,2,2,2,2", "K"),
    }
    rest = "4,4,4,4,4,4"
    before = compared(trio, given_answers, rest)
    sheets = {r: {row.statement: row.answers[r] for row in before.rows} for r in trio.role_ids}
    mayor, chief, deputy = trio.role_ids
    after = compare(reordered(trio, (chief, mayor, deputy)), sheets)
    # The mayor first: uta-01, which the chief executive ticked too, so both are heard.
    assert before.agenda.topics == ("rol-01", "til-01", "uta-01")
    # The chief executive first: its own highest tick, and then the mayor's as well.
    assert after.agenda.topics == ("rol-01", "uta-02", "uta-01")


@given(rounds(), st.integers(2, 5))
def test_every_statement_comes_out_exactly_once(drawn: Round, topics: int) -> None:
    question_set, sheets = drawn
    comparison = compare(question_set, sheets, topics)
    assert [row.statement for row in comparison.rows] == list(question_set.by_id)
    assert all(tuple(row.answers) == question_set.role_ids for row in comparison.rows)
    assert sum(comparison.counts.values()) == len(question_set.statements)
    assert all(count > 0 for count in comparison.counts.values())
    known = list(get_args(Category))
    assert list(comparison.counts) == sorted(comparison.counts, key=known.index)


@given(rounds())
def test_ranks_count_from_one_without_gaps(drawn: Round) -> None:
    question_set, sheets = drawn
    rows = compare(question_set, sheets).rows
    ranks = [row.rank for row in rows if row.rank is not None]
    assert sorted(ranks) == list(range(1, len(ranks) + 1))
    assert all((row.rank is None) == (row.category in LISTED_APART) for row in rows)


@given(rounds(), st.integers(2, 5))
def test_the_agenda_holds_what_can_be_talked_about_in_order(drawn: Round, topics: int) -> None:
    question_set, sheets = drawn
    comparison = compare(question_set, sheets, topics)
    rows = {row.statement: row for row in comparison.rows}
    chosen = [rows[topic] for topic in comparison.agenda.topics]
    ranks = [row.rank or 0 for row in chosen]
    assert len(chosen) <= topics
    assert ranks == sorted(set(ranks))
    assert 0 not in ranks
    opener = comparison.agenda.opener
    if opener is not None and opener in comparison.agenda.topics:
        assert rows[opener].ticked_by_all
    strengths = [row for row in comparison.rows if row.category == "shared_strength"]
    if strengths:
        assert opener in [row.statement for row in strengths]


@given(rounds(most_roles=2), st.integers(2, 5))
def test_each_of_two_roles_is_heard(drawn: Round, topics: int) -> None:
    question_set, sheets = drawn
    comparison = compare(question_set, sheets, topics)
    assert unheard(comparison, list(comparison.agenda.topics)) == []


@given(rounds(), st.data())
def test_adding_a_tick_never_lowers_a_statements_rank(drawn: Round, data: st.DataObject) -> None:
    question_set, sheets = drawn
    before = compare(question_set, sheets)
    statement = data.draw(st.sampled_from(list(question_set.by_id)))
    role = data.draw(st.sampled_from(question_set.role_ids))
    sheet = dict(sheets.get(role, {}))
    sheet[statement] = replace(sheet.get(statement, UNANSWERED), talk=True)
    after = compare(question_set, {**sheets, role: sheet})
    place = list(question_set.by_id).index(statement)
    was, now = before.rows[place].rank, after.rows[place].rank
    assert (was is None) == (now is None)
    assert now is None or was is None or now <= was


@given(rounds(), st.data())
def test_beside_what_is_not_a_number_no_number_counts(drawn: Round, data: st.DataObject) -> None:
    question_set, sheets = drawn
    before = compare(question_set, sheets)
    number = st.integers(1, question_set.top)
    changed: dict[str, dict[str, Answer]] = {role: {} for role in question_set.role_ids}
    for row in before.rows:
        numbers = all(
            isinstance(value, int) for a in row.answers.values() for value in (a.status, a.ambition)
        )
        for role, answer in row.answers.items():
            changed[role][row.statement] = answer
            if not numbers:
                assert row.flags == ()
                changed[role][row.statement] = replace(
                    answer,
                    status=data.draw(number) if isinstance(answer.status, int) else answer.status,
                    ambition=data.draw(number)
                    if isinstance(answer.ambition, int)
                    else answer.ambition,
                )
    assert without_columns(compare(question_set, changed)) == without_columns(before)


@given(rounds(), st.data())
def test_a_statement_is_judged_by_its_own_answers_alone(drawn: Round, data: st.DataObject) -> None:
    question_set, sheets = drawn
    statement = data.draw(st.sampled_from(list(question_set.by_id)))
    alone = {
        role: {s: answer for s, answer in sheet.items() if s == statement}
        for role, sheet in sheets.items()
    }
    place = list(question_set.by_id).index(statement)
    whole, single = (compare(question_set, given).rows[place] for given in (sheets, alone))
    assert (whole.category, whole.flags) == (single.category, single.flags)


@given(rounds(numbers=True))
def test_numbers_are_never_called_unknown_or_missing(drawn: Round) -> None:
    question_set, sheets = drawn
    not_numbers = {"set_aside", "incomplete", "unknown_all", "unknown_some"}
    assert not_numbers.isdisjoint(compare(question_set, sheets).counts)
