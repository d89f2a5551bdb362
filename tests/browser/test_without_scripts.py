"""The same journey where scripts are off: everything is a page, a form and a link.

Opened when both have asked, so that each sees of the other only whether they have handed in.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from app.domain.answers import Answer
from tests.browser import devices
from tests.browser.api import Api
from tests.browser.conftest import OpenPage
from tests.browser.people import Person, sheet

KARES = "45 34 55 u4 23 33 44 54 12 25 nn 35 44 55 41 22 3n 33 45 u5 55 44 34 23 12"
MARITS = "44 35 55 34 45 33 25 54 15 25 34 55 44 45 42 22 34 13 45 45 nn 44 34 25 52"

OFF: dict[str, Any] = {"java_script_enabled": False}


@pytest.fixture
def ids(api: Api) -> list[str]:
    """The statements, in the order they are answered."""
    return api.statements()


def test_from_invitation_to_comparison(open_page: OpenPage, api: Api, ids: list[str]) -> None:
    marits = sheet(ids, MARITS, talk=("rol-02", "hve-01", "ret-03"))
    kares = sheet(ids, KARES)
    marit = Person(open_page(devices.PHONE, **OFF), "nb")
    kare = Person(open_page(devices.PHONE, **OFF), "nn")
    fatima = Person(open_page(devices.PROJECTOR, **OFF), "en", mouse=True)
    links = open_dialogue(marit)

    fatima.claim(links["facilitator"])
    fatima.follow("/waiting")
    expect(fatima.page.get_by_text("has not handed in yet")).to_have_count(2)

    kare.claim(links["kommunedirektor"])
    kare.follow("/answer")
    answer_all(kare, kares)
    kare.hand_in()
    kare.sees_handed_in()
    marit.follow("/seat")
    marit.follow("/answer")
    answer_all(marit, marits)
    marit.hand_in()
    marit.sees_handed_in()
    expect(handed_in(marit)).to_have_count(2)
    fatima.page.reload()
    expect(handed_in(fatima)).to_have_count(2)

    # She takes hers back, and hands in again.
    marit.touch(marit.page.get_by_role("button", name=marit.word("Take my answers back")))
    marit.page.wait_for_url("**/review")
    marit.hand_in()
    marit.sees_handed_in()

    ask = marit.page.get_by_role("button", name=marit.word("Ask to open the comparison"))
    marit.touch(ask)
    expect(ask).to_have_count(0)
    kare.page.reload()
    kare.touch(kare.page.get_by_role("button", name=kare.word("Ask to open the comparison")))
    kare.page.wait_for_url("**/comparison")
    marit.page.reload()
    marit.follow("/comparison")
    fatima.page.reload()
    fatima.follow("/comparison")
    for person in (marit, kare, fatima):
        expect(person.page.locator("html")).to_have_attribute("lang", person.language)
        assert person.compared() == person.reads(marits, kares)


def test_a_part_saved_is_there_after_a_reload_and_elsewhere(
    open_page: OpenPage, api: Api, ids: list[str]
) -> None:
    mayor = api.open_seats()["ordforer"]
    marit = Person(open_page(**OFF), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    marit.tap(ids[0], "status", 2)
    marit.tap(ids[1], "ambition", 5)
    save_a_part(marit)

    desk = Person(open_page(devices.PROJECTOR, **OFF), "nb", mouse=True)
    desk.page.goto(mayor.url)
    for person in (marit, desk):
        person.page.reload()
        expect(person.cell(ids[0], "status", 2)).to_be_checked()
        expect(person.cell(ids[1], "ambition", 5)).to_be_checked()


def test_one_tick_too_many_comes_back_as_written(
    open_page: OpenPage, api: Api, ids: list[str]
) -> None:
    mayor = api.open_seats()["ordforer"]
    marit = Person(open_page(**OFF), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    for name in ids[:4]:
        marit.touch(marit.box(name))
    marit.tap(ids[0], "status", 2)
    marit.press("review")

    expect(marit.page.get_by_role("alert")).to_contain_text("3")
    for name in ids[:4]:
        expect(marit.box(name)).to_be_checked()
    expect(marit.cell(ids[0], "status", 2)).to_be_checked()

    marit.touch(marit.box(ids[3]))
    marit.press("review")
    marit.page.wait_for_url("**/review")
    saved = api.answers(mayor)
    assert [name for name in saved if saved[name]["talk"]] == ids[:3]
    assert saved[ids[0]]["status"] == 2


def test_what_is_missing_is_named_and_may_be_handed_in_anyway(
    open_page: OpenPage, api: Api, ids: list[str]
) -> None:
    mayor = api.open_seats()["ordforer"]
    api.save(mayor, {name: {"status": 3, "ambition": 3} for name in ids[:-2]})
    marit = Person(open_page(**OFF), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/review")
    missing = marit.page.locator("main a", has_text="24.")
    expect(missing.first).to_be_visible()

    marit.follow(f"/answer#{ids[-1]}")
    marit.tap(ids[-1], "status", 4)
    marit.tap(ids[-1], "ambition", 5)
    marit.press("review")
    marit.page.wait_for_url("**/review")
    marit.touch(marit.page.get_by_role("checkbox", name="Lever inn likevel"))
    marit.press("hand-in")

    marit.sees_handed_in()
    assert api.answers(mayor)[ids[-1]] == {"status": 4, "ambition": 5, "talk": False}


def answer_all(person: Person, answers: dict[str, Answer]) -> None:
    """Answer in the one long form; save half-way, look over at the end."""
    names = list(answers)
    assert person.shown() == names
    for name in names:
        person.tap(name, "status", answers[name].status)
        person.tap(name, "ambition", answers[name].ambition)
        if answers[name].talk:
            person.touch(person.box(name))
        if name == names[12]:
            save_a_part(person)
    person.press("review")
    person.page.wait_for_url("**/review")


def save_a_part(person: Person) -> None:
    """Press the form's own button, and see the page that comes of it."""
    with person.page.expect_navigation():
        person.touch(person.page.get_by_role("button", name=person.word("Save"), exact=True))


def handed_in(person: Person) -> Locator:
    """Those of the parties of whom the page says that they have handed in."""
    return person.page.get_by_role("listitem").filter(has_text=person.word("has handed in"))


def open_dialogue(marit: Person) -> dict[str, str]:
    """Marit opens the dialogue, to be released when both have asked."""
    marit.page.goto("/")
    marit.page.get_by_label("Kommune", exact=True).fill("Sør-Øyfjord")
    marit.touch(marit.page.get_by_role("radio", name="Ordfører"))
    marit.touch(marit.page.get_by_role("checkbox", name=marit.word("We want a facilitator")))
    marit.touch(marit.page.get_by_text(marit.word("More choices")))
    marit.touch(marit.page.get_by_label(marit.word("When every party has asked for it")))
    marit.touch(marit.page.get_by_role("button", name=marit.word("Start the dialogue")))
    marit.page.wait_for_url("**/opened")
    fields = marit.page.get_by_label(marit.word("Link to send"))
    return {
        "kommunedirektor": fields.nth(0).input_value(),
        "facilitator": fields.nth(1).input_value(),
    }
