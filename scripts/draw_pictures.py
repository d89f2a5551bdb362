"""Draw the icons for a home screen, and take the pictures that browsers show before installing.

Run after changing what they show: ``.venv/bin/python scripts/draw_pictures.py``. What it writes
to ``app/static`` is kept in the repository, so that building needs no browser.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browser import devices  # noqa: E402
from tests.browser.api import Api  # noqa: E402
from tests.browser.rounds import Rounds  # noqa: E402
from tests.browser.server import Server  # noqa: E402

ICONS = ROOT / "app" / "static" / "icons"
SCREENSHOTS = ROOT / "app" / "static" / "screenshots"
GROUND = "#5d40c0"

SIZES = {"icon-192": (192, 1.0), "icon-512": (512, 1.0), "maskable-512": (512, 0.74)}
"""Name to side in pixels and how much of it the shapes take: a mask may cut a fifth away."""


def drawing(share: float) -> str:
    """Both shapes in white: the mayor's circle, filled, and the chief executive's square."""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="100%"
      height="100%"><rect width="32" height="32" fill="{GROUND}"/>
      <g transform="translate(16 16) scale({share * 0.78}) translate(-16 -16)">
      <circle cx="9" cy="16" r="7.5" fill="#fff"/>
      <rect x="18" y="9.5" width="12" height="13" fill="none" stroke="#fff" stroke-width="3"/>
      </g></svg>"""


def photograph(browser: Browser, server: Server) -> None:
    """The answering page on a phone, the comparison on a projector."""
    rounds = Rounds(Api(server.url))
    shown = {
        "narrow": (rounds.begun["ordforer"], "/answer#rol-01", {"width": 390, "height": 844}),
        "wide": (rounds.released["ordforer"], "/comparison", devices.PROJECTOR["viewport"]),
    }
    for name, (seat, path, viewport) in shown.items():
        context = browser.new_context(
            base_url=server.url, viewport=viewport, has_touch=name == "narrow", **devices.READER
        )
        page = context.new_page()
        page.goto(seat.url)
        page.goto(path)
        page.wait_for_timeout(500)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")
        context.close()


def main() -> None:
    """Write every icon and picture."""
    SCREENSHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = devices.launch(playwright)
        server = Server(Path(folder) / "data").start()
        photograph(browser, server)
        server.stop()
        for name, (side, share) in SIZES.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            page.set_content(f"<style>*{{margin:0;display:block}}</style>{drawing(share)}")
            page.screenshot(path=ICONS / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
