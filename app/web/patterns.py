"""The pattern page: every component in every state, to look at and to test."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from app import clock
from app.charts.lanes import Lanes, lanes
from app.charts.since import LastAgreement, Verdict
from app.charts.words import Words
from app.domain.answers import Answer
from app.domain.change import PastRound, changes
from app.domain.comparison import compare
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator
from app.web import sharing
from app.web.answering_page import AnsweringPage, Choice, StatementView, answering_page
from app.web.comparison_page import ComparisonPage, comparison_page
from app.web.context import parts, translator
from app.web.rendering import render
from app.web.review_page import review_page
from app.web.seat_pages import ReviewPage, Shared
from app.web.way import Way, WayLink

router = APIRouter(include_in_schema=False)

SHOWN = (
    (Answer(2, 4, talk=True), Answer(5, 4)),
    (Answer(3, 3), Answer(4, 4)),
    (Answer("unknown", "not_relevant"), Answer(4, 5)),
)
"""What two made-up parties say: apart, at rest, and with ways out."""


@dataclass(frozen=True, slots=True)
class PatternRole:
    """A role as the lists of parties show it."""

    index: int
    letter: str
    title: str


@dataclass(frozen=True, slots=True)
class PatternsPage:
    """``five`` and ``seven`` give the ladders their words, ``statements`` their answers."""

    five: AnsweringPage
    seven: AnsweringPage
    statements: tuple[StatementView, ...]
    drawings: tuple[Lanes, ...]
    comparison: ComparisonPage
    review: ReviewPage
    shared: Shared
    roles: tuple[PatternRole, ...]
    way: Way


@router.get("/patterns")
def patterns(request: Request) -> Response:
    """Every component, from the newest Samspill set and made-up answers."""
    question_set = parts(request).catalogue.versions("samspill")[-1]
    t = translator(request, question_set=question_set)
    title = question_set.title[question_set.language(t.language)]
    shared = sharing.own(request, t, token="x" * 32, code="KJDH4D74", title=title)
    page = patterns_page(question_set, t, shared)
    return render(request, "patterns.html", page, t, question_set=question_set)


def patterns_page(question_set: QuestionSet, t: Translator, shared: Shared) -> PatternsPage:
    """The page for one set in one language."""
    first, second = question_set.roles[:2]
    ids = [statement.id for statement in question_set.statements[: len(SHOWN)]]
    own = dict(zip(ids, (mine for mine, _ in SHOWN), strict=True))
    other = dict(zip(ids, (theirs for _, theirs in SHOWN), strict=True))
    five = answering_page(
        question_set,
        own,
        language=t.language,
        whose=None,
        now=clock.now(),
    )
    views = [view for theme in five.themes for view in theme.statements]
    spoken = question_set.language(t.language)
    alike = {statement.id: Answer(5, 5) for statement in question_set.statements}
    sheets = {role.id: alike for role in question_set.roles}
    compared = compare(question_set, sheets | {first.id: alike | own, second.id: alike | other})
    earlier = alike | own | {ids[0]: Answer(4, 4)}
    before = PastRound(
        1,
        "2026-02-03",
        question_set,
        compare(question_set, sheets | {first.id: earlier, second.id: alike | other}),
    )
    return PatternsPage(
        five=replace(five, ambition_help=None),
        seven=replace(five, ambition_help=None, choices=_seven(five.choices, t)),
        statements=tuple(views[: len(SHOWN) + 1]),
        drawings=tuple(
            lanes(row, question_set, spoken, t, prefix="alone")
            for row in compared.rows[: len(SHOWN)]
        ),
        comparison=comparison_page(
            question_set,
            compared,
            spoken,
            t,
            municipality="Sør-Øyfjord",
            changes=changes(question_set, compared, [before], [question_set]),
            last=(_last(question_set, spoken, t),),
        ),
        review=review_page(
            question_set,
            own,
            language=t.language,
            seat="",
            role=first.id,
            municipality="Sør-Øyfjord",
            release="automatic",
            ask_consent=False,
            confirm=False,
            consent=False,
        ),
        shared=shared,
        roles=tuple(
            PatternRole(index, letter, t.gettext("Role %(n)s", n=index + 1))
            for index, letter in enumerate("OKUS")
        ),
        way=Way(
            (
                WayLink("#main", t.gettext("Comparison"), current=False),
                WayLink("#main", t.gettext("Agenda"), current=True),
                WayLink("#main", t.gettext("Agreements"), current=False),
            )
        ),
    )


def _last(question_set: QuestionSet, spoken: Language, t: Translator) -> LastAgreement:
    """An agreement of last time, and what a party each says of it."""
    something = t.gettext("With something in it.")
    return LastAgreement(
        statement=Words(question_set.statements[0].text[spoken], spoken),
        ending_title=t.gettext("Agreements"),
        when=something,
        then=something,
        owner=Words(question_set.roles[0].title[spoken], spoken),
        reviews=tuple(
            Verdict(
                index,
                role.letter,
                Words(role.title[spoken], spoken),
                Words(words, t.language),
                something if index else "",
            )
            for index, (role, words) in enumerate(
                zip(question_set.roles[:2], (t.gettext("Kept"), t.gettext("Not kept")), strict=True)
            )
        ),
    )


def _seven(choices: tuple[Choice, ...], t: Translator) -> tuple[Choice, ...]:
    """A ladder of seven with labels as long as they come, and the same ways out."""
    labels = (
        t.gettext("Completely true of us"),
        t.gettext("True to a very large extent"),
        t.gettext("True to a large extent"),
        t.gettext("Partly true"),
        t.gettext("True to a small extent"),
        t.gettext("True to a very small extent"),
        t.gettext("Not true of us at all"),
    )
    steps = (
        Choice(str(len(labels) - index), label, step=True, status=True, ambition=True)
        for index, label in enumerate(labels)
    )
    return (*steps, *(choice for choice in choices if not choice.step))
