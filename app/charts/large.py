"""The two-lane drawing for a projector: lettered marks that a room can tell apart.

The same rules as :mod:`app.charts.lanes`, drawn larger and in layers, so that what each answered
for today can be shown before what they want in a year. One unit is a pixel at 1280×720.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.charts.lanes import SHAPES, Shape, StepLabel
from app.charts.sentences import sentence
from app.charts.words import Translator, short_words, value_words
from app.domain.answers import Value
from app.domain.comparison import Row
from app.domain.question_set import Language, QuestionSet

WIDTH = 620
FIRST_X = 40
SPAN = 540
"""Divides evenly by 3, 4, 5 and 6."""

TEXT = 24
LABEL_LINE = 28
LABEL_CHARACTERS = 14
TITLE = 30
EDGE = 18
"""How far the words of the first and last step reach out beyond them."""
HEAD = 13
BESIDE = 44
"""How many characters a line holds that says who, and what is said instead of drawn."""


@dataclass(frozen=True, slots=True)
class Lane:
    """How high a lane is, how large its marks and the ring round one, how far a letter drops."""

    height: int
    radius: int
    ring: int
    drop: int = 0


TALL = Lane(72, 28, 33, drop=4)
"""Two roles have room for marks that are seen from ten metres."""
LOW = Lane(44, 18, 23)


@dataclass(frozen=True, slots=True)
class Sign:
    """A role's mark with its letter in the middle, at ``x`` and ``y``.

    ``shape`` is SVG path data, so that every shape is written alike; ``lettered`` is false for
    the ring around a mark at the same place.
    """

    x: int
    y: int
    shape: str
    letter_y: int
    lettered: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """Words in place of a mark, with where they end or begin."""

    words: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class LargeLane:
    """One role's lane. ``said_status`` and ``said_ambition`` stand where there is no number.

    ``today`` and ``in_a_year`` say in words what is drawn, for who does not see it.
    """

    index: int
    letter: str
    title: str
    title_y: int
    line: str
    status: Sign | None
    ambition: Sign | None
    arrow: str
    said_status: Said | None
    said_ambition: Said | None
    today: str
    in_a_year: str


@dataclass(frozen=True, slots=True)
class Large:
    """Everything the projector's drawing writes out. ``sentence`` says what it says.

    ``tall`` when its marks are large, and so are the letters in them.
    """

    width: int
    height: int
    tall: bool
    sentence: str
    labels: tuple[StepLabel, ...]
    lanes: tuple[LargeLane, ...]


def large(row: Row, question_set: QuestionSet, language: Language, t: Translator) -> Large:
    """The drawing of one statement. ``language`` is the set's, ``t`` the reader's."""
    labels, top = _labels(question_set, language)
    drawn = []
    lane = TALL if len(question_set.roles) == 2 else LOW
    for index, role in enumerate(question_set.roles):
        answer = row.answers[role.id]
        title = role.title[language]
        title_y = top + TITLE - 9
        y = top + TITLE + lane.height // 2
        status = _sign(answer.status, index, question_set, y, lane)
        ambition = _sign(answer.ambition, index, question_set, y, lane)
        if status and ambition and answer.status == answer.ambition:
            ambition = Sign(
                status.x, y, path_of(SHAPES[index], status.x, y, lane.ring), 0, lettered=False
            )
        said = [
            _today(answer.status, t) if not status else "",
            _in_a_year(answer.ambition, t) if not ambition else "",
        ]
        places = _places(title, said, title_y, y + lane.height // 2 - 4)
        drawn.append(
            LargeLane(
                index=index,
                letter=role.letter,
                title=title,
                title_y=title_y,
                line=_line(question_set, y),
                status=status,
                ambition=ambition,
                arrow=_arrow(status, ambition, lane.radius) if status and ambition else "",
                said_status=places[0],
                said_ambition=places[1],
                today=f"{title}: {value_words(answer.status, question_set, language, t)}.",
                in_a_year=f"{title}: {value_words(answer.ambition, question_set, language, t)}.",
            )
        )
        top = y + lane.height // 2
    said_so = sentence(row, question_set, language, t)
    return Large(WIDTH, top + 4, lane is TALL, said_so, labels, tuple(drawn))


def path_of(shape: Shape, x: int, y: int, r: int) -> str:
    """A role's shape around a point, as path data."""
    if shape == "circle":
        return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    if shape == "square":
        r -= 1
        return f"M{x - r} {y - r}h{2 * r}v{2 * r}h{-2 * r}z"
    if shape == "diamond":
        r += 4
        return f"M{x} {y - r}l{r} {r}l{-r} {r}l{-r} {-r}z"
    return f"M{x} {y - r - 5}l{r + 5} {2 * r + 5}h{-2 * r - 10}z"


def letter_y(shape: Shape, y: int) -> int:
    """The line a letter of ``TEXT`` units stands on in the middle of a shape."""
    return y + (12 if shape == "triangle" else 9)


def _x(value: int, question_set: QuestionSet) -> int:
    return FIRST_X + (value - 1) * SPAN // (question_set.top - 1)


def _sign(value: Value, index: int, question_set: QuestionSet, y: int, lane: Lane) -> Sign | None:
    if not isinstance(value, int):
        return None
    x = _x(value, question_set)
    shape = SHAPES[index]
    return Sign(x, y, path_of(shape, x, y, lane.radius), letter_y(shape, y) + lane.drop)


def _line(question_set: QuestionSet, y: int) -> str:
    """The lane from first to last step, and a short upright at each."""
    steps = "".join(f"M{_x(step.value, question_set)} {y - 6}v12" for step in question_set.scale)
    return f"M{FIRST_X} {y}h{SPAN}{steps}"


def _arrow(status: Sign, ambition: Sign, radius: int) -> str:
    """From the edge of today's mark to the edge of next year's; it may point left."""
    if status.x == ambition.x:
        return ""
    towards = 1 if ambition.x > status.x else -1
    start = status.x + towards * (radius + 3)
    tip = ambition.x - towards * (radius + 5)
    neck, y = tip - towards * HEAD, status.y
    return f"M{start} {y}H{tip}M{neck} {y - 9}L{tip} {y}L{neck} {y + 9}"


def _today(value: Value, t: Translator) -> str:
    return t.gettext("today: %(answer)s") % {"answer": short_words(value, t)}


def _in_a_year(value: Value, t: Translator) -> str:
    return t.gettext("in a year: %(answer)s") % {"answer": short_words(value, t)}


def _places(
    title: str, said: list[str], title_y: int, below: int
) -> tuple[Said | None, Said | None]:
    """Words beside the role's title. Next year's stand below the line where today's are words too.

    Where today's stand tells nothing of what is wanted in a year: that is shown a step later.
    """
    status, ambition = said

    def beside(words: str) -> Said | None:
        where = title_y if len(title) + len(words) <= BESIDE else title_y - TITLE // 2
        return Said(words, WIDTH - 4, where, "end") if words else None

    if status and ambition:
        return beside(status), Said(ambition, WIDTH - 4, below, "end")
    return beside(status), beside(ambition)


def _labels(question_set: QuestionSet, language: Language) -> tuple[tuple[StepLabel, ...], int]:
    """The first, middle and last step in words, and where the lanes may begin."""
    scale = question_set.scale
    ends = [(scale[0], "start", FIRST_X - EDGE), (scale[-1], "end", FIRST_X + SPAN + EDGE)]
    if len(scale) % 2:
        middle = scale[len(scale) // 2]
        ends.insert(1, (middle, "middle", _x(middle.value, question_set)))
    wrapped = [(x, anchor, wrap_words(step.label[language])) for step, anchor, x in ends]
    deepest = max(len(lines) for _, _, lines in wrapped)
    labels = tuple(
        StepLabel(
            x=x,
            anchor=anchor,  # type: ignore[arg-type]
            lines=tuple(
                (LABEL_LINE * (deepest - len(lines) + n + 1) - 5, line)
                for n, line in enumerate(lines)
            ),
        )
        for x, anchor, lines in wrapped
    )
    return labels, LABEL_LINE * deepest + 6


def wrap_words(label: str, characters: int = LABEL_CHARACTERS) -> list[str]:
    """A label in lines of about so many characters; a long word gets a line of its own."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= characters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
