"""Every rule of ``comparison.md`` that decides a category or a flag."""

from collections import Counter
from itertools import product

import pytest

from app.domain.answers import Answer
from app.domain.comparison import Comparison, compare
from app.domain.question_set import QuestionSet
from tests.comparing import (
    CHIEF,
    MAYOR,
    answers,
    compared,
    one,
    published,
    with_roles,
    with_seven_steps,
)

WORKED = [
    ("5,4,5,4", "shared_strength", "over"),
    ("1,5,5,5", "different_view", "opposite_sides"),
    ("2,4,2,4", "shared_lift", "big_lift both_low"),
    ("3,5,3,3", "different_ambition", ""),
    ("3,4,4,5", "shared_lift", "one_step"),
    ("3,4,3,3", "some_lift", ""),
    ("3,3,3,3", "agreed_enough", ""),
    ("2,2,1,1", "agreed_enough", "both_low one_step"),
    ("?,4,3,4", "unknown_some", ""),
    ("3,4,-,4", "incomplete", ""),
    ("x,3,2,2", "set_aside", ""),
]


@pytest.mark.parametrize(("values", "category", "flags"), WORKED)
def test_worked_case(values: str, category: str, flags: str) -> None:
    row = one(published(), values)
    assert row.category == category
    assert row.flags == tuple(flags.split())


@pytest.mark.parametrize(("values", "category", "flags"), WORKED)
def test_worked_case_with_the_roles_swapped(values: str, category: str, flags: str) -> None:
    status_a, ambition_a, status_b, ambition_b = values.split(",")
    row = one(published(), f"{status_b},{ambition_b},{status_a},{ambition_a}")
    assert row.category == category
    assert row.flags == tuple(flags.split())


def test_all_625_number_combinations_fall_as_they_should() -> None:
    steps = range(1, 6)
    found = Counter(
        one(published(), ",".join(map(str, four))).category for four in product(steps, repeat=4)
    )
    assert found == {
        "different_view": 300,
        "different_ambition": 156,
        "shared_lift": 52,
        "some_lift": 30,
        "shared_strength": 45,
        "agreed_enough": 42,
    }


@pytest.mark.parametrize(
    ("values", "category"),
    [
        ("x,x,-,-", "set_aside"),
        ("3,x,?,3", "set_aside"),
        ("?,-,3,3", "incomplete"),
        ("3,-,3,3", "incomplete"),
        ("-,-,-,-", "incomplete"),
        ("?,3,?,5", "unknown_all"),
        ("1,5,?,1", "unknown_some"),
    ],
)
def test_what_is_not_a_number_is_decided_first_and_in_order(values: str, category: str) -> None:
    row = one(published(), values)
    assert row.category == category
    assert row.flags == ()


def test_a_status_that_cannot_be_offered_for_ambition_counts_as_no_answer() -> None:
    sheets = {role: {"rol-01": Answer(3, "unknown")} for role in published().role_ids}
    assert compare(published(), sheets).rows[0].category == "incomplete"


@pytest.mark.parametrize(
    ("flag", "holds", "does_not"),
    [
        ("opposite_sides", ["2,3,4,4", "1,1,5,5"], ["3,3,5,5", "1,1,3,3", "3,3,4,4"]),
        ("both_low", ["2,2,2,2", "1,3,2,2"], ["2,2,3,3", "3,3,3,3"]),
        ("big_lift", ["2,4,3,5", "1,5,1,3"], ["2,4,3,4", "2,4,3,3"]),
        ("ambition_apart", ["1,1,3,3", "1,5,3,3"], ["1,3,3,4", "3,1,3,5", "1,4,3,3"]),
        ("over", ["4,3,4,4", "5,1,1,5"], ["3,3,3,3", "1,5,2,2"]),
        ("one_step", ["3,3,4,4", "2,5,1,1"], ["3,3,3,3", "1,1,3,3"]),
    ],
)
def test_flag(flag: str, holds: list[str], does_not: list[str]) -> None:
    assert all(flag in one(published(), values).flags for values in holds)
    assert not any(flag in one(published(), values).flags for values in does_not)


