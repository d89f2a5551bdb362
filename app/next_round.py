"""The next round: the same seats and links, on all statements or on what was talked about.

Every function is given a session; the caller's ``with store.writing()`` makes it durable.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session

from app import agreements, conversation, merge, reviews, rounds, sealing, seats
from app.clock import days_after, today
from app.domain.errors import NothingDiscussed, RoundNotOver
from app.domain.question_set import QuestionSet
from app.holders import Holder
from app.links import Secrets
from app.models import Round, new_id
from app.seats import Issued


def check_may_open(holder: Holder) -> None:
    """Only a party, and only once the round has been open or its answers are deleted.

    Raises ``NotYourSeat``, ``RoundNotOver``.
    """
    holder.must_be_party()
    if rounds.state_of(holder.round, [False]) not in {"released", "closed"}:
        raise RoundNotOver


def discussed(session: Session, holder: Holder, question_set: QuestionSet) -> tuple[str, ...]:
    """What the round's conversation was about: the topics, and what something was agreed on.

    Statement ids in the set's order. When the answers are gone the topics are too.
    """
    about = {held.agreement.statement for held in agreements.of_round(session, holder)}
    if merge.may_read_comparison(session, holder):
        about.update(conversation.comparison(session, holder, question_set).agenda.topics)
    return tuple(statement for statement in question_set.by_id if statement in about)


def open_next(
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    *,
    statements: Sequence[str] | None,
    facilitator: Secrets | None,
    keep_days: int,
    keep_agreements_days: int,
    now: int,
) -> Issued | None:
    """Open the dialogue's next round on this version of a set.

    ``statements`` are the only ones asked about, ``None`` for all. The parties' seats and links
    stay as they are; each party's sheet is made with its own link when it first writes in it.
    The facilitator's seat ends with the round that is over; with ``facilitator`` somebody is
    invited to it anew, and that invitation is returned.

    Raises ``NotYourSeat``, ``RoundNotOver``, ``NothingDiscussed``.
    """
    check_may_open(holder)
    if statements is not None and not statements:
        raise NothingDiscussed
    opened = Round(
        id=new_id(),
        dialogue_id=holder.dialogue.id,
        number=holder.round.number + 1,
        question_set_id=question_set.id,
        question_set_version=question_set.version,
        opened_at=now,
        delete_on=days_after(today(now), keep_days),
        agreements_delete_on=days_after(today(now), keep_agreements_days),
    )
    if statements is not None:
        opened.statements_box = sealing.seal(
            holder.dialogue_key, json.dumps(list(statements)).encode(), *_place(holder, opened)
        )
    reviews.pin(session, holder, opened)
    session.add(opened)
    session.flush()
    seats.end_facilitator(session, holder)
    if facilitator is None:
        return None
    return seats.invite_facilitator(session, holder, opened.number, facilitator, now)


def asked(holder: Holder, question_set: QuestionSet) -> QuestionSet:
    """The holder's round's set as it is asked: the whole version, or only some statements."""
    box = holder.round.statements_box
    if box is None:
        return question_set
    ids = json.loads(sealing.unseal(holder.dialogue_key, box, *_place(holder, holder.round)))
    return question_set.only(ids)


def _place(holder: Holder, round_: Round) -> tuple[str, ...]:
    return ("statements", holder.dialogue.id, str(round_.number))
