"""The order of the statements and what the agenda takes from it."""

import pytest

from app.domain.agenda import in_order
from tests.comparing import compared, order, published, with_roles

Given = dict[str, str | tuple[str, str]]

BANDS = [
    ("hve-04", "4,4,4,4", "OK"),  # 1: ticked by both
    ("hve-03", "2,2,4,4", ""),  # 2: different view, on each side of the middle
    ("hve-02", "3,5,3,5", ""),  # 3: both want to lift it a lot
    ("hve-01", "3,3,5,5", ""),  # 4: other different view
    ("til-04", "3,5,3,3", ""),  # 5: different ambition
    ("til-03", "3,4,3,4", ""),  # 6: other shared lift
    ("til-02", "?,4,3,4", ""),  # 7: one does not know
    ("til-01", "3,4,3,3", ""),  # 8: one wants to lift it
    ("rol-04", "2,2,2,2", ""),  # 9: agreed, both low
    ("rol-02", "3,3,3,3", ""),  # 10: agreed
    ("rol-03", "?,4,?,4", ""),  # 10: nobody knows: the lowest status counts as 9
    ("rol-01", "4,4,4,4", ""),  # 11: a strength
]


def test_the_bands_follow_each_other_whatever_the_catalogue_says() -> None:
    comparison = compared(published(), {s: (values, talk) for s, values, talk in BANDS})
    assert list(order(comparison)) == [s for s, _, _ in BANDS]
    assert [row.rank for row in comparison.rows if row.rank is None] == [None] * 13


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(("3,3,5,5", "O"), ("3,3,5,5", ""), id="more ticks"),
        pytest.param(("2,3,5,5", ""), ("2,5,4,4", ""), id="different view: distance in status"),
        pytest.param(("2,2,4,4", ""), ("2,4,4,4", ""), id="different view: then in ambition"),
        pytest.param(("1,4,2,5", ""), ("2,5,3,5", ""), id="big lift: smallest gap"),
        pytest.param(("2,5,3,5", ""), ("2,4,3,5", ""), id="big lift: then largest gap"),
        pytest.param(("3,5,4,2", ""), ("3,5,4,3", ""), id="different ambition: its distance"),
        pytest.param(("2,5,3,3", ""), ("3,5,3,3", ""), id="different ambition: largest gap"),
        pytest.param(("1,3,2,3", ""), ("2,3,2,3", ""), id="shared lift: largest gap"),
        pytest.param(("1,3,2,2", ""), ("1,2,1,1", ""), id="some lift: largest gap"),
        pytest.param(("1,1,1,1", ""), ("2,2,1,1", "-"), id="catalogue order settles the rest"),
        pytest.param(("3,3,3,3", ""), ("3,3,3,3", ""), id="catalogue order among equals"),
        pytest.param(("3,3,3,3", ""), ("?,1,?,1", ""), id="nobody knows comes after numbers"),
        pytest.param(("?,1,?,1", "O"), ("3,3,3,3", ""), id="ticks beat what is known"),
        pytest.param(("4,4,4,4", ""), ("5,5,5,5", ""), id="strength: lowest status first"),
    ],
)
def test_within_a_band(first: tuple[str, str], then: tuple[str, str]) -> None:
    # The one that comes first stands last in the catalogue, unless the two are alike.
    alike = (first[0] == then[0] and first[1] == then[1]) or then[1] == "-"
    places = ("rol-01", "uta-01") if alike else ("uta-01", "rol-01")
    then = (then[0], then[1].strip("-"))
    comparison = compared(published(), dict(zip(places, (first, then), strict=True)))
    assert list(order(comparison)) == list(places)


def test_what_every_role_ticked_is_ordered_by_its_own_category() -> None:
    comparison = compared(
        published(),
        {
            "rol-01": ("?,4,3,4", "OK"),
            "rol-02": ("4,4,4,4", "OK"),
            "til-01": ("1,1,5,5", "OK"),
            "til-02": ("3,3,5,5", "OK"),
            "hve-01": ("1,1,5,5", "O"),
        },
    )
    # k1 is 4, 2, 0 and 0; of the last two the lowest status 4 comes before "counts as 9".
    assert list(order(comparison)) == ["til-01", "til-02", "rol-02", "rol-01", "hve-01"]


def test_what_is_incomplete_or_set_aside_is_never_ranked_even_if_all_ticked_it() -> None:
    comparison = compared(
        published(), {"rol-01": ("-,4,3,4", "OK"), "rol-02": ("x,4,3,4", "OK"), "til-01": "3,3,3,3"}
    )
    assert list(order(comparison)) == ["til-01"]
    assert comparison.agenda.topics == ()
    assert comparison.agenda.opener == "til-01"


