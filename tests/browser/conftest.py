"""A server, a Chromium, and the devices of the cast.

A test takes ``phone`` or ``projector`` for one page, or ``open_page`` for as many as it needs;
each has storage of its own. ``api`` builds states through the HTTP API. When a test ends, every
page is asked whether it reached another host, broke or was refused by the CSP.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser import axe, devices
from tests.browser.api import Api
from tests.browser.rounds import Rounds
from tests.browser.server import Server


class OpenPage(Protocol):
    """Opens a page on a device of its own."""

    def __call__(self, device: dict[str, Any] = ..., **settings: Any) -> Page: ...


class OpenKept(Protocol):
    """Opens a browser on a profile folder that outlives it."""

    def __call__(self, profile: Path, device: dict[str, Any] = ...) -> BrowserContext: ...


class Axe(Protocol):
    """Returns the accessibility faults of a page."""

    def __call__(self, page: Page, tags: list[str] | None = None) -> list[dict[str, Any]]: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that ``-m 'not browser'`` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests of a worker; each test opens dialogues of its own."""
    running = Server(tmp_path_factory.mktemp("server") / "data").start()
    yield running
    running.stop()
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server for one test alone, that it may stop, kill and start."""
    running = Server(tmp_path / "data").start()
    yield running
    running.stop()
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture
def api(server: Server) -> Iterator[Api]:
    """The API of the shared server."""
    client = Api(server.url)
    yield client
    client.close()


@pytest.fixture
def own_api(own_server: Server) -> Iterator[Api]:
    """The API of this test's own server."""
    client = Api(own_server.url)
    yield client
    client.close()


@pytest.fixture(scope="module")
def rounds(server: Server) -> Iterator[Rounds]:
    """Rounds in every state, to look at and not to touch."""
    client = Api(server.url)
    yield Rounds(client)
    client.close()


# Not for the whole session: while Playwright runs, no other event loop can in this thread.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    expect.set_options(timeout=devices.TIMEOUT)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The one Chromium."""
    running = devices.launch(playwright)
    yield running
    running.close()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """Open pages, each on a device of its own: ``open_page(devices.PROJECTOR)``."""
    opened: list[tuple[BrowserContext, devices.Watch]] = []

    def open_one(device: dict[str, Any] = devices.PHONE, **settings: Any) -> Page:
        wanted = {"base_url": server.url} | devices.READER | device | settings
        context = browser.new_context(**wanted)
        opened.append((context, devices.Watch(context, urlsplit(wanted["base_url"]).netloc)))
        return context.new_page()

    yield open_one
    for context, _ in opened:
        context.close()
    assert [fault for _, watch in opened for fault in watch.faults] == []


@pytest.fixture
def open_kept(playwright: Playwright, server: Server) -> Iterator[OpenKept]:
    """Open browsers that keep their storage: close one and open it again on the same folder."""
    opened: list[tuple[BrowserContext, devices.Watch]] = []

    def open_one(profile: Path, device: dict[str, Any] = devices.PHONE) -> BrowserContext:
        context = devices.launch_kept(playwright, profile, device, base_url=server.url)
        opened.append((context, devices.Watch(context, urlsplit(server.url).netloc)))
        return context

    yield open_one
    for context, _ in opened:
        context.close()
    assert [fault for _, watch in opened for fault in watch.faults] == []


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page on a phone, 390×844."""
    return open_page(devices.PHONE)


@pytest.fixture
def projector(open_page: OpenPage) -> Page:
    """A page on a projector, 1280×720."""
    return open_page(devices.PROJECTOR)


@pytest.fixture(name="axe")
def axe_fixture() -> Axe:
    """Find accessibility faults: ``assert axe(page) == []``."""
    return axe.violations
