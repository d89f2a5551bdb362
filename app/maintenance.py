"""An operator's acts on the whole database: backup, restore, and deleting what has run out.

Backup and restore handle SQLite files and are SQLite's own by nature; PostgreSQL has tools
that do it better, and is told so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import make_url
from sqlmodel import Session, col, delete, select, update

from app.clock import to_datetime, today
from app.db import MIGRATIONS, Store
from app.models import AnswerSheet, Round, StoredAgreement
from app.settings import Settings

_OURS = {"alembic_version", "answer", "answer_sheet", "dialogue", "round", "seat"}


class Refused(Exception):
    """What was asked for would do harm or cannot be done; the message says it to an operator."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rounds were closed and how many answer sheets and agreements deleted."""

    rounds: int
    sheets: int
    agreements: int


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the previous database is kept, ``None`` if there was none.

    ``deletions_kept`` tells whether what people had deleted since the backup is still gone.
    """

    previous: Path | None
    deletions_kept: bool


def purge(session: Session, now: int) -> Purged:
    """Delete the answers of every round whose time is up, and close those rounds.

    The agenda goes with the answers it was made of; agreements have a time of their own.
    ``now`` is in microseconds since 1970. Repeating it changes nothing.
    """
    over = col(Round.delete_on) <= today(now)
    sheets = session.exec(
        delete(AnswerSheet).where(col(AnswerSheet.round_id).in_(select(Round.id).where(over)))
    )
    rounds = session.exec(
        update(Round)
        .where(over, col(Round.closed_at).is_(None))
        .values(closed_at=now, agenda_box=None)
    )
    forgotten = col(Round.agreements_delete_on) <= today(now)
    agreements = session.exec(
        delete(StoredAgreement).where(
            col(StoredAgreement.round_id).in_(select(Round.id).where(forgotten))
        )
    )
    session.exec(
        update(Round).where(forgotten, col(Round.dates_box).is_not(None)).values(dates_box=None)
    )
    return Purged(rounds=rounds.rowcount, sheets=sheets.rowcount, agreements=agreements.rowcount)


def backup(store: Store, path: Path) -> None:
    """Copy the database into one new file that only its owner can read, also while serving.

    Raises :class:`Refused` if the file exists, or for PostgreSQL.
    """
    database = sqlite_file(store.url, instead="pg_dump")
    if path.exists():
        raise Refused(f"{path} exists already; name a new file")
    if not database.exists():
        raise Refused(f"there is no database at {database}")
    with _file_in_the_making(path) as made:
        with (
            contextlib.closing(_open(database)) as source,
            contextlib.closing(sqlite3.connect(made)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        check_backup(made)
        if path.exists():
            raise Refused(f"{path} exists already; name a new file")
        _move(made, path)


def restore(settings: Settings, path: Path, now: int) -> Restored:
    """Put a backup in the place of the database, keeping the previous one beside it.

    Nothing may have the database open: a server would go on writing into the file that was
    taken away. Answers that were deleted after the backup was taken stay deleted, and what was
    taken back stays so (hand-ins, consents, wishes to open), as far as the previous database
    can tell. Raises :class:`Refused`.
    """
    database = sqlite_file(settings.database_url, instead="pg_restore")
    check_backup(path)
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _file_in_the_making(database) as made:
        shutil.copyfile(path, made)
        if not database.exists():
            _move(made, database)
            return Restored(previous=None, deletions_kept=False)
        readable = _close_for_all(database)
        kept = readable and _delete_again(made, database)
        previous = database.with_name(
            f"{database.name}.before-restore-{to_datetime(now):%Y%m%dT%H%M%S.%fZ}"
        )
        with database.open("rb") as source, previous.open("xb") as copy:
            previous.chmod(0o600)
            shutil.copyfileobj(source, copy)
        _settle(previous)
        _move(made, database)
    return Restored(previous=previous, deletions_kept=kept)


def check_backup(path: Path) -> None:
    """Raise :class:`Refused` unless the file is a whole Samspill database this program knows."""
    if not path.is_file():
        raise Refused(f"there is no file {path}")
    try:
        with contextlib.closing(_open(path)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not names >= _OURS:
                raise Refused(f"{path} is not a Samspill database")
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Refused(f"{path} is damaged")
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is not a database that can be read: {error}") from None
    try:
        known = version and ScriptDirectory(str(MIGRATIONS)).get_revision(version[0])
    except CommandError:
        known = None
    if not known:
        raise Refused(f"{path} was made by a newer program; update this one first")


def sqlite_file(url: str, *, instead: str) -> Path:
    """The file of a SQLite address. Raises :class:`Refused`, naming what to use instead."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise Refused(f"this works with SQLite only; for PostgreSQL use {instead}")
    return Path(address.database)


