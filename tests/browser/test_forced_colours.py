"""In the colours a reader has forced on every page, what is chosen is still seen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.browser import devices
from tests.browser.conftest import OpenPage
from tests.browser.rounds import Rounds

FORCED: dict[str, Any] = devices.PHONE | {"forced_colors": "active", "device_scale_factor": 1}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["status", "ambition", "talk"])
def test_a_chosen_cell_looks_unlike_the_others(
    open_page: OpenPage, rounds: Rounds, kind: str, scheme: str
) -> None:
    page = open_answering(open_page, rounds, scheme)
    selector = f'[name="rol-01.{kind}"]'
    cell = page.locator(selector).first
    before = look(cell)
    cell.evaluate("(cell) => { cell.checked = true; }")
    chosen = look(cell)
    cell.evaluate("(cell) => { cell.checked = false; }")
    assert differ(page, look(cell), before) < 0.02
    assert differ(page, chosen, before) > 0.1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_has_the_focus_is_seen(open_page: OpenPage, rounds: Rounds, scheme: str) -> None:
    page = open_answering(open_page, rounds, scheme)
    for selector in ('[name="rol-01.status"]', '[name="rol-01.talk"]', '[data-action="next"]'):
        control = page.locator(selector).first
        before = look(control, around=8)
        page.keyboard.press("Tab")  # the keyboard is in use
        control.focus()
        assert differ(page, look(control, around=8), before) > 0.02, selector
        control.blur()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drawing_and_who_handed_in_stay_in_sight(
    open_page: OpenPage, rounds: Rounds, scheme: str
) -> None:
    page = open_page(FORCED, color_scheme=scheme)
    page.goto(rounds.released["ordforer"].url)
    page.goto("/comparison?unfolded")
    drawing = page.locator("[data-statement] svg[role=img]").first
    drawing.scroll_into_view_if_needed()
    assert shades(page, drawing) > 1
    page.context.clear_cookies()
    page.goto(rounds.waiting["facilitator"].url)
    page.goto("/waiting")
    for sign in page.locator("main li svg").all():
        assert shades(page, sign) > 1


def open_answering(open_page: OpenPage, rounds: Rounds, scheme: str) -> Page:
    """The answering page, empty, in forced colours."""
    page = open_page(FORCED, color_scheme=scheme)
    page.goto(rounds.new["ordforer"].url)
    page.goto("/answer")
    return page


def look(where: Locator, around: int = 2) -> bytes:
    """A picture of the control and a little around it."""
    where.scroll_into_view_if_needed()
    box = where.bounding_box()
    assert box is not None
    return where.page.screenshot(
        clip={
            "x": max(0, box["x"] - around),
            "y": max(0, box["y"] - around),
            "width": box["width"] + 2 * around,
            "height": box["height"] + 2 * around,
        }
    )


PIXELS = """async (pictures) => Promise.all(pictures.map(async (bytes) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, image.width, image.height);
  return [...new Uint32Array(data.buffer)];
}))"""


def differ(page: Page, one: bytes, other: bytes) -> float:
    """The share of pixels in which two pictures differ, read in a canvas of the browser's own."""
    a, b = page.evaluate(PIXELS, [list(one), list(other)])
    unlike = [x != y for x, y in zip(a, b, strict=True)]
    return unlike.count(True) / len(unlike)


def shades(page: Page, drawing: Locator) -> int:
    """How many colours a drawing shows."""
    [pixels] = page.evaluate(PIXELS, [list(drawing.screenshot())])
    return len(set(pixels))
