"""Every page is among those that are looked at in a browser."""

from pathlib import Path

from app.main import ROUTES

PLACES = Path(__file__).parents[1] / "browser" / "places.py"

NO_PAGE = {
    "/healthz",
    "/readyz",
    "/seat",
    "/waiting/parties",
    "/waiting/let-in",
    "/lobby/parties",
    "/agreements/dates",
    "/agreements/list",
    "/agenda/list",
    "/present/agreements",
    "/present/file",
    "/sw.js",
    "/answer/now",
}
"""What answers in plain text, leads on, or is for a script or a part of another page.

The file is the projector's page, looked at as that."""


def test_every_page_is_looked_at() -> None:
    """axe, small windows and large text: whatever has no place there is never seen."""
    places = PLACES.read_text(encoding="utf-8")
    pages = {
        route.path
        for module in ROUTES
        for route in module.router.routes
        if "GET" in route.methods and not route.include_in_schema and "{" not in route.path
    }
    unseen = {page for page in pages - NO_PAGE if f'"{page}"' not in places}
    assert unseen == set()
    assert "/comparison" in pages
