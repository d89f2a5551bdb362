"""Before the comparison opens, on a big screen: where to go, who has handed in, one button.

A screen that everyone sees never shows a seat's link, code or QR code: whoever reads it could
take the seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import clock, merge, rounds
from app.domain.errors import DomainError, NotReady
from app.web import access
from app.web.context import base_url, translator
from app.web.forms import Posted
from app.web.rendering import render
from app.web.waiting import waiting_page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class LobbyParty:
    """All that anyone is told of a party."""

    title: str
    letter: str
    index: int
    handed_in: bool


@dataclass(frozen=True, slots=True)
class LobbyPage:
    """The big screen. ``address`` is where each opens their own seat, as one says it aloud.

    ``may_release`` when this seat may open, or ask to, now; ``asked`` when it has;
    ``facilitator`` when one press of it is enough; ``both`` when every party must ask. ``opened``
    when it is open and not to this seat: what others may think of her reading along is not for a
    screen that everyone sees. ``error`` says why it did not open.
    """

    seat: str
    municipality: str
    title: str
    address: str
    parties: tuple[LobbyParty, ...]
    ready: bool
    may_release: bool
    asked: bool
    facilitator: bool
    both: bool
    opened: bool
    error: str | None


@router.get("/lobby")
def lobby(request: Request) -> Response:
    """The big screen before the comparison opens; afterwards what comes then."""
    return _lobby(request, "lobby.html")


@router.get("/lobby/parties")
def parties(request: Request) -> Response:
    """The part of it that changes, for polling. ``X-Next`` tells the page to move on."""
    return _lobby(request, "_lobby.html", partial=True)


@router.post("/lobby/release")
def release(request: Request, form: Posted) -> Response:
    """Open the comparison from the big screen; too early, it says so and stays."""
    try:
        with access.writing(request, form.text("seat")) as (session, holder):
            question_set = access.question_set_of(request, session, holder)
            rounds.ask_release(session, holder, question_set, clock.now())
    except NotReady as refusal:
        return _lobby(request, "lobby.html", refusal=refusal)
    return RedirectResponse("/lobby", status_code=303)


def _lobby(
    request: Request,
    template: str,
    *,
    partial: bool = False,
    refusal: DomainError | None = None,
) -> Response:
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        known = waiting_page(session, holder, question_set, t)
        readable = merge.may_read_comparison(session, holder)
    page = LobbyPage(
        seat=known.seat,
        municipality=known.municipality,
        title=known.title,
        address=spoken(base_url(request)),
        parties=tuple(
            LobbyParty(each.title, each.letter, each.index, each.handed_in)
            for each in known.parties
        ),
        ready=known.state == "ready",
        may_release=known.may_release,
        asked=known.asked,
        facilitator=known.facilitator,
        both=known.release == "both",
        opened=known.state == "released" and not readable,
        error=t.gettext(refusal.message) if refusal else None,
    )
    place = None
    if readable:
        place = "/present"
    elif known.state == "closed":
        place = "/waiting"
    if place and not partial:
        return RedirectResponse(place, status_code=303)
    response = render(
        request,
        template,
        page,
        t,
        question_set=question_set,
        status=refusal.status if refusal else 200,
    )
    if place:
        response.headers["x-next"] = place
    return response


def spoken(address: str) -> str:
    """An address as one reads it aloud: without the scheme, which browsers add by themselves."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".rstrip("/")
