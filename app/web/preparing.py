"""Between the comparison and the conversation: preparing alone, and the agenda everyone shares."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import clock, conversation, i18n
from app.content.guide import guide
from app.domain.agenda_edit import edited
from app.domain.errors import (
    AgendaChanged,
    DomainError,
    InvalidAgenda,
    NoConsent,
    NotReleased,
    TooManyTicks,
)
from app.holders import Holder
from app.web import access
from app.web.context import translator
from app.web.forms import Form, Posted
from app.web.prepare_page import agenda_page, prepare_page
from app.web.rendering import render
from app.web.way import way

router = APIRouter(include_in_schema=False)

SEEN_HEADER = "x-samspill-seen"
"""What a page shows of the agenda: ``AgendaPage.seen``."""


@router.get("/prepare")
def prepare(request: Request) -> Response:
    """What to do before the conversation, the own ticks and the own notes."""
    try:
        with access.reading(request) as (session, holder):
            return _prepare(request, session, holder)
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)


@router.post("/prepare/ticks")
def ticks(request: Request, form: Posted) -> Response:
    """Choose what to talk about, when none was chosen while answering."""
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
    wanted = [name for name in question_set.by_id if form.ticked(f"{name}.talk")]
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            conversation.tick(session, holder, question_set, wanted, clock.now())
    except TooManyTicks as refusal:
        with access.reading(request) as (session, holder):
            return _prepare(request, session, holder, wanted, refusal)
    return RedirectResponse("/prepare#ticks", status_code=303)


@router.get("/agenda")
def agenda(request: Request) -> Response:
    """The agenda, the same for everyone."""
    try:
        with access.reading(request) as (session, holder):
            return _agenda(request, session, holder)
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)


@router.get("/agenda/list")
def listed(request: Request) -> Response:
    """The part of the page that others may change meanwhile, for polling.

    Nothing where the page, which says so in a header, shows it already: not in the address, from
    which a proxy's log would tell what is on the agenda.
    """
    try:
        with access.reading(request) as (session, holder):
            return _agenda(request, session, holder, seen=request.headers.get(SEEN_HEADER, ""))
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)


@router.post("/agenda")
def change_agenda(request: Request, form: Posted) -> Response:
    """One change to the agenda, for everyone; a stale one shows how it stands now."""
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            place = _change(request, session, holder, form)
    except (AgendaChanged, InvalidAgenda) as refusal:
        with access.reading(request) as (session, holder):
            return _agenda(request, session, holder, refusal)
    return RedirectResponse(f"/agenda{place}", status_code=303)


def _change(request: Request, session: Session, holder: Holder, form: Form) -> str:
    """Carry the change out; where on the page the reader was."""
    question_set = access.question_set_of(request, session, holder)
    if form.text("do") == "propose":
        conversation.propose_again(session, holder, question_set, form.text("read"), clock.now())
        return ""
    topic, other = form.text("topic"), form.text("other")
    after = conversation.change_agenda(
        session,
        holder,
        question_set,
        lambda before: edited(before, form.text("do"), topic, other),
        form.text("read"),
        clock.now(),
    )
    stays = next((name for name in (topic, other) if name in after.topics), None)
    return f"#topic-{stays}" if stays else ""


def _prepare(
    request: Request,
    session: Session,
    holder: Holder,
    refused: list[str] | None = None,
    refusal: DomainError | None = None,
) -> Response:
    question_set = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, question_set)
    spoken = question_set.language(t.language)
    page = prepare_page(
        question_set,
        conversation.comparison(session, holder, question_set),
        spoken,
        i18n.translator(spoken),
        guide(t.language),
        seat=holder.identity,
        notes=f"{holder.seat.id}/{holder.round.number}",
        notes_key=conversation.notes_key(holder),
        role=None if holder.is_facilitator else holder.seat.role,
        municipality=holder.dialogue.municipality,
        may_tick=conversation.may_tick(session, holder, question_set),
        refused=refused,
        error=t.gettext(refusal.message, **refusal.params) if refusal else None,
        way=way(session, holder, t, "prepare"),
    )
    return render(
        request,
        "prepare.html",
        page,
        t,
        question_set=question_set,
        status=refusal.status if refusal else 200,
    )


def _agenda(
    request: Request,
    session: Session,
    holder: Holder,
    refusal: DomainError | None = None,
    *,
    seen: str | None = None,
) -> Response:
    """The page, or for one that shows ``seen`` of it already the part that changes."""
    question_set = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, question_set)
    spoken = question_set.language(t.language)
    page = agenda_page(
        question_set,
        conversation.comparison(session, holder, question_set),
        spoken,
        i18n.translator(spoken),
        seat=holder.identity,
        municipality=holder.dialogue.municipality,
        may_change=not holder.is_facilitator,
        chosen=conversation.is_chosen(holder),
        last_change=conversation.last_change(holder),
        error=t.gettext(refusal.message) if refusal else None,
        way=way(session, holder, t, "agenda"),
    )
    if seen == page.seen:
        return Response(status_code=204)
    return render(
        request,
        "agenda.html" if seen is None else "_agenda.html",
        page,
        t,
        question_set=question_set,
        status=refusal.status if refusal else 200,
    )
