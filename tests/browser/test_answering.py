"""Answering keeps still, keeps quick and loses nothing, whatever the network and the server do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from app.domain.answers import Answer
from app.domain.question_set import LANGUAGES, Language
from tests.browser import devices
from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.people import Person
from tests.browser.places import without_background_sync
from tests.browser.rounds import Rounds

OBSERVE = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  if (!entry.hadRecentInput) shifts.push(entry.value);
})).observe({ type: "layout-shift", buffered: true });
"""

TASKS = ["disabled-by-default-devtools.timeline", "__metadata"]

LONG_TASK = 50_000
"""Microseconds: what browsers call a long task."""

CELLS = """() => JSON.stringify(
  [...document.querySelectorAll("[data-statement] input, [data-action]")]
    .filter((one) => one.checkVisibility())
    .map((one) => one.getBoundingClientRect()))"""


@pytest.fixture
def mayor(api: Api) -> Link:
    """The mayor's own link; nothing is answered."""
    return api.open_seats()["ordforer"]


@pytest.fixture
def ids(api: Api) -> list[str]:
    """The statements, in the order they are answered."""
    return api.statements()


@pytest.mark.parametrize("device", [devices.PHONE, devices.PROJECTOR], ids=["phone", "window"])
def test_nothing_moves_and_nothing_lasts_while_tapping_through(
    open_page: OpenPage, browser: Browser, mayor: Link, ids: list[str], device: dict[str, Any]
) -> None:
    page = open_page(device)
    page.add_init_script(OBSERVE)
    marit = Person(page, "nb", mouse="is_mobile" not in device)
    page.goto(mayor.url)
    page.goto("/answer")
    expect(page.locator("[data-save-state=saved]")).to_be_visible()

    browser.start_tracing(page=page, categories=TASKS)
    for name in ids:
        marit.sees(name)
        # The way on goes after the last has come into view, not under the finger.
        expect(page.locator("[data-action=next]")).to_be_visible(visible=name != ids[-1])
        before = page.evaluate(CELLS)
        marit.tap(name, "status", 3)
        marit.tap(name, "ambition", 4)
        assert page.evaluate(CELLS) == before, "moved under the finger"
        if name != ids[-1]:
            marit.press("next")
    times = task_times(json.loads(browser.stop_tracing()))

    assert len(times) > len(ids)
    assert [time for time in times if time > LONG_TASK] == []
    assert page.evaluate("() => shifts") == []


def test_a_slow_line_moves_nothing_either(open_page: OpenPage, mayor: Link, ids: list[str]) -> None:
    page = open_page(devices.PHONE)
    page.add_init_script(OBSERVE)
    marit = Person(page, "nb")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto(mayor.url)
    page.goto("/answer")
    page.route("**/api/answers", hold)
    marit.tap(ids[0], "status", 3)
    marit.sees_state("saving", "Saving …")
    page.evaluate("new Promise((done) => setTimeout(done, 600))")  # a tap excuses what moves soon
    held[0].continue_()
    marit.sees_state("saved", "Saved")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert page.evaluate("() => shifts") == []


def task_times(trace: dict[str, Any]) -> list[int]:
    """How long each task held a page's main thread, in microseconds of its own work.

    Not by the clock on the wall: a busy machine takes its turns in the middle of a task.
    """
    events = trace["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return [
        event["tdur"]
        for event in events
        if event["name"] == "RunTask" and (event["pid"], event["tid"]) in main and "tdur" in event
    ]


@pytest.mark.parametrize("trouble", ["500", "503", "429", "lost"])
def test_what_the_server_does_not_take_is_kept_and_sent_again(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str], trouble: str
) -> None:
    marit = Person(open_page(), "nb")
    without_background_sync(marit.page)
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")

    def fail(route: Route) -> None:
        if trouble == "lost":
            route.abort()
        else:
            route.fulfill(status=int(trouble), headers={"Retry-After": "1"})

    marit.page.route("**/api/answers", fail)
    marit.tap(ids[0], "status", 2)
    marit.sees_waiting(1)
    marit.tap(ids[0], "ambition", 5)
    marit.press("next")
    marit.tap(ids[1], "status", 1)
    marit.sees_waiting(3)
    assert not any(answer["status"] for answer in api.answers(mayor).values())

    marit.page.unroute("**/api/answers")
    marit.sees_state("saved", "Saved")
    saved = api.answers(mayor)
    assert saved[ids[0]] == {"status": 2, "ambition": 5, "talk": False}
    assert saved[ids[1]]["status"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_network_answering_goes_on(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str], language: Language
) -> None:
    marit = Person(open_page(), language)
    marit.page.goto(mayor.url)
    marit.page.goto(f"/answer?lang={language}")
    marit.answer(ids[0], Answer(3, 4))
    marit.press("next")

    marit.page.context.set_offline(True)
    for name in ids[1:4]:
        marit.sees(name)
        marit.tap(name, "status", 3)
        marit.tap(name, "ambition", 5)
        marit.press("next")
    marit.tap(ids[4], "status", "unknown")
    marit.sees_waiting(7)
    marit.page.go_back()
    expect(marit.cell(ids[3], "ambition", 5)).to_be_checked()

    marit.page.context.set_offline(False)
    marit.sees_state("saved", "Saved")
    saved = api.answers(mayor)
    assert [saved[name]["ambition"] for name in ids[:4]] == [4, 5, 5, 5]
    assert saved[ids[4]]["status"] == "unknown"


