"""The worker: what it holds, that a new version takes over when asked, and installing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.domain.question_set import LANGUAGES
from tests.browser.api import Api
from tests.browser.conftest import OpenKept, OpenPage
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.test_offline import begin

NAMES = "() => caches.keys()"
UPDATE = "async () => (await navigator.serviceWorker.getRegistration()).update()"

NEWER = """import app; app.__version__ = "the next"
from app.__main__ import program; program()"""


class NewerServer(Server):
    """The same program as its next version, on the port and data of an older one."""

    def __init__(self, older: Server) -> None:
        super().__init__(older.data_dir)
        self.port, self.url = older.port, older.url

    def command(self) -> list[str]:
        """Say that it is another version."""
        return [sys.executable, "-c", NEWER, "serve", "--port", str(self.port)]


def test_a_new_version_waits_until_it_is_asked_for(open_page: OpenPage, tmp_path: Path) -> None:
    old = Server(tmp_path / "data").start()
    new = NewerServer(old)
    api = Api(old.url)
    mayor, ids = api.open_seats()["ordforer"], api.statements()
    try:
        page = open_page(base_url=old.url)
        marit = begin(page, mayor)
        page.reload()
        marit.tap(ids[0], "status", 2)
        marit.sees_state("saved", "Saved")
        [first] = page.evaluate(NAMES)
        old.stop()
        new.start()
        page.evaluate(UPDATE)
        offer = page.get_by_role("button", name=marit.word("New version – reload"))
        expect(offer).to_be_visible()

        page.evaluate("() => { window.sameAsBefore = true; }")
        marit.tap(ids[0], "ambition", 4)
        marit.sees_state("saved", "Saved")
        assert page.evaluate("() => window.sameAsBefore") is True
        marit.touch(offer)
        expect(offer).to_be_hidden()
        page.wait_for_function(
            "(old) => caches.keys().then((names) => names.length === 1 && names[0] !== old) ",
            arg=first,
        )
        expect(marit.cell(ids[0], "ambition", 4)).to_be_attached()
        page.context.set_offline(True)
        page.goto("about:blank")
        page.goto(f"/answer#{ids[0]}")
        expect(marit.cell(ids[0], "ambition", 4)).to_be_checked()
        assert api.answers(mayor)[ids[0]] == {"status": 2, "ambition": 4, "talk": False}
    finally:
        api.close()
        new.stop()
        old.stop()


def test_what_could_not_be_reached_is_shown_once_it_can(open_page: OpenPage, api: Api) -> None:
    page = open_page()
    marit = begin(page, api.open_seats()["ordforer"])
    page.context.set_offline(True)
    page.goto("/my-seat")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(marit.word("You are offline"))
    page.context.set_offline(False)
    expect(heading).to_contain_text(marit.word("My seat"), timeout=15_000)


def test_what_a_dead_server_kept_back_is_shown_when_it_is_there_again(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    """No event tells the page so: it looks for itself."""
    page = open_page(base_url=own_server.url)
    marit = begin(page, own_api.open_seats()["ordforer"])
    own_server.kill()
    page.goto("/my-seat")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(marit.word("You are offline"))
    own_server.start()
    expect(heading).to_contain_text(marit.word("My seat"), timeout=30_000)


def test_what_was_sent_is_not_sent_again_by_itself(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    page = open_page(base_url=own_server.url)
    marit = begin(page, own_api.open_seats()["ordforer"])
    page.goto("/")
    marit.page.get_by_label("Kommune", exact=True).fill("Lillevik")
    marit.touch(page.get_by_role("radio", name="Ordfører"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    own_server.kill()
    marit.touch(page.get_by_role("button", name=marit.word("Start the dialogue")))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(marit.word("You are offline"))
    own_server.start()
    expect(page.locator("#open-title")).to_be_visible(timeout=30_000)
    assert sent.count("POST") == 1


KEPT_IN = """async (language) => {
  const kept = async (name) => new URL((await caches.match(name)).url).pathname.endsWith(language);
  while (!((await kept("/answer")) && (await kept("/offline"))))
    await new Promise((soon) => setTimeout(soon, 50));
}"""
"""Resolves when the worker holds both pages in that language."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kept_page_speaks_the_language_last_chosen(
    open_page: OpenPage, api: Api, language: str
) -> None:
    page = open_page()
    begin(page, api.open_seats()["ordforer"])
    page.goto(f"/answer?lang={language}")
    page.evaluate(KEPT_IN, language)
    page.context.set_offline(True)
    page.goto("about:blank")
    page.goto("/answer")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.goto("/waiting")
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_opened_again_it_paints_without_asking_the_server(open_page: OpenPage, api: Api) -> None:
    """The server is asked after, for what other devices did; nothing waits for it."""
    mayor = api.open_seats()["ordforer"]
    page = open_page()
    begin(page, mayor)
    page.goto("about:blank")
    page.goto("/answer")
    page.locator("[data-ready]").wait_for()
    found = page.evaluate(
        """() => performance.getEntries()
          .filter(({ entryType, transferSize }) => entryType !== "resource" || transferSize > 0)
          .filter(({ name }) => /^http/.test(name))
          .map(({ name, workerStart, transferSize }) =>
            [new URL(name).pathname, workerStart > 0, transferSize])"""
    )
    asked = {path for path, _, _ in found}
    assert asked <= {"/answer", "/answer/now", "/sw.js"}
    [[_, by_worker, size]] = [each for each in found if each[0] == "/answer"]
    assert (by_worker, size) == (True, 0)


