"""On a ferry, in a tunnel, with an empty battery: nothing is lost, and the page says what is so.

Each story counts what the server lacks at its end: nothing of all that was tapped.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser import devices
from tests.browser.api import Api, Link
from tests.browser.conftest import OpenKept, OpenPage
from tests.browser.people import Person, sheet
from tests.browser.places import without_background_sync
from tests.browser.server import Server

MARITS = "44 35 55 34 45 33 25 54 15 25 34 55 44 45 42 22 34 13 45 45 nn 44 34 25 52"
TICKED = ("rol-02", "hve-01", "ret-03")


@pytest.fixture
def ids(api: Api) -> list[str]:
    """The statements, in the order they are answered."""
    return api.statements()


@pytest.fixture
def mayor(api: Api) -> Link:
    """Marit's own link in a dialogue of her own."""
    return api.open_seats()["ordforer"]


HELD = """async () => {
  while (!((await caches.match("/answer")) && (await caches.match("/offline"))))
    await new Promise((soon) => setTimeout(soon, 50));
}"""
"""Resolves when the worker holds what it needs without a network."""


def begin(page: Page, seat: Link) -> Person:
    """Open the answering page by the own link, and wait until the worker holds it."""
    marit = Person(page, "nb")
    page.goto(seat.url)
    page.goto("/answer")
    page.locator("[data-ready]").wait_for()
    page.evaluate(HELD)
    return marit


def lost(api: Api, seat: Link, ids: list[str], answers: str, ticked: tuple[str, ...]) -> int:
    """How many of the 75 values are not on the server as they were tapped."""
    held = api.answers(seat)
    wanted = sheet(ids, answers, ticked)
    none = {"status": None, "ambition": None, "talk": False}
    return sum(
        held.get(name, none)[field] != getattr(answer, field)
        for name, answer in wanted.items()
        for field in ("status", "ambition", "talk")
    )


