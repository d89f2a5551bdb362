"""A year later: the same two, the same links, and what has moved; nothing runs over between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import devices
from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.people import Person
from tests.browser.rounds import Rounds
from tests.browser.server import Server
from tests.browser.test_offline import HELD, begin
from tests.web.test_page_next_round import second_version

PAIR = ("ordforer", "kommunedirektor")
EDITOR = "an editor's token for this test"
AGREED = {
    "ending": "agree",
    "statement": "rol-01",
    "when": "en sak haster",
    "then": "ringer vi",
    "owner": "*",
}


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Api]:
    """The API of a server where an editor may publish."""
    running = Server(tmp_path / "data", SAMSPILL_EDITOR_TOKEN=EDITOR).start()
    client = Api(running.url)
    yield client
    client.close()
    running.stop()
    assert "Traceback" not in running.log(), running.log()


def talk(api: Api, **answers: int) -> dict[str, Link]:
    """A first round that was opened, talked about, and ended in an agreement."""
    seats = api.open_seats()
    for role in PAIR:
        api.answer_all(seats[role], **answers)
        api.hand_in(seats[role])
    api.post_form(seats["ordforer"], "/agreements/new", AGREED)
    return seats


def test_a_second_round_on_a_new_version_shows_what_has_moved(
    open_page: OpenPage, edited: Api
) -> None:
    api = edited
    address = str(api.client.base_url)
    seats = talk(api, status=2, ambition=4)
    published: Any = api.client.post(
        "/api/question-sets", json=second_version(), headers={"authorization": f"Bearer {EDITOR}"}
    )
    assert published.status_code == 201, published.text
    marit = Person(open_page(base_url=address), "nb")
    kare = Person(open_page(base_url=address), "nb")
    for person, role in ((marit, "ordforer"), (kare, "kommunedirektor")):
        person.page.goto(seats[role].url)
        person.page.wait_for_url("**/comparison")
    marit.follow("/next")
    marit.touch(marit.page.locator("#sure"))
    marit.press("next-round")
    marit.page.wait_for_url("**/welcome")
    # Kåre's page is of a round that is over: his next step leads him into the new one.
    kare.page.goto("/comparison")
    kare.page.wait_for_url("**/welcome")
    for person, verdict in ((marit, "kept"), (kare, "partly")):
        person.follow("/last-time")
        person.touch(person.page.locator(f'input[value="{verdict}"]'))
        person.page.get_by_label(person.word("One line about it, if you like")).fill(verdict)
        person.press("next")
        person.page.locator("[data-ready]").wait_for()
        assert person.shown() == ["rol-91"]
    names = api.statements(version=2)
    for role, status in (("ordforer", 4), ("kommunedirektor", 3)):
        api.save(seats[role], {name: {"status": status, "ambition": 5} for name in names})
    for person in (marit, kare):
        person.page.goto("/review")
        person.press("hand-in")
        person.sees_handed_in()
    kare.follow("/comparison")
    for person in (marit, kare):
        person.page.wait_for_url("**/comparison")
        row = person.page.locator('li[data-statement="rol-91"]')
        person.touch(row.locator("summary"))
        expect(row.locator('[data-change="clear"]')).to_contain_text("Tydelig endring")
        expect(row.locator('[data-change="clear"] svg').first).to_be_visible()
        # What is new in the second version has nothing to be compared with, and says so once.
        expect(person.page.locator('li[data-statement="rol-92"] [data-change]')).to_have_count(0)
        since = person.page.locator(".since")
        expect(since).to_contain_text("1 påstand er ny")
        expect(since).to_contain_text("Delvis holdt")
        expect(since).to_contain_text("ringer vi")


def test_what_is_said_of_last_time_stays_when_the_server_is_gone(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    seats = talk(own_api)
    own_api.post_form(seats["kommunedirektor"], "/next", {"kind": "full"})
    marit = Person(open_page(base_url=own_server.url), "nb")
    marit.page.goto(seats["ordforer"].url)
    marit.follow("/last-time")
    kept = marit.page.locator('input[type="radio"][value="kept"]')
    line = marit.page.get_by_label(marit.word("One line about it, if you like"))
    marit.touch(kept)
    line.fill("hver eneste gang")
    own_server.kill()
    marit.press("next")
    unsent = marit.page.locator("[data-unsent]")
    expect(unsent).to_be_visible()
    expect(unsent).to_contain_text(marit.word("Save, and go on to the statements"))
    expect(kept).to_be_checked()
    expect(line).to_have_value("hver eneste gang")
    own_server.start()
    marit.press("next")
    marit.page.wait_for_url("**/answer*")
    marit.page.goto("/last-time")
    expect(kept).to_be_checked()
    expect(line).to_have_value("hver eneste gang")


TOO_LATE = (
    "1 answer on this device was not sent before its round was over, so it is not saved.",
    "%(n)s answers on this device were not sent before their round was over, so they are not "
    "saved.",
)


def move_on(api: Api, seats: dict[str, Link]) -> None:
    """She finishes on another device, they talk, and Kåre opens the next round."""
    for role in PAIR:
        api.answer_all(seats[role])
        api.hand_in(seats[role])
    api.post_form(seats["kommunedirektor"], "/next", {"kind": "full"})


def sees_unsent(marit: Person, count: int) -> Locator:
    """The page says how many answers came too late for their round; they are let go after that."""
    said = marit.page.locator("[data-problem]")
    expect(said).to_contain_text(marit.word(TOO_LATE[count > 1]).replace("%(n)s", str(count)))
    return said


def answers_on(page: Page) -> int:
    """How many answers this device keeps, sent or not, of any round."""
    found: dict[str, int] = page.evaluate(KEPT)
    return found["answers"]


@pytest.mark.parametrize("reopened", [False, True])
def test_what_was_tapped_in_one_round_never_ends_in_the_next(
    open_page: OpenPage, api: Api, reopened: bool
) -> None:
    seats = api.open_seats()
    page = open_page()
    marit = begin(page, seats["ordforer"])
    page.context.set_offline(True)
    marit.tap("rol-01", "status", 1)
    marit.tap("rol-01", "ambition", 5)
    marit.sees_waiting(2)
    if reopened:  # the page then comes from the worker
        page.goto("about:blank")
    move_on(api, seats)
    # What asks where she is comes through before what she tapped does.
    page.route("**/api/answers", lambda route: route.abort())
    with page.expect_response("**/answer/now"):
        page.context.set_offline(False)
        if reopened:
            page.goto("/answer")
    page.wait_for_timeout(300)
    page.unroute("**/api/answers")
    page.context.set_offline(True)
    page.context.set_offline(False)
    said = sees_unsent(marit, 2)
    marit.sees_state("failed", "Could not be saved – try again")
    # The words stand, whatever else she does, until she has read them and goes on.
    page.goto("/answer#rol-02")
    page.wait_for_timeout(1000)
    sees_unsent(marit, 2)
    marit.tap("rol-02", "status", 3)
    sees_unsent(marit, 3)
    assert page.url.endswith("/answer#rol-02")
    assert answers_on(page) == 3
    marit.touch(said.get_by_role("link", name=marit.word("Go on to the new round")))
    page.wait_for_url("**/welcome")
    assert answers_on(page) == 0
    marit.follow("/answer")
    page.locator('form[data-ready] input[name="seat"][value$="~2"]').wait_for(state="attached")
    expect(page.locator("input:checked")).to_have_count(0)
    expect(said).to_be_hidden()
    marit.sees_state("saved", "Saved")
    assert api.answers(seats["ordforer"]) == {}
    assert api.seat(seats["ordforer"])["round"] == 2
    assert page.evaluate(KEPT) == {"answers": 0, "rounds": ["~2"]}
    marit.save(marit.cell("rol-01", "status", 5))
    assert api.answers(seats["ordforer"])["rol-01"]["status"] == 5


@pytest.mark.parametrize("told", [False, True])
def test_what_a_device_never_sent_is_told_of_in_the_new_round_before_it_goes(
    open_page: OpenPage, api: Api, told: bool
) -> None:
    """She comes by her link; the page of the old round was closed, told of it or not."""
    seats = api.open_seats()
    page = open_page()
    marit = begin(page, seats["ordforer"])
    page.context.set_offline(True)
    marit.tap("rol-01", "status", 1)
    marit.sees_waiting(1)
    if not told:
        page.goto("about:blank")
    move_on(api, seats)
    page.context.set_offline(False)
    if told:
        sees_unsent(marit, 1)
    page.goto(seats["ordforer"].url)
    page.wait_for_url("**/welcome")
    assert answers_on(page) == 1
    page.goto("/answer")
    page.locator("[data-ready]").wait_for()
    said = sees_unsent(marit, 1)
    page.wait_for_timeout(500)
    sees_unsent(marit, 1)
    expect(said.get_by_role("link")).to_have_count(0)
    expect(page.locator("input:checked")).to_have_count(0)
    assert answers_on(page) == 0
    marit.save(marit.cell("rol-01", "status", 5))
    expect(said).to_be_hidden()
    page.reload()
    page.locator("[data-ready]").wait_for()
    expect(said).to_be_hidden()


def test_a_browser_that_keeps_nothing_tells_of_it_too(open_page: OpenPage, api: Api) -> None:
    seats = api.open_seats()
    page = open_page()
    page.add_init_script("delete IDBFactory.prototype.open")
    marit = Person(page, "nb")
    page.goto(seats["ordforer"].url)
    page.goto("/answer")
    page.locator("[data-ready]").wait_for()
    page.context.set_offline(True)
    marit.tap("rol-01", "status", 1)
    marit.sees_state("queued", "1 answer is not sent yet – keep this page open")
    move_on(api, seats)
    page.context.set_offline(False)
    onward = sees_unsent(marit, 1).get_by_role("link")
    page.wait_for_timeout(500)
    marit.touch(onward)  # and nothing asks whether to leave: it has been read
    page.wait_for_url("**/welcome")


def test_what_was_never_sent_is_not_cleared_from_a_device_unasked(
    open_page: OpenPage, api: Api
) -> None:
    seats = api.open_seats()
    page = open_page()
    marit = begin(page, seats["ordforer"])
    page.context.set_offline(True)
    marit.tap("rol-01", "status", 1)
    marit.sees_waiting(1)
    page.goto("about:blank")
    move_on(api, seats)
    api.answer_all(seats["ordforer"])
    api.hand_in(seats["ordforer"])
    page.context.set_offline(False)
    page.goto(seats["ordforer"].url)
    marit.sees_handed_in()
    page.wait_for_function(f"async () => (await ({KEPT})()).rounds.length === 0")
    assert answers_on(page) == 1
    clear = page.get_by_role("button", name=marit.word("Done – clear this device"))
    marit.touch(clear)
    expect(page.locator("[data-leave] [data-unsent]")).to_be_visible()
    assert answers_on(page) == 1
    marit.touch(clear)
    page.wait_for_url("**/")
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0


KEPT = """async () => {
  const database = await new Promise((done) => {
    const asked = indexedDB.open("samspill");
    asked.onsuccess = () => done(asked.result);
  });
  const all = (store, what) => new Promise((done) => {
    const asked = database.transaction(store).objectStore(store)[what]();
    asked.onsuccess = () => done(asked.result);
  });
  const answers = (await all("answers", "getAll")).length;
  const names = await all("seats", "getAllKeys");
  database.close();
  return {answers, rounds: names.map((name) => name.replace(/^[^~]*/, ""))};
}"""


def test_a_short_round_opens_again_without_a_network(open_page: OpenPage, api: Api) -> None:
    seats = talk(api, status=2, ambition=4)
    page = open_page()
    begin(page, api.open_seats()["ordforer"])  # the worker holds the whole set's page by now
    api.post_form(seats["ordforer"], "/next", {"kind": "pulse"})
    kare = Person(page, "nb")
    page.goto(seats["kommunedirektor"].url)
    page.goto("/answer")
    page.locator("[data-ready]").wait_for()
    asked = statements_on(page)
    assert 0 < len(asked) < 6
    page.evaluate(HELD)
    page.wait_for_function("""async () => {
      const page = await caches.match("/answer");
      return page?.url.includes("?round=");
    }""")
    page.context.set_offline(True)
    page.goto("about:blank")
    page.goto("/answer")
    page.locator("[data-ready]").wait_for()
    assert statements_on(page) == asked
    kare.tap(asked[0], "status", 5)
    kare.sees_waiting(1)
    page.context.set_offline(False)
    kare.sees_state("saved", "Saved")
    assert api.answers(seats["kommunedirektor"])[asked[0]]["status"] == 5


def statements_on(page: Page) -> list[str]:
    """The statements that the page asks about, in view or not."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("[data-statement]")]
          .map((one) => one.dataset.statement)"""
    )
    return found


def test_much_that_has_moved_is_folded_in_but_never_on_paper(phone: Page, rounds: Rounds) -> None:
    """The agenda is not to lie five screens down."""
    phone.goto(rounds.twice["ordforer"].url)
    phone.goto("/comparison")
    moved = phone.locator(".since li > a")
    assert moved.count() > 4
    expect(moved.filter(visible=True)).to_have_count(0)
    phone.emulate_media(media="print")
    expect(moved.filter(visible=True)).to_have_count(moved.count())
    phone.emulate_media(media="screen")
    phone.locator(".since summary").first.tap()
    expect(moved.first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_has_moved_leads_to_its_drawing_which_paper_has_for_all(
    open_page: OpenPage, rounds: Rounds, scripts: bool
) -> None:
    phone = open_page(devices.PHONE, java_script_enabled=scripts)
    phone.goto(rounds.twice["ordforer"].url)
    phone.goto("/comparison")
    drawings = phone.locator(".compared svg.lanes")
    expect(drawings.filter(visible=True)).to_have_count(0)
    phone.locator(".since summary").first.tap()
    link = phone.locator(".since .fold a").first
    row = phone.locator(f"li[id={(link.get_attribute('href') or '').partition('#')[2]}]")
    link.tap()
    expect(row.get_by_role("heading")).to_be_in_viewport()
    expect(row.locator("svg.lanes")).to_be_in_viewport()
    expect(drawings.filter(visible=True)).to_have_count(1)
    phone.emulate_media(media="print")
    expect(drawings.filter(visible=True)).to_have_count(25)
