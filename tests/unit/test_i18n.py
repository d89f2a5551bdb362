"""How the language of a page is chosen (product rule R7), and dates in words."""

from __future__ import annotations

from typing import Any

import pytest

from app.i18n import choose, translator

NOTHING: dict[str, Any] = {"explicit": None, "invitation": None, "set_default": None, "header": ""}


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        ({}, "nb"),
        ({"header": "en-GB,en;q=0.9"}, "en"),
        ({"header": "nn;q=0.3, no;q=0.8"}, "nb"),
        ({"header": "de, fr;q=0.5, nn;q=0.1"}, "nn"),
        ({"header": "en;q=0, nn"}, "nn"),
        ({"header": "en;q=x, ;;,=,nn;q=0.5"}, "nn"),
        ({"header": "\u0000\u00ff" * 500}, "nb"),
        ({"header": "en", "set_default": "nn"}, "nn"),
        ({"header": "en", "set_default": "nn", "invitation": "nb"}, "nb"),
        ({"explicit": "en", "invitation": "nb"}, "en"),
        ({"explicit": "se", "invitation": "nn"}, "nn"),
    ],
)
def test_the_first_wish_the_product_speaks_wins(wishes: dict[str, Any], language: str) -> None:
    assert choose(**{**NOTHING, **wishes}) == language


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "22. november 2026"), ("nn", "22. november 2026"), ("en", "22 November 2026")],
)
def test_dates_are_written_as_people_write_them(language: Any, words: str) -> None:
    assert translator(language).date("2026-11-22") == words
