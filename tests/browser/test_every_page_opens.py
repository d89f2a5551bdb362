"""Every page that needs no seat, and the first ones that do, on a phone and on a projector."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import devices
from tests.browser.api import Api
from tests.browser.conftest import Axe, OpenPage

DEVICES = {
    "phone": devices.PHONE,
    "small phone": devices.SMALL_PHONE,
    "projector": devices.PROJECTOR,
    "dark phone": devices.PHONE | {"color_scheme": "dark"},
}


@pytest.mark.parametrize("device", DEVICES.values(), ids=list(DEVICES))
@pytest.mark.parametrize("path", ["/", "/storage"])
def test_an_open_page_has_no_fault(
    open_page: OpenPage, axe: Axe, device: dict[str, Any], path: str
) -> None:
    page = open_page(device)
    response = page.goto(path)
    assert response is not None
    assert response.status == 200
    assert axe(page) == []
    assert devices.sideways(page) == 0


def test_an_own_link_leads_to_the_seat_and_leaves_the_address_bar(
    open_page: OpenPage, api: Api, axe: Axe
) -> None:
    mayor = api.open_seats()["ordforer"]
    page = open_page()
    page.goto(mayor.url)
    assert mayor.token not in page.url
    assert axe(page) == []
    assert devices.sideways(page) == 0
