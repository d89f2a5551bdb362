"""One statement over time: every name in the drawing can be read, whatever the set and screen."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import devices
from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.server import Server
from tests.comparing import document, four_roles_on_seven_steps, with_roles

EDITOR = "an editor's token for this test"
SETS: dict[str, dict[str, Any]] = {
    "2x5": document() | {"id": "to-fem"},
    "4x5": with_roles(4).model_dump(by_alias=True, exclude_none=True) | {"id": "fire-fem"},
    "4x7": four_roles_on_seven_steps(),
}
SCREENS = {"phone": devices.PHONE, "projector": devices.PROJECTOR}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The API of a server where an editor may publish."""
    data = tmp_path_factory.mktemp("edited") / "data"
    running = Server(data, SAMSPILL_EDITOR_TOKEN=EDITOR).start()
    client = Api(running.url)
    yield client
    client.close()
    running.stop()
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture(scope="module")
def four_rounds(edited: Api) -> dict[str, Link]:
    """For each set the first role's seat in a dialogue whose four rounds are all open."""
    return {name: go_through(edited, content, 4) for name, content in SETS.items()}


def go_through(api: Api, content: dict[str, Any], rounds: int) -> Link:
    """Publish the set and open one comparison after the other, with the scale's ends in them."""
    published = api.client.post(
        "/api/question-sets", json=content, headers={"authorization": f"Bearer {EDITOR}"}
    )
    assert published.status_code == 201, published.text
    top = len(content["scale"])
    seats = api.open_seats(question_set=content["id"])
    first, *_ = seats.values()
    for number in range(rounds):
        if number:
            api.post_form(first, "/next", {"kind": "full"})
        for place, seat in enumerate(seats.values()):
            answer = {"status": 1 + (number + place) * 2 % top, "ambition": top}
            api.save(seat, {each["id"]: answer for each in content["statements"]})
            api.hand_in(seat)
    return first


def look_at(page: Page, seat: Link, language: str = "nb") -> None:
    """Open the page and wait until it is drawn."""
    page.goto(seat.url)
    page.goto(f"/comparison/over-time?lang={language}")
    page.locator("[data-plot] .ytick text").first.wait_for()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", SETS)
def test_no_name_is_drawn_on_another_or_cut_off(
    open_page: OpenPage, edited: Api, four_rounds: dict[str, Link], name: str, screen: str
) -> None:
    page = open_page(SCREENS[screen], base_url=str(edited.client.base_url))
    content = SETS[name]
    for language in ("nb", "en"):
        look_at(page, four_rounds[name], language)
        names = drawn(page)
        steps = len(content["roles"]) * len(content["scale"])
        assert len(names) == steps + len(content["roles"]) + 4
        assert overlapping(names) == []
        assert outside(page, names) == []
        assert devices.sideways(page) == 0


def test_the_picture_to_take_along_is_as_high_as_its_lanes(
    open_page: OpenPage, edited: Api, four_rounds: dict[str, Link]
) -> None:
    page = open_page(devices.PHONE, base_url=str(edited.client.base_url))
    look_at(page, four_rounds["4x7"])
    high = page.evaluate(
        "() => JSON.parse(document.querySelector('#figure').textContent).layout.height"
    )
    with page.expect_download() as download:
        page.locator('[data-action="download-picture"]').tap()
    width, height = unpack(">II", download.value.path().read_bytes()[16:24])
    assert (width, height) == (2 * 1280, 2 * high)


def test_a_phone_names_as_many_rounds_as_it_has_room_for(open_page: OpenPage, edited: Api) -> None:
    seat = go_through(edited, document() | {"id": "sju-runder"}, 7)
    for screen, named in (("phone", 4), ("projector", 7)):
        page = open_page(SCREENS[screen], base_url=str(edited.client.base_url))
        look_at(page, seat)
        names = drawn(page)
        assert len([each for each in names if each["text"].startswith("Runde")]) == named
        assert overlapping(names) == []


def drawn(page: Page) -> list[dict[str, Any]]:
    """Every name in the drawing with its box: steps, rounds and roles."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => [...document.querySelectorAll(
            "[data-plot] [class$=tick] text, [data-plot] .annotation-text")].map((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          return { text: text.textContent, left, right, top, bottom };
        })"""
    )
    return found


def overlapping(names: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs whose boxes lie on each other; a pixel of their empty edge may."""
    return [
        (one["text"], other["text"])
        for n, one in enumerate(names)
        for other in names[:n]
        if one["left"] < other["right"] - 1
        and other["left"] < one["right"] - 1
        and one["top"] < other["bottom"] - 1
        and other["top"] < one["bottom"] - 1
    ]


def outside(page: Page, names: list[dict[str, Any]]) -> list[str]:
    """The names that reach outside the drawing, which shows nothing there, or touch its edge."""
    frame = page.evaluate(
        """() => {
          const { left, right, top, bottom } = document.querySelector("[data-plot]")
            .getBoundingClientRect();
          return { left, right, top, bottom };
        }"""
    )
    return [
        each["text"]
        for each in names
        if each["left"] < frame["left"] + 4
        or each["right"] > frame["right"] - 4
        or each["top"] < frame["top"]
        or each["bottom"] > frame["bottom"]
    ]


@pytest.mark.parametrize("path", ["/comparison/over-time", "/comparison/explore"])
def test_on_paper_no_drawing_is_cut_off(
    open_page: OpenPage, edited: Api, four_rounds: dict[str, Link], path: str
) -> None:
    page = open_page(devices.PROJECTOR, base_url=str(edited.client.base_url))
    page.goto(four_rounds["2x5"].url)
    page.goto(path)
    drawing = page.locator("[data-plot] .main-svg").first
    drawing.wait_for()
    wide = width_of(drawing)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert width_of(drawing) < 650
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(drawing).to_have_attribute("width", f"{wide:g}")


def width_of(drawing: Locator) -> float:
    """In pixels, as drawn."""
    return float(drawing.get_attribute("width") or 0)
