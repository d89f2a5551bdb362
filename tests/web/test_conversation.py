"""The agenda everyone shares, ticks after release, dates and agreements: the acts themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app import agreements, clock, conversation, holders, maintenance, published
from app.conversation import Dates
from app.domain.agreements import Agreement
from app.domain.comparison import Agenda
from app.domain.errors import (
    AgendaChanged,
    AgreementChanged,
    Closed,
    InvalidAgenda,
    InvalidAgreement,
    NoSuchAgreement,
    NotReleased,
    NotYourSeat,
    TickedAlready,
    TooManyTicks,
    UnknownStatement,
)
from app.domain.question_set import QuestionSet
from app.holders import Holder
from app.settings import Settings
from tests.cast import Cast, Person, tap

Sitting = tuple[Session, Holder, QuestionSet]

CALL = Agreement("agree", "rol-01", "en sak haster", "ringer vi hverandre", "ordforer")


@contextmanager
def sitting(app: FastAPI, person: Person) -> Iterator[Sitting]:
    """A write by somebody's seat."""
    parts = app.state.parts
    with parts.store.writing() as session:
        holder = holders.identify(session, person.token, lock=True)
        pinned = holder.round
        question_set = published.find(
            session, parts.catalogue, pinned.question_set_id, pinned.question_set_version
        )
        yield session, holder, question_set


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """The comparison is open, to Fatima too; Marit ticked one statement, Kåre none."""
    cast.marit.answer_all(2, 4)
    cast.kare.answer_all(4, 4)
    cast.marit.save(tap("rol-03", "2026-11-22T12:00:01Z", talk=True))
    for person in (cast.marit, cast.kare):
        person.hand_in(facilitator_may_read=True)
    return cast


def choose(
    session: Session, holder: Holder, question_set: QuestionSet, agenda: Agenda, read: str
) -> None:
    """Make this the agenda, from the one that was read."""
    conversation.change_agenda(session, holder, question_set, lambda _: agenda, read, clock.now())


def turned(agenda: Agenda) -> Agenda:
    """The same topics the other way round."""
    return replace(agenda, topics=agenda.topics[::-1])


