"""The map of all statements for a projector: where each role's answers lie, counted.

Today along, in a year upwards. In each field of the map a role has one mark with its letter, and
beside it how many of its answers lie there: marks can never cover each other, however alike the
answers are. There is no average on the map. One unit is a pixel at 1280×720.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.charts.lanes import SHAPES, StepLabel
from app.charts.large import letter_y, path_of, wrap_words
from app.domain.comparison import Comparison
from app.domain.question_set import Language, QuestionSet

LEFT = 150
WIDTH = 656
ROW = 30
RADIUS = 13
LINE = 26
TITLE = 34
TOP = 8
HIGHEST = 460


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the map; ``same`` where ambition equals status."""

    x: int
    y: int
    same: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one role's answers lie in a field, with the role's mark."""

    index: int
    letter: str
    x: int
    shape: str
    letter_y: int
    count: int
    status: int
    ambition: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everything the map writes out; ``left_out`` counts the answers that are not two numbers."""

    width: int
    height: int
    field_width: int
    field_height: int
    fields: tuple[Field, ...]
    marks: tuple[Counted, ...]
    along: tuple[StepLabel, ...]
    upwards: tuple[StepLabel, ...]
    left: int
    middle: int
    left_out: int


def crowd(comparison: Comparison, question_set: QuestionSet, language: Language) -> Crowd:
    """The map of an opened comparison, in the set's ``language``."""
    found: Counter[tuple[int, int, int]] = Counter()
    left_out = 0
    for row in comparison.rows:
        for index, answer in enumerate(row.answers.values()):
            if isinstance(answer.status, int) and isinstance(answer.ambition, int):
                found[answer.status, answer.ambition, index] += 1
            else:
                left_out += 1
    steps = question_set.top
    wide = (WIDTH - LEFT) // steps
    high = max(ROW * len(question_set.roles) + 4, min(90, HIGHEST // steps))
    bottom = TOP + steps * high
    along = _along(question_set, language, wide, bottom)
    return Crowd(
        width=LEFT + wide * steps + 4,
        height=bottom + LINE * max(len(label.lines) for label in along) + TITLE,
        field_width=wide,
        field_height=high,
        fields=tuple(
            Field(LEFT + (x - 1) * wide, bottom - y * high, x == y)
            for y in range(1, steps + 1)
            for x in range(1, steps + 1)
        ),
        marks=tuple(
            _counted(question_set, index, status, ambition, count, wide, high, bottom)
            for (status, ambition, index), count in sorted(found.items())
        ),
        along=along,
        upwards=_upwards(question_set, language, high, bottom),
        left=LEFT,
        middle=TOP + steps * high // 2 + 8,
        left_out=left_out,
    )


def _counted(
    question_set: QuestionSet,
    index: int,
    status: int,
    ambition: int,
    count: int,
    wide: int,
    high: int,
    bottom: int,
) -> Counted:
    """Each role has a row of its own in every field: place, too, says whose answers they are."""
    rows = len(question_set.roles)
    x = LEFT + (status - 1) * wide + wide // 2 - 15
    y = bottom - ambition * high + (high - ROW * rows) // 2 + index * ROW + ROW // 2
    shape = SHAPES[index]
    letter = question_set.roles[index].letter
    return Counted(
        index, letter, x, path_of(shape, x, y, RADIUS), letter_y(shape, y), count, status, ambition
    )


def _along(
    question_set: QuestionSet, language: Language, wide: int, bottom: int
) -> tuple[StepLabel, ...]:
    scale = question_set.scale
    right = LEFT + wide * len(scale)
    ends = ((scale[0], "start", LEFT), (scale[-1], "end", right))
    return tuple(
        StepLabel(
            x=x,
            anchor=anchor,  # type: ignore[arg-type]
            lines=tuple(
                (bottom + LINE * (n + 1) + 2, line)
                for n, line in enumerate(wrap_words(step.label[language], 20))
            ),
        )
        for step, anchor, x in ends
    )


def _upwards(
    question_set: QuestionSet, language: Language, high: int, bottom: int
) -> tuple[StepLabel, ...]:
    scale = question_set.scale
    labels = []
    for step, middle in ((scale[-1], TOP + high // 2), (scale[0], bottom - high // 2)):
        lines = wrap_words(step.label[language], 10)
        first = middle + 8 - LINE * (len(lines) - 1) // 2
        labels.append(
            StepLabel(
                LEFT - 12, "end", tuple((first + LINE * n, line) for n, line in enumerate(lines))
            )
        )
    return tuple(labels)
