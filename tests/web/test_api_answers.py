"""Saving answers, handing in, taking back, erasing: Marit's story, over the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, tap


def test_saved_answers_come_back(cast: Cast) -> None:
    marit = cast.marit
    answer = marit.save(
        tap("rol-01", status=2, ambition=4, talk=True),
        tap("rol-02", status="unknown", ambition="not_relevant"),
        tap("rol-03", status=5),
    )
    assert answer.json() == {"saved": 3, "answered": 2}
    assert marit.get("/api/answers").json()["answers"] == {
        "rol-01": {"status": 2, "ambition": 4, "talk": True},
        "rol-02": {"status": "unknown", "ambition": "not_relevant", "talk": False},
        "rol-03": {"status": 5, "ambition": None, "talk": False},
    }
    assert marit.get("/api/seat").json()["answered"] == 2


def test_a_field_left_out_is_untouched_and_null_clears(cast: Cast) -> None:
    cast.marit.save(tap("rol-01", status=2, ambition=4, talk=True))
    cast.marit.save(tap("rol-01", "2026-11-22T12:00:01Z", ambition=5))
    cast.marit.save(tap("rol-01", "2026-11-22T12:00:02Z", status=None, talk=None))
    assert cast.marit.get("/api/answers").json()["answers"]["rol-01"] == {
        "status": None,
        "ambition": 5,
        "talk": False,
    }


def test_the_newest_tap_stands_whatever_the_order(cast: Cast) -> None:
    cast.marit.save(tap("rol-01", "2026-11-22T12:00:05+00:00", status=4))
    cast.marit.save(tap("rol-01", "2026-11-22T13:00:04+01:00", status=1))
    assert cast.marit.get("/api/answers").json()["answers"]["rol-01"]["status"] == 4
    cast.marit.save(tap("rol-01", "2026-11-22T12:00:06.5Z", status=2))
    assert cast.marit.get("/api/answers").json()["answers"]["rol-01"]["status"] == 2


def test_a_tap_from_the_future_counts_as_now(cast: Cast) -> None:
    cast.marit.save(tap("rol-01", "2999-01-01T00:00:00Z", status=4))
    cast.marit.save(tap("rol-01", "2999-01-01T00:00:00Z", status=1))
    assert cast.marit.get("/api/answers").json()["answers"]["rol-01"]["status"] == 1


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_the_ends_of_time_are_harmless(cast: Cast, at: str) -> None:
    assert cast.marit.save(tap("rol-01", at, status=4)).status_code == 200


def test_repeating_is_harmless(cast: Cast) -> None:
    for _ in range(3):
        answer = cast.marit.save(tap("rol-01", status=2, ambition=3))
        assert answer.json() == {"saved": 1, "answered": 1}


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": 0}, 422),
        ({"status": 6}, 422),
        ({"status": 99}, 422),
        ({"status": -1}, 422),
        ({"status": 10**30}, 422),
        ({"status": 3.5}, 422),
        ({"status": 3.0}, 422),
        ({"status": "3"}, 422),
        ({"status": True}, 422),
        ({"status": []}, 422),
        ({"status": "perhaps"}, 422),
        ({"ambition": "unknown"}, 422),
        ({"talk": 1}, 422),
        ({"talk": "yes"}, 422),
        ({"feeling": 3}, 422),
        ({"at": "yesterday"}, 422),
        ({"at": "2026-11-22T12:00:00"}, 422),
        ({"at": 1795000000}, 422),
        ({"at": "1795000000"}, 422),
        ({"at": "2026-11-22"}, 422),
        ({"at": None}, 422),
        ({"statement": "rol-99"}, 404),
        ({"statement": ""}, 404),
        ({"statement": "x" * 64}, 422),
        ({"statement": 7}, 422),
    ],
)
def test_a_bad_entry_spoils_the_batch_and_nothing_else(
    cast: Cast, fields: dict[str, Any], status: int
) -> None:
    cast.marit.save(tap("rol-02", status=3))
    before = cast.marit.get("/api/answers").content
    answer = cast.marit.save(tap("rol-01", status=4), {**tap("rol-03"), **fields})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert cast.marit.get("/api/answers").content == before


def test_all_values_off_the_scale_are_named(cast: Cast) -> None:
    answer = cast.marit.save(tap("rol-01", status=9, ambition=8), tap("rol-02", status=7))
    paths = [each["path"] for each in answer.json()["errors"]]
    assert paths == ["rol-01.status", "rol-01.ambition", "rol-02.status"]


def test_a_statement_without_fields_must_still_exist(cast: Cast) -> None:
    assert cast.marit.save(tap("rol-99")).json()["code"] == "unknown-statement"


def test_a_fourth_tick_is_refused(cast: Cast) -> None:
    ticks = ["rol-01", "rol-02", "rol-03"]
    assert cast.marit.save(*(tap(each, talk=True) for each in ticks)).status_code == 200
    answer = cast.marit.save(tap("rol-04", talk=True, status=3))
    assert (answer.status_code, answer.json()["code"]) == (422, "too-many-ticks")
    assert "rol-04" not in cast.marit.get("/api/answers").json()["answers"]
    moved = cast.marit.save(
        tap("rol-04", talk=True), tap("rol-01", "2026-11-22T12:00:01Z", talk=False)
    )
    assert moved.status_code == 200


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b'{"answers": [{"statement": "rol-01", "sta', 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"answers": {}}', 422),
        (b'{"answers": [1]}', 422),
        (b'{"answers": NaN}', 422),
        (b"[" * 100_000, 400),
    ],
)
def test_a_half_written_body(cast: Cast, content: bytes, status: int) -> None:
    answer = cast.marit.call(
        "PATCH", "/api/answers", content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code in {400, 422}
    assert answer.status_code == status
    assert "code" in answer.json()


@pytest.mark.parametrize("declared", [True, False])
def test_ten_megabytes_are_refused(cast: Cast, declared: bool) -> None:
    body = b'{"answers": [' + b" " * 10_000_000 + b"]}"
    answer = cast.marit.call(
        "PATCH",
        "/api/answers",
        content=body if declared else iter([body]),
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_facilitator_has_no_answers(cast: Cast) -> None:
    assert cast.fatima.get("/api/answers").status_code == 403
    assert cast.fatima.save(tap("rol-01", status=3)).status_code == 403
    assert cast.fatima.post("/api/hand-in").status_code == 403
    assert cast.fatima.delete("/api/hand-in").status_code == 403
    assert cast.fatima.delete("/api/answers").status_code == 403
    seat = cast.fatima.get("/api/seat").json()
    assert (seat["answered"], seat["handed_in"]) == (None, False)


def test_handing_in_with_gaps_needs_anyway(cast: Cast) -> None:
    cast.marit.answer_all()
    cast.marit.save(tap("til-01", "2026-11-22T12:00:01Z", status=None))
    answer = cast.marit.post("/api/hand-in", json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "unanswered")
    assert answer.json()["statements"] == ["til-01"]
    assert cast.marit.post("/api/hand-in", json={"anyway": True}).status_code == 200
    assert cast.marit.get("/api/seat").json()["handed_in"] is True


@pytest.mark.parametrize("body", [{"anyway": "yes"}, {"anyway": 1}, {"why": 1}, [], "x"])
def test_a_bad_hand_in(cast: Cast, body: Any) -> None:
    cast.marit.answer_all()
    assert cast.marit.post("/api/hand-in", json=body).status_code == 422
    assert cast.marit.get("/api/seat").json()["handed_in"] is False


def test_handing_in_needs_no_body_and_repeating_is_harmless(cast: Cast) -> None:
    cast.marit.answer_all()
    for _ in range(2):
        answer = cast.marit.post("/api/hand-in")
        assert answer.json() == {"state": "answering", "handed_in": True}


def test_a_repeat_does_not_take_back_consent(cast: Cast) -> None:
    for person in (cast.marit, cast.kare):
        person.answer_all()
        person.hand_in(facilitator_may_read=True)
    cast.marit.hand_in()
    assert cast.fatima.get("/api/comparison").status_code == 200


def test_after_hand_in_the_sheet_is_locked_until_taken_back(cast: Cast) -> None:
    cast.marit.answer_all(2, 4)
    cast.marit.hand_in()
    late = cast.marit.save(tap("rol-01", "2026-11-22T12:30:00Z", status=5))
    assert (late.status_code, late.json()["code"]) == (409, "handed-in")
    assert cast.marit.get("/api/answers").json()["answers"]["rol-01"]["status"] == 2
    assert cast.marit.delete("/api/hand-in").json() == {"state": "answering", "handed_in": False}
    again = cast.marit.save(tap("rol-01", "2026-11-22T12:30:00Z", status=5))
    assert again.status_code == 200
    assert cast.marit.get("/api/answers").json()["answers"]["rol-01"]["status"] == 5


def test_taking_back_is_too_late_after_release(cast: Cast) -> None:
    for person in (cast.marit, cast.kare):
        person.answer_all()
        person.hand_in()
    answer = cast.marit.delete("/api/hand-in")
    assert (answer.status_code, answer.json()["code"]) == (409, "released")


def test_erasing_before_release_leaves_an_empty_sheet(cast: Cast) -> None:
    cast.marit.answer_all()
    cast.marit.hand_in()
    assert cast.marit.delete("/api/answers").json() == {"state": "answering", "handed_in": False}
    assert cast.marit.get("/api/answers").json() == {"answers": {}}
    assert cast.marit.save(tap("rol-01", status=3)).status_code == 200


def test_erasing_after_release_closes_the_comparison_for_all(cast: Cast) -> None:
    for person in (cast.marit, cast.kare):
        person.answer_all()
        person.hand_in(facilitator_may_read=True)
    assert cast.kare.get("/api/comparison").status_code == 200
    assert cast.marit.delete("/api/answers").json()["state"] == "closed"
    for person in (cast.marit, cast.kare, cast.fatima):
        answer = person.get("/api/comparison")
        assert (answer.status_code, answer.json()["code"]) == (410, "closed")
        assert person.get("/api/seat").json()["state"] == "closed"
    assert cast.marit.save(tap("rol-01", status=3)).json()["code"] == "closed"
    assert cast.kare.get("/api/answers").json()["answers"]["rol-01"]["status"] == 3
    assert cast.marit.delete("/api/answers").status_code == 200
