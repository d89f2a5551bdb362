"""From page object to HTML, in the reader's language."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse

from app.deals import has_own_condition, has_own_verb, within
from app.domain.errors import DomainError
from app.domain.question_set import LANGUAGES, QuestionSet
from app.i18n import Translator
from app.web.assets import Assets, accepted_codings
from app.web.middleware import CONTENT_SECURITY_POLICY

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

BROTLI_QUALITY = 6
"""How hard a page is compressed while its reader waits, of 11."""

GZIP_LEVEL = 5
"""The same for who does not know Brotli, of 9."""

KEPT_PARAMETERS = ("set", "category", "unfolded")
"""What an address keeps when the language is switched."""

log = logging.getLogger("samspill")

FIRST_PART_ENDS = Markup("\f")
"""What a template writes where :func:`render_in_parts` sends what there is; to HTML a space."""

LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@dataclass(frozen=True, slots=True)
class Written:
    """Words from a form, as they were sent, with their label there."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words. ``code`` is stable; ``detail`` is for the reader.

    ``written`` is what the reader had written in the form that this answers.
    """

    status: int
    code: str
    detail: str
    written: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One choice of the language switch."""

    code: str
    name: str
    href: str
    current: bool


class _Unindented(Extension):
    """Leaves one space of the templates' indentation: a phone need not read the rest."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return re.sub(r"(?m)^[ \t]+", " ", source)


def environment(assets: Assets) -> Environment:
    """The template engine: everything escaped, an unknown name is an error."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", _Unindented],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=_gettext, ngettext=_ngettext, newstyle=True
    )
    env.globals["asset"] = assets.url
    env.globals["first_part_ends"] = FIRST_PART_ENDS
    env.filters["within"] = within
    env.tests["has_own_condition"] = has_own_condition
    env.tests["has_own_verb"] = has_own_verb
    env.globals["accessibility_url"] = None
    env.globals["answers_form"] = False
    return env


@dataclass(frozen=True, slots=True)
class CarriedStyle:
    """A style sheet that a page carries inside itself, and the policy that allows just that.

    ``source`` is what allows it, for a page that makes a policy of its own.
    """

    css: Markup
    source: str
    policy: str

    @classmethod
    def of(cls, assets: Assets, name: str) -> CarriedStyle:
        """The built sheet of this name; allowed by its hash, as no other inline style is."""
        css, source = _carried(assets, name)
        policy = CONTENT_SECURITY_POLICY.replace("style-src 'self'", f"style-src 'self' {source}")
        return cls(css, source, policy)


@dataclass(frozen=True, slots=True)
class CarriedScript:
    """A script that a page carries inside itself; ``source`` allows just that in its policy."""

    js: Markup
    source: str

    @classmethod
    def of(cls, assets: Assets, name: str) -> CarriedScript:
        """The built script of this name; allowed by its hash, as no other inline script is."""
        return cls(*_carried(assets, name))


def _carried(assets: Assets, name: str) -> tuple[Markup, str]:
    text = assets.path(name).read_text(encoding="utf-8")
    if "</" in text or "<!--" in text:
        raise ValueError(f"{name} would end the element it stands in")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"'sha256-{digest}'"  # noqa: S704 - our own build


@pass_context
def _gettext(context: Context, message: str) -> str:
    translator: Translator = context["t"]
    return translator.gettext(message)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, n: int) -> str:
    translator: Translator = context["t"]
    # The extension fills %(num)s and any other place itself.
    return translator._catalogue.ngettext(singular, plural, n)


def render(
    request: Request,
    template: str,
    page: Any,
    t: Translator,
    *,
    question_set: QuestionSet | None = None,
    status: int = 200,
) -> HTMLResponse:
    """A page. ``content_lang`` is the language the question set's own texts are shown in."""
    html = request.app.state.templates.get_template(template).render(
        _context(request, page, t, question_set)
    )
    return HTMLResponse(html, status_code=status)


def _context(
    request: Request, page: Any, t: Translator, question_set: QuestionSet | None
) -> dict[str, Any]:
    return {
        "page": page,
        "t": t,
        "lang": t.language,
        "content_lang": question_set.language(t.language) if question_set else t.language,
        "languages": language_links(request, t),
        # The switch asks for an address; what a form had in it would be gone.
        "answers_form": request.method == "POST",
        "path": request.url.path,
    }


def takes_parts(request: Request) -> bool:
    """Whether a page can be sent in parts so that one broken off is known from a whole one.

    HTTP/1.0 has no chunks: there only a length tells.
    """
    return str(request.scope["http_version"]) != "1.0"


def render_in_parts(
    request: Request,
    template: str,
    page: Any,
    t: Translator,
    *,
    question_set: QuestionSet,
) -> StreamingResponse:
    """A page whose first part is sent, and can be painted, before the rest of it is made.

    The template says ``{{ first_part_ends }}`` where the rest begins. What goes wrong there comes
    too late for a page of its own: the connection ends, and the first part must say so itself.
    For who :func:`takes_parts`.
    """
    pieces = request.app.state.templates.get_template(template).generate(
        **_context(request, page, t, question_set)
    )
    # Made here and not while sending: what goes wrong in it is still answered with a page.
    first = "".join(takewhile(lambda piece: piece != FIRST_PART_ENDS, pieces))
    parts = _parts(first, pieces)
    for coding, coded in (("br", _brotli), ("gzip", _gzip)):
        # By hand: the middleware holds back what it has of a page until it has much.
        if coding in accepted_codings(request.headers.get("accept-encoding", "")):
            said = {"content-encoding": coding, "vary": "Accept-Encoding"}
            return StreamingResponse(coded(parts), media_type="text/html", headers=said)
    return StreamingResponse(parts, media_type="text/html")


def _parts(first: str, rest: Iterable[str]) -> Iterator[bytes]:
    yield first.encode()
    try:
        yield "".join(rest).encode()
    except DomainError:
        # Who could read it a moment ago no longer may: a new round, answers deleted, a new link.
        log.info("a page ended after its first part")


def _brotli(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Each part so that it can be read when it has come."""
    compressor = brotli.Compressor(quality=BROTLI_QUALITY)
    for part in parts:
        yield compressor.process(part) + compressor.flush()
    yield compressor.finish()


def _gzip(parts: Iterable[bytes]) -> Iterator[bytes]:
    """As :func:`_brotli`, for who knows nothing newer."""
    compressor = zlib.compressobj(GZIP_LEVEL, wbits=zlib.MAX_WBITS | 16)
    for part in parts:
        yield compressor.compress(part) + compressor.flush(zlib.Z_SYNC_FLUSH)
    yield compressor.flush()


def render_carrying(
    request: Request,
    template: str,
    page: Any,
    t: Translator,
    *,
    style: str = "answering_style",
    question_set: QuestionSet | None = None,
    status: int = 200,
) -> HTMLResponse:
    """A page that carries its style inside itself: ``style`` is the template's name for it."""
    response = render(request, template, page, t, question_set=question_set, status=status)
    carried: CarriedStyle = request.app.state.templates.globals[style]
    response.headers["content-security-policy"] = carried.policy
    return response


def language_links(request: Request, t: Translator) -> tuple[LanguageLink, ...]:
    """The switch: this same address in each language.

    Only parameters of ours are kept: a page with a secret in it must not echo what others send.
    """
    query = request.query_params
    kept = {name: query[name] for name in KEPT_PARAMETERS if name in query}
    return tuple(
        LanguageLink(
            code,
            LANGUAGE_NAMES[code],
            "?" + urlencode({**kept, "lang": code}),
            code == t.language,
        )
        for code in LANGUAGES
    )
