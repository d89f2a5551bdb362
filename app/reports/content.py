"""What stands in a report, at either level.

The process level is made without a comparison: what it does not get it cannot tell. Which topics
were talked about, what was left and what is being looked into would tell where answers differed;
they stay with the parties, like what only one of them has said yes to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from app.charts import Changes, LastAgreement
from app.charts.words import Words
from app.content import notices
from app.content.guide import guide
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator
from app.i18n import translator as speaking
from app.reports.endings import Agreed, AgreementView, Endings, LastView, last_views
from app.reports.statements import ComparisonView, comparison_view
from app.reports.words import Fact, Headings, headings

Level = Literal["full", "process"]
"""``full`` is the parties' own; ``process`` is what they may hand on."""

LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report's first page tells. ``opened`` is a moment, the rest ISO dates or empty."""

    municipality: str
    round: int
    opened: int
    facilitator: bool
    answers_deleted: str
    agreements_deleted: str
    check_in: str = ""
    next_round: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that stands in a report; ``comparison`` is ``None`` at the process level.

    ``lang`` is the reader's language, ``content_lang`` the one the set is shown in; ``audience``
    says on every page of the PDF whom it is for, and is empty for what is handed on. ``last`` is
    what was agreed the time before, and never at the process level.
    """

    level: Level
    lang: Language
    content_lang: Language
    title: str
    audience: str
    municipality: Words
    facts: tuple[Fact, ...]
    reading: tuple[str, ...]
    headings: Headings
    agreements: tuple[AgreementView, ...]
    look_into: tuple[AgreementView, ...]
    left: tuple[AgreementView, ...]
    last: tuple[LastView, ...]
    no_last: str
    next_dates: tuple[Fact, ...]
    comparison: ComparisonView | None


def full_report(
    question_set: QuestionSet,
    comparison: Comparison,
    agreed: Sequence[Agreed],
    facts: Facts,
    t: Translator,
    *,
    changes: Changes | None = None,
    last: Sequence[LastAgreement] = (),
    no_last: str = "",
) -> Report:
    """The report for the parties: everything they have in common.

    ``changes`` are ``app.domain.change.changes()`` and ``last`` what came of the last
    conversation, or ``no_last`` why nothing; a first round has neither.
    """
    spoken = question_set.language(t.language)
    ended = Endings(question_set, spoken, t, with_statements=True)
    view = comparison_view(question_set, comparison, spoken, speaking(spoken), t, changes or {})
    strength = view.opener is None or view.opener.category == "shared_strength"
    return Report(
        level="full",
        lang=t.language,
        content_lang=spoken,
        title=t.gettext("Report from the conversation"),
        audience=t.gettext("Only for you who answered"),
        municipality=Words(facts.municipality),
        facts=_facts(question_set, facts, spoken, t),
        reading=tuple(
            line.text for line in notices.honesty(len(question_set.roles), t.language).lines
        ),
        headings=headings(t, to_hand_on=False, opens_with_strength=strength),
        agreements=ended.views(agreed, "agree"),
        look_into=ended.views(agreed, "look_into"),
        left=ended.views(agreed, "leave"),
        last=last_views(last, t),
        no_last=no_last,
        next_dates=_next_dates(facts, t),
        comparison=view,
    )


def process_report(
    question_set: QuestionSet, agreed: Sequence[Agreed], facts: Facts, t: Translator
) -> Report:
    """The report for others: how it was done, and what every party has said yes to."""
    spoken = question_set.language(t.language)
    ended = Endings(question_set, spoken, t, with_statements=False)
    confirmed = [each for each in agreed if set(each.confirmed) >= set(question_set.role_ids)]
    return Report(
        level="process",
        lang=t.language,
        content_lang=spoken,
        title=t.gettext("Process and agreements"),
        audience="",
        municipality=Words(facts.municipality),
        # Two dates alone are no part of a page that is to be short.
        facts=(*_facts(question_set, facts, spoken, t), *_next_dates(facts, t)),
        reading=_process(t),
        headings=headings(t, to_hand_on=True),
        agreements=ended.views(confirmed, "agree"),
        look_into=(),
        left=(),
        last=(),
        no_last="",
        next_dates=(),
        comparison=None,
    )


def _process(t: Translator) -> tuple[str, ...]:
    return (
        t.gettext(
            "Each party answered alone: how they see the cooperation today, and how they want it "
            "to be in a year. The answers were opened to all parties at the same moment."
        ),
        t.gettext(
            "The answers are a starting point for their conversation. They do not assess anyone, "
            "and cannot be compared with those of others."
        ),
        t.gettext(
            "The answers are not handed on. This document tells how it was done and what they have "
            "all said yes to. It is made without the answers."
        ),
    )


def _facts(
    question_set: QuestionSet, facts: Facts, spoken: Language, t: Translator
) -> tuple[Fact, ...]:
    roles = ", ".join(role.title[spoken] for role in question_set.roles)
    version = speaking(spoken).gettext("%(title)s, version %(version)s") % {
        "title": question_set.title[spoken],
        "version": question_set.version,
    }
    listed = [
        Fact(t.gettext("Municipality"), Words(facts.municipality)),
        Fact(t.gettext("Question set"), Words(version, spoken)),
        Fact(t.gettext("Round"), Words(str(facts.round), t.language)),
        Fact(t.gettext("The answers were opened"), Words(t.day(facts.opened), t.language)),
        Fact(t.gettext("Took part"), Words(roles, spoken)),
    ]
    if facts.facilitator:
        listed.append(
            Fact(t.gettext("Led the conversation"), Words(t.gettext("Facilitator"), t.language))
        )
    listed += [
        Fact(
            t.gettext("The answers are deleted by"),
            Words(t.date(facts.answers_deleted), t.language),
        ),
        Fact(
            t.gettext("The agreements are deleted by"),
            Words(t.date(facts.agreements_deleted), t.language),
        ),
    ]
    return tuple(listed)


def _next_dates(facts: Facts, t: Translator) -> tuple[Fact, ...]:
    follow_up = guide(t.language).follow_up
    return tuple(
        Fact(title, Words(t.date(day), t.language))
        for title, day in (
            (follow_up.check_in.title, facts.check_in),
            (follow_up.new_round.title, facts.next_round),
        )
        if day
    )
