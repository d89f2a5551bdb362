"""From exception to answer: a page in the reader's language, or a problem document."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.db import Busy
from app.domain import shape_words
from app.domain.errors import N_, DomainError
from app.i18n import Translator
from app.web import access, unsaved
from app.web.context import route_of, translator
from app.web.rendering import ErrorPage, render

log = logging.getLogger("samspill")

HTTP_CODES = {
    400: ("bad-request", N_("The request could not be read.")),
    403: ("cross-site", N_("The request came from another site and was not carried out.")),
    404: ("not-found", N_("There is nothing at this address.")),
    405: ("method-not-allowed", N_("This address does not take that kind of request.")),
    413: ("too-large", N_("What you sent is too large, so none of it was saved.")),
    422: ("invalid", N_("Some of what you sent is not valid.")),
    500: ("server-error", N_("Something went wrong on our side. Nothing you had saved is lost.")),
    503: ("busy", N_("The service is busy. Try again in a moment.")),
}


PAGE_OF_FORM = {
    "/dialogues": "/",
    "/code": "/",
    "/opened/done": "/opened",
    "/hand-in": "/review",
    "/withdraw": "/seat",
    "/release": "/seat",
    "/lobby/release": "/lobby",
    "/prepare/ticks": "/prepare",
    "/agreements/{agreement_id}/{act}": "/agreements",
    "/rounds/{number}/erase": "/rounds",
    "/my-seat/replace": "/my-seat",
    "/my-seat/invite": "/my-seat",
    "/my-seat/facilitator": "/my-seat",
    "/my-seat/erase": "/my-seat",
    "/my-seat/leave": "/my-seat",
}
"""Where the form is whose answer stands at an address that only takes forms, by its route.

Browsers ask for such an address when the reader changes language, or brings back old tabs.
"""


def install(app: FastAPI) -> None:
    """Let every exception become a clear answer."""
    app.add_exception_handler(DomainError, _domain)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(OperationalError, _database)
    app.add_exception_handler(NoConnectionFree, _database)


def wants_json(request: Request) -> bool:
    """Whether the asker is a program rather than a person with a browser."""
    return request.url.path.startswith(("/api/", "/answer/now"))


def problem(status: int, code: str, detail: str, **extra: Any) -> JSONResponse:
    """A problem document (RFC 9457) with our stable ``code``."""
    return JSONResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "code": code,
            "detail": detail,
            **extra,
        },
        status_code=status,
        media_type="application/problem+json",
    )


def answer(
    request: Request, status: int, code: str, detail: str, t: Translator, **extra: Any
) -> Response:
    """The answer in the form the asker reads; ``detail`` is in the reader's language."""
    if wants_json(request):
        response: Response = problem(status, code, detail, **extra)
    else:
        page = ErrorPage(status, code, detail, unsaved.written(request, t))
        response = render(request, "error.html", page, t, status=status)
    if "retry_after" in extra:
        response.headers["retry-after"] = str(extra["retry_after"])
    if status == 401 and wants_json(request):
        response.headers["www-authenticate"] = "Bearer"
    return response


def refusal(request: Request, status: int) -> Response:
    """The answer to a request that is refused before any route sees it, or broke one."""
    try:
        t = _reader(request)
    except Exception:  # noqa: BLE001 - what broke the page may break the looking up too
        t = translator(request)
    code, detail = HTTP_CODES[status]
    return answer(request, status, code, t.gettext(detail), t)


def _reader(request: Request) -> Translator:
    """Speaks as the page does that this answers, also to its scripts; to a program as it wishes."""
    if wants_json(request) and "authorization" in request.headers:
        return translator(request)
    return access.reader(request)


def _domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    t = _reader(request)
    extra = dict(error.extra)
    if "errors" in extra:
        extra["errors"] = [
            {"path": each["path"], "message": t.gettext(message, **each.get("params", {}))}
            for each in extra["errors"]
            for message in [each["message"]]
        ]
    detail = t.gettext(error.message, **error.params)
    return answer(request, error.status, error.code, detail, t, **extra)


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    t = _reader(request)
    faults = error.errors()
    unreadable = any(fault["type"] == "json_invalid" for fault in faults)
    errors = [
        {"path": _path(fault["loc"]), "message": t.gettext(message, **params)}
        for fault in faults[:100]
        for message, params in [shape_words.words(fault["type"], fault.get("ctx", {}))]
    ]
    status = 400 if unreadable else 422
    code, detail = HTTP_CODES[status]
    return answer(request, status, code, t.gettext(detail), t, errors=errors)


def _path(location: tuple[int | str, ...]) -> str:
    """A fault's place: ``answers[2].status``; the leading ``body`` says nothing and goes."""
    parts = location[1:] if location and location[0] in {"body", "query", "path"} else location
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    page = PAGE_OF_FORM.get(route_of(request))
    if error.status_code == 405 and request.method == "GET" and page:
        return RedirectResponse(page, status_code=303)
    t = _reader(request)
    code, detail = HTTP_CODES.get(error.status_code, HTTP_CODES[400])
    response = answer(request, error.status_code, code, t.gettext(detail), t)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def _busy(request: Request, _error: Exception) -> Response:
    t = _reader(request)
    code, detail = HTTP_CODES[503]
    return answer(request, 503, code, t.gettext(detail), t, retry_after=2)


def _database(request: Request, error: Exception) -> Response:
    log.error("database: %s", type(error).__name__, exc_info=error)
    return _busy(request, error)
