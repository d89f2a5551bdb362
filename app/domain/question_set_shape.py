"""Faults of shape in a question set: what pydantic finds, told in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from app.domain.errors import N_
from app.domain.problem import Path, Problem, path_text
from app.domain.question_set import QuestionSet
from app.domain.shape_words import MESSAGES, words

_ID = N_(
    "An id begins with a small letter and has only a–z, 0–9 and hyphens, at most 63 characters."
)
_OTHERWISE = N_("This is not as it should be: %(fault)s")


def shape_problems(document: object) -> Iterator[Problem]:
    """Every place where the document is not built like a question set."""
    try:
        QuestionSet.model_validate(document)
    except ValidationError as refusal:
        for error in refusal.errors(include_url=False, include_input=False):
            path: Path = error["loc"]
            if error["type"] == "too_short" and _long_enough(document, path, error["ctx"]):
                continue
            if error["type"] == "literal_error" and path[-1] == "[key]":
                path = path[:-1]
            yield _problem(path, error["type"], error.get("ctx", {}), error["msg"])


def _problem(path: Path, kind: str, context: Mapping[str, Any], fault: str) -> Problem:
    if kind == "string_pattern_mismatch":
        return Problem(path_text(path), _ID)
    if kind not in MESSAGES:
        return Problem(path_text(path), _OTHERWISE, {"fault": fault})
    return Problem(path_text(path), *words(kind, context))


def _long_enough(document: object, path: Path, context: Mapping[str, Any]) -> bool:
    """Pydantic counts only the items it could read; an editor counts what stands there."""
    found: Any = document
    for step in path:
        found = found[step]
    return len(found) >= int(context["min_length"])
