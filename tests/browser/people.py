"""The cast at their devices: they find things by the hooks of ``interface.md``, and by words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, Response, expect

from app.domain.answers import Answer, Value
from app.domain.question_set import Language
from app.i18n import translator

LETTERS: dict[str, Value] = {"u": "unknown", "n": "not_relevant", "-": None}


def sheet(ids: list[str], answers: str, talk: tuple[str, ...] = ()) -> dict[str, Answer]:
    """Read a sheet written as ``34 u5 nn``: status and ambition of each statement in turn."""
    pairs = answers.split()
    assert len(pairs) == len(ids)
    return {
        name: Answer(value(pair[0]), value(pair[1]), name in talk)
        for name, pair in zip(ids, pairs, strict=True)
    }


def value(letter: str) -> Value:
    """Read one value: a step, ``u`` or ``n`` for a way out, ``-`` for none."""
    return LETTERS[letter] if letter in LETTERS else int(letter)


@dataclass
class Person:
    """Somebody at one window, reading one language, with a finger or a mouse."""

    page: Page
    language: Language
    mouse: bool = False

    def word(self, message: str) -> str:
        """The program's word for it in the person's language."""
        return translator(self.language).gettext(message)

    def touch(self, where: Locator) -> None:
        """Tap on a phone, click elsewhere."""
        if self.mouse:
            where.click()
        else:
            where.tap()

    def press(self, action: str) -> None:
        """Press the control that carries ``data-action``."""
        self.touch(self.page.locator(f'[data-action="{action}"]').filter(visible=True))

    def follow(self, path: str) -> None:
        """Follow the page's own link to ``path``."""
        link = self.page.locator(f'main a[href="{path}"]').first
        link.wait_for()
        with self.page.expect_event("framenavigated"):
            self.touch(link)
        self.page.wait_for_load_state()

    def choose_language(self) -> None:
        """Pick the own language in the page's switch, unless it is shown already."""
        shown = self.page.locator("html")
        if shown.get_attribute("lang") != self.language:
            self.touch(self.page.locator(f'a[hreflang="{self.language}"]'))
        expect(shown).to_have_attribute("lang", self.language)

    def claim(self, link: str) -> None:
        """Open an invitation and press the one button."""
        self.page.goto(link)
        assert link.rsplit("/", 1)[1] not in self.page.url
        self.choose_language()
        self.press("claim")

    def statement(self, name: str) -> Locator:
        """One statement of the answering page."""
        return self.page.locator(f'[data-statement="{name}"]')

    def sees(self, name: str) -> None:
        """This statement is in view, and no other."""
        expect(self.statement(name)).to_be_visible()
        assert self.shown() == [name]

    def shown(self) -> list[str]:
        """The statements in view: one with scripts, all without."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("[data-statement]")]
              .filter((one) => one.checkVisibility()).map((one) => one.dataset.statement)"""
        )
        return found

    def cell(self, name: str, field: str, value: Value) -> Locator:
        """The radio of one step on one side of the ladder."""
        return self.page.locator(f'input[name="{name}.{field}"][value="{value}"]')

    def box(self, name: str) -> Locator:
        """The tick "I want to talk about this"."""
        return self.page.locator(f'input[name="{name}.talk"]')

    def tap(self, name: str, field: str, value: Value) -> None:
        """Tap one cell."""
        cell = self.cell(name, field, value)
        self.touch(cell)
        expect(cell).to_be_checked()

    def save(self, where: Locator) -> None:
        """Tap and see it reach the server: the state says so in words."""
        with self.page.expect_response(is_save) as response:
            self.touch(where)
        assert response.value.status == 200
        self.sees_state("saved", "Saved")

    def answer(self, name: str, answer: Answer) -> None:
        """Answer one statement in view, each tap saved."""
        self.save(self.cell(name, "status", answer.status))
        self.save(self.cell(name, "ambition", answer.ambition))
        if answer.talk:
            self.save(self.box(name))

    def answer_all(self, answers: Mapping[str, Answer]) -> None:
        """Answer one statement after another, with Next in between, and look over at the end."""
        names = list(answers)
        for name in names:
            self.sees(name)
            self.answer(name, answers[name])
            self.press("next" if name != names[-1] else "review")
        self.page.wait_for_url("**/review")

    def hand_in(self) -> None:
        """Let the facilitator read along, and hand in."""
        self.touch(self.page.get_by_label(self.word("The facilitator may see our comparison")))
        self.press("hand-in")

    def sees_state(self, state: str, message: str) -> None:
        """The save state is this, and says it in these words."""
        said = self.page.locator(f'[data-save-state="{state}"]').filter(visible=True)
        expect(said).to_have_text(self.word(message))

    def sees_waiting(self, count: int, *, within: float | None = None) -> None:
        """So many answers are saved on this device and not sent yet, ``within`` milliseconds."""
        said = self.page.locator('[data-save-state="queued"]').filter(visible=True)
        one = self.word("1 answer is saved on this device, not sent yet")
        many = self.word("%(n)s answers are saved on this device, not sent yet")
        expect(said).to_have_text(one if count == 1 else many % {"n": count}, timeout=within)

    def sees_handed_in(self) -> None:
        """This is the page after handing in."""
        expect(self.page.locator('[data-state="handed-in"]')).to_be_visible()

    def link_in(self, words: str) -> str:
        """The link shown in the field with this label."""
        return self.page.get_by_label(words).input_value()

    def compared(self) -> dict[str, list[list[str]]]:
        """What the comparison page says: per statement and role the two values, as text."""
        found: dict[str, list[list[str]]] = self.page.evaluate(
            """() => Object.fromEntries(
              [...document.querySelectorAll("[data-statement][data-category]")].map((row) => [
                row.dataset.statement,
                [...row.querySelectorAll("tbody tr")].map((line) =>
                  [...line.querySelectorAll("td")].map((cell) => cell.textContent.trim())),
              ]))"""
        )
        return found

    def reads(self, *sheets: Mapping[str, Answer]) -> dict[str, list[list[str]]]:
        """What the comparison page must say when these sheets were handed in."""
        ways = {
            "unknown": self.word("don't know"),
            "not_relevant": self.word("not relevant"),
            None: self.word("no answer"),
        }
        return {
            name: [
                [
                    ways[value] if value in ways else str(value)
                    for value in (one[name].status, one[name].ambition)
                ]
                for one in sheets
            ]
            for name in sheets[0]
        }


def is_save(response: Response) -> bool:
    """Whether this is the server's answer to a tap."""
    return response.request.method == "PATCH" and response.url.endswith("/api/answers")
