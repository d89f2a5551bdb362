"""Scripts may run, but the answering page's own never comes: everything can still be answered."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.api import Api
from tests.browser.conftest import OpenPage
from tests.browser.people import Person


def test_all_statements_can_be_answered_and_saved(open_page: OpenPage, api: Api) -> None:
    mayor = api.open_seats()["ordforer"]
    ids = api.statements()
    marit = Person(open_page(), "nb")
    marit.page.route("**/answering.*.js", lambda route: route.abort())
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    way_on = marit.page.locator('a[href="#answers"]')
    expect(way_on).to_be_hidden()
    marit.sees(ids[0])
    marit.tap(ids[0], "status", 2)
    marit.press("next")
    marit.sees(ids[1])

    marit.touch(way_on)
    save = marit.page.get_by_role("button", name=marit.word("Save"), exact=True)
    expect(save).to_be_visible()
    assert marit.shown() == ids
    for name in ids[:13]:
        marit.tap(name, "status", 3)
        marit.tap(name, "ambition", 4)
    with marit.page.expect_navigation():
        marit.touch(save)

    assert marit.shown() == ids
    for name in ids[13:]:
        marit.tap(name, "status", 5)
        marit.tap(name, "ambition", 5)
    marit.press("review")
    marit.page.wait_for_url("**/review")
    saved = api.answers(mayor)
    assert [saved[name]["status"] for name in ids] == [3] * 13 + [5] * 12
    assert [saved[name]["ambition"] for name in ids] == [4] * 13 + [5] * 12


def test_what_came_back_refused_is_saved_by_the_script_that_has_come(
    open_page: OpenPage, api: Api
) -> None:
    mayor, ids = api.open_seats()["ordforer"], api.statements()
    marit = Person(open_page(), "nb")
    marit.page.route("**/answering.*.js", lambda route: route.abort())
    marit.page.goto(mayor.url)
    marit.page.goto("/answer#answers")
    marit.tap(ids[0], "status", 2)
    for name in ids[:4]:
        marit.touch(marit.box(name))
    marit.page.unroute("**/answering.*.js")
    save = marit.page.get_by_role("button", name=marit.word("Save"), exact=True)
    marit.touch(save)
    marit.sees_state("failed", "Could not be saved – try again")
    held = api.answers(mayor)
    assert held[ids[0]] == {"status": 2, "ambition": None, "talk": True}
    assert [name for name in ids if held.get(name, {}).get("talk")] == ids[:3]
    expect(marit.box(ids[3])).not_to_be_checked()


def test_the_way_on_goes_when_the_script_comes(open_page: OpenPage, api: Api) -> None:
    marit = Person(open_page(), "nb")
    marit.page.goto(api.open_seats()["ordforer"].url)
    marit.page.goto("/answer#answers")
    marit.sees_state("saved", "Saved")

    assert marit.shown() == api.statements()[:1]
    expect(marit.page.locator('a[href="#answers"]')).to_have_css("display", "inline-block")
    expect(marit.page.locator(".late")).to_have_css("display", "none")
