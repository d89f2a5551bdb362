"""Short ways to write down question sets, sheets and comparisons in a test."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.answers import Answer, Value
from app.domain.comparison import Comparison, Row, compare
from app.domain.question_set import QuestionSet

QUESTIONS = Path(__file__).parent.parent / "app" / "questions"
MAYOR, CHIEF = "ordforer", "kommunedirektor"

type_of_short = {"?": "unknown", "-": None, "x": "not_relevant"}


@cache
def published() -> QuestionSet:
    """The published set: 25 statements, two roles, five steps."""
    return QuestionSet.model_validate_json((QUESTIONS / "samspill.v1.json").read_bytes())


def document() -> dict[str, Any]:
    """The published set's document, to build another set from."""
    loaded: dict[str, Any] = json.loads((QUESTIONS / "samspill.v1.json").read_bytes())
    return loaded


def with_roles(count: int) -> QuestionSet:
    """The published set with two to four roles: the two it has, then the deputies."""
    changed = document()
    letters = {
        "ordforer": "O",
        "kommunedirektor": "K",
        "varaordforer": "V",
        "assisterende": "A",
    }
    titles = {
        "varaordforer": {"nb": "Varaordfører", "nn": "Varaordførar", "en": "Deputy mayor"},
        "assisterende": {
            "nb": "Assisterende kommunedirektør",
            "nn": "Assisterande kommunedirektør",
            "en": "Deputy chief executive",
        },
    }
    known = {role["id"]: role["title"] for role in changed["roles"]}
    changed["roles"] = [
        {"id": role, "letter": letter, "title": known.get(role) or titles[role]}
        for role, letter in list(letters.items())[:count]
    ]
    return QuestionSet.model_validate(changed)


def with_seven_steps() -> QuestionSet:
    """The published set on seven steps, where three steps are far."""
    changed = document()
    words = ["Aldri", "Sjelden", "Av og til", "Delvis", "Ofte", "Nesten alltid", "Alltid"]
    nynorsk = ["Aldri", "Sjeldan", "Av og til", "Delvis", "Ofte", "Nesten alltid", "Alltid"]
    english = ["Never", "Rarely", "Sometimes", "Partly", "Often", "Nearly always", "Always"]
    changed["scale"] = [
        {"value": n, "label": {"nb": nb, "nn": nn, "en": en}}
        for n, (nb, nn, en) in enumerate(zip(words, nynorsk, english, strict=True), 1)
    ]
    changed["thresholds"] = {"high": 6, "low": 2, "far": 3, "big": 2}
    return QuestionSet.model_validate(changed)


def four_roles_on_seven_steps() -> dict[str, Any]:
    """A document of the largest shape there is, with names for its steps that take two lines."""
    path = Path(__file__).parent / "content" / "seven-step.v1.json"
    changed: dict[str, Any] = json.loads(path.read_bytes())
    changed["id"] = "fire-sju"
    changed["roles"] = [role.model_dump() for role in with_roles(4).roles]
    return changed


def answers(question_set: QuestionSet, values: str, talk: str = "") -> dict[str, Answer]:
    """Every role's answer from ``"sA,aA,sB,aB"``; ``?`` unknown, ``x`` not relevant, ``-`` none.

    ``talk`` holds the letters of the roles that ticked it.
    """
    parts = values.replace(" ", "").split(",")
    read: list[Value] = [
        int(part) if part.isdigit() else type_of_short[part]  # type: ignore[misc]
        for part in parts
    ]
    return {
        role.id: Answer(read[2 * n], read[2 * n + 1], role.letter in talk)
        for n, role in enumerate(question_set.roles)
    }


def compared(
    question_set: QuestionSet,
    given: Mapping[str, str | tuple[str, str]] | Mapping[str, str],
    rest: str | None = None,
    topics: int = 3,
) -> Comparison:
    """The comparison of what is given: statement id to values, or to (values, who ticked).

    ``rest`` answers every statement not given; without it they are unanswered.
    """
    sheets: dict[str, dict[str, Answer]] = {role: {} for role in question_set.role_ids}
    for statement in question_set.by_id:
        entry = given.get(statement, rest)
        if entry is None:
            continue
        values, talk = (entry, "") if isinstance(entry, str) else entry
        for role, answer in answers(question_set, values, talk).items():
            sheets[role][statement] = answer
    return compare(question_set, sheets, topics)


def one(question_set: QuestionSet, values: str, talk: str = "") -> Row:
    """The row of the set's first statement when it alone is answered."""
    first = question_set.statements[0].id
    return compared(question_set, {first: (values, talk)}).rows[0]


def order(comparison: Comparison) -> Sequence[str]:
    """The ranked statements, first to talk about first."""
    ranked = [row for row in comparison.rows if row.rank is not None]
    return [row.statement for row in sorted(ranked, key=lambda row: row.rank or 0)]
