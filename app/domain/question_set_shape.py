"""Faults of shape in a question set: what pydantic finds, told in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from app.domain.errors import N_
from app.domain.problem import Path, Problem, path_text
from app.domain.question_set import QuestionSet

_MESSAGES: Mapping[str, str] = {
    "missing": N_("This is missing."),
    "extra_forbidden": N_("There is no such field. Check the spelling."),
    "model_type": N_("This must be an object: { … }."),
    "dict_type": N_("This must be an object: { … }."),
    "tuple_type": N_("This must be a list: [ … ]."),
    "string_type": N_("This must be text in quotation marks."),
    "string_unicode": N_("This holds half a character. Type the text again."),
    "string_too_short": N_("This is empty."),
    "string_too_long": N_("This is too long: at most %(max_length)s characters."),
    "string_pattern_mismatch": N_(
        "An id begins with a small letter and has only a–z, 0–9 and hyphens, at most 63 characters."
    ),
    "int_type": N_("This must be a whole number."),
    "greater_than_equal": N_("This must be at least %(ge)s."),
    "less_than_equal": N_("This must be at most %(le)s."),
    "literal_error": N_("This must be one of: %(expected)s."),
    "too_short": N_("There are too few: at least %(min_length)s are needed."),
    "too_long": N_("There are too many: at most %(max_length)s are allowed."),
}
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
    if kind not in _MESSAGES:
        return Problem(path_text(path), _OTHERWISE, {"fault": fault})
    params = {
        name: value if isinstance(value, int) else str(value).replace("'", "")
        for name, value in context.items()
        if f"%({name})s" in _MESSAGES[kind]
    }
    return Problem(path_text(path), _MESSAGES[kind], params)


def _long_enough(document: object, path: Path, context: Mapping[str, Any]) -> bool:
    """Pydantic counts only the items it could read; an editor counts what stands there."""
    found: Any = document
    for step in path:
        found = found[step]
    return len(found) >= int(context["min_length"])
