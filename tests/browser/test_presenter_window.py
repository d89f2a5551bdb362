"""The presenter's window beside the projector: in step, with no server, and not alone for long."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import devices
from tests.browser.api import Api
from tests.browser.conftest import OpenPage
from tests.browser.rounds import Rounds
from tests.browser.server import Server
from tests.pages import nb

OpenPair = Callable[..., tuple[Page, Page]]


@pytest.fixture
def pair(open_page: OpenPage, rounds: Rounds) -> OpenPair:
    """The projector's page and the window it opens."""

    def open_pair(script: str = "") -> tuple[Page, Page]:
        projector = open_page(devices.PROJECTOR)
        if script:
            projector.context.add_init_script(script)
        projector.context.request.get(rounds.released["ordforer"].url)
        projector.goto("/present")
        with projector.expect_popup() as popup:
            projector.keyboard.press("p")
        popup.value.wait_for_load_state()
        return projector, popup.value

    return open_pair


def shows(page: Page, name: str, stage: int | None = None) -> None:
    """The projector shows this, or the presenter has its notes open."""
    marked = page.locator(f'[data-slide="{name}"]')
    expect(marked).to_be_visible()
    expect(page.locator("[data-slide]").filter(visible=True)).to_have_count(1)
    if stage is not None and page.locator("[data-presenter]").count():
        expect(marked.locator(f'[data-at="{stage}"]')).to_have_attribute("aria-current", "step")
    elif stage is not None:
        expect(marked).to_have_attribute("data-stage", str(stage))


def test_the_key_opens_no_other_dialogues_presenter(open_page: OpenPage, rounds: Rounds) -> None:
    """A second link was opened in the same browser, and its projector is open too."""
    first = open_page(devices.PROJECTOR)
    second = first.context.new_page()
    for page, seats in ((first, rounds.released), (second, rounds.agreed)):
        page.context.request.get(seats["ordforer"].url)
        page.goto("/present")
    with first.expect_popup() as popup:
        first.keyboard.press("p")
    expect(popup.value.locator("main")).to_contain_text("viser en annen samtale")
    popup.value.keyboard.press("PageDown")
    for page in (first, second):
        shows(page, "rules")


def test_the_two_windows_keep_in_step_with_the_server_gone(
    open_page: OpenPage, own_server: Server, own_api: Api
) -> None:
    projector = open_page(devices.PROJECTOR, base_url=own_server.url)
    projector.context.request.get(Rounds(own_api).released["ordforer"].url)
    projector.goto("/present#opener")
    with projector.expect_popup() as popup:
        projector.keyboard.press("p")
    presenter = popup.value
    expect(presenter.locator('[data-line="joined"]')).to_be_visible()
    own_server.kill()
    shows(presenter, "opener", 0)
    projector.keyboard.press("PageDown")
    shows(presenter, "opener", 1)
    presenter.locator('[data-action="next"]').click()
    shows(projector, "opener", 2)
    for _ in range(3):
        presenter.keyboard.press("PageDown")
    shows(projector, "topic-1", 0)
    shows(presenter, "topic-1", 0)
    after = presenter.locator("[data-after]").inner_text()
    assert after == projector.locator('[data-slide="topic-2"] h2').text_content()
    presenter.locator('[data-action="blank"]').click()
    expect(projector.locator("[data-blank]")).to_be_visible()
    expect(presenter.locator("[data-blanked]")).to_be_visible()
    expect(presenter.locator('[data-action="blank"]')).to_have_text(nb("Show the screen again"))
    projector.keyboard.press("b")
    expect(presenter.locator("[data-blanked]")).to_be_hidden()
    expect(presenter.locator('[data-action="blank"]')).to_have_text(nb("Blank the screen"))
    note = presenter.locator('[data-slide="topic-1"] .notes__note').first.inner_text()
    assert note not in projector.content()


def test_either_window_may_be_reloaded(pair: OpenPair) -> None:
    projector, presenter = pair()
    for _ in range(9):
        projector.keyboard.press("PageDown")
    shows(projector, "topic-1", 1)
    presenter.get_by_role("radio").nth(1).check()
    presenter.locator('[data-action="clock"]').click()
    presenter.reload()
    shows(presenter, "topic-1", 1)
    expect(presenter.get_by_role("radio").nth(1)).to_be_checked()
    expect(presenter.locator('[data-action="clock"]')).to_have_attribute("aria-pressed", "true")
    projector.reload()
    shows(projector, "topic-1", 1)
    expect(presenter.locator('[data-line="joined"]')).to_be_visible()
    projector.close()
    expect(presenter.locator('[data-line="alone"]')).to_be_visible()
    presenter.keyboard.press("PageDown")
    shows(presenter, "topic-1", 2)


def test_a_projector_that_is_gone_is_not_called_blank(pair: OpenPair) -> None:
    projector, presenter = pair()
    presenter.locator('[data-action="blank"]').click()
    expect(presenter.locator("[data-blanked]")).to_be_visible()
    projector.goto("about:blank")
    expect(presenter.locator('[data-line="alone"]')).to_be_visible()
    expect(presenter.locator("[data-blanked]")).to_be_hidden()
    blank = presenter.locator('[data-action="blank"]')
    expect(blank).to_have_text(nb("Blank the screen"))
    blank.click()
    expect(presenter.locator("[data-blanked]")).to_be_hidden()
    # Its state was in the history: back, it says itself whether it is black.
    projector.goto("/present#rules")
    expect(presenter.locator('[data-line="joined"]')).to_be_visible()
    expect(presenter.locator("[data-blanked]")).to_be_hidden()
    blank.click()
    expect(projector.locator("[data-blank]")).to_be_visible()
    expect(blank).to_have_text(nb("Show the screen again"))


