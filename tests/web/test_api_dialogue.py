"""Opening a dialogue, claiming, replacing and re-inviting seats, over the API."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.cast import Cast, Person, gather, last_segment, tap
from tests.pages import nb, phone_of
from tests.web.conftest import Editor

WARNING = (
    "This seat has a new invitation, from the facilitator or from a seat the facilitator "
    "invited: %(role)s. Make sure that the right person took it before you ask to open the "
    "comparison."
)
OPENING = {"municipality": "Sør-Øyfjord", "question_set": "samspill"}


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


def test_opening_gives_an_invitation_for_every_seat(client: TestClient) -> None:
    answer = client.post("/api/dialogues", json=OPENING)
    assert answer.status_code == 201
    opened = answer.json()
    assert opened["question_set"] == {"id": "samspill", "version": 1}
    assert opened["release"] == "automatic"
    assert [seat["role"] for seat in opened["seats"]] == ["ordforer", "kommunedirektor"]
    assert [seat["title"] for seat in opened["seats"]] == ["Ordfører", "Kommunedirektør"]
    assert all(len(last_segment(seat["link"])) == 32 for seat in opened["seats"])
    assert all(len(seat["code"].replace("-", "")) == 8 for seat in opened["seats"])


@pytest.mark.parametrize("wish", [{"facilitator": True}, {"release": "facilitator"}])
def test_a_facilitator_gets_a_seat_when_asked_for_or_needed(
    client: TestClient, wish: dict[str, Any]
) -> None:
    opened = client.post("/api/dialogues", json={**OPENING, **wish}).json()
    assert [seat["role"] for seat in opened["seats"]][-1] == "facilitator"


def test_titles_come_in_the_language_asked_for(client: TestClient) -> None:
    opened = client.post("/api/dialogues", json={**OPENING, "language": "nn"}).json()
    assert opened["seats"][0]["title"] == "Ordførar"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "municipality"),
        ({**OPENING, "municipality": ""}, "municipality"),
        ({**OPENING, "municipality": "   "}, "municipality"),
        ({**OPENING, "municipality": "x" * 101}, "municipality"),
        ({**OPENING, "municipality": "Sør\x00Øyfjord"}, "municipality"),
        ({**OPENING, "municipality": 5}, "municipality"),
        ({**OPENING, "version": 0}, "version"),
        ({**OPENING, "version": "1"}, "version"),
        ({**OPENING, "release": "never"}, "release"),
        ({**OPENING, "facilitator": "yes"}, "facilitator"),
        ({**OPENING, "language": "se"}, "language"),
        ({**OPENING, "colour": "red"}, "colour"),
    ],
)
def test_a_bad_opening_says_where(client: TestClient, body: dict[str, Any], path: str) -> None:
    answer = client.post("/api/dialogues", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "invalid"
    assert path in [each["path"] for each in problem["errors"]]


def test_every_fault_of_an_opening_is_listed(client: TestClient) -> None:
    answer = client.post("/api/dialogues", json={"release": 1, "facilitator": 2, "language": 3})
    paths = {each["path"] for each in answer.json()["errors"]}
    assert paths == {"municipality", "question_set", "release", "facilitator", "language"}


@pytest.mark.parametrize(
    ("body", "path"), [({"question_set": "nonesuch"}, "question_set"), ({"version": 99}, "version")]
)
def test_an_unknown_question_set(client: TestClient, body: dict[str, Any], path: str) -> None:
    answer = client.post("/api/dialogues", json={**OPENING, **body})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-question-set")
    assert [each["path"] for each in answer.json()["errors"]] == [path]


def test_a_lone_surrogate_is_refused_and_nothing_breaks(client: TestClient) -> None:
    raw = b'{"municipality": "S\\ud800r", "question_set": "samspill"}'
    answer = client.post(
        "/api/dialogues", content=raw, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422


def test_an_invitation_says_its_seat_and_nothing_else(cast: Cast) -> None:
    invitation = cast.invitations["ordforer"]
    assert invitation.get("/api/seat").json() == {
        "role": "ordforer",
        "dialogue": cast.opened["id"],
        "municipality": "Sør-Øyfjord",
    }
    for method, path in [
        ("GET", "/api/answers"),
        ("PATCH", "/api/answers"),
        ("DELETE", "/api/answers"),
        ("POST", "/api/hand-in"),
        ("DELETE", "/api/hand-in"),
        ("POST", "/api/release"),
        ("GET", "/api/comparison"),
        ("POST", "/api/seat/replace"),
        ("POST", "/api/seats/kommunedirektor/invite"),
    ]:
        body: dict[str, Any] = {"json": {"answers": []}} if method == "PATCH" else {}
        answer = invitation.call(method, path, **body)
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong-seat"), path


def test_claiming_gives_an_own_link_and_kills_the_invitation(cast: Cast) -> None:
    invitation = cast.invitations["ordforer"]
    marit = invitation.claim()
    assert marit.token != invitation.token
    assert marit.get("/api/seat").json()["state"] == "answering"
    for answer in (invitation.get("/api/seat"), invitation.post("/api/seat/claim")):
        assert (answer.status_code, answer.json()["code"]) == (401, "claimed")


def test_two_who_claim_at_once_get_one_seat(cast: Cast) -> None:
    invitation = cast.invitations["ordforer"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: invitation.post("/api/seat/claim"), range(8)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(201) == 1
    assert set(codes[1:]) <= {401, 409}
    assert {a.json()["code"] for a in answers if a.status_code != 201} == {"claimed"}


def test_a_seat_cannot_be_claimed_with_its_own_link(cast: Cast) -> None:
    assert cast.marit.post("/api/seat/claim").status_code == 403


def test_replacing_keeps_the_answers_and_kills_the_old_link(cast: Cast) -> None:
    marit = cast.marit
    marit.save(tap("rol-01", status=2, ambition=5, talk=True))
    taken = marit.post("/api/seat/replace").json()
    again = Person(marit.client, "ordforer", last_segment(taken["link"]), taken["code"])
    assert again.get("/api/answers").json()["answers"]["rol-01"] == {
        "status": 2,
        "ambition": 5,
        "talk": True,
    }
    answer = marit.get("/api/answers")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown-credential")


def test_replacing_after_handing_in_keeps_the_sheet_whole(cast: Cast) -> None:
    cast.marit.answer_all(2, 4)
    cast.marit.hand_in()
    taken = cast.marit.post("/api/seat/replace").json()
    again = Person(cast.marit.client, "ordforer", last_segment(taken["link"]))
    assert again.delete("/api/hand-in").status_code == 200
    assert again.get("/api/answers").json()["answers"]["uta-01"]["status"] == 2


def test_reinviting_a_lost_seat_deletes_what_was_not_handed_in(cast: Cast) -> None:
    kare = cast.kare
    kare.save(tap("rol-01", status=2))
    invited = cast.marit.post("/api/seats/kommunedirektor/invite")
    assert invited.status_code == 200
    assert set(invited.json()) == {"link", "code"}
    assert kare.get("/api/answers").status_code == 401
    again = Person(kare.client, kare.role, last_segment(invited.json()["link"])).claim()
    assert again.get("/api/answers").json() == {"answers": {}}
    assert again.get("/api/seat").json()["answered"] == 0


def test_reinviting_kills_an_earlier_invitation(cast: Cast) -> None:
    old = cast.invitations["kommunedirektor"]
    cast.marit.post("/api/seats/kommunedirektor/invite")
    answer = old.get("/api/seat")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown-credential")


def test_whoever_takes_a_seat_after_hand_in_cannot_open_what_was_handed_in(cast: Cast) -> None:
    cast.kare.answer_all(1, 5)
    cast.kare.hand_in()
    link = cast.marit.post("/api/seats/kommunedirektor/invite").json()["link"]
    taker = Person(cast.kare.client, "kommunedirektor", last_segment(link)).claim()
    seat = taker.get("/api/seat").json()
    assert (seat["handed_in"], seat["answered"]) == (True, 0)
    for answer in (taker.get("/api/answers"), taker.delete("/api/hand-in")):
        assert (answer.status_code, answer.json()["code"]) == (409, "sealed")
    assert taker.save(tap("rol-01", status=3)).json()["code"] in {"handed-in", "sealed"}
    assert taker.get("/api/comparison").json()["code"] == "not-released"
    # The pair's comparison still opens for both once the other has handed in too.
    cast.marit.answer_all()
    cast.marit.hand_in()
    merged = taker.get("/api/comparison").json()
    assert merged["statements"][0]["answers"]["kommunedirektor"]["status"] == 1


def test_whoever_takes_a_seat_after_hand_in_can_only_begin_again(cast: Cast) -> None:
    cast.kare.answer_all(1, 5)
    cast.kare.hand_in()
    link = cast.marit.post("/api/seats/kommunedirektor/invite").json()["link"]
    taker = Person(cast.kare.client, "kommunedirektor", last_segment(link)).claim()
    assert taker.delete("/api/answers").status_code == 200
    assert taker.get("/api/answers").json() == {"answers": {}}
    assert taker.get("/api/seat").json()["handed_in"] is False


def test_a_facilitator_may_not_reinvite_a_seat_that_has_handed_in(cast: Cast) -> None:
    """Else the facilitator could take it and read the comparison without consent."""
    assert cast.fatima.post("/api/seats/ordforer/invite").status_code == 200
    cast.seats.pop("ordforer", None)
    cast.kare.answer_all()
    cast.kare.hand_in()
    answer = cast.fatima.post("/api/seats/kommunedirektor/invite")
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-seat")
    assert cast.kare.get("/api/seat").status_code == 200


@pytest.mark.parametrize("release", ["automatic", "facilitator", "both"])
def test_a_facilitator_who_takes_a_seat_opens_nothing(app: FastAPI, release: str) -> None:
    """Marit has said no to a facilitator: Fatima invites Kåre's seat anew and takes it."""
    cast = gather(app, facilitator=True, release=release)
    cast.marit.answer_all()
    cast.marit.hand_in()
    made = cast.fatima.post("/api/seats/kommunedirektor/invite").json()
    taken = Person(cast.marit.client, "kommunedirektor", last_segment(made["link"])).claim()
    taken.hand_in(anyway=True, facilitator_may_read=True)
    taken.post("/api/release")
    cast.fatima.post("/api/release")
    for person in (taken, cast.fatima):
        answer = person.get("/api/comparison")
        assert (answer.status_code, answer.json()["code"]) == (403, "not-released")
    assert cast.marit.get("/api/seat").json()["state"] == "ready"

    # It is for Marit to see that the right person took it; then it opens.
    assert cast.marit.post("/api/release").status_code == 200
    assert taken.get("/api/comparison").status_code == 200
    assert cast.fatima.get("/api/comparison").json()["code"] == "no-consent"


