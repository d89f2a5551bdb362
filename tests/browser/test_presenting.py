"""Present mode in a room where things fail: no network, a clicker, an old browser, a USB stick."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from app.i18n import translator
from tests.browser import devices
from tests.browser.api import Api
from tests.browser.conftest import OpenPage
from tests.browser.relay import relay
from tests.browser.rounds import PAIR, Rounds
from tests.browser.server import Server
from tests.pages import nb

WAY = ["rules", "picture", "map", "opener", "topic-1", "topic-2", "topic-3"]
END = ["agreements", "others", "next"]
STAGES = 4


def word(message: str) -> str:
    return translator("nb").gettext(message)


def here(page: Page) -> tuple[str, int]:
    """The screen that is shown, and its stage; no other may be in sight."""
    [(name, stage)] = page.evaluate(
        """() => [...document.querySelectorAll("[data-slide]")]
          .filter((one) => one.checkVisibility())
          .map((one) => [one.dataset.slide, Number(one.dataset.stage ?? 0)])"""
    )
    assert page.locator("[data-current]").get_attribute("data-slide") == name
    return name, stage


def press(page: Page, *keys: str) -> tuple[str, int]:
    for key in keys:
        page.keyboard.press(key)
    return here(page)


def seen(page: Page) -> list[str]:
    """Which layers of the statement shown can be seen."""
    found: list[str] = page.evaluate(
        """() => [".today", ".in-a-year", ".panel--means", ".panel--question"].filter((each) =>
          [...document.querySelectorAll(`[data-current] ${each}`)].some((one) =>
            one.checkVisibility({ visibilityProperty: true })))"""
    )
    return found


def present(page: Page, rounds: Rounds, where: str = "") -> None:
    page.context.request.get(rounds.released["ordforer"].url)
    page.goto(f"/present{where}")


def walk(page: Page) -> None:
    """All of it by a clicker's two keys, there and back."""
    expected = []
    indexes = page.locator("[data-slide^=all]").count()
    alls = ["all", *(f"all-{n}" for n in range(2, indexes + 1))]
    for name in [*WAY, *alls, *END]:
        staged = name == "opener" or name.startswith("topic")
        expected += [(name, stage) for stage in range(STAGES + 1 if staged else 1)]
    there = [here(page)] + [press(page, "PageDown") for _ in expected[1:]]
    assert there == expected
    assert press(page, "PageDown", "PageDown") == expected[-1]
    back = [press(page, "PageUp") for _ in expected[1:]]
    assert back == expected[-2::-1]
    assert press(page, "PageUp") == expected[0]


