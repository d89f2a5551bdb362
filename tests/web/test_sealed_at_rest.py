"""What a thief of the database, its log or a backup would hold after a full journey."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app import sealing
from app.models import AnswerSheet, Credential, StoredAnswer
from app.settings import Settings
from tests.cast import Cast, tap


def journey(cast: Cast) -> list[str]:
    """Everything from the first link to the comparison; gives every secret that was seen."""
    secrets = [person.token for person in cast.invitations.values()]
    secrets += [person.code.replace("-", "") for person in cast.invitations.values()]
    for person in (cast.marit, cast.kare):
        secrets += [person.token, person.code.replace("-", "")]
        person.answer_all(1, 5)
        person.save(tap("rol-01", "2026-11-22T12:00:01Z", talk=True, status="unknown"))
        person.hand_in()
        person.client.cookies.set("samspill", person.token)
        for page in ("/seat", "/comparison", "/my-seat", f"/s/{person.token}"):
            assert person.client.get(page).status_code == 200
        person.client.cookies.clear()
        person.client.post("/code", data={"code": person.code})
    return secrets


def test_no_secret_and_no_text_in_database_log_or_write_ahead_log(
    cast: Cast, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = journey(cast)
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    raw = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("samspill.sqlite3*")))
    assert Path(f"{file}-wal").stat().st_size > 0, "the write-ahead log is part of what is read"
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("httpx")
    )
    assert "GET /s/{token} 303" in ours
    for secret in secrets:
        assert secret.encode() not in raw
        assert secret not in ours
    for word in (b"unknown", b"not_relevant"):
        # The only text that names them is the table's own definition, which has neither.
        assert word not in raw
    assert "Sør-Øyfjord" not in ours


def test_every_stored_value_looks_alike_and_no_two_are_the_same(cast: Cast, app: FastAPI) -> None:
    journey(cast)
    with app.state.parts.store.reading() as session:
        boxes = session.exec(select(StoredAnswer.value_box)).all()
    assert len(boxes) == 2 * 25 * 3, "all fields of a touched statement, ticked or not"
    assert {len(box) for box in boxes} == {37}
    assert len(set(boxes)) == len(boxes)


def test_handing_in_wraps_the_key_for_the_dialogue_and_taking_back_undoes_it(
    cast: Cast, app: FastAPI
) -> None:
    def rows() -> tuple[AnswerSheet, list[bytes]]:
        with app.state.parts.store.reading() as session:
            sheet = session.exec(
                select(AnswerSheet).where(
                    AnswerSheet.id == session.exec(select(StoredAnswer.sheet_id)).first()
                )
            ).one()
            return sheet, sorted(session.exec(select(StoredAnswer.value_box)).all())

    marit = cast.marit
    marit.answer_all(2, 4)
    assert rows()[0].shared_key_box is None
    marit.hand_in()
    sheet, handed_in = rows()
    assert sheet.shared_key_box is not None
    marit.delete("/api/hand-in")
    sheet, taken_back = rows()
    assert sheet.shared_key_box is None
    # Sealed anew: a key copied while it was wrapped for the dialogue opens nothing now.
    assert not set(handed_in) & set(taken_back)


def test_another_seat_of_the_dialogue_cannot_open_what_is_not_handed_in(
    cast: Cast, app: FastAPI
) -> None:
    """Even with the whole database and its own link in hand."""
    cast.marit.answer_all(2, 4)
    with app.state.parts.store.reading() as session:
        boxes = everything_sealed(session)
        keys = keys_of(session, cast.kare.token) | keys_of(
            session, cast.invitations["ordforer"].token
        )
        answers = session.exec(select(StoredAnswer)).all()
    assert keys, "Kåre's link opens the dialogue's key"
    for key in keys:
        for answer in answers:
            place = ("answer", cast.opened["id"], "1", "ordforer", answer.statement, answer.field)
            with pytest.raises(sealing.Unopenable):
                sealing.unseal(key, answer.value_box, *place)
        for box in boxes:
            with pytest.raises(sealing.Unopenable):
                sealing.unseal(key, box, "sheet", answers[0].sheet_id, "ordforer")


def everything_sealed(session: Session) -> list[bytes]:
    sheets = session.exec(select(AnswerSheet)).all()
    return [box for sheet in sheets for box in (sheet.own_key_box, sheet.shared_key_box) if box]


def keys_of(session: Session, token: str) -> set[bytes]:
    """Every key somebody with this token and the database can come by."""
    link_key = sealing.key_from_token(token)
    keys = {link_key}
    for credential in session.exec(select(Credential)).all():
        for role in ("ordforer", "kommunedirektor"):
            for dialogue in {seat_dialogue(session)}:
                if credential.dialogue_key_box:
                    try:
                        keys.add(
                            sealing.unseal(
                                link_key, credential.dialogue_key_box, "dialogue", dialogue, role
                            )
                        )
                    except sealing.Unopenable:
                        continue
    return keys


def seat_dialogue(session: Session) -> str:
    from app.models import Dialogue

    return session.exec(select(Dialogue.id)).one()


@pytest.mark.parametrize("column", ["statement", "field", "sheet_id"])
def test_a_value_moved_to_another_place_does_not_open(
    cast: Cast, app: FastAPI, settings: Settings, column: str
) -> None:
    cast.marit.save(tap("rol-01", status=2, ambition=4))
    cast.kare.save(tap("rol-02", status=5))
    app.state.parts.store.close()
    file = settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as connection:
        if column == "statement":
            connection.execute("UPDATE answer SET statement = 'rol-04' WHERE statement = 'rol-01'")
        elif column == "field":
            connection.execute(
                "UPDATE answer SET value_box = (SELECT value_box FROM answer "
                "WHERE statement = 'rol-01' AND field = 'status') "
                "WHERE statement = 'rol-01' AND field = 'ambition'"
            )
        else:
            connection.execute(
                "UPDATE answer SET sheet_id = (SELECT sheet_id FROM answer WHERE statement = "
                "'rol-01') WHERE statement = 'rol-02'"
            )
    client = TestClient(app, raise_server_exceptions=False)
    answer = client.get("/api/answers", headers={"authorization": f"Bearer {cast.marit.token}"})
    assert answer.status_code == 500
    assert "rol-0" not in answer.text


def test_a_guessed_code_cannot_be_tested_without_the_servers_secret(
    cast: Cast, app: FastAPI
) -> None:
    code = cast.marit.code.replace("-", "")
    with app.state.parts.store.reading() as session:
        stored = set(session.exec(select(Credential.code_fingerprint)).all())
    right, _ = sealing.stretch_code(code, app.state.parts.settings.secret_key)
    wrong, _ = sealing.stretch_code(code, b"another server's secret")
    assert right in stored
    assert wrong not in stored


def test_erasing_leaves_nothing_to_open(
    cast: Cast, app: FastAPI, settings: Settings, tmp_path: Path
) -> None:
    cast.marit.answer_all(2, 4)
    with app.state.parts.store.reading() as session:
        boxes = session.exec(select(StoredAnswer.value_box)).all()
    assert cast.marit.delete("/api/answers").status_code == 200
    app.state.parts.store.forget_deleted()
    raw = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("samspill.sqlite3*")))
    assert boxes
    assert not [box for box in boxes if box in raw]


def test_a_stolen_backup_is_as_dumb_as_the_database(
    cast: Cast, app: FastAPI, tmp_path: Path
) -> None:
    from app.maintenance import backup

    secrets = journey(cast)
    copy = tmp_path / "backup.sqlite3"
    backup(app.state.parts.store, copy)
    raw = copy.read_bytes()
    assert not [secret for secret in secrets if secret.encode() in raw]


def test_no_row_tells_which_field_was_tapped_or_ticked(cast: Cast, app: FastAPI) -> None:
    cast.marit.save(tap("rol-01", status=3))
    cast.marit.save(tap("rol-02", talk=True))
    cast.marit.save(tap("rol-02", "2026-11-22T12:00:01Z", talk=False))
    with app.state.parts.store.reading() as session:
        rows = session.exec(select(StoredAnswer)).all()
    by_statement: dict[str, list[str]] = {}
    for row in rows:
        by_statement.setdefault(row.statement, []).append(row.field)
    assert {tuple(sorted(fields)) for fields in by_statement.values()} == {
        ("ambition", "status", "talk")
    }
    before = {(row.statement, row.field): row.value_box for row in rows}
    cast.marit.save(tap("rol-01", "2026-11-22T12:00:02Z", ambition=4))
    with app.state.parts.store.reading() as session:
        after = session.exec(select(StoredAnswer)).all()
    changed = {
        (row.statement, row.field)
        for row in after
        if before[row.statement, row.field] != row.value_box
    }
    assert changed == {("rol-01", field) for field in ("status", "ambition", "talk")}
