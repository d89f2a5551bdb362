"""From the open comparison to the conversation: the agenda everyone shares, late ticks, dates.

Every function is given a session; the caller's ``with store.writing()`` makes it durable.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session

from app import agreements, merge, rounds, sealing
from app.domain.agenda import MOST_TOPICS
from app.domain.agreements import is_date
from app.domain.answers import Change
from app.domain.comparison import Agenda, Comparison
from app.domain.errors import (
    AgendaChanged,
    DatesChanged,
    InvalidAgenda,
    NotYourSeat,
    TickedAlready,
)
from app.domain.meanwhile import settled
from app.domain.question_set import QuestionSet
from app.domain.round_state import check_may_read
from app.holders import Holder
from app.sheets import sheet_of


@dataclass(frozen=True, slots=True)
class Dates:
    """When the parties meet: ISO dates, empty while none is set.

    ``check_in`` is the short talk about the agreements, ``next_round`` when they answer anew.
    """

    check_in: str = ""
    next_round: str = ""


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """Which party changed the agenda, by its role, and when (as :mod:`app.clock` counts)."""

    role: str
    at: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of an agenda: ``chosen`` is ``None`` where the proposal stands (again)."""

    chosen: Agenda | None = None
    change: AgendaChange | None = None


BOX_BYTES = 256
"""What is sealed for the parties is filled up to a multiple of this, so that no size tells who
changed the agenda, or which dates are set. An agenda of a set of ours takes one."""


def comparison(session: Session, holder: Holder, question_set: QuestionSet) -> Comparison:
    """The comparison with the agenda the parties chose, or the one proposed to them.

    Raises as ``merge.comparison`` does.
    """
    proposed = merge.comparison(session, holder, question_set)
    chosen = _kept(holder).chosen
    if chosen is None:
        return proposed
    assert set(chosen.topics) <= set(question_set.by_id), "a round's set never changes"
    return replace(proposed, agenda=chosen)


def is_chosen(holder: Holder) -> bool:
    """Whether the parties have made the agenda their own."""
    return _kept(holder).chosen is not None


def last_change(holder: Holder) -> AgendaChange | None:
    """Who made the agenda what it is; ``None`` where nobody has, and where it was not kept."""
    return _kept(holder).change


def stamp(agenda: Agenda) -> str:
    """What an act on an agenda names, to be sure that it is the one that was read."""
    text = json.dumps([agenda.opener, *agenda.topics])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def check_agenda_read(
    session: Session, holder: Holder, question_set: QuestionSet, read: str
) -> Agenda:
    """The agenda as it stands, if it is the one that was read: ``read`` is its stamp.

    Raises ``NotYourSeat``, ``NotReleased``, ``Closed``, ``AgendaChanged``.
    """
    _party_after_release(holder)
    agenda = comparison(session, holder, question_set).agenda
    if stamp(agenda) != read:
        raise AgendaChanged
    return agenda


def change_agenda(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    change: Callable[[Agenda], Agenda],
    read: str,
    now: int,
) -> Agenda:
    """Make another of the agenda, for everyone. ``read`` is the stamp of the one it is made from.

    Raises ``NotYourSeat``, ``NotReleased``, ``Closed``, ``AgendaChanged``, ``InvalidAgenda``.
    """
    # What the other has changed meanwhile is told before what could not be done to it.
    before = check_agenda_read(session, holder, question_set, read)
    agenda = change(before)
    named = [*agenda.topics, *([agenda.opener] if agenda.opener else [])]
    if (
        not 1 <= len(agenda.topics) <= MOST_TOPICS
        or len(set(agenda.topics)) != len(agenda.topics)
        or not set(named) <= set(question_set.by_id)
    ):
        raise InvalidAgenda
    if agenda != before:
        _keep(session, holder, agenda, now)
    return agenda


def propose_again(
    session: Session, holder: Holder, question_set: QuestionSet, read: str, now: int
) -> None:
    """Let the proposal stand again, for everyone. Raises as :func:`check_agenda_read` does."""
    check_agenda_read(session, holder, question_set, read)
    if is_chosen(holder):
        _keep(session, holder, None, now)


def may_tick(session: Session, holder: Holder, question_set: QuestionSet) -> bool:
    """Whether the holder may choose topics now: a party that chose none while answering."""
    if holder.is_facilitator or holder.round.released_at is None or holder.round.closed_at:
        return False
    sheet = sheet_of(session, holder.round, holder.seat)
    if sheet is None or question_set.talk.most == 0:
        return False
    if sheet.ticked_late_at is not None:
        return True
    return not any(answer.talk for answer in rounds.own_answers(session, holder).values())


