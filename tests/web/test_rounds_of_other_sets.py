"""Round after round with three and four roles, on five and seven steps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI

from tests.cast import Cast, gather, tap
from tests.comparing import four_roles_on_seven_steps
from tests.pages import Node, Page, nb
from tests.web.conftest import CONTENT, Editor
from tests.web.test_page_next_round import open_next
from tests.web.test_page_over_time import figure

Document = dict[str, Any]

TREPART: Document = json.loads((CONTENT / "trepart.v1.json").read_text(encoding="utf-8"))
SETS = {"three roles": TREPART, "four roles, seven steps": four_roles_on_seven_steps()}

UP = ((2, 4), (2, 3), (1, 3), (3, 4))
"""What each role says of the first statement, then and now: all of them further up."""

APART = ((2, 4), (3, 3), (4, 3), (1, 2))
"""And of the second: not the same way."""


@pytest.fixture(params=SETS)
def document(request: pytest.FixtureRequest) -> Document:
    return SETS[request.param]


@pytest.fixture
def cast(app: FastAPI, editor: Editor, document: Document) -> Cast:
    """A dialogue on the set, its first round not yet answered."""
    assert editor.publish(document).status_code == 201
    return gather(app, question_set=document["id"])


def answer(cast: Cast, document: Document, now: int) -> None:
    """Everyone answers and hands in, as then (0) or as now (1)."""
    first, second = (each["id"] for each in document["statements"][:2])
    for role, up, apart in zip(document["roles"], UP, APART, strict=False):
        person = cast[role["id"]]
        person.answer_all(3, 4)
        later = "2026-11-22T12:00:01Z"
        person.save(tap(first, later, status=up[now]), tap(second, later, status=apart[now]))
        person.hand_in()


def agree(cast: Cast, document: Document) -> None:
    """One thing for everyone, and one for the last role."""
    first = cast[document["roles"][0]["id"]]
    for owner in ("*", document["roles"][-1]["id"]):
        fields = {"ending": "agree", "when": "en sak haster", "then": "ringer vi", "owner": owner}
        written = first.post("/agreements/new", data=fields, follow_redirects=False)
        assert written.status_code == 303


def look_back(cast: Cast, document: Document) -> None:
    """Everyone says how it went: kept, but the last says not."""
    for role in document["roles"]:
        page = Page(cast[role["id"]].get("/last-time"))
        cards = page.root.all(data_review=None)
        assert nb("Everyone together") in cards[0].text
        assert document["roles"][-1]["title"]["nb"] in cards[1].text
        verdict = "not" if role == document["roles"][-1] else "kept"
        said = {f"{card.attrs['data-review']}.verdict": verdict for card in cards}
        sent = cast[role["id"]].post("/last-time", data=said, follow_redirects=False)
        assert sent.headers["location"] == "/answer"


@pytest.fixture
def second(cast: Cast, document: Document) -> Cast:
    """The second comparison is open, and everyone has said how the agreements went."""
    answer(cast, document, 0)
    agree(cast, document)
    open_next(cast[document["roles"][0]["id"]])
    look_back(cast, document)
    answer(cast, document, 1)
    return cast


def opened(cast: Cast, document: Document, path: str) -> Page:
    """The page as the last of the roles sees it."""
    answer = cast[document["roles"][-1]["id"]].get(path)
    assert answer.status_code == 200
    return Page(answer)


def arrows(row: Node) -> list[Node]:
    return [each for each in row.all("span") if "change__arrow" in each.attrs.get("class", "")]


def way(arrow: Node) -> str:
    """Which way an arrow is drawn, by how its line begins."""
    line = arrow.one("path").attrs["d"]
    return {"M3 1": "up", "M3 3": "down", "M4 5": "same"}[line[:4]]


def sentences(document: Document, page: Page) -> dict[str, str]:
    """What is said of the change on the first two statements, wherever the page says it."""
    found = {}
    for statement in document["statements"][:2]:
        [words, *_] = [
            each.text
            for row in page.root.all(data_statement=statement["id"])
            for each in row.all("p")
            if each.attrs.get("class") in {"change__words", "panel__change"}
        ]
        found[statement["id"]] = words
    return found


def test_every_role_has_its_arrow(second: Cast, document: Document) -> None:
    page = opened(second, document, "/comparison")
    for statement, then_and_now, kind in (
        (document["statements"][0]["id"], UP, "clear"),
        (document["statements"][1]["id"], APART, "same"),
    ):
        [row] = page.root.all("li", data_statement=statement)
        assert row.one(data_change=None).attrs["data-change"] == kind
        drawn = arrows(row)
        assert len(drawn) == len(document["roles"])
        for arrow, role, (before, now) in zip(drawn, document["roles"], then_and_now, strict=False):
            assert arrow.text == f"{role['letter']} {before} {now}"
            assert way(arrow) == ("up" if now > before else "down" if now < before else "same")


def test_the_big_screen_and_the_report_say_the_same(second: Cast, document: Document) -> None:
    said = sentences(document, opened(second, document, "/comparison"))
    assert sentences(document, opened(second, document, "/present")) == said
    assert sentences(document, opened(second, document, "/report")) == said
    first, apart = said.values()
    assert nb("Clear change") in first
    assert nb("About as before") in apart
    assert nb("The answers have come closer to each other") not in apart
    assert second[document["roles"][0]["id"]].get("/report/full.pdf").content[:4] == b"%PDF"


@pytest.mark.parametrize("path", ["/comparison", "/present", "/report"])
def test_what_each_says_of_the_agreements_stands_in_the_order_of_the_roles(
    second: Cast, document: Document, path: str
) -> None:
    page = opened(second, document, path)
    verdicts = [nb("Kept")] * (len(document["roles"]) - 1) + [nb("Not kept")]
    told = " ".join(
        each.text
        for each in page.root.walk()
        if each.attrs.get("class") in {"since__verdicts", "last__verdicts"}
    ).replace(" :", ":")
    place = 0
    for _ in range(2):
        for role, verdict in zip(document["roles"], verdicts, strict=True):
            place = told.index(f"{role['title']['nb']}: {verdict}", place) + 1
    assert nb("Everyone together") in page.text


def test_four_rounds_make_a_line_for_each(second: Cast, document: Document) -> None:
    for now in (0, 1):
        open_next(second[document["roles"][1]["id"]])
        answer(second, document, now)
    statement = document["statements"][1]["id"]
    page = opened(second, document, f"/comparison/over-time?statement={statement}")
    lines = figure(page)["data"]
    roles = len(document["roles"])
    assert [line["x"] for line in lines] == [[1, 2, 3, 4]] * (2 * roles)
    assert [line["y"] for line in lines[::2]] == [
        [before, now, before, now] for before, now in APART[:roles]
    ]
    # A mark on the lowest or highest step is drawn whole.
    assert not any(line["cliponaxis"] for line in lines)
    listed = opened(second, document, "/rounds")
    assert [each.attrs["data-round"] for each in listed.root.all("li", data_round=None)] == [
        "4",
        "3",
        "2",
        "1",
    ]
    changed = second[document["roles"][0]["id"]].get("/comparison/export.json").json()
    assert {each["round"] for each in changed["since_last"].values()} == {3}
