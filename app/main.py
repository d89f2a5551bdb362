"""``create_app``: the only place where the parts meet."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette_compress import CompressMiddleware

from app import __version__, clock, maintenance
from app.db import Store
from app.links import SignedValues
from app.questions.catalogue import BUNDLED, Catalogue
from app.settings import Settings
from app.web import (
    about,
    agreeing,
    answering,
    api,
    api_bodies,
    api_question_sets,
    comparing,
    entering,
    errors,
    health,
    invitations,
    lobby,
    looking_back,
    meeting_again,
    my_seat,
    offline,
    over_time,
    patterns,
    preparing,
    presenting,
    renewing,
    reporting,
    start,
    waiting,
)
from app.web.assets import AssetFiles, Assets
from app.web.context import Parts
from app.web.limits import Limits
from app.web.middleware import Front
from app.web.rendering import BROTLI_QUALITY, GZIP_LEVEL, CarriedScript, CarriedStyle, environment

BUILT = Path(__file__).parent / "static" / "dist"
"""Where ``frontend/build.mjs`` puts what it builds."""

MAX_BODY_BYTES = 1024 * 1024
"""Largest request body. A question set with 200 statements in three languages is 200 kB."""

PURGE_EVERY_SECONDS = 6 * 60 * 60

ROUTES = (
    api,
    api_question_sets,
    health,
    start,
    invitations,
    entering,
    answering,
    waiting,
    lobby,
    comparing,
    over_time,
    preparing,
    meeting_again,
    agreeing,
    reporting,
    presenting,
    renewing,
    looking_back,
    my_seat,
    about,
    offline,
    patterns,
)

log = logging.getLogger("samspill")


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The application, its database migrated and its question sets checked.

    Raises ``BadQuestionSet`` when a bundled set is faulty. ``store`` is for a caller that
    has one already; otherwise it is made from the settings.
    """
    store = store or Store(settings.database_url)
    store.migrate()
    assets = Assets.load(BUILT)
    app = FastAPI(
        title="Samspill",
        version=__version__,
        lifespan=_lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.parts = Parts(
        settings=settings,
        store=store,
        catalogue=Catalogue.load(BUNDLED),
        signed=SignedValues(settings.secret_key),
        limits=Limits(on=settings.rate_limits),
    )
    app.state.templates = environment(assets)
    app.state.templates.globals["answering_style"] = CarriedStyle.of(assets, "answering-page.css")
    app.state.templates.globals["offline_style"] = CarriedStyle.of(assets, "offline-page.css")
    app.state.templates.globals["present_style"] = CarriedStyle.of(assets, "present-page.css")
    app.state.templates.globals["present_script"] = CarriedScript.of(assets, "present.js")
    app.state.worker = offline.Worker.of(assets, settings.accessibility_statement_url)
    app.state.templates.globals["accessibility_url"] = settings.accessibility_statement_url
    errors.install(app)
    for module in ROUTES:
        app.include_router(module.router)
    app.mount("/static", AssetFiles(assets))
    _describe(app)
    # Front answers a size declared too large in our own words; this stops an undeclared one.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY_BYTES)
    # No Zstandard: at this speed Brotli makes pages smaller, and bytes are what phones wait for.
    app.add_middleware(
        CompressMiddleware,
        minimum_size=600,
        zstd=False,
        brotli_quality=BROTLI_QUALITY,
        gzip_level=GZIP_LEVEL,
    )
    app.add_middleware(
        Front,
        https=(settings.base_url or "").startswith("https:"),
        max_body=MAX_BODY_BYTES,
        refuse=errors.refusal,
    )
    return app


def _describe(app: FastAPI) -> None:
    """The API's description at ``/api/openapi.json``; pages are not part of it."""

    @app.get("/api/openapi.json", include_in_schema=False)
    def openapi() -> dict[str, Any]:
        """The description of the API."""
        return description()


@cache
def description() -> dict[str, Any]:
    """The API described as OpenAPI 3.1, made when first asked for: starting need not wait."""
    routes = [*api.router.routes, *api_question_sets.router.routes]
    document = get_openapi(title="Samspill", version=__version__, routes=routes)
    document["components"]["schemas"]["ProblemDocument"] = (
        api_bodies.ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    )
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    # The empty requirement beside it: some calls need no credential, and pages use a cookie.
    document["security"] = [{"token": []}, {}]
    return document


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    purging = asyncio.create_task(_purge_now_and_then(parts.store))
    try:
        yield
    finally:
        purging.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await purging
        parts.store.close()


async def _purge_now_and_then(store: Store) -> None:
    """Delete answers whose time is up, at start and a few times a day."""
    while True:
        try:
            await run_in_threadpool(_purge, store)
        except Exception:
            log.exception("purging failed; trying again later")
        await asyncio.sleep(PURGE_EVERY_SECONDS)


def _purge(store: Store) -> None:
    with store.writing() as session:
        maintenance.purge(session, clock.now())
    store.forget_deleted()
