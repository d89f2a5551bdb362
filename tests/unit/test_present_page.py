"""Present mode's page object: every screen, in the order of the talk."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from app.charts import crowd, large
from app.content.guide import guide
from app.domain.comparison import Agenda, Comparison
from app.domain.question_set import LANGUAGES, QuestionSet
from app.i18n import translator
from app.web.present_page import present_page, screens
from app.web.present_slides import INDEX_LINES
from app.web.presenter_page import PresenterPage, presenter_page
from tests.comparing import compared, one, published, with_roles, with_seven_steps

MIXED: dict[str, str | tuple[str, str]] = {
    "rol-01": "1,5,5,5",
    "rol-02": "3,5,3,3",
    "til-01": ("2,4,2,4", "OK"),
    "til-02": "?,4,3,4",
    "hve-01": "5,4,5,4",
    "uta-01": "-,4,3,4",
}


def mixed() -> Comparison:
    return compared(published(), MIXED, rest="4,4,4,4")


def screens_of(comparison: Comparison, question_set: QuestionSet | None = None, **more: Any) -> Any:
    reader = translator("nb")
    return screens(
        question_set or published(), comparison, "nb", reader, reader, guide("nb"), **more
    )


def notes_of(comparison: Comparison) -> PresenterPage:
    return presenter_page(
        screens_of(comparison),
        published(),
        comparison,
        "nb",
        guide("nb"),
        translator("nb"),
        municipality="",
        channel="",
    )


def test_every_statement_has_exactly_one_screen() -> None:
    page = screens_of(mixed())
    assert sorted(each.id for each in page.statements) == sorted(published().by_id)
    assert sorted(each.number for each in page.statements) == list(range(1, 26))
    names = [each.name for each in page.statements]
    assert len(set(names)) == len(names)


def test_the_way_is_the_agendas() -> None:
    comparison = mixed()
    page = screens_of(comparison)
    assert page.opener.id == comparison.agenda.opener
    assert [each.id for each in page.topics] == list(comparison.agenda.topics)
    assert [each.name for each in page.topics] == ["topic-1", "topic-2", "topic-3"]
    chosen = replace(comparison, agenda=Agenda("run-01", ("run-02", "rol-01")))
    page = screens_of(chosen)
    assert [each.id for each in (page.opener, *page.topics)] == ["run-01", "run-02", "rol-01"]
    assert len(page.statements) == 25


def test_an_opener_that_is_a_topic_too_stands_once() -> None:
    page = screens_of(replace(mixed(), agenda=Agenda("rol-01", ("rol-01", "rol-02"))))
    assert page.opener.is_topic
    assert [each.id for each in page.topics] == ["rol-02"]
    assert not page.topics[0].is_topic


def test_without_an_opener_there_are_still_all_statements() -> None:
    comparison = compared(published(), {})
    page = screens_of(comparison)
    assert page.opener is None
    assert page.topics == ()
    assert len(page.rest) == 25
    assert [screen.name for screen in notes_of(comparison).screens][:3] == [
        "rules",
        "picture",
        "map",
    ]


def test_the_list_leads_to_every_statements_own_screen() -> None:
    page = screens_of(mixed())
    listed = [
        (item.number, item.href)
        for screen in page.index
        for theme in screen.themes
        for item in theme.items
    ]
    assert [number for number, _ in listed] == list(range(1, 26))
    assert {href for _, href in listed} == {f"#{each.name}" for each in page.statements}
    assert all(theme.items for screen in page.index for theme in screen.themes)
    assert 2 <= len(page.index) <= 60 / INDEX_LINES * 2


def test_the_counts_are_plain_and_add_up() -> None:
    page = screens_of(mixed())
    assert sum(each.count for each in page.counts) == page.total == 25


@pytest.mark.parametrize("roles", [2, 3, 4])
def test_every_pair_of_numbers_is_counted_once_on_the_map(roles: int) -> None:
    question_set = with_roles(roles)
    values = ",".join(["2,4"] * roles)
    comparison = compared(question_set, {"rol-01": ",".join(["?,4"] * roles)}, rest=values)
    drawn = crowd(comparison, question_set, "nb")
    assert [mark.count for mark in drawn.marks] == [24] * roles
    assert drawn.left_out == roles
    assert {(mark.status, mark.ambition) for mark in drawn.marks} == {(2, 4)}
    # One row each: no mark lies on another.
    rows = sorted(mark.letter_y for mark in drawn.marks)
    assert all(below - above >= 24 for above, below in itertools.pairwise(rows))


@pytest.mark.parametrize("question_set", [published(), with_seven_steps()])
def test_the_drawing_has_a_mark_for_each_number_and_a_word_for_each_that_is_none(
    question_set: QuestionSet,
) -> None:
    reader = translator("nb")
    for values in ("1,5,5,5", "3,3,4,2", "?,4,-,x", "x,x,?,?", "?,4,4,?"):
        drawn = large(one(question_set, values), question_set, "nb", reader)
        given = values.split(",")
        for lane, (status, ambition) in zip(drawn.lanes, (given[:2], given[2:]), strict=True):
            assert (lane.status is not None) == status.isdigit()
            assert (lane.ambition is not None) == ambition.isdigit()
            assert (lane.said_status is None) == status.isdigit()
            assert (lane.said_ambition is None) == ambition.isdigit()
            both = status.isdigit() and ambition.isdigit()
            assert bool(lane.arrow) == (both and status != ambition)
            line_y = int(lane.line.split()[1].partition("h")[0])
            for said in filter(None, (lane.said_status, lane.said_ambition)):
                # Letters reach 18 above what they stand on and 6 below, a step 6 either way.
                assert not line_y - 12 < said.y < line_y + 24, "struck out by the line"
        assert drawn.sentence


def test_what_is_the_same_in_a_year_is_told_by_a_ring_only_then_seen() -> None:
    lane = large(one(published(), "4,4,4,5"), published(), "nb", translator("nb")).lanes[0]
    other = large(one(published(), "4,4,4,5"), published(), "nb", translator("nb")).lanes[1]
    assert lane.ambition is not None
    assert not lane.ambition.lettered
    # Today's mark tells nothing of next year's: it is as large as any other.
    assert lane.status is not None
    assert other.status is not None
    assert lane.status.shape != other.status.shape
    assert lane.status.letter_y - lane.status.y == other.status.letter_y - other.status.y


class TestThePresentersNotes:
    def test_there_are_notes_for_every_screen_in_the_same_order(self) -> None:
        page = screens_of(mixed())
        names = [screen.name for screen in notes_of(mixed()).screens]
        assert names[:7] == ["rules", "picture", "map", "opener", "topic-1", "topic-2", "topic-3"]
        assert names[-4:] == ["agreements", "others", "next", "stop"]
        assert {each.name for each in page.statements} <= set(names)
        assert {each.name for each in page.index} <= set(names)

    def test_whoever_begins_alternates(self) -> None:
        notes = notes_of(mixed())
        first = [
            turn.who[0]
            for screen in notes.screens
            if screen.name.startswith("topic-")
            for turn in screen.turns
            if turn.id == "tell"
        ]
        assert first == ["Ordfører", "Kommunedirektør", "Ordfører"]

    @pytest.mark.parametrize(
        ("rest", "opener", "said"),
        [
            ("4,4,4,4", None, "Begynn med en felles styrke: Hva gjør vi som får dette til å"),
            ("4,4,4,4", "rol-01", "Partene har valgt å begynne med denne påstanden. Den er ikke"),
            ("2,4,2,4", None, "Ingen påstand er en felles styrke. Begynn med den der det laveste"),
            ("2,4,2,4", "rol-01", "Partene har valgt å begynne med denne påstanden. Den er ikke"),
        ],
    )
    def test_the_opener_is_called_what_it_is(
        self, rest: str, opener: str | None, said: str
    ) -> None:
        comparison = compared(published(), {"rol-01": "1,5,5,5", "rol-02": "3,5,3,5"}, rest=rest)
        if opener:
            comparison = replace(comparison, agenda=replace(comparison.agenda, opener=opener))
        notes = notes_of(comparison)
        [note] = [screen for screen in notes.screens if screen.name == "opener"]
        assert note.text.startswith(said)

    def test_the_minutes_are_the_guides(self) -> None:
        long, short = notes_of(mixed()).orders
        assert (long.minutes, short.minutes) == (90, 45)
        assert {each.step: each.minutes for each in long.steps} == {
            "open": 5, "strength": 10, "topic": 17, "agreements": 14, "others": 5, "next": 5,
        }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_one_language(language: Any) -> None:
    reader = translator(language)
    later = screens(published(), mixed(), language, reader, reader, guide(language))
    page = present_page(
        published(), language, guide(language), lambda: later, municipality="", channel=""
    )
    assert page.rules_title == guide(language).ground_rules.title
    assert page.screens().agreements_help == guide(language).agreement_form.help