def test_the_last_tap_counts_whatever_arrives_first(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    marit.page.context.set_offline(True)
    for value in (1, 5, 2, 4):
        marit.tap(ids[0], "status", value)
    marit.page.context.set_offline(False)
    marit.sees_state("saved", "Saved")
    assert api.answers(mayor)[ids[0]]["status"] == 4


def test_handed_in_elsewhere_it_says_so_and_changes_nothing(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    api.answer_all(mayor)
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    api.hand_in(mayor)
    before = api.answers(mayor)

    marit.touch(marit.cell(ids[0], "status", 1))

    marit.sees_state("failed", "Could not be saved – try again")
    said = marit.page.get_by_role("alert").filter(visible=True)
    expect(said).to_contain_text("levert inn")
    assert api.answers(mayor) == before
    marit.touch(said.get_by_role("link"))
    marit.sees_handed_in()

    marit.touch(marit.page.get_by_role("button", name=marit.word("Take my answers back")))
    marit.page.wait_for_url("**/review")
    marit.page.goto("/answer")
    expect(marit.cell(ids[0], "status", 4)).to_be_checked()
    marit.save(marit.cell(ids[0], "status", 1))
    assert api.answers(mayor)[ids[0]]["status"] == 1


def test_signed_out_elsewhere_it_says_where_to_go(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    api.call("POST", "/api/seat/replace", mayor)
    marit.tap(ids[0], "status", 1)
    marit.sees_state("failed", "Could not be saved – try again")
    expect(marit.page.get_by_role("alert").filter(visible=True).get_by_role("link")).to_be_visible()


def test_the_map_is_drawn_and_can_be_taken_along(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page(devices.PROJECTOR)
    page.goto(rounds.released["ordforer"].url)
    page.goto("/comparison/explore")
    merged = page.request.get("/api/comparison").json()["statements"]
    pairs = [row["answers"][role] for row in merged for role in ("ordforer", "kommunedirektor")]
    whole = [pair for pair in pairs if is_number(pair["status"]) and is_number(pair["ambition"])]
    expect(page.locator("[data-plot] .point")).to_have_count(len(whole))
    assert points_outside(page) == 0

    with page.expect_download() as download:
        page.locator('[data-action="download-picture"]').click()
    assert download.value.suggested_filename == "samspill-1.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def is_number(value: object) -> bool:
    """Whether a value stands on the scale."""
    return isinstance(value, int)


def points_outside(page: Page) -> int:
    """How many marks of the map lie outside its frame."""
    outside: int = page.evaluate(
        """() => {
          const frame = document.querySelector("[data-plot]").getBoundingClientRect();
          return [...document.querySelectorAll("[data-plot] .point")].filter((point) => {
            const { left, right, top, bottom } = point.getBoundingClientRect();
            const across = left >= frame.left && right <= frame.right;
            return !across || top < frame.top || bottom > frame.bottom;
          }).length;
        }"""
    )
    return outside


def test_a_steps_words_answer_for_the_side_that_is_tapped(open_page: OpenPage, mayor: Link) -> None:
    """They stand between today and next year: a tap in their middle could be meant for either."""
    page = open_page(devices.PHONE)
    page.goto(mayor.url)
    page.goto("/answer#rol-01")
    page.locator("[data-ready]").wait_for(state="attached")
    words = page.locator("#rol-01 .rail--ambition label", has_text="Stemmer delvis").locator("span")
    box = words.bounding_box()
    assert box
    for place, chosen in ((0.2, ["status"]), (0.5, ["status"]), (0.8, ["status", "ambition"])):
        page.touchscreen.tap(box["x"] + box["width"] * place, box["y"] + box["height"] / 2)
        checked = page.locator("#rol-01 input:checked")
        expect(checked).to_have_count(len(chosen))
        for each, kind in enumerate(chosen):
            expect(checked.nth(each)).to_have_attribute("name", f"rol-01.{kind}")
            expect(checked.nth(each)).to_have_value("3")
