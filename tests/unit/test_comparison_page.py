"""The comparison page and the explore page: page objects and what the templates make of them."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.domain.comparison import Comparison
from app.domain.question_set import LANGUAGES, Language, QuestionSet
from app.i18n import translator
from app.web.assets import Assets
from app.web.comparison_page import ComparisonPage, comparison_page
from app.web.explore_page import explore_page
from app.web.rendering import environment
from tests.comparing import compared, published, with_roles

HONESTY = ("Første linje.", "Andre linje.", "Tredje linje.")
MIXED = compared(
    published(),
    {
        "rol-01": ("2,5,5,5", "O"),
        "rol-02": "?,4,3,3",
        "rol-03": "x,x,1,2",
        "til-02": "-,-,4,4",
        "hve-01": ("3,5,4,5", "OK"),
    },
    "4,4,4,4",
)


def page_of(category: str | None = None, language: Language = "nb") -> ComparisonPage:
    return comparison_page(
        published(), MIXED, language, translator(language), category, honesty=HONESTY
    )


class Element:
    def __init__(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self.tag, self.attributes = tag, attributes
        self.text = ""


class Reader(HTMLParser):
    """The elements of a page, each with all the text inside it."""

    void = frozenset({"meta", "link", "br", "input", "hr", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def having(self, attribute: str) -> list[Element]:
        return [element for element in self.elements if attribute in element.attributes]


class Speaking:
    """A translator as pages have it: fills the places of a message, too."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = translator(language)

    def gettext(self, message: str, **params: Any) -> str:
        text = self._catalogue.gettext(message)
        return text % params if params else text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self._catalogue.ngettext(singular, plural, n)


