"""The acts of a round: answering, handing in, taking back, erasing, releasing.

Every function is given a session; the caller's ``with store.writing()`` makes it durable.
Before release no query made for one seat loads another's answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from sqlmodel import Session, col, select

from app import sealing, sheets
from app.domain import answers as rules
from app.domain import round_state
from app.domain.answers import Answer, Change
from app.domain.errors import (
    Closed,
    InvalidAnswer,
    SealedForYou,
    TooManyTicks,
    Unanswered,
)
from app.domain.question_set import QuestionSet
from app.domain.round_state import FACILITATOR, ReleasePolicy, State
from app.holders import Holder
from app.models import AnswerSheet, Round, Seat
from app.seats import has_facilitator
from app.sheets import add_sheet, delete_sheet, may_begin_sheet, sheet_of


def parties(session: Session, holder: Holder, question_set: QuestionSet) -> dict[str, bool]:
    """Which parties have handed in, in the set's order: all that anyone is told of the others."""
    handed_in = set(
        session.exec(
            select(Seat.role)
            .join(AnswerSheet, col(AnswerSheet.seat_id) == Seat.id)
            .where(
                AnswerSheet.round_id == holder.round.id,
                col(AnswerSheet.handed_in_at).is_not(None),
            )
        ).all()
    )
    return {role: role in handed_in for role in question_set.role_ids}


def to_vouch_for(session: Session, holder: Holder) -> set[str]:
    """The parties whose seat the facilitator invited anew: somebody may have taken their place."""
    return set(
        session.exec(
            select(Seat.role).where(
                Seat.dialogue_id == holder.dialogue.id,
                Seat.role != FACILITATOR,
                col(Seat.facilitator_invited).is_(True),
            )
        ).all()
    )


def policy(session: Session, holder: Holder) -> ReleasePolicy:
    """Who opens the comparison: as the dialogue says, but every party where one is vouched for.

    A facilitator who takes a party's seat could otherwise read what nobody consented to. Every
    party too where a facilitator was chosen to open it, and this round has none. Where nobody
    chose, the facilitator opens in a round that has one, and the last hand-in in any other.
    """
    if to_vouch_for(session, holder):
        return "both"
    led = has_facilitator(session, holder.dialogue)
    if holder.dialogue.opens_as_usual:
        return "facilitator" if led else "automatic"
    wanted = cast("ReleasePolicy", holder.dialogue.release_policy)
    return "both" if wanted == "facilitator" and not led else wanted


def state_of(round_: Round, handed_in: Iterable[bool]) -> State:
    """Where the round stands."""
    return round_state.state(
        handed_in=handed_in,
        released=round_.released_at is not None,
        closed=round_.closed_at is not None,
    )


def save_answers(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    changes: Sequence[Change],
    now: int,
) -> int:
    """Save changes to the own sheet, all or nothing; per field the newest tap stands.

    A tap from the future counts as now; among themselves a request's taps keep their order.
    Returns how many statements have both values after.
    Raises ``UnknownStatement``, ``InvalidAnswer``, ``TooManyTicks``, ``HandedIn``, ``Closed``.
    """
    sheet = sheets.own(session, holder)
    problems = rules.find_problems(question_set, changes)
    if problems:
        raise InvalidAnswer(
            errors=[{"path": problem.path, "message": problem.message} for problem in problems]
        )
    round_state.check_may_change(
        state_of(holder.round, [False]), handed_in=sheet.handed_in_at is not None
    )
    sheet_now = _change(session, holder, question_set, sheet, changes, now)
    return len(question_set.statements) - len(rules.unanswered(question_set, sheet_now))


def change_ticks(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    changes: Sequence[Change],
    now: int,
) -> None:
    """Change ticks of the own sheet after release; the ratings stay as they were handed in.

    Raises ``UnknownStatement``, ``TooManyTicks``, ``NotReleased``, ``Closed``.
    """
    round_state.check_may_read(state_of(holder.round, [False]))
    assert all(change.field == "talk" for change in changes), "ratings are locked"
    rules.find_problems(question_set, changes)
    _change(session, holder, question_set, sheets.own(session, holder), changes, now)


def own_answers(session: Session, holder: Holder) -> dict[str, Answer]:
    """The own sheet, statement by statement; only statements that were ever touched.

    Raises ``SealedForYou`` when the seat changed hands after handing in and before release.
    """
    sheet = sheets.find(session, holder)
    if sheet is None:
        return {}
    key = sheets.readable_key(holder, sheet)
    return rules.to_sheet(sheets.open_answers(session, holder, sheet, key))


def device_key(session: Session, holder: Holder) -> bytes | None:
    """What seals the own answers on the holder's devices, while they can be answered.

    Lives as long as the sheet: a new link and taking back keep it, so that what waits on
    another device can still be opened there; erasing, or somebody else's taking the seat ends it.
    """
    sheet = sheet_of(session, holder.round, holder.seat)
    if sheet is None:
        begun = may_begin_sheet(holder)
        first_key = sealing.sheet_key(holder.link_key, holder.round.id) if begun else None
    elif sheet.own_key_box is None:
        first_key = None
    else:
        _, first_key = sheets.own_keys(holder, sheet)
    return sealing.device_key(first_key) if first_key else None


def answered(session: Session, holder: Holder, question_set: QuestionSet) -> int | None:
    """The own count of statements with both values; ``None`` for a facilitator.

    0 for a sheet that is sealed for its holder: none of those answers are theirs to know.
    """
    if holder.is_facilitator:
        return None
    try:
        sheet = own_answers(session, holder)
    except (SealedForYou, Closed):
        return 0
    return len(question_set.statements) - len(rules.unanswered(question_set, sheet))


