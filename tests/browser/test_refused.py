"""What the server refuses stays in sight, and what waits is not left behind unasked."""

from __future__ import annotations

from playwright.sync_api import Dialog, expect

from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.people import Person


def test_looking_over_when_signed_out_leaves_the_servers_words_in_place(
    open_page: OpenPage, api: Api
) -> None:
    mayor = api.open_seats()["ordforer"]
    [first, *_] = api.statements()
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    api.call("POST", "/api/seat/replace", mayor)
    marit.tap(first, "status", 1)
    marit.sees_state("failed", "Could not be saved – try again")

    with marit.page.expect_response("**/api/answers"):
        marit.press("review")
    marit.page.wait_for_timeout(600)

    said = marit.page.get_by_role("alert").filter(visible=True)
    expect(said.get_by_role("link")).to_be_visible()
    assert marit.page.url.split("#")[0].endswith("/answer")


def test_answers_of_a_seat_signed_out_wait_for_its_new_link(open_page: OpenPage, api: Api) -> None:
    mayor = api.open_seats()["ordforer"]
    [first, *_] = api.statements()
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    new = api.call("POST", "/api/seat/replace", mayor)
    renewed = Link("ordforer", new["link"], new["code"])
    marit.tap(first, "status", 1)
    marit.sees_state("failed", "Could not be saved – try again")
    assert api.answers(renewed) == {}

    marit.page.goto(renewed.url)
    marit.page.goto("/answer")
    expect(marit.cell(first, "status", 1)).to_be_checked()
    marit.sees_state("saved", "Saved")
    marit.page.reload()
    assert api.answers(renewed)[first]["status"] == 1


def test_leaving_with_answers_that_are_kept_nowhere_asks_first(
    open_page: OpenPage, api: Api
) -> None:
    """In a browser that keeps nothing, answers wait in the page alone, and it says so."""
    mayor = api.open_seats()["ordforer"]
    [first, *_] = api.statements()
    marit = Person(open_page(), "nb")
    marit.page.add_init_script("delete IDBFactory.prototype.open")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    said = marit.page.get_by_role("alert").filter(visible=True)
    expect(said).to_contain_text("kan ikke lagre svar på enheten")
    marit.page.route("**/api/answers", lambda route: route.abort())
    marit.tap(first, "status", 1)
    marit.sees_state("queued", "1 answer is not sent yet – keep this page open")

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    marit.page.on("dialog", stay)
    marit.page.evaluate("() => void setTimeout(() => location.assign('/storage'))")
    marit.page.wait_for_timeout(600)
    assert asked == ["beforeunload"]
    assert marit.page.url.endswith("/answer")


def test_a_refused_choice_is_not_left_standing(open_page: OpenPage, api: Api) -> None:
    """Handed in on another device: the page goes back to what the server holds."""
    mayor = api.open_seats()["ordforer"]
    [first, *_] = api.statements()
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    marit.tap(first, "status", 2)
    marit.sees_state("saved", "Saved")
    api.call("POST", "/api/hand-in", mayor, json={"anyway": True})

    marit.touch(marit.cell(first, "status", 5))
    marit.sees_state("failed", "Could not be saved – try again")

    def chosen(field: str) -> list[str]:
        boxes = marit.page.locator(f'input[name="{first}.{field}"]:checked')
        return [box.get_attribute("value") or "" for box in boxes.all()]

    assert chosen("status") == ["2"]
    marit.touch(marit.cell(first, "ambition", 4))
    expect(marit.page.locator(f'input[name="{first}.ambition"]:checked')).to_have_count(0)
