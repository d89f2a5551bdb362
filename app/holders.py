"""Who the request's token is: a seat or an invitation to one, in this round or an earlier one.

Keys are derived from the token the request brought and live as long as it does.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session, col, select

from app import sealing
from app.db import lock_rows
from app.domain.errors import (
    Claimed,
    DomainError,
    FacilitatorEnded,
    NoSuchRound,
    NotYourSeat,
    UnknownCredential,
)
from app.domain.round_state import FACILITATOR
from app.links import looks_like_token
from app.models import Credential, Dialogue, Round, Seat


@dataclass(frozen=True)
class Holder:
    """Whoever the request's token is: a seat, or an invitation to one."""

    token: str
    credential: Credential
    seat: Seat
    dialogue: Dialogue
    round: Round

    @property
    def identity(self) -> str:
        """The seat in this round: what a page, a script and a device name it by.

        What was tapped in one round must never end in the next one's sheet.
        """
        return in_round(self.seat.id, self.round.number)

    @property
    def is_invitation(self) -> bool:
        """Whether the token can do nothing but claim the seat."""
        return self.credential.kind == "invitation"

    @property
    def is_facilitator(self) -> bool:
        """Whether the seat holds no answers."""
        return self.seat.role == FACILITATOR

    def must_be_party(self) -> None:
        """Raise ``NotYourSeat`` for a facilitator and for an invitation."""
        if self.is_invitation or self.is_facilitator:
            raise NotYourSeat

    @cached_property
    def link_key(self) -> bytes:
        """The key that the link's secret gives."""
        return sealing.key_from_token(self.token)

    @cached_property
    def dialogue_key(self) -> bytes:
        """The dialogue's key, unwrapped with this link's."""
        box = self.credential.dialogue_key_box
        assert box is not None, "a living credential always wraps the dialogue's key"
        return sealing.unseal(self.link_key, box, "dialogue", self.dialogue.id, self.seat.role)


def in_round(seat_id: str, number: int) -> str:
    """What names a seat in a round; in the first it is the seat's own id."""
    return seat_id if number == 1 else f"{seat_id}~{number}"


def identify(session: Session, token: str, *, lock: bool = False) -> Holder:
    """The holder of a token; ``lock`` lets nobody else use it until the transaction ends.

    Raises :class:`Claimed` or :class:`UnknownCredential`.
    """
    if not looks_like_token(token):
        raise UnknownCredential
    fingerprint = sealing.token_fingerprint(token)
    if lock:
        # The round before anything else, and by every writer alike: no two can wait in a ring.
        lock_rows(
            session,
            select(Round.id)
            .join(Seat, col(Seat.dialogue_id) == Round.dialogue_id)
            .join(Credential, col(Credential.seat_id) == Seat.id)
            .where(Credential.token_fingerprint == fingerprint)
            .with_for_update(of=Round),
        )
    row = session.exec(
        select(Credential, Seat, Dialogue, Round)
        .join(Seat, col(Seat.id) == Credential.seat_id)
        .join(Dialogue, col(Dialogue.id) == Seat.dialogue_id)
        .join(Round, col(Round.dialogue_id) == Dialogue.id)
        .where(Credential.token_fingerprint == fingerprint)
        .order_by(col(Round.number).desc())
        .limit(1)
    ).first()
    if row is None:
        raise UnknownCredential
    credential, seat, dialogue, round_ = row
    if credential.ended is not None:
        raise _why_ended(credential, seat.role)
    return Holder(token, credential, seat, dialogue, round_)


def token_of_code(session: Session, code: str, pepper: bytes) -> str:
    """The token that a short code stands for. Raises like :func:`identify`."""
    fingerprint, key = sealing.stretch_code(code, pepper)
    row = session.exec(
        select(Credential, Seat.role)
        .join(Seat, col(Seat.id) == Credential.seat_id)
        .where(Credential.code_fingerprint == fingerprint)
    ).first()
    if row is None:
        raise UnknownCredential
    credential, role = row
    if credential.ended is not None:
        raise _why_ended(credential, role)
    assert credential.token_box is not None, "a living credential seals its token"
    return sealing.unseal(key, credential.token_box, "token", credential.id).decode()


def code_of(holder: Holder) -> str:
    """The short code that goes with the holder's link."""
    box = holder.credential.code_box
    assert box is not None, "a living credential seals its code"
    return sealing.unseal(holder.link_key, box, "code", holder.credential.id).decode()


def in_earlier_round(session: Session, holder: Holder, number: int) -> Holder:
    """The same holder in an earlier round of the dialogue. Raises ``NoSuchRound``."""
    for earlier in earlier_rounds(session, holder):
        if earlier.round.number == number:
            return earlier
    raise NoSuchRound


def earlier_rounds(session: Session, holder: Holder) -> list[Holder]:
    """The same holder in each round before this one, the latest first."""
    found = session.exec(
        select(Round)
        .where(Round.dialogue_id == holder.dialogue.id, col(Round.number) < holder.round.number)
        .order_by(col(Round.number).desc())
    ).all()
    return [dataclasses.replace(holder, round=round_) for round_ in found]


def later_round(session: Session, holder: Holder) -> bool:
    """Whether another round has been opened since the holder's."""
    found = session.exec(
        select(Round.id).where(
            Round.dialogue_id == holder.dialogue.id, col(Round.number) > holder.round.number
        )
    ).first()
    return found is not None


def _why_ended(credential: Credential, role: str) -> DomainError:
    if credential.ended == "claimed":
        return Claimed(credential.seat_id)
    if role == FACILITATOR:
        return FacilitatorEnded()
    return UnknownCredential()
