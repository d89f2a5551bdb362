"""One seat's sealed sheet: whose it is, which keys open it, and what stands in it.

Every function is given a session; the caller's ``with store.writing()`` makes it durable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from sqlmodel import Session, col, select

from app import sealing
from app.db import upsert
from app.domain import answers as rules
from app.domain.answers import Change
from app.domain.errors import Closed, NotYourSeat, SealedForYou
from app.domain.reviews import Review
from app.domain.reviews import pack as pack_review
from app.domain.reviews import unpack as unpack_review
from app.holders import Holder
from app.models import AgreementReview, AnswerSheet, Round, Seat, StoredAnswer, new_id


def find(session: Session, holder: Holder) -> AnswerSheet | None:
    """The own sheet; ``None`` for one that has not been touched since the round was opened.

    Raises ``NotYourSeat``, ``Closed``.
    """
    holder.must_be_party()
    sheet = sheet_of(session, holder.round, holder.seat)
    if sheet is None and not may_begin_sheet(holder):
        raise Closed if holder.round.closed_at is not None else NotYourSeat
    return sheet


def own(session: Session, holder: Holder) -> AnswerSheet:
    """The own sheet, to write in; begun where there is none yet. Raises as :func:`find` does."""
    return find(session, holder) or begin_sheet(session, holder)


def reseal(session: Session, holder: Holder, sheet: AnswerSheet) -> None:
    """Seal all that stands in the own sheet under a fresh key, which the old one cannot open.

    Raises ``SealedForYou``.
    """
    old_key, first_key = own_keys(holder, sheet)
    answers = open_answers(session, holder, sheet, old_key)
    reviews = open_reviews(session, holder, sheet, old_key)
    key = sealing.new_key()
    sheet.own_key_box = sealing.seal(
        holder.link_key, key + first_key, "sheet", sheet.id, holder.seat.role
    )
    session.add(sheet)
    session.flush()
    store_answers(session, holder, sheet, key, answers)
    store_reviews(session, holder, sheet, key, reviews)


def own_key(holder: Holder, sheet: AnswerSheet) -> bytes:
    """The sheet's key. Raises ``SealedForYou``."""
    key, _ = own_keys(holder, sheet)
    return key


def own_keys(holder: Holder, sheet: AnswerSheet) -> tuple[bytes, bytes]:
    """The sheet's key, and the first it had: another one once the sheet was taken back."""
    if sheet.own_key_box is None:
        raise SealedForYou
    place = ("sheet", sheet.id, holder.seat.role)
    keys = sealing.unseal(holder.link_key, sheet.own_key_box, *place)
    key, first_key = keys[: sealing.KEY_BYTES], keys[sealing.KEY_BYTES :]
    return key, first_key or key


def readable_key(holder: Holder, sheet: AnswerSheet) -> bytes:
    """The own sheet's key: by the own link, or after release by the dialogue's."""
    if sheet.own_key_box is None and holder.round.released_at is not None:
        return shared_key(holder, sheet)
    return own_key(holder, sheet)


def shared_key(holder: Holder, sheet: AnswerSheet, role: str | None = None) -> bytes:
    """The key of a sheet that was handed in; ``role`` is whose it is, the own one unless told."""
    assert sheet.shared_key_box is not None, "a handed-in sheet wraps its key for the dialogue"
    return sealing.unseal(
        holder.dialogue_key,
        sheet.shared_key_box,
        "shared sheet",
        sheet.id,
        role or holder.seat.role,
    )


def open_answers(
    session: Session, holder: Holder, sheet: AnswerSheet, key: bytes, role: str | None = None
) -> list[Change]:
    """What stands in each field of a sheet; ``role`` is whose it is, the own one unless told."""
    rows = session.exec(
        select(StoredAnswer.statement, StoredAnswer.field, StoredAnswer.value_box).where(
            StoredAnswer.sheet_id == sheet.id
        )
    ).all()
    opener = sealing.Opener(key)
    place = _place(holder, role or holder.seat.role)
    return [
        rules.unpack(
            statement, cast("rules.Field", field), opener.open(box, *place, statement, field)
        )
        for statement, field, box in rows
    ]


def store_answers(
    session: Session, holder: Holder, sheet: AnswerSheet, key: bytes, changes: Iterable[Change]
) -> None:
    """Seal these into the own sheet, each in the place of what stood in its field."""
    place = _place(holder, holder.seat.role)
    upsert(
        session,
        StoredAnswer,
        [
            {
                "sheet_id": sheet.id,
                "statement": change.statement,
                "field": change.field,
                "value_box": sealing.seal(
                    key, rules.pack(change), *place, change.statement, change.field
                ),
            }
            for change in changes
        ],
    )


def _place(holder: Holder, role: str) -> tuple[str, ...]:
    """What every sealed value is bound to, before statement and field."""
    return ("answer", holder.dialogue.id, str(holder.round.number), role)


def open_reviews(
    session: Session, holder: Holder, sheet: AnswerSheet, key: bytes, role: str | None = None
) -> dict[str, Review]:
    """What a sheet says of earlier agreements, by their ids; ``role`` is whose sheet it is."""
    rows = session.exec(
        select(AgreementReview.agreement_id, AgreementReview.review_box).where(
            AgreementReview.sheet_id == sheet.id
        )
    ).all()
    opener = sealing.Opener(key)
    place = _review_place(holder, role or holder.seat.role)
    return {
        agreement: unpack_review(opener.open(box, *place, agreement)) for agreement, box in rows
    }


def store_reviews(
    session: Session,
    holder: Holder,
    sheet: AnswerSheet,
    key: bytes,
    reviews: Mapping[str, Review],
) -> None:
    """Seal what the own sheet says of earlier agreements in the place of what it said."""
    place = _review_place(holder, holder.seat.role)
    upsert(
        session,
        AgreementReview,
        [
            {
                "sheet_id": sheet.id,
                "agreement_id": agreement,
                "review_box": sealing.seal(key, pack_review(review), *place, agreement),
            }
            for agreement, review in reviews.items()
        ],
    )


def _review_place(holder: Holder, role: str) -> tuple[str, ...]:
    return ("review", holder.dialogue.id, str(holder.round.number), role)


def sheet_of(session: Session, round_: Round, seat: Seat) -> AnswerSheet | None:
    """The seat's sheet in a round."""
    return session.exec(
        select(AnswerSheet).where(AnswerSheet.round_id == round_.id, AnswerSheet.seat_id == seat.id)
    ).first()


def handed_in(session: Session, holder: Holder) -> list[tuple[AnswerSheet, str]]:
    """Every handed-in sheet of the round with its role."""
    rows = session.exec(
        select(AnswerSheet, Seat.role)
        .join(Seat, col(Seat.id) == AnswerSheet.seat_id)
        .where(
            AnswerSheet.round_id == holder.round.id,
            col(AnswerSheet.handed_in_at).is_not(None),
        )
    ).all()
    return [(sheet, role) for sheet, role in rows]


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
