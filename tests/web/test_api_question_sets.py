"""Question sets over HTTP: offered to anyone, published by editors, never changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.cast import gather
from tests.web.conftest import EDITOR, Editor

BUNDLED = Path("app/questions/samspill.v1.json")


@pytest.fixture
def samspill() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(BUNDLED.read_text(encoding="utf-8"))
    return document


def test_the_sets_on_offer(app: FastAPI) -> None:
    answer = TestClient(app).get("/api/question-sets", headers={"accept-language": "nn"})
    assert answer.json()["question_sets"][0] == {
        "id": "samspill",
        "version": 1,
        "title": "Godt samspel mellom ordførar og kommunedirektør",
        "roles": ["ordforer", "kommunedirektor"],
        "statements": 25,
    }


def test_one_set_comes_as_published(app: FastAPI) -> None:
    answer = TestClient(app).get("/api/question-sets/samspill/1")
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == BUNDLED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "status"),
    [("samspill/2", 404), ("nonesuch/1", 404), ("samspill/one", 422), ("samspill/0", 404),
     ("../1", 404), ("samspill/99999999999999999999", 404)],
)  # fmt: skip
def test_a_set_that_is_not_there(app: FastAPI, path: str, status: int) -> None:
    answer = TestClient(app).get(f"/api/question-sets/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_editor_publishes_and_it_is_offered_at_once(editor: Editor, app: FastAPI) -> None:
    document = editor.publish_file("trepart.v1.json")
    offered = TestClient(app).get("/api/question-sets").json()["question_sets"]
    assert "trepart" in [each["id"] for each in offered]
    assert TestClient(app).get("/api/question-sets/trepart/1").json() == document
    assert document["title"]["nb"] in TestClient(app).get("/?lang=nb").text


def test_a_version_never_changes(editor: Editor, samspill: dict[str, Any]) -> None:
    changed = copy.deepcopy(samspill)
    changed["title"]["nb"] = "Noe annet"
    answer = editor.publish(changed)
    assert (answer.status_code, answer.json()["code"]) == (409, "version-exists")
    editor.publish_file("trepart.v1.json")
    assert (
        editor.publish(json.loads((Path("tests/content/trepart.v1.json")).read_text())).status_code
        == 409
    )


def test_a_new_version_is_offered_and_the_running_round_keeps_its_own(
    editor: Editor, app: FastAPI, samspill: dict[str, Any]
) -> None:
    before = gather(app)
    samspill["version"] = 2
    samspill["statements"][0]["text"]["nb"] = "Vi vet hvem av oss som gjør hva."
    assert editor.publish(samspill).status_code == 201
    assert before.marit.get("/api/seat").json()["question_set"]["version"] == 1
    assert gather(app).opened["question_set"]["version"] == 2
    assert gather(app, version=1).opened["question_set"]["version"] == 1


def test_every_fault_is_told_at_once(editor: Editor, samspill: dict[str, Any]) -> None:
    samspill["id"] = "Samspill!"
    samspill["version"] = 0
    del samspill["title"]["nn"]
    samspill["scale"] = samspill["scale"][:3]
    samspill["thresholds"]["far"] = 9
    for index in range(15):
        samspill["statements"][index]["text"]["nn"] = ""
    answer = editor.publish(samspill)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-question-set")
    errors = answer.json()["errors"]
    assert len(errors) >= 20
    assert {"id", "version", "title.nn", "statements[14].text.nn"} <= {e["path"] for e in errors}
    assert all(set(each) == {"path", "message"} and each["message"] for each in errors)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"id": NaN}', b'{"id":"a","id":"b"}',
             b"[" * 50_000]
)  # fmt: skip
def test_what_is_no_question_set(app: FastAPI, body: bytes) -> None:
    answer = TestClient(app).post(
        "/api/question-sets",
        content=body,
        headers={"authorization": f"Bearer {EDITOR}", "content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-question-set")


@pytest.mark.parametrize("token", ["", "wrong", EDITOR + "x", "æ"])
def test_only_an_editor_publishes(editor: Editor, samspill: dict[str, Any], token: str) -> None:
    samspill["version"] = 2
    raw = [(b"authorization", f"Bearer {token}".encode())]
    answer = editor.client.post("/api/question-sets", json=samspill, headers=raw)
    assert answer.status_code == 401


def test_a_seat_is_no_editor(editor: Editor, app: FastAPI, samspill: dict[str, Any]) -> None:
    assert editor.publish(samspill, gather(app).marit.token).status_code == 401


def test_publishing_is_off_without_a_token(
    make_app: Callable[..., FastAPI], samspill: dict[str, Any]
) -> None:
    samspill["version"] = 2
    client = TestClient(make_app(editor_token=None))
    for token in ("", "None"):
        answer = client.post(
            "/api/question-sets", json=samspill, headers={"authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 401
