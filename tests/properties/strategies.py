"""What Hypothesis draws: question sets of every size, and sheets with any legal answer."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from app.domain.answers import Answer, Value
from app.domain.question_set import QuestionSet

LETTERS = "abcd"


def text(words: str) -> dict[str, str]:
    """The same words as a text in bokmål."""
    return {"nb": words}


@st.composite
def question_sets(draw: st.DrawFn, most_statements: int = 12, most_roles: int = 4) -> QuestionSet:
    """A set of 2–4 roles, 4–7 steps, 1–4 themes and thresholds that make sense on its scale."""
    top = draw(st.integers(4, 7))
    roles = draw(st.integers(2, most_roles))
    themes = draw(st.integers(1, 4))
    theme_of = draw(st.lists(st.integers(1, themes), min_size=1, max_size=most_statements))
    low = draw(st.integers(1, top - 1))
    return QuestionSet.model_validate(
        {
            "id": "drawn",
            "version": 1,
            "title": text("Drawn"),
            "description": text("Drawn"),
            "languages": ["nb"],
            "roles": [
                {"id": letter, "letter": letter.upper(), "title": text(letter)}
                for letter in LETTERS[:roles]
            ],
            "status": {"question": text("Status?")},
            "ambition": {"question": text("Ambition?")},
            "talk": {"label": text("Talk"), "most": 3},
            "scale": [{"value": n, "label": text(f"Step {n}")} for n in range(1, top + 1)],
            "thresholds": {
                "high": draw(st.integers(low + 1, top)),
                "low": low,
                "far": draw(st.integers(2, 3)),
                "big": draw(st.integers(1, 3)),
            },
            "themes": [{"id": f"t{n}", "title": text(f"Theme {n}")} for n in range(1, themes + 1)],
            "statements": [
                {
                    "id": f"t{theme}-{n}",
                    "theme": f"t{theme}",
                    "text": text(f"Statement {n}"),
                    "prompt": text(f"Prompt {n}"),
                }
                for n, theme in enumerate(theme_of)
            ],
            "categories": {},
        }
    )


def values(top: int, *words: Value) -> st.SearchStrategy[Value]:
    """A number on the scale, most often; else one of the words or no answer."""
    numbers = st.integers(1, top)
    return st.one_of(numbers, numbers, numbers, st.sampled_from([*words, None]))


@st.composite
def sheets_for(draw: st.DrawFn, question_set: QuestionSet, numbers: bool = False) -> dict[str, Any]:
    """A sheet per role; with ``numbers`` every value is a number, else anything legal.

    Without ``numbers``, statements and whole sheets may be missing.
    """
    top = question_set.top
    status = st.integers(1, top) if numbers else values(top, "unknown", "not_relevant")
    ambition = st.integers(1, top) if numbers else values(top, "not_relevant")
    answer = st.builds(Answer, status=status, ambition=ambition, talk=st.booleans())
    sheets: dict[str, Any] = {}
    for role in question_set.role_ids:
        if numbers:
            sheets[role] = {s: draw(answer) for s in question_set.by_id}
        elif draw(st.integers(0, 9)):
            ids = draw(st.sets(st.sampled_from(list(question_set.by_id))))
            complete = draw(st.booleans())
            sheets[role] = {s: draw(answer) for s in question_set.by_id if complete or s in ids}
    return sheets


@st.composite
def rounds(
    draw: st.DrawFn, numbers: bool = False, most_statements: int = 12, most_roles: int = 4
) -> tuple[QuestionSet, dict[str, Any]]:
    """A question set and its sheets."""
    question_set = draw(question_sets(most_statements, most_roles))
    return question_set, draw(sheets_for(question_set, numbers))
