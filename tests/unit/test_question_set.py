"""A question set: every published file is good, and every fault is told at once, with its path."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.problem import Problem
from app.domain.question_set import QuestionSet
from app.domain.question_set_problems import (
    QuestionSetProblems,
    find_problems,
    find_version_problems,
    parse,
)

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("app/questions/*.v*.json"), *ROOT.glob("tests/content/*.v*.json")])
SAMSPILL = ROOT / "app" / "questions" / "samspill.v1.json"
Document = dict[str, Any]


@pytest.fixture
def document() -> Document:
    """A good set to spoil."""
    loaded: Document = json.loads(SAMSPILL.read_text(encoding="utf-8"))
    return loaded


def paths(document: object) -> set[str]:
    return {problem.path for problem in find_problems(document)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_published_file_is_good(file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    assert [problem.line() for problem in find_problems(document)] == []
    question_set = parse(document)
    assert file.name == f"{question_set.id}.v{question_set.version}.json"


def test_seven_steps_and_three_roles_need_no_new_code() -> None:
    seven = parse(json.loads((ROOT / "tests/content/seven-step.v1.json").read_text("utf-8")))
    three = parse(json.loads((ROOT / "tests/content/trepart.v1.json").read_text("utf-8")))
    assert (seven.top, seven.thresholds.far) == (7, 3)
    assert three.role_ids == ("politikk", "administrasjon", "tillitsvalgt")


def test_twenty_faults_are_told_at_once(document: Document) -> None:
    document["version"] = "1"
    document["sparkle"] = True
    document["title"]["en"] = ""
    document["description"]["nn"] = " Med mellomrom"
    document["roles"][0]["id"] = "facilitator"
    document["roles"][1]["letter"] = "o"
    document["status"]["question"]["nb"] = "Hvor <b>godt</b>?"
    document["talk"]["most"] = 99
    document["scale"][1]["value"] = 3
    document["ways_out"][0]["for"] = ["status", "ambition"]
    document["ways_out"][1]["code"] = "unknown"
    document["thresholds"]["high"] = 6
    document["thresholds"]["far"] = 5
    document["themes"].append({"id": "tom", "title": {"nb": "Tom", "nn": "Tom", "en": "Empty"}})
    document["statements"][1]["id"] = document["statements"][0]["id"]
    document["statements"][2]["theme"] = "finnes-ikke"
    del document["statements"][3]["text"]["nn"]
    document["statements"][4]["prompt"]["en"] = "Two\nlines"
    document["statements"][5]["comparable_to"] = document["statements"][5]["id"]
    document["statements"][6]["id"] = "Rol 7."
    del document["statements"][7]["text"]
    del document["categories"]["incomplete"]
    del document["categories"]["some_lift"]["opening"]
    document["categories"]["boredom"] = {}
    empty = len(document["themes"]) - 1
    expected = {
        "version",
        "sparkle",
        "title.en",
        "description.nn",
        "roles[0].id",
        "roles[1].letter",
        "status.question.nb",
        "talk.most",
        "scale[1].value",
        "ways_out[0].for",
        "ways_out[1].code",
        "ways_out[1].for",
        "thresholds.high",
        "thresholds.far",
        f"themes[{empty}]",
        "statements[1].id",
        "statements[2].theme",
        "statements[3].text.nn",
        "statements[4].prompt.en",
        "statements[5].comparable_to",
        "statements[6].id",
        "statements[7].text",
        "categories.incomplete",
        "categories.some_lift.opening",
        "categories.boredom",
        "categories.boredom.title",
    }
    assert paths(document) == expected
    with pytest.raises(QuestionSetProblems) as refusal:
        parse(document)
    assert refusal.value.status == 422
    assert len(refusal.value.extra["errors"]) == len(refusal.value.problems) >= len(expected)
    assert "statements[3].text.nn: The text is missing in this language: nn." in str(refusal.value)


def put(*steps: str | int, value: object) -> Callable[[Document], None]:
    """Spoil one place of a document."""

    def spoil(document: Any) -> None:
        for step in steps[:-1]:
            document = document[step]
        document[steps[-1]] = value

    return spoil


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (put("id", value="Samspill"), "id: An id begins with a small letter"),
        (put("version", value=True), "version: This must be a whole number."),
        (put("version", value=1.0), "version: This must be a whole number."),
        (put("version", value=0), "version: This must be at least 1."),
        (put("title", value="Bare norsk"), "title: This must be an object"),
        (put("title", "nb", value="   "), "title.nb: This is empty."),
        (put("title", "nb", value=None), "title.nb: This must be text"),
        (put("title", "nb", value="A" * 2001), "title.nb: This is too long: at most 2000"),
        (put("title", "nb", value="A\x07B"), "title.nb: Remove the line break or invisible"),
        (put("title", "nb", value="A\u202eB"), "character (U+202E)"),
        (put("title", "nb", value="a\u030a"), "title.nb: A letter is put together from two"),
        (put("title", "nb", value="Du &amp; jeg"), "title.nb: Write plain text"),
        (put("title", "nb", value="\ud800"), "title.nb: This holds half a character"),
        (put("title", "sv", value="Svenska"), "title.sv: This must be one of: nb, nn, en."),
        (put("languages", value=["nb", "nn"]), "title.en: The set does not list this language"),
        (put("languages", value=["nb", "nb"]), "languages[1]: This is used twice"),
        (put("languages", value=[]), "languages: There are too few: at least 1"),
        (put("roles", value=[]), "roles: There are too few: at least 2"),
        (put("roles", 0, "letter", value=""), "roles[0].letter: This is empty."),
        (put("roles", 0, "letter", value="●"), "roles[0].letter: A role's letter is one or two"),
        (put("roles", 0, "id", value="kommunedirektor"), "roles[1].id: This is used twice"),
        (put("scale", 4, value=7), "scale[4]: This must be an object"),
        (put("scale", value=[]), "scale: There are too few: at least 4"),
        (put("thresholds", "low", value=4), "thresholds.low: Low must be below high."),
        (
            put("thresholds", "big", value=5),
            "thresholds.big: On a scale of 5 steps this must be at most 4.",
        ),
        (put("thresholds", "far", value=0), "thresholds.far: This must be at least 1."),
        (put("ways_out", 0, "for", value=[]), "ways_out[0].for: There are too few"),
        (put("ways_out", 1, "for", 1, value="status"), "ways_out[1].for[1]: This is used twice"),
        (put("themes", 1, "id", value="rol"), "themes[1].id: This is used twice"),
        (put("statements", value=[]), "statements: There are too few"),
        (put("statements", 0, "prompt", value=None), "statements[0].prompt: This must be an obj"),
        (put("statements", 0, "comparable_to", value="rol-02"), "This id still stands in the set"),
        (put("categories", value=[]), "categories: This must be an object"),
        (put("a.b", value=1), '["a.b"]: There is no such field.'),
    ],
)
def test_one_fault(document: Document, spoil: Callable[[Document], None], line: str) -> None:
    spoil(document)
    assert line in "\n".join(problem.line() for problem in find_problems(document))


def test_a_count_is_not_blamed_for_items_at_fault(document: Document) -> None:
    document["roles"][0]["letter"] = 5
    assert paths(document) == {"roles[0].letter"}


def test_faults_come_in_the_order_of_the_file(document: Document) -> None:
    document["statements"][10]["theme"] = "finnes-ikke"
    document["statements"][9]["text"]["nn"] = " Mellomrom"
    document["statements"][2]["text"]["nn"] = 5
    document["title"]["nb"] = "To\nlinjer"
    document["sparkle"] = 1
    assert [problem.path for problem in find_problems(document)] == [
        "sparkle",
        "title.nb",
        "statements[2].text.nn",
        "statements[9].text.nn",
        "statements[10].theme",
    ]


def test_each_threshold_is_told_once(document: Document) -> None:
    for far in (-1, 0, 5, 6, 7, 10**5000):
        document["thresholds"]["far"] = far
        assert [problem.path for problem in find_problems(document)] == ["thresholds.far"]


def test_soft_hyphens_and_less_than_signs_are_plain_text(document: Document) -> None:
    document["title"]["nb"] = "Kommune\u00addirektør, 1 < 2"
    assert find_problems(document) == []


def test_no_value_at_all_is_one_fault() -> None:
    nothings: list[object] = [None, 5, "samspill", [], [{}]]
    for nothing in nothings:
        assert [problem.path for problem in find_problems(nothing)] == [""]


def test_a_fault_can_be_told_in_the_readers_language() -> None:
    problem = Problem("talk.most", "at most %(le)s", {"le": 10})
    assert problem.text({"at most %(le)s": "høyst %(le)s"}.__getitem__) == "høyst 10"


class TestAcrossVersions:
    @staticmethod
    def version(document: Document, number: int, **changes: Any) -> QuestionSet:
        return parse(copy.deepcopy(document) | {"version": number} | changes)

    def test_a_first_version_has_nothing_to_clash_with(self, document: Document) -> None:
        assert find_version_problems(parse(document), []) == []

    def test_the_next_version_may_reword_and_name_the_old_id(self, document: Document) -> None:
        first = self.version(document, 1)
        document["statements"][0] |= {"id": "rol-91", "comparable_to": "rol-01"}
        assert find_version_problems(self.version(document, 2), [first]) == []

    def test_a_version_must_rise(self, document: Document) -> None:
        published = [self.version(document, 3), self.version(document, 1)]
        [problem] = find_version_problems(self.version(document, 2), published)
        assert problem.line() == (
            "version: The version must be higher than the latest published: 3."
        )

    def test_comparable_to_must_name_what_has_been(self, document: Document) -> None:
        first = self.version(document, 1)
        document["statements"][0] |= {"id": "rol-91", "comparable_to": "rol-81"}
        for earlier in ([], [first]):
            [problem] = find_version_problems(self.version(document, 2), earlier)
            assert problem.path == "statements[0].comparable_to"

    def test_roles_stay_the_same(self, document: Document) -> None:
        first = self.version(document, 1)
        document["roles"][1]["id"] = "varaordforer"
        [problem] = find_version_problems(self.version(document, 2), [first])
        assert problem.path == "roles"

    def test_other_sets_do_not_matter(self, document: Document) -> None:
        other = self.version(document, 9, id="lederpar")
        assert find_version_problems(self.version(document, 1), [other]) == []
