"""Question sets over HTTP: offered to anyone, published by editors."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app import clock, published
from app.domain.errors import NoEditor
from app.questions import reading
from app.web import api_bodies
from app.web.api import PROBLEMS
from app.web.context import client, parts, translator
from app.web.limits import PUBLISHING

router = APIRouter(prefix="/api/question-sets", responses=PROBLEMS)

TAKES_A_SET: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


async def _raw_body(request: Request) -> bytes:
    return await request.body()


RawBody = Annotated[bytes, Depends(_raw_body)]
"""The body as sent: decoded by our own reader, which sees keys that stand twice."""


@router.get("")
def offered(request: Request) -> api_bodies.OfferedSets:
    """The sets one can open a dialogue with, each in its latest version."""
    language = translator(request).language
    with parts(request).store.reading() as session:
        sets = published.offered(session, parts(request).catalogue)
    return api_bodies.OfferedSets(
        question_sets=[
            api_bodies.OfferedSet(
                id=each.id,
                version=each.version,
                title=each.title[each.language(language)],
                roles=list(each.role_ids),
                statements=len(each.statements),
            )
            for each in sets
        ]
    )


@router.get("/{set_id}/{version}", response_class=Response)
def one(request: Request, set_id: str, version: int) -> Response:
    """The file of one version, as published; it never changes."""
    with parts(request).store.reading() as session:
        body = published.raw(session, parts(request).catalogue, set_id, version)
    return Response(
        body,
        media_type="application/json",
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )


@router.post("", status_code=201, openapi_extra=TAKES_A_SET)
def publish(request: Request, body: RawBody) -> api_bodies.Set:
    """Publish a version, for good. Needs the editor token."""
    _require_editor(request)
    document = reading.read(body)
    with parts(request).store.writing() as session:
        new = published.publish(session, parts(request).catalogue, document, clock.now())
    return api_bodies.Set(id=new.id, version=new.version)


def _require_editor(request: Request) -> None:
    """Let an editor pass. Without a token configured nobody is one."""
    parts(request).limits.hit(PUBLISHING, client(request))
    token = parts(request).settings.editor_token
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if (
        token is None
        or scheme.lower() != "bearer"
        or not hmac.compare_digest(given.strip().encode(), token.encode())
    ):
        raise NoEditor
