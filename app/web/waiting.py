"""Waiting for the others, and a facilitator's home: who has handed in, and nothing more."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import clock, consent, merge, rounds, seats
from app.content import notices
from app.content.guide import Guide, guide
from app.domain.errors import DomainError
from app.domain.question_set import QuestionSet
from app.domain.round_state import FACILITATOR, ReleasePolicy, check_may_ask_release
from app.holders import Holder
from app.i18n import Translator
from app.web import access, opening
from app.web.context import translator
from app.web.forms import Posted
from app.web.rendering import render
from app.web.seat_pages import Course, CourseStep, OtherSeat, PartyView, WaitingPage

router = APIRouter(include_in_schema=False)


@router.get("/waiting")
def waiting(request: Request) -> Response:
    """Where the round stands."""
    return _waiting(request, "waiting.html")


@router.get("/waiting/parties")
def parties(request: Request) -> Response:
    """The part of the page that may change, for polling.

    ``X-Next`` tells the page to move on: the comparison has opened, or the round is closed.
    """
    return _waiting(request, "_parties.html", partial=True)


@router.get("/waiting/let-in")
def let_in(request: Request) -> Response:
    """For polling by a facilitator who is not let in; ``X-Next`` when the comparison is shut.

    Let in, she is told so and goes on by herself: her page may be on the big screen.
    """
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        page = waiting_page(session, holder, question_set, t)
    response = render(request, "_let_in.html", page, t, question_set=question_set)
    if page.state != "released":
        response.headers["x-next"] = "/seat"
    return response


@router.post("/release")
def release(request: Request, form: Posted) -> Response:
    """Open the comparison, as the dialogue's policy says."""
    with access.writing(request, form.text("seat")) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        rounds.ask_release(session, holder, question_set, clock.now())
    return RedirectResponse("/seat", status_code=303)


def _waiting(request: Request, template: str, *, partial: bool = False) -> Response:
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        page = waiting_page(session, holder, question_set, t)
    if not (partial or page.facilitator or page.handed_in or page.state == "closed"):
        return RedirectResponse("/seat", status_code=303)
    response = render(request, template, page, t, question_set=question_set)
    if partial and not (page.facilitator or page.handed_in) and page.state != "closed":
        # Taken back on another device.
        response.headers["x-next"] = "/seat"
    if partial and page.state == "released" and not page.consent_missing:
        response.headers["x-next"] = "/comparison"
    elif partial and page.state in {"released", "closed"}:
        response.headers["x-next"] = "/waiting"
    return response


def waiting_page(
    session: Session, holder: Holder, question_set: QuestionSet, t: Translator
) -> WaitingPage:
    """The page object for a holder."""
    handed_in = rounds.parties(session, holder, question_set)
    state = rounds.state_of(holder.round, handed_in.values())
    asked = rounds.asked_release(session, holder)
    opens = rounds.policy(session, holder)
    vouched = rounds.to_vouch_for(session, holder) - {holder.seat.role}
    spoken = question_set.language(t.language)
    own = holder.seat.role
    notice = notices.waiting(len(question_set.roles), t.language)
    shut = state == "released" and not merge.may_read_comparison(session, holder)
    return WaitingPage(
        seat=holder.identity,
        municipality=holder.dialogue.municipality,
        title=question_set.title[spoken],
        facilitator=holder.is_facilitator,
        handed_in=handed_in.get(own, False),
        sealed=rounds.is_sealed_for(session, holder),
        state=state,
        release=opens,
        vouch_for=tuple(
            question_set.role(role).title[spoken]
            for role in question_set.role_ids
            if role in vouched
        ),
        parties=tuple(
            PartyView(role.title[spoken], role.letter, index, handed_in[role.id], role.id == own)
            for index, role in enumerate(question_set.roles)
        ),
        may_release=state == "ready" and not asked and _may_release(holder, opens),
        asked=asked,
        notice_title=notice.title,
        notice_text=notice.text,
        deletion=notices.deletion(
            t.language,
            delete_date=t.date(holder.round.delete_on),
            backup_days=0,
        ).upcoming,
        consent_missing=shut,
        lets_facilitator_read=consent.own_word(session, holder),
        course=course(guide(t.language)) if shut else None,
    )


def course(words: Guide) -> Course:
    """The conversation's steps and rules, for whoever leads it without the answers."""
    orders = words.running_orders
    return Course(
        rules=words.ground_rules,
        orders=tuple(order.minutes for order in orders),
        steps=tuple(
            CourseStep(
                step.title,
                step.text,
                tuple(
                    sum(slot.end - slot.start for slot in order.steps if slot.step == step.id)
                    for order in orders
                ),
            )
            for step in words.steps
        ),
        stops=words.stop_rules,
    )


def other_seats(
    session: Session, holder: Holder, question_set: QuestionSet, t: Translator
) -> tuple[OtherSeat, ...]:
    """The dialogue's other seats."""
    others = seats.roles(session, holder.dialogue) - {holder.seat.role}
    return tuple(
        OtherSeat(role, opening.role_title(question_set, role, t))
        for role in (*question_set.role_ids, FACILITATOR)
        if role in others
    )


def _may_release(holder: Holder, opens: ReleasePolicy) -> bool:
    try:
        check_may_ask_release("ready", opens, holder.seat.role)
    except DomainError:
        return False
    return True