class EveryName(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return name


def rendered(template: str, page: object, language: Language = "nb") -> Reader:
    html = (
        environment(Assets(Path(), EveryName()))
        .get_template(template)
        .render(
            page=page,
            t=Speaking(language),
            lang=language,
            content_lang=language,
            languages=(),
            path="/comparison",
        )
    )
    # Without the frame round it, which has tests of its own.
    return Reader(html[html.index("<main") : html.index("</main>") + len("</main>")])


def test_the_page_begins_with_the_agenda() -> None:
    page = page_of()
    assert page.opener is not None
    assert page.opener.category == "shared_strength"
    assert page.opener_is_strength
    assert [row.id for row in page.topics] == list(MIXED.agenda.topics)
    assert page.topics[0].reason.startswith("Begge vil snakke om dette.")
    assert page.topics[1].opening == "Fortell først hva du har sett som gjør at du svarte slik."
    assert page.honesty == HONESTY[:2]
    assert page.honesty_more == HONESTY[2:]


def test_the_counts_are_plain_and_in_the_sets_own_order() -> None:
    chips = page_of().chips
    assert [(chip.category, chip.count) for chip in chips] == [
        ("different_view", 1),
        ("shared_lift", 1),
        ("shared_strength", 20),
        ("unknown_some", 1),
        ("incomplete", 1),
        ("set_aside", 1),
    ]
    assert chips[0].href == "?category=different_view#all"
    assert not any(chip.current for chip in chips)


def test_a_category_shows_only_its_statements() -> None:
    page = page_of("unknown_some")
    assert [row.id for theme in page.themes for row in theme.rows] == ["rol-02"]
    assert (page.shown, page.total, page.category_title) == (1, 25, "Én av oss vet ikke")
    assert [chip.current for chip in page.chips].count(True) == 1
    assert page.topics  # the agenda stays


@pytest.mark.parametrize("asked", ["", "agreed_enough", "no-such", "<script>"])
def test_a_category_that_does_not_occur_filters_nothing(asked: str) -> None:
    page = page_of(asked)
    assert page.category is None
    assert page.shown == 25


def test_what_is_not_compared_stands_apart() -> None:
    page = page_of()
    assert [row.id for row in page.apart] == ["rol-03", "til-02"]
    assert sum(len(theme.rows) for theme in page.themes) == 23
    assert page_of("set_aside").themes == ()


def test_without_a_strength_the_meeting_opens_with_the_best_there_is() -> None:
    comparison = compared(published(), {"rol-01": "2,3,2,3"})
    page = comparison_page(published(), comparison, "nb", translator("nb"))
    assert page.opener is not None
    assert not page.opener_is_strength
    assert page.topics == ()
    assert "Vi har ikke noe å foreslå" in text_of(rendered("comparison.html", page))


def text_of(reader: Reader) -> str:
    return " ".join(" ".join(e.text for e in reader.elements[:1]).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_is_a_row_with_its_numbers_as_text(language: Language) -> None:
    reader = rendered("comparison.html", page_of(language=language), language)
    rows = {e.attributes["data-statement"]: e for e in reader.having("data-statement")}
    assert sorted(map(str, rows)) == sorted(published().by_id)
    assert len(reader.having("data-statement")) == 25
    for row in MIXED.rows:
        element = rows[row.statement]
        assert element.attributes["data-category"] == row.category
        words = element.text.split()
        numbers = [
            value
            for answer in row.answers.values()
            for value in (answer.status, answer.ambition)
            if isinstance(value, int)
        ]
        assert all(words.count(str(number)) >= numbers.count(number) for number in numbers)
        assert not {str(n) for n in range(10)} & set(words) - set(map(str, numbers))


def test_the_page_is_whole_and_needs_no_style_or_script() -> None:
    for page in (page_of(), page_of("different_view")):
        reader = rendered("comparison.html", page)
        assert not reader.having("style")
        assert "script" not in {element.tag for element in reader.elements}
        ids = [element.attributes["id"] for element in reader.having("id")]
        assert len(ids) == len(set(ids))
        for element in reader.having("aria-labelledby"):
            assert element.attributes["aria-labelledby"] in ids
        hrefs = {element.attributes["href"] for element in reader.having("href")}
        assert {"/comparison/explore", "/comparison/export.csv", "/comparison/export.xlsx"} <= hrefs
        assert "/comparison/export.json" in hrefs


def test_ranks_averages_and_percentages_are_nowhere() -> None:
    text = text_of(rendered("comparison.html", page_of()))
    assert "%" not in text
    assert not re.search(r"\d[.,]\d", text)
    assert not re.search("blindsone|snitt|rangering", text, re.IGNORECASE)


@pytest.mark.parametrize("roles", [3, 4])
def test_more_roles_fit_the_same_page(roles: int) -> None:
    question_set = with_roles(roles)
    comparison = compared(question_set, {"rol-01": ",".join(["1"] * roles + ["5"] * roles)})
    page = comparison_page(question_set, comparison, "nb", translator("nb"))
    reader = rendered("comparison.html", page)
    rows = [e for e in reader.elements if e.attributes.get("class") == "lane__letter"]
    assert len(rows) == roles * (25 + 1)


def explored(comparison: Comparison, question_set: QuestionSet) -> Reader:
    page = explore_page(question_set, comparison, "nb", translator("nb"))
    return rendered("explore.html", page)


def test_the_explore_page_has_the_figure_and_the_same_as_a_table() -> None:
    reader = explored(MIXED, published())
    figure = next(e for e in reader.elements if e.attributes.get("id") == "figure")
    assert figure.attributes["type"] == "application/json"
    assert len(json.loads(figure.text)["data"]) == 4
    rows = reader.having("data-statement")
    assert [row.attributes["data-statement"] for row in rows] == list(published().by_id)
    assert "I dag: Stemmer i liten grad (2)" in " ".join(rows[0].text.split())
    assert "I dag: Vet ikke Om ett år" in " ".join(rows[1].text.split())


def test_no_statement_can_end_the_script_element() -> None:
    changed = published().model_dump(by_alias=True)
    changed["statements"][0]["text"]["nb"] = "Slutt</script><b>"
    question_set = QuestionSet.model_validate(changed)
    comparison = compared(question_set, {"rol-01": "2,5,5,5"})
    figure = explore_page(question_set, comparison, "nb", translator("nb")).figure
    assert "<" not in figure
    assert "Slutt&lt;/script&gt;" in json.loads(figure)["data"][2]["text"][0]