def retake(by: Person, role: str) -> Person:
    """``by`` invites a seat anew and takes it."""
    made = by.post(f"/api/seats/{role}/invite").json()
    return Person(by.client, role, last_segment(made["link"])).claim()


@pytest.mark.parametrize("release", ["automatic", "facilitator"])
def test_a_facilitator_cannot_vouch_for_herself_through_the_seats_she_took(
    app: FastAPI, release: str
) -> None:
    """Fatima takes Marit's seat, as Marit takes Kåre's, and as Kåre invites Marit's anew."""
    cast = gather(app, facilitator=True, release=release)
    cast.kare.answer_all(2, 4)
    cast.kare.hand_in()
    taken = retake(retake(retake(cast.fatima, "ordforer"), "kommunedirektor"), "ordforer")
    taken.hand_in(anyway=True)
    for person in (taken, cast.fatima):
        person.post("/api/release")
        answer = person.get("/api/comparison")
        assert (answer.status_code, answer.json()["code"]) == (403, "not-released")


def test_of_three_the_one_left_is_told_and_nothing_opens_without_it(
    app: FastAPI, editor: Editor
) -> None:
    editor.publish_file("trepart.v1.json")
    cast = gather(app, question_set="trepart", facilitator=True)
    mine, first, second = (role for role in cast.invitations if role != "facilitator")
    cast[mine].answer_all()
    cast[mine].hand_in()
    one = retake(cast.fatima, first)
    other = retake(one, second)
    one = retake(other, first)
    warned = phone_of(app, cast[mine]).open("/waiting").text
    for person in (one, other):
        person.hand_in(anyway=True)
        person.post("/api/release")
        assert person.get("/api/comparison").json()["code"] == "not-released"
    assert cast[mine].get("/api/seat").json()["state"] == "ready"
    for role in (first, second):
        title = next(seat["title"] for seat in cast.opened["seats"] if seat["role"] == role)
        assert nb(WARNING, role=title) in warned


