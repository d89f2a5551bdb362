"""axe finds nothing: every page, in every state, in every language, light and dark."""

from __future__ import annotations

import pytest

from app.domain.question_set import LANGUAGES
from tests.browser import axe, devices
from tests.browser.conftest import OpenPage
from tests.browser.places import PLACES
from tests.browser.rounds import Rounds

INK = """() => [...document.querySelectorAll("html, body, main, main *")].map((each) => {
  const { color, fill, stroke, backgroundColor, borderTopColor } = getComputedStyle(each);
  return [color, fill, stroke, backgroundColor, borderTopColor].join();
})"""


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(open_page: OpenPage, rounds: Rounds, place: str) -> None:
    # One language after another on one device: the worker's page would first be the last one's.
    page = open_page(devices.PHONE, service_workers="block")
    for language in LANGUAGES:
        page.context.clear_cookies()
        page.emulate_media(color_scheme="light")
        PLACES[place].visit(page, rounds, language)
        assert axe.violations(page) == [], language
        page.emulate_media(color_scheme="dark")
        assert axe.colour_violations(page) == [], language


@pytest.mark.parametrize("place", ["report", "comparison", "agreements", "answer", "opened"])
def test_who_reads_in_the_dark_prints_in_the_light(
    open_page: OpenPage, rounds: Rounds, place: str
) -> None:
    page = open_page(devices.PROJECTOR)
    PLACES[place].visit(page, rounds, "nb")
    ink = {}
    for media in ("screen", "print"):
        for scheme in ("light", "dark"):
            page.emulate_media(media=media, color_scheme=scheme)
            ink[media, scheme] = page.evaluate(INK)
    assert ink["screen", "dark"] != ink["screen", "light"]
    assert ink["print", "dark"] == ink["print", "light"]
