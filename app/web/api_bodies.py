"""What the API takes and gives: the shapes clients rely on (``interface.md``)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StrictBool,
    StrictInt,
)
from pydantic import Field as Limit
from pydantic_core import PydanticCustomError

from app.clock import from_datetime
from app.domain.answers import FIELDS, Change, Field
from app.domain.marks import can_be_seen
from app.domain.question_set import Category, Language
from app.domain.round_state import ReleasePolicy, State

LONGEST_NAME = 100
"""Characters in a municipality's name."""


def clean_name(text: str) -> str:
    """A name as one line that can be seen, without control characters. Raises ``ValueError``."""
    text = re.sub(r"\s+", " ", text).strip()
    if not 1 <= len(text) <= LONGEST_NAME:
        raise PydanticCustomError("name_length", "1 to {most} characters", {"most": LONGEST_NAME})
    if not (can_be_seen(text) and all(sign.isprintable() for sign in text)):
        raise PydanticCustomError("name_signs", "signs that can be read")
    return text


def _text_only(value: object) -> object:
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d", value):
        raise PydanticCustomError("time", "a time such as 2026-11-22T12:00:00Z")
    return value


Name = Annotated[str, AfterValidator(clean_name)]
Time = Annotated[AwareDatetime, BeforeValidator(_text_only)]


RoundNamed = Annotated[
    int | None,
    Query(
        alias="round",
        ge=1,
        le=10_000,
        description=(
            "The round this is meant for, as `GET /api/seat` tells its number. If another one has "
            "been opened since, nothing changes and the answer is 409 `round-over`. Name it in "
            "whatever may be sent again or late: what names no round is about the one that is on."
        ),
    ),
]
"""What makes a late or repeated write safe: optional, since clients before it did without."""


class Body(BaseModel):
    """A request body; a field it does not know is a fault, so that nothing is lost unseen."""

    model_config = ConfigDict(extra="forbid")


class OpenDialogue(Body):
    """Opening a dialogue."""

    municipality: Name
    question_set: Annotated[str, Limit(max_length=63)]
    version: Annotated[StrictInt, Limit(ge=1, le=10_000)] | None = None
    release: ReleasePolicy = "automatic"
    facilitator: StrictBool = False
    language: Language | None = None


class AnswerPatch(Body):
    """Fields of one statement. A field left out is untouched, ``null`` clears."""

    statement: Annotated[str, Limit(max_length=63)]
    status: StrictInt | Literal["unknown", "not_relevant"] | None = None
    ambition: StrictInt | Literal["unknown", "not_relevant"] | None = None
    talk: StrictBool | None = None
    at: Time

    def changes(self) -> list[Change]:
        """One change for each field that was sent."""
        at = from_datetime(self.at)
        sent: list[Field] = [field for field in FIELDS if field in self.model_fields_set]
        return [Change(self.statement, field, self._value(field), at) for field in sent]

    def _value(self, field: Field) -> Any:
        value = getattr(self, field)
        return (1 if value else None) if field == "talk" else value


class SaveAnswers(Body):
    """A batch of taps, saved all or not at all."""

    answers: Annotated[list[AnswerPatch], Limit(max_length=1000)]


class HandIn(Body):
    """Handing in; both are "no" if not said."""

    anyway: StrictBool = False
    facilitator_may_read: StrictBool = False


class Set(BaseModel):
    """A question set's id and version."""

    id: str
    version: int


class Invitation(BaseModel):
    """One seat's invitation."""

    role: str
    title: str
    link: str
    code: str


class Opened(BaseModel):
    """A dialogue just opened."""

    id: str
    question_set: Set
    release: ReleasePolicy
    seats: list[Invitation]


class OwnLink(BaseModel):
    """A seat's own link and code: shown this once."""

    role: str
    link: str
    code: str


class NewInvitation(BaseModel):
    """A new invitation to a lost seat."""

    link: str
    code: str


class PartyStatus(BaseModel):
    """All that anyone is told of a party before release."""

    role: str
    handed_in: bool


class InvitationStatus(BaseModel):
    """What an invitation may know."""

    role: str
    dialogue: str
    municipality: str


class SeatStatus(InvitationStatus):
    """Where a seat stands."""

    round: int
    question_set: Set
    state: State
    handed_in: bool
    statements: int
    answered: int | None
    parties: list[PartyStatus]


class OneAnswer(BaseModel):
    """One statement's values."""

    status: int | str | None
    ambition: int | str | None
    talk: bool


class OwnAnswers(BaseModel):
    """The own sheet; statements never touched are left out."""

    answers: dict[str, OneAnswer]


class Saved(BaseModel):
    """How many statements the request named, and how many have both values now."""

    saved: int
    answered: int


class RoundStatus(BaseModel):
    """Where the round stands after an act."""

    state: State
    handed_in: bool


class ReleaseStatus(BaseModel):
    """Where the round stands after asking to open it."""

    state: State


class ComparedStatement(BaseModel):
    """One statement, compared."""

    id: str
    theme: str
    answers: dict[str, OneAnswer]
    category: Category
    flags: list[str]
    rank: int | None


class Topics(BaseModel):
    """The proposed agenda, by statement id."""

    opener: str | None
    topics: list[str]


class MergedAnswers(BaseModel):
    """The comparison."""

    dialogue: str
    round: int
    question_set: Set
    roles: list[str]
    statements: list[ComparedStatement]
    counts: dict[str, int]
    agenda: Topics


class OfferedSet(BaseModel):
    """A question set one can open a dialogue with."""

    id: str
    version: int
    title: str
    roles: list[str]
    statements: int


class OfferedSets(BaseModel):
    """Every set, in its latest version."""

    question_sets: list[OfferedSet]


class Fault(BaseModel):
    """Where something is wrong, and why."""

    path: str
    message: str


class ProblemDocument(BaseModel):
    """RFC 9457, with a stable ``code``."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Fault] | None = None
