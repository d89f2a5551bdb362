"""The migrations make exactly the tables the models say."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from app.db import Store, _alembic, newest_version


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
        command.downgrade(_alembic(connection), "base")
        connection.commit()
    assert not store.is_ready()
    store.close()
