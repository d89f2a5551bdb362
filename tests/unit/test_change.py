"""What has moved since an earlier round, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from app.domain.change import (
    Incomparable,
    KeptRound,
    Movement,
    PastRound,
    changes,
    kind_of,
    prospects,
    same_scale,
    same_statement,
)
from app.domain.question_set import QuestionSet
from tests.comparing import (
    CHIEF,
    MAYOR,
    compared,
    document,
    published,
    with_roles,
    with_seven_steps,
)

FIRST = "rol-01"


def past(
    number: int, given: dict[str, Any] | str, question_set: QuestionSet | None = None
) -> PastRound:
    """A round released on the first of month ``number``; a string answers every statement."""
    question_set = question_set or published()
    rest = given if isinstance(given, str) else None
    comparison = compared(question_set, {} if isinstance(given, str) else given, rest)
    return PastRound(number, f"2026-{number:02}-01", question_set, comparison)


def since(before: str, now: str, question_set: QuestionSet | None = None) -> Any:
    """How the first statement has moved, from ``"sA,aA,sB,aB"`` to the same."""
    question_set = question_set or published()
    earlier = past(1, before, question_set)
    found = changes(question_set, compared(question_set, {}, now), [earlier], [question_set])
    return found[FIRST]


def version(number: int, statements: list[tuple[str, str | None]], **other: Any) -> QuestionSet:
    """A version of a set with these statements: id and what it is comparable to."""
    changed = document()
    example = changed["statements"][0]
    changed |= {"version": number, **other}
    changed["statements"] = [
        {key: each for key, each in example.items() if key != "comparable_to"}
        | {"id": name}
        | ({"comparable_to": older} if older else {})
        for name, older in statements
    ]
    changed["themes"] = [each for each in changed["themes"] if each["id"] == example["theme"]]
    return QuestionSet.model_validate(changed)


def with_labels(change: Callable[[list[str]], list[str]]) -> QuestionSet:
    """The published set with other words in bokmål on the steps of its scale."""
    changed = document()
    words = change([step["label"]["nb"] for step in changed["scale"]])
    for step, label in zip(changed["scale"], words, strict=True):
        step["label"]["nb"] = label
    return QuestionSet.model_validate(changed)


def only(question_set: QuestionSet, *names: str) -> QuestionSet:
    """A pulse: the same version with some of its statements."""
    kept = tuple(each for each in question_set.statements if each.id in names)
    return question_set.model_copy(update={"statements": kept})


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("2,4,2,4", "4,4,3,4", "clear"),
        ("4,4,5,5", "2,4,4,5", "clear"),
        ("2,4,3,4", "4,4,3,4", "possible"),
        ("4,4,3,4", "2,4,3,4", "possible"),
        ("2,4,3,4", "3,4,4,4", "possible"),
        ("4,4,3,4", "3,4,2,4", "possible"),
        ("3,4,3,4", "3,1,3,1", "same"),
        ("3,4,3,4", "4,4,3,4", "same"),
        ("3,4,3,4", "4,4,2,4", "same"),
        ("2,4,4,4", "4,4,3,4", "same"),
        ("1,4,5,4", "5,4,1,4", "same"),
    ],
)
def test_two_roles(before: str, now: str, kind: str) -> None:
    assert since(before, now).kind == kind


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("2,4,2,4,2,4", "4,4,3,4,3,4", "clear"),
        ("2,4,2,4,2,4", "4,4,3,4,2,4", "possible"),
        ("2,4,2,4,2,4", "4,4,2,4,2,4", "possible"),
        ("2,4,2,4,2,4", "4,4,3,4,1,4", "same"),
        ("2,4,2,4,2,4", "3,4,3,4,3,4", "possible"),
        ("2,4,2,4,2,4", "3,4,3,4,2,4", "same"),
        ("3,4,3,4,3,4", "5,4,1,4,3,4", "same"),
        ("2,4,2,4,2,4,2,4", "4,4,3,4,3,4,3,4", "clear"),
        ("2,4,2,4,2,4,2,4", "4,4,4,4,4,4,2,4", "possible"),
        ("2,4,2,4,2,4,2,4", "4,4,4,4,4,4,1,4", "same"),
        ("5,4,5,4,5,4,5,4", "4,4,4,4,4,4,4,4", "possible"),
        ("5,4,5,4,5,4,5,4", "4,4,4,4,4,4,5,4", "same"),
    ],
)
def test_three_and_four_roles(before: str, now: str, kind: str) -> None:
    question_set = with_roles(len(before.split(",")) // 2)
    assert since(before, now, question_set).kind == kind


def expected(mayor: int, chief: int) -> str:
    """The rule written once more and differently, for two roles."""
    up, down = max(mayor, chief), min(mayor, chief)
    if up > 0 > down:
        return "same"
    total = abs(mayor) + abs(chief)
    both, far = bool(mayor and chief), max(up, -down) >= 2
    if both:
        return "clear" if total > 2 else "possible"
    return "possible" if far else "same"


def test_every_pair_of_answers_then_and_now() -> None:
    counts = {"clear": 0, "possible": 0, "same": 0}
    for before_mayor, before_chief, mayor, chief in product(range(1, 6), repeat=4):
        kind = kind_of([mayor - before_mayor, chief - before_chief])
        assert kind == expected(mayor - before_mayor, chief - before_chief)
        counts[kind] += 1
    assert counts == {"clear": 168, "possible": 152, "same": 305}


@pytest.mark.parametrize(
    ("before", "now", "crossed"),
    [
        ("5,4,1,4", "3,4,3,4", "closer"),
        ("1,4,5,4", "3,4,4,4", "closer"),
        ("3,4,3,4", "5,4,1,4", "farther"),
        ("3,4,4,4", "1,4,5,4", "farther"),
        ("2,4,4,4", "4,4,2,4", "past"),
        # They have passed each other, and lie one step nearer than before: that may be chance.
        ("2,4,4,4", "4,4,3,4", "past"),
        ("2,4,2,4", "4,4,3,4", None),
        ("2,4,2,4", "4,4,2,4", None),
        ("2,4,?,4", "4,4,1,4", None),
    ],
)
def test_answers_that_went_each_its_way_may_have_met(
    before: str, now: str, crossed: str | None
) -> None:
    assert since(before, now).crossed == crossed


@pytest.mark.parametrize(
    ("before", "now"),
    [("2,4,4,4", "3,4,3,4"), ("3,4,4,4", "2,4,5,4"), ("2,4,3,4", "3,4,2,4")],
)
def test_one_step_each_its_way_may_be_chance_and_is_no_difference(before: str, now: str) -> None:
    movement = since(before, now)
    assert (movement.kind, movement.crossed) == ("same", None)


def test_of_three_roles_and_more_nobody_is_told_that_they_have_met() -> None:
    """Who has come nearer to whom is not one answer: here the two that have stay between others."""
    four = with_roles(4)
    before, now = "1,4,5,4,1,4,5,4", "1,4,5,4,3,4,3,4"
    movement = since(before, now, four)
    assert (movement.kind, movement.crossed) == ("same", None)


def test_a_movement_names_the_round_and_keeps_each_roles_step() -> None:
    found = since("2,4,3,4", "4,5,3,4")
    assert found == Movement(1, "2026-01-01", FIRST, {MAYOR: (2, 4), CHIEF: (3, 3)}, "possible")
    assert found.steps == {MAYOR: (2, 4), CHIEF: (3, 3)}
    assert found.crossed is None


def test_the_kind_needs_everyones_number_and_an_arrow_only_ones_own() -> None:
    found = since("2,4,?,4", "4,4,3,4")
    assert found.kind is None
    assert found.steps == {MAYOR: (2, 4)}
    assert found.values == {MAYOR: (2, 4), CHIEF: ("unknown", 3)}
    assert since("2,4,3,4", "4,4,-,4").values[CHIEF] == (3, None)


@pytest.mark.parametrize(
    ("before", "now"), [("?,4,?,4", "4,4,4,4"), ("2,4,-,4", "x,x,3,4"), ("-,-,-,-", "-,-,-,-")]
)
def test_nobodys_number_cannot_be_compared(before: str, now: str) -> None:
    assert since(before, now) == Incomparable("no_number", 1, "2026-01-01")


def test_ambition_is_no_part_of_it() -> None:
    assert since("3,-,3,?", "4,4,5,x").kind == "clear"


def test_the_latest_round_that_asked_it_counts_whatever_their_order() -> None:
    now = compared(published(), {}, "5,5,5,5")
    pulse = past(2, "4,4,4,4", only(published(), "rol-02", "til-01"))
    rounds = [pulse, past(1, "2,2,2,2")]
    for earlier in (rounds, rounds[::-1]):
        found = changes(published(), now, earlier, [published()])
        assert list(found) == list(published().by_id)
        for name, movement in found.items():
            assert isinstance(movement, Movement)
            asked = name in {"rol-02", "til-01"}
            assert (movement.round, movement.kind) == ((2, "possible") if asked else (1, "clear"))


def test_a_pulse_alone_was_not_asked_the_rest() -> None:
    pulse = past(1, "4,4,4,4", only(published(), "rol-02"))
    now = compared(published(), {}, "4,4,4,4")
    found = changes(published(), now, [pulse], [published()])
    assert found[FIRST] == Incomparable("not_asked", 1, "2026-01-01")
    assert isinstance(found["rol-02"], Movement)
    backwards = changes(pulse.question_set, pulse.comparison, [past(2, "1,1,1,1")], [published()])
    assert list(backwards) == ["rol-02"]


def test_an_answer_that_was_asked_for_and_not_given_hides_no_earlier_round() -> None:
    """What was asked last counts, also where nobody gave a number."""
    now = compared(published(), {}, "5,5,5,5")
    found = changes(published(), now, [past(1, "2,2,2,2"), past(2, {})], [published()])
    assert found[FIRST] == Incomparable("no_number", 2, "2026-02-01")


@pytest.mark.parametrize(
    ("earlier", "reason"),
    [
        (with_seven_steps(), "other_scale"),
        (with_labels(lambda labels: labels[::-1]), "other_scale"),
        (
            with_labels(lambda labels: [each.replace("delvis", "ofte") for each in labels]),
            "other_scale",
        ),
    ],
)
def test_a_whole_round_is_refused(earlier: QuestionSet, reason: str) -> None:
    rest = ",".join("44" * len(earlier.roles))
    now = compared(published(), {}, "4,4,4,4")
    found = changes(published(), now, [past(1, rest, earlier)], [published()])
    assert set(found.values()) == {Incomparable(reason, 1, "2026-01-01")}  # type: ignore[arg-type]
    assert list(found) == list(published().by_id)
    assert prospects(published(), [past(1, rest, earlier)], [published()]) == found


def test_capital_letters_and_punctuation_make_no_other_scale() -> None:
    earlier = with_labels(lambda labels: [f"{each.upper()} ." for each in labels])
    found = changes(
        published(),
        compared(published(), {}, "4,4,4,4"),
        [past(1, "2,4,2,4", earlier)],
        [published()],
    )
    assert {type(each) for each in found.values()} == {Movement}


@pytest.mark.parametrize("labels", [["-2", "-1", "0", "1", "2"], ["--", "-", "0", "+", "++"]])
def test_signs_that_tell_the_steps_apart_are_no_mere_punctuation(labels: list[str]) -> None:
    signs = with_labels(lambda _: labels)
    turned = with_labels(lambda _: labels[::-1])
    assert same_scale(signs, signs)
    assert not same_scale(signs, turned)


def test_scales_without_a_language_in_common_cannot_be_told_to_be_the_same() -> None:
    """Turned round, and in other words: nobody can see that a five has become a one."""
    turned = with_labels(lambda labels: labels[::-1]).model_copy(update={"languages": ("nb",)})
    now = published().model_copy(update={"languages": ("en",)})
    assert not same_scale(now, turned)
    found = changes(now, compared(now, {}, "4,4,4,4"), [past(1, "2,4,2,4", turned)], [now])
    assert set(found.values()) == {Incomparable("other_scale", 1, "2026-01-01")}


def test_one_language_in_common_is_enough() -> None:
    both = published().model_copy(update={"languages": ("nb", "en")})
    assert same_scale(both, published().model_copy(update={"languages": ("en",)}))


def test_a_round_that_cannot_be_compared_hides_none_before_it() -> None:
    now = compared(published(), {}, "4,4,4,4")
    rounds = [past(1, "2,2,2,2"), past(2, "4,4,4,4", with_seven_steps())]
    found = changes(published(), now, rounds, [published()])
    assert {each.round for each in found.values()} == {1}
    assert set(prospects(published(), rounds, [published()]).values()) == {None}


def test_roles_in_another_order_are_the_same_roles() -> None:
    turned = published().model_copy(update={"roles": published().roles[::-1]})
    now = compared(published(), {}, "4,4,2,4")
    found = changes(published(), now, [past(1, "1,4,3,4", turned)], [published()])[FIRST]
    assert isinstance(found, Movement)
    assert found.values == {MAYOR: (3, 4), CHIEF: (1, 2)}
    assert list(found.values) == [MAYOR, CHIEF]


def test_without_an_earlier_round_every_statement_says_so() -> None:
    found = changes(published(), compared(published(), {}), [], [published()])
    assert set(found.values()) == {Incomparable("no_round")}
    assert list(found) == list(published().by_id)


def kept(number: int, question_set: QuestionSet | None = None) -> KeptRound:
    return KeptRound(number, f"2026-{number:02}-01", question_set or published())


def test_a_round_that_is_kept_from_the_reader_may_well_be_the_one() -> None:
    now = compared(published(), {}, "4,4,4,4")
    withheld = Incomparable("withheld", 1, "2026-01-01")
    pulse = past(2, "2,2,2,2", only(published(), FIRST))
    found = changes(published(), now, [pulse], [published()], kept(1))
    assert isinstance(found[FIRST], Movement)
    assert {each for name, each in found.items() if name != FIRST} == {withheld}
    assert prospects(published(), [pulse], [published()], kept(1))["rol-02"] == withheld
    # What was asked in the round that can be read is told, whatever is kept back.
    nobody = past(2, "?,4,-,4", only(published(), FIRST))
    found = changes(published(), now, [nobody], [published()], kept(1))
    assert found[FIRST] == Incomparable("no_number", 2, "2026-02-01")


V1 = version(1, [("a", None), ("x", None)])
V2 = version(2, [("b", "a"), ("x", None), ("new", None)])
V3 = version(3, [("c", "b"), ("new", None)])
WITHOUT = version(4, [("new", None)])
V5 = version(5, [("d", "c"), ("x", None), ("new", None)])
ALL = [V1, V2, V3, WITHOUT, V5]


def test_what_the_published_sets_tell_is_no_secret_of_a_kept_round() -> None:
    found = changes(V2, compared(V2, {}, "4,4,4,4"), [], ALL, kept(1, V1))
    reasons = {name: each.reason for name, each in found.items() if isinstance(each, Incomparable)}
    assert reasons == {"b": "withheld", "x": "withheld", "new": "new_statement"}
    other = changes(published(), compared(published(), {}), [], [], kept(1, with_seven_steps()))
    assert set(other.values()) == {Incomparable("other_scale", 1, "2026-01-01")}


def test_the_same_id_is_the_same_statement_also_after_a_pause() -> None:
    assert same_statement(ALL, V5, V1) == {"d": "a", "x": "x"}
    assert same_statement(ALL, V3, V2) == {"c": "b", "new": "new"}
    assert same_statement(ALL, V1, V1) == {"a": "a", "x": "x"}


def test_a_meaning_is_followed_through_the_versions_between() -> None:
    assert same_statement(ALL, V3, V1) == {"c": "a"}
    assert same_statement(ALL, V5, V2) == {"d": "b", "x": "x", "new": "new"}
    assert same_statement(ALL, WITHOUT, V1) == {}
    # The version between is what says that b was a: without it nothing is known.
    assert same_statement([V1, V3], V3, V1) == {}


def test_it_is_found_from_either_side_and_through_a_common_forebear() -> None:
    assert same_statement(ALL, V1, V3) == {"a": "c"}
    other = version(6, [("e", "a")])
    assert same_statement([*ALL, other], other, V5) == {"e": "d"}


def test_what_is_published_later_changes_nothing() -> None:
    later = version(9, [("b", "new"), ("c", "x")])
    assert same_statement([*ALL, later], V3, V1) == {"c": "a"}


def test_no_two_statements_share_one_and_the_nearest_has_it() -> None:
    first = version(1, [("a", None)])
    second = version(2, [("b", "a")])
    third = version(3, [("c", "b"), ("d", "a")])
    assert same_statement([first, second, third], third, first) == {"d": "a"}
    assert same_statement([first, second, third], third, second) == {"c": "b"}
    kept = version(2, [("b", "a"), ("a", None)])
    assert same_statement([first, kept], kept, first) == {"a": "a"}


def test_a_ring_of_meanings_comes_to_an_end() -> None:
    ring = [version(1, [("a", None)]), version(2, [("b", "a")]), version(3, [("a", "b")])]
    assert same_statement(ring, ring[2], ring[1]) == {"a": "b"}


def test_other_sets_tell_nothing() -> None:
    stranger = version(2, [("b", "x")], id="another")
    assert same_statement([*ALL, stranger], V2, V1) == {"b": "a", "x": "x"}
    assert same_statement(ALL, stranger, V1) == {}


def test_a_statement_with_a_new_wording_is_compared_and_a_new_one_is_not() -> None:
    now = compared(V3, {}, "4,4,4,4")
    found = changes(V3, now, [past(1, "2,2,2,2", V1)], ALL)
    moved = found["c"]
    assert isinstance(moved, Movement)
    assert (moved.statement, moved.kind) == ("a", "clear")
    assert found["new"] == Incomparable("new_statement", 1, "2026-01-01")


def test_the_nearest_miss_is_the_reason() -> None:
    now = compared(V3, {}, "4,4,4,4")
    rounds = [
        past(1, "2,2,2,2", only(V2, "x")),
        past(2, "2,2,2,2", V1),
        past(3, "2,2,2,2", V2.model_copy(update={"scale": with_seven_steps().scale})),
    ]
    found = changes(V3, now, rounds, ALL)
    assert found["new"] == Incomparable("not_asked", 1, "2026-01-01")
    assert isinstance(found["c"], Movement)
