"""What holds of saving, whatever comes, however often, in whatever order, whatever is lost.

Through ``app.rounds`` and a real SQLite file. One seat per example; what is written is read
back through the seat's own link.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import holders, rounds, seats
from app.clock import SECOND
from app.db import Store
from app.domain import answers as rules
from app.domain.answers import FIELDS, Change
from app.domain.errors import DomainError, InvalidAnswer, TooManyTicks
from app.holders import Holder
from app.links import Secrets
from tests.comparing import published

SET = published()
STATEMENTS = list(SET.by_id)[:6]
"""Few, so that taps meet."""

NOW = 1_795_000_000 * SECOND

NUMBERS = count()

LEGAL = {
    "status": (1, 2, 3, 4, 5, "unknown", "not_relevant", None),
    "ambition": (1, 2, 3, 4, 5, "not_relevant", None),
    "talk": (1, None),
}

Batch = list[Change]


def secret(number: int) -> Secrets:
    """A token and code nobody stretched: this is about saving, not about guessing."""
    text = f"{number:032d}"
    return Secrets(text, f"{number:08d}", text[:16].encode() + text.encode()[-16:], b"k" * 32)


class Seat:
    """One mayor's seat, and its sheet as it reads."""

    def __init__(self, store: Store, numbers: Iterator[int]) -> None:
        self.store = store
        fresh = [secret(next(numbers)) for _ in range(3)]
        with store.writing() as session:
            _, [invitation, _] = seats.open_dialogue(
                session,
                SET,
                municipality="Sør-Øyfjord",
                release="automatic",
                facilitator=False,
                language="nb",
                keep_days=365,
                keep_agreements_days=730,
                fresh=fresh,
                now=NOW,
            )
            holder = holders.identify(session, invitation.token)
            self.token = seats.claim(session, holder, fresh[2], NOW).token

    def save(self, batch: Batch, now: int = NOW) -> int | DomainError:
        """How many statements are answered after, or why nothing was saved."""
        try:
            with self.store.writing() as session:
                return rounds.save_answers(session, self.holder(session), SET, batch, now)
        except DomainError as refused:
            return refused

    def holder(self, session: Any) -> Holder:
        return holders.identify(session, self.token)

    @property
    def sheet(self) -> dict[str, Any]:
        with self.store.reading() as session:
            return {
                statement: answer
                for statement, answer in rounds.own_answers(session, self.holder(session)).items()
                if answer != rules.UNANSWERED
            }

    @property
    def ticks(self) -> int:
        return sum(answer.talk for answer in self.sheet.values())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path_factory.mktemp('saving') / 'samspill.sqlite3'}")
    made.migrate()
    with made.engine.connect() as connection:
        # test_durable.py and test_store.py see to durability: thousands of small writes
        # need not wait for the disk.
        connection.connection.execute("PRAGMA synchronous = OFF")
    yield made
    made.close()


@pytest.fixture
def new_seat(store: Store) -> Any:
    return lambda: Seat(store, NUMBERS)


@st.composite
def taps(draw: st.DrawFn, fields: tuple[str, ...] = FIELDS) -> Change:
    field = draw(st.sampled_from(fields))
    return Change(
        draw(st.sampled_from(STATEMENTS)),
        field,  # type: ignore[arg-type]
        draw(st.sampled_from(LEGAL[field])),
        NOW - draw(st.integers(0, 8)),
    )


def batches(fields: tuple[str, ...] = FIELDS) -> st.SearchStrategy[list[Batch]]:
    return st.lists(st.lists(taps(fields), max_size=6), max_size=8)


def newest(given: list[Batch]) -> dict[str, Any]:
    """The rule itself: per field the newest tap, ties settled by the value."""
    standing: dict[tuple[str, str], Change] = {}
    for tap in (tap for batch in given for tap in batch):
        place = (tap.statement, tap.field)
        standing[place] = max(
            tap, standing.get(place, tap), key=lambda t: (t.at, rules.encode(t.value))
        )
    sheet = rules.to_sheet(standing.values())
    return {key: answer for key, answer in sheet.items() if answer != rules.UNANSWERED}


some = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@some
@given(batches(("status", "ambition")), st.data())
def test_any_order_and_repetition_ends_in_the_newest_value_per_field(
    new_seat: Any, sent: list[Batch], data: st.DataObject
) -> None:
    arriving = sent + data.draw(st.lists(st.sampled_from(sent or [[]]), max_size=4))
    arriving = data.draw(st.permutations(arriving))
    seat = new_seat()
    for batch in arriving:
        assert not isinstance(seat.save(batch), DomainError)
    assert seat.sheet == newest(sent)


@some
@given(batches(("status", "ambition")), st.data())
def test_taps_regrouped_by_a_queue_end_the_same(
    new_seat: Any, sent: list[Batch], data: st.DataObject
) -> None:
    """A phone that was offline sends what it kept in batches of its own making."""
    loose = data.draw(st.permutations([tap for batch in sent for tap in batch]))
    size = data.draw(st.integers(1, 5))
    seat = new_seat()
    for start in range(0, len(loose), size):
        assert not isinstance(seat.save(loose[start : start + size]), DomainError)
    assert seat.sheet == newest(sent)


@some
@given(batches(("status", "ambition")), st.data())
def test_a_loss_costs_the_lost_batch_only_and_sending_it_again_heals(
    new_seat: Any, sent: list[Batch], data: st.DataObject
) -> None:
    lost = data.draw(st.sets(st.integers(0, max(len(sent) - 1, 0))))
    seat = new_seat()
    arrived = [batch for index, batch in enumerate(sent) if index not in lost]
    for batch in arrived:
        seat.save(batch)
    assert seat.sheet == newest(arrived)
    for index in sorted(lost & set(range(len(sent)))):
        seat.save(sent[index])
    assert seat.sheet == newest(sent)


@some
@given(batches())
def test_a_batch_is_saved_whole_or_not_at_all_and_ticks_stay_within_bounds(
    new_seat: Any, sent: list[Batch]
) -> None:
    seat = new_seat()
    saved: list[Batch] = []
    for batch in sent:
        before = seat.sheet
        outcome = seat.save(batch)
        if isinstance(outcome, DomainError):
            assert isinstance(outcome, TooManyTicks)
            assert seat.sheet == before
            would_be = newest([*saved, batch])
            assert sum(answer.talk for answer in would_be.values()) > SET.talk.most
        else:
            saved.append(batch)
            assert seat.sheet == newest(saved)
            complete = [a for a in seat.sheet.values() if a.complete]
            assert outcome == len(complete)
        assert seat.ticks <= SET.talk.most


OFF_SCALE = (0, 6, 99, -1, 2**40)


@some
@given(st.lists(taps(), max_size=6), st.data())
def test_one_bad_value_spoils_its_batch_wherever_it_stands(
    new_seat: Any, good: Batch, data: st.DataObject
) -> None:
    seat = new_seat()
    seat.save([Change(STATEMENTS[0], "status", 3, NOW - 9)])
    before = seat.sheet
    bad = Change(
        data.draw(st.sampled_from(STATEMENTS)),
        data.draw(st.sampled_from(("status", "ambition"))),
        data.draw(st.sampled_from(OFF_SCALE)),
        NOW,
    )
    place = data.draw(st.integers(0, len(good)))
    outcome = seat.save([*good[:place], bad, *good[place:]])
    assert isinstance(outcome, InvalidAnswer)
    assert seat.sheet == before


@some
@given(taps(("status",)), taps(("status",)), st.integers(1, 10**15))
def test_a_tap_from_a_fast_clock_does_not_outlive_a_later_one(
    new_seat: Any, first: Change, second: Change, ahead: int
) -> None:
    seat = new_seat()
    seat.save([replace(first, statement=STATEMENTS[0], at=NOW + ahead)])
    seat.save([replace(second, statement=STATEMENTS[0], at=NOW + 1)], now=NOW + 1)
    assert seat.sheet.get(STATEMENTS[0], rules.UNANSWERED).status == second.value


@some
@given(st.lists(taps(("status", "ambition")), max_size=6), st.integers(0, 10**15))
def test_a_fast_clock_keeps_the_order_of_its_own_taps(
    new_seat: Any, batch: Batch, ahead: int
) -> None:
    seat = new_seat()
    seat.save([replace(tap, at=tap.at + ahead) for tap in batch])
    assert seat.sheet == newest([batch])
