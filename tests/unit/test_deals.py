"""The sentence of an agreement around what people wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.deals import has_own_condition, has_own_verb, within


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("en sak haster", "en sak haster"),
        ("Når en sak haster,", "en sak haster"),
        ("NÅR en sak haster , ", "en sak haster"),
        ("When a case is urgent", "a case is urgent"),
        ("en sak haster!,", "en sak haster"),
        ("Når saken er vanskelig politisk.", "saken er vanskelig politisk"),
        ("nårtid er knapp", "nårtid er knapp"),
        ("Når", "Når"),
        (",", ","),
        ("", ""),
    ],
)
def test_the_forms_when_is_not_said_twice(written: str, shown: str) -> None:
    assert within(written, "When") == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("ringer vi", "ringer vi"),
        ("gjør vi det sammen", "det sammen"),
        (", gjer vi det saman", "det saman"),
        ("Gjør vi dette: ringer hverandre", "ringer hverandre"),
        ("we call", "call"),
        ("Then we call", "Then we call"),
        ("gjør vi", "gjør vi"),
    ],
)
def test_nor_its_then(written: str, shown: str) -> None:
    assert within(written, "we") == shown


@pytest.mark.parametrize(
    ("then", "own"),
    [
        ("ringer vi hverandre", True),
        ("Ringer vi", True),
        ("skal vi møtes", True),
        ("snakkar me saman", True),
        ("da ringer vi hverandre", True),
        ("tek vi det opp", True),
        ("gjør vi det sammen", False),
        ("Gjør vi dette: ringer hverandre", False),
        ("gjer vi det saman", False),
        ("alt vi kan for å hjelpe", False),
        ("møtet vi har hver mandag", False),
        ("begge to, bare vi to", False),
        ("når vi kan", False),
        ("hvorfor vi er uenige", False),
        ("ringer vi: begge", True),
        ("ringer hverandre", False),
        ("en telefon samme dag", False),
        ("vi ringer hverandre", False),
        ("det vi ble enige om", False),
        ("at vi ringer", False),
        ("we call", False),
        ("ringer", False),
        ("", False),
    ],
)
def test_a_clause_with_its_own_verb_needs_no_words_of_the_forms(then: str, own: bool) -> None:
    assert has_own_verb(then) is own


@pytest.mark.parametrize(
    ("when", "own"),
    [("Hvis det brenner", True), ("dersom det hastar", True), ("hvissing", False), ("", False)],
)
def test_a_condition_of_its_own_needs_no_when(when: str, own: bool) -> None:
    assert has_own_condition(when) is own


@given(st.text(max_size=40))
def test_nothing_else_is_lost(written: str) -> None:
    shown = within(written, "When")
    assert shown in written
    assert bool(shown) == bool(written)
