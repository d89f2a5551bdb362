"""Sentences, reasons and drawings: what is drawn is also said, and nothing is averaged."""

import re
from itertools import pairwise, product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, FileSystemLoader

from app.charts import Lanes, answer_words, lanes, reason, sentence, wish
from app.domain.question_set import LANGUAGES, Language, QuestionSet
from app.i18n import translator
from tests.comparing import one, published, with_roles, with_seven_steps

APP = Path(__file__).parent.parent.parent / "app"


def said(values: str, language: Language = "nb", question_set: QuestionSet | None = None) -> str:
    question_set = question_set or published()
    return sentence(one(question_set, values), question_set, language, translator(language))


def drawn(values: str, question_set: QuestionSet | None = None) -> Lanes:
    question_set = question_set or published()
    return lanes(one(question_set, values), question_set, "nb", translator("nb"))


def why(values: str, talk: str = "", question_set: QuestionSet | None = None) -> str:
    question_set = question_set or published()
    return reason(one(question_set, values, talk), question_set, "nb", translator("nb"))


@pytest.mark.parametrize(
    ("values", "nb"),
    [
        (
            "2,5,5,5",
            "Ordfører: stemmer i liten grad, vil til «stemmer helt». "
            "Kommunedirektør: stemmer helt, i dag og om ett år.",
        ),
        ("2,4,2,4", "Begge vil to steg opp, fra «stemmer i liten grad» til «stemmer i stor grad»."),
        (
            "2,4,3,5",
            "Begge vil to steg opp. Ordfører: stemmer i liten grad i dag. "
            "Kommunedirektør: stemmer delvis i dag.",
        ),
        ("5,4,5,4", "Begge: stemmer helt, «stemmer i stor grad» er nok."),
        ("3,3,3,3", "Begge: stemmer delvis, i dag og om ett år."),
        ("-,-,-,-", "Begge: ikke svart."),
        (
            "x,x,?,4",
            "Ordfører: ikke aktuelt for oss. "
            "Kommunedirektør: vet ikke, vil til «stemmer i stor grad».",
        ),
        (
            "-,3,3,-",
            "Ordfører: ikke svart for i dag, vil til «stemmer delvis». "
            "Kommunedirektør: stemmer delvis i dag, ikke svart for om ett år.",
        ),
        (
            "3,x,-,x",
            "Ordfører: stemmer delvis i dag. Om ett år: ikke aktuelt for oss. "
            "Kommunedirektør: ikke svart for i dag. Om ett år: ikke aktuelt for oss.",
        ),
    ],
)
def test_the_sentence_says_what_each_answered(values: str, nb: str) -> None:
    assert said(values) == nb


def test_the_sentence_in_nynorsk_and_english() -> None:
    assert said("2,5,?,5", "nn") == (
        "Ordførar: stemmer i liten grad, vil til «stemmer heilt». "
        "Kommunedirektør: veit ikkje, vil til «stemmer heilt»."
    )
    assert said("2,5,3,3", "en") == (
        "Mayor: true to a small extent, wants to get to “completely true of us”. "
        "Chief executive: partly true, today and in a year."
    )


def test_roles_that_answered_alike_are_named_together() -> None:
    assert said("2,4,2,4,5,5", question_set=with_roles(3)) == (
        "Ordfører og kommunedirektør: stemmer i liten grad, vil til «stemmer i stor grad». "
        "Varaordfører: stemmer helt, i dag og om ett år."
    )
    assert said("4,4,4,4,4,4,4,4", question_set=with_roles(4)) == (
        "Alle: stemmer i stor grad, i dag og om ett år."
    )


@pytest.mark.parametrize(
    ("values", "nb"),
    [
        ("2,5,5,5", "Dere ser det ulikt: på hver sin side av midten. Dere vil til samme sted."),
        ("3,3,5,5", "Dere ser det ulikt: to steg fra hverandre. Dere vil også ulikt."),
        ("3,5,3,3", "Dere ser det omtrent likt i dag, men vil ulikt."),
        ("2,4,3,5", "Begge vil løfte dette minst to steg."),
        ("3,4,3,4", "Begge vil løfte dette."),
        ("3,4,3,3", "Én av dere vil løfte dette."),
        ("?,4,3,4", "Én av dere vet ikke hvordan dette er i dag."),
        ("?,4,?,4", "Ingen av dere vet hvordan dette er i dag."),
        ("2,2,1,1", "Begge svarer lavt i dag, og ingen har bedt om et løft."),
        ("3,3,3,3", "Dere ser det omtrent likt, og ingen har bedt om et løft."),
        ("5,4,5,5", "Begge ser dette som en styrke. Én av dere mener at mindre er nok."),
        ("x,3,3,3", "Én av dere svarer at dette ikke er aktuelt for dere."),
        ("-,3,3,3", "Her mangler det svar."),
    ],
)
def test_the_reason_in_words(values: str, nb: str) -> None:
    assert why(values) == nb


def test_the_reason_tells_who_wants_to_talk() -> None:
    assert why("3,4,3,4", "K") == "Begge vil løfte dette. Kommunedirektør vil snakke om dette."
    assert why("3,4,3,4", "OK") == "Begge vil snakke om dette. Begge vil løfte dette."
    trio = with_roles(3)
    assert why("1,4,3,4,2,4", "OV", trio) == (
        "Dere ser det ulikt: opptil to steg fra hverandre. Dere vil til samme sted. "
        "Ordfører og varaordfører vil snakke om dette."
    )
    assert wish(one(trio, "3,3,3,3,3,3"), trio, "nb", translator("nb")) == ""


