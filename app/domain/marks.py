"""What of a text can be read: some signs show nothing, and marks on letters can be too many."""

from __future__ import annotations

import unicodedata

MOST = 8
"""Marks on one letter. The tallest stack that is written, in a Tibetan mantra, has eight."""

_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing: fillers, and Braille without a dot."""


def can_be_seen(text: str) -> bool:
    """Whether anything of it can be seen: not spaces, joiners and fillers alone."""
    return any(
        not unicodedata.category(sign).startswith(("Cc", "Cf", "Cs", "M", "Z"))
        and sign not in _EMPTY
        for sign in text
    )


def readable(text: str) -> str:
    """The text :func:`thinned`, or nothing where nothing of it can be seen."""
    return thinned(text) if can_be_seen(text) else ""


def thinned(text: str) -> str:
    """The text with at most :data:`MOST` marks on each letter: the first ones stay.

    Heaps of hundreds run over the lines around them, and take the typesetter seconds. Marks
    that take a width of their own are not counted, and a joiner begins no new letter.
    """
    kept = []
    heap = 0
    for sign in text:
        category = unicodedata.category(sign)
        if category in {"Mn", "Me"}:
            heap += 1
        elif category not in {"Mc", "Cf"}:
            heap = 0
        if heap <= MOST or category in {"Mc", "Cf"}:
            kept.append(sign)
    return "".join(kept)
