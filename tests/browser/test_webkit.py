"""The core stories in another engine. A killed server is what a lost network is elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import webkit
from tests.browser.api import Api, Link
from tests.browser.server import Server

pytestmark = pytest.mark.skipif(webkit.missing() is not None, reason=str(webkit.missing()))

HELD = """const done = arguments[0];
(async () => {
  while (!((await caches.match("/answer")) && (await caches.match("/offline"))))
    await new Promise((soon) => setTimeout(soon, 50));
})().then(done, done);"""


@pytest.fixture(scope="module")
def window() -> Iterator[Any]:
    """One window for the stories of this file."""
    with webkit.browser() as driver:
        driver.set_script_timeout(60)
        yield driver


class Marit:
    """Marit at that window."""

    def __init__(self, window: Any, server: Server, seat: Link) -> None:
        self.window = window
        self.server = server
        window.get(seat.url)
        self.go("/answer")
        window.execute_async_script(HELD)

    def go(self, path: str) -> None:
        """Open a page, and wait until its script is ready where it has one."""
        self.window.get("about:blank")
        self.window.get(self.server.url + path)
        if path.startswith("/answer"):
            self.until(lambda: self.script("return 'ready' in document.forms.answers.dataset"))

    def script(self, text: str, *arguments: object) -> Any:
        return self.window.execute_script(text, *arguments)

    def until(self, true: Callable[[], Any]) -> None:
        """Wait for something to become true."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.window, 60, 0.05).until(lambda _: true())

    def tap(self, name: str, field: str, value: int) -> None:
        self.window.find_element("id", f"{name}.{field}.{value}").click()

    def chosen(self, name: str, field: str) -> str | None:
        """What is chosen there."""
        found: str | None = self.script(
            "return document.forms.answers.elements[arguments[0]].value || null", f"{name}.{field}"
        )
        return found

    def sees(self, state: str, words: str) -> None:
        """The page says so, in these words."""
        said = "const it = document.querySelector('[data-save-state]');"
        self.until(
            lambda: (
                self.script(f"{said} return [it.dataset.saveState, it.innerText.trim()]")
                == [state, words]
            )
        )


def test_answers_wait_without_a_network_and_are_sent_with_one(
    window: Any, own_server: Server
) -> None:
    api = Api(own_server.url)
    mayor, ids = api.open_seats()["ordforer"], api.statements()
    marit = Marit(window, own_server, mayor)
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
    assert api.answers(mayor) == {
        ids[0]: {"status": 2, "ambition": 4, "talk": False},
        ids[1]: {"status": 5, "ambition": None, "talk": False},
    }
    api.close()


def test_the_whole_way_to_the_comparison(window: Any, own_server: Server) -> None:
    api = Api(own_server.url)
    seats, ids = api.open_seats(), api.statements()
    api.answer_all(seats["kommunedirektor"])
    api.hand_in(seats["kommunedirektor"])
    window.delete_all_cookies()
    marit = Marit(window, own_server, seats["ordforer"])
    for name in ids:
        marit.until(lambda name=name: window.find_element("id", name).is_displayed())  # type: ignore[misc]
        marit.tap(name, "status", 3)
        marit.tap(name, "ambition", 5)
        if name != ids[-1]:
            window.find_element("css selector", "[data-action=next]").click()
    window.find_element("css selector", "[data-action=review]").click()
    marit.until(lambda: window.current_url.endswith("/review"))
    window.find_element("css selector", "[data-action=hand-in]").click()
    marit.until(lambda: window.current_url.endswith("/waiting"))
    window.find_element("css selector", 'main a[href="/comparison"]').click()
    marit.until(lambda: window.current_url.endswith("/comparison"))
    rows = window.find_elements("css selector", "[data-statement][data-category]")
    assert len(rows) == len(ids)
    api.close()