def test_the_network_may_be_cut_at_every_statement(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    marit = begin(open_page(), mayor)
    for name, answer in sheet(ids, MARITS, TICKED).items():
        marit.sees(name)
        marit.page.context.set_offline(True)
        marit.tap(name, "status", answer.status)
        marit.tap(name, "ambition", answer.ambition)
        if answer.talk:
            marit.touch(marit.box(name))
        marit.sees_waiting(2 + answer.talk)
        marit.page.context.set_offline(False)
        marit.sees_state("saved", "Saved")
        if name != ids[-1]:
            marit.press("next")
    assert lost(api, mayor, ids, MARITS, TICKED) == 0


def test_everything_without_a_server_and_the_tab_closed_in_between(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    mayor, ids = own_api.open_seats()["ordforer"], own_api.statements()
    page = open_page(base_url=own_server.url)
    context = page.context
    marit = begin(page, mayor)
    own_server.kill()
    answers = sheet(ids, MARITS, TICKED)
    for count, (name, answer) in enumerate(answers.items()):
        marit.tap(name, "status", answer.status)
        marit.tap(name, "ambition", answer.ambition)
        if answer.talk:
            marit.touch(marit.box(name))
        if count == 9:
            marit.sees_waiting(22)
            marit.page.close()
            marit = Person(context.new_page(), "nb")
            marit.page.goto("/answer")
            marit.sees(ids[10])  # the first without an answer
            for earlier in ids[:10]:
                expect(marit.cell(earlier, "status", answers[earlier].status)).to_be_checked()
        elif name != ids[-1]:
            marit.press("next")
    marit.sees_waiting(53)
    own_server.start()
    marit.page.reload()
    marit.sees_state("saved", "Saved")
    assert lost(own_api, mayor, ids, MARITS, TICKED) == 0


def test_opened_again_without_a_network_it_is_whose_it_was(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    api.save(mayor, {ids[0]: {"status": 2, "ambition": 4}})
    marit = begin(open_page(), mayor)
    marit.page.context.set_offline(True)
    for address in ("/answer", f"/answer#{ids[0]}"):
        marit.page.goto("about:blank")
        marit.page.goto(address)
        expect(marit.cell(ids[0], "status", 2)).to_be_checked()
        expect(marit.page.get_by_text("Ordfører", exact=True)).to_be_visible()
    marit.page.goto("about:blank")
    marit.page.goto("/waiting")
    expect(marit.page.get_by_role("heading", level=1)).to_have_text(marit.word("You are offline"))
    marit.follow("/answer")
    expect(marit.cell(ids[0], "status", 2)).to_be_attached()


@pytest.fixture
def killed(open_kept: OpenKept, tmp_path: Path) -> Iterator[KillableBrowser]:
    browser = KillableBrowser(open_kept, tmp_path / "profile")
    yield browser
    browser.context.close()


class KillableBrowser:
    """A browser on one profile, that can be ended as an empty battery does it."""

    def __init__(self, open_kept: OpenKept, profile: Path) -> None:
        self._open = open_kept
        self._profile = profile
        self.context: BrowserContext = open_kept(profile)

    def close_and_open(self) -> Page:
        """Close it as a person does, and open it anew."""
        self.context.close()
        self.context = self._open(self._profile)
        return self.context.pages[0]

    def kill_and_open(self) -> Page:
        """Kill every process of it at once; open it anew."""
        found = subprocess.run(
            ["pgrep", "-f", f"user-data-dir={self._profile}"],
            capture_output=True,
            text=True,
            check=False,
        )
        for pid in found.stdout.split():
            subprocess.run(["kill", f"-{signal.SIGKILL.value}", pid], check=False)
        self._profile.joinpath("SingletonLock").unlink(missing_ok=True)
        self.context = self._open(self._profile)
        return self.context.pages[0]


def test_the_browser_may_be_killed_after_any_tap(
    killed: KillableBrowser, api: Api, mayor: Link, ids: list[str]
) -> None:
    """Ten times, without a network: at most the very last tap may be missing.

    The browser is closed once first: until then, or for half a minute, Chromium has not written
    its cookies to the disk, and a seat is open again only by its link.
    """
    chance = random.Random(2026)
    begin(killed.context.pages[0], mayor)
    marit = Person(killed.close_and_open(), "nb")
    tapped: dict[tuple[str, str], int | None] = {}
    missing = 0
    for _ in range(10):
        killed.context.set_offline(True)
        before = dict(tapped)
        for name in chance.sample(ids, 3):
            field = chance.choice(("status", "ambition"))
            value = chance.randint(1, 5)
            marit.page.goto(f"/answer#{name}")
            # Nobody taps again in the instant it takes to keep the one before.
            if waiting := len([each for each in tapped.values() if each is not None]):
                marit.sees_waiting(waiting)
            marit.tap(name, field, value)
            last, tapped[name, field] = (name, field), value
        marit = Person(killed.kill_and_open(), "nb")
        killed.context.set_offline(True)
        marit.page.goto("/answer")
        marit.page.locator("[data-ready]").wait_for()
        for (name, field), kept in list(tapped.items()):
            if kept is None or marit.cell(name, field, kept).is_checked():
                continue
            assert (name, field) == last, f"{name}.{field} is gone"
            missing += 1
            tapped[last] = before.get(last)
    killed.context.set_offline(False)
    marit.page.reload()
    marit.sees_state("saved", "Saved")
    assert missing <= 10
    held = api.answers(mayor)
    for (name, field), kept in tapped.items():
        if kept is not None:
            assert held[name][field] == kept


def test_the_server_may_be_killed_in_the_middle_of_a_save(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    mayor, ids = own_api.open_seats()["ordforer"], own_api.statements()
    marit = begin(open_page(base_url=own_server.url), mayor)
    for name, answer in sheet(ids, MARITS, TICKED).items():
        marit.tap(name, "status", answer.status)
        if name in (ids[3], ids[12], ids[20]):
            own_server.kill()
        marit.tap(name, "ambition", answer.ambition)
        if answer.talk:
            marit.touch(marit.box(name))
        if name in (ids[5], ids[14], ids[22]):
            own_server.start()
        if name != ids[-1]:
            marit.press("next")
    marit.sees_state("saved", "Saved")
    assert lost(own_api, mayor, ids, MARITS, TICKED) == 0


def test_the_server_may_hang_in_the_middle_of_a_save(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    """It takes what is sent and never answers; then it comes to."""
    mayor, ids = own_api.open_seats()["ordforer"], own_api.statements()
    marit = begin(open_page(base_url=own_server.url), mayor)
    os.kill(own_server.pid, signal.SIGSTOP)
    try:
        marit.tap(ids[0], "status", 2)
        marit.tap(ids[0], "ambition", 4)
        marit.sees_state("saving", "Saving …")
        marit.sees_waiting(2, within=40_000)  # the page waits for 20 s
        marit.tap(ids[0], "status", 3)
        marit.sees_waiting(2)
    finally:
        os.kill(own_server.pid, signal.SIGCONT)
    marit.page.evaluate("dispatchEvent(new Event('online'))")
    marit.sees_state("saved", "Saved")
    assert own_api.answers(mayor) == {ids[0]: {"status": 3, "ambition": 4, "talk": False}}


def test_answers_lost_on_the_way_back_are_sent_again_and_count_once(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    page = open_page()
    without_background_sync(page)
    marit = begin(page, mayor)

    def saved_but_not_told(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/answers", saved_but_not_told)
    marit.tap(ids[0], "status", 2)
    marit.sees_waiting(1)
    marit.tap(ids[0], "status", 5)
    marit.tap(ids[0], "ambition", 4)
    marit.sees_waiting(2)
    page.unroute_all(behavior="wait")
    marit.sees_state("saved", "Saved")
    assert api.answers(mayor) == {ids[0]: {"status": 5, "ambition": 4, "talk": False}}


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (404, "text/html", "<h1>Not found</h1>"),
        (403, "text/html", "<h1>Blocked</h1>"),
        (200, "text/html", "<h1>Log in to the hotel</h1>"),
        (200, "application/json", "{}"),
        (408, "text/plain", ""),
    ],
)
def test_what_is_not_our_server_is_not_believed(
    open_page: OpenPage,
    api: Api,
    mayor: Link,
    ids: list[str],
    status: int,
    content_type: str,
    body: str,
) -> None:
    page = open_page()
    without_background_sync(page)
    marit = begin(page, mayor)
    page.route(
        "**/api/answers",
        lambda route: route.fulfill(status=status, content_type=content_type, body=body),
    )
    marit.tap(ids[0], "status", 2)
    marit.tap(ids[0], "ambition", 4)
    marit.sees_waiting(2)
    page.unroute_all(behavior="wait")
    page.evaluate("dispatchEvent(new Event('online'))")
    marit.sees_state("saved", "Saved")
    assert api.answers(mayor) == {ids[0]: {"status": 2, "ambition": 4, "talk": False}}


@pytest.mark.parametrize("how", ["taken back", "deleted"])
def test_taken_back_or_deleted_on_another_device_while_this_page_is_open(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str], how: str
) -> None:
    """What waits here stays open to its holder, though deleting gives the sheet another key."""
    api.answer_all(mayor)
    page = open_page()
    without_background_sync(page)
    marit = begin(page, mayor)
    page.context.set_offline(True)
    marit.tap(ids[0], "status", 1)
    marit.sees_waiting(1)
    if how == "taken back":
        api.hand_in(mayor)
        api.call("DELETE", "/api/hand-in", mayor)
    else:
        api.call("DELETE", "/api/answers", mayor)
    page.route("**/api/answers", lambda route: route.abort())
    page.context.set_offline(False)
    with page.expect_response("**/answer/now"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    marit.tap(ids[0], "ambition", 2)
    marit.sees_waiting(2)
    page.reload()
    page.locator("[data-ready]").wait_for()
    page.goto(f"/answer#{ids[0]}")
    for field, value in (("status", 1), ("ambition", 2)):
        expect(marit.cell(ids[0], field, value)).to_be_checked()
    page.unroute_all(behavior="wait")
    page.reload()
    marit.sees_state("saved", "Saved")
    assert api.answers(mayor)[ids[0]] == {"status": 1, "ambition": 2, "talk": False}


def test_an_older_tap_that_waited_gives_way_to_what_another_device_answered(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    page = open_page()
    without_background_sync(page)
    marit = begin(page, mayor)
    page.context.set_offline(True)
    marit.tap(ids[0], "status", 1)
    marit.sees_waiting(1)
    api.save(mayor, {ids[0]: {"status": 5}})
    page.context.set_offline(False)
    expect(marit.cell(ids[0], "status", 5)).to_be_checked()
    marit.sees_state("saved", "Saved")
    assert api.answers(mayor)[ids[0]]["status"] == 5


def test_the_clock_may_be_set_back_between_two_taps(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    mayor, ids = own_api.open_seats()["ordforer"], own_api.statements()
    page = open_page(base_url=own_server.url)
    marit = begin(page, mayor)
    marit.tap(ids[0], "status", 2)
    marit.sees_state("saved", "Saved")
    own_server.kill()
    page.add_init_script("{ const now = Date.now; Date.now = () => now() - 3_600_000; }")
    page.goto("about:blank")
    page.goto(f"/answer#{ids[0]}")
    marit.tap(ids[0], "status", 5)
    marit.sees_waiting(1)
    own_server.start()
    marit.sees_state("saved", "Saved")
    expect(marit.cell(ids[0], "status", 5)).to_be_checked()
    assert own_api.answers(mayor)[ids[0]]["status"] == 5


def test_a_broken_key_on_the_device_is_set_right(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    page = open_page()
    marit = begin(page, mayor)
    page.evaluate("document.cookie = 'samspill-device=x.%%%; path=/'")
    page.goto("about:blank")
    page.goto(f"/answer#{ids[0]}")
    page.locator("[data-ready]").wait_for()
    marit.tap(ids[0], "status", 2)
    marit.sees_state("saved", "Saved")


def test_what_can_no_longer_be_opened_is_told_of(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    mayor, ids = own_api.open_seats()["ordforer"], own_api.statements()
    page = open_page(base_url=own_server.url)
    without_background_sync(page)
    marit = begin(page, mayor)
    own_server.kill()
    marit.tap(ids[0], "status", 1)
    marit.sees_waiting(1)
    page.goto("about:blank")
    own_server.start()
    own_api.call("DELETE", "/api/answers", mayor)
    page.goto(mayor.url)
    page.goto("/answer")
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("kan ikke lenger åpnes")
    expect(marit.cell(ids[0], "status", 1)).not_to_be_checked()
    page.reload()
    page.locator("[data-ready]").wait_for()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)
    assert own_api.answers(mayor) == {}


def test_two_devices_whose_clocks_are_hours_apart_end_with_the_newest_tap(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    phone, tablet = open_page(), open_page(devices.PROJECTOR)
    tablet.add_init_script(
        """const [now, origin, hours] = [Date.now, performance.timeOrigin, 3 * 3600e3];
        Date.now = () => now() + hours;
        const later = { get: () => origin + hours };
        Object.defineProperty(Performance.prototype, "timeOrigin", later);"""
    )
    marit = begin(phone, mayor)
    desk = begin(tablet, mayor)
    desk.mouse = True
    for who, value in ((desk, 1), (marit, 2), (desk, 3), (marit, 4)):
        who.page.wait_for_timeout(700)  # the clocks are known to within a part of a second
        who.tap(ids[0], "status", value)
        who.sees_state("saved", "Saved")
        assert api.answers(mayor)[ids[0]]["status"] == value

    # The tablet is offline when it is tapped first, and comes back after the phone was.
    desk.page.context.set_offline(True)
    desk.tap(ids[0], "ambition", 1)
    desk.sees_waiting(1)
    marit.page.wait_for_timeout(700)
    marit.tap(ids[0], "ambition", 5)
    marit.sees_state("saved", "Saved")
    desk.page.context.set_offline(False)
    desk.sees_state("saved", "Saved")
    assert api.answers(mayor)[ids[0]]["ambition"] == 5
    desk.page.reload()
    expect(desk.cell(ids[0], "ambition", 5)).to_be_checked()


def test_two_tabs_end_alike(open_page: OpenPage, api: Api, mayor: Link, ids: list[str]) -> None:
    first = begin(open_page(), mayor)
    context = first.page.context
    second = Person(context.new_page(), "nb")
    second.page.goto("/answer")
    second.page.locator("[data-ready]").wait_for()
    context.set_offline(True)
    first.tap(ids[0], "status", 1)
    second.tap(ids[0], "status", 2)
    second.tap(ids[0], "ambition", 4)
    first.sees_waiting(2)
    context.set_offline(False)
    for tab in (first, second):
        tab.sees_state("saved", "Saved")
        tab.page.reload()
        expect(tab.cell(ids[0], "status", 2)).to_be_checked()
    assert api.answers(mayor)[ids[0]] == {"status": 2, "ambition": 4, "talk": False}


def test_what_another_device_answered_is_there_when_one_returns(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    marit = begin(open_page(), mayor)
    api.save(mayor, {ids[0]: {"status": 3, "ambition": 5}})
    marit.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(marit.cell(ids[0], "ambition", 5)).to_be_checked()


def test_no_room_on_the_device(open_page: OpenPage, api: Api, mayor: Link, ids: list[str]) -> None:
    """The browser refuses to keep a tap: it is sent straight on, and the page says what waits."""
    page = open_page()
    without_background_sync(page)
    page.add_init_script(
        """IDBObjectStore.prototype.put = () => {
             throw new DOMException("no room", "QuotaExceededError");
           };"""
    )
    marit = begin(page, mayor)
    marit.tap(ids[0], "status", 2)
    marit.sees_state("saved", "Saved")
    page.context.set_offline(True)
    marit.tap(ids[0], "ambition", 4)
    marit.sees_state("queued", "1 answer is not sent yet – keep this page open")
    page.context.set_offline(False)
    marit.sees_state("saved", "Saved")
    assert api.answers(mayor)[ids[0]] == {"status": 2, "ambition": 4, "talk": False}


def test_tapped_before_the_script_has_come(
    open_page: OpenPage, api: Api, mayor: Link, ids: list[str]
) -> None:
    """On a bad line the page is there before its script: those taps are saved too."""
    page = open_page(service_workers="block")
    held: list[Route] = []
    page.route("**/static/answering*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks what it takes
    page.goto(mayor.url)
    page.goto("/answer", wait_until="commit")
    marit = Person(page, "nb")
    marit.tap(ids[0], "status", 4)
    marit.touch(marit.box(ids[0]))
    for route in held:
        route.continue_()
    page.locator("[data-ready]").wait_for()
    marit.sees_state("saved", "Saved")
    page.wait_for_timeout(300)
    assert api.answers(mayor)[ids[0]] == {"status": 4, "ambition": None, "talk": True}
