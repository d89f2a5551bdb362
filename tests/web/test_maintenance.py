"""Backup, restore and purge: nothing lost, nothing overwritten, nothing deleted comes back."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from app import clock, holders, maintenance, merge, rounds, seats, sheets
from app.db import Store
from app.domain.answers import Change
from app.domain.round_state import ReleasePolicy
from app.links import new_secrets
from app.maintenance import Refused
from app.models import AnswerSheet, Round, StoredAnswer
from app.questions.catalogue import Catalogue
from app.settings import Settings

NOW = 1_790_000_000 * clock.SECOND
DAY = 86_400 * clock.SECOND
SAMSPILL = Catalogue.load().bundled["samspill", 1].question_set


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load({"SAMSPILL_DATA_DIR": str(tmp_path / "data")})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = Store(settings.database_url)
    store.migrate()
    yield store
    store.close()


def open_seats(
    store: Store, keep_days: int = 365, release: ReleasePolicy = "automatic"
) -> dict[str, str]:
    """Both parties' own tokens in a new dialogue, one statement answered by each."""
    fresh = [new_secrets(b"pepper") for _ in range(4)]
    with store.writing() as session:
        _, issued = seats.open_dialogue(
            session,
            SAMSPILL,
            municipality="Sør-Øyfjord",
            release=release,
            facilitator=False,
            language=None,
            keep_days=keep_days,
            keep_agreements_days=730,
            fresh=fresh,
            now=NOW,
        )
        tokens = {
            invited.role: seats.claim(
                session, holders.identify(session, invited.token), secrets, NOW
            ).token
            for invited, secrets in zip(issued, fresh[2:], strict=True)
        }
    for token in tokens.values():
        save(store, token)
    return tokens


def save(store: Store, token: str) -> None:
    with store.writing() as session:
        holder = holders.identify(session, token)
        change = Change(SAMSPILL.statements[0].id, "status", 4, NOW)
        rounds.save_answers(session, holder, SAMSPILL, [change], NOW)


def hand_in(
    store: Store, token: str, *, facilitator_may_read: bool = False, now: int = NOW
) -> None:
    with store.writing() as session:
        rounds.hand_in(
            session,
            holders.identify(session, token),
            SAMSPILL,
            anyway=True,
            facilitator_may_read=facilitator_may_read,
            now=now,
        )


def withdraw(store: Store, token: str) -> None:
    with store.writing() as session:
        rounds.withdraw(session, holders.identify(session, token), SAMSPILL)


def ask_release(store: Store, token: str) -> None:
    with store.writing() as session:
        rounds.ask_release(session, holders.identify(session, token), SAMSPILL, NOW)


def sheet(store: Store, token: str) -> AnswerSheet:
    with store.reading() as session:
        holder = holders.identify(session, token)
        found = sheets.sheet_of(session, holder.round, holder.seat)
        assert found is not None
        return found


def has_handed_in(store: Store, token: str) -> bool:
    with store.reading() as session:
        holder = holders.identify(session, token)
        return rounds.parties(session, holder, SAMSPILL)[holder.seat.role]


def is_released(store: Store, token: str) -> bool:
    with store.reading() as session:
        return holders.identify(session, token).round.released_at is not None


def marit(store: Store, keep_days: int = 365) -> str:
    """Marit's own token in a new dialogue, one statement answered."""
    fresh = [new_secrets(b"pepper") for _ in range(3)]
    with store.writing() as session:
        _, issued = seats.open_dialogue(
            session,
            SAMSPILL,
            municipality="Sør-Øyfjord",
            release="automatic",
            facilitator=False,
            language=None,
            keep_days=keep_days,
            keep_agreements_days=730,
            fresh=fresh,
            now=NOW,
        )
        invited = holders.identify(session, issued[0].token)
        token = seats.claim(session, invited, fresh[2], NOW).token
    save(store, token)
    return token


def answered(store: Store, token: str) -> int:
    with store.reading() as session:
        return len(rounds.own_answers(session, holders.identify(session, token)))


def is_closed(store: Store, token: str) -> bool:
    with store.reading() as session:
        return holders.identify(session, token).round.closed_at is not None


