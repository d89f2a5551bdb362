"""One statement over time: from the third round on, drawn and as a table, never put together."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI

from tests.cast import Cast, Person, gather, last_segment, tap
from tests.comparing import document
from tests.pages import Page, Phone, nb
from tests.web.conftest import Editor
from tests.web.test_page_next_round import open_next

STATUSES = (
    {"ordforer": 2, "kommunedirektor": 4},
    {"ordforer": 3, "kommunedirektor": 4},
    {"ordforer": 5, "kommunedirektor": 1},
)


def go_through(cast: Cast, rounds: int, *, consent: bool = True) -> None:
    """Open comparison after comparison; in the last one the next is not begun."""
    for number in range(rounds):
        if number:
            open_next(cast.marit)
        for person in (cast.marit, cast.kare):
            person.answer_all(STATUSES[number][person.role], 5)
            person.save(tap("til-01", "2026-11-22T12:00:01Z", status="unknown"))
            person.hand_in(facilitator_may_read=consent)


@pytest.fixture
def third(cast: Cast) -> Cast:
    go_through(cast, 3)
    return cast


def figure(page: Page) -> dict[str, Any]:
    [script] = page.root.all("script", id="figure")
    loaded: dict[str, Any] = json.loads(
        "".join(each for each in script.inside if isinstance(each, str))
    )
    return loaded


def test_draws_what_the_table_says(third: Cast) -> None:
    assert "/comparison/over-time" in Page(third.marit.get("/comparison")).links()
    page = Page(third.marit.get("/comparison/over-time?statement=rol-02"))
    lines = figure(page)["data"]
    assert [line["y"] for line in lines] == [[2, 3, 5], [5, 5, 5], [4, 4, 1], [5, 5, 5]]
    # The round, day and short month, and the year: three lines, whatever the month is called.
    names = figure(page)["layout"]["xaxis"]["ticktext"]
    assert [name.count("<br>") for name in names] == [2, 2, 2]
    assert [line["x"] for line in lines] == [[1, 2, 3]] * 4
    rows = page.root.all("tr", data_round=None)
    assert [row.attrs["data-round"] for row in rows] == ["1", "2", "3"]
    for row, (mayor, chief) in zip(rows, ((2, 4), (3, 4), (5, 1)), strict=True):
        mine, theirs = row.all("td")
        assert f"({mayor})" in mine.text
        assert f"({chief})" in theirs.text


def test_what_is_no_number_is_a_gap_and_words(third: Cast) -> None:
    page = Page(third.marit.get("/comparison/over-time?statement=til-01"))
    assert figure(page)["data"][0]["y"] == [None, None, None]
    assert "Vet ikke" in page.root.all("tr", data_round="1")[0].text


def test_a_round_that_did_not_ask_breaks_the_line_and_says_why(app: FastAPI) -> None:
    cast = gather(app)
    go_through(cast, 1)
    asked = cast.marit.get("/api/comparison").json()["agenda"]["topics"]
    open_next(cast.kare, kind="pulse")
    for person in (cast.marit, cast.kare):
        person.save(*(tap(each, status=3, ambition=4) for each in asked))
        person.hand_in()
    open_next(cast.kare)
    for person in (cast.marit, cast.kare):
        person.answer_all(4, 5)
        person.hand_in()
    other = next(each for each in ("run-03", "uta-02") if each not in asked)
    page = Page(cast.marit.get(f"/comparison/over-time?statement={other}"))
    assert figure(page)["data"][0]["y"] == [2, None, 4]
    [second] = page.root.all("tr", data_round="2")
    assert nb("Cannot be compared") in second.text
    assert nb("not asked") in second.text
    # In the comparison the same statement reaches back over the short round.
    changed = cast.marit.get("/comparison/export.json").json()["since_last"]
    assert changed[other]["round"] == 1
    assert changed[asked[0]]["round"] == 2


@pytest.mark.parametrize("asked", ["", "nowhere", "<script>", "rol-01'--"])
def test_an_unknown_statement_gives_the_first_topic(third: Cast, asked: str) -> None:
    page = Page(third.marit.get("/comparison/over-time", params={"statement": asked}))
    first = third.marit.get("/api/comparison").json()["agenda"]["topics"][0]
    [chosen] = page.root.all("option", selected=None)
    assert chosen.attrs["value"] == first


def test_two_rounds_make_no_line(cast: Cast) -> None:
    go_through(cast, 2)
    there = cast.marit.get("/comparison/over-time", follow_redirects=False)
    assert (there.status_code, there.headers["location"]) == (303, "/comparison")
    assert "/comparison/over-time" not in Page(cast.marit.get("/comparison")).links()


def test_is_shut_before_release_and_to_a_facilitator_without_consent(cast: Cast) -> None:
    go_through(cast, 3, consent=False)
    made = cast.marit.post("/api/seats/facilitator/invite").json()
    fatima = Person(cast.marit.client, "facilitator", last_segment(made["link"])).claim()
    for person in (fatima,):
        there = person.get("/comparison/over-time", follow_redirects=False)
        assert (there.status_code, there.headers["location"]) == (303, "/seat")
    open_next(cast.kare)
    there = cast.marit.get("/comparison/over-time", follow_redirects=False)
    assert (there.status_code, there.headers["location"]) == (303, "/seat")


def test_stays_to_be_read_while_the_next_round_is_answered(third: Cast) -> None:
    open_next(third.kare)
    over_time = "/rounds/3/comparison/over-time"
    assert over_time in Page(third.marit.get("/rounds/3/comparison")).links()
    page = Page(third.marit.get(f"{over_time}?statement=rol-02"))
    assert [row.attrs["data-round"] for row in page.root.all("tr", data_round=None)] == list("123")
    assert "/rounds/3/comparison" in page.links()
    there = third.marit.get("/rounds/2/comparison/over-time", follow_redirects=False)
    assert there.headers["location"] == "/rounds/2/comparison"


def test_is_nothing_for_a_stranger(phone: Phone, third: Cast) -> None:
    assert phone.get("/comparison/over-time").status_code == 401


def test_a_round_whose_answers_are_deleted_is_not_there(third: Cast) -> None:
    third.kare.post("/rounds/1/erase", data={"confirm": "1"})
    there = third.marit.get("/comparison/over-time", follow_redirects=False)
    assert there.headers["location"] == "/comparison"


def test_names_are_shown_as_they_are_written(app: FastAPI, editor: Editor) -> None:
    """Plotly reads a little HTML: in a set's names a sign is a sign."""
    odd = document() | {"id": "med-tegn"}
    odd["scale"][0]["label"]["nb"] = "Under < 20 %"
    odd["roles"][0]["title"]["nb"] = "Ordfører & co"
    assert editor.publish(odd).status_code == 201
    cast = gather(app, question_set="med-tegn")
    go_through(cast, 3)
    phone = Phone(app)
    phone.hold(cast.marit.token)
    drawn = json.dumps(figure(phone.open("/comparison/over-time")), ensure_ascii=False)
    assert "Under &lt; 20 %" in drawn
    assert "Ordfører &amp; co" in drawn
    assert "Under < 20" not in drawn
