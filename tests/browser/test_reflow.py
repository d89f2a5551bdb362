"""Small windows, large text and wide spacing: everything is there, in order, and reachable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import devices, fits
from tests.browser.conftest import OpenPage
from tests.browser.fits import What
from tests.browser.places import PLACES
from tests.browser.rounds import Rounds

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
"""As WCAG 1.4.12 asks for."""

ZOOMED: dict[str, Any] = {"viewport": {"width": 320, "height": 256}}
"""1280×1024 at 400 %."""

TOUCHED = (
    "answer", "lobby", "present", "big screen", "prepare", "agenda", "agreement", "report",
)  # fmt: skip
"""Where everything is large enough for a finger, on a phone at the least."""

FITS: tuple[What, ...] = ("sideways", "cutOff", "overlapping")


@dataclass(frozen=True)
class View:
    """A window, the reader's own styles and text size in pixels, and what must not be found."""

    device: dict[str, Any]
    faults: tuple[What, ...] = FITS
    styles: str = ""
    text: int = 16


VIEWS = {
    "320×568": View(devices.SMALL_PHONE, (*FITS, "covered")),
    "400 %": View(ZOOMED, (*FITS, "covered")),
    "phone": View(devices.PHONE, (*FITS, "covered")),
    "phone, spaced": View(devices.PHONE, styles=SPACED),
    "phone, large text": View(devices.PHONE, FITS, text=32),
    "wide, large text": View(devices.PROJECTOR, (*FITS, "covered"), text=32),
    "wide, spaced": View(devices.PROJECTOR, styles=SPACED),
    "wide": View(devices.PROJECTOR, (*FITS, "covered")),
}


@pytest.mark.parametrize("place", PLACES)
def test_it_fits_keeps_still_and_can_be_hit(
    open_page: OpenPage, rounds: Rounds, place: str
) -> None:
    page = open_page(devices.SMALL_PHONE)
    PLACES[place].visit(page, rounds, "nn")
    found = {}
    for name, view in VIEWS.items():
        look_as(page, view)
        found[name] = fits.look(page, *view.faults)
        for_fingers = TOUCHED if view.device["viewport"]["width"] < 600 else "answer"
        if place.startswith(for_fingers) and view.text == 16:
            found[name] += fits.look(page, "small")
    page.emulate_media(reduced_motion="reduce")
    found["reduced motion"] = fits.look(page, "moving")
    assert {name: faults for name, faults in found.items() if faults} == {}


def look_as(page: Page, view: View) -> None:
    """Let the page be seen so."""
    page.set_viewport_size(view.device["viewport"])
    fits.set_styles(page, view.styles)
    fits.set_text_size(page, view.text)
