"""Which signs the report's letters can show, and any text brought down to those.

PDF/UA forbids a sign without a shape, and a report must come out whatever people wrote. So every
text is looked through first, sign by sign: what cannot be shown becomes a square.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_inter
import fontpkg_rubik
from fontTools.ttLib import TTFont

FOLDERS = tuple(font.ROOT / "files" for font in (fontpkg_inter, fontpkg_rubik))
"""Where the letters are: Inter for nearly everything, Rubik for Hebrew and Arabic."""

FAMILIES = ("Inter", "Rubik")

SQUARE = "□"

JOINERS = frozenset("\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u00ad")
"""Signs without a shape that mean something: they join letters, or say which way a text goes.

Embeddings and overrides are not among them: an override turns around what stands there.
"""

LONGEST_WORD = 28
"""Letters in a row that a narrow column can hold; longer words may break after so many."""

BREAK = "\u200b"


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it can be shown, and whether any sign became a square."""

    text: str
    whole: bool


def shown(text: str) -> Shown:
    """The text in signs that have a shape; a letter and the marks on it are judged as one."""
    whole = True
    parts = []
    for cluster in _clusters(unicodedata.normalize("NFC", text)):
        visible = "".join(sign for sign in cluster if not _is_dropped(sign))
        if not visible or _has_shape(visible):
            parts.append(visible)
            continue
        whole = False
        parts.append(visible[0] if _has_shape(visible[0]) else SQUARE)
    return Shown(_breakable("".join(parts)), whole)


def plain(text: str) -> Shown:
    """The text in the first font's own letters, without marks: shown whatever the rest does."""
    first = _coverage()[0]
    kept = "".join(
        sign
        if sign.isspace() or (ord(sign) in first and unicodedata.category(sign)[0] in "LNPSZ")
        else SQUARE
        for sign in unicodedata.normalize("NFC", text)
        if not _is_dropped(sign) and sign not in JOINERS
    )
    return Shown(_breakable(kept), SQUARE not in kept)


def goes_left(text: str) -> bool:
    """Whether a text reads from right to left: its first letter with a direction says so."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _clusters(text: str) -> Iterator[str]:
    """Each sign with the marks and joiners that follow it."""
    cluster = ""
    for sign in text:
        if cluster and (_is_mark(sign) or sign in JOINERS):
            cluster += sign
        else:
            if cluster:
                yield cluster
            cluster = sign
    if cluster:
        yield cluster


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def _is_dropped(sign: str) -> bool:
    """Whether the sign has no shape and is not missed: controls, variants, tags, overrides."""
    category = unicodedata.category(sign)
    if category == "Cc":
        return sign not in "\n\t"
    return (category == "Cf" and sign not in JOINERS) or "\ufe00" <= sign <= "\ufe0f"


def _has_shape(cluster: str) -> bool:
    """Whether one of the fonts has all of it."""
    needed = {ord(sign) for sign in cluster if sign not in JOINERS and not sign.isspace()}
    # What is for private use has a shape that means nothing to anybody else.
    if any(unicodedata.category(chr(sign)) in {"Co", "Cs", "Cn"} for sign in needed):
        return False
    return any(needed <= covered for covered in _coverage())


def _breakable(text: str) -> str:
    """The text with places to break in words that no column can hold."""
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\w)(?!{BREAK})", rf"\1{BREAK}", text)


@cache
def _coverage() -> tuple[frozenset[int], ...]:
    """The code points of each font, in the order they are tried."""
    return tuple(_code_points(folder) for folder in FOLDERS)


def _code_points(folder: Path) -> frozenset[int]:
    [upright] = [path for path in folder.glob("*.ttf") if "Italic" not in path.name]
    with TTFont(upright, lazy=True) as font:
        return frozenset(font.getBestCmap())
