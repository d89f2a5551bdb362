"""From the text of a file to a question set, with the faults that only the text shows."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from app.domain.errors import N_
from app.domain.problem import Problem, shown
from app.domain.question_set import QuestionSet
from app.domain.question_set_problems import QuestionSetProblems, find_problems, parse


def read(body: str | bytes) -> object:
    """The JSON value in a text. Raises :class:`QuestionSetProblems` if it is not JSON.

    A key that stands twice in one object is a fault too: every reader but the editor would
    silently pass over one of them. It is told together with the document's other faults.
    """
    twice: list[str] = []

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(key)
            found[key] = value
        return found

    try:
        text = body.decode("utf-8-sig") if isinstance(body, bytes) else body
        document: object = json.loads(text, object_pairs_hook=keep, parse_constant=_refuse)
    except UnicodeDecodeError:
        raise _fault(N_("The file is not saved as UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise _fault(
            N_("This is not JSON: something is wrong near line %(line)s, column %(column)s."),
            line=error.lineno,
            column=error.colno,
        ) from None
    except (ValueError, RecursionError):
        raise _fault(N_("This is not JSON that a question set can be read from.")) from None
    if twice:
        doubles = [
            Problem("", N_("This key stands twice in the same object: %(key)s."), {"key": key})
            for key in sorted({shown(key) for key in twice})
        ]
        raise QuestionSetProblems([*doubles, *find_problems(document)])
    return document


def read_question_set(body: str | bytes) -> QuestionSet:
    """The question set in a text. Raises :class:`QuestionSetProblems` with every fault."""
    return parse(read(body))


def _refuse(constant: str) -> NoReturn:
    """``NaN`` and ``Infinity`` are no JSON, though Python reads them."""
    raise ValueError(constant)


def _fault(message: str, **params: int) -> QuestionSetProblems:
    return QuestionSetProblems([Problem("", message, params)])
