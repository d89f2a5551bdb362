"""From a link to the seat: looking changes nothing, one press claims, the own link comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.settings import Settings
from tests.cast import Cast, gather, last_segment, tap
from tests.pages import Phone, nb


@pytest.fixture
def dump(app: FastAPI, settings: Settings) -> Callable[[], list[str]]:
    """Every row of the database, as text."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))

    def rows() -> list[str]:
        with sqlite3.connect(path) as connection:
            found = list(connection.iterdump())
        connection.close()
        return found

    return rows


def hand_in_both(cast: Cast, **body: bool) -> None:
    for person in (cast.marit, cast.kare):
        person.answer_all()
        person.hand_in(**body)


def test_an_invitation_leads_to_its_page_and_leaves_the_address_bar(
    cast: Cast, phone: Phone
) -> None:
    invitation = cast.invitations["ordforer"]
    answer = phone.get(f"/s/{invitation.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/claim")
    [cookie] = answer.headers.get_list("set-cookie")
    for word in ("HttpOnly", "Path=/claim", "SameSite=lax", "Max-Age=86400"):
        assert word in cookie
    page = phone.open("/claim")
    assert page.status == 200
    assert invitation.token not in page.html
    assert "Ordfører" in page.heading
    assert "Sør-Øyfjord" in page.text
    assert "25 påstander" in page.text
    assert page.form("/claim").button(data_action="claim").text == nb("Take the seat")
    assert phone.cookie("samspill") is None


def test_a_facilitators_invitation_says_what_the_part_is(cast: Cast, phone: Phone) -> None:
    page = phone.enter(cast.invitations["facilitator"].token)
    assert nb("Facilitator") in page.heading
    assert "25 påstander" not in page.text


def test_one_press_claims_the_seat(cast: Cast, phone: Phone) -> None:
    invitation = cast.invitations["ordforer"]
    page = phone.press(phone.enter(invitation.token).form("/claim"))
    assert (page.status, page.path) == (200, "/welcome")
    own = phone.cookie("samspill")
    assert own not in {None, invitation.token}
    assert page.root.one("input", id="own-link").attrs["value"].endswith(str(own))
    assert phone.cookie("samspill_invitation") is None


def test_looking_changes_nothing_however_often_and_by_whatever_scanner(
    app: FastAPI, cast: Cast, dump: Callable[[], list[str]]
) -> None:
    links = [person.token for person in (*cast.invitations.values(), cast.kare)]
    before = dump()
    for link in links:
        for _ in range(20):
            scanner = Phone(app)
            for path in (f"/s/{link}", "/claim", "/seat", "/welcome"):
                assert scanner.client.head(path).status_code in {200, 401}
                assert scanner.get(path).status_code in {200, 303, 401}
    assert dump() == before
    for role in ("ordforer", "facilitator"):
        fresh = Phone(app)
        claimed = fresh.press(fresh.enter(cast.invitations[role].token).form("/claim"))
        assert claimed.path == "/welcome"
    assert dump() != before


def test_the_dump_sees_a_claim(cast: Cast, dump: Callable[[], list[str]]) -> None:
    before = dump()
    assert cast.marit.token
    assert dump() != before


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_on_a_link_do_nothing(
    cast: Cast, phone: Phone, dump: Callable[[], list[str]], method: str
) -> None:
    before = dump()
    link = f"/s/{cast.invitations['ordforer'].token}"
    assert phone.client.request(method, link).status_code == 405
    assert phone.client.post(link).status_code == 405
    assert dump() == before


