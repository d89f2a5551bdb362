"""WebKitGTK from Debian, driven through WebDriver: the nearest there is to Safari on a phone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DRIVER = "/usr/bin/WebKitWebDriver"

WAITED_FOR = """const given = [...arguments], done = given.pop();
Promise.resolve((function () {{ {} }}).apply(null, given)).then(done);"""
"""Runs a function's body and hands over what it promises; the page's policy forbids eval()."""


def missing() -> str | None:
    """Why it cannot be driven here, or ``None``."""
    if not Path(DRIVER).exists() or not _browser():
        return "WebKitGTK and its driver are not installed (Debian: webkit2gtk-driver)"
    if not os.environ.get("DISPLAY") and shutil.which("Xvfb") is None:
        return "there is no screen and no Xvfb (Debian: xvfb)"
    return None


def _browser() -> Path | None:
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return found[-1] if found else None


@contextmanager
def screen() -> Iterator[str]:
    """A screen to draw on: this machine's, or one that nobody sees."""
    given = os.environ.get("DISPLAY")
    if given:
        yield given
        return
    read, write = os.pipe()
    size = ["-screen", "0", "800x900x24", "-nolisten", "tcp", "-displayfd", str(write)]
    server = subprocess.Popen(
        ["Xvfb", *size], pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(timeout=15)


class WebKit:
    """A window, of a selenium ``WebDriver``."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        driver.set_script_timeout(60)

    def open(self, url: str) -> None:
        self._driver.get(url)

    def run(self, body: str, *args: object) -> Any:
        return self._driver.execute_async_script(WAITED_FOR.format(body), *args)

    def click(self, selector: str) -> None:
        self._driver.find_element("css selector", selector).click()

    def forget(self) -> None:
        self._driver.delete_all_cookies()

    @property
    def address(self) -> str:
        return str(self._driver.current_url)

    @property
    def title(self) -> str:
        return str(self._driver.title)


@contextmanager
def browser() -> Iterator[WebKit]:
    """A WebKit window."""
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    options = Options()
    options.binary_location = str(_browser())
    options.add_argument("--automation")
    with screen() as display:
        service = Service(DRIVER, env=os.environ | {"DISPLAY": display})
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield WebKit(driver)
        finally:
            driver.quit()
            driver.command_executor.close()  # type: ignore[union-attr]
