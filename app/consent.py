"""What a party says to a facilitator's reading along: its yes or no, and taking it back."""

from __future__ import annotations

from sqlmodel import Session

from app.domain.errors import Closed, NothingHandedIn, NotYourSeat, NotYoursToSay
from app.holders import Holder
from app.seats import has_facilitator
from app.sheets import sheet_of


def own_word(session: Session, holder: Holder) -> bool | None:
    """What the own party has said.

    ``None`` where it has nothing to say: no facilitator, no own sheet handed in, or what somebody
    else said before the seat changed hands, but for a yes that can be taken back.
    """
    if holder.is_facilitator or not has_facilitator(session, holder.dialogue):
        return None
    sheet = sheet_of(session, holder.round, holder.seat)
    if sheet is None or sheet.handed_in_at is None:
        return None
    if sheet.own_key_box is None and not (
        sheet.facilitator_may_read and holder.round.released_at is not None
    ):
        return None
    return sheet.facilitator_may_read


def say(session: Session, holder: Holder, *, may_read: bool) -> None:
    """Say yes or no, at any time from handing in until the round is over.

    The facilitator reads while every party says yes. Repeating it changes nothing. Whoever took
    the seat over after it was handed in may say no, and makes no yes of somebody else's no: the
    other party, who can invite to the seat, could else say both. Raises ``NotYourSeat`` also where
    there is no facilitator, ``NothingHandedIn``, ``Closed``, ``NotYoursToSay``.
    """
    holder.must_be_party()
    if holder.round.closed_at is not None:
        raise Closed
    sheet = sheet_of(session, holder.round, holder.seat)
    if sheet is None or sheet.handed_in_at is None:
        raise NothingHandedIn
    if not has_facilitator(session, holder.dialogue):
        raise NotYourSeat
    if may_read and not sheet.facilitator_may_read and sheet.own_key_box is None:
        raise NotYoursToSay
    sheet.facilitator_may_read = may_read
    session.add(sheet)
