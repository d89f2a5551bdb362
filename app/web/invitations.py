"""The page after opening a dialogue: whom to invite, and the links to send.

Invitations are shown, not stored: the database has only their fingerprints. They are kept in
a signed cookie on the opener's own device, so that a reload does not lose them.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import holders, i18n, published
from app.domain.errors import DomainError
from app.domain.question_set import QuestionSet
from app.domain.round_state import FACILITATOR
from app.holders import Holder
from app.i18n import Translator
from app.seats import Issued
from app.web import access, opening, sharing
from app.web.context import is_secure, parts, translator
from app.web.rendering import render
from app.web.seat_pages import InvitationCard, OpenedPage, Shared

router = APIRouter(include_in_schema=False)

COOKIE = "samspill_invitations"
PURPOSE = "invitations"
KEEP_SECONDS = 14 * 86_400


@dataclass(frozen=True, slots=True)
class Kept:
    """What the opener's device keeps: invitations, and what they are to."""

    municipality: str
    question_set: tuple[str, int]
    own_role: str | None
    issued: tuple[Issued, ...]


@router.get("/opened")
def opened(request: Request) -> Response:
    """The invitations of the dialogue last opened on this device."""
    kept = kept_in(request)
    t = translator(request)
    if kept is None:
        return RedirectResponse("/", status_code=303)
    running = parts(request)
    with running.store.reading() as session:
        question_set = published.find(session, running.catalogue, *kept.question_set)
        title = question_set.title[question_set.language(t.language)]
        cards = []
        for issued in kept.issued:
            holder = _living(session, issued)
            cards.append(
                InvitationCard(
                    opening.role_title(question_set, issued.role, t),
                    _shared(request, session, t, holder, issued, question_set) if holder else None,
                )
            )
    own = kept.own_role
    page = OpenedPage(
        municipality=kept.municipality,
        title=title,
        own_title=opening.role_title(question_set, own, t) if own else None,
        invitations=tuple(cards),
    )
    return render(request, "opened.html", page, t, question_set=question_set)


@router.post("/opened/done")
def done(request: Request) -> Response:
    """Remove the invitations from this device."""
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(
        COOKIE, path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )
    return response


def joined(request: Request, session: Session, holder: Holder, issued: Issued) -> Kept:
    """A new invitation and what this device keeps of the same dialogue that still works."""
    kept = kept_in(request)
    others = [each for each in kept.issued if each.role != issued.role] if kept else []
    good = [
        each
        for each in others
        if (found := _living(session, each)) and found.dialogue.id == holder.dialogue.id
    ]
    return Kept(
        municipality=holder.dialogue.municipality,
        question_set=(holder.round.question_set_id, holder.round.question_set_version),
        own_role=holder.seat.role,
        issued=(issued, *good),
    )


def keep(request: Request, response: Response, kept: Kept) -> None:
    """Keep invitations on the device that made them."""
    value = [
        kept.municipality,
        list(kept.question_set),
        kept.own_role,
        [[each.role, each.token, each.code] for each in kept.issued],
    ]
    response.set_cookie(
        COOKIE,
        parts(request).signed.dump(PURPOSE, value),
        max_age=KEEP_SECONDS,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def kept_in(request: Request) -> Kept | None:
    """The invitations this device keeps, if it does and nobody has touched them."""
    value = parts(request).signed.load(PURPOSE, request.cookies.get(COOKIE, ""), KEEP_SECONDS)
    if not isinstance(value, list):
        return None
    municipality, (set_id, version), own_role, issued = value
    return Kept(municipality, (set_id, version), own_role, tuple(Issued(*each) for each in issued))


def _living(session: Session, issued: Issued) -> Holder | None:
    """The invitation as the database knows it, if it can still be used."""
    try:
        return holders.identify(session, issued.token)
    except DomainError:
        return None


def _shared(
    request: Request,
    session: Session,
    t: Translator,
    holder: Holder,
    issued: Issued,
    question_set: QuestionSet,
) -> Shared:
    """The invitation to send, its message in the language chosen for the invitations."""
    opened = holder.round.released_at is not None or holder.round.closed_at is not None
    spoken = i18n.known(holder.dialogue.language)
    writer = i18n.translator(spoken) if spoken else t
    return sharing.invitation(
        request,
        writer,
        token=issued.token,
        code=issued.code,
        role=opening.role_title(question_set, issued.role, writer),
        title=question_set.title[question_set.language(writer.language)],
        place=holder.dialogue.municipality,
        leads=issued.role == FACILITATOR,
        statements=0
        if opened
        else len(access.question_set_of(request, session, holder).statements),
    )