def test_a_window_that_has_said_goodbye_answers_no_more(pair: OpenPair) -> None:
    """Browsers let a page that is being closed, or kept for "back", hear a little longer."""
    projector, presenter = pair()
    expect(presenter.locator('[data-line="joined"]')).to_be_visible()
    projector.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(presenter.locator('[data-line="alone"]')).to_be_visible()
    presenter.keyboard.press("PageDown")
    presenter.wait_for_timeout(200)
    expect(presenter.locator('[data-line="alone"]')).to_be_visible()
    shows(presenter, "picture")
    shows(projector, "rules")
    projector.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(presenter.locator('[data-line="joined"]')).to_be_visible()


def test_the_clock_is_gentle(pair: OpenPair) -> None:
    _, presenter = pair()
    presenter.clock.install()
    presenter.reload()
    left, used = presenter.locator("[data-left]"), presenter.locator("[data-step-used]")
    expect(left).to_have_text("90")
    presenter.clock.run_for(180_000)
    expect(left).to_have_text("90")  # nothing runs until it is started
    presenter.locator('[data-action="clock"]').click()
    presenter.clock.run_for(180_500)
    expect(used).to_have_text("3")
    expect(left).to_have_text("87")
    presenter.keyboard.press("End")
    expect(used).to_have_text("0")  # another step, another time
    presenter.locator('[data-action="clock"]').click()
    presenter.clock.run_for(600_000)
    expect(left).to_have_text("87")
    presenter.locator('[data-action="hide"]').click()
    expect(left).to_be_hidden()
    presenter.get_by_role("radio").nth(1).check()
    presenter.locator('[data-action="hide"]').click()
    expect(left).to_have_text("42")


def test_a_second_window_says_so_and_both_keep_in_step(pair: OpenPair) -> None:
    projector, first = pair()
    first.get_by_role("radio").nth(1).check()
    expect(first.locator("[data-second]")).to_be_hidden()
    second = projector.context.new_page()
    second.goto("/presenter")
    for each in (first, second):
        expect(each.locator("[data-second]")).to_be_visible()
        expect(each.get_by_role("radio").nth(1)).to_be_checked()
    second.keyboard.press("PageDown")
    for each in (projector, first, second):
        shows(each, "picture")
    second.close()
    expect(first.locator("[data-second]")).to_be_hidden()


FASTER = "const slow = setInterval; setInterval = (act, every) => slow(act, every / 10)"
"""The windows greet ten times a second instead of once."""
SILENT = "setInterval = () => 0"
"""This one greets as good as never, as a browser may have a window do that lies behind others."""


@pytest.mark.parametrize("last_words", ["a goodbye", "none"])
def test_a_second_window_that_is_gone_is_not_told_of(pair: OpenPair, last_words: str) -> None:
    """It may still hear after its goodbye, and one that crashed has said none."""
    projector, first = pair(FASTER)
    second = projector.context.new_page()
    if last_words == "none":
        second.add_init_script("addEventListener('pagehide', (e) => e.stopImmediatePropagation())")
    second.goto("/presenter")
    told = first.locator("[data-second]")
    expect(told).to_be_visible()
    if last_words == "none":
        second.goto("about:blank")
    else:
        gone = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
        second.evaluate(gone)
    expect(told).to_be_hidden()
    first.wait_for_timeout(500)
    expect(told).to_be_hidden()
    shows(first, "rules")
    if last_words == "a goodbye":
        back = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
        second.evaluate(back)
        expect(told).to_be_visible()


def test_a_second_window_behind_others_is_told_of_all_the_same(pair: OpenPair) -> None:
    projector, first = pair(FASTER)
    second = projector.context.new_page()
    second.add_init_script(SILENT)
    second.goto("/presenter")
    told = first.locator("[data-second]")
    expect(told).to_be_visible()
    first.wait_for_timeout(1000)
    expect(told).to_be_visible()


def test_a_browser_without_the_line_says_so_and_both_work_alone(pair: OpenPair) -> None:
    projector, presenter = pair("delete globalThis.BroadcastChannel")
    expect(presenter.locator('[data-line="none"]')).to_be_visible()
    presenter.keyboard.press("PageDown")
    shows(presenter, "picture")
    shows(projector, "rules")
    projector.keyboard.press("End")
    shows(projector, "next")
    shows(presenter, "picture")
    projector.keyboard.press("?")
    expect(projector.locator("[data-no-channel]")).to_be_visible()


def test_two_dialogues_in_one_browser_do_not_drive_each_other(
    pair: OpenPair, rounds: Rounds
) -> None:
    projector, presenter = pair()
    context = projector.context
    context.request.get(rounds.empty["ordforer"].url)
    other = context.new_page()
    other.goto("/present")
    presenter.keyboard.press("PageDown")
    shows(projector, "picture")
    shows(other, "rules")


def test_on_paper_are_the_notes_of_the_whole_way(pair: OpenPair) -> None:
    _, presenter = pair()
    expect(presenter.locator('[data-line="joined"]')).to_be_visible()
    notes = presenter.locator("[data-slide]")
    presenter.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(presenter.locator('[data-slide="topic-2"]')).to_be_visible()
    expect(presenter.locator('[data-slide="next"]')).to_be_visible()
    expect(presenter.locator('[data-slide^="statement-"]').first).to_be_hidden()
    presenter.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(notes.filter(visible=True)).to_have_count(1)
