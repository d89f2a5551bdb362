"""Marks that stand on letters, such as accents and vowel signs: as many as anybody can read."""

from __future__ import annotations

import unicodedata

MOST = 8
"""Marks on one letter. The tallest stack that is written, in a Tibetan mantra, has eight."""


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