def every_row() -> list[str]:
    return [",".join(four) for four in product("1345?x-", "25x-", "24?-", "145x")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_drawn_is_also_in_words_and_nothing_is_averaged(language: Language) -> None:
    question_set, t = published(), translator(language)
    for values in every_row():
        row = one(question_set, values, "O")
        drawing = lanes(row, question_set, language, t)
        cells = answer_words(row, question_set, language, t)
        for lane, cell in zip(drawing.lanes, cells, strict=True):
            assert (lane.status.value if lane.status else None) == cell.status.number
            assert (lane.ambition.value if lane.ambition else None) == cell.ambition.number
            missing = cell.status.number is None or cell.ambition.number is None
            assert bool(lane.words) == missing
        texts = f"{drawing.sentence} {reason(row, question_set, language, t)}"
        assert "%" not in texts
        assert not re.search(r"\d", texts)
        assert "blindsone" not in texts


def test_the_drawing_keeps_to_its_box_and_its_lanes_apart() -> None:
    for question_set in (published(), with_roles(4), with_seven_steps()):
        four = ",".join(["1", str(question_set.top)] * len(question_set.roles))
        drawing = lanes(one(question_set, four), question_set, "en", translator("en"))
        assert list(drawing.steps) == sorted(drawing.steps)
        assert len({b - a for a, b in pairwise(drawing.steps)}) == 1
        ys = [lane.y for lane in drawing.lanes]
        assert all(b - a >= 36 for a, b in pairwise(ys))
        for lane in drawing.lanes:
            assert lane.status is not None
            assert lane.ambition is not None
            assert 15 <= lane.status.x <= drawing.width - 15
            assert lane.y + 15 <= drawing.height
        assert len({lane.status.shape for lane in drawing.lanes if lane.status}) == len(ys)


def test_the_arrow_points_where_the_ambition_lies() -> None:
    up, down = drawn("2,4,5,3").lanes
    assert up.link is not None
    assert up.status is not None
    assert up.ambition is not None
    assert up.status.x < up.link.x1 < up.link.x2 < up.ambition.x
    assert down.link is not None
    assert down.status is not None
    assert down.ambition is not None
    assert down.ambition.x < down.link.x2 < down.link.x1 < down.status.x


def test_the_same_value_is_a_filled_mark_inside_a_hollow_one() -> None:
    lane = drawn("4,4,3,3").lanes[1]
    assert lane.link is None
    assert lane.status is not None
    assert lane.ambition is not None
    assert (lane.status.x, lane.status.y) == (lane.ambition.x, lane.ambition.y)
    assert lane.status.r < lane.ambition.r


def test_what_is_not_a_number_is_written_and_never_drawn() -> None:
    first, second = drawn("?,4,-,-").lanes
    assert first.status is None
    assert first.link is None
    assert [line for _, line in first.words] == ["i dag: vet ikke"]
    assert first.ambition is not None
    assert [line for _, line in second.words] == ["ikke svart"]
    assert second.status is second.ambition is None
    both = drawn("?,x,3,3").lanes[0].words
    assert [line for _, line in both] == ["i dag: vet ikke", "om ett år: ikke aktuelt"]


def test_a_scale_with_an_even_number_of_steps_has_no_middle_label() -> None:
    changed = published().model_dump(by_alias=True)
    changed["scale"] = changed["scale"][:4]
    changed["thresholds"]["high"] = 3
    drawing = drawn("1,4,1,4", QuestionSet.model_validate(changed))
    assert [label.anchor for label in drawing.labels] == ["start", "end"]
    assert [label.anchor for label in drawn("1,4,1,4").labels] == ["start", "middle", "end"]


def rendered(drawing: Lanes) -> ET.Element:
    env = Environment(
        loader=FileSystemLoader(APP / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    template = "{% from '_lanes.svg.html' import lanes_svg %}{{ lanes_svg(drawing) }}"
    return ET.fromstring(env.from_string(template).render(drawing=drawing))  # noqa: S314 - our own


@pytest.mark.parametrize("values", ["2,5,5,5", "?,x,-,-", "5,4,3,3"])
def test_the_svg_is_well_formed_named_and_without_style(values: str) -> None:
    drawing = drawn(values)
    root = rendered(drawing)
    assert root.get("role") == "img"
    title = root.find("title")
    assert title is not None
    assert title.text == drawing.sentence
    assert root.get("aria-labelledby") == title.get("id")
    assert all("style" not in element.attrib for element in root.iter())
    letters = [e.text for e in root.iter("text") if e.get("class") == "lane__letter"]
    assert letters == ["O", "K"]


def test_a_drawing_of_four_roles_and_seven_steps_is_well_formed() -> None:
    changed = with_seven_steps().model_dump(by_alias=True)
    changed["roles"] = with_roles(4).model_dump(by_alias=True)["roles"]
    question_set = QuestionSet.model_validate(changed)
    root = rendered(drawn("1,7,2,2,7,1,?,4", question_set))
    assert len([e for e in root.iter("circle") if e.get("class") == "lane__step"]) == 28
    assert len([e for e in root.iter("polygon") if "mark" in str(e.get("class"))]) == 5
