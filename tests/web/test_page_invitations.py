"""The page after opening: whom to invite, on the opener's own device only."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from fastapi import FastAPI

from app.links import SignedValues
from app.web.invitations import PURPOSE
from tests.cast import last_segment
from tests.comparing import with_roles
from tests.pages import Form, Node, Page, Phone, nb
from tests.web.conftest import Editor


def opened(phone: Phone, question_set: str = "samspill", **choices: Any) -> Page:
    """Marit opens Sør-Øyfjord's dialogue and takes her own seat."""
    form = phone.open(f"/?set={question_set}").form("/dialogues")
    form.fill(**{"municipality": "Sør-Øyfjord", "own_role": "ordforer", **choices})
    page = phone.press(form)
    assert (page.status, page.path) == (200, "/opened"), page.text
    return page


def cards(page: Page) -> dict[str, Node]:
    """The invitations on the page, by the role they are for."""
    found = {}
    for section in page.main.all("section", class_="card"):
        found[section.one("h2").text.removeprefix("Invitasjon: ")] = section
    return found


def link_of(card: Node) -> str:
    return card.one("input", type="text").attrs["value"]


def test_only_the_others_invitations_are_shown(phone: Phone) -> None:
    page = opened(phone, facilitator=True)
    assert list(cards(page)) == ["Kommunedirektør", "Fasilitator"]
    for card in cards(page).values():
        assert "readonly" in card.one("input", type="text").attrs
        assert re.fullmatch(r"http://testserver/s/[\w-]{32}", link_of(card))
    own = phone.cookie("samspill")
    assert own
    assert own not in page.html


def test_without_an_own_seat_every_invitation_is_shown(phone: Phone) -> None:
    page = opened(phone, own_role="")
    assert list(cards(page)) == ["Ordfører", "Kommunedirektør"]
    assert "/seat" not in page.links()


def test_the_links_and_codes_open_the_right_seats(app: FastAPI, phone: Phone) -> None:
    for role, card in cards(opened(phone, facilitator=True)).items():
        by_link = Phone(app).enter(last_segment(link_of(card)))
        assert by_link.path == "/claim"
        assert role in by_link.heading
        kare = Phone(app)
        code = card.one("span", class_="code").text
        by_code = kare.press(kare.open("/").form("/code"), code=code)
        assert by_code.heading == by_link.heading


def test_a_reload_keeps_them(phone: Phone) -> None:
    first = opened(phone)
    assert phone.open("/opened").html == first.html


def test_a_used_invitation_is_marked_and_its_link_gone(app: FastAPI, phone: Phone) -> None:
    page = opened(phone, facilitator=True)
    link = link_of(cards(page)["Kommunedirektør"])
    kare = Phone(app)
    kare.press(kare.enter(last_segment(link)).form("/claim"))
    again = cards(phone.open("/opened"))
    assert list(again) == ["Kommunedirektør", "Fasilitator"]
    assert (
        nb("The seat is taken, and the invitation no longer works.")
        in again["Kommunedirektør"].text
    )
    assert last_segment(link) not in phone.open("/opened").html
    assert link_of(again["Fasilitator"])


def test_an_invitation_that_has_been_replaced_is_not_shown_as_good(
    app: FastAPI, phone: Phone
) -> None:
    page = opened(phone, facilitator=True)
    fatima = Phone(app)
    fatima.press(fatima.enter(last_segment(link_of(cards(page)["Fasilitator"]))).form("/claim"))
    fatima.post("/my-seat/invite", {"role": "kommunedirektor"})
    link = link_of(cards(page)["Kommunedirektør"])
    assert last_segment(link) not in phone.open("/opened").html


def test_done_removes_them_from_the_device(phone: Phone) -> None:
    done = phone.press(opened(phone).form("/opened/done"))
    assert done.path == "/"
    assert phone.open("/opened").path == "/"
    assert phone.cookie("samspill"), "the own seat stays open"


def test_a_stranger_is_sent_to_the_start(phone: Phone) -> None:
    answer = phone.get("/opened")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("how", ["another's key", "another purpose", "cut", "changed", "nonsense"])
