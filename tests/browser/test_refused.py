"""What the server refuses stays in sight, and what waits is not left behind unasked."""

from __future__ import annotations

from playwright.sync_api import Dialog, expect

from tests.browser.api import Api
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
    marit.sees_state("failed", "Could not be saved")

    with marit.page.expect_response("**/api/answers"):
        marit.press("review")
    marit.page.wait_for_timeout(600)

    said = marit.page.get_by_role("alert").filter(visible=True)
    expect(said.get_by_role("link")).to_be_visible()
    assert marit.page.url.split("#")[0].endswith("/answer")


def test_leaving_with_answers_that_wait_asks_first(open_page: OpenPage, api: Api) -> None:
    mayor = api.open_seats()["ordforer"]
    [first, *_] = api.statements()
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    api.call("POST", "/api/seat/replace", mayor)
    marit.tap(first, "status", 1)
    marit.sees_state("failed", "Could not be saved")

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    marit.page.on("dialog", stay)
    marit.page.evaluate("() => void setTimeout(() => location.assign('/storage'))")
    marit.page.wait_for_timeout(600)
    assert asked == ["beforeunload"]
    assert marit.page.url.endswith("/answer")
