"""Present mode for the projector, the same as a file to keep, and the presenter's window."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from app import agreements, clock, conversation, i18n
from app.content.guide import guide
from app.domain.errors import NoConsent, NotReleased
from app.domain.question_set import Language, QuestionSet
from app.holders import Holder
from app.i18n import Translator
from app.web import access, earlier
from app.web.context import translator
from app.web.downloads import attachment
from app.web.present_page import PresentPage, present_page
from app.web.presenter_page import presenter_page
from app.web.rendering import CarriedScript, CarriedStyle, render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Open:
    """What every route here begins with: an opened comparison, as one reader sees it."""

    holder: Holder
    question_set: QuestionSet
    t: Translator
    spoken: Language
    page: PresentPage


def policy(style: CarriedStyle, script: CarriedScript, *, saved: bool) -> str:
    """What the projector's page may do: paint itself, run its own script, nothing more.

    On the server it may also fetch the agreements, and nobody may frame it; a file can say
    neither (a ``meta`` element knows no ``frame-ancestors``), and fetches nothing.
    """
    rules = [
        "default-src 'none'",
        f"script-src {script.source}",
        f"style-src {style.source}",
        "img-src data:",
        "form-action 'none'",
        "base-uri 'none'",
    ]
    if not saved:
        rules += ["connect-src 'self'", "frame-ancestors 'none'"]
    return "; ".join(rules)


def channel(holder: Holder) -> str:
    """What this round's windows call each other by: says nothing, and is no other round's."""
    named = f"presenter {holder.dialogue.id} {holder.round.number}"
    return hashlib.sha256(named.encode()).hexdigest()[:24]


@router.get("/present")
def present(request: Request) -> Response:
    """The projector's page; a seat that may not see the comparison goes where it belongs."""
    found = _open(request)
    return found if isinstance(found, Response) else _whole(request, found, saved=False)


@router.get("/present/file")
def file(request: Request) -> Response:
    """The same page as one file that needs no server."""
    found = _open(request)
    if isinstance(found, Response):
        return found
    response = _whole(request, found, saved=True)
    day = clock.to_datetime(clock.now()).astimezone(i18n.NORWAY).date().isoformat()
    response.headers.update(attachment("html", found.holder.dialogue.municipality, day))
    return response


@router.get("/present/agreements")
def newest(request: Request) -> Response:
    """The agreements as they stand now, for a projector whose reader asks for them."""
    found = _open(request)
    if isinstance(found, Response):
        return found
    return render(
        request,
        "_present_agreements.html",
        found.page.shown,
        found.t,
        question_set=found.question_set,
    )


@router.get("/presenter")
def presenter(request: Request) -> Response:
    """The presenter's window; it speaks with the projector's in the same browser alone."""
    found = _open(request)
    if isinstance(found, Response):
        return found
    page = presenter_page(
        found.page, found.question_set, found.spoken, guide(found.t.language), found.t
    )
    return render(request, "presenter.html", page, found.t, question_set=found.question_set)


def _whole(request: Request, found: _Open, *, saved: bool) -> Response:
    carried = request.app.state.templates.globals
    allowed = policy(carried["present_style"], carried["present_script"], saved=saved)
    page = replace(found.page, saved=saved, policy=allowed if saved else "")
    response = render(request, "present.html", page, found.t, question_set=found.question_set)
    response.headers["content-security-policy"] = allowed
    return response


def _open(request: Request) -> _Open | Response:
    try:
        with access.reading(request) as (session, holder):
            question_set = access.question_set_of(request, session, holder)
            merged = conversation.comparison(session, holder, question_set)
            held = agreements.of_round(session, holder)
            dates = conversation.dates(holder)
            before = earlier.beside(request, session, holder, question_set, merged)
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)
    t = translator(request, holder.dialogue, question_set)
    spoken = question_set.language(t.language)
    page = present_page(
        question_set,
        merged,
        spoken,
        i18n.translator(spoken),
        t,
        guide(t.language),
        municipality=holder.dialogue.municipality,
        opened=t.day(holder.round.released_at) if holder.round.released_at else "",
        channel=channel(holder),
        agreements=held,
        dates=dates,
        changes=before.changes,
        last=earlier.last_words(before, question_set, t),
    )
    return _Open(holder, question_set, t, spoken, page)
