"""Handing in waits for what is not sent, and happens by itself only when asked for."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.people import Person
from tests.browser.places import without_background_sync
from tests.browser.server import Server
from tests.browser.test_offline import begin


@pytest.fixture
def mayor(api: Api) -> Link:
    """Marit's own link; the dialogue has a facilitator."""
    return api.open_seats(facilitator=True)["ordforer"]


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A phone whose browser sends nothing when no page is open."""
    page = open_page()
    without_background_sync(page)
    return page


def answered(phone: Page, api: Api, mayor: Link) -> tuple[Person, str]:
    """All but the last ambition is answered, and there is no network."""
    last = api.statements()[-1]
    api.answer_all(mayor)
    api.save(mayor, {last: {"ambition": None}})
    marit = begin(phone, mayor)
    phone.goto(f"/answer#{last}")
    phone.context.set_offline(True)
    marit.tap(last, "ambition", 5)
    marit.sees_waiting(1)
    return marit, last


def dialog(marit: Person) -> Locator:
    """What is asked when there is no network."""
    return marit.page.get_by_role("dialog", name=marit.word("You are offline"))


def choose(marit: Person, message: str) -> None:
    """Press a button there."""
    marit.touch(dialog(marit).get_by_role("button", name=marit.word(message)))


def held(page: Page, address: str) -> list[Route]:
    """From now on what goes there is on its way until it is let go on: it is put in this list."""
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route(address, hold)
    return on_their_way


def test_asked_for_without_a_network_it_happens_when_there_is_one(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    """A server that is down: a page that is left cannot send a last word past it."""
    mayor, last = own_api.open_seats(facilitator=True)["ordforer"], own_api.statements()[-1]
    own_api.answer_all(mayor)
    own_api.save(mayor, {last: {"ambition": None}})
    phone = open_page(base_url=own_server.url)
    without_background_sync(phone)
    marit = begin(phone, mayor)
    phone.goto(f"/answer#{last}")
    own_server.kill()
    marit.tap(last, "ambition", 5)
    marit.sees_waiting(1)
    marit.press("review")
    expect(dialog(marit)).to_be_visible()
    marit.touch(dialog(marit).get_by_role("checkbox"))
    choose(marit, "Hand in for me when there is a network")
    wished = marit.word("Your answers are handed in as soon as there is a network.")
    expect(phone.get_by_text(wished)).to_be_visible()
    phone.goto("about:blank")
    phone.goto("/answer")
    expect(phone.get_by_text(wished)).to_be_visible()

    own_server.start()
    phone.reload()
    marit.sees_handed_in()
    assert own_api.answers(mayor)[last]["ambition"] == 5


def test_not_asked_for_it_does_not(phone: Page, api: Api, mayor: Link) -> None:
    marit, last = answered(phone, api, mayor)
    marit.press("review")
    marit.touch(dialog(marit).get_by_role("button", name=marit.word("No, not now")))
    phone.context.set_offline(False)
    marit.sees_state("saved", "Saved")
    phone.reload()
    marit.sees_state("saved", "Saved")
    assert api.seat(mayor)["handed_in"] is False
    assert phone.url.endswith(f"/answer#{last}")


def test_asked_for_and_taken_back(phone: Page, api: Api, mayor: Link) -> None:
    marit, _ = answered(phone, api, mayor)
    marit.press("review")
    marit.touch(
        dialog(marit).get_by_role(
            "button", name=marit.word("Hand in for me when there is a network")
        )
    )
    marit.touch(phone.get_by_role("button", name=marit.word("Do not hand in by itself")))
    phone.context.set_offline(False)
    marit.sees_state("saved", "Saved")
    phone.wait_for_timeout(300)
    assert api.seat(mayor)["handed_in"] is False


def test_looking_over_sends_what_waits_before_it_hands_in(
    phone: Page, api: Api, mayor: Link
) -> None:
    """Straight to the overview by its address, as an installed shortcut may lead there."""
    marit, last = answered(phone, api, mayor)
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto("/review")
    expect(phone.get_by_label("Lever inn likevel")).to_have_count(0)
    marit.press("hand-in")
    marit.sees_handed_in()
    assert api.answers(mayor)[last]["ambition"] == 5


def test_handing_in_without_a_network_says_so_and_loses_nothing(
    phone: Page, api: Api, mayor: Link
) -> None:
    api.answer_all(mayor)
    marit = begin(phone, mayor)
    phone.goto("/review")
    phone.context.set_offline(True)
    marit.press("hand-in")
    expect(phone.get_by_role("heading", level=1)).to_have_text(marit.word("You are offline"))
    phone.context.set_offline(False)
    # The page comes back by itself, and hands nothing in by itself.
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text(marit.word("Look over and hand in"), timeout=30_000)
    assert api.seat(mayor)["handed_in"] is False
    marit.press("hand-in")
    marit.sees_handed_in()


def test_a_late_answer_after_handing_in_elsewhere_is_told_of(
    phone: Page, api: Api, mayor: Link
) -> None:
    marit, last = answered(phone, api, mayor)
    api.hand_in(mayor, anyway=True)
    phone.context.set_offline(False)
    marit.sees_state("failed", "Could not be saved – try again")
    expect(phone.get_by_role("alert").filter(visible=True)).to_contain_text("levert inn")
    assert api.answers(mayor)[last]["ambition"] is None


def test_what_is_refused_is_read_before_the_page_goes_on(
    phone: Page, api: Api, mayor: Link
) -> None:
    """Returning to the page asks the server where the seat should be: not before this is read."""
    answered(phone, api, mayor)
    api.hand_in(mayor, anyway=True)
    phone.evaluate(
        """() => {
          const { fetch } = window;
          const note = () => { document.body.dataset.asked = ""; };
          window.fetch = (address, how) =>
            fetch(address, how).finally(() => address === "/answer/now" && setTimeout(note, 200));
        }"""
    )
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    phone.locator("body[data-asked]").wait_for()
    expect(phone.get_by_role("alert").filter(visible=True)).to_contain_text("levert inn")
    assert phone.url.partition("#")[0].endswith("/answer")


def test_a_tap_while_it_is_handed_in_is_told_of(phone: Page, api: Api, mayor: Link) -> None:
    marit, last = answered(phone, api, mayor)
    marit.press("review")
    choose(marit, "Hand in for me when there is a network")
    expect(phone.locator("[data-pending]")).to_be_visible()
    handing_in = held(phone, "**/api/hand-in")
    with phone.expect_request("**/api/hand-in"):
        phone.context.set_offline(False)
    saving = held(phone, "**/api/answers")
    with phone.expect_request("**/api/answers"):
        marit.tap(last, "ambition", 2)
    with phone.expect_response("**/api/hand-in"):
        handing_in[0].continue_()
    saving[0].continue_()
    expect(phone.get_by_role("alert").filter(visible=True)).to_contain_text("levert inn")
    assert api.answers(mayor)[last]["ambition"] == 5


def test_taken_back_in_one_tab_no_other_hands_in(phone: Page, api: Api, mayor: Link) -> None:
    marit, _ = answered(phone, api, mayor)
    marit.press("review")
    choose(marit, "Hand in for me when there is a network")
    other = phone.context.new_page()
    without_background_sync(other)
    other.goto("/answer")
    expect(other.locator("[data-pending]")).to_be_visible()
    marit.touch(phone.get_by_role("button", name=marit.word("Do not hand in by itself")))
    expect(phone.locator("[data-pending]")).to_be_hidden()
    phone.context.set_offline(False)
    Person(other, "nb").sees_state("saved", "Saved")
    expect(other.locator("[data-pending]")).to_be_hidden()
    assert api.seat(mayor)["handed_in"] is False


def test_taking_back_leads_to_looking_over_however_slowly(
    open_page: OpenPage, api: Api, mayor: Link
) -> None:
    """The page asks every second how it stands, and once taken back it would go on by itself."""
    phone = open_page(service_workers="block")
    marit = Person(phone, "nb")
    api.answer_all(mayor)
    api.hand_in(mayor)
    phone.goto(mayor.url)
    marit.sees_handed_in()
    taken: list[tuple[Route, APIResponse]] = []

    def slowly(route: Route) -> None:
        taken.append((route, route.fetch(max_redirects=0)))

    phone.route("**/withdraw", slowly)
    pressed = phone.get_by_role("button", name=marit.word("Take my answers back"))
    with phone.expect_response("**/waiting/parties"):  # and one is told so
        pressed.tap(no_wait_after=True)
        phone.wait_for_timeout(1500)
    [(route, answer)] = taken
    route.fulfill(response=answer)
    phone.wait_for_url("**/review")
    phone.wait_for_timeout(1500)
    assert urlsplit(phone.url).path == "/review"


def test_enter_is_no_yes_to_handing_in_later(phone: Page, api: Api, mayor: Link) -> None:
    marit, _ = answered(phone, api, mayor)
    marit.press("review")
    expect(dialog(marit)).to_be_visible()
    phone.keyboard.press("Enter")
    expect(dialog(marit)).to_be_visible()
    dialog(marit).get_by_role("checkbox").focus()
    phone.keyboard.press("Enter")
    expect(dialog(marit)).to_be_hidden()
    expect(phone.locator("[data-pending]")).to_be_hidden()


def test_clearing_the_device_hands_in_what_was_promised(phone: Page, api: Api, mayor: Link) -> None:
    marit, _ = answered(phone, api, mayor)
    marit.press("review")
    choose(marit, "Hand in for me when there is a network")
    expect(phone.locator("[data-pending]")).to_be_visible()
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto("/my-seat")
    marit.touch(phone.get_by_role("button", name=marit.word("Done – clear this device")))
    phone.wait_for_url("**/")
    assert api.seat(mayor)["handed_in"] is True


def test_nothing_is_handed_in_that_lacks_what_was_refused(
    phone: Page, api: Api, mayor: Link
) -> None:
    ids = api.statements()
    api.answer_all(mayor)
    marit = begin(phone, mayor)
    phone.goto(f"/answer#{ids[-1]}")
    phone.context.set_offline(True)
    marit.touch(marit.box(ids[-1]))
    marit.sees_waiting(1)
    marit.press("review")
    choose(marit, "Hand in for me when there is a network")
    expect(phone.locator("[data-pending]")).to_be_visible()
    api.save(mayor, {name: {"talk": True} for name in ids[:3]})
    phone.context.set_offline(False)
    marit.sees_state("failed", "Could not be saved – try again")
    expect(phone.locator("[data-pending]")).to_be_hidden()
    phone.goto("/review")
    assert api.seat(mayor)["handed_in"] is False


def test_looking_over_with_all_saved_and_no_network_may_hand_in_later_too(
    phone: Page, api: Api, mayor: Link
) -> None:
    api.answer_all(mayor)
    marit = begin(phone, mayor)
    phone.context.set_offline(True)
    marit.press("review")
    choose(marit, "Hand in for me when there is a network")
    expect(phone.locator("[data-pending]")).to_be_visible()
    phone.context.set_offline(False)
    phone.wait_for_url("**/waiting")
    assert api.seat(mayor)["handed_in"] is True
