"""Faults of meaning in a question set: parts that are well formed and do not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, get_args

from app.domain.errors import N_
from app.domain.problem import Path, Problem, path_text, shown
from app.domain.question_set import Category
from app.domain.question_set_texts import words_problems
from app.domain.round_state import FACILITATOR

NEEDS_NO_OPENING: frozenset[str] = frozenset({"incomplete", "set_aside"})
"""Categories that are listed apart and open no conversation."""

_TWICE = N_("This is used twice in the list: %(value)s.")


def meaning_problems(document: object) -> Iterator[Problem]:
    """Whatever does not fit together, in those parts of the document that can be made out."""
    if isinstance(document, dict):
        for look in _LOOKS:
            yield from look(document)


def _items(document: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    """The objects in the list ``document[key]``, with their positions; none if it is no list."""
    found = document.get(key)
    if not isinstance(found, (list, tuple)):
        return []
    return [(position, item) for position, item in enumerate(found) if isinstance(item, dict)]


def _number(value: object) -> int | None:
    """A whole number, or nothing: ``true`` is no number here."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _twice(places: Sequence[tuple[Path, object]]) -> Iterator[Problem]:
    """A fault for each string that has stood in the list before."""
    seen: set[str] = set()
    for path, value in places:
        if isinstance(value, str):
            if value in seen:
                yield Problem(path_text(path), _TWICE, {"value": shown(value)})
            seen.add(value)


def _languages(document: dict[str, Any]) -> Iterator[Problem]:
    languages = document.get("languages")
    if isinstance(languages, (list, tuple)):
        yield from _twice([(("languages", at), value) for at, value in enumerate(languages)])


def _roles(document: dict[str, Any]) -> Iterator[Problem]:
    roles = _items(document, "roles")
    yield from _twice([(("roles", at, "id"), role.get("id")) for at, role in roles])
    letters = [(at, role["letter"]) for at, role in roles if isinstance(role.get("letter"), str)]
    yield from _twice([(("roles", at, "letter"), letter.upper()) for at, letter in letters])
    for at, letter in letters:
        where = path_text(("roles", at, "letter"))
        faults = list(words_problems(where, letter))
        yield from faults
        if letter and not faults and not letter.isalnum():
            yield Problem(where, N_("A role's letter is one or two letters or digits."))
    for at, role in roles:
        if role.get("id") == FACILITATOR:
            yield Problem(
                path_text(("roles", at, "id")),
                N_("This id is reserved: %(value)s."),
                {"value": FACILITATOR},
            )


def _talk(document: dict[str, Any]) -> Iterator[Problem]:
    talk, statements = document.get("talk"), document.get("statements")
    most = _number(talk.get("most")) if isinstance(talk, dict) else None
    if most is not None and isinstance(statements, (list, tuple)) and most > len(statements) > 0:
        yield Problem(
            "talk.most",
            N_("A role cannot tick more statements than there are: %(count)s."),
            {"count": len(statements)},
        )


def _scale(document: dict[str, Any]) -> Iterator[Problem]:
    for at, step in _items(document, "scale"):
        value = _number(step.get("value"))
        if value is not None and value != at + 1:
            yield Problem(
                path_text(("scale", at, "value")),
                N_("The steps count 1, 2, 3 and so on: this one must be %(value)s."),
                {"value": at + 1},
            )
    thresholds, scale = document.get("thresholds"), document.get("scale")
    if isinstance(thresholds, dict) and isinstance(scale, (list, tuple)):
        yield from _thresholds(thresholds, len(scale))


def _thresholds(thresholds: dict[str, Any], steps: int) -> Iterator[Problem]:
    """What is outside any scale is a fault of shape; here it is this set's scale that counts."""
    for name, most in (("high", steps), ("low", steps), ("far", steps - 1), ("big", steps - 1)):
        value = _number(thresholds.get(name))
        if value is not None and 4 <= steps <= 7 and most < value <= most + 7 - steps:
            yield Problem(
                path_text(("thresholds", name)),
                N_("On a scale of %(steps)s steps this must be at most %(most)s."),
                {"steps": steps, "most": most},
            )
    low, high = _number(thresholds.get("low")), _number(thresholds.get("high"))
    if low is not None and high is not None and low >= high:
        yield Problem("thresholds.low", N_("Low must be below high."))


def _ways_out(document: dict[str, Any]) -> Iterator[Problem]:
    ways_out = _items(document, "ways_out")
    yield from _twice([(("ways_out", at, "code"), way.get("code")) for at, way in ways_out])
    for at, way in ways_out:
        offered = way.get("for")
        if not isinstance(offered, (list, tuple)):
            continue
        yield from _twice([(("ways_out", at, "for", i), value) for i, value in enumerate(offered)])
        if way.get("code") == "unknown" and "ambition" in offered:
            yield Problem(
                path_text(("ways_out", at, "for")),
                N_("Only status can be unknown: everyone knows what they want."),
            )


def _themes(document: dict[str, Any]) -> Iterator[Problem]:
    themes, statements = _items(document, "themes"), _items(document, "statements")
    yield from _twice([(("themes", at, "id"), theme.get("id")) for at, theme in themes])
    known = {theme["id"] for _, theme in themes if _is_text(theme, "id")}
    used = {statement["theme"] for _, statement in statements if _is_text(statement, "theme")}
    for at, theme in themes:
        if _is_text(theme, "id") and theme["id"] not in used:
            yield Problem(path_text(("themes", at)), N_("No statement belongs to this theme."))
    for at, statement in statements:
        if _is_text(statement, "theme") and statement["theme"] not in known:
            yield Problem(
                path_text(("statements", at, "theme")),
                N_("There is no such theme: %(value)s."),
                {"value": shown(statement["theme"])},
            )


def _is_text(item: dict[str, Any], key: str) -> bool:
    return isinstance(item.get(key), str)


def _statements(document: dict[str, Any]) -> Iterator[Problem]:
    statements = _items(document, "statements")
    for key in ("id", "comparable_to"):
        yield from _twice([(("statements", at, key), each.get(key)) for at, each in statements])
    ids = {each["id"] for _, each in statements if _is_text(each, "id")}
    for at, each in statements:
        if not _is_text(each, "comparable_to"):
            continue
        where = path_text(("statements", at, "comparable_to"))
        if each["comparable_to"] == each.get("id"):
            yield Problem(
                where, N_("A statement keeps its id, or names the old one. It cannot name itself.")
            )
        elif each["comparable_to"] in ids:
            yield Problem(
                where,
                N_("This id still stands in the set, so nothing can take its place: %(value)s."),
                {"value": shown(each["comparable_to"])},
            )


def _categories(document: dict[str, Any]) -> Iterator[Problem]:
    categories = document.get("categories")
    if not isinstance(categories, dict):
        return
    for category in get_args(Category):
        words = categories.get(category)
        if category not in categories:
            yield Problem(
                path_text(("categories", category)), N_("The words for this category are missing.")
            )
        elif (
            isinstance(words, dict)
            and category not in NEEDS_NO_OPENING
            and words.get("opening") is None
        ):
            yield Problem(
                path_text(("categories", category, "opening")),
                N_("The line that opens the conversation is missing."),
            )


_LOOKS: tuple[Callable[[dict[str, Any]], Iterator[Problem]], ...] = (
    _languages,
    _roles,
    _talk,
    _scale,
    _ways_out,
    _themes,
    _statements,
    _categories,
)
