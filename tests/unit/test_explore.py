"""The map of all statements."""

import json
from typing import Any

from app.domain.comparison import Comparison
from app.domain.question_set import LANGUAGES, Language
from app.explore import REACH, overview_figure, points
from app.i18n import translator
from tests.comparing import compared, published, with_roles

MIXED = compared(
    published(),
    {"rol-01": "2,5,5,5", "rol-02": "?,4,3,3", "rol-03": "x,x,1,2", "til-01": "3,4,3,4"},
)


def figure(comparison: Comparison, language: Language = "nb") -> dict[str, Any]:
    drawn = overview_figure(comparison, published(), language, translator(language))
    loaded: dict[str, Any] = json.loads(drawn)
    return loaded


def traces(comparison: Comparison) -> list[dict[str, Any]]:
    return [trace for trace in figure(comparison)["data"] if trace["mode"] == "markers"]


def test_every_pair_of_numbers_is_one_mark_and_nothing_else_is_a_mark() -> None:
    mayor, chief = traces(MIXED)
    assert mayor["customdata"] == ["rol-01", "til-01"]
    assert sorted(chief["customdata"]) == ["rol-01", "rol-02", "rol-03", "til-01"]
    assert mayor["marker"]["symbol"] != chief["marker"]["symbol"]


def test_marks_at_one_place_are_moved_apart_always_alike_and_never_to_another_step() -> None:
    same = compared(with_roles(4), {}, ",".join(["5"] * 8))
    marks = points(same)
    assert len(marks) == 100
    assert len({(mark.x, mark.y) for mark in marks}) == 100
    assert all(abs(mark.x - 5) <= REACH and abs(mark.y - 5) <= REACH for mark in marks)
    assert points(same) == marks
    lone = points(compared(published(), {"rol-01": "2,5,-,-"}))
    assert [(mark.x, mark.y) for mark in lone] == [(2, 5)]


def test_it_speaks_in_words() -> None:
    drawn = figure(MIXED)
    assert drawn["layout"]["xaxis"]["ticktext"][1] == "Stemmer i<br>liten grad"
    assert drawn["layout"]["xaxis"]["tickvals"] == [1, 2, 3, 4, 5]
    hover = traces(MIXED)[0]["text"][0]
    assert "Vi har avklart hvem av oss" in hover
    assert "I dag: Stemmer i liten grad" in hover
    assert "Om ett år: Stemmer helt" in hover


def test_titles_are_in_the_readers_language() -> None:
    titles = [figure(MIXED, language)["layout"]["title"]["text"] for language in LANGUAGES]
    assert titles == [
        "Alle påstander: i dag og om ett år",
        "Alle påstandar: i dag og om eitt år",
        "All statements: today and in a year",
    ]


def test_statements_are_shown_as_they_are_written() -> None:
    changed = published().model_dump(by_alias=True)
    changed["statements"][0]["text"]["nb"] = "Vi <b>bruker</b> A & B."
    question_set = type(published()).model_validate(changed)
    comparison = compared(question_set, {"rol-01": "2,5,5,5"})
    drawn = overview_figure(comparison, question_set, "nb", translator("nb"))
    hover = json.loads(drawn)["data"][2]["text"][0]
    assert "Vi &lt;b&gt;bruker&lt;/b&gt; A &amp; B." in hover


def test_nothing_is_averaged() -> None:
    # 1 and 5 never meet in the middle: no mark stands near 3.
    marks = points(compared(published(), {"rol-01": "1,1,5,5"}))
    assert {(mark.x, mark.y) for mark in marks} == {(1, 1), (5, 5)}


def test_an_empty_round_is_an_empty_map() -> None:
    assert all(trace["x"] == [] for trace in traces(compared(published(), {})))
