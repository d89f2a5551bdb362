"""What is wrong with a body is told in the reader's language, fault by fault."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.domain import shape_words
from app.domain.question_set import LANGUAGES
from app.i18n import translator
from tests.cast import Cast, tap

OPENING = {"municipality": "Sør-Øyfjord", "question_set": "samspill"}
WHOLE = "This must be a whole number."
TIME = "This must be a time such as 2026-11-22T12:00:00Z."
OBJECT = "This must be an object: { … }."

DIALOGUES: list[tuple[Any, str, str]] = [
    ({"question_set": "samspill"}, "municipality", "This is missing."),
    (OPENING | {"municipality": 4}, "municipality", "This must be text in quotation marks."),
    (OPENING | {"municipality": " "}, "municipality", "Use 1 to 100 characters."),
    (OPENING | {"municipality": "a\0b"}, "municipality", "Use only signs that can be read."),
    (
        OPENING | {"question_set": "x" * 64},
        "question_set",
        "This is too long: at most 63 characters.",
    ),
    (OPENING | {"version": "1"}, "version", WHOLE),
    (OPENING | {"version": 0}, "version", "This must be at least 1."),
    (OPENING | {"version": 10_001}, "version", "This must be at most 10000."),
    (OPENING | {"facilitator": "yes"}, "facilitator", "This must be true or false."),
    (OPENING | {"language": "se"}, "language", "This must be one of: nb, nn, en."),
    (OPENING | {"colour": "red"}, "colour", "There is no such field. Check the spelling."),
    ([], "", OBJECT),
]
ANSWERS: list[tuple[Any, str, str]] = [
    ({"answers": {}}, "answers", "This must be a list: [ … ]."),
    ({"answers": [3]}, "answers[0]", OBJECT),
    ({"answers": [{"statement": "rol-01"}]}, "answers[0].at", "This is missing."),
    ({"answers": [tap("rol-01", at="today")]}, "answers[0].at", TIME),
    ({"answers": [tap("rol-01", at="2026-13-22T12:00:00Z")]}, "answers[0].at", TIME),
    ({"answers": [tap("rol-01", at="2026-11-22T12:00:00")]}, "answers[0].at", TIME),
    ({"answers": [tap("rol-01", status="5")]}, "answers[0].status.int", WHOLE),
    ({"answers": [tap("rol-01", status=1.5)]}, "answers[0].status.int", WHOLE),
    ({"answers": [{}] * 1001}, "answers", "There are too many: at most 1000 are allowed."),
]


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


def message_at(answer: Any, path: str) -> str:
    """The first fault told of a place."""
    assert answer.status_code == 422
    told: str = next(each["message"] for each in answer.json()["errors"] if each["path"] == path)
    return told


@pytest.mark.parametrize(("body", "path", "message"), DIALOGUES)
def test_opening(client: TestClient, body: Any, path: str, message: str) -> None:
    answer = client.post("/api/dialogues", json=body, headers={"accept-language": "en"})
    assert message_at(answer, path) == message


@pytest.mark.parametrize(("body", "path", "message"), ANSWERS)
def test_saving(cast: Cast, body: Any, path: str, message: str) -> None:
    answer = cast.marit.call("PATCH", "/api/answers", json=body, headers={"accept-language": "en"})
    assert message_at(answer, path) == message


def test_half_a_character(client: TestClient) -> None:
    body = b'{"municipality": "\\ud800", "question_set": "samspill"}'
    headers = {"content-type": "application/json", "accept-language": "en"}
    answer = client.post("/api/dialogues", content=body, headers=headers)
    assert message_at(answer, "municipality") == "Use only signs that can be read."


@pytest.mark.parametrize(("named", "message"), [("two", WHOLE), ("9" * 5000, WHOLE)])
def test_the_round_that_is_meant(cast: Cast, named: str, message: str) -> None:
    answer = cast.marit.post(
        f"/api/hand-in?round={named}", json={}, headers={"accept-language": "en"}
    )
    assert message_at(answer, "round") == message


def test_what_is_no_json(client: TestClient) -> None:
    headers = {"content-type": "application/json", "accept-language": "en"}
    answer = client.post("/api/dialogues", content=b"{", headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "This is not JSON."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_the_readers_language(client: TestClient, language: Any) -> None:
    answer = client.post(
        "/api/dialogues", json={"municipality": "Lillevik"}, headers={"accept-language": language}
    )
    t = translator(language)
    assert message_at(answer, "question_set") == t.gettext("This is missing.")
    for message in {*shape_words.MESSAGES.values(), shape_words.OTHERWISE}:
        assert (t.gettext(message) == message) is (language == "en"), message


def test_a_fault_of_another_kind_has_a_text_too() -> None:
    assert shape_words.words("a kind of tomorrow", {}) == (shape_words.OTHERWISE, {})
