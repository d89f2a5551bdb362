"""What a request brings: the running program's parts, the reader's language, the address."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app import i18n
from app.db import Store
from app.domain.question_set import Language, QuestionSet
from app.i18n import Translator
from app.links import SignedValues
from app.models import Dialogue
from app.questions.catalogue import Catalogue
from app.settings import Settings
from app.web.limits import Limits

LANGUAGE_COOKIE = "lang"


@dataclass(frozen=True, slots=True)
class Parts:
    """The running program, put together by ``create_app`` and carried by every request."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    signed: SignedValues
    limits: Limits


def parts(request: Request) -> Parts:
    """The running program's parts."""
    found: Parts = request.app.state.parts
    return found


def route_of(request: Request) -> str:
    """The pattern of the address that was asked for; empty where there is nothing."""
    pattern: str = getattr(request.scope.get("route"), "path", "")
    return pattern


def explicit_language(request: Request) -> Language | None:
    """The language the reader chose: in this address, or earlier and remembered."""
    return i18n.known(request.query_params.get("lang")) or i18n.known(
        request.cookies.get(LANGUAGE_COOKIE)
    )


def translator(
    request: Request,
    dialogue: Dialogue | None = None,
    question_set: QuestionSet | None = None,
) -> Translator:
    """The translator for this reader on this page (product rule R7).

    The dialogue is remembered for the request, so that its error pages speak alike.
    """
    if dialogue is not None:
        request.state.invitation_language = dialogue.language
    return i18n.translator(
        i18n.choose(
            explicit=explicit_language(request),
            invitation=getattr(request.state, "invitation_language", None),
            set_default=question_set.languages[0] if question_set else None,
            header=request.headers.get("accept-language", ""),
        )
    )


def language_cookie(request: Request, language: Language | None = None) -> str | None:
    """The ``Set-Cookie`` that remembers a choice of language, unless it is remembered already.

    The choice is the one in this address, or as told.
    """
    chosen = language or i18n.known(request.query_params.get("lang"))
    if chosen is None or request.cookies.get(LANGUAGE_COOKIE) == chosen:
        return None
    response = Response()
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=400 * 86_400,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return response.headers["set-cookie"]


def base_url(request: Request) -> str:
    """The address links begin with: the configured one, else the one the request came to."""
    return parts(request).settings.base_url or str(request.base_url).rstrip("/")


def is_secure(request: Request) -> bool:
    """Whether the site is served over https, so that cookies must be too."""
    return base_url(request).startswith("https:")


def link(request: Request, token: str) -> str:
    """The full link of an invitation or a seat; the token is its last path segment."""
    return f"{base_url(request)}/s/{token}"


def client(request: Request) -> str:
    """Whom a limit counts for. Kept in memory only, for as long as the limit runs.

    An IPv6 host has a whole /64 of addresses to itself, so that network counts as one.
    """
    host = request.client.host if request.client else "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return host if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
