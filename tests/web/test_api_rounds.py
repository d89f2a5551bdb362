"""What a program sends late: meant for a round that is over, it changes nothing in the next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast, Person, tap
from tests.pages import Page
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
    cast: Cast, method: str, path: str, said: dict[str, Any]
) -> None:
    """Two dialogues that differ in nothing but whether the round is named."""
    answer = cast.marit.call(method, path, params={"round": 1}, **said)
    unnamed = cast.marit.call(method, path, **said)
    assert answer.json().get("code") != "round-over"
    assert answer.status_code == unnamed.status_code


@pytest.mark.parametrize("named", ["", "0", "-1", "one", "1.5", "9" * 30])
def test_what_is_no_round_is_told(cast: Cast, named: str) -> None:
    answer = cast.marit.post("/api/hand-in", params={"round": named}, json={"anyway": True})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "round"
    assert not cast.marit.get("/api/seat").json()["handed_in"]


class TestTapsThatNameNoRound:
    @pytest.fixture
    def opened(self, cast: Cast) -> Cast:
        """The second round has just been opened; nobody has answered in it."""
        talk_and_agree(cast)
        open_next(cast.kare)
        return cast

    def test_one_from_before_the_round_is_not_taken_for_an_answer_in_it(self, opened: Cast) -> None:
        late = tap("rol-01", ago(days=1), status=1)
        for taps in ([late], [tap("rol-02", ago(), status=3), late]):
            answer = opened.marit.save(*taps)
            assert (answer.status_code, answer.json()["code"]) == (409, "round-over")
            assert answer.json()["statements"] == ["rol-01"]
        assert opened.marit.get("/api/answers").json() == {"answers": {}}

    def test_one_in_the_very_second_the_round_was_opened_counts(self, opened: Cast) -> None:
        """Devices may tell the time in whole seconds."""
        at = ago().partition(".")[0] + "Z"
        assert opened.marit.save(tap("rol-01", at, status=3)).status_code == 200

    def test_a_clock_that_is_slow_loses_nothing_where_the_round_is_named(
        self, opened: Cast
    ) -> None:
        saved = slow(opened.marit, "rol-01", 3, params={"round": 2})
        assert saved.status_code == 200
        saved = slow(opened.marit, "rol-02", 4, headers={"x-samspill-seat": seat_of(opened.marit)})
        assert saved.status_code == 200
        answers = opened.marit.get("/api/answers").json()["answers"]
        assert (answers["rol-01"]["status"], answers["rol-02"]["status"]) == (3, 4)

    def test_nor_in_a_first_round_which_none_was_before(self, cast: Cast) -> None:
        assert slow(cast.marit, "rol-01", 3).status_code == 200


def slow(person: Person, statement: str, status: int, **kwargs: Any) -> Any:
    """A tap by a clock that is years behind."""
    body = {"answers": [tap(statement, ago(days=1000), status=status)]}
    return person.call("PATCH", "/api/answers", json=body, **kwargs)


def seat_of(person: Person) -> str:
    """What a page of ours names the seat by in this round."""
    return Page(person.get("/answer")).form("/answer").value("seat") or ""


def ago(**time: int) -> str:
    return (datetime.now(UTC) - timedelta(**time)).isoformat()
