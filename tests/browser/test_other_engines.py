"""The core stories in other engines. A killed server is what a lost network is elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import engines
from tests.browser.api import Api, Link
from tests.browser.engines import Window
from tests.browser.server import Server

HELD = """return Promise.all(["/answer", "/offline"].map((name) => caches.match(name)))
  .then((found) => found.every(Boolean));"""


@pytest.fixture(scope="module", params=engines.ENGINES)
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    """One window for the stories of this file."""
    missing = engines.ENGINES[request.param][0]()
    if missing:
        pytest.skip(missing)
    with engines.window(request.param) as opened:
        yield opened


class Reader:
    """Somebody at that window, who has taken a seat there."""

    def __init__(self, window: Window, server: Server, seat: Link) -> None:
        self.window = window
        self.server = server
        window.open(seat.url)
        self.go("/answer")
        self.until(lambda: window.run(HELD))

    def go(self, path: str) -> None:
        """Open a page, and wait until its script is ready where it has one."""
        self.window.open("about:blank")
        self.window.open(self.server.url + path)
        if path.startswith("/answer"):
            self.until(lambda: self.window.run("return 'ready' in document.forms.answers.dataset"))

    def until(self, true: Callable[[], Any], wanted: object = True) -> None:
        """Wait for something to become so; a page on its way to another cannot say yet."""
        deadline = time.monotonic() + 60
        found: object = None
        while found != wanted:
            try:
                found = true()
            except Exception:
                if time.monotonic() > deadline:
                    raise
            assert found == wanted or time.monotonic() < deadline, f"after a minute: {found}"
            time.sleep(0.05)

    def arrives(self, path: str) -> None:
        """The window comes to that page."""
        self.until(lambda: self.window.address == self.server.url + path)

    def tap(self, name: str, field: str, value: int) -> None:
        self.window.click(f'[name="{name}.{field}"][value="{value}"]')

    def chosen(self, name: str, field: str) -> str | None:
        """What is chosen there."""
        found: str | None = self.window.run(
            "return document.forms.answers.elements[arguments[0]].value || null", f"{name}.{field}"
        )
        return found

    def sees(self, state: str, words: str) -> None:
        """The page says so, in these words."""
        said = """const it = document.querySelector('[data-save-state]');
            return [it.dataset.saveState, it.innerText.trim()]"""
        self.until(lambda: self.window.run(said), [state, words])


def test_answers_wait_without_a_network_and_are_sent_with_one(
    window: Window, own_server: Server, own_api: Api
) -> None:
    mayor, ids = own_api.open_seats()["ordforer"], own_api.statements()
    marit = Reader(window, own_server, mayor)
    marit.tap(ids[0], "status", 2)
    marit.sees("saved", "Lagret")

    own_server.kill()
    marit.tap(ids[0], "ambition", 4)
    marit.sees("queued", "1 svar er lagret på denne enheten, ikke sendt ennå")
    marit.go(f"/answer#{ids[0]}")
    assert (marit.chosen(ids[0], "status"), marit.chosen(ids[0], "ambition")) == ("2", "4")
    marit.go(f"/answer#{ids[1]}")
    marit.tap(ids[1], "status", 5)
    marit.sees("queued", "2 svar er lagret på denne enheten, ikke sendt ennå")
    marit.go("/waiting")
    assert window.title.startswith("Du er uten nett")

    own_server.start()
    marit.go("/answer")
    marit.sees("saved", "Lagret")
    assert own_api.answers(mayor) == {
        ids[0]: {"status": 2, "ambition": 4, "talk": False},
        ids[1]: {"status": 5, "ambition": None, "talk": False},
    }


def test_the_whole_way_to_the_comparison_and_the_big_screen(
    window: Window, own_server: Server, own_api: Api
) -> None:
    seats, ids = own_api.open_seats(), own_api.statements()
    own_api.answer_all(seats["kommunedirektor"])
    own_api.hand_in(seats["kommunedirektor"])
    window.forget()
    marit = Reader(window, own_server, seats["ordforer"])
    shown = "return getComputedStyle(document.getElementById(arguments[0])).display !== 'none'"
    for name in ids:
        marit.until(lambda name=name: window.run(shown, name))  # type: ignore[misc]
        marit.tap(name, "status", 3)
        marit.tap(name, "ambition", 5)
        if name != ids[-1]:
            window.click("[data-action=next]")
    window.click("[data-action=review]")
    marit.arrives("/review")
    window.click("[data-action=hand-in]")
    marit.arrives("/waiting")
    window.click('main a[href="/comparison"]')
    marit.arrives("/comparison")
    rows = "return document.querySelectorAll('[data-statement][data-category]').length"
    assert window.run(rows) == len(ids)
    window.open(f"{own_server.url}/present")
    marit.until(lambda: window.run("return 'scripted' in document.documentElement.dataset"))
    unfinished = "return getComputedStyle(document.querySelector('.unfinished'))"
    assert window.run(f"{unfinished}.animationName") == "none"
    assert window.run(f"{unfinished}.visibility") == "hidden"
    window.click("[data-action=next]")
    marit.until(lambda: window.run("return location.hash") == "#picture")


def test_two_on_one_device_neither_see_nor_send_the_others(
    window: Window, own_server: Server, own_api: Api
) -> None:
    seats, ids = own_api.open_seats(), own_api.statements()
    window.forget()
    marit = Reader(window, own_server, seats["ordforer"])
    own_server.kill()
    marit.tap(ids[0], "status", 1)
    marit.sees("queued", "1 svar er lagret på denne enheten, ikke sendt ennå")

    window.open("about:blank")  # her page would send what waits as soon as it can
    own_server.start()
    kare = Reader(window, own_server, seats["kommunedirektor"])
    assert kare.chosen(ids[0], "status") is None
    kare.tap(ids[0], "status", 3)
    kare.sees("saved", "Lagret")
    assert own_api.answers(seats["kommunedirektor"])[ids[0]]["status"] == 3
    assert own_api.answers(seats["ordforer"]) == {}

    marit = Reader(window, own_server, seats["ordforer"])
    marit.sees("saved", "Lagret")
    assert marit.chosen(ids[0], "status") == "1"
    assert own_api.answers(seats["ordforer"])[ids[0]]["status"] == 1
