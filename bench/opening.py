"""The comparison opened from the big screen: until it is seen there and on both phones.

The floor is one look at the server by each of the three, as late as a look can come.
"""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.rows import Row, median
from tests.browser import devices
from tests.browser.api import Api, Link
from tests.browser.server import Server

TIMES = 7
LIMIT = 2
"""Most seconds until everyone sees it, the slowest time too."""

POLL = 1
"""Seconds between two looks, as in ``waiting.js``."""

PAIR = ("ordforer", "kommunedirektor")


def measure(server: Server) -> list[Row]:
    """Return seconds from the press until the last of three windows shows it."""
    api = Api(server.url)
    with sync_playwright() as driver:
        browser = devices.launch(driver)
        seen = [open_once(browser, server, api) for _ in range(TIMES)]
        browser.close()
    api.close()
    note = "the longest wait between two looks"
    return [
        Row("Comparison opened: seen everywhere, median", "s", median(seen), POLL, note),
        Row(
            "Comparison opened: seen everywhere, slowest",
            "s",
            round(max(seen), 3),
            POLL,
            note,
            LIMIT,
        ),
    ]


def open_once(browser: Browser, server: Server, api: Api) -> float:
    """Open one comparison with three windows looking on, and return the seconds it took."""
    seats = api.open_seats(facilitator=True, release="facilitator")
    for role in PAIR:
        api.answer_all(seats[role])
        api.hand_in(seats[role], facilitator_may_read=True)
    phones = [look_at(browser, server, seats[role], "/waiting", devices.PHONE) for role in PAIR]
    screen = look_at(browser, server, seats["facilitator"], "/lobby", devices.PROJECTOR)
    # Two looks have gone by: each window asks at a moment of its own.
    screen.wait_for_timeout(2.3 * POLL * 1000)
    began = time.perf_counter()
    api.post_form(seats["facilitator"], "/lobby/release", {})
    for page, place, shown in (
        (screen, "present", "[data-slide][data-current]"),
        *((phone, "comparison", "h1") for phone in phones),
    ):
        page.wait_for_url(f"**/{place}*", wait_until="commit")
        page.locator(shown).first.wait_for()
    took = time.perf_counter() - began
    for page in (screen, *phones):
        page.context.close()
    return took


def look_at(
    browser: Browser, server: Server, seat: Link, path: str, device: dict[str, Any]
) -> Page:
    """A window of its own on one page."""
    page = browser.new_context(**device, **devices.READER, base_url=server.url).new_page()
    page.goto(seat.url)
    page.goto(path)
    return page