def test_in_order_gives_the_rows_by_rank() -> None:
    comparison = compared(published(), {"rol-01": "3,3,3,3", "rol-02": "1,1,5,5"})
    assert [row.statement for row in in_order(comparison.rows)] == ["rol-02", "rol-01"]


# --- the strength that opens the meeting ---------------------------------------------------


@pytest.mark.parametrize(
    ("given", "opener"),
    [
        pytest.param({"rol-01": "4,4,5,5", "til-01": "5,5,5,5"}, "til-01", id="lowest is highest"),
        pytest.param({"rol-01": "4,4,5,5", "til-01": ("4,4,4,4", "K")}, "til-01", id="more ticks"),
        pytest.param({"rol-01": "4,4,5,5", "til-01": "4,4,4,4"}, "rol-01", id="catalogue order"),
        pytest.param({"rol-01": "5,5,4,5", "til-01": "4,4,4,4"}, "til-01", id="a lift is none"),
        pytest.param({"rol-01": "1,2,1,2", "til-01": "3,4,5,5"}, "til-01", id="none: any numbers"),
        pytest.param({"rol-01": "1,1,1,1", "til-01": "?,5,5,5"}, "rol-01", id="numbers only"),
        pytest.param({"rol-01": "?,5,5,5"}, None, id="no numbers at all"),
    ],
)
def test_the_opener(given: Given, opener: str | None) -> None:
    assert compared(published(), given).agenda.opener == opener


def test_the_opener_is_no_topic_as_well() -> None:
    comparison = compared(published(), {"rol-01": ("5,5,5,5", "O"), "til-01": "3,3,3,3"})
    assert comparison.agenda.opener == "rol-01"
    assert comparison.agenda.topics == ("til-01",)


def test_the_opener_is_a_topic_as_well_if_every_role_ticked_it() -> None:
    comparison = compared(published(), {"rol-01": ("5,5,5,5", "OK"), "til-01": "3,3,3,3"})
    assert comparison.agenda.opener == "rol-01"
    assert comparison.agenda.topics == ("rol-01", "til-01")


# --- topics --------------------------------------------------------------------------------


def test_at_most_two_of_one_theme() -> None:
    comparison = compared(
        published(),
        {"rol-01": "1,1,5,5", "rol-02": "1,1,5,5", "rol-03": "1,1,5,5", "til-01": "3,4,3,4"},
        "4,4,4,4",
    )
    assert comparison.agenda.topics == ("rol-01", "rol-02", "til-01")


@pytest.mark.parametrize("topics", [2, 3, 4, 5])
def test_as_many_topics_as_asked_for(topics: int) -> None:
    apart = ("rol-01", "til-01", "hve-01", "ret-01", "uen-01", "uta-01")
    agenda = compared(published(), dict.fromkeys(apart, "1,1,5,5"), "4,4,4,4", topics).agenda
    assert agenda.topics == apart[:topics]


def test_a_pair_that_agrees_on_all_still_gets_topics() -> None:
    agenda = compared(published(), {}, "5,5,5,5").agenda
    assert agenda.opener == "rol-01"
    assert agenda.topics == ("rol-02", "rol-03", "til-01")


# --- fairness ------------------------------------------------------------------------------

TOP: Given = {"rol-01": "1,1,5,5", "til-01": "1,2,5,5", "hve-01": "1,3,5,5"}


def test_a_tick_of_a_role_without_topic_replaces_the_lowest_topic() -> None:
    agenda = compared(published(), {**TOP, "uta-01": ("4,4,4,4", "K")}, "4,4,4,4").agenda
    assert agenda.opener == "uta-01"  # the tick makes it the opener, which needs no topic too
    assert agenda.topics == ("rol-01", "til-01", "hve-01")

    agenda = compared(published(), {**TOP, "uta-01": ("3,3,3,3", "K")}, "4,4,4,4").agenda
    assert agenda.topics == ("rol-01", "til-01", "uta-01")


def test_the_highest_ranked_of_a_roles_ticks_is_the_one_that_comes_in() -> None:
    given: Given = {**TOP, "uta-01": ("3,3,3,3", "K"), "uta-02": ("2,2,2,2", "K")}
    assert compared(published(), given, "4,4,4,4").agenda.topics == ("rol-01", "til-01", "uta-02")


