"""For whoever watches over the process."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse

from app.web.context import parts

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> PlainTextResponse:
    """The process is up."""
    return PlainTextResponse("ok")


@router.get("/readyz")
def readyz(request: Request) -> PlainTextResponse:
    """The database answers and is migrated; 503 otherwise."""
    if parts(request).store.is_ready():
        return PlainTextResponse("ok")
    return PlainTextResponse("database not ready", status_code=503)
