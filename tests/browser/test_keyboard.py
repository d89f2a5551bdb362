"""By keyboard alone, and what a screen reader is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.domain.question_set import LANGUAGES, Language
from app.i18n import translator
from tests.browser import devices
from tests.browser.api import Api
from tests.browser.conftest import OpenPage
from tests.browser.people import Person
from tests.browser.rounds import Rounds

MOST_TABS = 40


def test_from_claim_to_review_by_keyboard(open_page: OpenPage, api: Api) -> None:
    invitation = api.open_dialogue()["ordforer"]
    page = open_page(devices.PROJECTOR)
    page.goto(invitation.url)
    press(page, 'css=[data-action="claim"]')
    page.wait_for_url("**/welcome")
    press(page, 'css=main a[href="/answer"]')
    marit = Person(page, "nb", mouse=True)
    ids = api.statements()
    for number, name in enumerate(ids[:3]):
        marit.sees(name)
        # Arrows choose within a question, and Tab goes to the next one.
        tab_to(page, f'css=input[name="{name}.status"]')
        with page.expect_response("**/api/answers"):
            page.keyboard.press("Space")
        with page.expect_response("**/api/answers"):
            page.keyboard.press("ArrowDown")
        expect(marit.cell(name, "status", 4)).to_be_checked()
        expect(marit.cell(name, "status", 4)).to_be_focused()
        page.keyboard.press("Tab")
        expect(marit.cell(name, "ambition", 5)).to_be_focused()
        with page.expect_response("**/api/answers"):
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        expect(marit.box(name)).to_be_focused()
        with page.expect_response("**/api/answers"):
            page.keyboard.press("Space")
        press(page, 'css=[data-action="next"]')
        marit.sees(ids[number + 1])
        # One is at the new statement, not back at the top: the next Tab is its first question.
        expect(marit.statement(ids[number + 1]).get_by_role("heading")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator(f'input[name="{ids[number + 1]}.status"]').first).to_be_focused()
    press(page, 'css=[data-action="review"]')
    page.wait_for_url("**/review")
    saved = {"status": 4, "ambition": 5, "talk": True}
    mayor = page.request.get("/api/answers").json()["answers"]
    assert {name: mayor[name] for name in ids[:3]} == dict.fromkeys(ids[:3], saved)


def test_the_way_past_the_header(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page(devices.PROJECTOR)
    page.goto(rounds.new["ordforer"].url)
    for path in ("/", "/answer", "/my-seat"):
        page.goto(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = "() => document.querySelector('main').contains(document.activeElement)"
        assert page.evaluate(inside), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_answer_is_named_with_its_question_and_step(
    open_page: OpenPage, rounds: Rounds, language: Language
) -> None:
    page = open_page(devices.PHONE)
    page.goto(rounds.begun["ordforer"].url)
    page.goto(f"/answer?lang={language}#til-02")
    content = rounds.api.call("GET", "/api/question-sets/samspill/1")
    text = next(s["text"][language] for s in content["statements"] if s["id"] == "til-02")
    t = translator(language)
    expect(page.get_by_role("heading", name=text)).to_be_visible()

    for field in ("status", "ambition"):
        question = content[field]["question"][language]
        short = question.partition(":")[0]
        # The group says the statement and the whole question, each radio its side and its step.
        group = page.get_by_role("group", name=text).filter(
            has=page.locator(f'[name="til-02.{field}"]')
        )
        expect(group).to_have_accessible_name(re.compile(as_read(f"{text} {question}")))
        for step in content["scale"]:
            name = t.gettext(
                "%(question)s: %(step)s, %(n)s of %(steps)s",
                question=short,
                step=step["label"][language],
                n=step["value"],
                steps=len(content["scale"]),
            )
            expect(group.get_by_role("radio", name=name, exact=True)).to_have_count(1)
        for way in content["ways_out"]:
            name = f"{short}: {way['label'][language]}"
            offered = group.get_by_role("radio", name=name, exact=True)
            expect(offered).to_have_count(int(field in way["for"]))
    expect(page.get_by_role("checkbox", name=content["talk"]["label"][language])).to_have_count(1)


def test_what_is_not_in_view_is_not_read_out_either(open_page: OpenPage, rounds: Rounds) -> None:
    page = open_page(devices.PHONE)
    page.goto(rounds.new["ordforer"].url)
    page.goto("/answer")
    expect(page.get_by_role("radio")).to_have_count(5 + 2 + 5 + 1)
    expect(page.get_by_role("checkbox")).to_have_count(1)


def as_read(words: str) -> str:
    """The words as a pattern; how much room there is around a colon is not heard."""
    return re.escape(words).replace(":", r"\s*:")


def press(page: Page, selector: str) -> None:
    """Tab to it and press Enter."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it is there; everything on the way is seen to have focus."""
    page.locator(selector).filter(visible=True).first.wait_for()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(selector).and_(page.locator(":focus")).count():
            assert_focus_seen(page)
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def assert_focus_seen(page: Page) -> None:
    """What has the focus shows it."""
    drawn = page.evaluate(
        """() => {
          const style = getComputedStyle(document.activeElement);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        }"""
    )
    assert drawn, page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
