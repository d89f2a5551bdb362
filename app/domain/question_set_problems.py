"""``find_problems()``: every fault in a question set at once, each with its path.

An editor who gets one fault at a time gives up after the third. So faults of shape and of
meaning are looked for side by side, in whatever part of the document can be made out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.errors import N_, DomainError
from app.domain.problem import Problem, path_text
from app.domain.question_set import QuestionSet
from app.domain.question_set_meaning import meaning_problems
from app.domain.question_set_shape import shape_problems
from app.domain.question_set_texts import text_problems

_PARTS = list(QuestionSet.model_fields)


class QuestionSetProblems(DomainError):
    """A document that is no valid question set. ``problems`` lists every fault."""

    code, status = "invalid-question-set", 422
    message = N_("The question set has faults.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            errors=[
                {"path": each.path, "message": each.message, "params": dict(each.params)}
                for each in self.problems
            ]
        )

    def __str__(self) -> str:
        return "\n".join(problem.line() for problem in self.problems)


def parse(document: object) -> QuestionSet:
    """The question set in a JSON value. Raises :class:`QuestionSetProblems` with every fault."""
    problems = find_problems(document)
    if problems:
        raise QuestionSetProblems(problems)
    return QuestionSet.model_validate(document)


def find_problems(document: object) -> list[Problem]:
    """Every fault in a JSON value meant to be a question set, in the order of its parts.

    Never raises. An empty list means that :func:`parse` gives a question set.
    """
    found = [*shape_problems(document), *text_problems(document), *meaning_problems(document)]
    return sorted({(each.path, each.text()): each for each in found}.values(), key=_place)


def find_version_problems(new: QuestionSet, earlier: Sequence[QuestionSet]) -> list[Problem]:
    """Faults that show only beside the versions of the set published before.

    Versions of other sets in ``earlier`` are passed over. That a statement's id has been given
    a new meaning cannot be seen by a machine.
    """
    versions = sorted((old for old in earlier if old.id == new.id), key=lambda old: old.version)
    found: list[Problem] = []
    if versions and new.version <= versions[-1].version:
        found.append(
            Problem(
                "version",
                N_("The version must be higher than the latest published: %(latest)s."),
                {"latest": versions[-1].version},
            )
        )
    if versions and set(new.role_ids) != set(versions[-1].role_ids):
        found.append(
            Problem(
                "roles",
                N_("The roles must be those of the earlier versions: %(roles)s."),
                {"roles": ", ".join(versions[-1].role_ids)},
            )
        )
    known = {statement.id for old in versions for statement in old.statements}
    for position, statement in enumerate(new.statements):
        if statement.comparable_to is not None and statement.comparable_to not in known:
            found.append(
                Problem(
                    path_text(("statements", position, "comparable_to")),
                    N_("No earlier version has a statement with this id: %(value)s."),
                    {"value": statement.comparable_to},
                )
            )
    return found


def _place(problem: Problem) -> tuple[int, list[tuple[int, str]]]:
    """Where a fault stands, so that an editor can go through the file from top to bottom."""
    first, *rest = re.findall(r"\w+", problem.path) or [""]
    part = _PARTS.index(first) if first in _PARTS else -1
    return part, [(int(step), "") if step.isdecimal() else (-1, step) for step in rest]
