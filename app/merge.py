"""The merge: every sheet of an opened round put side by side, and who may read it.

Nothing here writes. Before release nothing here opens a sheet.
"""

from __future__ import annotations

from sqlmodel import Session

from app import rounds, seats, sheets
from app.domain import answers as rules
from app.domain import round_state
from app.domain.comparison import Comparison, compare
from app.domain.errors import NoConsent, NotYourSeat
from app.domain.question_set import QuestionSet
from app.holders import Holder
from app.models import Round


def comparison(session: Session, holder: Holder, question_set: QuestionSet) -> Comparison:
    """The merge: every sheet of the round opened and compared. Only after release.

    Raises ``NotReleased``, ``Closed`` and, for a facilitator whom not every party let in,
    ``NoConsent``.
    """
    check_may_read_comparison(session, holder)
    return _merge(session, holder, question_set)


def may_read_beside(session: Session, holder: Holder, earlier: Holder) -> bool:
    """Whether an earlier round's answers can be set beside the holder's comparison.

    ``earlier`` is the holder in that round. To a facilitator they are open by the consents of the
    holder's round, which say that they cover it, unless a party said no in the earlier one: a
    later yes, perhaps of somebody else on the same seat, overrules no earlier no.
    """
    return _is_open(earlier.round) and may_look_back_on(session, holder, earlier)


def is_withheld(session: Session, holder: Holder, earlier: Holder) -> bool:
    """Whether an earlier round's answers are open to the parties and not to the holder."""
    return _is_open(earlier.round) and not may_look_back_on(session, holder, earlier)


def may_look_back_on(session: Session, holder: Holder, earlier: Holder) -> bool:
    """Whether what was agreed in an earlier round is shown to the holder in this one.

    To a facilitator as :func:`may_read_beside` says. When that round's answers are deleted, so
    is what each said to letting a facilitator in, and nobody can tell that there was no no.
    """
    if not holder.is_facilitator:
        return True
    if not may_read_comparison(session, holder):
        return False
    return not seats.was_asked_about_facilitator(session, earlier) or may_read_comparison(
        session, earlier
    )


def comparison_beside(
    session: Session, holder: Holder, earlier: Holder, question_set: QuestionSet
) -> Comparison:
    """An earlier round's merge; ``question_set`` as it was asked there.

    Raises ``NotYourSeat``, ``NoConsent`` where :func:`may_read_beside` says no.
    """
    if holder.is_invitation:
        raise NotYourSeat
    if not may_read_beside(session, holder, earlier):
        raise NoConsent
    return _merge(session, earlier, question_set)


def check_may_read_comparison(session: Session, holder: Holder) -> None:
    """Refuse what is made of the answers. Raises as :func:`comparison` does."""
    if holder.is_invitation:
        raise NotYourSeat
    round_state.check_may_read(rounds.state_of(holder.round, [False]))
    if not may_read_comparison(session, holder):
        raise NoConsent


def may_read_comparison(session: Session, holder: Holder) -> bool:
    """Whether the comparison is open to this seat now."""
    if not _is_open(holder.round):
        return False
    return not holder.is_facilitator or all(
        sheet.facilitator_may_read for sheet, _ in sheets.handed_in(session, holder)
    )


def _is_open(round_: Round) -> bool:
    return round_.released_at is not None and round_.closed_at is None


def _merge(session: Session, holder: Holder, question_set: QuestionSet) -> Comparison:
    return compare(
        question_set,
        {
            role: rules.to_sheet(
                sheets.open_answers(
                    session, holder, sheet, sheets.shared_key(holder, sheet, role), role
                )
            )
            for sheet, role in sheets.handed_in(session, holder)
        },
    )
