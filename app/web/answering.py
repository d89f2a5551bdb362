"""Answering, looking over, handing in and taking back: the pages that work as plain forms."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import clock, reviews, rounds, seats, sheets
from app.domain import answers as rules
from app.domain.answers import UNANSWERED, Answer, Change, Value
from app.domain.errors import InvalidAnswer, TooManyTicks, Unanswered
from app.domain.question_set import QuestionSet
from app.holders import Holder
from app.web import access
from app.web.answering_page import answering_page, read_shown
from app.web.context import translator
from app.web.forms import Form, Posted
from app.web.rendering import render, render_carrying
from app.web.review_page import review_page

router = APIRouter(include_in_schema=False)


@router.get("/answer")
def answer(request: Request) -> Response:
    """The form with every statement."""
    with access.reading(request) as (session, holder):
        elsewhere = _not_answering(session, holder)
        if elsewhere:
            return elsewhere
        return _form(request, session, holder)


@router.post("/answer")
def save(request: Request, form: Posted) -> Response:
    """Save a posted form: only what its sender changed since it was served."""
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
    changes = changes_in(question_set, form)
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            rounds.save_answers(session, holder, question_set, changes, clock.now())
    except TooManyTicks as error:
        detail = t.gettext(error.message, **error.params)
        with access.reading(request) as (session, holder):
            return _form(request, session, holder, changes, detail)
    cleared = form.text("clear")
    if cleared in question_set.by_id:
        return RedirectResponse(f"/answer#{cleared}", status_code=303)
    return RedirectResponse(
        "/review" if form.text("go") == "review" else "/answer", status_code=303
    )


@router.get("/review")
def review(request: Request) -> Response:
    """All own answers, what is missing, and the button that hands in."""
    with access.reading(request) as (session, holder):
        return _not_answering(session, holder) or _review(request, session, holder)


@router.post("/hand-in")
def hand_in(request: Request, form: Posted) -> Response:
    """Lock the sheet. With something unanswered and no "anyway", back to the overview."""
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            rounds.hand_in(
                session,
                holder,
                access.question_set_of(request, session, holder),
                anyway=form.ticked("anyway"),
                facilitator_may_read=form.ticked("facilitator_may_read"),
                now=clock.now(),
            )
    except Unanswered:
        with access.reading(request) as (session, holder):
            consent = form.ticked("facilitator_may_read")
            return _review(request, session, holder, confirm=True, consent=consent, status=409)
    return RedirectResponse("/waiting", status_code=303)


@router.post("/withdraw")
def withdraw(request: Request, form: Posted) -> Response:
    """Take the sheet back, until release."""
    with access.writing(request, form.text("seat"), forget=True) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        rounds.withdraw(session, holder, question_set)
    return RedirectResponse("/review", status_code=303)


def changes_in(question_set: QuestionSet, form: Form) -> list[Change]:
    """What the sender of a form changed, compared with what the form showed when served.

    Raises :class:`InvalidAnswer` for a value no form of ours can send.
    """
    before = read_shown(question_set, form.text("shown"))
    now = clock.now()
    cleared = form.text("clear")
    changes = []
    for statement in question_set.statements:
        old = before.get(statement.id, UNANSWERED)
        new = UNANSWERED if cleared == statement.id else posted_answer(form, statement.id)
        for field in rules.FIELDS:
            value: Value = getattr(new, field)
            if value != getattr(old, field):
                stored = (1 if value else None) if field == "talk" else value
                changes.append(Change(statement.id, field, stored, now))
    return changes


def posted_answer(form: Form, statement: str) -> Answer:
    """One statement's fields of a form. Raises :class:`InvalidAnswer`."""
    return Answer(
        _value(form.text(f"{statement}.status"), f"{statement}.status"),
        _value(form.text(f"{statement}.ambition"), f"{statement}.ambition"),
        form.ticked(f"{statement}.talk"),
    )


def _value(text: str, path: str) -> Value:
    if not text:
        return None
    if text == "unknown":
        return "unknown"
    if text == "not_relevant":
        return "not_relevant"
    if text.isascii() and text.isdigit() and len(text) == 1:
        return int(text)
    raise InvalidAnswer(errors=[{"path": path, "message": rules.NOT_ON_SCALE}])


def _not_answering(session: Session, holder: Holder) -> Response | None:
    """Where a seat belongs that has nothing to answer now."""
    sheet = sheets.sheet_of(session, holder.round, holder.seat)
    if not sheets.may_begin_sheet(holder) or (sheet and sheet.handed_in_at is not None):
        return RedirectResponse("/waiting", status_code=303)
    return None


def _form(
    request: Request,
    session: Session,
    holder: Holder,
    refused: Sequence[Change] = (),
    error: str | None = None,
) -> Response:
    """The form as it is saved, or with the changes that were refused, to be mended."""
    question_set = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, question_set)
    saved = rounds.own_answers(session, holder)
    page = answering_page(
        question_set,
        rules.changed(saved, refused),
        shown_sheet=saved,
        language=t.language,
        whose=access.whose(session, holder, question_set, t),
        now=clock.now(),
        error=error,
        short_round=access.short_round(holder),
    )
    response = render_carrying(
        request,
        "answering.html",
        page,
        t,
        question_set=question_set,
        status=422 if error else 200,
    )
    access.remember_device(request, response, access.device_of(session, holder))
    return response


def _review(
    request: Request,
    session: Session,
    holder: Holder,
    *,
    confirm: bool = False,
    consent: bool = False,
    status: int = 200,
) -> Response:
    question_set = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, question_set)
    page = review_page(
        question_set,
        rounds.own_answers(session, holder),
        language=t.language,
        seat=holder.identity,
        role=holder.seat.role,
        municipality=holder.dialogue.municipality,
        release=rounds.policy(session, holder),
        ask_consent=seats.has_facilitator(session, holder.dialogue),
        last_said=reviews.said_of(session, holder),
        later_round=holder.round.number > 1,
        confirm=confirm,
        consent=consent,
    )
    return render(request, "review.html", page, t, question_set=question_set, status=status)
