"""Deque's axe, run inside the page as it is: whatever its content security policy says."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.server import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.flatMap(({ id, impact, help, nodes }) => nodes.map((node) => ({
    id, impact, help, target: node.target.join(" "), why: node.failureSummary,
  })));
}"""


@cache
def _source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, tags: list[str] | None = None) -> list[dict[str, Any]]:
    """Return every fault found: rule id, impact, help, the element and why. ``[]`` is the goal."""
    session = page.context.new_cdp_session(page)
    try:
        # The debugger's own evaluation, since a strict policy refuses a page's eval.
        session.send("Runtime.evaluate", {"expression": f"{_source()};0"})
    finally:
        session.detach()
    found: list[dict[str, Any]] = page.evaluate(RUN, tags or TAGS)
    return found
