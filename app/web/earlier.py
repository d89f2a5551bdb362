"""What the rounds before this one bring to its comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session
from starlette.requests import Request

from app import holders, merge, published, reviews
from app.agreements import Held
from app.charts import LastAgreement, Verdict, Words
from app.content.guide import guide
from app.domain.change import (
    Incomparable,
    KeptRound,
    Movement,
    PastRound,
    changes,
    changes_in_company,
)
from app.domain.comparison import Comparison
from app.domain.question_set import QuestionSet
from app.domain.reviews import NoneToShow, Review, none_in_company
from app.holders import Holder
from app.i18n import Translator, norwegian_day
from app.web import access
from app.web.agreements_page import owner_words
from app.web.context import parts
from app.web.next_round_page import verdict_words


@dataclass(frozen=True, slots=True)
class Past:
    """The rounds whose answers can be set beside later ones, the latest first.

    ``kept`` is the one before them, where that is open to the parties and not to the reader.
    """

    rounds: tuple[PastRound, ...] = ()
    kept: KeptRound | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a comparison is shown beside; all empty in a first round.

    ``changes`` has every statement. ``held`` are the agreements of last time, on
    ``question_set``, and ``reviews`` what each role says of them now; ``none_held`` is why there
    are none.
    """

    past: Past = Past()
    changes: Mapping[str, Movement | Incomparable] | None = None
    held: tuple[Held, ...] = ()
    none_held: NoneToShow = "none"
    question_set: QuestionSet | None = None
    reviews: Mapping[str, Mapping[str, Review]] | None = None


def past_rounds(request: Request, session: Session, holder: Holder) -> Past:
    """The earlier rounds whose answers can be set beside the holder's."""
    return _readable(request, session, holder, holders.earlier_rounds(session, holder))


def so_far(request: Request, session: Session, holder: Holder) -> Past:
    """What a round after the holder's can be set beside."""
    latest_first = [holder, *holders.earlier_rounds(session, holder)]
    return _readable(request, session, holder, latest_first)


def _readable(
    request: Request, session: Session, holder: Holder, latest_first: list[Holder]
) -> Past:
    found: list[PastRound] = []
    for each in latest_first:
        if merge.is_withheld(session, holder, each):
            return Past(tuple(found), _kept(request, session, each))
        if merge.may_read_beside(session, holder, each):
            assert each.round.released_at is not None, "it has been open"
            question_set = access.question_set_of(request, session, each)
            found.append(
                PastRound(
                    number=each.round.number,
                    opened_on=norwegian_day(each.round.released_at),
                    question_set=question_set,
                    comparison=merge.comparison_beside(session, holder, each, question_set),
                )
            )
    return Past(tuple(found))


def _kept(request: Request, session: Session, earlier: Holder) -> KeptRound:
    assert earlier.round.released_at is not None, "it is open to the parties"
    return KeptRound(
        number=earlier.round.number,
        opened_on=norwegian_day(earlier.round.released_at),
        question_set=access.pinned_set_of(request, session, earlier),
    )


def beside(
    request: Request,
    session: Session,
    holder: Holder,
    question_set: QuestionSet,
    comparison: Comparison,
    *,
    shared: bool = False,
) -> Earlier:
    """What the holder's comparison is shown beside.

    ``shared`` where others see it than the holder: on the projector, in what is printed or kept.
    """
    if holder.round.number == 1:
        return Earlier()
    past = past_rounds(request, session, holder)
    versions = published.versions(session, parts(request).catalogue, question_set.id)
    held = tuple(reviews.last_agreements(session, holder))
    then = holders.in_earlier_round(session, holder, held[0].round) if held else None
    none_held: NoneToShow = "none" if held else reviews.why_none(session, holder)
    moved = changes(question_set, comparison, past.rounds, versions, past.kept)
    return Earlier(
        past=past,
        changes=changes_in_company(moved) if shared else moved,
        held=held,
        none_held=none_in_company(none_held) if shared else none_held,
        question_set=access.question_set_of(request, session, then) if then else None,
        reviews=reviews.of_everyone(session, holder),
    )


def last_words(
    earlier: Earlier, question_set: QuestionSet, t: Translator
) -> tuple[LastAgreement, ...]:
    """The agreements of last time, with what each role of this round's set says of them now."""
    if earlier.question_set is None:
        return ()
    then = earlier.question_set
    spoken = then.language(t.language)
    titles = {each.id: each.title for each in guide(t.language).topic_endings}
    now = question_set.language(t.language)
    said = earlier.reviews or {}
    found = []
    for held in earlier.held:
        agreement = held.agreement
        statement = then.by_id.get(agreement.statement or "")
        by_role = said.get(held.id, {})
        found.append(
            LastAgreement(
                statement=Words(statement.text[spoken] if statement else "", spoken),
                ending_title=titles[agreement.ending],
                when=agreement.when,
                then=agreement.then,
                owner=owner_words(agreement.owner, then, t),
                reviews=tuple(
                    Verdict(
                        index=index,
                        letter=role.letter,
                        title=Words(role.title[now], now),
                        verdict=Words(
                            verdict_words(review.verdict, agreement.ending, t), t.language
                        ),
                        line=review.line,
                    )
                    for index, role in enumerate(question_set.roles)
                    for review in [by_role.get(role.id, Review())]
                ),
            )
        )
    return tuple(found)
