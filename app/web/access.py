"""Who is asking: the one place where a request's credential becomes a holder."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app import holders, next_round, published, rounds, seats
from app.domain.errors import (
    DomainError,
    NoCredential,
    NoSuchRound,
    NotYourSeat,
    OtherSeat,
    RoundOver,
)
from app.domain.question_set import QuestionSet
from app.holders import Holder
from app.i18n import Translator
from app.web.answering_page import Whose
from app.web.context import is_secure, parts, translator

SEAT_HEADER = "x-samspill-seat"
"""Which seat's page a script's request comes from. Identifies; opens nothing."""

SEAT_COOKIE_DAYS = 400
"""As long as browsers keep a cookie at most; the link in it dies earlier when replaced."""


def seat_cookie(request: Request) -> str:
    """The cookie that holds the open seat's token; ``__Host-`` where the site is https."""
    return "__Host-samspill" if is_secure(request) else "samspill"


def device_cookie(request: Request) -> str:
    """The cookie with what opens the answers kept on this device; our scripts read it."""
    return "__Host-samspill-device" if is_secure(request) else "samspill-device"


def token_of(request: Request) -> str | None:
    """The token a request brings: a bearer token first, else the cookie."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""
    return request.cookies.get(seat_cookie(request)) or None


def holder_of(request: Request, session: Session, *, lock: bool = False) -> Holder:
    """The holder of the request's token. Raises ``UnknownCredential`` or ``Claimed``.

    ``lock`` lets nobody change the link, its seat or its round until the transaction ends.
    """
    token = token_of(request)
    if token is None:
        raise NoCredential
    holder = holders.identify(session, token, lock=lock)
    request.state.invitation_language = holder.dialogue.language
    return holder


def whose(session: Session, holder: Holder, question_set: QuestionSet, t: Translator) -> Whose:
    """Whose answering page it is."""
    spoken = question_set.language(t.language)
    return Whose(
        seat=holder.identity,
        role_title=question_set.role(holder.seat.role).title[spoken],
        municipality=holder.dialogue.municipality,
        ask_consent=seats.has_facilitator(session, holder.dialogue),
    )


def question_set_of(request: Request, session: Session, holder: Holder) -> QuestionSet:
    """The question set the holder's round pins, with the statements that it asks about."""
    return next_round.asked(holder, pinned_set_of(request, session, holder))


def pinned_set_of(request: Request, session: Session, holder: Holder) -> QuestionSet:
    """The whole version that the holder's round is on, whatever of it is asked."""
    return published.find(
        session,
        parts(request).catalogue,
        holder.round.question_set_id,
        holder.round.question_set_version,
    )


def short_round(holder: Holder) -> str:
    """What names a round that asks about some statements only; empty for any other.

    Tells one round from another on a device, and nobody what is asked.
    """
    if holder.round.statements_box is None:
        return ""
    return hashlib.sha256(b"samspill short round " + holder.round.id.encode()).hexdigest()[:16]


@contextmanager
def reading(request: Request) -> Iterator[tuple[Session, Holder]]:
    """A read by a seat, not an invitation; by the one whose page a script says it is on.

    Else a part asked for by one person's page would bring another's form into it. An address
    that names an earlier round (``round_number``) is about that one; only parties look back.
    """
    with parts(request).store.reading() as session:
        holder = holder_of(request, session)
        if holder.is_invitation:
            raise NotYourSeat
        _check_page(holder, request.headers.get(SEAT_HEADER))
        number = request.path_params.get("round_number")
        if number is not None:
            if holder.is_facilitator:
                raise NotYourSeat
            holder = holders.in_earlier_round(session, holder, _whole(number))
        yield session, holder


@contextmanager
def writing(
    request: Request, page_of: str = "", *, in_round: int | None = None, forget: bool = False
) -> Iterator[tuple[Session, Holder]]:
    """A write by a seat, not an invitation; the round is locked until it is durable.

    ``page_of`` is the seat whose page sent this, where the page says so (a form's hidden field,
    a script's header). Raises ``OtherSeat`` when the device has another seat open by now: a
    link opened in another window must not turn one person's answers into another's.
    ``in_round`` is the number of the round this is meant for, where a program says so. Raises
    ``RoundOver`` when a later one is on, ``NoSuchRound`` before there is one.
    ``forget`` when it deletes or seals anew: what stood there is then nowhere on the disk.
    """
    store = parts(request).store
    with store.writing() as session:
        holder = holder_of(request, session, lock=True)
        if holder.is_invitation:
            raise NotYourSeat
        _check_page(holder, page_of or request.headers.get(SEAT_HEADER))
        if in_round is not None and in_round > holder.round.number:
            raise NoSuchRound
        if in_round not in {None, holder.round.number}:
            raise RoundOver
        yield session, holder
    if forget:
        store.forget_deleted()


def _check_page(holder: Holder, page_of: str | None) -> None:
    """Refuse what comes from another seat's page, or from this seat's in an earlier round."""
    if not page_of or page_of == holder.identity:
        return
    raise RoundOver if page_of.partition("~")[0] == holder.seat.id else OtherSeat


OF_EARLIER = "/rounds/{round_number}"
"""Where the pages of an earlier round are; :func:`reading` knows the round by it."""


def base_of(request: Request) -> str:
    """What the addresses of a round's pages begin with: nothing for the one that is on."""
    number = request.path_params.get("round_number")
    return "" if number is None else OF_EARLIER.format(round_number=number)


def _whole(number: str) -> int:
    """A round's number as an address has it; 0, which no round has, for anything else."""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0


def reader(request: Request) -> Translator:
    """The translator of a page that needs no seat: it speaks as the open seat does."""
    if token_of(request):
        # Error pages come through here too: with the database away they still speak.
        with (
            suppress(DomainError, SQLAlchemyError),
            parts(request).store.reading() as session,
        ):
            holder = holder_of(request, session)
            return translator(request, holder.dialogue, question_set_of(request, session, holder))
    return translator(request)


def remember(request: Request, response: Response, token: str, device: str | None = None) -> None:
    """Open the seat on this device: keep its token in a cookie no script can read.

    ``device`` is what :func:`device_of` says of the same seat. Without it the answers kept on
    the device stay shut until the answering page opens, whoever's they are.
    """
    response.set_cookie(
        seat_cookie(request),
        token,
        max_age=SEAT_COOKIE_DAYS * 86_400,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    remember_device(request, response, device)


def device_of(session: Session, holder: Holder) -> str | None:
    """Whose answers may be read on this device, and the key they are sealed with there."""
    key = rounds.device_key(session, holder)
    if key is None:
        return None
    return f"{holder.identity}.{base64.urlsafe_b64encode(key).decode().rstrip('=')}"


def remember_device(request: Request, response: Response, device: str | None) -> None:
    """Let our scripts open what one seat has kept on this device, and no other's."""
    if device == request.cookies.get(device_cookie(request)):
        return
    if device is None:
        response.delete_cookie(
            device_cookie(request), path="/", secure=is_secure(request), samesite="lax"
        )
        return
    response.set_cookie(
        device_cookie(request),
        device,
        max_age=SEAT_COOKIE_DAYS * 86_400,
        path="/",
        secure=is_secure(request),
        httponly=False,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    """Close the seat on this device."""
    response.delete_cookie(
        seat_cookie(request), path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )
    remember_device(request, response, None)
