"""Everything that can be done is done with the keyboard alone, from the start to the map."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import devices
from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.rounds import Rounds

FAR = 150
"""More presses of Tab than any page needs."""


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab forward until this has the focus; it must be seen to have it."""
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(s) => document.activeElement?.matches(s)", selector):
                expect(self.page.locator(":focus-visible")).to_have_count(1)
                return
        raise AssertionError(f"{selector} is never reached on {self.page.url}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Go there and press a key."""
        self.to(selector)
        self.page.keyboard.press(key)

    def follow(self, selector: str, path: str) -> None:
        """Press Enter there and come to another page."""
        self.press(selector)
        self.page.wait_for_url(f"**{path}")


@pytest.fixture
def keys(open_page: OpenPage) -> Keys:
    """Marit at a computer."""
    return Keys(open_page(devices.PROJECTOR))


def test_from_opening_a_dialogue_to_deleting_the_answers(keys: Keys) -> None:
    page = keys.page
    page.goto("/")
    keys.to("#municipality")
    page.keyboard.type("Sør-Øyfjord")
    keys.press("[name=own_role]", "Space")
    keys.press("#open summary")
    keys.press("[name=release]", "ArrowDown")
    keys.follow("#open button", "/opened")
    keys.follow('a[href="/seat"]', "/welcome")
    keys.follow('a.ds-button[href="/answer"]', "/answer")
    page.locator("[data-ready]").wait_for()
    keys.press('a[href="#_overview"]')
    keys.press("[data-comfort=digits]", "Space")
    keys.follow("[data-action=review]", "/review")
    keys.press("#anyway", "Space")
    keys.follow("[data-action=hand-in]", "/waiting")
    keys.follow('form[action="/withdraw"] button', "/review")

    page.goto("/my-seat")
    keys.press("summary:not(.pass-on__qr > *)")
    keys.follow('form[action="/my-seat/replace"] button', "/my-seat?replaced")
    while not page.locator("#erase").is_visible():
        keys.press("summary")
    keys.press("#confirm", "Space")
    keys.follow("#erase button", "/my-seat/erase")
    page.goto("/my-seat")
    keys.press("[data-leave] button")
    page.wait_for_url(lambda url: url.endswith("/"))
    assert {each["name"] for each in page.context.cookies()} <= {"lang", "samspill_invitations"}


def test_asking_to_open_filtering_and_the_map(keys: Keys, api: Api) -> None:
    rounds = Rounds(api)
    page = keys.page
    page.goto(rounds.asked["kommunedirektor"].url)
    page.goto("/waiting")
    keys.follow('form[action="/release"] button', "/comparison")
    page.goto(rounds.released["ordforer"].url)
    page.goto("/comparison")
    keys.press("summary")
    keys.follow("a[data-count=different_view]", "/comparison?category=different_view#all")
    keys.follow('a[href="/comparison/explore"]', "/comparison/explore")
    with page.expect_download() as download:
        keys.press("[data-action=download-picture]")
    assert download.value.suggested_filename == "samspill-1.png"


def test_an_invitation_and_a_code(keys: Keys, api: Api) -> None:
    invitation: Link = api.open_dialogue()["ordforer"]
    keys.page.goto(invitation.url)
    keys.follow("[data-action=claim]", "/welcome")
    keys.page.goto("/")
    keys.to("#code")
    keys.page.keyboard.type("K7WM-3PXQ")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**/code")
    expect(keys.page.locator("#code")).to_be_focused()