def test_the_whole_talk_by_clicker_with_the_server_gone(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    page = open_page(devices.PROJECTOR, base_url=own_server.url)
    asked: list[str] = []
    page.context.request.get(Rounds(own_api).released["ordforer"].url)
    page.goto("/present")
    page.context.on("request", lambda request: asked.append(request.url))
    own_server.kill()
    walk(page)
    for number in range(1, 26):
        name, _ = press(page, *str(number), "Enter")
        shown = page.locator("[data-current]")
        assert shown.get_attribute("data-number") == str(number)
        assert shown.locator("h2").inner_text()
        assert name
    assert asked == []
    assert len(page.evaluate("() => performance.getEntriesByType('resource')")) == 0


def test_the_saved_file_works_from_a_usb_stick(
    open_page: OpenPage, own_server: Server, own_api: Api, tmp_path: Path
) -> None:
    page = open_page(devices.PROJECTOR, base_url=own_server.url)
    page.context.request.get(Rounds(own_api).released["ordforer"].url)
    page.goto("/present")
    page.keyboard.press("?")
    with page.expect_download() as download:
        page.locator('a[href="/present/file"]').click()
    name = download.value.suggested_filename
    assert name.startswith("samspill-sor-oyfjord-")
    kept = tmp_path / name
    download.value.save_as(kept)
    own_server.kill()
    stick = open_page(devices.PROJECTOR, base_url="file:///")
    asked: list[str] = []
    complaints: list[str] = []
    stick.on("console", lambda said: complaints.append(said.text))
    stick.on("pageerror", lambda error: complaints.append(error.message))
    stick.goto(kept.as_uri())
    stick.context.on("request", lambda request: asked.append(request.url))
    walk(stick)
    assert press(stick, "7", "Enter")[0]
    assert stick.locator("[data-current]").get_attribute("data-number") == "7"
    press(stick, "?")
    expect(stick.locator("[data-help]")).to_be_visible()
    assert stick.locator('a:not([href^="#"])').count() == 0
    assert complaints == []
    press(stick, "Escape", "s")
    assert here(stick)[0] == "stop"
    stick.reload()
    assert here(stick)[0] == "stop"
    assert asked[1:] == []


def test_each_step_reveals_one_thing_and_moves_nothing(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page(devices.PROJECTOR)
    present(page, rounds, "#topic-1")
    places = page.evaluate(PLACES_OF)
    layers: list[list[str]] = [seen(page)]
    key = page.locator("[data-current] .slide__key")
    keys = [key.inner_text().split("\n")]
    for _ in range(STAGES):
        page.keyboard.press("Space")
        layers.append(seen(page))
        keys.append(key.inner_text().split("\n"))
        assert page.evaluate(PLACES_OF) == places
    assert layers == [
        [],
        [".today"],
        [".today", ".in-a-year"],
        [".today", ".in-a-year", ".panel--means"],
        [".today", ".in-a-year", ".panel--question"],
    ]
    both = [word("Filled: today"), word("Hollow: in a year")]
    assert keys == [[""], both[:1], both, both, both]
    prompt = page.locator("[data-current] .panel__prompt").inner_text()
    assert prompt in page.locator("[data-said]").inner_text()
    assert press(page, "Shift+Space") == ("topic-1", 3)


def test_every_screen_is_laid_out_ahead_for_this_window(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PROJECTOR)
    present(page, rounds)
    page.wait_for_function(LAID_OUT)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_function(LAID_OUT)
    assert here(page)[0] == "rules"


LAID_OUT = """() => [...document.querySelectorAll("[data-slide]")].every(({ dataset }) =>
  dataset.fitted === `${innerWidth}×${innerHeight}` && dataset.measured === undefined)"""


PLACES_OF = """() => [...document.querySelectorAll("[data-current] *")].map((one) => {
  const { x, y } = one.getBoundingClientRect(); return [x, y]; })"""


def test_todays_step_shows_nothing_of_next_years(open_page: OpenPage, rounds: Rounds) -> None:
    """Of whatever was answered for today, the room sees the same until the next step."""
    page = open_page(devices.PROJECTOR)
    given: list[Any] = [1, 2, 3, 4, 5]
    pairs = [(today, year) for today in [*given, "unknown"] for year in [*given, None]]
    seen: dict[Any, dict[str, set[bytes]]] = {}
    for part in (pairs[:25], pairs[25:]):
        answers = zip(rounds.api.statements(), part, strict=False)
        page.context.request.get(opened_with(rounds, dict(answers)))
        page.goto("about:blank")
        page.goto("/present#all")
        for name, (today, _) in zip(rounds.api.statements(), part, strict=False):
            for stage in (0, 1, 2):
                page.evaluate(SHOW_DRAWN, [name, stage])
                drawn = page.locator("[data-probe]").screenshot()
                group = today if stage else "any"
                seen.setdefault(stage, {}).setdefault(group, set()).add(drawn)
    assert {group: len(drawn) for group, drawn in seen[0].items()} == {"any": 1}
    assert {group: len(drawn) for group, drawn in seen[1].items()} == dict.fromkeys(
        [*given, "unknown"], 1
    )
    assert [len(drawn) for drawn in seen[2].values()] == [6] * 6


def opened_with(rounds: Rounds, answers: dict[str, tuple[Any, Any]]) -> str:
    """The mayor's link to an open comparison with these answers of hers, and none of the other."""
    seats = rounds.fresh()
    given = {name: {"status": s, "ambition": a} for name, (s, a) in answers.items()}
    rounds.api.save(seats["ordforer"], given)
    for role in PAIR:
        rounds.api.hand_in(seats[role], anyway=True)
    return seats["ordforer"].url


SHOW_DRAWN = """([statement, stage]) => {
  document.querySelector("[data-probe]")?.remove();
  const probe = document.createElement("div");
  probe.dataset.probe = "";
  probe.dataset.stage = stage;
  probe.style.cssText = "position: fixed; inset: 0; background: #fff; z-index: 9";
  probe.append(document.querySelector(`[data-statement="${statement}"] .large`).cloneNode(true));
  document.querySelector("main").append(probe);
}"""


def test_keys_mean_the_same_whatever_the_mouse_has_pressed(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PROJECTOR)
    present(page, rounds, "#topic-1/2")
    for key, stage in (("Space", 2), ("Enter", 2)):
        page.locator('[data-action="back"]').click()
        assert press(page, key) == ("topic-1", stage)
    page.locator('[data-action="help"]').click()
    page.locator('[data-action="full"]').click()
    page.wait_for_function("() => document.fullscreenElement")
    press(page, "?")
    page.locator('[data-action="close"]').click()
    assert press(page, "Enter") == ("topic-1", 3)
    # Whoever reaches a control by keys presses it by keys.
    page.locator('[data-action="back"]').focus()
    assert press(page, "Enter") == ("topic-1", 2)


def test_every_key_does_what_the_help_says(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page(devices.PROJECTOR)
    present(page, rounds)
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        before = here(page)
        assert press(page, key) != before
    assert here(page)[0] == "opener"
    assert press(page, "ArrowLeft")[0] == press(page, "ArrowDown", "ArrowUp")[0] == "map"
    assert press(page, "End")[0] == "next"
    assert press(page, "Home")[0] == "rules"
    assert press(page, "0", "Enter")[0] == "all"
    assert press(page, "9", "9", "9", "Enter")[0] == "all"
    none = nb("No statement has the number %(n)s.", n=999)
    expect(page.locator("[data-typed]")).to_have_text(none)
    expect(page.locator("[data-said]")).to_have_text(none)
    press(page, "PageUp")
    expect(page.locator("[data-typed]")).to_have_text("")
    press(page, "PageDown")
    assert press(page, "5", "ArrowLeft") == ("topic-3", STAGES)  # digits given up
    for key in (".", "b"):
        page.keyboard.press(key)
        expect(page.locator("[data-blank]")).to_be_visible()
        page.keyboard.press("PageDown")  # shows again what was there
        expect(page.locator("[data-blank]")).to_be_hidden()
        assert here(page) == ("topic-3", STAGES)
    for key in ("?", "h"):
        page.keyboard.press(key)
        expect(page.locator("[data-help]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("[data-help]")).to_be_hidden()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement")
    page.keyboard.press("F5")
    page.wait_for_function("() => !document.fullscreenElement")
    assert here(page) == ("topic-3", STAGES)


def test_what_lies_beside_the_way_leads_back_to_where_it_was_left(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PROJECTOR)
    present(page, rounds, "#topic-2/2")
    number = page.locator("[data-beside][data-number]").last.get_attribute("data-number")
    assert number
    name, _ = press(page, *number, "Enter")
    assert name.startswith("statement-")
    assert press(page, *(["PageDown"] * STAGES)) == (name, STAGES)
    assert press(page, "PageDown") == ("topic-2", 2)
    assert press(page, "s") == ("stop", 0)
    assert press(page, "PageDown") == ("topic-2", 2)


def test_the_address_remembers_the_screen_and_history_does_not_grow(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PROJECTOR)
    present(page, rounds)
    length = page.evaluate("() => history.length")
    at = press(page, *(["PageDown"] * 6))
    assert page.evaluate("() => history.length") == length
    page.reload()
    assert here(page) == at
    page.goto("about:blank")
    present(page, rounds, "#nowhere")
    assert here(page) == ("rules", 0)


def test_a_reload_brings_back_a_blank_screen_and_where_the_way_was_left(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PROJECTOR)
    present(page, rounds, "#topic-2/3")
    press(page, "s", "b")
    page.reload()
    expect(page.locator("[data-blank]")).to_be_visible()
    assert press(page, "PageDown") == ("stop", 0)
    page.reload()
    expect(page.locator("[data-blank]")).to_be_hidden()
    assert press(page, "PageDown") == ("topic-2", 3)


def test_on_a_phone_what_the_bar_says_has_a_line_of_its_own(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PHONE)
    present(page, rounds)
    press(page, "9", "9", "9", "Enter")
    said = page.locator("[data-typed]")
    expect(said).to_have_text(nb("No statement has the number %(n)s.", n=999))
    line = page.locator(".bar__where").bounding_box()
    button = page.locator('[data-action="help"]').bounding_box()
    assert line is not None
    assert button is not None
    assert line["width"] > 0.8 * devices.PHONE["viewport"]["width"]
    assert line["y"] + line["height"] <= button["y"]


SMALL = ((390, 844), (360, 740), (320, 568), (768, 1024), (844, 390), (320, 180))
"""Phones and tablets, and at last a projector's window at 400 % zoom, in CSS pixels."""


@pytest.mark.parametrize("size", SMALL, ids=lambda size: "×".join(map(str, size)))
def test_what_leads_on_is_in_view_on_every_screen_of_a_phone(
    open_page: OpenPage, rounds: Rounds, size: tuple[int, int]
) -> None:
    width, height = size
    page = open_page({"viewport": {"width": width, "height": height}}, has_touch=True)
    present(page, rounds)
    for name in page.evaluate("[...document.querySelectorAll('[data-slide]')].map((s) => s.id)"):
        page.evaluate("(name) => { location.hash = name; }", name)
        expect(page.locator("[data-current]")).to_have_attribute("id", name)
        for end in (0, 1_000_000):
            page.evaluate("(y) => scrollTo(0, y)", end)
            for action in ("back", "help", "next"):
                assert page.evaluate(IN_REACH, f'[data-action="{action}"]'), (name, end, action)
        assert page.evaluate(LOWEST_WORDS) <= page.evaluate(BAR_TOP) + 1, name
        bar = page.locator("[data-bar]").bounding_box()
        assert bar is not None
        assert bar["height"] <= height / 3


@pytest.mark.parametrize("size", SMALL, ids=lambda size: "×".join(map(str, size)))
def test_what_has_the_focus_is_never_hidden_behind_the_bar(
    open_page: OpenPage, rounds: Rounds, size: tuple[int, int]
) -> None:
    width, height = size
    page = open_page({"viewport": {"width": width, "height": height}})
    present(page, rounds, "#all")
    for _ in range(page.locator("[data-current] a").count()):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.index a')")
        lowest = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert lowest <= page.evaluate(BAR_TOP)


BAR_TOP = "document.querySelector('[data-bar]').getBoundingClientRect().top"
LOWEST_WORDS = """() => Math.max(
  ...[...document.querySelectorAll("[data-current] *")].filter((one) => one.checkVisibility())
    .map((one) => one.getBoundingClientRect().bottom))"""
IN_REACH = """(selector) => {
  const button = document.querySelector(selector);
  const { left, right, top, bottom } = button.getBoundingClientRect();
  if (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight) return false;
  return button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}"""


@pytest.mark.parametrize("device", [devices.PROJECTOR, devices.PHONE], ids=["projector", "phone"])
def test_a_way_out_stands_on_the_first_and_last_screen_and_in_the_help(
    open_page: OpenPage, rounds: Rounds, device: dict[str, Any]
) -> None:
    page = open_page(device)
    present(page, rounds)
    leave = page.get_by_role("link", name=word("Leave present mode"))
    for name in [*WAY, *END]:
        page.evaluate("(name) => { location.hash = name; }", name)
        expect(page.locator("[data-current]")).to_have_attribute("id", name)
        expect(leave).to_have_count(1 if name in {WAY[0], END[-1]} else 0)
    for there in ("rules", "next", "topic-2"):
        present(page, rounds, f"#{there}")
        # Whatever a clicker sends, it does not leave.
        for key in ("Enter", "Space", "Escape", "Backspace", "F5", "F5"):
            press(page, key)
        page.evaluate("(name) => { location.hash = name; }", there)
        if there == "topic-2":
            page.locator('[data-action="help"]').click()
        leave.click()
        page.wait_for_url("**/comparison")


def test_nobody_leaves_for_an_error_page(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    page = open_page(devices.PROJECTOR, base_url=own_server.url)
    present(page, Rounds(own_api))
    leave = page.get_by_role("link", name=word("Leave present mode"))
    own_server.kill()
    leave.click()
    expect(page.locator("[data-current] [data-stays]")).to_be_visible()
    press(page, "Space")
    assert here(page)[0] != WAY[0]
    press(page, "Home")
    own_server.start()
    leave.click()
    page.wait_for_url("**/comparison")


def test_mouse_and_finger(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page(devices.PROJECTOR, has_touch=True)
    present(page, rounds)
    page.locator('[data-action="next"]').click()
    assert here(page)[0] == "picture"
    page.mouse.wheel(0, 800)
    page.wait_for_timeout(100)
    assert here(page)[0] == "picture"
    swipe(page, 900, 500)
    assert here(page)[0] == "map"
    swipe(page, 500, 900)
    assert here(page)[0] == "picture"
    press(page, "0", "Enter")
    page.locator('[data-current] .index a[href^="#statement-"]').first.click()
    assert here(page)[0].startswith("statement-")
    page.locator('[data-action="back"]').tap()
    assert here(page)[0] == "all"


def swipe(page: Page, start: int, end: int) -> None:
    session = page.context.new_cdp_session(page)
    for kind, x in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
        points = [] if x is None else [{"x": x, "y": 300}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()


def test_the_screen_is_kept_awake_or_the_help_says_that_it_is_not(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PROJECTOR)
    page.add_init_script("delete Navigator.prototype.wakeLock")
    present(page, rounds)
    assert press(page, "PageDown")[0] == "picture"
    page.keyboard.press("?")
    expect(page.locator('[data-wake="none"]')).to_be_visible()
    other = open_page(devices.PROJECTOR)
    other.add_init_script(
        """window.asked = 0;
        WakeLock.prototype.request = () => { window.asked += 1; return Promise.resolve({}); };"""
    )
    present(other, rounds)
    assert other.evaluate("() => asked") == 0
    press(other, "PageDown", "PageDown")
    assert other.evaluate("() => asked") == 1
    other.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    assert other.evaluate("() => asked") == 2
    other.keyboard.press("?")
    expect(other.locator('[data-wake="held"]')).to_be_visible()


def test_without_a_script_it_is_one_long_page(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page(devices.PROJECTOR, java_script_enabled=False)
    present(page, rounds)
    for each in page.locator("[data-slide]").all():
        assert each.is_visible()
    assert page.locator(".panel--question").first.is_visible()
    assert page.locator("[data-bar]").is_hidden()


def test_the_newest_agreements_and_dates_come_only_when_asked_for(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    page = open_page(devices.PROJECTOR, base_url=own_server.url)
    mayor = Rounds(own_api).released["ordforer"]
    page.context.request.get(mayor.url)
    page.goto("/present#agreements")
    own_api.post_form(mayor, "/agreements/dates", {"check_in": "2027-01-14"})
    dates = page.locator("[data-dates]")
    assert "14. januar 2027" not in (dates.text_content() or "")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("r")
    expect(page.locator("[data-current] [data-fetched]")).to_be_visible()
    assert [url.rsplit("/", 1)[1] for url in asked] == ["agreements"]
    expect(dates).to_contain_text("14. januar 2027")
    # Who looks at the dates stays there, and is told there.
    page.evaluate("location.hash = 'next'")
    later = {"check_in": "2027-01-15", "check_in.was": "2027-01-14"}
    own_api.post_form(mayor, "/agreements/dates", later)
    page.keyboard.press("r")
    expect(dates).to_contain_text("15. januar 2027")
    assert here(page)[0] == "next"
    expect(page.locator("[data-current] [data-fetched]")).to_be_visible()
    expect(page.locator("[data-said]")).to_have_text(word("Fetched now."))
    assert press(page, "PageUp", "PageUp")[0] == "agreements"
    own_server.kill()
    page.locator('[data-current] [data-action="fetch"]').click()
    expect(page.locator("[data-current] [data-not-fetched]")).to_be_visible()
    expect(page.get_by_text(word("No agreements are written yet."))).to_be_visible()
    assert press(page, "PageDown")[0] == "others"


def test_what_is_fetched_is_this_rounds_agreements_or_nothing(
    open_page: OpenPage, rounds: Rounds
) -> None:
    page = open_page(devices.PROJECTOR)
    page.context.request.get(rounds.agreed["ordforer"].url)
    page.goto("/present#agreements")
    shown = page.locator("[data-agreements]").inner_html()

    def refused() -> None:
        page.keyboard.press("r")
        expect(page.locator("[data-current] [data-refused]")).to_be_visible()
        assert page.locator("[data-agreements]").inner_html() == shown
        assert here(page)[0] == "agreements"

    for seats in (rounds.released, rounds.waiting, rounds.closed):  # another's, shut, gone
        page.context.request.get(seats["ordforer"].url)
        refused()
    page.context.clear_cookies()
    refused()
    page.context.request.get(rounds.agreed["ordforer"].url)
    page.keyboard.press("r")
    expect(page.locator("[data-current] [data-fetched]")).to_be_visible()
    page.route("**/present/agreements", lambda route: route.abort())
    page.keyboard.press("r")
    expect(page.locator("[data-current] [data-not-fetched]")).to_be_visible()
    assert page.locator("[data-agreements]").inner_html() == shown


def test_asked_for_twice_the_later_answer_is_the_one_that_is_told(
    open_page: OpenPage, rounds: Rounds, server: Server
) -> None:
    seat = urlsplit(rounds.agreed["ordforer"].url)
    with relay(server.url, b"GET /present/agreements ") as between:
        page = open_page(devices.PROJECTOR, base_url=between.url)
        page.context.request.get(seat.path)
        page.clock.install()
        page.goto("/present#agreements")
        expect(page.locator("[data-agreements]")).to_be_visible()
        page.clock.pause_at(page.evaluate("Date.now() + 60_000") / 1000)  # the page's patience too
        lost: list[Request] = []

        def lose(request: Request) -> None:
            lost.append(request)

        page.on("requestfailed", lose)
        page.keyboard.press("r")
        assert between.swallowed.wait(10)
        page.keyboard.press("r")
        expect(page.locator("[data-current] [data-fetched]")).to_be_visible()
        assert lost == []  # the later waits for no earlier one
        with page.expect_event("requestfailed"):
            page.clock.run_for(10_000)
        page.clock.run_for(100)
        expect(page.locator("[data-current] [data-fetched]")).to_be_visible()
        expect(page.locator("[data-current] [data-not-fetched]")).to_be_hidden()


ANY_UNICODE = "Ja 👩🏽‍🚀 e\u0301a\u0308 שלום עליכם مرحبا بالعالم 市長 " + "langt" * 30 + "\n"
LONGEST = 5000
"""Characters that a field holds."""


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_long_agreements_are_read_step_by_step(
    open_page: OpenPage, rounds: Rounds, size: tuple[int, int]
) -> None:
    seats = rounds.fresh()
    rounds.answer_and_hand_in(seats, *PAIR)
    long = "Vi tar en prat før møtet om det som kan bli vanskelig. "
    for then in ("kort", long * 8, long * 100, ANY_UNICODE * 40, "kortere"):
        fields = {"ending": "agree", "when": "x", "then": then[:LONGEST], "owner": "*"}
        rounds.api.post_form(seats["ordforer"], "/agreements/new", fields)
    page = open_page({"viewport": {"width": size[0], "height": size[1]}})
    page.context.request.get(seats["ordforer"].url)
    page.goto("/present#agreements")
    read: list[str] = []
    while here(page)[0] == "agreements":
        state = page.evaluate(WHAT_CAN_BE_READ)
        assert state["over"] <= 1
        assert state["smallest"] >= 24
        assert state["cut"] == state["said"]
        read += state["texts"]
        at = page.locator("[data-current]").get_attribute("data-stages"), page.url
        page.reload()
        assert (page.locator("[data-current]").get_attribute("data-stages"), page.url) == at
        page.keyboard.press("PageDown")
    whole = page.locator(".agreed__text").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert read == whole
    assert press(page, "PageUp")[0] == "agreements"
    assert page.locator(".agreed__list > li").last.is_visible()


WHAT_CAN_BE_READ = """() => {
  const shown = [...document.querySelectorAll("[data-current] .agreed__list > li")]
    .filter((one) => one.checkVisibility()).map((one) => one.querySelector(".agreed__text"));
  return {
    over: document.documentElement.scrollHeight - innerHeight,
    smallest: Math.min(...shown.map((one) => parseFloat(getComputedStyle(one).fontSize))),
    cut: shown.some((one) => one.scrollHeight > one.clientHeight + 2),
    said: document.querySelector(".more-than-fits").checkVisibility(),
    texts: shown.map((one) => one.textContent),
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_the_marks_stay(open_page: OpenPage, rounds: Rounds, scheme: str) -> None:
    page = open_page(devices.PROJECTOR, forced_colors="active", color_scheme=scheme)
    present(page, rounds, "#topic-1")
    plain = page.locator("[data-current] .large").screenshot()
    press(page, "PageDown")
    today = page.locator("[data-current] .large").screenshot()
    press(page, "PageDown")
    year = page.locator("[data-current] .large").screenshot()
    assert len({plain, today, year}) == 3


@pytest.fixture
def to_break(tmp_path: Path) -> Iterator[Server]:
    """A server whose log may say what went wrong."""
    running = Server(tmp_path / "data").start()
    yield running
    running.stop()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_breaks_off_says_so_and_a_whole_one_never_does(
    open_page: OpenPage, to_break: Server, scripts: bool
) -> None:
    page = open_page(devices.PROJECTOR, base_url=to_break.url, java_script_enabled=scripts)
    unfinished = page.locator(".unfinished")
    with closing(Api(to_break.url)) as api:
        present(page, Rounds(api))
    expect(page.locator("#rules")).to_be_visible()
    animation = unfinished.evaluate("(each) => getComputedStyle(each).animationName")
    assert animation == "none"
    expect(unfinished).to_be_hidden()

    with closing(sqlite3.connect(to_break.data_dir / "samspill.sqlite3")) as broken, broken:
        broken.execute("UPDATE answer SET value_box = zeroblob(length(value_box))")
    page.goto("/present", wait_until="commit")
    expect(page.locator("#rules")).to_be_visible()
    expect(unfinished).to_be_visible()
    box = unfinished.bounding_box()
    assert box
    assert box["y"] + box["height"] <= devices.PROJECTOR["viewport"]["height"]
    assert to_break.log().count("unforeseen error in /present") == 1