def test_a_seat_that_a_party_invites_anew_opens_as_agreed(cast: Cast) -> None:
    """Whoever sends an invitation vouches for it: nothing more is asked of the parties."""
    cast.fatima.post("/api/seats/kommunedirektor/invite")
    made = cast.marit.post("/api/seats/kommunedirektor/invite").json()
    kare = Person(cast.marit.client, "kommunedirektor", last_segment(made["link"])).claim()
    for person in (cast.marit, kare):
        person.hand_in(anyway=True)
    assert kare.get("/api/comparison").status_code == 200


@pytest.mark.parametrize("role", ["ordforer", "%F0%9F%92%A9", "nobody", "a" * 300])
def test_inviting_oneself_or_nobody(cast: Cast, role: str) -> None:
    answer = cast.marit.post(f"/api/seats/{role}/invite")
    assert answer.status_code in {403, 404}
    assert cast.marit.get("/api/seat").status_code == 200


def test_outsiders_see_nothing(cast: Cast, lillevik: Cast) -> None:
    seat = lillevik.marit.get("/api/seat").json()
    assert seat["municipality"] == "Lillevik"
    assert cast.marit.get("/api/seat").json()["dialogue"] != seat["dialogue"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic abc",
        "Bearer " + "A" * 32,
        "Bearer æøå",
        "Bearer " + "x" * 9000,
    ],
)
def test_a_credential_that_opens_nothing(client: TestClient, header: str) -> None:
    for path in ("/api/seat", "/api/answers", "/api/comparison"):
        raw = {b"authorization": header.encode("latin-1")}
        answer = client.get(path, headers=raw)
        assert (answer.status_code, answer.json()["code"]) == (401, "unknown-credential")


def test_no_credential_at_all(client: TestClient) -> None:
    answer = client.get("/api/seat")
    assert (answer.status_code, answer.json()["code"]) == (401, "no-credential")


def test_opening_too_often_is_refused_with_a_time_to_wait(
    make_app: Callable[..., FastAPI],
) -> None:
    client = TestClient(make_app(rate_limits=True))
    answers = [client.post("/api/dialogues", json=OPENING) for _ in range(31)]
    assert answers[0].status_code == 201
    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "rate-limited"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61


def test_three_roles_and_their_facilitator(app: FastAPI, editor: Any) -> None:
    editor.publish_file("trepart.v1.json")
    cast = gather(app, question_set="trepart", facilitator=True)
    assert list(cast.invitations) == ["politikk", "administrasjon", "tillitsvalgt", "facilitator"]
