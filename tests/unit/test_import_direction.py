"""Imports point inward: who may know of whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"

MAY_IMPORT: dict[str, set[str]] = {
    "domain": {"domain"},
    "sealing": set(),
    "clock": set(),
    "settings": set(),
    "links": {"domain", "sealing"},
    "questions": {"domain", "questions"},
    "charts": {"domain", "charts"},
    "explore": {"domain", "charts"},
    "trend": {"domain", "charts", "explore"},
    "exports": {"domain", "charts"},
    "content": {"domain", "content"},
    "deals": {"domain", "i18n"},
    "reports": {"domain", "charts", "content", "deals", "i18n", "reports"},
    "i18n": {"domain", "clock"},
    "models": {"domain"},
    "db": {"models"},
    "holders": {"domain", "models", "sealing", "links", "db"},
    "sheets": {"domain", "models", "sealing", "holders", "db"},
    "seats": {"domain", "models", "sealing", "links", "clock", "holders", "sheets"},
    "rounds": {"domain", "models", "sealing", "holders", "seats", "sheets"},
    "consent": {"domain", "holders", "seats", "sheets"},
    "merge": {"domain", "models", "holders", "seats", "sheets", "rounds"},
    "agreements": {"domain", "models", "clock", "merge", "sealing", "holders"},
    "calendars": {"clock"},
    "conversation": {"domain", "agreements", "merge", "rounds", "sealing", "holders", "sheets"},
    "reviews": {
        "domain",
        "models",
        "sealing",
        "agreements",
        "merge",
        "rounds",
        "holders",
        "sheets",
    },
    "next_round": {
        "domain",
        "models",
        "sealing",
        "clock",
        "links",
        "holders",
        "seats",
        "rounds",
        "merge",
        "agreements",
        "reviews",
        "conversation",
    },
    "published": {"domain", "models", "questions"},
    "maintenance": {"domain", "models", "db", "settings", "clock"},
}
"""Room to the rooms it may import. ``web``, ``main``, ``server`` and ``__main__`` are the
outermost and may import anything; nobody inside may import them."""

PURE = {"app", "pydantic", "__future__"}
"""What ``domain`` may import besides the standard library."""


def room_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every module a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            module = node.module or ""
            found.update(
                f"{module}.{name.name}" if module == "app" else module for name in node.names
            )
    return found


FILES = sorted(APP.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_point_inward(path: Path) -> None:
    room = room_of(path)
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("app.")}
    if room in {"web", "main", "server", "__main__", "__init__"}:
        assert not ours & ({"main", "server", "__main__"} if room == "web" else {"__main__"})
        return
    assert room in MAY_IMPORT, f"{room} is new: say here what it may import"
    assert ours - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", sorted((APP / "domain").glob("*.py")), ids=lambda p: p.name)
def test_the_domain_knows_only_the_standard_library_and_pydantic(path: Path) -> None:
    import sys

    for name in imported(path):
        top = name.split(".")[0]
        assert top in PURE or top in sys.stdlib_module_names, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_nobody_commits_by_hand(path: Path) -> None:
    """A write is a ``with store.writing()`` block; only the store itself commits."""
    if path.name in {"db.py", "maintenance.py"}:
        return
    calls = [
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert not {"commit", "rollback"} & set(calls)
