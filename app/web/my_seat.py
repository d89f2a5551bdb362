"""My seat: the own link for another device, a new link, other seats' invitations, deletion."""

from __future__ import annotations

from contextlib import suppress

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import clock, consent, holders, rounds, seats
from app.content import notices
from app.domain.errors import Claimed, InvalidAnswer, NoCredential, OtherSeat, UnknownCredential
from app.web import access, invitations, opening, sharing
from app.web.context import parts, translator
from app.web.forms import Posted
from app.web.rendering import render
from app.web.seat_pages import ErasedPage, SeatPage
from app.web.waiting import other_seats

router = APIRouter(include_in_schema=False)


@router.get("/my-seat")
def my_seat(request: Request) -> Response:
    """The own link with QR and code, and everything a holder can do with the seat."""
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        title = question_set.title[question_set.language(t.language)]
        handed_in = rounds.parties(session, holder, question_set)
        state = rounds.state_of(holder.round, handed_in.values())
        words = notices.deletion(
            t.language,
            delete_date=t.date(holder.round.delete_on),
            backup_days=parts(request).settings.backup_days,
        )
        opened = state == "released"
        page = SeatPage(
            seat=holder.identity,
            role_title=opening.role_title(question_set, holder.seat.role, t),
            municipality=holder.dialogue.municipality,
            title=title,
            facilitator=holder.is_facilitator,
            shared=sharing.own(
                request, t, token=holder.token, code=holders.code_of(holder), title=title
            ),
            others=()
            if holder.is_facilitator and not seats.may_facilitator_invite(holder)
            else other_seats(session, holder, question_set, t),
            state=state,
            deletion=(words.upcoming, words.keep, words.backups, words.copies),
            delete_now=words.delete_after_opening if opened else words.delete_now,
            rounds_href="/rounds" if holder.round.number > 1 and not holder.is_facilitator else "",
            lets_facilitator_read=consent.own_word(session, holder) if state != "closed" else None,
            later_round=holder.round.number > 1,
            replaced="replaced" in request.query_params,
        )
    return render(request, "seat.html", page, t, question_set=question_set)


@router.post("/my-seat/replace")
def replace(request: Request, form: Posted) -> Response:
    """A new own link; the old one and every other device lose the seat."""
    fresh = opening.fresh_secrets_for_holder(request)
    with access.writing(request, form.text("seat"), forget=True) as (session, holder):
        device = access.device_of(session, holder)
        issued = seats.replace(session, holder, fresh, clock.now())
    response = RedirectResponse("/my-seat?replaced", status_code=303)
    access.remember(request, response, issued.token, device)
    return response


@router.post("/my-seat/invite")
def invite(request: Request, form: Posted) -> Response:
    """A new invitation for another seat, shown where invitations are shown."""
    fresh = opening.fresh_secrets_for_holder(request)
    with access.writing(request, form.text("seat"), forget=True) as (session, holder):
        issued = seats.invite(session, holder, form.text("role"), fresh, clock.now())
        kept = invitations.joined(request, session, holder, issued)
    response = RedirectResponse("/opened", status_code=303)
    invitations.keep(request, response, kept)
    return response


@router.post("/my-seat/facilitator")
def facilitator(request: Request, form: Posted) -> Response:
    """Let the facilitator see the comparison, or no longer."""
    said = form.text("may_read")
    if said not in {"0", "1"}:
        raise InvalidAnswer
    with access.writing(request, form.text("seat")) as (session, holder):
        consent.say(session, holder, may_read=said == "1")
    return RedirectResponse("/my-seat#facilitator", status_code=303)


@router.post("/my-seat/erase")
def erase(request: Request, form: Posted) -> Response:
    """Delete the own answers for good. Needs the tick that says so."""
    if not form.ticked("confirm"):
        return RedirectResponse("/my-seat#erase", status_code=303)
    now = clock.now()
    with access.writing(request, form.text("seat"), forget=True) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        rounds.erase(session, holder, now)
        closed = holder.round.closed_at is not None
    t = translator(request, holder.dialogue, question_set)
    page = ErasedPage(
        seat=holder.identity,
        role_title=opening.role_title(question_set, holder.seat.role, t),
        municipality=holder.dialogue.municipality,
        text=notices.deleted(t.language, t.date(clock.today(now))),
        closed=closed,
    )
    response = render(request, "erased.html", page, t, question_set=question_set)
    access.remember_device(request, response, None)
    return response


@router.post("/my-seat/leave")
def leave(request: Request, form: Posted) -> Response:
    """Close the seat on this device: nothing of it is left here.

    Invitations not yet sent stay; the page that shows them has its own button. A link that is
    dead by now is no hindrance, but another seat opened here meanwhile stays open.
    """
    with suppress(NoCredential, UnknownCredential, Claimed), access.reading(request) as (_, holder):
        if form.text("seat").partition("~")[0] not in {"", holder.seat.id}:
            raise OtherSeat
    response = RedirectResponse("/", status_code=303)
    access.forget(request, response)
    # Not its storage: another seat may keep answers there that are not sent. leave.js removes
    # this seat's own, and everything when nobody waits.
    response.headers["clear-site-data"] = '"cache"'
    return response
