"""Whether a page fits: nothing wider than its window, cut off, on other text or covered."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page

What = Literal["sideways", "cutOff", "overlapping", "covered", "small", "moving"]

LOOK: Final = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").strip().rstrip(";")


def look(page: Page, *what: What) -> list[str]:
    """Return every fault of these kinds, as ``kind: element “text”``. ``[]`` is the goal."""
    return [f"{kind}: {fault}" for kind in what for fault in page.evaluate(LOOK, kind)]


def set_styles(page: Page, rules: str) -> None:
    """A reader's own style sheet, on top of the page's."""
    page.evaluate(
        """(rules) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rules);
          document.adoptedStyleSheets = [sheet];
        }""",
        rules,
    )


def set_text_size(page: Page, pixels: int) -> None:
    """The size of text that a reader has set the browser to; 16 unless they have."""
    session = page.context.new_cdp_session(page)
    try:
        session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels}})
    finally:
        session.detach()
