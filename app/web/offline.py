"""What lets the answering page open without a network: the worker, and pages nobody owns.

The worker keeps two pages on the device: the answering page as a shell without an answer, a
seat or a municipality, and a page for when nothing else can be shown. Both are the same for
everyone who reads that language, so no seat can read another's there. The answers themselves
are kept apart, sealed (``docs/decisions/0007-kept-on-the-device.md``).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app import __version__, clock, i18n, published, rounds
from app.domain.question_set import Language
from app.web import access, entering
from app.web.answering_page import answering_page, shell_address
from app.web.assets import Assets, accepted_codings
from app.web.context import parts, translator
from app.web.rendering import TEMPLATES, render_carrying

router = APIRouter(include_in_schema=False)

PRECACHED = ("answering.js", "offline.js", "icons/favicon.svg")
"""What the kept pages need besides themselves."""


ASKED_HEADER = "x-samspill-asked"
"""The statements of a short round, by id, with commas between them."""


@dataclass(frozen=True, slots=True)
class Worker:
    """The service worker: ``script`` as it is served. Its version follows what it holds."""

    script: str

    @classmethod
    def of(cls, assets: Assets, *settings: str | None) -> Worker:
        """The built worker, told which files to hold; new whenever one of its pages would be.

        ``settings`` are those of the host that its pages show.
        """
        made_of = hashlib.sha256(__version__.encode())
        for source in (*sorted(TEMPLATES.iterdir()), *sorted(i18n.LOCALE_DIR.rglob("*.po"))):
            made_of.update(source.read_bytes())
        made_of.update(json.dumps([dict(assets.names), settings], sort_keys=True).encode())
        told = {"version": made_of.hexdigest()[:12], "files": [assets.url(f) for f in PRECACHED]}
        code = Path(assets.path("sw.js")).read_text(encoding="utf-8")
        return cls(f"self.samspill={json.dumps(told)};\n{code}")


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """Shown when there is no network and no other page; nothing in it is anybody's."""


@router.get("/sw.js")
def worker(request: Request) -> Response:
    """The service worker, at the root so that it may serve every page."""
    script: Worker = request.app.state.worker
    # A worker fetches under the policy its own file came with.
    policy = "default-src 'none'; connect-src 'self'"
    return Response(
        script.script,
        media_type="text/javascript",
        headers={"cache-control": "no-cache", "content-security-policy": policy},
    )


@router.get("/manifest.{language}.webmanifest")
def manifest(request: Request, language: str) -> Response:
    """What a phone needs to put Samspill on its home screen."""
    t = i18n.translator(_language(language))
    picture = request.app.state.templates.globals["asset"]
    icons = [
        {"src": picture(f"icons/{name}.png"), "sizes": f"{side}x{side}", "type": "image/png"}
        | ({"purpose": "maskable"} if name.startswith("maskable") else {})
        for name, side in (("icon-192", 192), ("icon-512", 512), ("maskable-512", 512))
    ]
    screenshots = [
        {
            "src": picture(f"screenshots/{name}.png"),
            "sizes": size,
            "type": "image/png",
            "form_factor": name,
        }
        for name, size in (("narrow", "390x844"), ("wide", "1280x720"))
    ]
    told = {
        "id": "/",
        "name": "Samspill",
        "short_name": "Samspill",
        "description": t.gettext(
            "You each answer the same statements. When everyone has handed in, you see the "
            "answers side by side and what to talk about first."
        ),
        "lang": t.language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": icons,
        "screenshots": screenshots,
        "shortcuts": [
            {"name": t.gettext("Go on answering"), "url": "/answer"},
            {"name": t.gettext("My seat"), "url": "/my-seat"},
        ],
    }
    return Response(
        json.dumps(told, ensure_ascii=False),
        media_type="application/manifest+json",
        headers={"cache-control": "no-cache"},
    )


@router.get("/answer/shell/{set_id}/{version}/{language}")
def shell(request: Request, set_id: str, version: int, language: str) -> Response:
    """The answering page of one set without a seat and without an answer.

    Of a short round (``?round=``) with the statements that the header names.
    """
    spoken = _language(language)
    with parts(request).store.reading() as session:
        question_set = published.find(session, parts(request).catalogue, set_id, version)
    named = request.query_params.get("round", "")
    if named:
        question_set = question_set.only(request.headers.get(ASKED_HEADER, "").split(","))
        if not question_set.statements or not re.fullmatch(r"[0-9a-f]{16}", named):
            raise HTTPException(404)
    page = answering_page(question_set, {}, language=spoken, whose=None, now=0, short_round=named)
    response = render_carrying(
        request, "answering.html", page, i18n.translator(spoken), question_set=question_set
    )
    # Nothing that a caller chooses may be in it: each new page costs a fifth of a second.
    if not request.url.query:
        _send_smallest(request, response)
    return response


def _send_smallest(request: Request, response: Response) -> None:
    """Compress a page that is the same for everyone as far as it goes."""
    if "br" in accepted_codings(request.headers.get("accept-encoding", "")):
        response.body = _smallest(bytes(response.body))
        response.headers["content-encoding"] = "br"
        response.headers["content-length"] = str(len(response.body))
        response.headers.add_vary_header("Accept-Encoding")


@lru_cache(maxsize=32)
def _smallest(page: bytes) -> bytes:
    smallest: bytes = brotli.compress(page, quality=11)
    return smallest


@router.get("/offline/{language}")
def offline(request: Request, language: str) -> Response:
    """What is shown when there is no network and nothing better."""
    t = i18n.translator(_language(language))
    return render_carrying(request, "offline.html", OfflinePage(), t, style="offline_style")


@router.get("/answer/now")
def now(request: Request) -> Response:
    """What a page from the worker catches up with: the own answers, the clock, where to be.

    ``{"seat", "role", "municipality", "consent", "shell", "now", "next", "answers"}``: ``next``
    is the page the seat needs when that is not answering, ``now`` the server's clock in
    milliseconds, ``consent`` whether a facilitator may be let in. ``answers`` is as in the API.
    """
    with access.reading(request) as (session, holder):
        question_set = access.question_set_of(request, session, holder)
        t = translator(request, holder.dialogue, question_set)
        place = entering.needed_page(session, request, holder)
        known: dict[str, Any] = {"seat": holder.identity, "now": clock.now() // 1000, "next": place}
        if place in {"/answer", "/welcome"}:
            whose = access.whose(session, holder, question_set, t)
            known |= {
                "next": None,
                "role": whose.role_title,
                "municipality": whose.municipality,
                "consent": whose.ask_consent,
                "shell": shell_address(question_set, t.language, access.short_round(holder)),
                "answers": {
                    statement: {
                        "status": answer.status,
                        "ambition": answer.ambition,
                        "talk": answer.talk,
                    }
                    for statement, answer in rounds.own_answers(session, holder).items()
                },
            }
        response = JSONResponse(known)
        access.remember_device(request, response, access.device_of(session, holder))
    return response


def _language(code: str) -> Language:
    known = i18n.known(code)
    if known is None:
        raise HTTPException(404)
    return known