def tick(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    statements: Sequence[str],
    now: int,
) -> None:
    """Choose what to talk about after release, instead of while answering.

    ``statements`` are all the party's ticks from now on. Raises ``NotYourSeat``,
    ``NotReleased``, ``Closed``, ``TickedAlready``, ``UnknownStatement``, ``TooManyTicks``.
    """
    _party_after_release(holder)
    if not may_tick(session, holder, question_set):
        raise TickedAlready
    ticked = {name for name, answer in rounds.own_answers(session, holder).items() if answer.talk}
    changes = [
        Change(name, "talk", 1 if name in statements else None, now)
        for name in dict.fromkeys([*statements, *sorted(ticked)])
    ]
    rounds.change_ticks(session, holder, question_set, changes, now)
    sheet = sheet_of(session, holder.round, holder.seat)
    assert sheet is not None, "may_tick() has seen it"
    sheet.ticked_late_at = now
    session.add(sheet)
    session.flush()


def dates(holder: Holder) -> Dates:
    """When the parties meet again."""
    if holder.is_invitation:
        raise NotYourSeat
    box = holder.round.dates_box
    return Dates(**_open(holder, "dates", box)) if box else Dates()


def settled_dates(
    holder: Holder, sent: Mapping[str, str], read: Mapping[str, str]
) -> dict[str, str | None]:
    """What is to stand of each date that was sent, by its field in :class:`Dates`.

    ``read`` is what stood when the sender's page was made; ``None`` for a date that somebody else
    has set otherwise since.
    """
    stands = asdict(dates(holder))
    return {name: settled(read.get(name, ""), day, stands[name]) for name, day in sent.items()}


def change_dates(
    session: Session, holder: Holder, sent: Mapping[str, str], read: Mapping[str, str], now: int
) -> None:
    """Set the dates that the sender has changed, as :func:`settled_dates` says.

    Raises as :func:`set_dates` does, and ``DatesChanged``.
    """
    agreements.check_may_write(holder, now)
    mended = settled_dates(holder, sent, read)
    kept = {name: day for name, day in mended.items() if day is not None}
    if len(kept) < len(mended):
        raise DatesChanged
    set_dates(session, holder, replace(dates(holder), **kept), now)


def set_dates(session: Session, holder: Holder, wanted: Dates, now: int) -> None:
    """Set when the parties meet again; empty for no date. They may be in the past.

    Raises ``NotYourSeat``, ``NotReleased``, ``AgreementsOver``, ``ValueError`` for what is no date.
    """
    agreements.check_may_write(holder, now)
    for day in (wanted.check_in, wanted.next_round):
        if day and not is_date(day):
            raise ValueError(day)
    holder.round.dates_box = _seal(
        holder, "dates", {"check_in": wanted.check_in, "next_round": wanted.next_round}
    )
    session.add(holder.round)
    session.flush()


def notes_key(holder: Holder) -> str:
    """What seals the seat's private notes in its own browser, as base64url.

    The same for as long as the seat is there, whatever link it has, and another for each seat:
    two people may share a device.
    """
    key = sealing.notes_key(holder.dialogue_key, holder.seat.id)
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def _party_after_release(holder: Holder) -> None:
    holder.must_be_party()
    check_may_read(rounds.state_of(holder.round, [False]))


def _keep(session: Session, holder: Holder, chosen: Agenda | None, now: int) -> None:
    """As a list: opener, topics, who changed it and when; boxes made earlier have the first two."""
    opener, topics = (chosen.opener, chosen.topics) if chosen else (None, ())
    kept = [opener, topics, holder.seat.role, now]
    holder.round.agenda_box = _seal(holder, "agenda", kept)
    session.add(holder.round)
    session.flush()


def _kept(holder: Holder) -> _Kept:
    box = holder.round.agenda_box
    if box is None:
        return _Kept()
    opener, topics, *by_whom = _open(holder, "agenda", box)
    # An agenda that was chosen has a topic.
    return _Kept(
        Agenda(opener, tuple(topics)) if topics else None,
        AgendaChange(*by_whom) if by_whom else None,
    )


def _seal(holder: Holder, purpose: str, value: Any) -> bytes:
    text = json.dumps(value).encode()
    filled = text.ljust(-(-len(text) // BOX_BYTES) * BOX_BYTES)
    return sealing.seal(holder.dialogue_key, filled, *_place(holder, purpose))


def _open(holder: Holder, purpose: str, box: bytes) -> Any:
    return json.loads(sealing.unseal(holder.dialogue_key, box, *_place(holder, purpose)))


def _place(holder: Holder, purpose: str) -> tuple[str, ...]:
    return (purpose, holder.dialogue.id, str(holder.round.number))
