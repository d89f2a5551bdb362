"""The database: engine, one writer at a time, and all that differs between SQLite and PostgreSQL.

A write is ``with store.writing() as session:``. It commits as the block ends, that is before
the response leaves, and rolls back on any exception. SQLite fails a transaction that reads
first and writes later when another wrote in between, whatever its timeout; so writes begin
with ``BEGIN IMMEDIATE`` and take turns within the process.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

WRITE_TURN_SECONDS = 15
"""How long a writer waits for its turn before the request fails and may be sent again."""

MIGRATION_LOCK = 7267745
"""The number of PostgreSQL's lock that whoever migrates holds."""


class Busy(Exception):
    """The database did not come free in time. Nothing was changed; trying again is safe."""


class CannotMigrate(Exception):
    """The database cannot be brought to this program's version; nothing was changed."""


class Store:
    """A database, by its SQLAlchemy address (``sqlite:///…`` or ``postgresql+psycopg://…``)."""

    def __init__(self, url: str, migrations: Path = MIGRATIONS) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        # SQLite's transactions see one state by themselves.
        self._read_engine = (
            self.engine
            if self.is_sqlite
            else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self._write_engine = self.engine.execution_options(samspill_write=True)
        self._migrations = migrations
        self._turn = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and keeps nothing it changes."""
        with Session(self._read_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is durable once the block has ended.

        Raises :class:`Busy` when no turn came, with nothing changed.
        """
        if not self._turn.acquire(timeout=WRITE_TURN_SECONDS):
            raise Busy
        try:
            with Session(self._write_engine, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            self._turn.release()

    def migrate(self) -> None:
        """Bring the database to the newest migration, making it if it is not there.

        All or nothing, also when several processes start at once: one does it, the others
        wait. Raises :class:`CannotMigrate`.
        """
        if self.is_sqlite and self.engine.url.database:
            _make_private(Path(self.engine.url.database))
        with (
            self._write_engine.connect() as connection,
            self._nothing_cascades(connection),
            connection.begin(),
        ):
            if not self.is_sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            if self.version(connection) == newest_version(self._migrations):
                return
            try:
                command.upgrade(_alembic(connection, self._migrations), "head")
            except CommandError:
                raise CannotMigrate(
                    "The database was made by a newer program; update this one"
                ) from None
            if self.is_sqlite:
                _check_references(connection)

    @contextmanager
    def _nothing_cascades(self, connection: Connection) -> Iterator[None]:
        """Let a migration drop a table to make it anew without taking along what hangs from it.

        SQLite changes a column only so, and follows ``ON DELETE CASCADE`` on the way. It can
        be told not to only outside a transaction.
        """
        if not self.is_sqlite:
            yield
            return
        connection.connection.execute("PRAGMA foreign_keys = OFF")
        try:
            yield
        finally:
            connection.connection.execute("PRAGMA foreign_keys = ON")

    def is_ready(self) -> bool:
        """Whether the database answers and is migrated."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
                return self.version(connection) == newest_version(self._migrations)
        except SQLAlchemyError:
            return False

    @staticmethod
    def version(connection: Connection) -> str | None:
        """The migration a database stands at, ``None`` if it has none."""
        return MigrationContext.configure(connection).get_current_revision()

    def forget_deleted(self) -> None:
        """Let nothing deleted linger in SQLite's log; PostgreSQL's vacuum does so by itself."""
        if self.is_sqlite:
            with self.engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


@cache
def newest_version(migrations: Path = MIGRATIONS) -> str | None:
    """The newest migration this program knows."""
    return ScriptDirectory(str(migrations)).get_current_head()


def lock_rows(session: Session, query: Any) -> None:
    """Lock the rows of a ``FOR UPDATE`` query until the transaction ends.

    On SQLite nothing is asked: there a write has the whole database to itself.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.exec(query).all()


def upsert(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace the non-key columns of those that are there, in one statement."""
    if not rows:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    target = table.__table__  # type: ignore[attr-defined]
    insert = dialect.insert(target)
    keys = [column.name for column in target.primary_key]
    session.connection().execute(
        insert.on_conflict_do_update(
            index_elements=keys,
            set_={name: insert.excluded[name] for name in rows[0] if name not in keys},
        ),
        list(rows),
    )


def _make_private(file: Path) -> None:
    """Let nobody but the server read the database; SQLite gives its log the same mode."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    with suppress(PermissionError):  # somebody else's file, who has decided about it
        file.chmod(file.stat().st_mode & ~0o077)


def _alembic(connection: Connection, migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _check_references(connection: Connection) -> None:
    """Raise :class:`CannotMigrate` if a row of SQLite's points to one that is not there."""
    hanging = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if hanging:
        tables = ", ".join(sorted({str(row[0]) for row in hanging}))
        raise CannotMigrate(f"The migration would leave rows that belong to nothing in {tables}")


def _postgresql_engine(url: str) -> Engine:
    # Without the values, since a traceback must not carry names or boxes to a log.
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "handle_error")
    def _tell_no_values(context: ExceptionContext) -> None:
        told = getattr(context.original_exception, "diag", None)
        if told is not None and told.message_detail is not None:
            # PostgreSQL's detail quotes the row that broke a rule.
            context.original_exception.args = (told.message_primary,)
            if context.sqlalchemy_exception is not None:
                context.sqlalchemy_exception.args = (told.message_primary,)

    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WRITE_TURN_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not begin transactions by itself: _begin below does.
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("samspill_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
