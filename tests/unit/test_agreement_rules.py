"""What an agreement needs, and what it may be made of."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.agreements import (
    EVERYONE,
    LONGEST_TEXT,
    TEXTS,
    Agreement,
    cleaned,
    find_problems,
    is_date,
)
from app.domain.marks import readable

ROLES = ("ordforer", "kommunedirektor")
WHOLE = Agreement("agree", "rol-01", "en sak haster", "ringer vi", "ordforer", date="2026-12-24")


def faults(agreement: Agreement) -> set[str]:
    return {problem.path for problem in find_problems(agreement, {"rol-01"}, ROLES)}


def test_a_whole_agreement_has_no_fault() -> None:
    assert faults(WHOLE) == set()
    assert faults(replace(WHOLE, owner=EVERYONE, statement=None, date="")) == set()


def test_every_fault_is_told_at_once() -> None:
    bad = Agreement("agree", "nowhere", owner="somebody", date="Friday", notice="x" * 5001)
    assert faults(bad) == {"when", "then", "owner", "statement", "date", "notice"}


@pytest.mark.parametrize(
    ("ending", "missing"),
    [("agree", {"when", "then", "owner"}), ("look_into", {"then", "owner"}), ("leave", set())],
)
def test_each_ending_asks_for_what_it_needs(ending: str, missing: set[str]) -> None:
    assert faults(Agreement(ending)) == missing  # type: ignore[arg-type]


def test_an_unknown_ending_is_a_fault() -> None:
    assert faults(Agreement("marry")) == {"ending"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("2026-12-24", True),
        ("1999-01-01", True),
        ("2026-02-29", False),
        ("2026-1-1", False),
        ("2101-01-01", False),
        ("0001-01-01", False),
        ("24.12.2026", False),
        ("20261224", False),
        ("2026-12-24\n", False),
        ("２０２６-12-24", False),
    ],
)
def test_dates_may_be_past_but_must_be_dates(text: str, fits: bool) -> None:
    assert is_date(text) is fits


@given(st.text(max_size=200))
def test_cleaning_keeps_every_sign_that_can_be_read(text: str) -> None:
    kept = cleaned(replace(WHOLE, notice=text)).notice
    assert cleaned(replace(WHOLE, notice=kept)).notice == kept
    seen = readable("".join(sign for sign in text if sign >= " " and sign != "\x7f"))
    assert "".join(kept.split()) == "".join(seen.split())


@pytest.mark.parametrize(
    "nothing", [" ", "\u200b\u2060", "\u3164\xa0\u3164", "\u2800", "\U000e0041", "\u0301", "\ud800"]
)
def test_words_that_nobody_can_see_are_none(nothing: str) -> None:
    assert faults(cleaned(replace(WHOLE, then=nothing))) == {"then"}
    assert faults(cleaned(replace(WHOLE, then=f"{nothing}1"))) == set()


@pytest.mark.parametrize("name", TEXTS)
def test_five_thousand_signs_fit_and_no_more(name: str) -> None:
    def long(signs: int) -> Agreement:
        return Agreement(**(asdict(WHOLE) | {name: "ש" * signs}))

    assert faults(long(LONGEST_TEXT)) == set()
    assert faults(long(LONGEST_TEXT + 1)) == {name}
