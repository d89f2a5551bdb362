"""Opening the next round: by either party, once the comparison of this one has been open."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import clock, merge, next_round, published, reviews, seats
from app.charts.since import foreseen
from app.content.guide import guide
from app.domain.change import Incomparable, prospects
from app.domain.errors import DomainError, NothingDiscussed, RoundNotOver, RoundOver
from app.domain.question_set import QuestionSet
from app.holders import Holder
from app.web import access, earlier, invitations, opening
from app.web.context import parts, translator
from app.web.forms import Posted
from app.web.next_round_page import Kind, NextRoundPage
from app.web.rendering import render
from app.web.way import way

router = APIRouter(include_in_schema=False)


@router.get("/next")
def next_page(request: Request) -> Response:
    """What a next round is, and a party's choice of what it asks about."""
    with access.reading(request) as (session, holder):
        try:
            if not _may_lead(session, holder):
                next_round.check_may_open(holder)
        except RoundNotOver:
            return RedirectResponse("/seat", status_code=303)
        return _page(request, session, holder)


@router.post("/next")
def open_next(request: Request, form: Posted) -> Response:
    """Open it. When the other party has just done so, this one is led there."""
    kind: Kind = "pulse" if form.text("kind") == "pulse" else "full"
    wanted = form.ticked("facilitator")
    unsure = form.ticked("asked") and not form.ticked("sure")
    fresh = opening.fresh_secrets_for_holder(request) if wanted and not unsure else None
    settings = parts(request).settings
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            next_round.check_may_open(holder)
            if unsure:  # our own page asks first, since nothing brings the round before back
                return _page(request, session, holder, kind, unsure=True, wants_facilitator=wanted)
            current = access.question_set_of(request, session, holder)
            discussed = next_round.discussed(session, holder, current)
            issued = next_round.open_next(
                session,
                holder,
                access.pinned_set_of(request, session, holder)
                if kind == "pulse"
                else _latest(request, session, holder),
                statements=discussed if kind == "pulse" else None,
                facilitator=fresh,
                keep_days=settings.keep_answers_days,
                keep_agreements_days=settings.keep_agreements_days,
                now=clock.now(),
            )
            kept = invitations.joined(request, session, holder, issued) if issued else None
    except (RoundOver, RoundNotOver):
        return RedirectResponse("/seat", status_code=303)
    except NothingDiscussed as refusal:
        with access.reading(request) as (session, holder):
            return _page(request, session, holder, kind, refusal, wants_facilitator=wanted)
    if kept is None:
        return RedirectResponse("/seat", status_code=303)
    response = RedirectResponse("/opened", status_code=303)
    invitations.keep(request, response, kept)
    return response


def _may_lead(session: Session, holder: Holder) -> bool:
    """Whether this is a facilitator of the conversation, who tells the parties what comes next."""
    return holder.is_facilitator and merge.may_read_comparison(session, holder)


def _page(
    request: Request,
    session: Session,
    holder: Holder,
    kind: Kind = "full",
    refusal: DomainError | None = None,
    *,
    unsure: bool = False,
    wants_facilitator: bool = False,
) -> Response:
    current = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, current)
    spoken = current.language(t.language)
    latest = _latest(request, session, holder)
    words = guide(t.language).follow_up.new_round
    discussed = next_round.discussed(session, holder, current)
    past = earlier.so_far(request, session, holder)
    versions = published.versions(session, parts(request).catalogue, latest.id)
    choices: dict[Kind, QuestionSet] = {
        "full": latest,
        "pulse": access.pinned_set_of(request, session, holder).only(discussed),
    }
    outlook: dict[Kind, dict[str, Incomparable | None]] = {
        choice: prospects(asked, past.rounds, versions, past.kept)
        for choice, asked in choices.items()
    }
    page = NextRoundPage(
        seat=holder.identity,
        municipality=holder.dialogue.municipality,
        title=current.title[spoken],
        number=holder.round.number + 1,
        advice=words.text,
        new_person=words.new_person,
        statements=len(latest.statements),
        version=latest.version if latest.version != current.version else None,
        pulse=tuple(current.by_id[statement].text[spoken] for statement in discussed),
        foreseen={each: foreseen(found, t) for each, found in outlook.items()},
        compares=any(each is None for found in outlook.values() for each in found.values()),
        kind=kind,
        may_open=not holder.is_facilitator,
        agreed=bool(reviews.to_look_back_at(session, holder)),
        had_facilitator=seats.has_facilitator(session, holder.dialogue),
        error=t.gettext(refusal.message) if refusal else None,
        unsure=unsure,
        wants_facilitator=wants_facilitator,
        way=way(session, holder, t, "next"),
    )
    status = refusal.status if refusal else 422 if unsure else 200
    return render(request, "next_round.html", page, t, question_set=current, status=status)


def _latest(request: Request, session: Session, holder: Holder) -> QuestionSet:
    """The newest version of the dialogue's set."""
    return published.find(session, parts(request).catalogue, holder.round.question_set_id)
