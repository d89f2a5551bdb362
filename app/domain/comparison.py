"""``compare()``: the answer sheets of a round go in, the comparison comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.domain.answers import Answer, Sheet
from app.domain.question_set import Category, QuestionSet

Flag = Literal["opposite_sides", "both_low", "big_lift", "ambition_apart", "over", "one_step"]


@dataclass(frozen=True, slots=True)
class Row:
    """One statement compared.

    ``answers`` has every role of the set, in its order; ``flags`` is sorted; ``rank`` counts
    from 1 in "talk about this first" order and is ``None`` for statements listed apart.
    """

    statement: str
    theme: str
    answers: Mapping[str, Answer]
    category: Category
    flags: tuple[Flag, ...]
    rank: int | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to talk about: the strength that opens the meeting and the topics, by statement id."""

    opener: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every statement of the set exactly once, in catalogue order.

    ``counts`` has only the categories that occur.
    """

    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    counts: Mapping[Category, int]
    agenda: Agenda
