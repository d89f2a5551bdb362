"""What every request passes: method, origin, headers and a log line without secrets."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.context import language_cookie

log = logging.getLogger("samspill.access")

NO_PAGES = ("/api/", "/static/")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}

LONGEST_HOST = 255
"""Characters of a host name (RFC 1035) or its port: links and QR codes are made of it."""

GONE = 499
"""What the log says of a client that hung up while it was sending; nginx writes the same."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
"""Set unless the response says otherwise itself. ``same-origin`` and not ``no-referrer``,
because under the latter browsers send ``Origin: null`` with our own forms."""

FILES = ("/static/", "/sw.js")
"""Where our own files lie: what they need of the headers is less, and each byte is paid for
on the way to the first answer."""

FILE_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}
"""Set on a file of ours unless it says otherwise itself: what is no page loads nothing."""


class Front:
    """Answers HEAD like GET without a body, refuses cross-site writes, sets headers, logs.

    Remembers the language an address asks for.

    The log has the route's pattern and never the path: a path can hold a link's secret.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        https: bool,
        max_body: int,
        refuse: Callable[[Request, int], Response],
    ) -> None:
        self.app = app
        self.https = https
        self.max_body = max_body
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        method = scope["method"]
        if method == "HEAD":
            # A copy: the server counts what it sends against the length unless it knows of HEAD.
            scope = {**scope, "method": "GET"}
        status = 500
        begun = False
        language: str | None = None

        async def send_on(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status = message["status"]
                begun = True
                self.add_headers(scope, MutableHeaders(scope=message), language)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        try:
            headers = Headers(scope=scope)
            # Here and not where pages are made: an address that leads on to another keeps it too.
            language = language_cookie(Request(scope))
            if len(headers.get("host", "")) > LONGEST_HOST:
                await self.answer(400, scope, receive, send_on)
            elif method not in SAFE_METHODS and is_cross_site(headers):
                await self.answer(403, scope, receive, send_on)
            elif declared_size(headers) > self.max_body:
                await self.answer(413, scope, receive, send_on)
            else:
                await self.app(scope, receive, send_on)
        except ClientDisconnect:
            # Gone before all was sent: nobody is there to answer, and nothing is wrong here.
            status = GONE
        except Exception:
            # Here and not in an exception handler: those run outside this middleware, and
            # their answer would go out without our headers and our log line.
            log.exception("unforeseen error in %s", getattr(scope.get("route"), "path", "-"))
            if begun:
                raise
            await self.answer(500, scope, receive, send_on)
        finally:
            route = scope.get("route")
            milliseconds = (time.perf_counter() - started) * 1000
            pattern = getattr(route, "path", "-")
            log.info("%s %s %s %.1f ms", method, pattern, status, milliseconds)

    async def answer(self, status: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse; in a thread, since the refusal looks up how the reader is spoken to."""
        response = await run_in_threadpool(self.refuse, Request(scope), status)
        await response(scope, receive, send)

    def add_headers(self, scope: Scope, headers: MutableHeaders, language: str | None) -> None:
        """What every answer says besides its own."""
        is_file = scope["path"].startswith(FILES) and not headers.get(
            "content-type", ""
        ).startswith("text/html")
        for name, value in (FILE_HEADERS if is_file else SECURITY_HEADERS).items():
            headers.setdefault(name, value)
        if language and not scope["path"].startswith(NO_PAGES):
            headers.append("set-cookie", language)
        if self.https:
            headers["strict-transport-security"] = "max-age=31536000"


def declared_size(headers: Headers) -> int:
    """The body's size as the request declares it, 0 when it does not say."""
    size = headers.get("content-length", "")
    return int(size) if size.isascii() and size.isdigit() else 0


def is_cross_site(headers: Headers) -> bool:
    """Whether a browser says the request was begun by another site.

    From ``Sec-Fetch-Site`` where there is one, else ``Origin`` against ``Host``. A request
    with neither is no browser's, or an old one's whose cookie is ``SameSite=Lax``.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != headers.get("host", "")
    except ValueError:
        return True
