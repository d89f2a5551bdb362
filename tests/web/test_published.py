"""Publishing a set while the program runs: once and for good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import published
from app.db import Store
from app.domain.errors import UnknownQuestionSet, VersionExists
from app.domain.question_set_problems import QuestionSetProblems
from app.models import PublishedSet
from app.questions.catalogue import BUNDLED, Catalogue

NOW = 1_790_000_000_000_000
SEVEN = Path(__file__).parents[1] / "content" / "seven-step.v1.json"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'samspill.sqlite3'}")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue.load()


def seven(**changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SEVEN.read_text(encoding="utf-8")) | changes
    return document


def publish(store: Store, catalogue: Catalogue, document: object) -> None:
    with store.writing() as session:
        published.publish(session, catalogue, document, NOW)


def test_a_published_set_is_found_and_offered(store: Store, catalogue: Catalogue) -> None:
    publish(store, catalogue, seven())
    publish(store, catalogue, seven(version=3))
    with store.reading() as session:
        assert published.find(session, catalogue, "seven-step").version == 3
        assert published.find(session, catalogue, "seven-step", 1).version == 1
        offered = published.offered(session, catalogue)
        assert [(each.id, each.version) for each in offered][-1] == ("seven-step", 3)
        assert offered[0].id in {set_id for set_id, _ in catalogue.bundled}
        body = published.raw(session, catalogue, "seven-step", 1)
        assert body == SEVEN.read_text(encoding="utf-8")


def test_a_bundled_set_needs_no_publishing(store: Store, catalogue: Catalogue) -> None:
    with store.reading() as session:
        assert published.find(session, catalogue, "samspill", 1).id == "samspill"
        assert published.raw(session, catalogue, "samspill", 1) == (
            BUNDLED / "samspill.v1.json"
        ).read_text(encoding="utf-8")


def test_a_set_is_parsed_once(store: Store, catalogue: Catalogue) -> None:
    publish(store, catalogue, seven())
    with store.reading() as session:
        first = published.find(session, catalogue, "seven-step", 1)
        assert published.find(session, catalogue, "seven-step", 1) is first


@pytest.mark.parametrize(
    ("set_id", "version"),
    [("seven-step", 1), ("samspill", 99), ("samspill", 10**30), ("a\x00b", 1), ("x", None)],
)
def test_an_unknown_set_is_refused(
    store: Store, catalogue: Catalogue, set_id: str, version: int | None
) -> None:
    with store.reading() as session:
        with pytest.raises(UnknownQuestionSet):
            published.find(session, catalogue, set_id, version)
        with pytest.raises(UnknownQuestionSet):
            published.raw(session, catalogue, set_id, version or 1)


def test_a_version_cannot_be_published_again(store: Store, catalogue: Catalogue) -> None:
    publish(store, catalogue, seven())
    samspill = json.loads((BUNDLED / "samspill.v1.json").read_text(encoding="utf-8"))
    for taken in (seven(title={"nb": "B", "nn": "B", "en": "B"}), samspill):
        with pytest.raises(VersionExists):
            publish(store, catalogue, taken)


def test_two_editors_at_once_cannot_both_publish(
    store: Store, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, catalogue, seven())
    # What PostgreSQL shows a transaction that began before the other one ended.
    monkeypatch.setattr(published, "versions", lambda *_: [])
    with pytest.raises(VersionExists):
        publish(store, catalogue, seven())


def test_faults_and_clashes_are_listed(store: Store, catalogue: Catalogue) -> None:
    publish(store, catalogue, seven(version=5))
    with pytest.raises(QuestionSetProblems) as refusal:
        publish(store, catalogue, seven(version=True, languages=[]))
    assert {problem.path for problem in refusal.value.problems} == {"version", "languages"}
    older = seven(version=4)
    older["roles"][0]["id"] = "nestleder"
    with pytest.raises(QuestionSetProblems) as refusal:
        publish(store, catalogue, older)
    assert {problem.path for problem in refusal.value.problems} == {"version", "roles"}


def test_what_is_not_committed_is_not_kept(store: Store, catalogue: Catalogue) -> None:
    def break_off() -> None:
        with store.writing() as session:
            published.publish(session, catalogue, seven(), NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with store.reading() as session, pytest.raises(UnknownQuestionSet):
        published.find(session, catalogue, "seven-step")


def test_the_databases_words_stand_when_a_later_program_brings_the_same_version(
    store: Store, catalogue: Catalogue
) -> None:
    words = {"nb": "Som svart på", "nn": "Som svart på", "en": "As answered"}
    samspill = json.loads((BUNDLED / "samspill.v1.json").read_text(encoding="utf-8"))
    with store.writing() as session:
        body = json.dumps(samspill | {"title": words})
        session.add(PublishedSet(id="samspill", version=1, body=body, published_at=NOW))
    with store.reading() as session:
        assert published.find(session, catalogue, "samspill", 1).title["nb"] == words["nb"]
        assert published.raw(session, catalogue, "samspill", 1) == body
