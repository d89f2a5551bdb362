"""What a conversation ended in: written by the parties, confirmed by each from its own seat.

Sealed for the dialogue, so that every seat can read them and nobody else can. Every function is
given a session; the caller's ``with store.writing()`` makes it durable.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlmodel import Session, col, delete, select

from app import merge, sealing
from app.clock import today
from app.domain import agreements as rules
from app.domain.agreements import Agreement
from app.domain.errors import (
    AgreementChanged,
    InvalidAgreement,
    NoConsent,
    NoSuchAgreement,
    NotReleased,
    NotYourSeat,
    TooManyAgreements,
)
from app.domain.question_set import QuestionSet
from app.domain.round_state import check_agreements_last
from app.holders import Holder
from app.models import Confirmation, Round, Seat, StoredAgreement, new_id

MOST_AGREEMENTS = 50
"""In one round, of every ending: no limit that anybody meets who means what they write."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changed an agreement, and when (microseconds)."""

    role: str
    at: int


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement as it stands.

    ``version`` changes with every edit: an act on what one has read names it. ``edits`` are all
    there were, the first being its writing; ``confirmed`` maps roles to the moment of their yes.
    """

    id: str
    round: int
    version: int
    agreement: Agreement
    edits: tuple[Edit, ...]
    confirmed: dict[str, int]

    def is_confirmed_by_all(self, question_set: QuestionSet) -> bool:
        """Whether every party has said yes to it as it reads now."""
        return set(self.confirmed) >= set(question_set.role_ids)


def of_round(session: Session, holder: Holder, round_: Round | None = None) -> list[Held]:
    """The agreements of the holder's round, or of ``round_`` before it; oldest first.

    Raises ``NotYourSeat``, and ``NoConsent`` for a facilitator who may not read the comparison of
    the holder's round.
    """
    round_ = round_ or holder.round
    if holder.is_invitation:
        raise NotYourSeat
    if holder.is_facilitator and not merge.may_read_comparison(session, holder):
        raise NoConsent
    rows = session.exec(
        select(StoredAgreement)
        .where(StoredAgreement.round_id == round_.id)
        .order_by(col(StoredAgreement.created_at), col(StoredAgreement.id))
    ).all()
    confirmed = _confirmations(session, round_)
    return [_open(holder, round_, row, confirmed.get(row.id, {})) for row in rows]


def find(session: Session, holder: Holder, agreement_id: str) -> Held:
    """One agreement of the holder's round. Raises :class:`NoSuchAgreement`."""
    for held in of_round(session, holder):
        if held.id == agreement_id:
            return held
    raise NoSuchAgreement


def add(
    session: Session, holder: Holder, question_set: QuestionSet, agreement: Agreement, now: int
) -> Held:
    """Write a new agreement. Whoever writes it has not confirmed it yet: it is read aloud first.

    One that reads just the same is not written twice: a form can be sent again without meaning it.
    Raises ``NotYourSeat``, ``NotReleased``, ``AgreementsOver``, ``InvalidAgreement``,
    ``TooManyAgreements``.
    """
    agreement = _checked(holder, question_set, agreement, now)
    there = of_round(session, holder)
    for held in there:
        if held.agreement == agreement:
            return held
    if len(there) >= MOST_AGREEMENTS:
        raise TooManyAgreements(params={"most": MOST_AGREEMENTS})
    written = StoredAgreement(
        id=new_id(),
        round_id=holder.round.id,
        created_at=now,
        changed_at=now,
        body_box=b"",
    )
    edits = (Edit(holder.seat.role, now),)
    written.body_box = _seal(holder, written.id, agreement, edits)
    session.add(written)
    session.flush()
    return Held(written.id, holder.round.number, now, agreement, edits, {})


def change(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    agreement_id: str,
    version: int,
    agreement: Agreement,
    now: int,
) -> Held:
    """Change an agreement as it was read; what was confirmed must be confirmed anew.

    Saving it unchanged changes nothing. Raises as :func:`add`, and ``NoSuchAgreement``,
    ``AgreementChanged``.
    """
    agreement = _checked(holder, question_set, agreement, now)
    row, held = _standing(session, holder, agreement_id, version)
    if held.agreement == agreement:
        return held
    edits = (*held.edits, Edit(holder.seat.role, now))
    row.changed_at = max(now, row.changed_at + 1)
    row.body_box = _seal(holder, row.id, agreement, edits)
    session.add(row)
    session.exec(delete(Confirmation).where(col(Confirmation.agreement_id) == row.id))
    session.flush()
    return replace(held, version=row.changed_at, agreement=agreement, edits=edits, confirmed={})


