"""The types of a question set: what an editor publishes and a round pins.

A question set is one JSON document per version (see ``docs/question-sets.md``). Once
published it never changes. Roles, scale, thresholds and themes come from here and from
nowhere else, so that a set with three roles or seven steps needs no new code.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["nb", "nn", "en"]
"""The languages the product speaks."""

LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")

CODE_PATTERN = r"^[a-z][a-z0-9-]{0,62}$"

Code = Annotated[str, Field(pattern=CODE_PATTERN)]
"""An identifier of a set, role, theme or statement: it becomes part of form field names
(``<id>.status``), so it holds no full stop."""

HIGHEST_VERSION = 10_000

Whole = Annotated[int, Field(strict=True)]
"""A whole number written as one: not ``"3"``, not ``3.0``, not ``true``."""

Text = dict[Language, Annotated[str, Field(min_length=1, max_length=2000)]]
"""One text in every language the set lists: language code to string."""


class Strict(BaseModel):
    """Frozen, and refuses fields it does not know: a misspelt key is an editor's fault to show."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(Strict):
    """One seat at the table. ``letter`` is what stands beside the mark in a drawing."""

    id: Code
    letter: Annotated[str, Field(min_length=1, max_length=2)]
    title: Text


class Question(Strict):
    """The question put to each statement, for status or for ambition."""

    question: Text
    help: Text | None = None


class Talk(Strict):
    """The tick "I want to talk about this": its label and how many a role may set."""

    label: Text
    most: Annotated[Whole, Field(ge=0, le=10)]


class Step(Strict):
    """One step of the scale."""

    value: Annotated[Whole, Field(ge=1, le=7)]
    label: Text


class WayOut(Strict):
    """An answer that is not a number: ``unknown`` (status only) or ``not_relevant``."""

    code: Literal["unknown", "not_relevant"]
    for_: Annotated[tuple[Literal["status", "ambition"], ...], Field(alias="for", min_length=1)]
    label: Text


class Thresholds(Strict):
    """The numbers the comparison's rules use, in steps of this set's scale.

    ``high`` and ``low`` are steps; ``far`` and ``big`` are distances between two steps.
    """

    high: Annotated[Whole, Field(ge=1, le=7)]
    low: Annotated[Whole, Field(ge=1, le=7)]
    far: Annotated[Whole, Field(ge=1, le=6)]
    big: Annotated[Whole, Field(ge=1, le=6)]


class Theme(Strict):
    """A heading that groups statements."""

    id: Code
    title: Text


class Statement(Strict):
    """One statement. Its id is permanent: same id, same meaning across versions.

    ``comparable_to`` names the older version's id when the wording changed but the meaning
    did not; ``why`` tells why the question is asked.
    """

    id: Code
    theme: Code
    text: Text
    prompt: Text
    why: Text | None = None
    comparable_to: Code | None = None


Category = Literal[
    "set_aside",
    "incomplete",
    "unknown_all",
    "unknown_some",
    "different_view",
    "different_ambition",
    "shared_lift",
    "some_lift",
    "shared_strength",
    "agreed_enough",
]
"""What kind of conversation four numbers call for."""


class CategoryWords(Strict):
    """A category's title and the line that opens the conversation."""

    title: Text
    opening: Text | None = None


class QuestionSet(Strict):
    """One published version of a set of questions, in all its languages."""

    id: Code
    version: Annotated[Whole, Field(ge=1, le=HIGHEST_VERSION)]
    title: Text
    description: Text
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    roles: Annotated[tuple[Role, ...], Field(min_length=2, max_length=4)]
    status: Question
    ambition: Question
    talk: Talk
    scale: Annotated[tuple[Step, ...], Field(min_length=4, max_length=7)]
    ways_out: tuple[WayOut, ...] = ()
    thresholds: Thresholds
    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]
    statements: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=200)]
    categories: dict[Category, CategoryWords]

    @cached_property
    def by_id(self) -> dict[str, Statement]:
        """Statement id to statement, in catalogue order."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def role_ids(self) -> tuple[str, ...]:
        """The roles' ids in the set's order."""
        return tuple(role.id for role in self.roles)

    def only(self, statements: Collection[str]) -> QuestionSet:
        """The same version asking only these of its statements, in catalogue order.

        Themes that are left without any are left out; all else is as published.
        """
        asked = tuple(each for each in self.statements if each.id in statements)
        themes = {each.theme for each in asked}
        parts = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(
            **parts
            | {
                "statements": asked,
                "themes": tuple(theme for theme in self.themes if theme.id in themes),
            }
        )

    def role(self, role_id: str) -> Role:
        """The role with this id. Raises ``KeyError`` for one the set does not have."""
        for role in self.roles:
            if role.id == role_id:
                return role
        raise KeyError(role_id)

    @cached_property
    def top(self) -> int:
        """The scale's highest step (4–7); the lowest is always 1."""
        return max(step.value for step in self.scale)

    def language(self, wanted: str) -> Language:
        """The language to show this set in: the one wanted if the set has it, else its first."""
        for language in self.languages:
            if language == wanted:
                return language
        return self.languages[0]
