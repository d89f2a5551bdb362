"""The big screen before the comparison opens: the address, who has handed in, one button."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI

from app.web.lobby import spoken
from tests.cast import Cast, Person, gather
from tests.pages import Phone, nb, phone_of


def hand_in(*people: Person, **body: bool) -> None:
    for person in people:
        person.answer_all()
        person.hand_in(**body)


def test_it_shows_where_to_go_and_who_has_handed_in(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit)
    page = phone_of(app, cast.fatima).open("/lobby")
    assert page.heading == nb("Welcome to the conversation")
    assert "testserver" in page.text
    told = [each.text for each in page.root.all("li", class_="lobby__party")]
    assert nb("has handed in") in told[0]
    assert nb("has not handed in yet") in told[1]


@pytest.mark.parametrize("role", ["ordforer", "facilitator"])
def test_no_link_code_or_qr_code_is_ever_on_it(app: FastAPI, cast: Cast, role: str) -> None:
    hand_in(cast.marit, cast.kare)
    gathered = gather(app, facilitator=True, release="facilitator")
    for person in (gathered.marit, gathered.kare):
        person.answer_all()
        person.hand_in()
    page = phone_of(app, gathered[role]).open("/lobby")
    people = [*gathered.seats.values(), *gathered.invitations.values()]
    for person in people:
        assert person.token not in page.html
        assert person.code not in page.html
        assert person.code.replace("-", "") not in page.html
    assert "/s/" not in page.html
    assert 'class="qr"' not in page.html


def test_it_tells_nothing_else(app: FastAPI, cast: Cast) -> None:
    phone = phone_of(app, cast.marit)
    before = (phone.open("/lobby").html, phone.open("/lobby/parties").html)
    cast.kare.answer_all(1, 5)
    assert (phone.open("/lobby").html, phone.open("/lobby/parties").html) == before


def test_the_facilitator_opens_and_everyone_is_told_where_to_go(app: FastAPI) -> None:
    cast = gather(app, facilitator=True, release="facilitator")
    marit, fatima = phone_of(app, cast.marit), phone_of(app, cast.fatima)
    hand_in(cast.marit, cast.kare, facilitator_may_read=True)
    page = fatima.open("/lobby")
    assert not marit.open("/lobby").forms()
    screen = phone_of(app, cast.fatima)
    answer = fatima.post("/lobby/release", dict(page.form("/lobby/release").sent()))
    assert answer.headers["location"] == "/lobby"
    assert fatima.get("/lobby").headers["location"] == "/present"
    assert screen.get("/lobby/parties").headers["x-next"] == "/present"
    assert marit.get("/waiting/parties").headers["x-next"] == "/comparison"
    assert fatima.post("/lobby/release").headers["location"] == "/lobby", "asking twice is harmless"


def test_each_party_asks_from_its_own(app: FastAPI) -> None:
    cast = gather(app, release="both")
    marit, kare = phone_of(app, cast.marit), phone_of(app, cast.kare)
    hand_in(cast.marit, cast.kare)
    marit.press(marit.open("/lobby").form("/lobby/release"))
    assert not marit.open("/lobby").forms()
    assert "x-next" not in marit.get("/lobby/parties").headers
    kare.post("/lobby/release")
    assert marit.get("/lobby/parties").headers["x-next"] == "/present"


def test_a_sheet_taken_back_in_the_last_second_is_told(app: FastAPI) -> None:
    cast = gather(app, facilitator=True, release="facilitator")
    fatima = phone_of(app, cast.fatima)
    hand_in(cast.marit, cast.kare)
    form = fatima.open("/lobby").form("/lobby/release")
    assert cast.kare.delete("/api/hand-in").status_code == 200
    page = fatima.press(form)
    assert page.status == 409
    assert nb("The comparison opens when every party has handed in.") in page.text
    assert page.text.count(nb("has not handed in yet")) == 1


def test_asked_from_many_places_at_once_it_opens_once(app: FastAPI) -> None:
    cast = gather(app, facilitator=True, release="facilitator")
    hand_in(cast.marit, cast.kare, facilitator_may_read=True)
    phones = [phone_of(app, cast.fatima) for _ in range(6)]
    with ThreadPoolExecutor(len(phones)) as pool:
        answers = list(pool.map(lambda phone: phone.post("/lobby/release"), phones))
    assert {each.headers["location"] for each in answers} == {"/lobby"}
    assert cast.marit.get("/api/seat").json()["state"] == "released"


def test_a_sheet_is_taken_back_or_it_opens_but_never_both(app: FastAPI) -> None:
    seen = set()
    for _ in range(4):
        cast = gather(app, facilitator=True, release="facilitator")
        hand_in(cast.marit, cast.kare)
        fatima = phone_of(app, cast.fatima)
        with ThreadPoolExecutor(2) as pool:
            opening = pool.submit(fatima.post, "/lobby/release")
            taking = pool.submit(cast.kare.delete, "/api/hand-in")
        state = cast.marit.get("/api/seat").json()["state"]
        seen.add((opening.result().status_code, taking.result().status_code, state))
    assert seen <= {(303, 409, "released"), (409, 200, "answering")}


def test_on_the_big_screen_nobody_reads_that_the_facilitator_is_not_let_in(
    app: FastAPI, cast: Cast
) -> None:
    hand_in(cast.marit, cast.kare)
    fatima = phone_of(app, cast.fatima)
    page = fatima.open("/lobby")
    assert (page.status, page.path) == (200, "/lobby")
    assert nb("The comparison is open.") in page.text
    assert nb("The parties see it on their own phones.") in page.text
    assert page.forms() == []
    assert "x-next" not in fatima.get("/lobby/parties").headers
    for person in (cast.marit, cast.kare):
        person.post("/my-seat/facilitator", data={"may_read": "1"})
    assert fatima.get("/lobby/parties").headers["x-next"] == "/present"


def test_of_a_closed_round_the_big_screen_shows_nothing(app: FastAPI, cast: Cast) -> None:
    hand_in(cast.marit, cast.kare)
    assert cast.kare.delete("/api/answers").status_code == 200
    assert phone_of(app, cast.fatima).get("/lobby").headers["location"] == "/waiting"


def test_strangers_and_wrong_seats_do_not_open(app: FastAPI) -> None:
    cast = gather(app, facilitator=True, release="facilitator")
    hand_in(cast.marit, cast.kare)
    assert Phone(app).get("/lobby").status_code == 401
    assert Phone(app).post("/lobby/release").status_code == 401
    assert phone_of(app, cast.marit).post("/lobby/release").status_code == 403
    assert cast.marit.get("/api/seat").json()["state"] == "ready"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://samspill.kommune.no", "samspill.kommune.no"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("https://kommune.no/samspill/", "kommune.no/samspill"),
    ],
)
def test_an_address_is_shown_as_one_says_it(address: str, words: str) -> None:
    assert spoken(address) == words
