"""One fault in a document somebody wrote: where it is and what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""The way to a place in a JSON document: keys and list positions, from the outermost."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,80}")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault. ``path`` reads like ``statements[3].text.nn`` and is empty for the whole document.

    ``message`` is an English gettext id whose ``%(name)s`` places ``params`` fill.
    """

    path: str
    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The message in words; English unless given a reader's ``gettext``."""
        return translate(self.message) % self.params

    def line(self) -> str:
        """Path and English message on one line, for a command line or a log."""
        return f"{self.path}: {self.text()}" if self.path else self.text()


def path_text(path: Path) -> str:
    """``("statements", 3, "text", "nn")`` as ``statements[3].text.nn``; always plain ASCII."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif _PLAIN_KEY.fullmatch(step):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{json.dumps(step[:_LONGEST_SHOWN])}]")
    return "".join(parts)


def shown(value: str) -> str:
    """A value from the document, cut short and safe to print, for use in ``params``."""
    cut = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in cut)