def test_a_claim_begun_by_another_site_is_refused(
    cast: Cast, phone: Phone, dump: Callable[[], list[str]]
) -> None:
    phone.hold(cast.invitations["ordforer"].token)
    before = dump()
    answer = phone.client.post("/claim", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert dump() == before


@pytest.mark.parametrize("link", ["x", "A" * 32, "A" * 31, "%00", "æøå", "a%2Fb"])
def test_a_link_that_is_none(phone: Phone, link: str) -> None:
    page = phone.enter(link)
    assert page.status in {401, 404}
    assert not phone.client.cookies
    if page.status == 401:
        assert page.heading == nb("The link does not work")
        assert page.form("/code").value("code") == ""


def test_trying_links_is_slowed_down(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(rate_limits=True)
    phone = Phone(app)
    statuses = {phone.get("/s/" + "A" * 32).status_code for _ in range(120)}
    refused = phone.get("/s/" + "A" * 32)
    assert statuses == {401}
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    own = gather(app).marit.token
    assert phone.get(f"/s/{own}").status_code == 303, "a good link is never held up"


def test_claiming_without_an_invitation(phone: Phone) -> None:
    assert phone.open("/claim").status == 401
    assert phone.post("/claim").status_code == 401


def test_an_invitation_used_by_somebody_else_says_so(
    app: FastAPI, cast: Cast, phone: Phone
) -> None:
    token = cast.invitations["ordforer"].token
    form = phone.enter(token).form("/claim")
    somebody = Phone(app)
    somebody.press(somebody.enter(token).form("/claim"))
    for page in (phone.press(form), phone.open("/claim"), phone.enter(token)):
        assert (page.status, page.heading) == (401, nb("The invitation has been used"))
        assert page.form("/code").value("code") == ""
        assert phone.cookie("samspill") is None


def test_a_second_press_on_the_same_device_leads_to_the_seat(cast: Cast, phone: Phone) -> None:
    token = cast.invitations["ordforer"].token
    form = phone.enter(token).form("/claim")
    phone.press(form)
    own = phone.cookie("samspill")
    again = phone.press(form)
    assert (again.status, again.path) == (200, "/welcome")
    assert phone.cookie("samspill") == own
    assert phone.open("/claim").path == "/welcome", "the browser's back button"


def test_the_invitation_in_the_mail_still_leads_its_taker_to_the_seat(
    cast: Cast, phone: Phone
) -> None:
    invitation = cast.invitations["ordforer"]
    phone.press(phone.enter(invitation.token).form("/claim"))
    own = phone.cookie("samspill")
    for page in (
        phone.enter(invitation.token),
        phone.press(phone.open("/").form("/code"), code=invitation.code),
    ):
        assert (page.status, page.path) == (200, "/welcome")
    assert phone.cookie("samspill") == own


def test_a_used_invitation_of_another_seat_stays_used(cast: Cast, phone: Phone) -> None:
    phone.hold(cast.marit.token)
    assert cast.kare.token
    page = phone.enter(cast.invitations["kommunedirektor"].token)
    assert (page.status, page.heading) == (401, nb("The invitation has been used"))
    assert phone.cookie("samspill") == cast.marit.token


def test_two_invitations_on_a_shared_tablet(cast: Cast, phone: Phone) -> None:
    phone.press(phone.enter(cast.invitations["ordforer"].token).form("/claim"))
    marits = phone.cookie("samspill")
    page = phone.enter(cast.invitations["kommunedirektor"].token)
    assert page.path == "/claim"
    assert "Ordfører, Sør-Øyfjord" in page.text
    assert "/my-seat" in page.links()
    assert phone.cookie("samspill") == marits
    taken = phone.press(page.form("/claim"))
    assert "Kommunedirektør" in taken.text
    assert phone.enter(str(marits)).path == "/welcome"


def test_a_press_takes_the_seat_that_the_page_was_about(cast: Cast, phone: Phone) -> None:
    """Two tabs: the page of the first invitation is pressed after the second was opened."""
    first = phone.enter(cast.invitations["ordforer"].token)
    phone.hold(cast.invitations["kommunedirektor"].token)
    shown = phone.press(first.form("/claim"))
    assert (shown.path, "Kommunedirektør" in shown.heading) == ("/claim", True)
    for role in ("ordforer", "kommunedirektor"):
        assert cast.invitations[role].get("/api/seat").status_code == 200
    assert phone.press(shown.form("/claim")).path == "/welcome"
    assert cast.invitations["kommunedirektor"].get("/api/seat").status_code == 401
    assert cast.invitations["ordforer"].get("/api/seat").status_code == 200


def test_the_own_link_opens_the_seat_on_another_device(cast: Cast, phone: Phone) -> None:
    answer = phone.get(f"/s/{cast.marit.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/welcome")
    cookie, device = answer.headers.get_list("set-cookie")
    assert device.startswith("samspill-device=")
    assert cast.marit.token not in device
    for word in ("HttpOnly", "Path=/", "SameSite=lax"):
        assert word in cookie
    assert "Secure" not in cookie
    cast.marit.save(tap("rol-01", status=4, ambition=5))
    page = phone.open("/seat")
    assert page.path == "/answer"
    form = page.form("/answer")
    assert (form.value("rol-01.status"), form.value("rol-01.ambition")) == ("4", "5")


def test_a_replaced_link_is_dead_everywhere(cast: Cast, phone: Phone) -> None:
    phone.hold(cast.marit.token)
    cast.marit.post("/api/seat/replace")
    for path in ("/seat", "/welcome", "/answer", "/review", "/waiting", "/my-seat"):
        page = phone.open(path)
        assert (page.status, page.heading) == (401, nb("The link does not work")), path


def test_an_invitation_is_no_seat(cast: Cast, phone: Phone) -> None:
    token = cast.invitations["ordforer"].token
    for path in ("/seat", "/welcome", "/answer", "/review", "/waiting", "/comparison", "/my-seat"):
        answer = phone.get(path, headers={"cookie": f"samspill={token}"})
        assert answer.status_code == 403, path


def in_every_state(app: FastAPI) -> Iterator[tuple[str, Cast, dict[str, str]]]:
    """A dialogue at each point of its life, and where each seat belongs then."""
    cast = gather(app, facilitator=True)
    yield "claimed", cast, {"marit": "/welcome", "fatima": "/waiting"}
    cast.marit.save(tap("rol-01", status=4))
    yield "begun", cast, {"marit": "/answer", "kare": "/welcome"}
    cast.marit.save(tap("rol-01", "2026-11-22T12:00:01Z", status=None))
    yield "begun and emptied", cast, {"marit": "/answer"}
    cast.marit.answer_all()
    cast.marit.hand_in(anyway=True)
    yield "handed in", cast, {"marit": "/waiting", "kare": "/welcome", "fatima": "/waiting"}
    cast.marit.delete("/api/hand-in")
    yield "taken back", cast, {"marit": "/answer"}
    cast.marit.hand_in(anyway=True)
    cast.kare.answer_all()
    cast.kare.hand_in()
    yield "opened", cast, {"marit": "/comparison", "kare": "/comparison", "fatima": "/waiting"}
    cast.kare.delete("/api/answers")
    yield "closed", cast, {"marit": "/waiting", "kare": "/waiting", "fatima": "/waiting"}
    cast = gather(app, facilitator=True, release="both")
    hand_in_both(cast, facilitator_may_read=True)
    yield "ready", cast, {"marit": "/waiting", "kare": "/waiting", "fatima": "/waiting"}
    cast.marit.post("/api/release")
    cast.kare.post("/api/release")
    yield "opened to the facilitator too", cast, {"marit": "/comparison", "fatima": "/comparison"}
    cast = gather(app)
    cast.marit.answer_all()
    cast.marit.hand_in()
    invited = cast.kare.post("/api/seats/ordforer/invite").json()
    cast.invitations["ordforer"].token = last_segment(invited["link"])
    del cast.seats["ordforer"]
    yield "sealed", cast, {"marit": "/waiting"}
    cast.marit.delete("/api/answers")
    yield "begun again", cast, {"marit": "/welcome"}


def test_the_own_link_lands_on_the_page_the_seat_needs_in_every_state(app: FastAPI) -> None:
    for state, cast, wanted in in_every_state(app):
        for who, path in wanted.items():
            page = Phone(app).enter(getattr(cast, who).token)
            assert (page.status, page.path) == (200, path), f"{who}, {state}"
            assert page.way == [f"/s/{getattr(cast, who).token}"], f"{who}, {state}"


def test_the_welcome_page_tells_who_sees_what(cast: Cast, phone: Phone) -> None:
    page = phone.enter(cast.marit.token)
    assert page.status == 200
    assert "/answer" in page.links()
    assert "/my-seat" in page.links()
    for word in ("25 påstander", "15 minutter", "fasilitator", "slett"):
        assert word in page.text.lower(), word
    assert "helt konfidensielt" not in page.text.lower()
    fatima = Phone(phone.app)
    fatima.hold(cast.fatima.token)
    other = fatima.open("/welcome")
    assert "/waiting" in other.links()
    assert "/answer" not in other.links()
