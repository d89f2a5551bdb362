"""Deque's axe, run inside the page as it is: whatever its content security policy says."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.server import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer changes when a page turns dark, and only then."""

RUN = """async (options) => {
  const quick = { resultTypes: ["violations"], preload: false, iframes: false };
  const { violations } = await axe.run(document, { ...quick, ...options });
  return violations.flatMap(({ id, impact, help, nodes }) => nodes.map((node) => ({
    id, impact, help, target: node.target.join(" "), why: node.failureSummary,
  })));
}"""


@cache
def _source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, tags: list[str] | None = None) -> list[dict[str, Any]]:
    """Return every fault found: rule id, impact, help, the element and why. ``[]`` is the goal."""
    _bring(page)
    options = {"runOnly": tags or TAGS, "rules": {"target-size": {"enabled": True}}}
    found: list[dict[str, Any]] = page.evaluate(RUN, options)
    return found


def colour_violations(page: Page) -> list[dict[str, Any]]:
    """Return the faults that a change of colours alone can bring."""
    _bring(page)
    found: list[dict[str, Any]] = page.evaluate(
        RUN, {"runOnly": {"type": "rule", "values": COLOURS}}
    )
    return found


def _bring(page: Page) -> None:
    if page.evaluate("() => 'axe' in window"):
        return
    session = page.context.new_cdp_session(page)
    try:
        # The debugger's own evaluation, since a strict policy refuses a page's eval.
        session.send("Runtime.evaluate", {"expression": f"{_source()};0"})
    finally:
        session.detach()