def test_a_ticked_opener_does_not_stand_in_for_a_lower_tick() -> None:
    given: Given = {**TOP, "uta-01": ("5,5,5,5", "K"), "uta-02": ("3,3,3,3", "K")}
    agenda = compared(published(), given, "4,4,4,4").agenda
    assert agenda.opener == "uta-01"
    assert agenda.topics == ("rol-01", "til-01", "uta-02")


def test_a_role_that_is_heard_already_changes_nothing() -> None:
    given: Given = {**TOP, "rol-01": ("1,1,5,5", "K"), "uta-01": ("3,3,3,3", "K")}
    agenda = compared(published(), given, "4,4,4,4").agenda
    assert agenda.topics == ("rol-01", "til-01", "hve-01")


def test_the_other_roles_only_tick_is_left_standing() -> None:
    given: Given = {**TOP, "hve-01": ("3,3,5,5", "O"), "uta-01": ("3,3,3,3", "K")}
    agenda = compared(published(), given, "4,4,4,4").agenda
    # hve-01 was third and is the mayor's only one, so the one above it goes.
    assert agenda.topics == ("rol-01", "hve-01", "uta-01")


def test_one_of_another_roles_two_ticks_may_go() -> None:
    given: Given = {
        "rol-01": ("1,1,5,5", "O"),
        "til-01": "1,2,5,5",
        "hve-01": ("3,3,5,5", "O"),
        "uta-01": ("3,3,3,3", "K"),
    }
    agenda = compared(published(), given, "4,4,4,4").agenda
    assert agenda.topics == ("rol-01", "til-01", "uta-01")


def test_both_roles_without_a_topic_each_get_one() -> None:
    given: Given = {**TOP, "uta-01": ("3,3,3,3", "K"), "uta-02": ("3,3,3,3", "O")}
    agenda = compared(published(), given, "4,4,4,4").agenda
    assert agenda.topics == ("rol-01", "uta-01", "uta-02")


def test_fairness_beats_the_theme_limit() -> None:
    given: Given = {
        "rol-01": "1,1,5,5",
        "rol-02": "1,2,5,5",
        "til-01": "1,3,5,5",
        "rol-03": ("3,3,3,3", "K"),
    }
    agenda = compared(published(), given, "4,4,4,4").agenda
    assert agenda.topics == ("rol-01", "rol-02", "rol-03")


def test_a_tick_on_what_cannot_be_ranked_asks_for_nothing() -> None:
    given: Given = {**TOP, "uta-01": ("x,3,3,3", "K"), "uta-02": ("-,3,3,3", "K")}
    assert compared(published(), given, "4,4,4,4").agenda.topics == ("rol-01", "til-01", "hve-01")


def test_the_topics_are_sorted_again_afterwards() -> None:
    given: Given = {
        "rol-01": "1,1,5,5",
        "rol-02": "1,2,5,5",
        "rol-03": ("3,3,5,5", "O"),  # third in the order, held back by the theme limit
        "til-01": ("3,4,3,4", "K"),
    }
    agenda = compared(published(), given, "4,4,4,4").agenda
    # til-01 is the other's only tick, so rol-02 goes and rol-03 comes in above til-01.
    assert agenda.topics == ("rol-01", "rol-03", "til-01")


def test_three_roles_with_two_topics_leave_one_tick_out() -> None:
    trio = with_roles(3)
    given: Given = {
        "rol-01": "1,1,5,5,5,5",
        "til-01": "1,2,5,5,5,5",
        "uta-01": ("3,3,3,3,3,3", "O"),
        "uta-02": ("3,3,3,3,3,3", "K"),
        "uta-03": ("3,3,3,3,3,3", "V"),
    }
    rest = "4,4,4,4,4,4"
    assert compared(trio, given, rest, 2).agenda.topics == ("uta-01", "uta-02")
    assert compared(trio, given, rest, 3).agenda.topics == ("uta-01", "uta-02", "uta-03")


def test_three_roles_share_a_topic_that_two_of_them_ticked() -> None:
    trio = with_roles(3)
    given: Given = {
        "rol-01": "1,1,5,5,5,5",
        "til-01": "1,2,5,5,5,5",
        "hve-01": "1,3,5,5,5,5",
        "uta-01": ("3,3,3,3,3,3", "OK"),
        "uta-02": ("3,3,3,3,3,3", "V"),
    }
    agenda = compared(trio, given, "4,4,4,4,4,4").agenda
    assert agenda.topics == ("rol-01", "uta-01", "uta-02")
