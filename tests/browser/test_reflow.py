"""Small windows, large text and wide spacing: everything is there, in order, and reachable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser import devices, fits
from tests.browser.conftest import OpenPage
from tests.browser.places import PLACES
from tests.browser.rounds import Rounds
from tests.browser.server import Server

ZOOMED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}}
"""1280×1024 at 400 %."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
"""As WCAG 1.4.12 asks for."""

VIEWS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("320×568", devices.SMALL_PHONE, ""),
    ("400 %", ZOOMED, ""),
    ("phone", devices.PHONE, ""),
    ("phone, spaced", devices.PHONE, SPACED),
    ("wide", devices.PROJECTOR, ""),
    ("wide, spaced", devices.PROJECTOR, SPACED),
)

LARGE_TEXT = "--blink-settings=defaultFontSize=32"
"""What a reader sets who wants text twice as large."""


@pytest.mark.parametrize("place", PLACES)
def test_it_fits_and_nothing_covers_what_has_the_focus(
    open_page: OpenPage, rounds: Rounds, place: str
) -> None:
    page = open_page(devices.SMALL_PHONE)
    PLACES[place].visit(page, rounds, "nn")
    found = {}
    for name, device, styles in VIEWS:
        page.set_viewport_size(device["viewport"])
        fits.set_styles(page, styles)
        found[name] = fits.look(page, "sideways", "cutOff", "overlapping")
        if not styles:
            found[name] += fits.look(page, "covered")
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.fixture(scope="module")
def large_text(playwright: Playwright) -> Iterator[Browser]:
    """A browser that shows text at 200 %."""
    browser = devices.launch(playwright, LARGE_TEXT)
    yield browser
    browser.close()


@pytest.mark.parametrize("place", PLACES)
def test_text_may_be_twice_as_large(
    large_text: Browser, server: Server, rounds: Rounds, place: str
) -> None:
    context = large_text.new_context(base_url=server.url, **devices.READER, **devices.PROJECTOR)
    page = context.new_page()
    PLACES[place].visit(page, rounds, "nn")
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "32px"
    assert fits.look(page, "sideways", "cutOff", "overlapping", "covered") == []
    page.set_viewport_size(devices.PHONE["viewport"])
    assert fits.look(page, "cutOff", "overlapping") == []
    context.close()


@pytest.mark.parametrize("place", PLACES)
def test_nothing_moves_for_those_who_ask_for_that(
    open_page: OpenPage, rounds: Rounds, place: str
) -> None:
    page = open_page(devices.PHONE, reduced_motion="reduce")
    PLACES[place].visit(page, rounds, "nb")
    assert fits.look(page, "moving") == []
    assert page.evaluate("() => document.getAnimations().length") == 0


@pytest.mark.parametrize("device", [devices.PHONE, devices.SMALL_PHONE, devices.PROJECTOR])
@pytest.mark.parametrize("place", [place for place in PLACES if place.startswith("answer")])
def test_every_target_has_room_for_a_finger(
    open_page: OpenPage, rounds: Rounds, place: str, device: dict[str, Any]
) -> None:
    page = open_page(device)
    PLACES[place].visit(page, rounds, "nb")
    assert fits.look(page, "small") == []
