"""The store: what its errors tell, and what they do not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError, OperationalError

from app.db import Store
from app.models import Dialogue
from tests.cast import Cast, Person, tap


def test_an_error_names_no_municipality_and_no_value(app: FastAPI) -> None:
    refused = Dialogue(
        id="one", municipality="Lillevik", language="xx", release_policy="both", created_at=1
    )
    store = app.state.parts.store
    with pytest.raises(IntegrityError) as error, store.writing() as session:
        session.add(refused)
    assert "CHECK" in str(error.value)
    assert "Lillevik" not in str(error.value)


def test_a_write_waits_for_the_disk_and_keeps_the_rules(app: FastAPI) -> None:
    """On every connection, also of the many that come after the first."""
    store = app.state.parts.store
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with store.reading() as first, store.reading() as second:
        for session in (first, second):
            told = {
                name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in wanted
            }
            assert told == wanted


def test_nothing_is_said_to_be_saved_before_it_is(cast: Cast) -> None:
    """The disk is full just when the answer is to become durable."""

    def full(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    engine = cast.app.state.parts.store._write_engine
    client = TestClient(cast.app, raise_server_exceptions=False)
    marit = Person(client, "ordforer", cast.marit.token)
    marit.save(tap("rol-01", status=2))
    event.listen(engine, "commit", full)
    try:
        answer = marit.save(tap("rol-01", "2026-11-22T12:00:01Z", status=5))
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert marit.post("/api/hand-in", json={"anyway": True}).status_code == 503
    finally:
        event.remove(engine, "commit", full)
    assert marit.get("/api/answers").json()["answers"]["rol-01"]["status"] == 2
    assert marit.get("/api/seat").json()["handed_in"] is False


def test_nobody_but_the_server_may_read_the_files(tmp_path: Path) -> None:
    """Also where the operator made the folder, open to all, or an older program the file."""
    file = tmp_path / "samspill.sqlite3"
    file.touch(mode=0o644)
    store = Store(f"sqlite:///{file}")
    store.migrate()
    with store.writing() as session:
        session.add(Dialogue(id="one", municipality="X", release_policy="both", created_at=1))
        modes = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
    store.close()
    assert {"samspill.sqlite3", "samspill.sqlite3-wal"} <= set(modes)
    assert set(modes.values()) == {0o600}