def agenda_of(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = person.get("/api/comparison").json()["agenda"]
    return found


class TestAgenda:
    def test_what_one_party_chooses_everyone_sees(self, app: FastAPI, opened: Cast) -> None:
        chosen = Agenda("til-01", ("run-03", "rol-01"))
        with sitting(app, opened.kare) as (session, holder, question_set):
            read = conversation.stamp(conversation.comparison(session, holder, question_set).agenda)
            choose(session, holder, question_set, chosen, read)
        for person in (opened.marit, opened.kare, opened.fatima):
            assert agenda_of(person) == {"opener": "til-01", "topics": ["run-03", "rol-01"]}

    def test_a_change_of_what_nobody_sees_any_more_is_refused(
        self, app: FastAPI, opened: Cast
    ) -> None:
        with sitting(app, opened.marit) as (session, holder, question_set):
            read = conversation.stamp(conversation.comparison(session, holder, question_set).agenda)
            choose(session, holder, question_set, Agenda(None, ("rol-01",)), read)
        with (
            pytest.raises(AgendaChanged),
            sitting(app, opened.kare) as (session, holder, question_set),
        ):
            choose(session, holder, question_set, Agenda(None, ("rol-02",)), read)
        assert agenda_of(opened.kare)["topics"] == ["rol-01"]

    @pytest.mark.parametrize(
        "agenda",
        [
            Agenda(None, ()),
            Agenda(None, ("rol-01", "rol-01")),
            Agenda(None, ("nowhere",)),
            Agenda("nowhere", ("rol-01",)),
            Agenda(None, ("rol-01", "rol-02", "rol-03", "rol-04", "til-01", "til-02")),
        ],
    )
    def test_an_impossible_agenda_changes_nothing(
        self, app: FastAPI, opened: Cast, agenda: Agenda
    ) -> None:
        before = agenda_of(opened.marit)
        read = conversation.stamp(Agenda(before["opener"], tuple(before["topics"])))
        with (
            pytest.raises(InvalidAgenda),
            sitting(app, opened.marit) as (session, holder, question_set),
        ):
            choose(session, holder, question_set, agenda, read)
        assert agenda_of(opened.marit) == before

    def test_the_proposal_can_stand_again(self, app: FastAPI, opened: Cast) -> None:
        before = agenda_of(opened.marit)
        with sitting(app, opened.marit) as (session, holder, question_set):
            now = conversation.comparison(session, holder, question_set).agenda
            choose(
                session, holder, question_set, Agenda(None, ("run-01",)), conversation.stamp(now)
            )
            assert conversation.is_chosen(holder)
        chosen = conversation.stamp(Agenda(None, ("run-01",)))
        with sitting(app, opened.kare) as at:
            conversation.propose_again(*at, chosen, clock.now())
        assert agenda_of(opened.marit) == before

    def test_a_stale_wish_for_the_proposal_takes_nothing_away(
        self, app: FastAPI, opened: Cast
    ) -> None:
        with sitting(app, opened.marit) as (session, holder, question_set):
            read = conversation.stamp(conversation.comparison(session, holder, question_set).agenda)
            choose(session, holder, question_set, Agenda(None, ("run-01",)), read)
        with pytest.raises(AgendaChanged), sitting(app, opened.kare) as at:
            conversation.propose_again(*at, read, clock.now())
        assert agenda_of(opened.marit)["topics"] == ["run-01"]

    def test_a_facilitator_reads_and_does_not_choose(self, app: FastAPI, opened: Cast) -> None:
        with (
            pytest.raises(NotYourSeat),
            sitting(app, opened.fatima) as at,
        ):
            conversation.propose_again(*at, "", clock.now())

    def test_it_goes_with_the_answers(self, app: FastAPI, opened: Cast, settings: Settings) -> None:
        with sitting(app, opened.marit) as (session, holder, question_set):
            now = conversation.comparison(session, holder, question_set).agenda
            choose(session, holder, question_set, turned(now), conversation.stamp(now))
        assert opened.marit.delete("/api/answers").status_code == 200
        with sitting(app, opened.kare) as at:
            assert not conversation.is_chosen(at[1])
            with pytest.raises(Closed):
                conversation.propose_again(*at, "", clock.now())


class TestTicksAfterRelease:
    def test_who_ticked_nothing_while_answering_may_tick_now(
        self, app: FastAPI, opened: Cast
    ) -> None:
        with sitting(app, opened.kare) as (session, holder, question_set):
            assert conversation.may_tick(session, holder, question_set)
            conversation.tick(session, holder, question_set, ["uta-01"], clock.now())
        assert "uta-01" in agenda_of(opened.marit)["topics"]
        with sitting(app, opened.kare) as (session, holder, question_set):
            conversation.tick(session, holder, question_set, ["til-01"], clock.now())
        rows = opened.marit.get("/api/comparison").json()["statements"]
        ticked = [row["id"] for row in rows if row["answers"]["kommunedirektor"]["talk"]]
        assert ticked == ["til-01"]

    def test_who_did_keeps_what_was_ticked(self, app: FastAPI, opened: Cast) -> None:
        with (
            pytest.raises(TickedAlready),
            sitting(app, opened.marit) as (session, holder, question_set),
        ):
            conversation.tick(session, holder, question_set, ["uta-01"], clock.now())

    def test_ratings_stay_as_they_were_handed_in(self, app: FastAPI, opened: Cast) -> None:
        before = opened.marit.get("/api/comparison").json()["statements"]
        with sitting(app, opened.kare) as (session, holder, question_set):
            conversation.tick(session, holder, question_set, ["uta-01"], clock.now())
        after = opened.marit.get("/api/comparison").json()["statements"]
        for old, new in zip(before, after, strict=True):
            for role, answer in old["answers"].items():
                assert {**new["answers"][role], "talk": None} == {**answer, "talk": None}

    @pytest.mark.parametrize(
        ("statements", "refusal"),
        [
            (["nowhere"], UnknownStatement),
            (["rol-01", "rol-02", "rol-03", "rol-04"], TooManyTicks),
        ],
    )
    def test_what_is_not_possible_changes_nothing(
        self, app: FastAPI, opened: Cast, statements: list[str], refusal: type[Exception]
    ) -> None:
        before = opened.marit.get("/api/comparison").content
        with (
            pytest.raises(refusal),
            sitting(app, opened.kare) as (session, holder, question_set),
        ):
            conversation.tick(session, holder, question_set, statements, clock.now())
        assert opened.marit.get("/api/comparison").content == before

    def test_not_before_release(self, app: FastAPI, cast: Cast) -> None:
        with (
            pytest.raises(NotReleased),
            sitting(app, cast.marit) as (session, holder, question_set),
        ):
            conversation.tick(session, holder, question_set, ["rol-01"], clock.now())


class TestDates:
    def test_are_the_same_for_everyone(self, app: FastAPI, opened: Cast) -> None:
        with sitting(app, opened.marit) as (session, holder, _):
            conversation.set_dates(session, holder, Dates("2027-01-20", "2027-08-20"), clock.now())
        for person in (opened.kare, opened.fatima):
            with sitting(app, person) as (_, holder, _):
                assert conversation.dates(holder) == Dates("2027-01-20", "2027-08-20")

    def test_what_is_no_date_changes_nothing(self, app: FastAPI, opened: Cast) -> None:
        with (
            pytest.raises(ValueError, match="soon"),
            sitting(app, opened.marit) as (session, holder, _),
        ):
            conversation.set_dates(session, holder, Dates("soon"), clock.now())
        with sitting(app, opened.marit) as (_, holder, _):
            assert conversation.dates(holder) == Dates()


def write(app: FastAPI, person: Person, agreement: Agreement = CALL) -> agreements.Held:
    with sitting(app, person) as (session, holder, question_set):
        return agreements.add(session, holder, question_set, agreement, clock.now())


def read(app: FastAPI, person: Person) -> list[agreements.Held]:
    with sitting(app, person) as (session, holder, _):
        return agreements.of_round(session, holder)


class TestAgreements:
    def test_written_by_one_confirmed_by_both(self, app: FastAPI, opened: Cast) -> None:
        written = write(app, opened.marit)
        for person in (opened.marit, opened.kare, opened.kare):
            with sitting(app, person) as (session, holder, _):
                agreements.confirm(session, holder, written.id, written.version, clock.now())
        with sitting(app, opened.fatima) as (session, holder, question_set):
            [held] = agreements.of_round(session, holder)
            assert held.is_confirmed_by_all(question_set)
        assert held.agreement == CALL
        assert [edit.role for edit in held.edits] == ["ordforer"]

    def test_a_change_is_dated_and_must_be_confirmed_anew(self, app: FastAPI, opened: Cast) -> None:
        written = write(app, opened.marit)
        with sitting(app, opened.kare) as (session, holder, question_set):
            agreements.confirm(session, holder, written.id, written.version, clock.now())
            other = replace(CALL, then="møtes vi")
            changed = agreements.change(
                session, holder, question_set, written.id, written.version, other, clock.now()
            )
        [held] = read(app, opened.marit)
        assert held == changed
        assert held.confirmed == {}
        assert [edit.role for edit in held.edits] == ["ordforer", "kommunedirektor"]
        assert held.edits[0].at < held.edits[1].at

    def test_saving_it_unchanged_keeps_the_confirmations(self, app: FastAPI, opened: Cast) -> None:
        written = write(app, opened.marit)
        with sitting(app, opened.kare) as (session, holder, question_set):
            agreements.confirm(session, holder, written.id, written.version, clock.now())
            agreements.change(
                session, holder, question_set, written.id, written.version, CALL, clock.now()
            )
        assert set(read(app, opened.marit)[0].confirmed) == {"kommunedirektor"}

    @pytest.mark.parametrize("act", ["change", "confirm", "remove"])
    def test_nobody_acts_on_what_reads_otherwise_by_now(
        self, app: FastAPI, opened: Cast, act: str
    ) -> None:
        written = write(app, opened.marit)
        other = replace(CALL, then="møtes vi")
        with sitting(app, opened.kare) as at:
            agreements.change(*at, written.id, written.version, other, clock.now())
        acts: dict[str, Callable[[Sitting], object]] = {
            "change": lambda at: agreements.change(
                *at, written.id, written.version, CALL, clock.now()
            ),
            "confirm": lambda at: agreements.confirm(
                at[0], at[1], written.id, written.version, clock.now()
            ),
            "remove": lambda at: agreements.remove(at[0], at[1], written.id, written.version),
        }
        with pytest.raises(AgreementChanged), sitting(app, opened.marit) as at:
            acts[act](at)
        [held] = read(app, opened.marit)
        assert held.agreement == other
        assert held.confirmed == {}

    def test_a_yes_can_be_taken_back_and_an_agreement_removed(
        self, app: FastAPI, opened: Cast
    ) -> None:
        written = write(app, opened.marit)
        with sitting(app, opened.kare) as (session, holder, _):
            agreements.confirm(session, holder, written.id, written.version, clock.now())
            agreements.unconfirm(session, holder, written.id)
            assert agreements.find(session, holder, written.id).confirmed == {}
            agreements.remove(session, holder, written.id, written.version)
            agreements.remove(session, holder, written.id, written.version)
            with pytest.raises(NoSuchAgreement):
                agreements.confirm(session, holder, written.id, written.version, clock.now())
        assert read(app, opened.marit) == []

    def test_any_writing_comes_back_as_it_was(self, app: FastAPI, opened: Cast) -> None:
        text = "שלום\u202e עולם 🏔️ Sør-Øyfjord\nآخر" + "x" * 4900
        write(app, opened.marit, replace(CALL, notice=text))
        assert read(app, opened.kare)[0].agreement.notice == text

    def test_a_fault_is_told_and_nothing_is_written(self, app: FastAPI, opened: Cast) -> None:
        with pytest.raises(InvalidAgreement) as refusal:
            write(app, opened.marit, Agreement("agree"))
        assert [each["path"] for each in refusal.value.extra["errors"]] == [
            "when",
            "then",
            "owner",
        ]
        assert read(app, opened.marit) == []

    def test_a_facilitator_reads_and_does_not_write(self, app: FastAPI, opened: Cast) -> None:
        with pytest.raises(NotYourSeat):
            write(app, opened.fatima)

    def test_not_before_release(self, app: FastAPI, cast: Cast) -> None:
        with pytest.raises(NotReleased):
            write(app, cast.marit)

    def test_outsiders_see_none(self, app: FastAPI, opened: Cast, lillevik: Cast) -> None:
        written = write(app, opened.marit)
        assert read(app, lillevik.marit) == []
        with (
            pytest.raises(NoSuchAgreement),
            sitting(app, lillevik.marit) as (session, holder, _),
        ):
            agreements.find(session, holder, written.id)

    def test_they_stay_when_the_answers_go_and_have_a_day_of_their_own(
        self, app: FastAPI, opened: Cast
    ) -> None:
        write(app, opened.marit)
        with sitting(app, opened.marit) as (session, holder, question_set):
            conversation.set_dates(session, holder, Dates("2027-01-20"), clock.now())
            now = conversation.comparison(session, holder, question_set).agenda
            choose(session, holder, question_set, turned(now), conversation.stamp(now))
        store = app.state.parts.store
        day = 86_400 * clock.SECOND
        with store.writing() as session:
            assert maintenance.purge(session, clock.now() + 400 * day).sheets == 2
        assert len(read(app, opened.kare)) == 1
        with sitting(app, opened.kare) as (_, holder, _):
            assert conversation.dates(holder) == Dates("2027-01-20")
            assert not conversation.is_chosen(holder)
        with store.writing() as session:
            assert maintenance.purge(session, clock.now() + 731 * day).agreements == 1
        assert read(app, opened.kare) == []
        with sitting(app, opened.kare) as (_, holder, _):
            assert conversation.dates(holder) == Dates()

    def test_no_word_of_them_is_on_the_disk(
        self, app: FastAPI, opened: Cast, settings: Settings, tmp_path: Path
    ) -> None:
        write(app, opened.marit)
        with sitting(app, opened.marit) as (session, holder, question_set):
            conversation.set_dates(session, holder, Dates("2027-01-20"), clock.now())
            now = conversation.comparison(session, holder, question_set).agenda
            choose(session, holder, question_set, turned(now), conversation.stamp(now))
        raw = b"".join(path.read_bytes() for path in tmp_path.glob("samspill.sqlite3*"))
        for word in (b"haster", b"hverandre", b"look_into", b"2027-01-20"):
            assert word not in raw

    def test_a_yes_taken_back_after_a_backup_stays_taken_back(
        self, app: FastAPI, opened: Cast, settings: Settings, tmp_path: Path
    ) -> None:
        back, changed, kept = (
            write(app, opened.marit, replace(CALL, when=when)) for when in ("a", "b", "c")
        )
        for held in (back, changed, kept):
            with sitting(app, opened.kare) as (session, holder, _):
                agreements.confirm(session, holder, held.id, held.version, clock.now())
        store = app.state.parts.store
        maintenance.backup(store, tmp_path / "backup")
        other = replace(CALL, then="møtes vi")
        with sitting(app, opened.kare) as at:
            agreements.unconfirm(at[0], at[1], back.id)
            agreements.change(*at, changed.id, changed.version, other, clock.now())
        store.close()
        assert maintenance.restore(settings, tmp_path / "backup", clock.now()).deletions_kept
        yes = {held.id: set(held.confirmed) for held in read(app, opened.marit)}
        assert yes == {back.id: set(), changed.id: set(), kept.id: {"kommunedirektor"}}

    def test_taking_back_ones_own_yes_leaves_the_others(self, app: FastAPI, opened: Cast) -> None:
        written = write(app, opened.marit)
        for person in (opened.marit, opened.kare):
            with sitting(app, person) as (session, holder, _):
                agreements.confirm(session, holder, written.id, written.version, clock.now())
        with sitting(app, opened.kare) as (session, holder, _):
            agreements.unconfirm(session, holder, written.id)
        assert set(read(app, opened.marit)[0].confirmed) == {"ordforer"}

    def test_whoever_takes_a_seat_says_yes_anew(self, app: FastAPI, opened: Cast) -> None:
        written = write(app, opened.marit)
        for person in (opened.marit, opened.kare):
            with sitting(app, person) as (session, holder, _):
                agreements.confirm(session, holder, written.id, written.version, clock.now())
        assert opened.kare.post("/api/seats/ordforer/invite").status_code == 200
        assert set(read(app, opened.kare)[0].confirmed) == {"kommunedirektor"}

    def test_a_facilitator_cannot_take_a_partys_seat_when_answers_are_gone(
        self, app: FastAPI, opened: Cast
    ) -> None:
        write(app, opened.marit)
        assert opened.kare.delete("/api/answers").status_code == 200
        for role in ("kommunedirektor", "ordforer"):
            assert opened.fatima.post(f"/api/seats/{role}/invite").status_code == 403
        store = app.state.parts.store
        with store.writing() as session:
            maintenance.purge(session, clock.now() + 400 * 86_400 * clock.SECOND)
        assert opened.fatima.post("/api/seats/ordforer/invite").status_code == 403

    def test_what_was_removed_after_a_backup_stays_removed(
        self, app: FastAPI, opened: Cast, settings: Settings, tmp_path: Path
    ) -> None:
        written = write(app, opened.marit)
        kept = write(app, opened.kare, replace(CALL, then="møtes vi"))
        with sitting(app, opened.kare) as (session, holder, _):
            agreements.confirm(session, holder, written.id, written.version, clock.now())
        store = app.state.parts.store
        maintenance.backup(store, tmp_path / "backup")
        with sitting(app, opened.marit) as (session, holder, _):
            agreements.remove(session, holder, written.id, written.version)
        store.close()
        assert maintenance.restore(settings, tmp_path / "backup", clock.now()).deletions_kept
        assert [held.id for held in read(app, opened.marit)] == [kept.id]
        file = settings.database_url.removeprefix("sqlite:///")
        with sqlite3.connect(file) as connection:
            left = connection.execute("SELECT count(*) FROM agreement_confirmation").fetchone()
        connection.close()
        assert left == (0,)
