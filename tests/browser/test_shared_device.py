"""One tablet, two seats: what one keeps there the other never sees, sends or removes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.people import Person
from tests.browser.places import without_background_sync
from tests.browser.test_next_round import move_on, sees_unsent
from tests.browser.test_offline import begin

Seats = dict[str, Link]

STORED = """async () => {
  const open = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const all = (store) => new Promise((done) => {
    const asked = store.getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const records = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await open(name);
    for (const store of database.objectStoreNames)
      for (const record of await all(database.transaction(store).objectStore(store)))
        records.push({ ...record, text: new TextDecoder("latin1").decode(record.box) });
    database.close();
  }
  const pages = {};
  for (const cache of await caches.keys())
    for (const { url } of await (await caches.open(cache)).keys())
      pages[new URL(url).pathname] = await (await caches.match(url)).text();
  return { records, pages, local: { ...localStorage }, session: { ...sessionStorage } };
}"""
"""Everything a script of this site can find on the device."""


EMPTY = """async () => {
  const database = await new Promise((done) => {
    const asked = indexedDB.open("samspill");
    asked.onsuccess = () => done(asked.result);
  });
  const count = (store) => new Promise((done) => {
    const asked = database.transaction(store).objectStore(store).count();
    asked.onsuccess = () => done(asked.result);
  });
  const left = await Promise.all([...database.objectStoreNames].map(count));
  database.close();
  return left.every((count) => count === 0);
}"""
"""Whether nothing is kept on the device."""


@pytest.fixture
def seats(api: Api) -> Seats:
    """Both seats of one dialogue."""
    return api.open_seats()


@pytest.fixture
def ids(api: Api) -> list[str]:
    """The statements, in the order they are answered."""
    return api.statements()


@pytest.fixture
def tablet(open_page: OpenPage) -> Page:
    """The tablet both use."""
    page = open_page()
    without_background_sync(page)
    return page


def stored(page: Page) -> dict[str, Any]:
    """What is on the device."""
    found: dict[str, Any] = page.evaluate(STORED)
    return found


def until_empty(page: Page) -> None:
    """Wait until nothing is kept on the device; what an open page does there takes a moment."""
    page.evaluate(f"""async () => {{
      const empty = {EMPTY};
      while (!(await empty())) await new Promise((soon) => setTimeout(soon, 50));
    }}""")


def test_neither_sees_nor_sends_the_others(
    tablet: Page, api: Api, seats: Seats, ids: list[str]
) -> None:
    marit = begin(tablet, seats["ordforer"])
    tablet.route("**/api/answers", lambda route: route.abort())
    marit.tap(ids[0], "status", 1)
    marit.tap(ids[0], "ambition", 5)
    marit.sees_waiting(2)
    tablet.goto(seats["kommunedirektor"].url)
    tablet.unroute("**/api/answers")
    tablet.goto("/answer")
    kare = Person(tablet, "nb")
    tablet.locator("[data-ready]").wait_for()
    expect(tablet.locator("input:checked")).to_have_count(0)
    expect(tablet.get_by_text("Kommunedirektør", exact=True)).to_be_visible()
    kare.tap(ids[0], "status", 3)
    kare.sees_state("saved", "Saved")
    assert api.answers(seats["ordforer"]) == {}
    assert [each["status"] for each in api.answers(seats["kommunedirektor"]).values()] == [3]

    tablet.goto(seats["ordforer"].url)
    tablet.goto("/answer")
    expect(marit.cell(ids[0], "status", 1)).to_be_checked()
    marit.sees_state("saved", "Saved")
    tablet.reload()
    assert api.answers(seats["ordforer"])[ids[0]] == {"status": 1, "ambition": 5, "talk": False}


def test_without_a_network_the_last_to_open_is_the_one_who_answers(
    tablet: Page, seats: Seats, ids: list[str]
) -> None:
    marit = begin(tablet, seats["ordforer"])
    marit.tap(ids[0], "status", 1)
    marit.sees_state("saved", "Saved")
    kare = begin(tablet, seats["kommunedirektor"])
    tablet.context.set_offline(True)
    tablet.goto("about:blank")
    tablet.goto("/answer")
    expect(tablet.get_by_text("Kommunedirektør", exact=True)).to_be_visible()
    expect(tablet.locator("input:checked")).to_have_count(0)
    kare.tap(ids[0], "status", 4)
    kare.sees_waiting(1)


def test_what_lies_on_the_device_can_be_read_by_nobody_else(
    tablet: Page, seats: Seats, ids: list[str]
) -> None:
    marit = begin(tablet, seats["ordforer"])
    for name in reversed(ids[:3]):
        marit.page.goto(f"/answer#{name}")
        marit.tap(name, "status", 1)
    marit.tap(ids[0], "ambition", "not_relevant")
    marit.touch(marit.box(ids[0]))
    marit.sees_state("saved", "Saved")
    mine = stored(tablet)
    assert len(mine["records"]) == 6
    sizes = {len(each["text"]) for each in mine["records"] if "id" in each}
    assert len(sizes) == 1
    for word in ("status", "rol-0", "Sør-Øyfjord", "Ordf", '"1"', "answers"):
        for record in mine["records"]:
            assert word not in json.dumps({**record, "box": ""}, ensure_ascii=False)
    assert set(mine["pages"]) >= {"/answer", "/offline"}
    for path, text in mine["pages"].items():
        for word in ("Sør-Øyfjord", seats["ordforer"].token, seats["ordforer"].code, " checked"):
            assert word not in text, path
    assert mine["local"] == mine["session"] == {}

    tablet.goto(seats["kommunedirektor"].url)
    cookies = {each["name"]: each["value"] for each in tablet.context.cookies()}
    ours = mine["records"][0]["seat"]
    assert not any(ours in value for value in cookies.values())


def test_clearing_the_device_leaves_nothing(
    tablet: Page, api: Api, seats: Seats, ids: list[str]
) -> None:
    marit = begin(tablet, seats["ordforer"])
    marit.tap(ids[0], "status", 2)
    marit.sees_state("saved", "Saved")
    tablet.goto("/my-seat")
    marit.touch(tablet.get_by_role("button", name=marit.word("Done – clear this device")))
    tablet.wait_for_url("**/")
    found = stored(tablet)
    assert found == {"records": [], "pages": {}, "local": {}, "session": {}}
    assert (
        tablet.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length")
        == 0
    )
    assert {each["name"] for each in tablet.context.cookies()} <= {"lang"}
    assert api.answers(seats["ordforer"])[ids[0]]["status"] == 2


def test_clearing_never_loses_what_is_not_sent_unasked(
    tablet: Page, api: Api, seats: Seats, ids: list[str]
) -> None:
    marit = begin(tablet, seats["ordforer"])
    tablet.route("**/api/answers", lambda route: route.abort())
    marit.tap(ids[0], "status", 2)
    marit.sees_waiting(1)
    tablet.goto(seats["kommunedirektor"].url)
    tablet.unroute("**/api/answers")
    kare = begin(tablet, seats["kommunedirektor"])
    kare.tap(ids[0], "status", 4)
    kare.sees_state("saved", "Saved")
    tablet.goto("/my-seat")
    kare.touch(tablet.get_by_role("button", name=kare.word("Done – clear this device")))
    tablet.wait_for_url("**/")
    left = stored(tablet)["records"]
    assert len({each["seat"] for each in left}) == 1

    tablet.goto(seats["ordforer"].url)
    tablet.goto("/answer")
    expect(marit.cell(ids[0], "status", 2)).to_be_checked()
    marit.sees_state("saved", "Saved")


def test_what_one_never_sent_in_a_round_now_over_is_told_the_one_alone(
    tablet: Page, api: Api, seats: Seats, ids: list[str]
) -> None:
    marit = begin(tablet, seats["ordforer"])
    tablet.context.set_offline(True)
    marit.tap(ids[0], "status", 1)
    marit.sees_waiting(1)
    move_on(api, seats)
    tablet.context.set_offline(False)
    sees_unsent(marit, 1)
    # Kåre opens his own link beside it: her page makes way, and his says nothing of hers.
    his = tablet.context.new_page()
    begin(his, seats["kommunedirektor"])
    expect(his.locator("[data-problem]")).to_be_hidden()
    tablet.context.set_offline(True)
    tablet.context.set_offline(False)
    # It may be on its way while the network is away for a moment: then it tries again by itself.
    expect(tablet.get_by_text("Kommunedirektør", exact=True)).to_be_visible(timeout=30_000)
    tablet.locator("[data-ready]").wait_for()
    expect(tablet.locator("input:checked")).to_have_count(0)
    expect(tablet.locator("[data-problem]")).to_be_hidden()
    assert api.answers(seats["kommunedirektor"]) == {}
    his.close()
    begin(tablet, seats["ordforer"])
    sees_unsent(marit, 1)
    expect(tablet.locator("input:checked")).to_have_count(0)


def test_handed_in_the_device_forgets_the_answers(tablet: Page, api: Api, seats: Seats) -> None:
    api.answer_all(seats["ordforer"])
    marit = begin(tablet, seats["ordforer"])
    assert stored(tablet)["records"]
    marit.page.goto("/review")
    marit.press("hand-in")
    marit.sees_handed_in()
    expect(
        tablet.get_by_role("button", name=marit.word("Done – clear this device"))
    ).to_be_visible()
    until_empty(tablet)


def test_the_last_to_hand_in_leaves_nothing_either(tablet: Page, api: Api, seats: Seats) -> None:
    """The comparison opens at once then."""
    for seat in seats.values():
        api.answer_all(seat)
    api.hand_in(seats["kommunedirektor"])
    marit = begin(tablet, seats["ordforer"])
    marit.page.goto("/review")
    marit.press("hand-in")
    marit.sees_handed_in()
    until_empty(tablet)


def test_deleted_for_good_they_are_gone_from_the_device(
    tablet: Page, seats: Seats, ids: list[str]
) -> None:
    marit = begin(tablet, seats["ordforer"])
    tablet.route("**/api/answers", lambda route: route.abort())
    marit.tap(ids[0], "status", 2)
    marit.sees_waiting(1)
    tablet.goto("/my-seat#erase")
    marit.touch(tablet.locator('#erase [name="confirm"]'))
    marit.touch(tablet.locator('#erase button[type="submit"]'))
    expect(tablet.locator("[data-erased]")).to_be_visible()
    until_empty(tablet)
    assert not any(each["name"].endswith("-device") for each in tablet.context.cookies())


def test_clearing_asks_also_about_what_the_server_refuses(
    tablet: Page, api: Api, seats: Seats, ids: list[str]
) -> None:
    """One entry that is refused keeps the others from coming in: none may go unasked."""
    marit = begin(tablet, seats["ordforer"])
    tablet.route("**/api/answers", lambda route: route.abort())
    marit.tap(ids[0], "status", 2)
    marit.touch(marit.box(ids[0]))
    marit.sees_waiting(2)
    api.save(seats["ordforer"], {name: {"talk": True} for name in ids[1:4]})
    tablet.goto("/my-seat")
    tablet.unroute("**/api/answers")
    leave = tablet.get_by_role("button", name=marit.word("Done – clear this device"))
    marit.touch(leave)
    expect(tablet.locator("[data-leave] [data-unsent]")).to_be_visible()
    assert len(stored(tablet)["records"]) == 3
    marit.touch(leave)
    tablet.wait_for_url("**/")
    assert stored(tablet)["records"] == []
