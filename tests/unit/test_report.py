"""What stands in a report, and what does not stand in the one that is handed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from app.domain.agreements import EVERYONE, Agreement
from app.domain.question_set import LANGUAGES, Language
from app.i18n import translator
from app.reports import full_report, process_report
from tests.comparing import CHIEF, MAYOR, published, with_roles
from tests.reporting import ASK, CALL, FACTS, LEAVE, OPENED, Ended, full, mixed, process, signed


def texts(value: Any) -> Iterator[str]:
    """Every text anywhere in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))


class TestFull:
    def test_holds_every_statement_once_by_theme_and_the_agenda_before(self) -> None:
        question_set = published()
        comparison = mixed(question_set)
        shown = full(question_set).comparison
        assert shown is not None
        rows = [row.id for theme in shown.themes for row in theme.rows]
        assert sorted([*rows, *(row.id for row in shown.apart)]) == sorted(question_set.by_id)
        assert shown.opener is not None
        assert shown.opener.id == comparison.agenda.opener
        assert tuple(row.id for row in shown.topics) == comparison.agenda.topics

    def test_no_two_drawings_have_the_same_id(self) -> None:
        shown = full(published()).comparison
        assert shown is not None
        rows = [*shown.topics, *shown.apart, *(row for each in shown.themes for row in each.rows)]
        ids = [row.lanes.id for row in rows] + ([shown.opener.lanes.id] if shown.opener else [])
        assert len(set(ids)) == len(ids)

    def test_says_who_has_confirmed_and_who_has_not(self) -> None:
        [agreement] = full(published(), Ended(CALL, {MAYOR: OPENED})).agreements
        lines = [line.text for line in agreement.confirmed]
        assert lines == [
            "Ordfører: bekreftet 21. september 2026",
            "Kommunedirektør: ikke bekreftet ennå",
        ]

    def test_keeps_apart_what_is_agreed_asked_and_left(self) -> None:
        report = full(published(), Ended(LEAVE), signed(), Ended(ASK))
        assert [each.then.text.text for each in report.agreements] == [CALL.then]
        assert [each.then.text.text for each in report.look_into] == [ASK.then]
        assert [each.then.text.text for each in report.left] == [LEAVE.then]

    def test_an_agreement_tells_all_that_was_written(self) -> None:
        [agreement] = full(published(), signed()).agreements
        said = list(texts(agreement))
        for each in (CALL.when, CALL.then, CALL.first_step, CALL.notice, "4. desember 2026"):
            assert each in said
        assert "Ordfører" in said
        assert published().by_id["rol-01"].text["nb"] in said

    def test_says_the_forms_words_once(self) -> None:
        typed = Ended(
            replace(CALL, when="Når det haster,", then="gjør vi det sammen"),
            dict.fromkeys(published().role_ids, OPENED),
        )
        [agreement] = process(published(), typed).agreements
        assert agreement.when is not None
        assert (agreement.when.text.text, agreement.then.text.text) == ("det haster", "det sammen")

    @pytest.mark.parametrize(
        ("roles", "words"), [(2, "Begge"), (3, "Alle sammen"), (4, "Alle sammen")]
    )
    def test_what_all_own_is_everyones_in_the_forms_own_words(self, roles: int, words: str) -> None:
        question_set = with_roles(roles)
        [agreement] = process_report(
            question_set,
            [Ended(replace(CALL, owner=EVERYONE), dict.fromkeys(question_set.role_ids, OPENED))],
            FACTS,
            translator("nb"),
        ).agreements
        assert words in [fact.text.text for fact in agreement.facts]


class TestProcess:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_tells_nothing_of_the_answers(self, language: Language) -> None:
        """No statement, theme, category, question or reason is in it: any of them would tell."""
        question_set = published()
        said = " ".join(
            texts(process(question_set, signed(), Ended(ASK), Ended(LEAVE), language=language))
        )
        secret = [
            text[language]
            for text in (
                *(each.text for each in question_set.statements),
                *(each.prompt for each in question_set.statements),
                *(each.title for each in question_set.themes),
                *(each.title for each in question_set.categories.values()),
                *(each.opening for each in question_set.categories.values() if each.opening),
                *(each.label for each in question_set.scale),
            )
        ]
        assert not [text for text in secret if text in said]
        # All of it is in the full report, so that the search above does find such texts.
        known = " ".join(texts(full(question_set, language=language)))
        assert all(each.text[language] in known for each in question_set.statements)

    def test_has_only_what_every_party_has_said_yes_to(self) -> None:
        report = process(
            published(),
            Ended(replace(CALL, then="en har sagt ja"), {CHIEF: OPENED}),
            signed(),
            Ended(replace(CALL, then="ingen har sagt ja")),
        )
        assert [each.then.text.text for each in report.agreements] == [CALL.then]
        assert report.agreements[0].title == "Avtale 1"

    def test_what_is_asked_or_left_stays_with_the_parties(self) -> None:
        """Confirmed or not: it tells where they differ."""
        report = process(published(), signed(ASK), signed(LEAVE))
        assert report.agreements == report.look_into == report.left == ()
        assert not {ASK.then, LEAVE.then} & set(texts(report))

    def test_has_the_facts_of_the_first_page(self) -> None:
        said = list(texts(process(published()).facts))
        for each in ("Sør-Øyfjord", "21. september 2026", "Ordfører, Kommunedirektør"):
            assert each in said
        assert "Fasilitator" in said

    def test_names_no_facilitator_where_there_was_none(self) -> None:
        facts = replace(FACTS, facilitator=False)
        report = process_report(published(), [], facts, translator("nb"))
        assert "Fasilitator" not in list(texts(report))


def test_dates_that_are_not_set_are_not_there() -> None:
    facts = replace(FACTS, check_in="", next_round="2027-06-10")
    question_set = published()
    report = full_report(question_set, mixed(question_set), [], facts, translator("nb"))
    assert [fact.text.text for fact in report.next_dates] == ["10. juni 2027"]
    handed_on = process_report(question_set, [], facts, translator("nb"))
    assert handed_on.next_dates == ()
    assert [fact.text.text for fact in handed_on.facts][-1] == "10. juni 2027"
    assert "" not in [fact.text.text for fact in handed_on.facts]


def test_what_is_left_needs_no_words() -> None:
    [left] = full(published(), Ended(Agreement("leave"))).left
    assert left.then.text.text == ""
    assert left.facts == ()
