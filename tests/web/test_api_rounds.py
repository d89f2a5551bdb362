"""What a program sends late: meant for a round that is over, it changes nothing in the next."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.domain.errors import NoSuchRound
from tests.cast import Cast, gather, tap
from tests.web.test_page_next_round import open_next, talk_and_agree

WRITES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "PATCH",
        "/api/answers",
        {"json": {"answers": [tap("rol-01", "2999-01-01T00:00Z", status=1)]}},
    ),
    ("POST", "/api/hand-in", {"json": {"anyway": True}}),
    ("DELETE", "/api/hand-in", {}),
    ("DELETE", "/api/answers", {}),
    ("POST", "/api/release", {}),
    ("POST", "/api/seats/kommunedirektor/invite", {}),
)


def state(cast: Cast) -> list[Any]:
    """All that one may know of the round that is on."""
    return [
        person.get(path).json()
        for person in (cast.marit, cast.kare)
        for path in ("/api/seat", "/api/answers")
    ]


@pytest.fixture
def second(cast: Cast) -> Cast:
    """In the second round both have answered, and Marit has handed in."""
    talk_and_agree(cast)
    open_next(cast.kare)
    cast.marit.answer_all(4, 4)
    cast.kare.answer_all(2, 3)
    cast.marit.hand_in()
    return cast


@pytest.mark.parametrize(("method", "path", "said"), WRITES)
def test_what_names_the_round_before_is_refused_and_changes_nothing(
    second: Cast, method: str, path: str, said: dict[str, Any]
) -> None:
    before = state(second)
    answer = second.marit.call(method, path, params={"round": 1}, **said)
    assert (answer.status_code, answer.json()["code"]) == (409, "round-over")
    assert state(second) == before


@pytest.mark.parametrize(("method", "path", "said"), WRITES)
def test_what_names_the_round_that_is_on_is_answered_as_ever(
    app: FastAPI, method: str, path: str, said: dict[str, Any]
) -> None:
    """Two dialogues that differ in nothing but whether the round is named."""
    told = []
    for naming in ({"round": 1}, {}):
        cast = gather(app)
        cast.kare.hand_in(anyway=True)
        answer = cast.marit.call(method, path, params=naming, **said)
        told.append((answer.status_code, sorted(answer.json()), state(cast)[1]))
    assert told[0] == told[1]
    assert told[0][0] < 500


@pytest.mark.parametrize(("method", "path", "said"), WRITES)
def test_a_round_that_is_not_yet_opened_is_not_said_to_be(
    cast: Cast, method: str, path: str, said: dict[str, Any]
) -> None:
    before = state(cast)
    answer = cast.marit.call(method, path, params={"round": 2}, **said)
    assert (answer.status_code, answer.json()["code"]) == (404, NoSuchRound.code)
    assert state(cast) == before


OF_NO_ROUND = {
    ("POST", "/api/dialogues"),
    ("POST", "/api/question-sets"),
    ("POST", "/api/seat/claim"),
    ("POST", "/api/seat/replace"),
}


def test_every_write_to_a_round_can_name_it(app: FastAPI) -> None:
    written = {
        (method.upper(), path)
        for path, item in description_of(app)["paths"].items()
        for method in item
        if method in {"post", "put", "patch", "delete"}
    }
    here = {(method, path.replace("kommunedirektor", "{role}")) for method, path, _ in WRITES}
    assert written == here | OF_NO_ROUND


def description_of(app: FastAPI) -> Any:
    return TestClient(app).get("/api/openapi.json").json()


@pytest.mark.parametrize("named", ["", "0", "-1", "one", "1.5", "9" * 30])
def test_what_is_no_round_is_told(cast: Cast, named: str) -> None:
    answer = cast.marit.post("/api/hand-in", params={"round": named}, json={"anyway": True})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "round"
    assert not cast.marit.get("/api/seat").json()["handed_in"]


def test_a_slow_clock_loses_nothing(second: Cast) -> None:
    """A tap's time tells which is the newest on that device, and nothing of the round."""
    second.kare.delete("/api/answers")
    long_ago = tap("rol-01", "2020-01-01T00:00:00Z", status=3)
    assert second.kare.save(long_ago).status_code == 200
    assert second.kare.get("/api/answers").json()["answers"]["rol-01"]["status"] == 3
