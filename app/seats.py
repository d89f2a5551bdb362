"""Who may sit where: opening a dialogue, claiming, replacing and re-inviting a seat.

Every function is given a session and the moment; the caller's ``with store.writing()`` makes
it durable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from app import sealing, sheets
from app.clock import days_after, today
from app.domain.errors import NoSuchSeat, NotYourSeat
from app.domain.question_set import CODE_PATTERN, QuestionSet
from app.domain.round_state import FACILITATOR, ReleasePolicy
from app.holders import Holder
from app.links import Secrets
from app.models import (
    AnswerSheet,
    Confirmation,
    Credential,
    Dialogue,
    Round,
    Seat,
    StoredAgreement,
    new_id,
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new invitation, or a seat's own link: what its holder is shown once."""

    role: str
    token: str
    code: str


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
    as_usual: bool = False,
) -> tuple[Dialogue, list[Issued]]:
    """Open a dialogue with its first round; give an invitation for every seat.

    ``fresh`` has one entry for each role of :func:`roles_to_seat`, or more. ``as_usual`` when
    nobody chose ``release``, which then holds for this round only (``app/rounds.py``).
    """
    dialogue = Dialogue(
        id=new_id(),
        municipality=municipality,
        language=language,
        release_policy=release,
        opens_as_usual=as_usual,
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
            delete_on=days_after(today(now), keep_days),
            agreements_delete_on=days_after(today(now), keep_agreements_days),
        )
    )
    dialogue_key = sealing.new_key()
    issued = []
    for role, new in zip(roles_to_seat(question_set, release, facilitator), fresh, strict=False):
        seat = Seat(id=new_id(), dialogue_id=dialogue.id, role=role)
        session.add(seat)
        session.flush()
        issued.append(_issue(session, seat, 1, "invitation", dialogue_key, new, now))
    return dialogue, issued


def claim(session: Session, holder: Holder, fresh: Secrets, now: int) -> Issued:
    """Turn an invitation into the seat's own link and code; the invitation is dead.

    A party gets an empty sheet under a new key, unless the seat has one already handed in
    under an earlier holder: that one stays shut until release.
    """
    if not holder.is_invitation:
        raise NotYourSeat
    dialogue_key = holder.dialogue_key
    _end(session, holder.credential, "claimed")
    issued = _issue(session, holder.seat, holder.round.number, "own", dialogue_key, fresh, now)
    if not holder.is_facilitator and holder.round.closed_at is None:
        sheet = sheets.sheet_of(session, holder.round, holder.seat)
        if sheet is None:
            sheets.add_sheet(session, holder, issued.token)
    return issued


def replace(session: Session, holder: Holder, fresh: Secrets, now: int) -> Issued:
    """A new own link and code for the same holder; the old ones die at once, answers stay."""
    if holder.is_invitation:
        raise NotYourSeat
    dialogue_key = holder.dialogue_key
    _end(session, holder.credential, "revoked")
    issued = _issue(session, holder.seat, holder.round.number, "own", dialogue_key, fresh, now)
    new_key = sealing.key_from_token(issued.token)
    if (
        sheets.may_begin_sheet(holder)
        and sheets.sheet_of(session, holder.round, holder.seat) is None
    ):
        # Else what a device keeps for it could not be opened any more.
        sheets.begin_sheet(session, holder)
    own = session.exec(select(AnswerSheet).where(AnswerSheet.seat_id == holder.seat.id)).all()
    for sheet in own:
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
    has been deleted since: what the parties agreed is there still. A seat that a facilitator
    invited may be hers, so whom that seat invites counts as invited by her too. The seat's yes to
    agreements goes: whoever takes it says yes anew.
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
    # Whoever sits by a facilitator's invitation may be the facilitator: such a party vouches for
    # nobody, and least of all for itself by way of another.
    seat.facilitator_invited = holder.is_facilitator or holder.seat.facilitator_invited
    session.add(seat)
    _end_living(session, seat)
    number = holder.round.number
    return _issue(session, seat, number, "invitation", holder.dialogue_key, fresh, now)


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
    return _facilitator_got(session, holder, ("own",))


def was_asked_about_facilitator(session: Session, holder: Holder) -> bool:
    """Whether there was a facilitator's seat in this round, taken or not, to say yes or no to."""
    return _facilitator_got(session, holder, ("own", "invitation"))


def _facilitator_got(session: Session, holder: Holder, kinds: Sequence[str]) -> bool:
    """Whether a link of these kinds to the facilitator's seat was made in the holder's round."""
    made = (
        select(Credential.id)
        .join(Seat, col(Seat.id) == Credential.seat_id)
        .where(
            Seat.dialogue_id == holder.dialogue.id,
            Seat.role == FACILITATOR,
            col(Credential.kind).in_(kinds),
            Credential.round_number == holder.round.number,
        )
    )
    return session.exec(made).first() is not None


def end_facilitator(session: Session, holder: Holder) -> Seat | None:
    """Let the facilitator's link, or an unused invitation to that seat, die. The seat, if any."""
    seat = session.exec(
        select(Seat).where(Seat.dialogue_id == holder.dialogue.id, Seat.role == FACILITATOR)
    ).first()
    if seat is not None:
        _end_living(session, seat)
    return seat


def invite_facilitator(
    session: Session, holder: Holder, number: int, fresh: Secrets, now: int
) -> Issued:
    """An invitation to the facilitator's seat in round ``number``; made where there was none."""
    seat = end_facilitator(session, holder)
    if seat is None:
        seat = Seat(id=new_id(), dialogue_id=holder.dialogue.id, role=FACILITATOR)
        session.add(seat)
        session.flush()
    return _issue(session, seat, number, "invitation", holder.dialogue_key, fresh, now)


def roles(session: Session, dialogue: Dialogue) -> set[str]:
    """The roles of a dialogue's seats."""
    return set(session.exec(select(Seat.role).where(Seat.dialogue_id == dialogue.id)).all())


def _issue(
    session: Session,
    seat: Seat,
    number: int,
    kind: str,
    dialogue_key: bytes,
    fresh: Secrets,
    now: int,
) -> Issued:
    link_key = sealing.key_from_token(fresh.token)
    credential_id = new_id()
    session.add(
        Credential(
            id=credential_id,
            seat_id=seat.id,
            round_number=number,
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
