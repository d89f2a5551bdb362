"""Present mode: every screen of the projector in one page, in the order of the conversation.

The way through is rules, since last time, counts, map, opener, topics, all statements,
agreements, what others are told, next time. The statements that are not on the agenda lie beside
the way, and so do the rules for stopping: one jumps there, and the way goes on where it was left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.agreements import Held
from app.charts import (
    AnswerWords,
    Changes,
    Crowd,
    DatedTranslator,
    LastAgreement,
    Words,
    answer_words,
    crowd,
    since_last,
)
from app.content.guide import Guide, StopRules
from app.conversation import Dates
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator as Reader
from app.web.agreements_page import owner_words
from app.web.comparison_page import category_title
from app.web.present_slides import IndexSlide, StatementSlide, slides

STAGES = 4
"""Steps on a statement's screen after the statement: today, in a year, meaning, question."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements call for one kind of conversation."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """An agreement as a room reads it. ``kind`` is how the topic ended; empty words are absent."""

    ending: str
    kind: str
    when: str
    then: str
    owner: Words
    date: str


@dataclass(frozen=True, slots=True)
class NextTime:
    """When to meet again: a date that is set, or when it ought to be."""

    title: str
    when: str


@dataclass(frozen=True, slots=True)
class AgreementsShown:
    """What the partials with the agreements and the next dates use.

    ``channel`` says whose they are: another round's must not come into a page that is open.
    """

    channel: str
    agreements: tuple[ShownAgreement, ...]
    next_times: tuple[NextTime, ...]


@dataclass(frozen=True, slots=True)
class SinceSlide:
    """What was agreed last time or why nothing is shown, and how many statements have moved."""

    agreements: tuple[LastAgreement, ...]
    no_agreements: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screens:
    """Every screen after the first: what cannot be said before the answers are opened."""

    opened: str
    since: SinceSlide | None
    roles: tuple[AnswerWords, ...]
    counts: tuple[Count, ...]
    total: int
    crowd: Crowd
    opener: StatementSlide | None
    topics: tuple[StatementSlide, ...]
    index: tuple[IndexSlide, ...]
    rest: tuple[StatementSlide, ...]
    agreements_title: str
    agreements_help: str
    agreements_where: str
    endings: tuple[str, ...]
    shown: AgreementsShown
    others_title: str
    others_text: str
    next_title: str
    closing_title: str
    closing: tuple[str, ...]

    @property
    def statements(self) -> tuple[StatementSlide, ...]:
        """Every statement of the set exactly once: the agenda's first."""
        return (*((self.opener,) if self.opener else ()), *self.topics, *self.rest)


@dataclass(frozen=True, slots=True)
class PresentPage:
    """Everything the template may use.

    ``saved`` is the stand-alone file: it carries its ``policy`` in itself and has no address of
    the server's. ``channel`` is the name on which this browser's windows speak with each other.
    ``screens`` opens the answers: the first screen, of ground rules, is sent before it is asked.
    """

    saved: bool
    policy: str
    channel: str
    municipality: str
    set_title: str
    purpose: str
    rules_title: str
    rules: tuple[str, ...]
    stop: StopRules
    screens: Callable[[], Screens]


def present_page(
    question_set: QuestionSet,
    language: Language,
    guide: Guide,
    later: Callable[[], Screens],
    *,
    municipality: str,
    channel: str,
    saved: bool = False,
    policy: str = "",
) -> PresentPage:
    """The projector's page; ``later`` makes what comes after its first screen.

    ``language`` is the set's.
    """
    return PresentPage(
        saved=saved,
        policy=policy,
        channel=channel,
        municipality=municipality,
        set_title=question_set.title[language],
        purpose=guide.purpose,
        rules_title=guide.ground_rules.title,
        rules=tuple(rule.text for rule in guide.ground_rules.items),
        stop=guide.stop_rules,
        screens=later,
    )


def screens(
    question_set: QuestionSet,
    comparison: Comparison,
    language: Language,
    t: DatedTranslator,
    reader: Reader,
    guide: Guide,
    *,
    opened: str = "",
    channel: str = "",
    agreements: Sequence[Held] = (),
    dates: Dates | None = None,
    changes: Changes | None = None,
    last: Sequence[LastAgreement] = (),
    no_last: str = "",
) -> Screens:
    """The screens after the first. ``language`` and ``t`` are the set's, ``reader`` the reader's.

    ``changes`` are ``app.domain.change.changes()`` and ``last`` what came of the last
    conversation, or ``no_last`` why nothing; a first round has neither.
    """
    changes = changes or {}
    found = slides(question_set, comparison, language, t, reader, changes)
    step_agreements, step_others = guide.step("agreements"), guide.step("others")
    return Screens(
        opened=opened,
        since=_since(changes, last, no_last, question_set, language, t, reader),
        roles=answer_words(comparison.rows[0], question_set, language, t),
        counts=tuple(
            Count(category_title(question_set, each, language), comparison.counts[each])
            for each in question_set.categories
            if each in comparison.counts
        ),
        total=len(comparison.rows),
        crowd=crowd(comparison, question_set, language),
        opener=found.opener,
        topics=found.topics,
        index=found.index,
        rest=found.rest,
        agreements_title=step_agreements.title,
        agreements_help=guide.agreement_form.help,
        agreements_where=reader.gettext(
            "You find the form on a phone, under “%(page)s”.", page=reader.gettext("Agreements")
        ),
        endings=tuple(each.title for each in guide.topic_endings),
        shown=agreements_shown(
            agreements, dates or Dates(), question_set, guide, reader, channel=channel
        ),
        others_title=step_others.title,
        others_text=step_others.text,
        next_title=guide.step("next").title,
        closing_title=guide.closing.title,
        closing=tuple(line.text for line in guide.closing.items),
    )


def agreements_shown(
    agreements: Iterable[Held],
    dates: Dates,
    question_set: QuestionSet,
    guide: Guide,
    reader: Reader,
    *,
    channel: str,
) -> AgreementsShown:
    """The agreements and the next dates as they stand now."""
    return AgreementsShown(
        channel=channel,
        agreements=tuple(
            ShownAgreement(
                ending=guide.ending(held.agreement.ending).title,
                kind=held.agreement.ending,
                when=held.agreement.when,
                then=held.agreement.then,
                owner=owner_words(held.agreement.owner, question_set, reader),
                date=reader.date(held.agreement.date) if held.agreement.date else "",
            )
            for held in agreements
        ),
        next_times=_next_times(guide, dates, reader),
    )


def _since(
    changes: Changes,
    last: Sequence[LastAgreement],
    no_last: str,
    question_set: QuestionSet,
    language: Language,
    t: DatedTranslator,
    reader: Reader,
) -> SinceSlide | None:
    since = since_last(changes, question_set, language, t, reader)
    if not since and not last:
        return None
    return SinceSlide(
        agreements=tuple(last),
        no_agreements=no_last,
        counts=since.counted if since else (),
    )


def _next_times(guide: Guide, dates: Dates, reader: Reader) -> tuple[NextTime, ...]:
    follow_up = guide.follow_up
    return tuple(
        NextTime(what.title, reader.date(day) if day else what.text)
        for what, day in (
            (follow_up.check_in, dates.check_in),
            (follow_up.new_round, dates.next_round),
        )
    )
