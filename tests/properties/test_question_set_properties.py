"""Whatever stands in a document: its faults are listed, and listing them never fails."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.question_set_problems import QuestionSetProblems, find_problems, parse

ROOT = Path(__file__).parents[2]
GOOD: Any = json.loads((ROOT / "tests/content/seven-step.v1.json").read_text(encoding="utf-8"))

words = st.text(st.characters(), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "nb", "nn", "theme", "code", "for", "value", "[key]"]) | words,
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
"""JSON values, lone surrogates, NaN and keys like those of a question set among them."""


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value inside a document."""
    found: list[tuple[str | int, ...]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in items:
        found.append((*path, step))
        if isinstance(inner, (dict, list)):
            found.extend(places(inner, (*path, step)))
    return found


PLACES = places(GOOD)


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """A good set in which a few places hold anything, or nothing, or stand twice."""
    document = copy.deepcopy(GOOD)
    for path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=6)):
        around: Any = document
        try:
            for step in path[:-1]:
                around = around[step]
            act = draw(st.sampled_from(["replace", "replace", "remove", "repeat"]))
            if act == "replace":
                around[path[-1]] = draw(json_values)
            elif act == "remove":
                del around[path[-1]]
            else:
                again = copy.deepcopy(around[path[-1]])
                if isinstance(around, list):
                    around.append(again)
        except (LookupError, TypeError):
            continue
    return document


def check(document: Any) -> None:
    """Finding nothing and being readable are the same; every fault can be shown as UTF-8."""
    before = copy.deepcopy(document)
    problems = find_problems(document)
    assert repr(document) == repr(before)
    if problems:
        with pytest.raises(QuestionSetProblems) as refusal:
            parse(document)
        assert list(refusal.value.problems) == problems
        json.dumps(refusal.value.extra, ensure_ascii=False).encode()
    else:
        parse(document)
    assert len({problem.line() for problem in problems}) == len(problems)


@given(json_values)
def test_any_json_value_is_judged(document: Any) -> None:
    check(document)


@settings(max_examples=300)
@given(spoilt())
def test_any_spoilt_set_is_judged(document: Any) -> None:
    check(document)


@given(st.sets(st.sampled_from(range(len(GOOD["statements"]))), min_size=1), st.data())
def test_every_missing_text_is_told(chosen: set[int], data: st.DataObject) -> None:
    document = copy.deepcopy(GOOD)
    expected = set()
    for position in chosen:
        text = data.draw(st.sampled_from(["text", "prompt"]))
        language = data.draw(st.sampled_from(["nb", "nn", "en"]))
        del document["statements"][position][text][language]
        expected.add(f"statements[{position}].{text}.{language}")
    assert {problem.path for problem in find_problems(document)} == expected