class TestBackup:
    def test_it_holds_everything_and_is_for_its_owner_only(
        self, store: Store, tmp_path: Path
    ) -> None:
        token = marit(store)
        path = tmp_path / "copy.sqlite3"
        maintenance.backup(store, path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        copy = Store(f"sqlite:///{path}")
        assert copy.is_ready()
        assert answered(copy, token) == 1
        copy.close()

    def test_it_leaves_one_file(self, store: Store, tmp_path: Path) -> None:
        place = tmp_path / "backups"
        place.mkdir()
        maintenance.backup(store, place / "copy.sqlite3")
        assert [each.name for each in place.iterdir()] == ["copy.sqlite3"]

    def test_it_works_while_somebody_writes(self, store: Store, tmp_path: Path) -> None:
        token = marit(store)
        with store.writing() as session:
            holder = holders.identify(session, token)
            change = Change(SAMSPILL.statements[1].id, "status", 2, NOW)
            rounds.save_answers(session, holder, SAMSPILL, [change], NOW)
            maintenance.backup(store, tmp_path / "copy.sqlite3")
        copy = Store(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
        assert (answered(copy, token), answered(store, token)) == (1, 2)
        copy.close()

    def test_it_overwrites_nothing(self, store: Store, tmp_path: Path) -> None:
        path = tmp_path / "copy.sqlite3"
        path.write_text("mine")
        with pytest.raises(Refused, match="exists already"):
            maintenance.backup(store, path)
        assert path.read_text() == "mine"

    def test_a_place_that_is_not_there_is_told(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="cannot be written to"):
            maintenance.backup(store, tmp_path / "nowhere" / "copy.sqlite3")

    def test_no_database_yet(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="there is no database"):
            maintenance.backup(Store(f"sqlite:///{tmp_path / 'none'}"), tmp_path / "copy")

    def test_postgresql_is_pointed_to_its_own_tool(self, settings: Settings) -> None:
        url = "postgresql+psycopg://samspill@localhost/samspill"
        with pytest.raises(Refused, match="pg_dump"):
            maintenance.sqlite_file(url, instead="pg_dump")
        with pytest.raises(Refused, match="pg_restore"):
            maintenance.restore(replace(settings, database_url=url), Path("copy"), NOW)


class TestRestore:
    @pytest.fixture
    def copy(self, store: Store, tmp_path: Path) -> Path:
        """A backup with Marit's answer; her token is beside it."""
        (tmp_path / "token").write_text(marit(store))
        maintenance.backup(store, tmp_path / "copy.sqlite3")
        return tmp_path / "copy.sqlite3"

    def test_what_came_after_is_kept_beside(
        self, store: Store, settings: Settings, copy: Path
    ) -> None:
        token, later = (copy.parent / "token").read_text(), marit(store)
        store.close()
        restored = maintenance.restore(settings, copy, NOW)
        assert restored.deletions_kept
        assert restored.previous is not None
        assert restored.previous.name == ("samspill.sqlite3.before-restore-20260921T141320.000000Z")
        assert stat.S_IMODE(restored.previous.stat().st_mode) == 0o600
        previous = Store(f"sqlite:///{restored.previous}")
        assert answered(previous, later) == 1
        previous.close()
        store.migrate()
        assert store.is_ready()
        assert answered(store, token) == 1
        with store.reading() as session:
            assert len(session.exec(select(Round)).all()) == 1

    def test_into_an_empty_place(self, settings: Settings, copy: Path) -> None:
        elsewhere = Settings.load({"SAMSPILL_DATA_DIR": str(copy.parent / "elsewhere")})
        restored = maintenance.restore(elsewhere, copy, NOW)
        assert restored.previous is None
        store = Store(elsewhere.database_url)
        assert answered(store, (copy.parent / "token").read_text()) == 1
        store.close()

    def test_a_running_server_is_not_pulled_the_file_from_under(
        self, store: Store, settings: Settings, copy: Path
    ) -> None:
        with store.reading() as session:
            session.exec(select(Round)).all()
        # Idle now, as between two requests: the connection stays open in the pool.
        with pytest.raises(Refused, match="stop the server first"):
            maintenance.restore(settings, copy, NOW)
        assert answered(store, (copy.parent / "token").read_text()) == 1

    def test_what_was_erased_since_stays_erased(
        self, store: Store, settings: Settings, copy: Path
    ) -> None:
        token = (copy.parent / "token").read_text()
        with store.writing() as session:
            rounds.erase(session, holders.identify(session, token), NOW)
        store.close()
        assert maintenance.restore(settings, copy, NOW).deletions_kept
        assert answered(store, token) == 0
        assert not has_handed_in(store, token)

    def test_a_hand_in_that_was_erased_does_not_come_back_as_an_empty_one(
        self, store: Store, settings: Settings, tmp_path: Path
    ) -> None:
        dialogue = open_seats(store)
        marit, kare = dialogue["ordforer"], dialogue["kommunedirektor"]
        hand_in(store, marit, facilitator_may_read=True)
        maintenance.backup(store, tmp_path / "copy.sqlite3")
        with store.writing() as session:
            rounds.erase(session, holders.identify(session, marit), NOW)
        store.close()
        assert maintenance.restore(settings, tmp_path / "copy.sqlite3", NOW).deletions_kept
        assert not has_handed_in(store, marit)
        hand_in(store, kare)
        assert not is_released(store, marit)
        save(store, marit)
        hand_in(store, marit)
        assert is_released(store, kare)

    def test_what_was_erased_by_a_seat_that_had_changed_hands_is_gone(
        self, store: Store, settings: Settings, tmp_path: Path
    ) -> None:
        dialogue = open_seats(store)
        hand_in(store, dialogue["ordforer"])
        fresh = [new_secrets(b"pepper") for _ in range(2)]
        with store.writing() as session:
            kare = holders.identify(session, dialogue["kommunedirektor"])
            invited = seats.invite(session, kare, "ordforer", fresh[0], NOW)
            invitation = holders.identify(session, invited.token)
            own = seats.claim(session, invitation, fresh[1], NOW).token
        maintenance.backup(store, tmp_path / "copy.sqlite3")
        with store.writing() as session:
            rounds.erase(session, holders.identify(session, own), NOW)
        store.close()
        maintenance.restore(settings, tmp_path / "copy.sqlite3", NOW)
        assert not has_handed_in(store, own)
        with store.reading() as session:
            sheets = session.exec(select(AnswerSheet)).all()
            assert [each.seat_id for each in sheets] == [kare.seat.id]

    def test_what_was_taken_back_since_is_not_handed_in_again(
        self, store: Store, settings: Settings, tmp_path: Path
    ) -> None:
        dialogue = open_seats(store)
        marit, kare = dialogue["ordforer"], dialogue["kommunedirektor"]
        hand_in(store, marit, facilitator_may_read=True)
        maintenance.backup(store, tmp_path / "copy.sqlite3")
        withdraw(store, marit)
        store.close()
        maintenance.restore(settings, tmp_path / "copy.sqlite3", NOW)
        assert not has_handed_in(store, marit)
        assert answered(store, marit) == 1
        hand_in(store, kare)
        assert not is_released(store, kare)

    def test_consent_does_not_come_back_when_one_handed_in_anew_without_it(
        self, store: Store, settings: Settings, tmp_path: Path
    ) -> None:
        dialogue = open_seats(store, release="both")
        marit, kare = dialogue["ordforer"], dialogue["kommunedirektor"]
        for token in (marit, kare):
            hand_in(store, token, facilitator_may_read=True)
        ask_release(store, marit)
        maintenance.backup(store, tmp_path / "copy.sqlite3")
        withdraw(store, marit)
        hand_in(store, marit, now=NOW + DAY)
        store.close()
        maintenance.restore(settings, tmp_path / "copy.sqlite3", NOW)
        assert not has_handed_in(store, marit), "what she had handed in then she took back"
        assert not sheet(store, marit).facilitator_may_read
        assert answered(store, marit) == 1
        assert has_handed_in(store, kare)
        assert sheet(store, kare).facilitator_may_read
        hand_in(store, marit)
        ask_release(store, kare)
        assert not is_released(store, marit), "her wish to open was for what she took back"

    def test_a_wish_to_open_that_ended_with_a_lost_link_does_not_come_back(
        self, store: Store, settings: Settings, tmp_path: Path
    ) -> None:
        dialogue = open_seats(store, release="both")
        marit, kare = dialogue["ordforer"], dialogue["kommunedirektor"]
        for token in (marit, kare):
            hand_in(store, token)
        ask_release(store, marit)
        maintenance.backup(store, tmp_path / "copy.sqlite3")
        with store.writing() as session:
            holder = holders.identify(session, kare)
            seats.invite(session, holder, "ordforer", new_secrets(b"pepper"), NOW)
        store.close()
        maintenance.restore(settings, tmp_path / "copy.sqlite3", NOW)
        assert has_handed_in(store, marit)
        ask_release(store, kare)
        assert not is_released(store, kare)

    def test_what_was_open_stays_open_when_an_older_backup_was_put_back_by_mistake(
        self, store: Store, settings: Settings, tmp_path: Path
    ) -> None:
        dialogue = open_seats(store)
        marit, kare = dialogue["ordforer"], dialogue["kommunedirektor"]
        maintenance.backup(store, tmp_path / "older.sqlite3")
        for token in (marit, kare):
            hand_in(store, token, facilitator_may_read=True)
        maintenance.backup(store, tmp_path / "right.sqlite3")
        for later, name in enumerate(("older.sqlite3", "right.sqlite3")):
            store.close()
            maintenance.restore(settings, tmp_path / name, NOW + later)
        assert is_released(store, marit)
        assert has_handed_in(store, marit)
        assert has_handed_in(store, kare)
        with store.reading() as session:
            compared = merge.comparison(session, holders.identify(session, kare), SAMSPILL)
        assert compared.rows[0].answers["ordforer"].status == 4
        assert not sheet(store, marit).facilitator_may_read, "only what both databases know of"

    def test_what_was_purged_since_stays_purged(
        self, store: Store, settings: Settings, copy: Path
    ) -> None:
        token = (copy.parent / "token").read_text()
        with store.writing() as session:
            maintenance.purge(session, NOW + 400 * DAY)
        store.close()
        maintenance.restore(settings, copy, NOW)
        assert is_closed(store, token)
        with store.reading() as session:
            assert session.exec(select(StoredAnswer)).all() == []

    def test_a_damaged_database_can_be_replaced(
        self, store: Store, settings: Settings, copy: Path
    ) -> None:
        store.close()
        database = maintenance.sqlite_file(settings.database_url, instead="")
        database.write_bytes(b"not a database at all" * 100)
        restored = maintenance.restore(settings, copy, NOW)
        assert not restored.deletions_kept
        assert restored.previous is not None
        assert answered(store, (copy.parent / "token").read_text()) == 1

    def test_what_is_no_backup_is_refused(self, settings: Settings, tmp_path: Path) -> None:
        other, junk = tmp_path / "other.sqlite3", tmp_path / "junk.sqlite3"
        with closing(sqlite3.connect(other)) as connection:
            connection.execute("CREATE TABLE cake (id)")
        junk.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
        for path, told in (
            (tmp_path / "none", "there is no file"),
            (other, "is not a Samspill database"),
            (junk, "not a database that can be read"),
        ):
            with pytest.raises(Refused, match=told):
                maintenance.restore(settings, path, NOW)

    def test_a_backup_of_a_newer_program_is_refused(self, settings: Settings, copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
        with pytest.raises(Refused, match="newer program"):
            maintenance.restore(settings, copy, NOW)

    def test_a_damaged_backup_is_refused(self, settings: Settings, copy: Path) -> None:
        content = bytearray(copy.read_bytes())
        for page in range(2, len(content) // 4096):
            content[page * 4096 : page * 4096 + 200] = b"\x55" * 200
        copy.write_bytes(content)
        with pytest.raises(Refused, match=r"damaged|cannot|can be read|not a Samspill"):
            maintenance.restore(settings, copy, NOW)


class TestPurge:
    def test_answers_go_on_their_day_and_not_before(self, store: Store) -> None:
        token = marit(store, keep_days=10)
        for days, gone in ((9, 0), (10, 1), (11, 0)):
            with store.writing() as session:
                purged = maintenance.purge(session, NOW + days * DAY)
            assert (purged.rounds, purged.sheets) == (gone, gone)
        assert is_closed(store, token)
        with store.reading() as session:
            assert session.exec(select(AnswerSheet)).all() == []
            assert session.exec(select(StoredAnswer)).all() == []

    def test_others_keep_theirs(self, store: Store) -> None:
        marit(store, keep_days=10)
        staying = marit(store, keep_days=20)
        with store.writing() as session:
            maintenance.purge(session, NOW + 15 * DAY)
        assert answered(store, staying) == 1
        assert not is_closed(store, staying)

    def test_a_round_closed_before_keeps_its_moment(self, store: Store) -> None:
        token = marit(store, keep_days=10)
        with store.writing() as session:
            round_ = holders.identify(session, token).round
            round_.closed_at = NOW
            session.add(round_)
        with store.writing() as session:
            assert maintenance.purge(session, NOW + 15 * DAY) == maintenance.Purged(0, 1, 0)
        with store.reading() as session:
            assert holders.identify(session, token).round.closed_at == NOW
