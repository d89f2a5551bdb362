"""The two-lane drawing as numbers: one lane per role, a solid mark today, a hollow in a year.

Coordinates are whole units of the SVG's own box; the template only writes them out. A lane
where something is not a number has a line of words above it and no mark for that value: an
answer that was not given is never drawn as if it were low.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.charts.sentences import sentence
from app.charts.words import Translator, short_words
from app.domain.answers import Answer, Value
from app.domain.comparison import Row
from app.domain.question_set import Language, QuestionSet

Shape = Literal["circle", "square", "diamond", "triangle"]

SHAPES: tuple[Shape, ...] = ("circle", "square", "diamond", "triangle")
"""The mark of each role, by its place in the set."""

WIDTH = 300
LETTER_X = 10
FIRST_X = 44
SPAN = 240
"""Divides evenly by 3, 4, 5 and 6: the gaps of a scale of 4 to 7 steps."""

LABEL_LINE = 17
LABEL_CHARACTERS = 10
LANE = 42
WORDS = 24
MARGIN = 4
RADIUS = 10
RING = 15
CORE = 7
HEAD = 8
CLEAR = 3


@dataclass(frozen=True, slots=True)
class StepLabel:
    """A step in words above the lanes. ``anchor`` is SVG's ``text-anchor``."""

    x: int
    anchor: Literal["start", "middle", "end"]
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One value. ``points`` is empty for a circle, else the corners of the shape."""

    value: int
    shape: Shape
    x: int
    y: int
    r: int
    points: str


@dataclass(frozen=True, slots=True)
class Link:
    """The line from today to in a year, with its arrowhead; ``x1 > x2`` points left."""

    x1: int
    x2: int
    head: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One role's lane.

    ``words`` tell what is not a number, as lines with their y: above the lane, or in its place.
    """

    index: int
    letter: str
    y: int
    status: Mark | None
    ambition: Mark | None
    link: Link | None
    words: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Everything ``_lanes.svg.html`` writes out. ``sentence`` says what the drawing says."""

    id: str
    width: int
    height: int
    sentence: str
    letter_x: int
    first_x: int
    last_x: int
    steps: tuple[int, ...]
    labels: tuple[StepLabel, ...]
    lanes: tuple[Lane, ...]


def lanes(
    row: Row, question_set: QuestionSet, language: Language, t: Translator, prefix: str = "lanes"
) -> Lanes:
    """The drawing of one statement. ``prefix`` keeps ids apart when it stands twice on a page."""
    steps = tuple(_x(step.value, question_set) for step in question_set.scale)
    labels, top = _labels(question_set, language)
    drawn = []
    for index, role in enumerate(question_set.roles):
        answer = row.answers[role.id]
        words = _words(answer, t)
        # One line beside a mark stands above the lane; words instead of marks stand in its place.
        beside = isinstance(answer.status, int) or isinstance(answer.ambition, int)
        y = top + (WORDS if words and beside else 0) + LANE // 2
        first = y - LANE // 2 - 2 if beside else y + 5 - 9 * (len(words) - 1)
        lines = tuple((first + 18 * n, line) for n, line in enumerate(words))
        drawn.append(_lane(index, role.letter, answer, question_set, y, lines))
        top = y + LANE // 2
    return Lanes(
        id=f"{prefix}-{row.statement}",
        width=WIDTH,
        height=top + MARGIN,
        sentence=sentence(row, question_set, language, t),
        letter_x=LETTER_X,
        first_x=steps[0],
        last_x=steps[-1],
        steps=steps,
        labels=labels,
        lanes=tuple(drawn),
    )


def _x(value: int, question_set: QuestionSet) -> int:
    return FIRST_X + (value - 1) * SPAN // (question_set.top - 1)


def _labels(question_set: QuestionSet, language: Language) -> tuple[tuple[StepLabel, ...], int]:
    """The first, middle and last step in words, and where the lanes may begin.

    A scale with an even number of steps has no middle.
    """
    scale = question_set.scale
    anchors: list[tuple[int, Literal["start", "middle", "end"], int]] = [
        (0, "start", FIRST_X - RING),
        (len(scale) - 1, "end", FIRST_X + SPAN + RING),
    ]
    if len(scale) % 2:
        middle = len(scale) // 2
        anchors.insert(1, (middle, "middle", _x(scale[middle].value, question_set)))
    wrapped = [(x, anchor, _wrap(scale[n].label[language])) for n, anchor, x in anchors]
    deepest = max(len(lines) for _, _, lines in wrapped)
    return tuple(
        StepLabel(
            x=x,
            anchor=anchor,
            lines=tuple(
                # Short labels stand on the same line as the last line of long ones.
                (LABEL_LINE * (deepest - len(lines) + n + 1) - 2, line)
                for n, line in enumerate(lines)
            ),
        )
        for x, anchor, lines in wrapped
    ), LABEL_LINE * deepest + MARGIN


def _wrap(label: str) -> list[str]:
    """A label in lines of about ``LABEL_CHARACTERS``; a long word gets a line of its own."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LABEL_CHARACTERS:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _lane(
    index: int,
    letter: str,
    answer: Answer,
    question_set: QuestionSet,
    y: int,
    words: tuple[tuple[int, str], ...],
) -> Lane:
    same = answer.status == answer.ambition
    status = _mark(answer.status, index, question_set, y, CORE if same else RADIUS)
    ambition = _mark(answer.ambition, index, question_set, y, RING if same else RADIUS)
    link = _link(status, ambition) if status and ambition and not same else None
    return Lane(index, letter, y, status, ambition, link, words)


def _mark(value: Value, index: int, question_set: QuestionSet, y: int, r: int) -> Mark | None:
    if not isinstance(value, int):
        return None
    x = _x(value, question_set)
    shape = SHAPES[index]
    corners = {
        "circle": [],
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": [(0, -r - 3), (r + 3, 0), (0, r + 3), (-r - 3, 0)],
        "triangle": [(0, -r - 2), (r + 2, r), (-r - 2, r)],
    }[shape]
    return Mark(value, shape, x, y, r, " ".join(f"{x + dx},{y + dy}" for dx, dy in corners))


def _link(status: Mark, ambition: Mark) -> Link:
    """From the edge of the solid mark to the edge of the hollow one."""
    towards = 1 if ambition.x > status.x else -1
    tip = ambition.x - towards * (ambition.r + CLEAR + 2)
    neck = tip - towards * HEAD
    y = status.y
    return Link(
        x1=status.x + towards * status.r,
        x2=neck,
        head=f"{neck},{y - 6} {tip},{y} {neck},{y + 6}",
    )


def _words(answer: Answer, t: Translator) -> list[str]:
    """What is said instead of drawn; nothing when both values are numbers."""
    status, ambition = answer.status, answer.ambition
    said = []
    if status == ambition and not isinstance(status, int):
        return [short_words(status, t)]
    if not isinstance(status, int):
        said.append(t.gettext("today: %(answer)s") % {"answer": short_words(status, t)})
    if not isinstance(ambition, int):
        said.append(t.gettext("in a year: %(answer)s") % {"answer": short_words(ambition, t)})
    return said
