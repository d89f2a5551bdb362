"""The start page: open a dialogue, or come to a seat with a short code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

from app.models import Dialogue
from tests.cast import Cast, gather, last_segment
from tests.pages import Page, Phone, nb
from tests.web.conftest import Editor

FILLED = {
    "municipality": "Sør-Øyfjord",
    "question_set": "samspill",
    "own_role": "ordforer",
    "release": "usual",
    "language": "nb",
}


def test_a_stranger_may_open_a_dialogue_or_type_a_code(phone: Phone) -> None:
    page = phone.open("/")
    assert page.status == 200
    assert page.form("/dialogues").offers("own_role") == [
        "ordforer",
        "kommunedirektor",
        "facilitator",
        "",
    ]
    assert page.form("/code").value("code") == ""
    assert "/seat" not in page.links()
    assert not page.answer.headers.get("set-cookie")


def test_the_open_seat_is_one_press_away(cast: Cast, phone: Phone) -> None:
    phone.hold(cast.marit.token)
    page = phone.open("/")
    way = page.root.one("a", href="/seat")
    assert "Ordfører, Sør-Øyfjord" in way.text


def test_a_seat_whose_link_has_been_replaced_is_not_offered(cast: Cast, phone: Phone) -> None:
    phone.hold(cast.marit.token)
    cast.marit.post("/api/seat/replace")
    page = phone.open("/")
    assert page.status == 200
    assert "/seat" not in page.links()


def test_another_question_set_changes_the_roles(phone: Phone, editor: Editor) -> None:
    editor.publish_file("trepart.v1.json")
    assert "?set=trepart#open" in phone.open("/").links()
    form = phone.open("/?set=trepart").form("/dialogues")
    assert form.value("question_set") == "trepart"
    assert form.offers("own_role")[:3] == ["politikk", "administrasjon", "tillitsvalgt"]
    opened = phone.press(form, municipality="Lillevik", own_role="politikk")
    assert opened.path == "/opened"
    assert len(opened.root.all(data_copy=None)) == 2


@pytest.mark.parametrize("wanted", ["nonesuch", "", "x" * 500, "<b>", "samspill&set=samspill"])
def test_an_unknown_question_set_gives_the_first(phone: Phone, wanted: str) -> None:
    page = phone.open(f"/?set={wanted}")
    assert page.status == 200
    assert page.form("/dialogues").value("question_set") == "samspill"


@pytest.mark.parametrize(
    ("own_role", "heading"),
    [
        ("ordforer", "Ordfører"),
        ("kommunedirektor", "Kommunedirektør"),
        ("facilitator", "Fasilitator"),
        ("", None),
    ],
)
def test_opening_takes_the_openers_own_seat(
    phone: Phone, own_role: str, heading: str | None
) -> None:
    form = phone.open("/").form("/dialogues")
    page = phone.press(form, municipality="Sør-Øyfjord", own_role=own_role)
    assert (page.status, page.path) == (200, "/opened")
    assert (phone.cookie("samspill") is not None) == bool(own_role)
    seats = 3 if own_role == "facilitator" else 2
    assert len(page.root.all("a", href=None, data_variant="secondary")) == 2 * (
        seats - bool(own_role)
    )
    seat = phone.open("/seat")
    if heading is None:
        assert (seat.status, seat.heading) == (401, nb("No seat is open on this device"))
    else:
        expected = "/waiting" if own_role == "facilitator" else "/welcome"
        assert (seat.status, seat.path) == (200, expected)
        assert heading in phone.open("/my-seat").heading


def test_every_choice_of_the_form_is_kept(phone: Phone, cast: Cast) -> None:
    form = phone.open("/").form("/dialogues")
    page = phone.press(
        form,
        municipality="  Sør-Øyfjord ",
        own_role="ordforer",
        facilitator=True,
        release="both",
        language="nn",
    )
    assert page.status == 200
    seat = phone.client.get("/api/seat").json()
    assert seat["municipality"] == "Sør-Øyfjord"
    assert [party["role"] for party in seat["parties"]] == ["ordforer", "kommunedirektor"]
    assert "fasilitator" in phone.open("/my-seat").text.lower()
    invited = Phone(phone.app)
    link = page.root.one("input", id="invitation-1").attrs["value"]
    assert invited.enter(last_segment(link)).language == "nn"
    assert (
        nb(
            "The comparison opens when every party has handed in and asked to open it. "
            "Until then you can take your answers back."
        )
        in phone.open("/review").text
    )


@pytest.mark.parametrize(
    ("chosen", "opens"),
    [
        ({}, "automatic"),
        ({"facilitator": True}, "facilitator"),
        ({"own_role": "facilitator"}, "facilitator"),
        ({"facilitator": True, "release": "automatic"}, "automatic"),
        ({"facilitator": True, "release": "both"}, "both"),
    ],
)
def test_a_facilitator_opens_the_answers_unless_something_else_is_chosen(
    app: FastAPI, phone: Phone, chosen: dict[str, Any], opens: str
) -> None:
    form = phone.open("/").form("/dialogues")
    wanted = {"municipality": "Sør-Øyfjord", "own_role": "ordforer"} | chosen
    assert phone.press(form, **wanted).path == "/opened"
    with app.state.parts.store.reading() as session:
        [dialogue] = session.exec(select(Dialogue))
    assert dialogue.release_policy == opens
    assert dialogue.opens_as_usual is ("release" not in chosen)


def test_who_opens_the_answers_is_still_as_it_was_chosen_when_something_is_wrong(
    phone: Phone,
) -> None:
    form = phone.open("/").form("/dialogues")
    refused = phone.press(form, municipality=" ", own_role="ordforer", facilitator=True)
    assert refused.form("/dialogues").value("release") == "usual"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("municipality", ""),
        ("municipality", " \t "),
        ("municipality", "x" * 101),
        ("municipality", "Sør\x00Øyfjord"),
        ("municipality", "Sør\u202eØyfjord"),
        ("municipality", "\u3164"),
        ("question_set", "nonesuch"),
        ("question_set", ""),
        ("question_set", "x" * 64),
        ("own_role", "konge"),
        ("own_role", "Ordforer"),
        ("release", "never"),
        ("language", "se"),
    ],
)
def test_what_is_wrong_stands_by_its_field_and_the_rest_is_kept(
    app: FastAPI, phone: Phone, field: str, value: str
) -> None:
    before = rows(app)
    sent = {**FILLED, "facilitator": "1", "release": "both", "language": "nn", field: value}
    page = page_of(phone, sent)
    assert page.status == 422
    assert page.title.startswith(nb("Error"))
    assert page.root.one(id=f"{field}-error").text
    assert f"#{field}" in page.links()
    form = page.form("/dialogues")
    for name, kept in sent.items():
        if name != field:
            assert form.value(name) == kept, name
    if field == "municipality":
        assert page.fault("municipality")
        assert form.value("municipality") == value.strip()
    assert rows(app) == before
    assert phone.cookie("samspill") is None


def test_several_faults_are_told_together(phone: Phone) -> None:
    page = page_of(phone, {**FILLED, "municipality": "", "release": "x", "language": "x"})
    for field in ("municipality", "release", "language"):
        assert f"#{field}" in page.links()
        assert page.root.one(id=f"{field}-error").text


def test_a_refused_form_can_be_mended_and_sent(phone: Phone) -> None:
    form = phone.open("/").form("/dialogues")
    refused = phone.press(form, municipality=" ", own_role="ordforer", release="both")
    assert refused.status == 422
    mended = phone.press(refused.form("/dialogues"), municipality="Sør-Øyfjord")
    assert (mended.status, mended.path) == (200, "/opened")


def test_what_is_written_is_shown_as_text(phone: Phone) -> None:
    evil = '"><script>alert(1)</script>' + "x" * 100
    page = page_of(phone, {**FILLED, "municipality": evil})
    assert page.form("/dialogues").value("municipality") == evil
    assert not [each for each in page.root.all("script") if each.inside]
    typed = page_of(phone, {"code": evil[:30]}, "/code")
    assert typed.form("/code").value("code") == evil[:30]


@pytest.mark.parametrize(
    "content", [b"municipality=%ED%A0%80", b"municipality=%FF%FE", b"=&=&&&", b"\xff\x00\x01", b""]
)
def test_a_body_no_form_of_ours_sends(phone: Phone, content: bytes) -> None:
    answer = phone.client.post(
        "/dialogues",
        content=content,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 422


def test_a_dialogue_opened_with_a_file_for_a_name(phone: Phone) -> None:
    answer = phone.post("/dialogues", FILLED, files={"municipality": b"x"})
    assert answer.status_code in {400, 422}


def test_opening_too_often_is_refused_on_a_page(make_app: Callable[..., FastAPI]) -> None:
    phone = Phone(make_app(rate_limits=True))
    answers = [phone.post("/dialogues", {**FILLED, "own_role": ""}) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61
    assert "text/html" in answers[-1].headers["content-type"]


def written(code: str) -> dict[str, str]:
    plain = code.replace("-", "")
    return {
        "as shown": code,
        "small, with spaces": f" {plain[:4].lower()} {plain[4:].lower()} ",
        "in one": plain,
        "with a long dash": f"{plain[:4]}–{plain[4:]}",
        "with dots": ".".join(plain),
    }


@pytest.mark.parametrize("how", written("AAAA-AAAA"))
def test_a_code_leads_to_the_seat_however_it_is_written(cast: Cast, phone: Phone, how: str) -> None:
    page = phone.press(phone.open("/").form("/code"), code=written(cast.marit.code)[how])
    assert (page.status, page.path) == (200, "/welcome")
    assert phone.cookie("samspill") == cast.marit.token


def test_an_invitations_code_leads_to_its_button(cast: Cast, phone: Phone) -> None:
    page = phone.press(phone.open("/").form("/code"), code=cast.invitations["ordforer"].code)
    assert (page.status, page.path) == (200, "/claim")
    assert phone.press(page.form("/claim")).path == "/welcome"


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "K7WM-3PX", "K7WM-3PXQ9", "K7WM_3PXQ", "æøåæøåæø", "x" * 5000],
)
def test_what_is_not_a_code_is_told_beside_the_field(phone: Phone, typed: str) -> None:
    page = page_of(phone, {"code": typed}, "/code")
    assert (page.status, page.path) == (422, "/code")
    assert page.fault("code") == nb("A code has eight letters and digits, such as K7WM-3PXQ.")
    assert page.form("/code").value("code") == typed[:40]


@pytest.mark.parametrize("typed", ["OOOO-0000", "K7WM-3PX1", "abcd 123l"])
def test_what_was_misread_is_told_as_that(phone: Phone, typed: str) -> None:
    page = page_of(phone, {"code": typed}, "/code")
    assert (page.status, page.path) == (422, "/code")
    assert page.fault("code") == nb("No code has 0, 1, I, L, O or U in it. Check each character.")
    assert page.form("/code").value("code") == typed


def test_a_code_nobody_has(cast: Cast, phone: Phone) -> None:
    page = page_of(phone, {"code": "2222-2222"}, "/code")
    assert page.status == 422
    assert page.fault("code") == nb(
        "No seat has this code. Check each character, or ask for a new invitation."
    )
    assert phone.cookie("samspill") is None


def test_a_used_invitations_code_says_so(cast: Cast, phone: Phone) -> None:
    assert cast.marit.token
    page = page_of(phone, {"code": cast.invitations["ordforer"].code}, "/code")
    assert (page.status, page.heading) == (401, nb("The invitation has been used"))
    assert phone.cookie("samspill") is None


def test_a_replaced_seats_code_is_as_good_as_unknown(cast: Cast, phone: Phone) -> None:
    cast.marit.post("/api/seat/replace")
    page = page_of(phone, {"code": cast.marit.code}, "/code")
    assert page.status == 422
    assert page.fault("code") == nb(
        "No seat has this code. Check each character, or ask for a new invitation."
    )


def test_guessing_codes_is_slowed_down(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(rate_limits=True)
    phone = Phone(app)
    statuses = [phone.post("/code", {"code": "2222-2222"}).status_code for _ in range(10)]
    assert set(statuses) == {422}
    refused = page_of(phone, {"code": gather(app).marit.code}, "/code")
    assert (refused.status, refused.heading) == (429, nb("Wait a moment"))
    assert 1 <= int(refused.answer.headers["retry-after"]) <= 61
    assert phone.cookie("samspill") is None
    assert phone.open("/").status == 200


def test_guessing_from_many_addresses_ends_too(
    make_app: Callable[..., FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the limit a right code is refused as a wrong one is; links go on working."""
    monkeypatch.setattr("app.web.start.CODE_ALL", "20/hour")
    app = make_app(rate_limits=True)
    cast = gather(app)
    for host in range(1, 6):
        client = TestClient(app, client=(f"192.0.2.{host}", 1))
        for _ in range(4):
            assert client.post("/code", data={"code": "2222-2222"}).status_code == 422
    client = TestClient(app, client=("192.0.2.9", 1), follow_redirects=False)
    for code in (cast.marit.code, "2222-2222"):
        assert client.post("/code", data={"code": code}).status_code == 429
    assert client.get(f"/s/{cast.marit.token}").status_code == 303


def page_of(phone: Phone, sent: dict[str, Any], path: str = "/dialogues") -> Page:
    return Page(phone.post(path, sent))


def rows(app: FastAPI) -> int:
    with app.state.parts.store.reading() as session:
        return len(session.exec(select(Dialogue)).all())