def test_flags_are_sorted() -> None:
    row = one(published(), "1,5,5,2")
    assert row.flags == ("ambition_apart", "opposite_sides", "over")


def test_every_statement_comes_out_once_in_catalogue_order() -> None:
    comparison = compared(published(), {"uta-01": "3,4,3,4"})
    assert [row.statement for row in comparison.rows] == list(published().by_id)
    assert comparison.roles == (MAYOR, CHIEF)


def test_a_missing_sheet_is_all_unanswered() -> None:
    sheet = {statement: Answer(4, 4) for statement in published().by_id}
    comparison = compare(published(), {MAYOR: sheet})
    assert comparison.counts == {"incomplete": 25}
    assert comparison.rows[0].answers == {MAYOR: Answer(4, 4), CHIEF: Answer()}
    assert comparison.agenda.opener is None
    assert comparison.agenda.topics == ()


def test_what_the_set_does_not_have_is_ignored() -> None:
    stray = {"no-such-statement": Answer(1, 5, talk=True)}
    with_stray = compare(published(), {MAYOR: stray, "stranger": stray})
    assert with_stray == compare(published(), {})


def test_counts_hold_only_what_occurs_in_the_order_of_the_categories() -> None:
    comparison = compared(
        published(), {"rol-01": "1,1,5,5", "rol-02": "x,1,1,1", "rol-03": "-,1,1,1"}, "4,4,4,4"
    )
    assert list(comparison.counts.items()) == [
        ("set_aside", 1),
        ("incomplete", 1),
        ("different_view", 1),
        ("shared_strength", 22),
    ]


@pytest.mark.parametrize(
    ("values", "category", "flags"),
    [
        ("3,4,3,4,3,4", "shared_lift", ""),
        ("3,4,3,4,3,3", "some_lift", ""),
        ("3,4,4,4,5,5", "different_view", ""),
        ("1,4,3,4,5,4", "different_view", "opposite_sides over"),
        ("3,3,4,4,4,5", "different_ambition", "one_step"),
        ("4,4,5,5,5,5", "shared_strength", "one_step"),
        ("4,4,5,5,3,3", "different_view", "ambition_apart"),
        ("2,2,1,1,2,2", "agreed_enough", "both_low one_step"),
        ("?,4,?,4,3,4", "unknown_some", ""),
        ("?,4,?,4,?,4", "unknown_all", ""),
        ("3,4,3,4,-,4", "incomplete", ""),
    ],
)
def test_three_roles(values: str, category: str, flags: str) -> None:
    row = one(with_roles(3), values)
    assert row.category == category
    assert row.flags == tuple(flags.split())


@pytest.mark.parametrize(
    ("values", "category", "flags"),
    [
        ("3,3,5,5", "agreed_enough", ""),
        ("3,4,6,6", "different_view", ""),
        ("2,3,6,7", "different_view", "ambition_apart opposite_sides"),
        ("4,7,4,4", "different_ambition", ""),
        ("6,6,7,7", "shared_strength", "one_step"),
        ("5,5,5,5", "agreed_enough", ""),
    ],
)
def test_thresholds_come_from_the_set(values: str, category: str, flags: str) -> None:
    row = one(with_seven_steps(), values)
    assert row.category == category
    assert row.flags == tuple(flags.split())


def test_compare_leaves_what_it_is_given_alone() -> None:
    question_set = published()
    sheets = {role: {"rol-01": answers(question_set, "3,4,2,5")[role]} for role in (MAYOR, CHIEF)}
    before = {role: dict(sheet) for role, sheet in sheets.items()}
    first: Comparison = compare(question_set, sheets)
    assert sheets == before
    assert compare(question_set, sheets) == first


@pytest.mark.parametrize("topics", [1, 6])
def test_a_number_of_topics_outside_two_to_five_is_refused(topics: int) -> None:
    with pytest.raises(ValueError, match="2 to 5"):
        compare(published(), {}, topics)


def test_thresholds_are_read_from_nowhere_else() -> None:
    changed = published().model_dump(by_alias=True)
    changed["thresholds"]["far"] = 4
    assert one(QuestionSet.model_validate(changed), "1,1,4,4").category == "agreed_enough"
