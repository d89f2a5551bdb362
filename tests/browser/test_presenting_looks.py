"""Present mode as a room sees it: every screen of every set, at three sizes, read from afar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from app.domain.question_set import LANGUAGES
from tests.browser.api import Api
from tests.browser.conftest import OpenPage
from tests.browser.rounds import WRITTEN, Rounds
from tests.browser.server import Server

SIZES = ((1280, 720), (1024, 768), (1920, 1080))
SMALLEST = 24
"""CSS pixels of any text, drawn ones too, at each of these sizes."""
CONTRAST = 7
"""A washed-out projector takes half of it away; 4.5 is the law."""
EDITOR = "an editor's token for the browser"
CONTENT = Path(__file__).parents[1] / "content"

FAULTS = """([smallest, contrast]) => {
  const slide = document.querySelector("[data-current]");
  const bar = document.querySelector("[data-bar]");
  const found = new Set();
  const over = document.documentElement.scrollHeight - innerHeight;
  if (over > 1) found.add(`${over} px too high`);
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  // What is cut off is not painted: an inline element's box goes on beyond what cuts it.
  const painted = (element) => {
    let { left, right, top, bottom } = element.getBoundingClientRect();
    for (let up = element; slide.contains(up); up = up.parentElement) {
      if (getComputedStyle(up).overflow !== "hidden") continue;
      const edge = up.getBoundingClientRect();
      [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
      [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return { left, right, top, bottom };
  };
  const biggest = { size: 0 };
  for (const element of [...slide.querySelectorAll("*"), ...bar.querySelectorAll("*")]) {
    const words = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!words || element.closest(".visually-hidden, title")) continue;
    if (!element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const svg = element.closest("svg");
    const size = parseFloat(style.fontSize) * (svg ? element.getScreenCTM().a : 1);
    const say = (what) => found.add(`${what}: ${element.textContent.trim().slice(0, 40)}`);
    if (size < smallest - 0.01) say(`${size.toFixed(1)} px`);
    if (size > biggest.size) Object.assign(biggest, { size, element });
    const behind = /solid__letter/.test(element.getAttribute("class"))
      ? getComputedStyle(element.parentElement.querySelector(".solid")).fill : "rgb(255,255,255)";
    const seen = ratio(svg ? style.fill : style.color, behind);
    if (seen < contrast) say(`contrast ${seen.toFixed(1)}`);
    const { left, right, top, bottom } = painted(element);
    if (left < -1 || right > innerWidth + 1 || top < -1) say("out of the window");
    const floor = bar.getBoundingClientRect().top + 1;
    if (slide.contains(element) && bottom > floor) say("under the bar");
  }
  if (slide.matches(".slide--statement") && !biggest.element.matches("h2"))
    found.add("the statement is not the largest");
  if (slide.matches(".slide--statement")) {
    const lowest = Math.max(...[...slide.querySelectorAll(".large, .panel > *")]
      .map((one) => one.getBoundingClientRect().bottom));
    const used = lowest / bar.getBoundingClientRect().top;
    if (used < 0.75) found.add(`only ${(100 * used).toFixed()} % of the height is used`);
    if (parseFloat(getComputedStyle(slide.querySelector("h2")).fontSize) < 1.6 * smallest)
      found.add("the statement is hardly larger than the smallest text");
  }
  return [...found];
}"""


@pytest.fixture(scope="module")
def publishing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which other sets can be published."""
    folder = tmp_path_factory.mktemp("publishing") / "data"
    running = Server(folder, SAMSPILL_EDITOR_TOKEN=EDITOR).start()
    yield running
    running.stop()


def opened(server: Server, name: str) -> str:
    """The link of a seat whose comparison is open; the answers are as wordy as can be."""
    api = Api(server.url)
    if name == "samspill":
        link = Rounds(api).released["ordforer"].url
    else:
        document: dict[str, Any] = json.loads((CONTENT / f"{name}.v1.json").read_text("utf-8"))
        httpx.post(
            f"{server.url}/api/question-sets",
            json=document,
            headers={"authorization": f"Bearer {EDITOR}"},
            trust_env=False,
        )
        seats = list(api.open_seats(question_set=name).values())
        top = len(document["scale"])
        for place, seat in enumerate(seats):
            answers = {
                each["id"]: {
                    "status": "unknown" if n % 5 == 4 + place else 1 + (n + 2 * place) % top,
                    "ambition": 1 + (2 * n + place) % top,
                }
                for n, each in enumerate(document["statements"])
            }
            api.save(seat, answers)
            api.hand_in(seat)
        link = seats[0].url
    api.close()
    return link


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["samspill", "seven-step", "trepart"])
def test_every_screen_fits_and_can_be_read_from_afar(
    open_page: OpenPage, publishing: Server, name: str, language: str
) -> None:
    page = open_page({"viewport": {"width": 1280, "height": 720}}, base_url=publishing.url)
    page.context.request.get(opened(publishing, name))
    page.goto(f"/present?lang={language}")
    found = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for screen in screens(page):
            page.evaluate("(hash) => { location.hash = hash; }", screen)
            page.wait_for_function(
                "(name) => document.querySelector('[data-current]').dataset.slide === name",
                arg=screen.split("/")[0],
            )
            faults = page.evaluate(FAULTS, [SMALLEST, CONTRAST])
            if faults:
                found[f"{width}×{height} {screen}"] = faults
    assert found == {}


def screens(page: Page) -> list[str]:
    """Every screen, statements with all that they reveal."""
    names: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("[data-slide]")].map(
          (one) => one.dataset.slide + (one.dataset.number ? "/4" : ""))"""
    )
    return names


def test_statements_are_fitted_before_their_turn_as_they_would_be_in_it(
    open_page: OpenPage, rounds: Rounds
) -> None:
    """No key waits for a statement to be measured, and the first screen stands still meanwhile."""
    page = open_page({"viewport": {"width": 1280, "height": 720}})
    page.context.request.get(rounds.released["ordforer"].url)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/present")
        expect(page.locator(".slide--statement:not([data-fitted])")).to_have_count(0)
        expect(page.locator("[data-slide]").filter(visible=True)).to_have_count(1)
        expect(page.locator("#rules")).to_be_visible()
        ahead = page.evaluate(LETTERS)
        assert len(set(ahead.values())) > 1, "one size of letters cannot tell"
        for name in ahead:
            page.evaluate(
                """(name) => {
                  document.querySelector(`[data-slide="${name}"]`).removeAttribute("data-fitted");
                  location.hash = name;
                }""",
                name,
            )
            expect(page.locator(f'[data-slide="{name}"]')).to_be_visible()
        assert page.evaluate(LETTERS) == ahead
        page.evaluate("location.hash = 'rules'")


LETTERS = """() => Object.fromEntries([...document.querySelectorAll(".slide--statement")].map(
  (one) => [one.dataset.slide, one.dataset.size]))"""


def test_long_agreements_from_last_time_fit_too(open_page: OpenPage, publishing: Server) -> None:
    wordy = {"ending": "agree", "owner": "*", "when": "når " * 400, "then": "langt" * 1000}
    lines = (("partly", "kommunestyresakene " * 10), ("not", "W" * 200))
    api = Api(publishing.url)
    link = Rounds(api).through_rounds(2, [WRITTEN[0], wordy, WRITTEN[1]], lines)["ordforer"].url
    api.close()
    page = open_page({"viewport": {"width": 1280, "height": 720}}, base_url=publishing.url)
    page.context.request.get(link)
    page.goto("/present?lang=nn")
    found = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("location.hash = 'since'")
        page.locator('[data-current][data-slide="since"]').wait_for()
        shown: list[str] = []
        while page.locator('[data-current][data-slide="since"]').count():
            if faults := page.evaluate(FAULTS, [SMALLEST, CONTRAST]):
                found[f"{width}×{height} {page.url}"] = faults
            shown += (
                page.locator("[data-current] .last__text").filter(visible=True).all_inner_texts()
            )
            cut = page.locator("[data-current] .more-than-fits").is_visible()
            assert cut == page.evaluate(SOMETHING_ENDS_EARLY)
            page.keyboard.press("PageDown")
        assert len(shown) == 3
    assert found == {}


SOMETHING_ENDS_EARLY = """() =>
  [...document.querySelectorAll("[data-current] .last__one :is(p, .last__line)")]
    .filter((one) => one.checkVisibility() && one.clientHeight)
    .some((one) => one.scrollHeight > one.clientHeight + 2)"""


def test_a_text_too_small_would_be_found(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page({"viewport": {"width": 1280, "height": 720}})
    page.context.request.get(rounds.released["ordforer"].url)
    page.goto("/present")
    assert page.evaluate(FAULTS, [SMALLEST, CONTRAST]) == []
    assert page.evaluate(FAULTS, [25, CONTRAST])
    assert page.evaluate(FAULTS, [SMALLEST, 20])
