"""The JSON API: thin routes over ``rounds`` and ``seats``. Contract: ``interface.md``."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from app import clock, conversation, rounds, seats
from app.domain.errors import UnknownStatement
from app.exports import comparison_document
from app.links import show_code
from app.seats import Issued
from app.web import access, api_bodies, opening
from app.web.api_bodies import RoundNamed
from app.web.context import link, parts, translator

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": "Problem",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
        },
    }
    for status in (400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 503)
}

router = APIRouter(prefix="/api", responses=PROBLEMS)


@router.post("/dialogues", status_code=201)
def open_dialogue(request: Request, body: api_bodies.OpenDialogue) -> api_bodies.Opened:
    """Open a dialogue. The links and codes in the answer are invitations."""
    opened = opening.open_dialogue(request, body)
    t = translator(request, opened.dialogue, opened.question_set)
    return api_bodies.Opened(
        id=opened.dialogue.id,
        question_set=api_bodies.Set(id=opened.question_set.id, version=opened.question_set.version),
        release=body.release,
        seats=[
            api_bodies.Invitation(
                role=issued.role,
                title=opening.role_title(opened.question_set, issued.role, t),
                link=link(request, issued.token),
                code=show_code(issued.code),
            )
            for issued in opened.issued
        ],
    )


@router.post("/seat/claim", status_code=201)
def claim(request: Request) -> api_bodies.OwnLink:
    """Claim the seat an invitation is for. The invitation is dead afterwards."""
    return own_link(request, opening.claim(request))


@router.post("/seat/replace")
def replace(request: Request) -> api_bodies.OwnLink:
    """A new own link and code; the old ones die at once."""
    fresh = opening.fresh_secrets_for_holder(request)
    with access.writing(request, forget=True) as (session, holder):
        issued = seats.replace(session, holder, fresh, clock.now())
    return own_link(request, issued)


@router.post("/seats/{role}/invite")
def invite(request: Request, role: str, in_round: RoundNamed = None) -> api_bodies.NewInvitation:
    """A new invitation for another, lost seat; what it had not handed in is gone."""
    fresh = opening.fresh_secrets_for_holder(request)
    with access.writing(request, in_round=in_round, forget=True) as (session, holder):
        issued = seats.invite(session, holder, role, fresh, clock.now())
    return api_bodies.NewInvitation(link=link(request, issued.token), code=show_code(issued.code))


@router.get("/seat")
def seat(request: Request) -> api_bodies.SeatStatus | api_bodies.InvitationStatus:
    """Where the seat stands. An invitation is told the role, dialogue and municipality only."""
    with parts(request).store.reading() as session:
        holder = access.holder_of(request, session)
        basics = {
            "role": holder.seat.role,
            "dialogue": holder.dialogue.id,
            "municipality": holder.dialogue.municipality,
        }
        if holder.is_invitation:
            return api_bodies.InvitationStatus(**basics)
        question_set = access.question_set_of(request, session, holder)
        parties = rounds.parties(session, holder, question_set)
        return api_bodies.SeatStatus(
            **basics,
            round=holder.round.number,
            question_set=api_bodies.Set(id=question_set.id, version=question_set.version),
            state=rounds.state_of(holder.round, parties.values()),
            handed_in=parties.get(holder.seat.role, False),
            statements=len(question_set.statements),
            answered=rounds.answered(session, holder, question_set),
            parties=[
                api_bodies.PartyStatus(role=role, handed_in=handed_in)
                for role, handed_in in parties.items()
            ],
        )


@router.get("/answers")
def answers(request: Request) -> api_bodies.OwnAnswers:
    """The own sheet, and nothing of anyone else's."""
    with access.reading(request) as (session, holder):
        sheet = rounds.own_answers(session, holder)
    return api_bodies.OwnAnswers(
        answers={
            statement: api_bodies.OneAnswer(
                status=answer.status, ambition=answer.ambition, talk=answer.talk
            )
            for statement, answer in sheet.items()
        }
    )


@router.patch("/answers")
def save(
    request: Request, body: api_bodies.SaveAnswers, in_round: RoundNamed = None
) -> api_bodies.Saved:
    """Save taps; per field the newest stands. The answer comes when they are durable."""
    changes = [change for patch in body.answers for change in patch.changes()]
    with access.writing(request, in_round=in_round) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        for patch in body.answers:
            if patch.statement not in question_set.by_id:
                raise UnknownStatement(statement=patch.statement)
        answered = rounds.save_answers(session, holder, question_set, changes, clock.now())
    return api_bodies.Saved(saved=len(body.answers), answered=answered)


@router.delete("/answers")
def erase(request: Request, in_round: RoundNamed = None) -> api_bodies.RoundStatus:
    """Delete the own sheet for good; after release that closes the comparison for all."""
    with access.writing(request, in_round=in_round, forget=True) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        rounds.erase(session, holder, clock.now())
        state = rounds.state_of(
            holder.round, rounds.parties(session, holder, question_set).values()
        )
    return api_bodies.RoundStatus(state=state, handed_in=False)


@router.post("/hand-in")
def hand_in(
    request: Request, body: api_bodies.HandIn | None = None, in_round: RoundNamed = None
) -> api_bodies.RoundStatus:
    """Lock the own sheet."""
    body = body or api_bodies.HandIn()
    with access.writing(request, in_round=in_round) as (session, holder):
        state = rounds.hand_in(
            session,
            holder,
            access.question_set_of(request, session, holder),
            anyway=body.anyway,
            facilitator_may_read=body.facilitator_may_read,
            now=clock.now(),
        )
    return api_bodies.RoundStatus(state=state, handed_in=True)


@router.delete("/hand-in")
def withdraw(request: Request, in_round: RoundNamed = None) -> api_bodies.RoundStatus:
    """Take the own sheet back, until release."""
    with access.writing(request, in_round=in_round, forget=True) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        state = rounds.withdraw(session, holder, question_set)
    return api_bodies.RoundStatus(state=state, handed_in=False)


@router.post("/release")
def release(request: Request, in_round: RoundNamed = None) -> api_bodies.ReleaseStatus:
    """Open the comparison for every seat at the same moment, as the policy says."""
    with access.writing(request, in_round=in_round) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        state = rounds.ask_release(session, holder, question_set, clock.now())
    return api_bodies.ReleaseStatus(state=state)


@router.get("/comparison", response_model=api_bodies.MergedAnswers)
def comparison(request: Request) -> dict[str, Any]:
    """The merge endpoint. Shut until release, with the same bytes whatever the others said."""
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        merged = conversation.comparison(session, holder, question_set)
    return comparison_document(holder.dialogue.id, holder.round.number, question_set, merged)


def own_link(request: Request, issued: Issued) -> api_bodies.OwnLink:
    """What the holder of a seat is shown."""
    return api_bodies.OwnLink(
        role=issued.role, link=link(request, issued.token), code=show_code(issued.code)
    )
