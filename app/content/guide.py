"""The guide to the development conversation: ground rules, steps, notes, forms and times.

The words are in ``conversation-guide.json``, in bokmål, nynorsk and English; :func:`guide` gives
them in one language.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.domain.agreements import Ending
from app.domain.question_set import LANGUAGES, Language

FILE = Path(__file__).parent / "conversation-guide.json"

StepId = Literal["open", "strength", "topic", "agreements", "others", "next"]
"""The steps of a conversation, in order."""

PartId = Literal["tell", "ask", "want", "choose"]
"""The parts of a topic, in order."""

FieldId = Literal["when", "then", "owner", "first_step", "date", "notice"]
"""The fields of an agreement, in the order of the form."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Strict):
    """One sentence or two. ``id`` is stable."""

    id: str
    text: str


class GroundRules(_Strict):
    """What the parties agree on before they begin."""

    title: str
    help: str
    items: tuple[Line, ...]


class Who(_Strict):
    """The words for who prepares something."""

    each: str
    together: str
    facilitator: str


class PreparationItem(Line):
    """Something to do ``days_before`` the conversation."""

    who: Literal["each", "together", "facilitator"]
    days_before: int


class Preparation(_Strict):
    """What to do before the conversation."""

    title: str
    who: Who
    items: tuple[PreparationItem, ...]


class Part(_Strict):
    """A part of a topic; ``per_role`` when each party has it in turn."""

    id: PartId
    per_role: bool
    title: str
    text: str
    facilitator_note: str


class Step(_Strict):
    """A step of the conversation; only the topic has parts."""

    id: StepId
    title: str
    text: str
    facilitator_note: str
    parts: tuple[Part, ...] = ()


class TopicCount(_Strict):
    """For how many topics there is time."""

    two_roles: int
    three_roles: int


class PartMinutes(_Strict):
    """Minutes for each part of one topic; ``tell`` is for each role."""

    tell: int
    ask: int
    want: int
    choose: int


class Slot(_Strict):
    """From when to when a step is, in minutes from the start. ``end`` is "to" in the file."""

    step: StepId
    start: int
    end: int


class RunningOrder(_Strict):
    """How a conversation of so many minutes is divided."""

    id: str
    minutes: int
    title: str
    topics: TopicCount
    parts: PartMinutes
    steps: tuple[Slot, ...]


class TopicEnding(_Strict):
    """A way a topic can end."""

    id: Ending
    title: str
    text: str


class FormField(_Strict):
    """One field of an agreement."""

    id: FieldId
    label: str
    help: str
    example: str


class AgreementForm(_Strict):
    """The form of an agreement; ``most`` is a suggestion, not a limit."""

    title: str
    most: int
    help: str
    fields: tuple[FormField, ...]

    def field(self, field_id: FieldId) -> FormField:
        """The field with this id."""
        return next(field for field in self.fields if field.id == field_id)


class StopRule(_Strict):
    """When to stop, and what to do then."""

    id: str
    when: str
    then: str


class StopRules(_Strict):
    """When to put the tool away."""

    title: str
    items: tuple[StopRule, ...]


class Closing(_Strict):
    """How the conversation ends."""

    title: str
    items: tuple[Line, ...]


class Span(_Strict):
    """From so many to so many, weeks or months. ``first`` and ``last`` are "from" and "to"."""

    first: int
    last: int


class CheckIn(_Strict):
    """The short talk about the agreements some weeks later; ``on_the_day`` is for a calendar."""

    title: str
    weeks: Span
    minutes: int
    text: str
    on_the_day: str
    questions: tuple[Line, ...]


class NewRound(_Strict):
    """When to answer anew; ``on_the_day`` is for a calendar."""

    title: str
    months: Span
    text: str
    on_the_day: str
    new_person: str


class FollowUp(_Strict):
    """What comes after the conversation."""

    check_in: CheckIn
    new_round: NewRound


class Guide(_Strict):
    """The whole guide in one language. What is not built upon is left out."""

    purpose: str
    ground_rules: GroundRules
    preparation: Preparation
    steps: tuple[Step, ...]
    running_orders: tuple[RunningOrder, ...]
    topic_endings: tuple[TopicEnding, ...]
    agreement_form: AgreementForm
    stop_rules: StopRules
    closing: Closing
    follow_up: FollowUp

    def step(self, step_id: StepId) -> Step:
        """The step with this id."""
        return next(step for step in self.steps if step.id == step_id)

    def ending(self, ending: Ending) -> TopicEnding:
        """The words for a way a topic can end."""
        return next(each for each in self.topic_endings if each.id == ending)


@cache
def guide(language: Language) -> Guide:
    """The guide in a language. Raises ``ValidationError`` for a file that is not as it should."""
    whole = _spoken(json.loads(FILE.read_bytes()), language)
    return Guide.model_validate({name: whole[name] for name in Guide.model_fields})


_NAMES = {"from": ("start", "first"), "to": ("end", "last")}
"""Two keys of the file are words of the programming language, or nearly so."""


def _spoken(value: Any, language: Language) -> Any:
    """The same structure with each text in one language."""
    if isinstance(value, list):
        return [_spoken(each, language) for each in value]
    if not isinstance(value, dict):
        return value
    if set(value) == set(LANGUAGES):
        return value[language]
    spoken = {key: _spoken(each, language) for key, each in value.items()}
    for key, (for_slots, for_spans) in _NAMES.items():
        if key in spoken:
            spoken[for_slots if "step" in spoken else for_spans] = spoken.pop(key)
    return spoken