def _open(path: Path) -> sqlite3.Connection:
    """A connection that makes no file where there is none."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=5)


@contextlib.contextmanager
def _file_in_the_making(path: Path) -> Iterator[Path]:
    """An empty file beside ``path``, mode 0600, gone afterwards if it was not moved away."""
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise Refused(f"{path.parent} cannot be written to: {error.strerror}") from None
    try:
        yield made
    finally:
        made.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Wait until a file or the names in a directory are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move(made: Path, path: Path) -> None:
    """Put a finished file in its place in one step, which a power cut cannot halve."""
    _settle(made)
    made.replace(path)
    _settle(path.parent)


def _close_for_all(database: Path) -> bool:
    """Make sure that nobody has the database open and that it is one file.

    Leaving write-ahead logging needs the file for oneself, so it fails while a server holds
    even an idle connection. Returns whether the database could be read.
    """
    try:
        with contextlib.closing(_open(database)) as connection:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            if mode != ("delete",):
                raise Refused(f"something has {database} open; stop the server first")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Refused(f"something has {database} open; stop the server first") from None
        raise Refused(f"{database} cannot be opened: {error}") from None
    except sqlite3.DatabaseError:
        for rest in ("-wal", "-shm", "-journal"):
            if database.with_name(database.name + rest).exists():
                raise Refused(
                    f"{database} is damaged; move it and {database.name}{rest} away first"
                ) from None
        return False
    return True


_AGAIN = (
    # A round that was closed stays closed.
    "UPDATE round SET closed_at ="
    " (SELECT old.closed_at FROM previous.round AS old WHERE old.id = round.id)"
    " WHERE closed_at IS NULL"
    " AND id IN (SELECT id FROM previous.round WHERE closed_at IS NOT NULL)",
    "CREATE TEMP TABLE gone AS SELECT id FROM main.answer_sheet"
    " WHERE round_id IN (SELECT id FROM previous.round)"
    " AND id NOT IN (SELECT id FROM previous.answer_sheet)",
    # A sheet that was deleted comes back empty, for the link of the backup, ...
    "DELETE FROM answer WHERE sheet_id IN (SELECT id FROM gone)",
    "DELETE FROM answer_sheet WHERE own_key_box IS NULL AND id IN (SELECT id FROM gone)",
    # ... and is not handed in, as one that was taken back is not: also where it was handed in
    # anew since. What the backup has open could not be taken back.
    "UPDATE answer_sheet SET handed_in_at = NULL, shared_key_box = NULL,"
    " release_asked_at = NULL, facilitator_may_read = 0"
    " WHERE own_key_box IS NOT NULL AND (id IN (SELECT id FROM gone)"
    " OR (round_id IN (SELECT id FROM main.round WHERE released_at IS NULL)"
    " AND EXISTS (SELECT 1 FROM previous.answer_sheet AS old WHERE old.id = answer_sheet.id"
    " AND old.handed_in_at IS NOT answer_sheet.handed_in_at)))",
    # Of consents and wishes to open, what both have stands.
    "UPDATE answer_sheet SET facilitator_may_read = 0 WHERE id IN"
    " (SELECT id FROM previous.answer_sheet WHERE NOT facilitator_may_read)",
    "UPDATE answer_sheet SET release_asked_at = NULL WHERE id IN"
    " (SELECT id FROM previous.answer_sheet WHERE release_asked_at IS NULL)",
)
"""What takes out of a restored database what the previous one no longer had."""

_AGREEMENTS_AGAIN = (
    "UPDATE round SET agenda_box = NULL WHERE closed_at IS NOT NULL",
    "DELETE FROM main.agreement WHERE round_id IN (SELECT id FROM previous.round)"
    " AND id NOT IN (SELECT id FROM previous.agreement)",
    # A yes that was taken back, or was to words that have changed since, does not come back.
    "DELETE FROM main.agreement_confirmation"
    " WHERE agreement_id NOT IN (SELECT id FROM main.agreement)"
    " OR (agreement_id IN (SELECT id FROM previous.agreement)"
    " AND NOT EXISTS (SELECT 1 FROM previous.agreement_confirmation AS old"
    " JOIN previous.agreement AS before ON before.id = old.agreement_id"
    " JOIN main.agreement AS now ON now.id = old.agreement_id"
    " WHERE old.agreement_id = agreement_confirmation.agreement_id"
    " AND old.seat_id = agreement_confirmation.seat_id"
    " AND before.changed_at = now.changed_at))",
    "DELETE FROM main.agreement_review"
    " WHERE agreement_id NOT IN (SELECT id FROM main.agreement)"
    " OR sheet_id NOT IN (SELECT id FROM main.answer_sheet)"
    " OR sheet_id IN (SELECT id FROM gone)",
)
"""The same of agreements, where both databases have any."""


def _delete_again(made: Path, database: Path) -> bool:
    """Take out of a restored file what the previous database no longer had.

    Only rounds that stand in both are looked at: a round that is missing was lost, not
    deleted. Returns whether the previous database could tell.
    """
    try:
        with contextlib.closing(_open(made)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("ATTACH ? AS previous", (str(database.resolve()),))
            for act in _AGAIN:
                connection.execute(act)
            if _has_agreements(connection, "main") and _has_agreements(connection, "previous"):
                for act in _AGREEMENTS_AGAIN:
                    connection.execute(act)
            connection.commit()
    except sqlite3.DatabaseError:
        return False
    return True


def _has_agreements(connection: sqlite3.Connection, schema: str) -> bool:
    found = connection.execute(
        f"SELECT count(*) FROM {schema}.sqlite_master WHERE name = 'agreement'"  # noqa: S608
    )
    return bool(found.fetchone()[0])