def is_sealed_for(session: Session, holder: Holder) -> bool:
    """Whether the seat changed hands after handing in, so that its holder cannot open it yet."""
    sheet = sheet_of(session, holder.round, holder.seat)
    return sheet is not None and sheet.own_key_box is None and holder.round.released_at is None


def hand_in(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    *,
    anyway: bool,
    facilitator_may_read: bool,
    now: int,
) -> State:
    """Lock the own sheet and wrap its key for the dialogue. Repeating it changes nothing.

    With the policy ``automatic`` the last hand-in opens the comparison. Raises ``Unanswered``
    with the statement ids when something is empty, unless ``anyway``.
    """
    sheet = sheets.own(session, holder)
    if sheet.handed_in_at is None:
        round_state.check_may_change(state_of(holder.round, [False]), handed_in=False)
        key = sheets.own_key(holder, sheet)
        empty = rules.unanswered(
            question_set, rules.to_sheet(sheets.open_answers(session, holder, sheet, key))
        )
        if empty and not anyway:
            raise Unanswered(statements=empty)
        sheet.handed_in_at = now
        sheet.facilitator_may_read = facilitator_may_read
        sheet.shared_key_box = sealing.seal(
            holder.dialogue_key, key, "shared sheet", sheet.id, holder.seat.role
        )
        session.add(sheet)
        session.flush()
        if policy(session, holder) == "automatic" and all(
            parties(session, holder, question_set).values()
        ):
            _release(session, holder, now)
    return state_of(holder.round, parties(session, holder, question_set).values())


def withdraw(session: Session, holder: Holder, question_set: QuestionSet) -> State:
    """Reopen the own sheet, until release. Repeating it changes nothing.

    The answers are sealed anew under a fresh key, so that the key that was wrapped for the
    dialogue opens nothing any more. Raises ``Released``, ``Closed``, ``SealedForYou``.
    """
    sheet = sheets.own(session, holder)
    round_state.check_may_withdraw(state_of(holder.round, [True]))
    if sheet.handed_in_at is not None:
        if sheet.own_key_box is None:
            raise SealedForYou
        sheets.reseal(session, holder, sheet)
        sheet.shared_key_box = None
        sheet.handed_in_at = None
        sheet.facilitator_may_read = False
        sheet.release_asked_at = None
        session.add(sheet)
        session.flush()
    return state_of(holder.round, parties(session, holder, question_set).values())


def erase(session: Session, holder: Holder, now: int) -> None:
    """Delete the own sheet for good; after release that closes the round for everyone.

    Until then the holder may begin again on an empty sheet. Raises ``NotYourSeat``.
    """
    holder.must_be_party()
    sheet = sheet_of(session, holder.round, holder.seat)
    if sheet is not None:
        delete_sheet(session, sheet)
    if holder.round.released_at is not None and holder.round.closed_at is None:
        holder.round.closed_at = now
        holder.round.agenda_box = None  # made of the answers
        session.add(holder.round)
    if holder.round.closed_at is None:
        add_sheet(session, holder, holder.token)


def ask_release(session: Session, holder: Holder, question_set: QuestionSet, now: int) -> State:
    """Open the comparison, as the dialogue's policy says; repeating it changes nothing.

    Raises ``NotYourSeat``, ``NotReady``, ``Closed``, ``SealedForYou``.
    """
    opens = policy(session, holder)
    state = state_of(holder.round, parties(session, holder, question_set).values())
    round_state.check_may_ask_release(state, opens, holder.seat.role)
    if state == "ready":
        if opens == "both":
            sheet = sheets.own(session, holder)
            if sheet.own_key_box is None:
                # Else whoever sent a new invitation could take the seat and open for both.
                raise SealedForYou
            if sheet.release_asked_at is None:
                sheet.release_asked_at = now
                session.add(sheet)
                session.flush()
        if opens != "both" or all(
            sheet.release_asked_at is not None for sheet, _ in sheets.handed_in(session, holder)
        ):
            _release(session, holder, now)
    return state_of(holder.round, parties(session, holder, question_set).values())


def asked_release(session: Session, holder: Holder) -> bool:
    """Whether the holder's own party has asked to open the comparison."""
    sheet = sheet_of(session, holder.round, holder.seat)
    return sheet is not None and sheet.release_asked_at is not None


def _release(session: Session, holder: Holder, now: int) -> None:
    holder.round.released_at = now
    session.add(holder.round)
    session.flush()


def _change(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    sheet: AnswerSheet,
    changes: Sequence[Change],
    now: int,
) -> dict[str, Answer]:
    """Let the newest tap stand in each field; the sheet as it reads then."""
    key = sheets.readable_key(holder, sheet)
    standing = {(c.statement, c.field): c for c in sheets.open_answers(session, holder, sheet, key)}
    fresh: list[Change] = []
    for place, change in rules.newest(changes).items():
        tap = replace(change, at=min(change.at, now))
        if place not in standing or rules.newer(tap, standing[place]):
            standing[place] = tap
            fresh.append(tap)
    sheet_now = rules.to_sheet(standing.values())
    ticked = sum(answer.talk for answer in sheet_now.values())
    if ticked > question_set.talk.most and any(tap.field == "talk" and tap.value for tap in fresh):
        raise TooManyTicks(params={"most": question_set.talk.most}, most=question_set.talk.most)
    # Whole statements, so that neither a row nor its change tells which field was tapped.
    whole = [
        standing.get((statement, field), Change(statement, field, None, rules.NEVER))
        for statement in dict.fromkeys(tap.statement for tap in fresh)
        for field in rules.FIELDS
    ]
    sheets.store_answers(session, holder, sheet, key, whole)
    return sheet_now
