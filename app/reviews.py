"""How the last agreements went: each party's word, sealed until release as its answers are.

Every function is given a session; the caller's ``with store.writing()`` makes it durable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlmodel import Session

from app import agreements, holders, merge, rounds, sealing, sheets
from app.agreements import Held
from app.domain import meanwhile, round_state
from app.domain import reviews as rules
from app.domain.errors import AgreementsForgotten, InvalidReview, ReviewChanged
from app.domain.reviews import NoneToShow, Review
from app.holders import Holder
from app.models import Round

PINNED_BYTES = 2048
"""Room for the ids of the most agreements that a round may have."""


def last_agreements(session: Session, holder: Holder) -> list[Held]:
    """What the holder's round looks back on; oldest first.

    Settled when the round was opened (:func:`pin`): answers that are deleted since change
    nothing in it. Nothing for a facilitator to whom it is not open.
    """
    earlier = holders.earlier_rounds(session, holder)
    if holder.round.looks_back_box is None:
        return _last(session, holder, earlier)
    asked = _pinned(holder)
    for each in earlier if asked else ():
        if merge.may_look_back_on(session, holder, each):
            held = agreements.of_round(session, holder, each.round)
            if found := [one for one in held if one.id in asked]:
                return found
    return []


def why_none(session: Session, holder: Holder) -> NoneToShow:
    """Why :func:`last_agreements` has nothing for the holder.

    Of a round that is not open to a facilitator, nor of those before it, she is not told whether
    anything was agreed.
    """
    for earlier in holders.earlier_rounds(session, holder):
        if not merge.may_look_back_on(session, holder, earlier):
            return "kept_back" if earlier.round.closed_at is None else "answers_deleted"
    asked = holder.round.looks_back_box is not None and _pinned(holder)
    return "deleted" if asked else "none"


def to_look_back_at(session: Session, holder: Holder) -> list[Held]:
    """What was agreed or to be looked into the last time anything was, the holder's round with it.

    This is what a round that is opened after it begins with. Without what every party has said
    was kept, in a round that can still be read.
    """
    return _last(session, holder, [holder, *holders.earlier_rounds(session, holder)])


def pin(session: Session, holder: Holder, opened: Round) -> None:
    """Settle what a round opened after the holder's looks back on. The caller stores it."""
    ids = json.dumps([held.id for held in to_look_back_at(session, holder)])
    # Of one size: how many are asked about would tell which were said to be kept.
    opened.looks_back_box = sealing.seal(
        holder.dialogue_key, ids.encode().ljust(PINNED_BYTES), *_place(holder, opened)
    )


def _pinned(holder: Holder) -> set[str]:
    box = holder.round.looks_back_box
    assert box is not None, "the round was opened when this was kept"
    ids = sealing.unseal(holder.dialogue_key, box, *_place(holder, holder.round))
    return set(json.loads(ids))


def _place(holder: Holder, round_: Round) -> tuple[str, ...]:
    return ("looks back", holder.dialogue.id, str(round_.number))


def _last(session: Session, holder: Holder, latest_first: list[Holder]) -> list[Held]:
    if holder.is_facilitator and not merge.may_read_comparison(session, holder):
        return []
    settled: set[str] = set()
    for earlier in latest_first:
        held = agreements.of_round(session, holder, earlier.round)
        if found := [each for each in held if each.agreement.ending != "leave"]:
            if not merge.may_look_back_on(session, holder, earlier):
                return []
            return [each for each in found if each.id not in settled]
        if merge.may_read_beside(session, holder, earlier):
            settled |= _kept_by_all(session, earlier)
    return []


def _kept_by_all(session: Session, holder: Holder) -> set[str]:
    """The agreements of which every party has said, in the holder's round, that they were kept."""
    parties = {role for _, role in sheets.handed_in(session, holder)}
    return {
        agreement
        for agreement, by_role in _said(session, holder).items()
        if parties <= {role for role, review in by_role.items() if review.verdict == "kept"}
    }


def own(session: Session, holder: Holder) -> dict[str, Review]:
    """What the own sheet says of them, by the agreements' ids; none before it was saved.

    Raises ``NotYourSeat``, ``Closed``, ``SealedForYou``.
    """
    sheet = sheets.find(session, holder)
    if sheet is None:
        return {}
    return sheets.open_reviews(session, holder, sheet, sheets.readable_key(holder, sheet))


def is_saved(session: Session, holder: Holder, said: Mapping[str, Review]) -> bool:
    """Whether the own sheet says just this already. Raises as :func:`own` does."""
    saved = own(session, holder)
    return all(rules.cleaned(review) == saved.get(each, Review()) for each, review in said.items())


def said_of(session: Session, holder: Holder) -> tuple[int, int]:
    """How many of the last agreements the own sheet says anything of, and how many there are.

    Raises as :func:`own` does.
    """
    held = last_agreements(session, holder)
    said = own(session, holder) if held else {}
    return sum(said.get(each.id, Review()).said for each in held), len(held)


def save(
    session: Session, holder: Holder, said: Mapping[str, Review], read: Mapping[str, Review]
) -> None:
    """Say how the last agreements went, all at once; until the own sheet is handed in.

    ``read`` is what was said of them when the sender's page was made. What stands of agreements
    that are not mentioned is left, and they count as seen. Raises ``AgreementsForgotten``,
    ``InvalidReview``, ``HandedIn``, ``Closed``, ``NotYourSeat``, ``ReviewChanged``.
    """
    sheet = sheets.own(session, holder)
    known = [held.id for held in last_agreements(session, holder)]
    if any(review.said for each, review in said.items() if each not in known):
        raise AgreementsForgotten
    if problems := rules.find_problems(
        {each: rules.cleaned(said.get(each, Review())) for each in known}
    ):
        raise InvalidReview(
            errors=[
                {"path": problem.path, "message": problem.message, "params": dict(problem.params)}
                for problem in problems
            ]
        )
    round_state.check_may_change(
        rounds.state_of(holder.round, [False]), handed_in=sheet.handed_in_at is not None
    )
    key = sheets.own_key(holder, sheet)
    stands = sheets.open_reviews(session, holder, sheet, key)
    kept = {}
    for each in known:
        review = settled(said, read, stands, each)
        if review is None:
            raise ReviewChanged
        kept[each] = review
    sheets.store_reviews(session, holder, sheet, key, kept)


def settled(
    said: Mapping[str, Review],
    read: Mapping[str, Review],
    stands: Mapping[str, Review],
    agreement: str,
) -> Review | None:
    """What is to stand of one agreement; ``None`` where it was said otherwise meanwhile."""
    nothing = Review()
    return meanwhile.settled(
        rules.cleaned(read.get(agreement, nothing)),
        rules.cleaned(said.get(agreement, nothing)),
        stands.get(agreement, nothing),
    )


def of_everyone(session: Session, holder: Holder) -> dict[str, dict[str, Review]]:
    """What every party says of them: agreement to role to review. Only after release.

    Raises as ``merge.comparison`` does.
    """
    merge.check_may_read_comparison(session, holder)
    return _said(session, holder)


def _said(session: Session, holder: Holder) -> dict[str, dict[str, Review]]:
    found: dict[str, dict[str, Review]] = {}
    for sheet, role in sheets.handed_in(session, holder):
        key = sheets.shared_key(holder, sheet, role)
        for agreement, review in sheets.open_reviews(session, holder, sheet, key, role).items():
            found.setdefault(agreement, {})[role] = review
    return found
