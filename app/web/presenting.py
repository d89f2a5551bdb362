"""Present mode for the projector, the same as a file to keep, and the presenter's window."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import agreements, clock, conversation, i18n, merge
from app.charts.since import no_last_words
from app.content.guide import guide
from app.domain.comparison import Comparison
from app.domain.errors import NoConsent, NotReleased, OtherConversation
from app.domain.question_set import Language, QuestionSet
from app.holders import Holder
from app.i18n import Translator
from app.web import access, earlier
from app.web.context import translator
from app.web.downloads import attachment
from app.web.present_page import (
    PresentPage,
    Screens,
    agreements_shown,
    present_page,
    screens,
)
from app.web.presenter_page import presenter_page
from app.web.rendering import (
    CarriedScript,
    CarriedStyle,
    render,
    render_in_parts,
    takes_parts,
)

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads a comparison that is open to them, and how it is said to them."""

    holder: Holder
    question_set: QuestionSet
    t: Translator
    spoken: Language


def policy(style: CarriedStyle, script: CarriedScript, *, saved: bool) -> str:
    """What the projector's page may do: paint itself, run its own script, nothing more.

    On the server it may also fetch the agreements and dates, and nobody may frame it; a file can
    say neither (a ``meta`` element knows no ``frame-ancestors``), and fetches nothing.
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
    """The projector's page; a seat that may not see the comparison goes where it belongs.

    Its first screen is sent before the answers are opened: in a session of their own, since
    sending may take as long as the network does. Who takes no parts gets it whole.
    """

    def later() -> Screens:
        with _reading(request) as (session, reader):
            return _shared_screens(request, session, reader)

    def answer(session: Session, reader: _Reader) -> Response:
        if not takes_parts(request):
            page = _page(reader, lambda: _shared_screens(request, session, reader))
            return render(request, "present.html", page, reader.t, question_set=reader.question_set)
        return render_in_parts(
            request,
            "present.html",
            _page(reader, later),
            reader.t,
            question_set=reader.question_set,
        )

    response = _answered(request, answer)
    if response.status_code == HTTPStatus.OK:
        response.headers["content-security-policy"] = _policy(request, saved=False)
    return response


@router.get("/present/file")
def file(request: Request) -> Response:
    """The same page as one file that needs no server."""

    def answer(session: Session, reader: _Reader) -> Response:
        allowed = _policy(request, saved=True)
        page = _page(
            reader,
            lambda: _shared_screens(request, session, reader),
            saved=True,
            policy=allowed,
        )
        response = render(request, "present.html", page, reader.t, question_set=reader.question_set)
        response.headers["content-security-policy"] = allowed
        day = clock.to_datetime(clock.now()).astimezone(i18n.NORWAY).date().isoformat()
        response.headers.update(attachment("html", reader.holder.dialogue.municipality, day))
        return response

    return _answered(request, answer)


@router.get("/present/agreements")
def newest(request: Request) -> Response:
    """The agreements and dates as they stand now, for a projector whose reader asks for them."""

    def answer(session: Session, reader: _Reader) -> Response:
        shown = agreements_shown(
            agreements.of_round(session, reader.holder),
            conversation.dates(reader.holder),
            reader.question_set,
            guide(reader.t.language),
            reader.t,
            channel=channel(reader.holder),
        )
        return render(
            request, "_present_agreements.html", shown, reader.t, question_set=reader.question_set
        )

    return _answered(request, answer)


@router.get("/presenter")
def presenter(request: Request, of: str = "") -> Response:
    """The presenter's window; it speaks with the projector's in the same browser alone.

    ``of`` is the channel of the projector that asks for it, if one does. Raises
    ``OtherConversation`` where another dialogue is open here by now, or a later round: it would
    steer that one's screen, or show beside this one what is only for that seat.
    """

    def answer(session: Session, reader: _Reader) -> Response:
        compared = _compared(session, reader)
        page = presenter_page(
            _screens(request, session, reader, compared),
            reader.question_set,
            compared,
            reader.spoken,
            guide(reader.t.language),
            reader.t,
            municipality=reader.holder.dialogue.municipality,
            channel=channel(reader.holder),
        )
        return render(request, "presenter.html", page, reader.t, question_set=reader.question_set)

    return _answered(request, answer, of)


def _policy(request: Request, *, saved: bool) -> str:
    carried = request.app.state.templates.globals
    return policy(carried["present_style"], carried["present_script"], saved=saved)


@contextmanager
def _reading(request: Request, of: str = "") -> Iterator[tuple[Session, _Reader]]:
    """A read by one to whom the comparison is open. Raises as ``merge.comparison`` does.

    Before that ``OtherConversation``, where ``of`` is another round's channel.
    """
    with access.reading(request) as (session, holder):
        if of not in {"", channel(holder)}:
            raise OtherConversation
        question_set = access.question_set_of(request, session, holder)
        merge.check_may_read_comparison(session, holder)
        t = translator(request, holder.dialogue, question_set)
        yield session, _Reader(holder, question_set, t, question_set.language(t.language))


def _answered(
    request: Request, answer: Callable[[Session, _Reader], Response], of: str = ""
) -> Response:
    """What a reader gets, all of it from one state of the database; others go where they belong."""
    try:
        with _reading(request, of) as (session, reader):
            return answer(session, reader)
    except (NotReleased, NoConsent):
        return RedirectResponse("/seat", status_code=303)


def _page(
    reader: _Reader, later: Callable[[], Screens], *, saved: bool = False, policy: str = ""
) -> PresentPage:
    return present_page(
        reader.question_set,
        reader.spoken,
        guide(reader.t.language),
        later,
        municipality=reader.holder.dialogue.municipality,
        channel=channel(reader.holder),
        saved=saved,
        policy=policy,
    )


def _compared(session: Session, reader: _Reader) -> Comparison:
    """Open the answers."""
    return conversation.comparison(session, reader.holder, reader.question_set)


def _shared_screens(request: Request, session: Session, reader: _Reader) -> Screens:
    """Open the answers for a screen that others see than the reader."""
    compared = _compared(session, reader)
    return _screens(request, session, reader, compared, shared=True)


def _screens(
    request: Request,
    session: Session,
    reader: _Reader,
    compared: Comparison,
    *,
    shared: bool = False,
) -> Screens:
    holder, question_set, t = reader.holder, reader.question_set, reader.t
    before = earlier.beside(request, session, holder, question_set, compared, shared=shared)
    return screens(
        question_set,
        compared,
        reader.spoken,
        i18n.translator(reader.spoken),
        t,
        guide(t.language),
        opened=t.day(holder.round.released_at) if holder.round.released_at else "",
        channel=channel(holder),
        agreements=agreements.of_round(session, holder),
        dates=conversation.dates(holder),
        changes=before.changes,
        last=earlier.last_words(before, question_set, t),
        no_last=no_last_words(before.none_held, t),
    )
