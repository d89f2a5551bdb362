"""Page objects around the next round: opening it, how the last agreements went, earlier rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.agreements import Held
from app.charts import Words
from app.domain.agreements import Ending
from app.domain.question_set import Language, QuestionSet
from app.domain.reviews import LONGEST_LINE, VERDICTS, Review, Verdict
from app.i18n import Translator
from app.web.agreements_page import owner_words
from app.web.way import Way

Kind = Literal["full", "pulse"]
"""Whether a round asks about all statements, or only about what was talked about."""


@dataclass(frozen=True, slots=True)
class NextRoundPage:
    """Opening the next round.

    ``advice`` is when it is wise to, ``new_person`` what to do when somebody is new. ``pulse`` are
    the texts a short round would ask about, ``statements`` how many a full one has; ``version`` is
    set when that is a newer one than the last. ``foreseen`` says of each kind what it can be
    compared with, and ``compares`` whether anything can. ``may_open`` for a party: a facilitator
    only reads. ``agreed`` when there are agreements to look back at; ``had_facilitator`` when one
    was part of this round. ``unsure`` when the button was pressed without the tick that says that
    this round is over; ``wants_facilitator`` as it was ticked then.
    """

    seat: str
    municipality: str
    title: str
    number: int
    advice: str
    new_person: str
    statements: int
    version: int | None
    pulse: tuple[str, ...]
    foreseen: Mapping[Kind, tuple[str, ...]]
    compares: bool
    kind: Kind
    may_open: bool
    agreed: bool
    had_facilitator: bool
    error: str | None
    unsure: bool
    wants_facilitator: bool
    way: Way


@dataclass(frozen=True, slots=True)
class VerdictChoice:
    """One of the answers to how an agreement went."""

    value: Verdict
    title: str


@dataclass(frozen=True, slots=True)
class AgreementToReview:
    """An agreement from last time with what the reader says of it.

    ``statement`` is the text of what it was about, or empty; ``error`` what was wrong. ``read`` is
    what the form takes to stand.
    """

    id: str
    ending: Ending
    ending_title: str
    statement: str
    when: str
    then: str
    owner: Words
    choices: tuple[VerdictChoice, ...]
    verdict: Verdict | None
    line: str
    read: Review
    error: str | None


@dataclass(frozen=True, slots=True)
class LastTimePage:
    """How the last agreements went, before the new round is answered.

    ``agreed_on`` is the day of that conversation's comparison; ``longest`` the most characters of
    a line.
    """

    seat: str
    municipality: str
    title: str
    agreed_on: str
    agreements: tuple[AgreementToReview, ...]
    said: bool
    error: str | None
    longest: int = LONGEST_LINE


@dataclass(frozen=True, slots=True)
class RoundLink:
    """What can still be read of a round."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round of the dialogue. ``links`` lead to what can still be read of it.

    ``may_erase`` when it is over and the reader's answers in it are still there; ``deletion`` says
    until when they are.
    """

    number: int
    title: str
    opened: str
    state: str
    asked: str
    links: tuple[RoundLink, ...]
    may_erase: bool
    deletion: str


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """The dialogue's rounds, the latest first."""

    seat: str
    municipality: str
    title: str
    rounds: tuple[RoundView, ...]


def verdict_words(verdict: Verdict | None, ending: Ending, t: Translator) -> str:
    """A verdict in words; nothing for an agreement, or for something to look into, not judged."""
    if verdict is None:
        return t.gettext("Not answered")
    if ending == "look_into":
        found = {
            "kept": t.gettext("Found out"),
            "partly": t.gettext("Partly found out"),
            "not": t.gettext("Not found out"),
        }
        return found[verdict]
    kept = {
        "kept": t.gettext("Kept"),
        "partly": t.gettext("Partly kept"),
        "not": t.gettext("Not kept"),
    }
    return kept[verdict]


def review_words(review: Review, ending: Ending, t: Translator) -> str:
    """What was said of an agreement, on one line: the verdict, and the own words."""
    verdict = verdict_words(review.verdict, ending, t)
    return f"{verdict}. {review.line}" if review.line else verdict


@dataclass(frozen=True, slots=True)
class LastTime:
    """What was agreed last time: on which set, what is said of it, and what stands."""

    question_set: QuestionSet
    held: Sequence[Held]
    reviews: Mapping[str, Review] = field(default_factory=dict)
    read: Mapping[str, Review] = field(default_factory=dict)


def to_review(
    last: LastTime,
    spoken: Language,
    endings: Mapping[Ending, str],
    errors: Mapping[str, str],
    t: Translator,
) -> tuple[AgreementToReview, ...]:
    """The last agreements, each with what has been said of it or was refused.

    ``endings`` are the guide's titles; ``errors`` are by the agreement's id.
    """
    views = []
    for held in last.held:
        agreement, review = held.agreement, last.reviews.get(held.id, Review())
        statement = last.question_set.by_id.get(agreement.statement or "")
        views.append(
            AgreementToReview(
                id=held.id,
                ending=agreement.ending,
                ending_title=endings[agreement.ending],
                statement=statement.text[spoken] if statement else "",
                when=agreement.when,
                then=agreement.then,
                owner=owner_words(agreement.owner, last.question_set, t),
                choices=tuple(
                    VerdictChoice(verdict, verdict_words(verdict, agreement.ending, t))
                    for verdict in VERDICTS
                ),
                verdict=review.verdict,
                line=review.line,
                read=last.read.get(held.id, Review()),
                error=errors.get(held.id),
            )
        )
    return tuple(views)