def test_a_cookie_of_ones_own_making_shows_nothing(app: FastAPI, phone: Phone, how: str) -> None:
    opened(phone)
    good = phone.cookie("samspill_invitations")
    assert good
    value = ["Lillevik", ["samspill", 1], None, [["ordforer", "A" * 32, "K7WM3PXQ"]]]
    signed: SignedValues = app.state.parts.signed
    bad = {
        "another's key": SignedValues(b"somebody else's key").dump(PURPOSE, value),
        "another purpose": signed.dump("something else", value),
        "cut": good[:-3],
        "changed": good[:10] + ("A" if good[10] != "A" else "B") + good[11:],
        "nonsense": "[[[",
    }[how]
    stranger = Phone(app)
    answer = stranger.get("/opened", headers={"cookie": f"samspill_invitations={bad}"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_cookie_too_old_shows_nothing(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(phone)
    monkeypatch.setattr("app.web.invitations.KEEP_SECONDS", -1)
    assert phone.get("/opened").status_code == 303


def test_the_largest_dialogues_invitations_fit_in_a_cookie(phone: Phone, editor: Editor) -> None:
    document = with_roles(4).model_dump(by_alias=True, mode="json")
    document["id"] = "four"
    assert editor.publish(document).status_code == 201
    sent = {
        "municipality": "Øæ漢" * 33,
        "question_set": "four",
        "own_role": "",
        "facilitator": "1",
    }
    answer = phone.post("/dialogues", sent)
    [cookie] = [
        each
        for each in answer.headers.get_list("set-cookie")
        if each.startswith("samspill_invitations=")
    ]
    assert len(cookie.partition(";")[0]) < 4096
    for word in ("HttpOnly", "SameSite=lax", "Max-Age=1209600"):
        assert word in cookie
    assert len(cards(phone.open("/opened"))) == 5


def test_mail_and_text_message_are_ready_to_send(phone: Phone) -> None:
    [card] = cards(opened(phone, municipality="Sør-Øyfjord & Lillevik?#+")).values()
    mail, sms = [urlsplit(a.attrs["href"]) for a in card.all("a")]
    assert (mail.scheme, sms.scheme) == ("mailto", "sms")
    for address in (mail, sms):
        assert not address.path
        assert not address.fragment
        fields = {
            name: unquote(value)
            for name, _, value in (part.partition("=") for part in address.query.split("&") if part)
        }
        body = fields["body"]
        assert link_of(card) in body.split()
        assert card.one("span", class_="code").text in body
        assert "Sør-Øyfjord & Lillevik?#+" in body
        assert "Kommunedirektør" in body
        assert "25 påstander" in body
        assert "15 minutter" in body
        # A plus would be read as it stands by mail programs.
        assert parse_qs(address.query.replace("+", "%2B"))["body"] == [body]
    assert parse_qs(mail.query)["subject"] == [
        "Invitasjon: Godt samspill mellom ordfører og kommunedirektør"
    ]


def test_the_facilitator_is_invited_to_lead_and_not_to_answer(phone: Phone) -> None:
    [_, card] = cards(opened(phone, facilitator=True)).values()
    said = unquote(card.all("a", data_variant="secondary")[0].attrs["href"])
    assert (
        nb(
            "You lead the conversation. The parties answer alone first, and nobody sees the "
            "answers until everyone has handed in."
        )
        in said
    )
    assert "25 påstander" not in said


def test_the_message_is_in_the_language_chosen_for_the_invitations(phone: Phone) -> None:
    page = opened(phone, language="en")
    assert page.language == "nb"
    mail, sms = page.main.all("a", data_variant="secondary")[:2]
    for address in (mail, sms):
        assert "You are invited as Chief executive" in unquote(address.attrs["href"])
    shared = page.main.one("button", data_share=None).attrs["data-share"]
    assert "You are invited" in shared


def test_the_qr_code_is_drawn_and_named(phone: Phone) -> None:
    [card] = cards(opened(phone)).values()
    picture = card.one("div", role="img")
    assert picture.attrs["aria-label"]
    drawn = picture.one("svg")
    assert len(drawn.one("path", stroke="#000").attrs["d"]) > 500
    assert "style" not in drawn.attrs


def test_a_new_invitation_joins_those_still_good(app: FastAPI, phone: Phone) -> None:
    page = opened(phone, facilitator=True)
    old = link_of(cards(page)["Kommunedirektør"])
    fatimas = link_of(cards(page)["Fasilitator"])
    invited = phone.press(_invite_form(phone, "kommunedirektor"))
    assert invited.path == "/opened"
    now = cards(invited)
    assert set(now) == {"Kommunedirektør", "Fasilitator"}
    assert link_of(now["Fasilitator"]) == fatimas
    assert link_of(now["Kommunedirektør"]) != old
    assert Phone(app).enter(last_segment(old)).status == 401


def test_a_new_invitation_takes_nothing_from_another_dialogue_along(phone: Phone) -> None:
    opened(phone, municipality="Lillevik", facilitator=True)
    opened(phone)
    assert list(cards(phone.press(_invite_form(phone, "kommunedirektor")))) == ["Kommunedirektør"]


def _invite_form(phone: Phone, role: str) -> Form:
    found = [form for form in phone.open("/my-seat").forms() if ("role", role) in form.sent()]
    assert len(found) == 1
    return found[0]
