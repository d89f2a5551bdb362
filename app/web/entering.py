"""From a link or code to the seat: nothing changes on the server until the claim is pressed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import holders, merge, reviews, rounds, sheets
from app.content import notices
from app.domain.answers import minutes_to_answer
from app.domain.errors import Claimed, DomainError, NoCredential, UnknownCredential
from app.holders import Holder
from app.links import looks_like_token
from app.web import access, opening, sharing
from app.web.context import client, is_secure, parts, translator
from app.web.forms import Posted
from app.web.limits import TOKEN
from app.web.rendering import render
from app.web.seat_pages import ClaimPage, OpenSeat, WelcomePage

router = APIRouter(include_in_schema=False)

INVITATION_COOKIE = "samspill_invitation"


@router.get("/s/{token}")
def open_link(request: Request, token: str) -> Response:
    """Open a link. Changes nothing here, however often; the token leaves the address bar."""
    with parts(request).store.reading() as session:
        try:
            holder = holders.identify(session, token)
        except UnknownCredential:
            if looks_like_token(token):
                parts(request).limits.hit(TOKEN, client(request))
            raise
        except Claimed as used:
            return back_to_own_seat(request, session, used)
        return enter(request, session, holder)


def enter(request: Request, session: Session, holder: Holder) -> Response:
    """To the seat with an own link, to the claim page with an invitation."""
    if not holder.is_invitation:
        # Straight there and not by way of /seat: on a bad line each hop is felt.
        response = RedirectResponse(needed_page(session, request, holder), status_code=303)
        access.remember(request, response, holder.token, access.device_of(session, holder))
        return response
    response = RedirectResponse("/claim", status_code=303)
    response.set_cookie(
        INVITATION_COOKIE,
        holder.token,
        max_age=86_400,
        path="/claim",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return response


def back_to_own_seat(request: Request, session: Session, refusal: DomainError) -> Response:
    """To the seat open on this device, for whoever comes again by the invitation it took.

    People go back to the mail they got, press twice, or press "back". Raises the refusal when
    the device has no seat open, or another than the invitation was for.
    """
    own = _open_here(request, session)
    if own is None or (isinstance(refusal, Claimed) and refusal.seat != own.seat.id):
        raise refusal
    return RedirectResponse("/seat", status_code=303)


@router.get("/claim")
def invitation(request: Request) -> Response:
    """What the invitation is for, and one button."""
    with parts(request).store.reading() as session:
        try:
            holder = holders.identify(session, _invitation_token(request))
        except (Claimed, NoCredential) as refusal:
            return back_to_own_seat(request, session, refusal)
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        page = ClaimPage(
            seat=holder.seat.id,
            role_title=opening.role_title(question_set, holder.seat.role, t),
            municipality=holder.dialogue.municipality,
            title=question_set.title[question_set.language(t.language)],
            statements=len(question_set.statements),
            facilitator=holder.is_facilitator,
            other_open_seat=open_seat(request, session),
        )
    return render(request, "claim.html", page, t, question_set=question_set)


@router.post("/claim")
def claim(request: Request, form: Posted) -> Response:
    """Take the seat. From now on only this device's holder has a working link.

    Only the seat that the page was about: with another invitation opened since, that one is
    shown first.
    """
    try:
        token = _invitation_token(request)
        with parts(request).store.reading() as session:
            meant = holders.identify(session, token).seat.id
        if form.text("seat") not in {"", meant}:
            return RedirectResponse("/claim", status_code=303)
        own = opening.claim(request, token)
    except (Claimed, NoCredential) as refusal:
        with parts(request).store.reading() as session:
            return back_to_own_seat(request, session, refusal)
    response = RedirectResponse("/welcome", status_code=303)
    access.remember(request, response, own.token)
    response.delete_cookie(
        INVITATION_COOKIE, path="/claim", secure=is_secure(request), httponly=True, samesite="lax"
    )
    return response


@router.get("/seat")
def seat(request: Request) -> Response:
    """To the page the seat needs now."""
    with access.reading(request) as (session, holder):
        return RedirectResponse(needed_page(session, request, holder), status_code=303)


def needed_page(session: Session, request: Request, holder: Holder) -> str:
    """Where the holder of a seat should be."""
    question_set = access.question_set_of(request, session, holder)
    parties = rounds.parties(session, holder, question_set)
    state = rounds.state_of(holder.round, parties.values())
    if state == "released" and merge.may_read_comparison(session, holder):
        return "/comparison"
    if state in {"released", "closed"} or parties.get(holder.seat.role, True):
        return "/waiting"
    return "/answer" if rounds.own_answers(session, holder) else "/welcome"


@router.get("/welcome")
def welcome(request: Request) -> Response:
    """Before the first answer: who sees what, when, and until when."""
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        spoken = question_set.language(t.language)
        page = WelcomePage(
            role_title=opening.role_title(question_set, holder.seat.role, t),
            municipality=holder.dialogue.municipality,
            title=question_set.title[spoken],
            statements=len(question_set.statements),
            minutes=minutes_to_answer(len(question_set.statements)),
            facilitator=holder.is_facilitator,
            notice=notices.before_answering(
                len(question_set.roles), t.language, t.date(holder.round.delete_on)
            ),
            status_question=question_set.status.question[spoken],
            ambition_question=question_set.ambition.question[spoken],
            taken_day=t.day(holder.credential.created_at),
            taken_time=t.clock_time(holder.credential.created_at),
            began=bool(rounds.answered(session, holder, question_set)),
            round=holder.round.number,
            opened_day=t.day(holder.round.opened_at),
            same_link=holder.credential.created_at < holder.round.opened_at,
            look_back=_to_look_back(session, holder),
            tell=sharing.new_round(
                request,
                t,
                number=holder.round.number,
                title=question_set.title[spoken],
                place=holder.dialogue.municipality,
            )
            if holder.round.number > 1 and not holder.is_facilitator
            else None,
            shared=sharing.own(
                request,
                t,
                token=holder.token,
                code=holders.code_of(holder),
                title=question_set.title[spoken],
            ),
        )
    return render(request, "welcome.html", page, t, question_set=question_set)


def _to_look_back(session: Session, holder: Holder) -> bool:
    """Whether there are agreements of last time that the holder has not said anything of."""
    if not sheets.may_begin_sheet(holder) or holder.round.number == 1:
        return False
    if rounds.is_sealed_for(session, holder):
        return False
    return bool(reviews.last_agreements(session, holder)) and not reviews.own(session, holder)


def _invitation_token(request: Request) -> str:
    token = request.cookies.get(INVITATION_COOKIE)
    if not token:
        raise NoCredential
    return token


def open_seat(request: Request, session: Session) -> OpenSeat | None:
    """The seat open on this device, in words."""
    holder = _open_here(request, session)
    if holder is None:
        return None
    question_set = access.question_set_of(request, session, holder)
    t = translator(request, holder.dialogue, question_set)
    return OpenSeat(
        opening.role_title(question_set, holder.seat.role, t),
        holder.dialogue.municipality,
        t.language if holder.is_facilitator else question_set.language(t.language),
    )


def _open_here(request: Request, session: Session) -> Holder | None:
    """The holder of the seat open on this device."""
    try:
        holder = access.holder_of(request, session)
    except DomainError:
        return None
    return None if holder.is_invitation else holder
