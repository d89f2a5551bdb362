"""Waiting: who has handed in and nothing more, and the one press that opens for all."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI

from app.content.guide import guide
from tests.cast import Cast, Person, gather, last_segment
from tests.pages import Page, Phone, nb, phone_of


def hand_in(*people: Person, **body: bool) -> None:
    for person in people:
        person.answer_all()
        person.hand_in(**body)


def parties(page: Page) -> dict[str, str]:
    """What is told of each party."""
    found = {}
    for item in page.root.all("li", class_="party"):
        found[item.one("strong").text] = item.text
    return found


def test_it_tells_who_has_handed_in(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit)
    page = phone_of(app, cast.marit).open("/waiting")
    assert (page.status, page.heading) == (200, nb("You have handed in"))
    assert page.root.one(data_state="handed-in").tag == "h1"
    told = parties(page)
    assert list(told) == ["Ordfører", "Kommunedirektør"]
    assert nb("has handed in") in told["Ordfører"]
    assert "(" + nb("you") + ")" in told["Ordfører"]
    assert nb("has not handed in yet") in told["Kommunedirektør"]
    assert page.form("/withdraw").method == "post"
    assert "/my-seat" in page.links()


def test_it_tells_nothing_else_of_the_others(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit)
    phone = phone_of(app, cast.marit)
    before = (phone.open("/waiting").html, phone.open("/waiting/parties").html)
    cast.kare.answer_all(1, 5)
    assert (phone.open("/waiting").html, phone.open("/waiting/parties").html) == before


def test_the_part_that_is_polled_is_the_part_on_the_page(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit)
    phone = phone_of(app, cast.marit)
    page, part = phone.open("/waiting"), phone.open("/waiting/parties")
    assert not part.is_whole
    [place] = page.root.all(data_poll="/waiting/parties")
    assert place.text == part.root.text
    assert part.html.strip() in page.html
    assert "x-next" not in part.answer.headers
    assert part.answer.headers["cache-control"] == "no-store"


def test_the_part_says_where_to_go_when_it_opens(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit)
    marit, fatima = phone_of(app, cast.marit), phone_of(app, cast.fatima)
    hand_in(cast.kare)
    assert marit.get("/waiting/parties").headers["x-next"] == "/comparison"
    assert fatima.get("/waiting/parties").headers["x-next"] == "/waiting"
    over = marit.open("/waiting")
    assert over.heading == nb("The comparison is open")
    assert "/comparison" in over.links()
    assert not over.root.all(data_poll=None)
    assert not [each for each in over.forms() if each.action == "/withdraw"]


def test_the_part_says_where_to_go_when_it_is_closed(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit, cast.kare)
    phone = phone_of(app, cast.marit)
    cast.kare.delete("/api/answers")
    assert phone.get("/waiting/parties").headers["x-next"] == "/waiting"
    page = phone.open("/waiting")
    assert (page.status, page.heading) == (200, nb("The round is closed"))
    assert (
        nb("The answers have been deleted, and the comparison can no longer be seen.") in page.text
    )
    assert "/comparison" not in page.links()
    assert page.forms() == []


def test_whoever_has_not_handed_in_is_sent_to_answer(app: FastAPI, cast: Cast) -> None:
    phone = phone_of(app, cast.marit)
    page = phone.open("/waiting")
    assert page.path == "/welcome"
    assert phone.get("/waiting/parties").status_code == 200


def test_a_stranger_and_an_invitation_are_told_nothing(cast: Cast, phone: Phone) -> None:
    hand_in(cast.marit)
    for path in ("/waiting", "/waiting/parties"):
        assert phone.get(path).status_code == 401
        token = cast.invitations["facilitator"].token
        answer = phone.get(path, headers={"cookie": f"samspill={token}"})
        assert answer.status_code == 403
        assert nb("has handed in") not in answer.text
    assert phone.post("/release").status_code == 401


def test_an_outsider_sees_only_the_own_dialogue(app: FastAPI, cast: Cast, lillevik: Cast) -> None:
    hand_in(cast.kare, lillevik.marit)
    told = parties(phone_of(app, lillevik.marit).open("/waiting"))
    assert nb("has not handed in yet") in told["Kommunedirektør"]


def test_a_facilitator_follows_along(app: FastAPI, cast: Cast) -> None:
    phone = phone_of(app, cast.fatima)
    page = phone.open("/waiting")
    assert page.heading == nb("Who has handed in")
    assert not page.root.all(data_state="handed-in")
    assert [each.action for each in page.forms()] == []
    assert all(nb("has not handed in yet") in told for told in parties(page).values())
    hand_in(cast.marit)
    told = parties(phone.open("/waiting/parties"))
    assert nb("has not handed in yet") not in told["Ordfører"]
    assert nb("has not handed in yet") in told["Kommunedirektør"]


def test_a_facilitator_without_consent_is_told_so_and_sees_nothing(
    app: FastAPI, cast: Cast
) -> None:
    hand_in(cast.marit, facilitator_may_read=True)
    hand_in(cast.kare)
    phone = phone_of(app, cast.fatima)
    page = phone.open("/seat")
    assert (page.status, page.path) == (200, "/waiting")
    for said in (
        "The parties can see it now. You cannot, since not every party has said yes to that.",
        "You can still lead the conversation. Let the parties show what they want to talk about.",
    ):
        assert nb(said) in page.text
    assert "/comparison" not in page.links()
    assert phone.open("/comparison").path == "/waiting"


def test_a_facilitator_without_consent_has_rules_and_running_order(
    app: FastAPI, cast: Cast
) -> None:
    before = phone_of(app, cast.fatima).open("/waiting")
    hand_in(cast.marit)
    hand_in(cast.kare)
    page = phone_of(app, cast.fatima).open("/waiting")
    words = guide("nb")
    rules = [rule.text for rule in words.ground_rules.items]
    for text in [*rules, *(step.text for step in words.steps)]:
        assert text in page.text
        assert text not in before.text
    for stop in words.stop_rules.items:
        assert f"{stop.when} {stop.then}" in page.text
    shares = re.findall(r"(\d+) minutter i en samtale på (\d+)", page.text)
    for order in words.running_orders:
        assert sum(int(n) for n, whole in shares if int(whole) == order.minutes) == order.minutes


def test_policy_both_opens_when_every_party_has_asked(app: FastAPI) -> None:
    cast = gather(app, release="both", facilitator=True)
    hand_in(cast.marit)
    marit, kare, fatima = (phone_of(app, each) for each in (cast.marit, cast.kare, cast.fatima))
    assert not [each for each in marit.open("/waiting").forms() if each.action == "/release"]
    assert marit.post("/release").status_code == 409
    hand_in(cast.kare)
    assert not [each for each in fatima.open("/waiting").forms() if each.action == "/release"]
    assert fatima.post("/release").status_code == 403
    asked = marit.press(marit.open("/waiting").form("/release"))
    assert (asked.status, asked.path) == (200, "/waiting")
    assert (
        nb("You have asked to open the comparison. It opens when every party has asked.")
        in asked.text
    )
    assert not [each for each in asked.forms() if each.action == "/release"]
    opened = kare.press(kare.open("/waiting").form("/release"))
    assert (opened.status, opened.path) == (200, "/comparison")
    assert marit.open("/seat").path == "/comparison"


def test_nobody_is_told_that_the_other_has_asked(app: FastAPI) -> None:
    cast = gather(app, release="both")
    hand_in(cast.marit, cast.kare)
    kare = phone_of(app, cast.kare)
    before = kare.open("/waiting").html
    cast.marit.post("/api/release")
    assert kare.open("/waiting").html == before


def test_policy_facilitator_opens_when_the_facilitator_asks(app: FastAPI) -> None:
    cast = gather(app, release="facilitator")
    marit, fatima = phone_of(app, cast.marit), phone_of(app, cast.fatima)
    assert fatima.post("/release").status_code == 409
    hand_in(cast.marit, cast.kare, facilitator_may_read=True)
    assert (
        nb("The comparison opens when the facilitator opens it, often in the meeting.")
        in marit.open("/waiting").text
    )
    assert marit.post("/release").status_code == 403
    opened = fatima.press(fatima.open("/waiting").form("/release"))
    assert (opened.status, opened.path) == (200, "/comparison")
    assert marit.open("/waiting/parties").answer.headers["x-next"] == "/comparison"


@pytest.mark.parametrize("times", [1, 2])
def test_opening_is_harmless_to_repeat_and_too_late_when_closed(app: FastAPI, times: int) -> None:
    cast = gather(app, release="facilitator")
    hand_in(cast.marit, cast.kare)
    fatima = phone_of(app, cast.fatima)
    for _ in range(times):
        assert fatima.post("/release").status_code == 303
    cast.marit.delete("/api/answers")
    page = Page(fatima.post("/release"))
    assert (page.status, page.heading) == (410, nb("The round is closed"))


def test_a_seat_that_changed_hands_after_handing_in_is_sealed(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.kare)
    invited = cast.marit.post("/api/seats/kommunedirektor/invite").json()
    taker = Phone(app)
    claim = taker.enter(last_segment(invited["link"]))
    taker.press(claim.form("/claim"))
    page = taker.open("/seat")
    assert (page.status, page.path) == (200, "/waiting")
    assert nb("The answers are sealed") in page.text
    assert not [each for each in page.forms() if each.action == "/withdraw"]
    assert "/my-seat#erase" in page.links()
    refused = Page(taker.post("/withdraw"))
    assert refused.status == 409
    assert taker.open("/answer").path == "/waiting"
    assert taker.open("/review").path == "/waiting"
    taker.press(taker.open("/my-seat").form("/my-seat/erase"), confirm=True)
    assert taker.open("/seat").path == "/welcome"


def test_the_day_of_deletion_is_told(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit)
    page = phone_of(app, cast.marit).open("/waiting")
    assert "slett" in page.main.all("p", class_="muted")[-1].text
