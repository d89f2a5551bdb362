"""The page after opening a dialogue: whom to invite, and the links to send.

Invitations are shown, not stored: the database has only their fingerprints. They are kept in
a signed cookie on the opener's own device, so that a reload does not lose them.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import published, seats
from app.domain.errors import DomainError
from app.seats import Issued
from app.web import opening, sharing
from app.web.context import is_secure, parts, translator
from app.web.rendering import render
from app.web.seat_pages import InvitationCard, OpenedPage

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
            role = opening.role_title(question_set, issued.role, t)
            try:
                living = seats.identify(session, issued.token).is_invitation
            except DomainError:
                living = False
            shared = sharing.invitation(
                request,
                t,
                token=issued.token,
                code=issued.code,
                role=role,
                title=title,
                place=kept.municipality,
            )
            cards.append(InvitationCard(role, shared if living else None, not living))
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
        COOKIE, path="/opened", secure=is_secure(request), httponly=True, samesite="lax"
    )
    return response


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
        path="/opened",
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