def remove(session: Session, holder: Holder, agreement_id: str, version: int) -> None:
    """Remove an agreement as it was read; one that is gone already is no fault.

    Raises ``NotYourSeat``, ``NotReleased``, ``AgreementChanged``; ``NoSuchAgreement`` for one of
    another round or dialogue, of which an id too long to be guessed tells nothing new.
    """
    _check_party(holder)
    try:
        row, _ = _standing(session, holder, agreement_id, version)
    except NoSuchAgreement:
        if "\0" in agreement_id:  # no id has it, and PostgreSQL refuses to look for it
            return
        if session.get(StoredAgreement, agreement_id):
            raise
        return
    session.delete(row)
    session.flush()


def confirm(session: Session, holder: Holder, agreement_id: str, version: int, now: int) -> None:
    """Say yes for the own party to an agreement as it was read. Repeating it changes nothing.

    Raises ``NotYourSeat``, ``NotReleased``, ``AgreementsOver``, ``NoSuchAgreement``,
    ``AgreementChanged``.
    """
    check_may_write(holder, now)
    row, held = _standing(session, holder, agreement_id, version)
    if holder.seat.role not in held.confirmed:
        session.add(Confirmation(agreement_id=row.id, seat_id=holder.seat.id, confirmed_at=now))
        session.flush()


def unconfirm(session: Session, holder: Holder, agreement_id: str) -> None:
    """Take the own party's yes back."""
    _check_party(holder)
    find(session, holder, agreement_id)
    session.exec(
        delete(Confirmation).where(
            col(Confirmation.agreement_id) == agreement_id,
            col(Confirmation.seat_id) == holder.seat.id,
        )
    )


def check_may_write(holder: Holder, now: int) -> None:
    """Only a party, once the comparison is open, and until the agreements are to be deleted.

    That answers are gone closes no agreement. Raises ``NotYourSeat``, ``NotReleased``,
    ``AgreementsOver``.
    """
    _check_party(holder)
    check_agreements_last(holder.round.agreements_delete_on, today(now))


def _check_party(holder: Holder) -> None:
    holder.must_be_party()
    if holder.round.released_at is None:
        raise NotReleased


def _checked(
    holder: Holder, question_set: QuestionSet, agreement: Agreement, now: int
) -> Agreement:
    check_may_write(holder, now)
    agreement = rules.cleaned(agreement)
    problems = rules.find_problems(agreement, question_set.by_id, question_set.role_ids)
    if problems:
        raise InvalidAgreement(
            errors=[
                {"path": problem.path, "message": problem.message, "params": dict(problem.params)}
                for problem in problems
            ]
        )
    return agreement


def _standing(
    session: Session, holder: Holder, agreement_id: str, version: int
) -> tuple[StoredAgreement, Held]:
    held = find(session, holder, agreement_id)
    if held.version != version:
        raise AgreementChanged
    row = session.get(StoredAgreement, agreement_id)
    assert row is not None, "it was found a moment ago, and the round is locked"
    return row, held


def _confirmations(session: Session, round_: Round) -> dict[str, dict[str, int]]:
    rows: Sequence[tuple[str, str, int]] = session.exec(
        select(Confirmation.agreement_id, Seat.role, Confirmation.confirmed_at)
        .join(Seat, col(Seat.id) == Confirmation.seat_id)
        .join(StoredAgreement, col(StoredAgreement.id) == Confirmation.agreement_id)
        .where(StoredAgreement.round_id == round_.id)
    ).all()
    found: dict[str, dict[str, int]] = {}
    for agreement_id, role, at in rows:
        found.setdefault(agreement_id, {})[role] = at
    return found


def _seal(holder: Holder, agreement_id: str, agreement: Agreement, edits: Sequence[Edit]) -> bytes:
    body = {"agreement": asdict(agreement), "edits": [[edit.role, edit.at] for edit in edits]}
    return sealing.seal(
        holder.dialogue_key, json.dumps(body).encode(), *_place(holder, agreement_id)
    )


def _open(holder: Holder, round_: Round, row: StoredAgreement, confirmed: dict[str, int]) -> Held:
    body = json.loads(sealing.unseal(holder.dialogue_key, row.body_box, *_place(holder, row.id)))
    return Held(
        id=row.id,
        round=round_.number,
        version=row.changed_at,
        agreement=Agreement(**body["agreement"]),
        edits=tuple(Edit(role, at) for role, at in body["edits"]),
        confirmed=confirmed,
    )


def _place(holder: Holder, agreement_id: str) -> tuple[str, ...]:
    return ("agreement", holder.dialogue.id, agreement_id)
