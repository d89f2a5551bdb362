"""What a comparison consists of: its rows, its agenda and the whole.

The types stand apart from ``compare()`` so that the order and the agenda can be worked out
from them without importing in a circle. Others import them from ``app.domain.comparison``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import sub
from typing import Literal, NamedTuple

from app.domain.answers import Answer
from app.domain.question_set import Category

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

    @property
    def picks(self) -> int:
        """How many roles ticked "I want to talk about this"."""
        return sum(answer.talk for answer in self.answers.values())

    @property
    def ticked_by_all(self) -> bool:
        """Whether every role ticked it."""
        return all(answer.talk for answer in self.answers.values())


class Measures(NamedTuple):
    """The numbers the rules speak of, for a statement where every value is a number.

    ``ds`` and ``da`` are the distances between the roles in status and ambition; ``gaps`` are
    each role's signed step from status to ambition; ``lowest`` is the lowest status.
    """

    ds: int
    da: int
    gaps: tuple[int, ...]
    lowest: int

    @classmethod
    def of(cls, answers: Mapping[str, Answer]) -> Measures | None:
        """The measures of a statement's answers, or ``None`` if any value is not a number."""
        statuses: list[int] = []
        ambitions: list[int] = []
        for answer in answers.values():
            status, ambition = answer.status, answer.ambition
            if not (isinstance(status, int) and isinstance(ambition, int)):
                return None
            statuses.append(status)
            ambitions.append(ambition)
        lowest = min(statuses)
        return cls(
            ds=max(statuses) - lowest,
            da=max(ambitions) - min(ambitions),
            gaps=tuple(map(sub, ambitions, statuses)),
            lowest=lowest,
        )


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to talk about: the strength that opens the meeting and the topics, by statement id."""

    opener: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every statement of the set exactly once, in catalogue order.

    ``counts`` has only the categories that occur, in the order of ``Category``.
    """

    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    counts: Mapping[Category, int]
    agenda: Agenda
