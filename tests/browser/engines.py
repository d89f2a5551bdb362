"""The second and the third browser engine, each driven through the same few orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from tests.browser import firefox, webkit


class Window(Protocol):
    """One browser window, as a person uses it."""

    def open(self, url: str) -> None:
        """Go to an address, and wait until it is there."""

    def run(self, body: str, *args: object) -> Any:
        """Run the body of a function in the page; a promise it returns is waited for."""

    def click(self, selector: str) -> None:
        """Scroll to the first element that matches, and click it."""

    def forget(self) -> None:
        """Lose every cookie."""

    @property
    def address(self) -> str:
        """Where the window is."""

    @property
    def title(self) -> str:
        """What the page is called."""


ENGINES: Mapping[str, tuple[Callable[[], str | None], Callable[[], AbstractContextManager[Window]]]]
ENGINES = {
    "WebKitGTK": (webkit.missing, webkit.browser),
    "Firefox": (firefox.missing, firefox.browser),
}
"""By name: why it cannot be driven here (``None`` if it can), and how to open it."""


@contextmanager
def window(engine: str) -> Iterator[Window]:
    """A window of that engine."""
    with ENGINES[engine][1]() as opened:
        yield opened
