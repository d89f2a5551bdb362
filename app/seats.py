"""Who may sit where: opening a dialogue, claiming, replacing and re-inviting a seat.

Every function is given a session and the moment; the caller's ``with store.writing()`` makes
it durable. Keys are derived from the token the request brought and live as long as it does.
"""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session, col, delete, func, select

from app import sealing
from app.clock import day_after
from app.db import lock_rows
from app.domain.errors import (
    Claimed,
    DomainError,
    NoSuchRound,
    NoSuchSeat,
    NotYourSeat,
    UnknownCredential,
)
from app.domain.question_set import CODE_PATTERN, QuestionSet
from app.domain.round_state import FACILITATOR, ReleasePolicy
from app.links import Secrets, looks_like_token
from app.models import (
    AnswerSheet,
    Confirmation,
    Credential,
    Dialogue,
    Round,
    Seat,
    StoredAgreement,
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new invitation, or a seat's own link: what its holder is shown once."""

    role: str
    token: str
    code: str


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


def new_id() -> str:
    """A fresh identifier: 96 random bits, URL-safe. Identifies; opens nothing."""
    return secrets.token_urlsafe(12)


def roles_to_seat(
    question_set: QuestionSet, release: ReleasePolicy, facilitator: bool
) -> tuple[str, ...]:
    """The seats a dialogue gets.

    The set's roles, and a facilitator's when one is asked for or only a facilitator can release.
    """
    wanted = facilitator or release == "facilitator"
    return (*question_set.role_ids, FACILITATOR) if wanted else question_set.role_ids


def open_dialogue(
    session: Session,
    question_set: QuestionSet,
    *,
    municipality: str,
    release: ReleasePolicy,
    facilitator: bool,
    language: str | None,
    keep_days: int,
    keep_agreements_days: int,
    fresh: Sequence[Secrets],
    now: int,
) -> tuple[Dialogue, list[Issued]]:
    """Open a dialogue with its first round; give an invitation for every seat.

    ``fresh`` has one entry for each role of :func:`roles_to_seat`, or more.
    """
    dialogue = Dialogue(
        id=new_id(),
        municipality=municipality,
        language=language,
        release_policy=release,
        created_at=now,
    )
    session.add(dialogue)
    session.flush()
    session.add(
        Round(
            id=new_id(),
            dialogue_id=dialogue.id,
            number=1,
            question_set_id=question_set.id,
            question_set_version=question_set.version,
            opened_at=now,
            delete_on=day_after(now, keep_days),
            agreements_delete_on=day_after(now, keep_agreements_days),
        )
    )
    dialogue_key = sealing.new_key()
    issued = []
    for role, new in zip(roles_to_seat(question_set, release, facilitator), fresh, strict=False):
        seat = Seat(id=new_id(), dialogue_id=dialogue.id, role=role)
        session.add(seat)
        session.flush()
        issued.append(_issue(session, seat, "invitation", dialogue_key, new, now))
    return dialogue, issued


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
        raise _why_ended(credential)
    return Holder(token, credential, seat, dialogue, round_)


def in_earlier_round(session: Session, holder: Holder, number: int) -> Holder:
    """The same holder in an earlier round of the dialogue. Raises ``NoSuchRound``."""
    for earlier in earlier_rounds(session, holder):
        if earlier.round.number == number:
            return earlier
    raise NoSuchRound


def later_round(session: Session, holder: Holder) -> bool:
    """Whether another round has been opened since the holder's."""
    found = session.exec(
        select(Round.id).where(
            Round.dialogue_id == holder.dialogue.id, col(Round.number) > holder.round.number
        )
    ).first()
    return found is not None


def earlier_rounds(session: Session, holder: Holder) -> list[Holder]:
    """The same holder in each round before this one, the latest first."""
    found = session.exec(
        select(Round)
        .where(Round.dialogue_id == holder.dialogue.id, col(Round.number) < holder.round.number)
        .order_by(col(Round.number).desc())
    ).all()
    return [dataclasses.replace(holder, round=round_) for round_ in found]


def token_of_code(session: Session, code: str, pepper: bytes) -> str:
    """The token that a short code stands for. Raises like :func:`identify`."""
    fingerprint, key = sealing.stretch_code(code, pepper)
    credential = session.exec(
        select(Credential).where(Credential.code_fingerprint == fingerprint)
    ).first()
    if credential is None:
        raise UnknownCredential
    if credential.ended is not None:
        raise _why_ended(credential)
    assert credential.token_box is not None, "a living credential seals its token"
    return sealing.unseal(key, credential.token_box, "token", credential.id).decode()


def code_of(holder: Holder) -> str:
    """The short code that goes with the holder's link."""
    box = holder.credential.code_box
    assert box is not None, "a living credential seals its code"
    return sealing.unseal(holder.link_key, box, "code", holder.credential.id).decode()


def claim(session: Session, holder: Holder, fresh: Secrets, now: int) -> Issued:
    """Turn an invitation into the seat's own link and code; the invitation is dead.

    A party gets an empty sheet under a new key, unless the seat has one already handed in
    under an earlier holder: that one stays shut until release.
    """
    if not holder.is_invitation:
        raise NotYourSeat
    dialogue_key = holder.dialogue_key
    _end(session, holder.credential, "claimed")
    issued = _issue(session, holder.seat, "own", dialogue_key, fresh, now)
    if not holder.is_facilitator and holder.round.closed_at is None:
        sheet = sheet_of(session, holder.round, holder.seat)
        if sheet is None:
            add_sheet(session, holder, issued.token)
    return issued


def replace(session: Session, holder: Holder, fresh: Secrets, now: int) -> Issued:
    """A new own link and code for the same holder; the old ones die at once, answers stay."""
    if holder.is_invitation:
        raise NotYourSeat
    dialogue_key = holder.dialogue_key
    _end(session, holder.credential, "revoked")
    issued = _issue(session, holder.seat, "own", dialogue_key, fresh, now)
    new_key = sealing.key_from_token(issued.token)
    if may_begin_sheet(holder) and sheet_of(session, holder.round, holder.seat) is None:
        # Else what a device keeps for it could not be opened any more.
        begin_sheet(session, holder)
    sheets = session.exec(select(AnswerSheet).where(AnswerSheet.seat_id == holder.seat.id)).all()
    for sheet in sheets:
        if sheet.own_key_box is not None:
            place = ("sheet", sheet.id, holder.seat.role)
            sheet_key = sealing.unseal(holder.link_key, sheet.own_key_box, *place)
            sheet.own_key_box = sealing.seal(new_key, sheet_key, *place)
            session.add(sheet)
    return issued


def invite(session: Session, holder: Holder, role: str, fresh: Secrets, now: int) -> Issued:
    """A new invitation for another, lost seat.

    The seat's old link dies. What it had not handed in is gone: nobody else can open it. What
    it had handed in stays sealed until release, even for whoever claims the new invitation.
    A facilitator may do this only while the seat has not handed in, and nothing then opens
    before every party has asked: else the facilitator could take the seat and read the
    comparison without the parties' consent. Once anything has been open she may not, whatever
    has been deleted since: what the parties agreed is there still. The seat's yes to agreements
    goes: whoever takes it says yes anew.
    """
    if holder.is_invitation or role == holder.seat.role:
        raise NotYourSeat
    if holder.is_facilitator and not may_facilitator_invite(holder):
        raise NotYourSeat
    if not re.fullmatch(CODE_PATTERN, role):
        raise NoSuchSeat
    seat = session.exec(
        select(Seat).where(Seat.dialogue_id == holder.dialogue.id, Seat.role == role)
    ).first()
    if seat is None:
        raise NoSuchSeat
    for sheet in session.exec(select(AnswerSheet).where(AnswerSheet.seat_id == seat.id)).all():
        if sheet.shared_key_box is None:
            session.delete(sheet)
        elif holder.is_facilitator:
            raise NotYourSeat
        else:
            sheet.own_key_box = None
            sheet.release_asked_at = None
            session.add(sheet)
    session.exec(
        delete(Confirmation).where(
            col(Confirmation.seat_id) == seat.id,
            col(Confirmation.agreement_id).in_(
                select(StoredAgreement.id).where(StoredAgreement.round_id == holder.round.id)
            ),
        )
    )
    seat.facilitator_invited = holder.is_facilitator
    session.add(seat)
    _end_living(session, seat)
    return _issue(session, seat, "invitation", holder.dialogue_key, fresh, now)


def may_facilitator_invite(holder: Holder) -> bool:
    """Whether nothing was open yet in this dialogue: a new round follows one that was."""
    opened = holder.round.released_at or holder.round.closed_at
    return not opened and holder.round.number == 1


def has_facilitator(session: Session, dialogue: Dialogue) -> bool:
    """Whether somebody holds, or is invited to, the facilitator's seat now.

    It ends with each round (``app/next_round.py``); the seat is there still.
    """
    found = session.exec(
        select(Credential.id)
        .join(Seat, col(Seat.id) == Credential.seat_id)
        .where(
            Seat.dialogue_id == dialogue.id,
            Seat.role == FACILITATOR,
            col(Credential.ended).is_(None),
        )
    ).first()
    return found is not None


def had_facilitator(session: Session, holder: Holder) -> bool:
    """Whether somebody took the facilitator's seat in this round, the one that is on or an earlier.

    Each round's facilitator claims a link of the own, which leaves when it was claimed behind.
    """
    dialogue_id = holder.dialogue.id
    after = session.exec(
        select(func.min(Round.opened_at)).where(
            Round.dialogue_id == dialogue_id, col(Round.number) > holder.round.number
        )
    ).one()
    claimed = (
        select(Credential.id)
        .join(Seat, col(Seat.id) == Credential.seat_id)
        .where(
            Seat.dialogue_id == dialogue_id,
            Seat.role == FACILITATOR,
            Credential.kind == "own",
            col(Credential.created_at) >= holder.round.opened_at,
        )
    )
    if after is not None:
        claimed = claimed.where(col(Credential.created_at) < after)
    return session.exec(claimed).first() is not None


def end_facilitator(session: Session, holder: Holder) -> Seat | None:
    """Let the facilitator's link, or an unused invitation to that seat, die. The seat, if any."""
    seat = session.exec(
        select(Seat).where(Seat.dialogue_id == holder.dialogue.id, Seat.role == FACILITATOR)
    ).first()
    if seat is not None:
        _end_living(session, seat)
    return seat


def invite_facilitator(session: Session, holder: Holder, fresh: Secrets, now: int) -> Issued:
    """An invitation to the facilitator's seat, which is made where there was none."""
    seat = end_facilitator(session, holder)
    if seat is None:
        seat = Seat(id=new_id(), dialogue_id=holder.dialogue.id, role=FACILITATOR)
        session.add(seat)
        session.flush()
    return _issue(session, seat, "invitation", holder.dialogue_key, fresh, now)


def roles(session: Session, dialogue: Dialogue) -> set[str]:
    """The roles of a dialogue's seats."""
    return set(session.exec(select(Seat.role).where(Seat.dialogue_id == dialogue.id)).all())


def sheet_of(session: Session, round_: Round, seat: Seat) -> AnswerSheet | None:
    """The seat's sheet in a round."""
    return session.exec(
        select(AnswerSheet).where(AnswerSheet.round_id == round_.id, AnswerSheet.seat_id == seat.id)
    ).first()


def may_begin_sheet(holder: Holder) -> bool:
    """Whether the holder's seat has a sheet in this round, or may begin one."""
    party = not (holder.is_invitation or holder.is_facilitator)
    return party and holder.round.released_at is None and holder.round.closed_at is None


def begin_sheet(session: Session, holder: Holder) -> AnswerSheet:
    """An empty sheet in a round that was opened while the holder's seat was taken already."""
    key = sealing.sheet_key(holder.link_key, holder.round.id)
    return add_sheet(session, holder, holder.token, key)


def add_sheet(
    session: Session, holder: Holder, own_token: str, key: bytes | None = None
) -> AnswerSheet:
    """An empty sheet for the holder's seat, its key wrapped for the seat's own token.

    The key is a fresh one unless given.
    """
    sheet_id = new_id()
    sheet = AnswerSheet(
        id=sheet_id,
        round_id=holder.round.id,
        seat_id=holder.seat.id,
        own_key_box=sealing.seal(
            sealing.key_from_token(own_token),
            key or sealing.new_key(),
            "sheet",
            sheet_id,
            holder.seat.role,
        ),
    )
    session.add(sheet)
    session.flush()
    return sheet


def delete_sheet(session: Session, sheet: AnswerSheet) -> None:
    """Delete a sheet; its answers go with it, and without its key nothing opens a copy."""
    session.delete(sheet)
    session.flush()


def _issue(
    session: Session, seat: Seat, kind: str, dialogue_key: bytes, fresh: Secrets, now: int
) -> Issued:
    link_key = sealing.key_from_token(fresh.token)
    credential_id = new_id()
    session.add(
        Credential(
            id=credential_id,
            seat_id=seat.id,
            kind=kind,
            token_fingerprint=sealing.token_fingerprint(fresh.token),
            code_fingerprint=fresh.code_fingerprint,
            dialogue_key_box=sealing.seal(
                link_key, dialogue_key, "dialogue", seat.dialogue_id, seat.role
            ),
            token_box=sealing.seal(fresh.code_key, fresh.token.encode(), "token", credential_id),
            code_box=sealing.seal(link_key, fresh.code.encode(), "code", credential_id),
            created_at=now,
        )
    )
    session.flush()
    return Issued(seat.role, fresh.token, fresh.code)


def _why_ended(credential: Credential) -> DomainError:
    if credential.ended == "claimed":
        return Claimed(credential.seat_id)
    return UnknownCredential()


def _end_living(session: Session, seat: Seat) -> None:
    living = session.exec(
        select(Credential).where(Credential.seat_id == seat.id, col(Credential.ended).is_(None))
    ).all()
    for credential in living:
        _end(session, credential, "revoked")


def _end(session: Session, credential: Credential, how: str) -> None:
    credential.ended = how
    credential.dialogue_key_box = None
    credential.token_box = None
    credential.code_box = None
    session.add(credential)
    session.flush()
