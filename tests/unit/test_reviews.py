"""How an agreement went: one word and one line, kept in boxes of one size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reviews import (
    LONGEST_LINE,
    PACKED,
    VERDICTS,
    Review,
    cleaned,
    find_problems,
    pack,
    unpack,
)

lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_LINE)
verdicts = st.sampled_from([None, *VERDICTS])


@given(verdict=verdicts, line=lines)
def test_comes_back_as_it_was_said_and_always_takes_the_same_room(
    verdict: str | None, line: str
) -> None:
    review = cleaned(Review(verdict, line))  # type: ignore[arg-type]
    assert find_problems({"a": review}) == []
    packed = pack(review)
    assert len(packed) == PACKED
    assert unpack(packed) == review


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  nesten alltid ", "nesten alltid"),
        ("to\nlinjer\r\nblir én", "to linjer blir én"),
        ("\x00\x07", ""),
        ("\u3164\u200b", ""),
        ("en\u0085to\u2028tre\u2029 fire", "en to tre fire"),
        ("العربية 👩‍👩‍👧", "العربية 👩‍👩‍👧"),
    ],
)
def test_is_one_line(written: str, kept: str) -> None:
    assert cleaned(Review("kept", written)).line == kept


def test_names_every_fault() -> None:
    found = find_problems(
        {
            "a": Review("kept", "x" * (LONGEST_LINE + 1)),
            "b": Review("not", "x" * LONGEST_LINE),
            "c": Review(None, "👩" * (LONGEST_LINE + 1)),
        }
    )
    assert [problem.path for problem in found] == ["a.line", "c.line"]
