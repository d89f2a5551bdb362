"""The report: as a page to read and print, and as a PDF, at two levels.

The full report is open to whoever may read the comparison. The process report is the parties'
to hand on, also after the answers are deleted; a facilitator gets it only while the comparison is
open to them too (docs/decisions).
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app import agreements, clock, conversation, merge, seats
from app.charts.since import no_last_words
from app.domain.errors import Closed, NoConsent, NotReleased
from app.domain.question_set import QuestionSet
from app.holders import Holder
from app.reports import (
    LEVELS,
    Facts,
    Level,
    Report,
    full_report,
    process_report,
    to_pdf,
)
from app.web import access, earlier, limits
from app.web.context import parts, translator
from app.web.downloads import attachment
from app.web.earlier import Earlier
from app.web.rendering import render
from app.web.report_page import PATHS, report_page
from app.web.way import way

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Made:
    """A report with what its page says around it."""

    report: Report
    question_set: QuestionSet
    both_levels: bool
    left_out: int


@router.get("/report")
@router.get(f"{access.OF_EARLIER}/report")
def full(request: Request) -> Response:
    """The full report; a party whose answers are deleted is led to what is left."""
    try:
        return _page(request, "full")
    except Closed:
        return RedirectResponse(access.base_of(request) + PATHS["process"], status_code=303)


@router.get("/report/process")
@router.get(f"{access.OF_EARLIER}/report/process")
def process(request: Request) -> Response:
    """The process report, to hand on."""
    try:
        return _page(request, "process")
    except Closed:
        return RedirectResponse("/seat", status_code=303)


@router.get("/report/{level}.pdf")
@router.get(f"{access.OF_EARLIER}/report/{{level}}.pdf")
def as_pdf(request: Request, level: str) -> Response:
    """The report as a PDF, shut to whom its page is shut."""
    if level not in LEVELS:
        raise HTTPException(404)
    with access.reading(request) as (session, holder):
        made = _make(request, session, holder, level)
        parts(request).limits.hit(limits.REPORT, holder.seat.id)
        dialogue = holder.dialogue
        t = translator(request, dialogue, made.question_set)
        which = t.gettext("Round %(number)s", number=holder.round.number)
    document = to_pdf(made.report, clock.to_datetime(clock.now()), dialogue.id)
    return Response(
        document,
        media_type="application/pdf",
        headers=attachment("pdf", dialogue.municipality, which, made.report.title),
    )


def _page(request: Request, level: Level) -> Response:
    with access.reading(request) as (session, holder):
        try:
            made = _make(request, session, holder, level)
        except (NotReleased, NoConsent):
            return RedirectResponse("/seat", status_code=303)
        t = translator(request, holder.dialogue, made.question_set)
        base = access.base_of(request)
        stops = way(session, holder, t, "report", base=base)
        party = not holder.is_facilitator
    page = report_page(
        made.report,
        both_levels=made.both_levels,
        left_out=made.left_out,
        party=party,
        way=stops,
        base=base,
    )
    return render(request, "report.html", page, t, question_set=made.question_set)


def _make(request: Request, session: Session, holder: Holder, level: Level) -> _Made:
    """The report for this reader. Raises ``NotReleased``, ``NoConsent``, ``Closed``."""
    question_set = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, question_set)
    if level == "full":
        comparison = conversation.comparison(session, holder, question_set)
    else:
        comparison = None
        _check_may_hand_on(session, holder)
    before = (
        earlier.beside(request, session, holder, question_set, comparison, shared=True)
        if comparison
        else Earlier()
    )
    agreed = agreements.of_round(session, holder)
    facts = _facts(session, holder)
    report = (
        full_report(
            question_set,
            comparison,
            agreed,
            facts,
            t,
            changes=before.changes,
            last=earlier.last_words(before, question_set, t),
            no_last=no_last_words(before.none_held, t),
        )
        if comparison
        else process_report(question_set, agreed, facts, t)
    )
    return _Made(
        report=report,
        question_set=question_set,
        both_levels=merge.may_read_comparison(session, holder),
        left_out=sum(
            each.agreement.ending == "agree" and not each.is_confirmed_by_all(question_set)
            for each in agreed
        ),
    )


def _check_may_hand_on(session: Session, holder: Holder) -> None:
    """A party once the comparison has been open; a facilitator while it is, and with consent."""
    if holder.round.released_at is None:
        raise Closed if holder.round.closed_at else NotReleased
    if holder.is_facilitator and not merge.may_read_comparison(session, holder):
        raise Closed if holder.round.closed_at else NoConsent


def _facts(session: Session, holder: Holder) -> Facts:
    opened = holder.round.released_at
    assert opened is not None, "nobody gets a report before that"
    dates = conversation.dates(holder)
    return Facts(
        municipality=holder.dialogue.municipality,
        round=holder.round.number,
        opened=opened,
        facilitator=seats.had_facilitator(session, holder),
        answers_deleted=holder.round.delete_on,
        agreements_deleted=holder.round.agreements_delete_on,
        check_in=dates.check_in,
        next_round=dates.next_round,
    )
