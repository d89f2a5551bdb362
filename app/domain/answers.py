"""What one answer may be, and which of two answers to the same question stands.

Status and ambition are whole numbers on the set's scale, ``"unknown"`` (status only) or
``"not_relevant"``, as the set's ways out say; ``None`` is unanswered. The three are
different things and none of them is ever 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.domain.question_set import QuestionSet

Value = int | Literal["unknown", "not_relevant"] | None
Field = Literal["status", "ambition", "talk"]

FIELDS: tuple[Field, ...] = ("status", "ambition", "talk")


@dataclass(frozen=True, slots=True)
class Answer:
    """One role's answer to one statement."""

    status: Value = None
    ambition: Value = None
    talk: bool = False


UNANSWERED = Answer()

Sheet = Mapping[str, Answer]
"""One role's answers: statement id to answer. A statement left out is unanswered."""
