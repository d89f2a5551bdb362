"""The migrations make exactly the tables the models say, and lose nothing on the way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from app.db import MIGRATIONS, CannotMigrate, Store, _alembic, newest_version
from tests.cast import Cast

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{before}", None, None


def upgrade() -> None:
    {act}
"""
ANEW = """for table in ("dialogue", "round", "seat", "answer_sheet"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("fresh", sa.Integer(), nullable=True))"""
"""Each table that others hang from is copied, dropped and put back under its name."""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy of the migrations, to add one to."""
    return shutil.copytree(MIGRATIONS, tmp_path / "migrations")


def add(scripts: Path, act: str) -> None:
    written = NEXT.format(before=newest_version(), act=act)
    (scripts / "versions" / "9999_next.py").write_text(written, encoding="utf-8")


def counts(connection: Connection) -> dict[str, int]:
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608
        for name in SQLModel.metadata.tables
    }


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    store.migrate()
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        assert store.version(connection) == newest_version()
    store.close()


def test_migrating_twice_is_harmless_and_down_leads_to_nothing(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    store.migrate()
    store.migrate()
    assert store.is_ready()
    with store.engine.connect() as connection:
        command.downgrade(_alembic(connection, MIGRATIONS), "base")
        connection.commit()
    assert not store.is_ready()
    store.close()


def test_links_made_before_they_said_so_are_given_their_round(cast: Cast) -> None:
    for person in (cast.marit, cast.kare):
        person.hand_in(anyway=True)
    opened = cast.marit.post("/next", data={"facilitator": "1"}, follow_redirects=False)
    assert opened.status_code == 303
    made = text("SELECT id, round_number FROM credential")
    with cast.app.state.parts.store.engine.connect() as connection:
        before = {each.id: each.round_number for each in connection.execute(made)}
        connection.rollback()
        command.downgrade(_alembic(connection, MIGRATIONS), "0003")
        connection.commit()
        command.upgrade(_alembic(connection, MIGRATIONS), "head")
        connection.commit()
        assert {each.id: each.round_number for each in connection.execute(made)} == before
    assert set(before.values()) == {1, 2}


def test_making_tables_anew_keeps_every_row_and_every_rule(cast: Cast, scripts: Path) -> None:
    cast.marit.answer_all()
    before = cast.app.state.parts.store
    with before.engine.connect() as connection:
        counted = counts(connection)
    assert counted["answer"] == 75
    add(scripts, ANEW)
    store = Store(before.url, scripts)
    store.migrate()
    with store.engine.connect() as connection:
        assert counts(connection) == counted
        rules = [
            c["name"]
            for t in SQLModel.metadata.tables
            for c in inspect(connection).get_check_constraints(t)
        ]
        assert len(rules) == 13
        assert "fresh" in connection.execute(text("SELECT * FROM seat")).keys()  # noqa: SIM118
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    store.close()


def test_a_migration_that_leaves_rows_hanging_changes_nothing(cast: Cast, scripts: Path) -> None:
    cast.marit.answer_all()
    before = cast.app.state.parts.store
    add(scripts, 'op.execute("DELETE FROM seat")')
    store = Store(before.url, scripts)
    with pytest.raises(CannotMigrate, match="answer_sheet, credential"):
        store.migrate()
    with store.engine.connect() as connection:
        assert store.version(connection) == newest_version()
        assert counts(connection)["seat"] == 3
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    store.close()


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    store.migrate()
    with store.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CannotMigrate, match="newer program"):
        store.migrate()
    store.close()


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    act = f"from app.db import Store; Store({url!r}).migrate()"
    started = [
        subprocess.Popen([sys.executable, "-c", act], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(each.communicate()[1], each.returncode) for each in started] == [("", 0)] * 3
    store = Store(url)
    assert store.is_ready()
    store.close()