def test_a_browser_may_install_it(open_kept: OpenKept, tmp_path: Path, api: Api) -> None:
    context = open_kept(tmp_path / "profile")
    page: Page = context.pages[0]
    begin(page, api.open_seats()["ordforer"])
    session = context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.nb.webmanifest")
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_all_the_comfort_is_off_at_first_and_remembered(open_page: OpenPage, api: Api) -> None:
    mayor, ids = api.open_seats()["ordforer"], api.statements()
    page = open_page()
    marit = begin(page, mayor)
    for name in ("advance", "digits"):
        expect(page.locator(f'[data-comfort="{name}"]')).not_to_be_checked()
    marit.tap(ids[0], "status", 3)
    marit.tap(ids[0], "ambition", 4)
    page.wait_for_timeout(700)
    marit.sees(ids[0])
    page.keyboard.press("5")
    expect(marit.cell(ids[0], "status", 3)).to_be_checked()

    marit.touch(page.locator('a[href="#_overview"]').filter(visible=True))
    for name in ("advance", "digits"):
        marit.touch(page.locator(f'[data-comfort="{name}"]'))
    page.goto(f"/answer#{ids[1]}")
    page.reload()
    page.locator("[data-ready]").wait_for()
    page.keyboard.press("2")
    page.keyboard.press("5")
    marit.sees_state("saved", "Saved")
    expect(marit.statement(ids[2])).to_be_visible()
    page.go_back()
    marit.sees(ids[1])
    assert api.answers(mayor)[ids[1]] == {"status": 2, "ambition": 5, "talk": False}


def test_arrow_keys_and_a_glance_at_all_are_no_choice_to_go_on_from(
    open_page: OpenPage, api: Api
) -> None:
    mayor, ids = api.open_seats()["ordforer"], api.statements()
    page = open_page()
    page.add_init_script("localStorage.setItem('samspill-comfort', 'advance,digits')")
    marit = begin(page, mayor)
    marit.tap(ids[0], "ambition", 4)
    marit.cell(ids[0], "status", 5).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    marit.sees_state("saved", "Saved")  # a timer set before the test's clock is not stopped by it
    page.clock.install()
    page.keyboard.press("ArrowDown")
    page.clock.run_for(2000)
    marit.sees(ids[0])
    page.goto(f"/answer#{ids[0]}")
    marit.touch(page.locator('a[href="#_overview"]').filter(visible=True))
    page.keyboard.press("1")
    marit.sees_state("saved", "Saved")
    assert api.answers(mayor)[ids[0]]["status"] != 1


def test_all_statements_at_a_glance(open_page: OpenPage, api: Api) -> None:
    mayor, ids = api.open_seats()["ordforer"], api.statements()
    api.save(mayor, {ids[0]: {"status": 2, "ambition": 4}, ids[1]: {"status": 1}})
    page = open_page()
    marit = Person(page, "nb")
    page.goto(mayor.url)
    page.goto("/answer")
    marit.touch(page.locator('a[href="#_overview"]').filter(visible=True))
    expect(
        page.get_by_text("Du har svart på 1 av 25. Omtrent 15 minutter igjen.", exact=True)
    ).to_be_visible()
    expect(page.get_by_role("link", name="Påstand 1, besvart", exact=True)).to_be_visible()
    missing = page.get_by_role("link", name="Påstand 2, mangler svar", exact=True)
    marit.touch(missing)
    marit.sees(ids[1])
    page.go_back()
    marit.press("back")
    marit.sees(ids[1])
