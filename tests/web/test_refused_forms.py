"""Wherever a form is refused, its address can be opened in another language, and loaded anew."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.main import ROUTES
from tests.cast import Cast
from tests.pages import Page, Phone, phone_of
from tests.web.test_page_next_round import open_next, talk_and_agree

FORMS = sorted(
    {
        route.path
        for module in ROUTES
        for route in module.router.routes
        if isinstance(route, APIRoute)
        and "POST" in (route.methods or ())
        and not route.include_in_schema
    }
)
"""Every address that takes a form."""


def at(form: str, agreement: str) -> str:
    """An address of a route, with what there is to name."""
    named = {"agreement_id": agreement, "act": "confirm", "number": "1"}
    return re.sub(r"\{(\w+)\}", lambda found: named[found[1]], form)


@pytest.fixture
def talked(cast: Cast) -> Cast:
    talk_and_agree(cast)
    return cast


@pytest.fixture
def marit(app: FastAPI, talked: Cast) -> Phone:
    return phone_of(app, talked.marit)


def test_there_are_forms() -> None:
    assert {"/agreements/dates", "/rounds/{number}/erase", "/last-time"} <= {*FORMS}


@pytest.mark.parametrize("moved_on", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_another_language_leads_to_a_page(
    talked: Cast, marit: Phone, form: str, moved_on: bool
) -> None:
    page = marit.open("/agreements")
    [card] = page.root.all("li", data_agreement=None)
    address = at(form, card.attrs["data-agreement"])
    seat = page.form("/agreements/dates").value("seat") or ""
    if moved_on:
        open_next(talked.kare)
    # Of another seat, or of the round before: most forms are refused so, whatever they hold.
    refused = marit.post(
        address, {"seat": seat if moved_on else "another", "confirm": "1", "check_in": "2027-02-30"}
    )
    if refused.status_code >= 400:
        # The switch would ask for the page anew, without what was written.
        assert Page(refused).root.all("a", hreflang=None) == []
    else:
        marit.hold(talked.marit.token)  # it was the form that leaves the device
    shown = marit.open(f"{address}?lang=nn")
    assert (shown.status, shown.language) == (200, "nn")


def test_what_was_given_back_has_no_switch_beside_it_that_would_lose_it(marit: Phone) -> None:
    form = marit.open("/agreements/new").form("/agreements/new")
    assert marit.open("/agreements/new").root.all("a", hreflang=None) != []
    refused = marit.press(form, when="en sak haster")
    assert (refused.status, refused.form("/agreements/new").value("when")) == (422, "en sak haster")
    assert refused.root.all("a", hreflang=None) == []


def test_the_dates_that_were_none_are_mended_in_another_language(marit: Phone) -> None:
    refused = Page(marit.post("/agreements/dates", {"check_in": "2026-02-30"}))
    assert refused.status == 422
    page = marit.open("/agreements/dates?lang=nn")
    assert (page.path, page.language) == ("/agreements", "nn")


def test_a_form_whose_agreement_was_removed_leads_back_to_those_there_are(marit: Phone) -> None:
    [card] = marit.open("/agreements").root.all("li", data_agreement=None)
    agreement = card.attrs["data-agreement"]
    form = marit.open(f"/agreements/{agreement}").form(f"/agreements/{agreement}")
    removing = marit.open("/agreements").form(f"/agreements/{agreement}/remove")
    marit.press(removing)
    assert marit.press(form).status == 404
    page = marit.open(f"/agreements/{agreement}?lang=nn")
    assert page.form("/agreements/dates").action
