"""``compare()`` on 25 statements and two sheets, against a loop that only looks at each answer."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping

from app.domain.answers import UNANSWERED, Answer
from app.domain.comparison import compare
from app.domain.question_set import QuestionSet
from bench.rows import Row, median
from tests.browser.server import ROOT

ROUNDS = 60
CALLS = 20
LIMIT = 1000
"""Most microseconds for one comparison."""


def measure() -> list[Row]:
    """Return microseconds for one comparison."""
    source = (ROOT / "app" / "questions" / "samspill.v1.json").read_bytes()
    question_set = QuestionSet.model_validate_json(source)
    sheets = some_sheets(question_set)
    ours, floor = [], []
    for _ in range(ROUNDS):
        ours.append(microseconds(lambda: compare(question_set, sheets)))
        floor.append(microseconds(lambda: look(question_set, sheets)))
    statements, roles = len(question_set.statements), len(question_set.role_ids)
    name = f"compare(), {statements} statements x {roles} roles"
    note = "a loop that reads every answer"
    return [Row(name, "µs", median(ours), median(floor), note, LIMIT)]


def some_sheets(question_set: QuestionSet) -> dict[str, dict[str, Answer]]:
    """Return a full sheet for each role, the same in every run."""
    draw = random.Random(25)
    steps = range(1, len(question_set.scale) + 1)
    return {
        role: {
            statement.id: Answer(status=draw.choice(steps), ambition=draw.choice(steps))
            for statement in question_set.statements
        }
        for role in question_set.role_ids
    }


def look(question_set: QuestionSet, sheets: Mapping[str, Mapping[str, Answer]]) -> int:
    """Read every answer, and do nothing with it."""
    seen = 0
    for statement in question_set.statements:
        for role in question_set.role_ids:
            answer = sheets[role].get(statement.id, UNANSWERED)
            seen += answer.status is not None and answer.ambition is not None
    return seen


def microseconds(act: Callable[[], object]) -> float:
    """Return the mean of a few calls in a row."""
    began = time.perf_counter()
    for _ in range(CALLS):
        act()
    return (time.perf_counter() - began) / CALLS * 1e6
