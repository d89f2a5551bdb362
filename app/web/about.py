"""Pages about the site itself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.content.municipalities import sources
from app.web import access
from app.web.context import parts
from app.web.rendering import render
from app.web.seat_pages import StoragePage

router = APIRouter(include_in_schema=False)


@router.get("/storage")
def storage(request: Request) -> Response:
    """What is stored on the device and on the server, and for how long."""
    settings = parts(request).settings
    page = StoragePage(
        keep_days=settings.keep_answers_days,
        keep_agreements_days=settings.keep_agreements_days,
        backup_days=settings.backup_days,
        sources=sources(),
    )
    return render(request, "storage.html", page, access.reader(request))
