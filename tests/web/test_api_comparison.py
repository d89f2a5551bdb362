"""Release and the merge endpoint: who opens, when, and what comes out."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI

from tests.cast import Cast, Person, gather, tap


def hand_in_both(cast: Cast, **body: Any) -> None:
    for person in (cast.marit, cast.kare):
        person.answer_all()
        person.hand_in(**body)


def test_the_last_hand_in_opens_for_all_at_the_same_moment(cast: Cast) -> None:
    cast.marit.answer_all()
    cast.marit.hand_in()
    assert cast.marit.get("/api/seat").json()["state"] == "answering"
    assert cast.marit.get("/api/comparison").json()["code"] == "not-released"
    cast.kare.answer_all()
    assert cast.kare.post("/api/hand-in").json() == {"state": "released", "handed_in": True}
    assert cast.marit.get("/api/comparison").content == cast.kare.get("/api/comparison").content


def test_the_comparison_as_the_interface_says(cast: Cast) -> None:
    cast.marit.answer_all(4, 5)
    cast.marit.save(
        tap("rol-01", "2026-11-22T12:00:01Z", status=1, ambition=5, talk=True),
        tap("rol-02", "2026-11-22T12:00:01Z", status="unknown"),
        tap("rol-03", "2026-11-22T12:00:01Z", ambition=None),
    )
    cast.kare.answer_all(4, 4)
    cast.kare.save(
        tap("rol-01", "2026-11-22T12:00:01Z", status=5, ambition=5),
        tap("rol-04", "2026-11-22T12:00:01Z", status="not_relevant"),
    )
    cast.marit.hand_in(anyway=True)
    cast.kare.hand_in()
    merged = cast.marit.get("/api/comparison").json()
    assert set(merged) == {
        "dialogue", "round", "question_set", "roles", "statements", "counts", "agenda",
    }  # fmt: skip
    assert merged["roles"] == ["ordforer", "kommunedirektor"]
    assert merged["round"] == 1
    rows = {row["id"]: row for row in merged["statements"]}
    assert len(rows) == 25
    assert list(rows)[:4] == ["rol-01", "rol-02", "rol-03", "rol-04"]
    assert rows["rol-01"] == {
        "id": "rol-01",
        "theme": "rol",
        "answers": {
            "ordforer": {"status": 1, "ambition": 5, "talk": True},
            "kommunedirektor": {"status": 5, "ambition": 5, "talk": False},
        },
        "category": "different_view",
        "flags": ["opposite_sides"],
        "rank": 1,
    }
    assert rows["rol-02"]["category"] == "unknown_some"
    assert (rows["rol-03"]["category"], rows["rol-03"]["rank"]) == ("incomplete", None)
    assert rows["rol-03"]["answers"]["ordforer"]["ambition"] is None
    assert rows["rol-04"]["category"] == "set_aside"
    assert sum(merged["counts"].values()) == 25
    assert merged["agenda"]["opener"] == "til-01"
    assert merged["agenda"]["topics"][0] == "rol-01"


def test_both_policy_opens_when_every_party_has_asked(app: FastAPI) -> None:
    cast = gather(app, release="both", facilitator=True)
    cast.marit.answer_all()
    cast.marit.hand_in()
    early = cast.marit.post("/api/release")
    assert (early.status_code, early.json()["code"]) == (409, "not-ready")
    cast.kare.answer_all()
    assert cast.kare.post("/api/hand-in").json()["state"] == "ready"
    assert cast.fatima.post("/api/release").status_code == 403
    assert cast.marit.post("/api/release").json() == {"state": "ready"}
    assert cast.marit.post("/api/release").json() == {"state": "ready"}
    assert cast.kare.get("/api/comparison").json()["code"] == "not-released"
    assert cast.kare.post("/api/release").json() == {"state": "released"}
    assert cast.kare.post("/api/release").json() == {"state": "released"}
    assert cast.marit.get("/api/comparison").status_code == 200


def test_taking_back_takes_back_the_wish_to_open(app: FastAPI) -> None:
    cast = gather(app, release="both")
    hand_in_both(cast)
    cast.marit.post("/api/release")
    cast.marit.delete("/api/hand-in")
    cast.marit.hand_in()
    assert cast.kare.post("/api/release").json() == {"state": "ready"}


def test_facilitator_policy_opens_when_the_facilitator_asks(app: FastAPI) -> None:
    cast = gather(app, release="facilitator")
    early = cast.fatima.post("/api/release")
    assert (early.status_code, early.json()["code"]) == (409, "not-ready")
    hand_in_both(cast)
    assert cast.marit.post("/api/release").status_code == 403
    assert cast.fatima.post("/api/release").json() == {"state": "released"}
    assert cast.marit.get("/api/comparison").status_code == 200


def test_nobody_opens_an_automatic_dialogue_early(cast: Cast) -> None:
    answer = cast.marit.post("/api/release")
    assert (answer.status_code, answer.json()["code"]) == (409, "not-ready")
    hand_in_both(cast)
    assert cast.marit.post("/api/release").json() == {"state": "released"}


@pytest.mark.parametrize("consents", [(True, True), (True, False), (False, False)])
def test_a_facilitator_reads_only_when_every_party_said_yes(
    cast: Cast, consents: tuple[bool, bool]
) -> None:
    for person, consent in zip((cast.marit, cast.kare), consents, strict=True):
        person.answer_all()
        person.hand_in(facilitator_may_read=consent)
    answer = cast.fatima.get("/api/comparison")
    if all(consents):
        assert answer.content == cast.marit.get("/api/comparison").content
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "no-consent")


def test_before_release_a_facilitator_is_told_the_same_as_anyone(cast: Cast) -> None:
    assert cast.fatima.get("/api/comparison").content == cast.marit.get("/api/comparison").content


def test_three_roles(app: FastAPI, editor: Any) -> None:
    document = editor.publish_file("trepart.v1.json")
    cast = gather(app, question_set="trepart")
    first = document["statements"][0]["id"]
    for role, status in zip(cast.opened["seats"], (1, 3, 5), strict=True):
        person = cast[role["role"]]
        person.answer_all(4, 4)
        person.save(tap(first, "2026-11-22T12:00:01Z", status=status, ambition=5))
        person.hand_in()
    merged = cast["politikk"].get("/api/comparison").json()
    assert merged["roles"] == ["politikk", "administrasjon", "tillitsvalgt"]
    assert merged["statements"][0]["category"] == "different_view"
    assert len(merged["statements"]) == len(document["statements"])


def test_a_scale_of_seven_steps(app: FastAPI, editor: Any) -> None:
    document = editor.publish_file("seven-step.v1.json")
    cast = gather(app, question_set=document["id"])
    marit, kare = (cast[role["role"]] for role in cast.opened["seats"])
    ids = [each["id"] for each in document["statements"]]
    marit.answer_all(6, 7)
    kare.answer_all(6, 7)
    marit.save(
        tap(ids[0], "2026-11-22T12:00:01Z", status=7), tap(ids[1], "2026-11-22T12:00:01Z", status=4)
    )
    kare.save(
        tap(ids[0], "2026-11-22T12:00:01Z", status=4), tap(ids[1], "2026-11-22T12:00:01Z", status=6)
    )
    assert marit.save(tap(ids[0], "2026-11-22T12:00:02Z", status=8)).status_code == 422
    marit.hand_in()
    kare.hand_in()
    rows = {row["id"]: row for row in marit.get("/api/comparison").json()["statements"]}
    assert rows[ids[0]]["category"] == "different_view"
    assert rows[ids[1]]["category"] != "different_view"


def test_outsiders_compare_their_own(cast: Cast, lillevik: Cast) -> None:
    hand_in_both(cast)
    assert lillevik.marit.get("/api/comparison").json()["code"] == "not-released"
    stranger = Person(cast.marit.client, "nobody", "A" * 32)
    assert stranger.get("/api/comparison").status_code == 401


def test_whoever_takes_a_seat_cannot_open_for_both(app: FastAPI) -> None:
    """Marit asks, invites Kåre's seat anew and takes it: policy "both" still needs Kåre."""
    cast = gather(app, release="both")
    hand_in_both(cast)
    cast.marit.post("/api/release")
    link = cast.marit.post("/api/seats/kommunedirektor/invite").json()["link"]
    taker = Person(cast.marit.client, "kommunedirektor", link.rsplit("/", 1)[-1]).claim()
    answer = taker.post("/api/release")
    assert (answer.status_code, answer.json()["code"]) == (409, "sealed")
    assert cast.marit.get("/api/comparison").json()["code"] == "not-released"
