"""The devices people use, a Chromium that reaches only our server, and what it must not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser import chromium

PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
SMALL_PHONE: Final[dict[str, Any]] = PHONE | {"viewport": {"width": 320, "height": 568}}
PROJECTOR: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 720}}
READER: Final[dict[str, Any]] = {"locale": "nb-NO", "timezone_id": "Europe/Oslo"}

ONLY_HERE: Final = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",)
TIMEOUT: Final = 15_000
"""Milliseconds to wait for anything: generous, since machines are busy."""


def launch(playwright: Playwright, *more: str) -> Browser:
    """Start the one Chromium that the tests drive."""
    return playwright.chromium.launch(
        executable_path=chromium.find(), args=[*chromium.ARGUMENTS, *ONLY_HERE, *more]
    )


def launch_kept(
    playwright: Playwright, profile: Path, device: dict[str, Any], **settings: Any
) -> BrowserContext:
    """Start a Chromium that keeps what it stores in ``profile``, as a person's own does."""
    return playwright.chromium.launch_persistent_context(
        profile,
        executable_path=chromium.find(),
        args=[*chromium.ARGUMENTS, *ONLY_HERE],
        **(READER | device | settings),
    )


class Watch:
    """Notes what no page of ours may do: reach another host, break, or be refused by the CSP."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.faults: list[str] = []
        self._host = host
        context.set_default_timeout(TIMEOUT)
        context.on("request", lambda request: self._see(request.url))
        context.on("weberror", lambda error: self.faults.append(f"broke: {error.error}"))
        context.on("console", lambda message: self._hear(message.type, message.text))

    def _see(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self._host:
            self.faults.append(f"asked another host: {url}")

    def _hear(self, kind: str, text: str) -> None:
        # A refused or lost request is logged too, but is for the page to handle.
        lost = ("Failed to load resource", "error occurred when fetching the script")
        if kind == "error" and not any(each in text for each in lost):
            self.faults.append(f"console: {text}")


def sideways(page: Page) -> int:
    """How many CSS pixels a page is wider than its window: 0 on every page of ours."""
    wider: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider
