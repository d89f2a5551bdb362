"""What one answer may be, and which of two answers to the same question stands.

Status and ambition are whole numbers on the set's scale, ``"unknown"`` (status only) or
``"not_relevant"``, as the set's ways out say; ``None`` is unanswered. The three are
different things and none of them is ever 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.errors import N_, UnknownStatement
from app.domain.question_set import QuestionSet

Value = int | Literal["unknown", "not_relevant"] | None
Field = Literal["status", "ambition", "talk"]

NOT_ON_SCALE = N_("The value is not on the scale.")

FIELDS: tuple[Field, ...] = ("status", "ambition", "talk")

SECONDS_PER_STATEMENT = 36
"""What people need for one statement, both ratings."""

NEVER = -(2**62)
"""The moment of a field that was never tapped: older than any tap."""

_CODES: dict[int, Value] = {0: None, 254: "unknown", 255: "not_relevant"}
_BYTES: dict[Value, int] = {value: code for code, value in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Answer:
    """One role's answer to one statement."""

    status: Value = None
    ambition: Value = None
    talk: bool = False

    @property
    def complete(self) -> bool:
        """Whether both status and ambition are answered, by a number or a way out."""
        return self.status is not None and self.ambition is not None


UNANSWERED = Answer()

Sheet = Mapping[str, Answer]
"""One role's answers: statement id to answer. A statement left out is unanswered."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one statement set (or cleared, with ``None``) at a moment.

    ``at`` is microseconds since 1970 (UTC) by the device's clock, never later than now.
    A tick is stored as 1 (set) or ``None``.
    """

    statement: str
    field: Field
    value: Value
    at: int


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """A value the question set does not allow: where, and why (an English gettext id)."""

    path: str
    message: str


def allowed_values(question_set: QuestionSet, field: Field) -> tuple[Value, ...]:
    """Every value this set allows for this field, ``None`` (unanswered) not counted."""
    if field == "talk":
        return (1,)
    steps: list[Value] = [step.value for step in question_set.scale]
    return (*steps, *(way.code for way in question_set.ways_out if field in way.for_))


def find_problems(question_set: QuestionSet, changes: Iterable[Change]) -> list[AnswerProblem]:
    """Every value that is off the scale or a way out not offered. Never stops at the first.

    Raises :class:`UnknownStatement` for a statement the set does not have.
    """
    allowed = {field: allowed_values(question_set, field) for field in FIELDS}
    problems = []
    for change in changes:
        if change.statement not in question_set.by_id:
            raise UnknownStatement(statement=change.statement)
        if change.value is not None and change.value not in allowed[change.field]:
            problems.append(AnswerProblem(f"{change.statement}.{change.field}", NOT_ON_SCALE))
    return problems


def newer(change: Change, than: Change) -> bool:
    """Whether ``change`` stands over ``than``, an earlier-seen change of the same field.

    The newest tap wins. Two taps in the same microsecond are settled by their value, so that
    the outcome never depends on the order of arrival.
    """
    return (change.at, encode(change.value)) > (than.at, encode(than.value))


def newest(changes: Iterable[Change]) -> dict[tuple[str, Field], Change]:
    """By statement and field, the change that stands among these."""
    standing: dict[tuple[str, Field], Change] = {}
    for change in changes:
        place = (change.statement, change.field)
        if place not in standing or newer(change, standing[place]):
            standing[place] = change
    return standing


def encode(value: Value) -> bytes:
    """One byte for any value, so that sealed answers are all of one size."""
    return bytes([value if isinstance(value, int) else _BYTES[value]])


def decode(data: bytes) -> Value:
    """The value :func:`encode` made this byte from."""
    return _CODES.get(data[0], data[0])


def pack(change: Change) -> bytes:
    """Nine bytes for a standing change: its value and its moment, all of one size."""
    return encode(change.value) + change.at.to_bytes(8, "big", signed=True)


def unpack(statement: str, field: Field, data: bytes) -> Change:
    """The change that :func:`pack` made these bytes from."""
    return Change(statement, field, decode(data[:1]), int.from_bytes(data[1:], "big", signed=True))


def to_sheet(changes: Iterable[Change]) -> dict[str, Answer]:
    """Answers by statement, from the standing change of each field."""
    fields: dict[str, dict[Field, Value]] = {}
    for change in changes:
        fields.setdefault(change.statement, {})[change.field] = change.value
    return {
        statement: Answer(values.get("status"), values.get("ambition"), bool(values.get("talk")))
        for statement, values in fields.items()
    }


def changed(sheet: Sheet, changes: Iterable[Change]) -> dict[str, Answer]:
    """The sheet as it would read with these changes made, the later of two standing."""
    after = dict(sheet)
    for change in changes:
        answer = after.get(change.statement, UNANSWERED)
        if change.field == "status":
            answer = replace(answer, status=change.value)
        elif change.field == "ambition":
            answer = replace(answer, ambition=change.value)
        else:
            answer = replace(answer, talk=bool(change.value))
        after[change.statement] = answer
    return after


def minutes_to_answer(statements: int) -> int:
    """About how long it takes: both ratings of 25 statements in a quarter of an hour."""
    return max(1, round(statements * SECONDS_PER_STATEMENT / 60))


def unanswered(question_set: QuestionSet, sheet: Sheet) -> list[str]:
    """Statements without both values, in catalogue order."""
    return [
        statement.id
        for statement in question_set.statements
        if not sheet.get(statement.id, UNANSWERED).complete
    ]
