"""Which signs the report's letters can show, and any text brought down to those.

PDF/UA forbids a sign without a shape, and a report must come out whatever people wrote. So every
text is looked through first, sign by sign: what cannot be shown becomes a square.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_inter
import fontpkg_rubik
from fontTools.ttLib import TTFont

from app.domain.marks import thinned

FOLDERS = tuple(font.ROOT / "files" for font in (fontpkg_inter, fontpkg_rubik))
"""Where the letters are: Inter for nearly everything, Rubik for Hebrew and Arabic."""

FAMILIES = ("Inter", "Rubik")

SQUARE = "□"

DIRECTIONS = frozenset("\u200e\u200f\u061c")
"""Signs without a shape that say which way a text goes."""

JOINERS = DIRECTIONS | frozenset("\u200c\u200d\u00ad")
"""Signs without a shape that mean something: those, and what joins or parts letters.

Embeddings, isolates and overrides are not among them: an override turns around what stands
there, and the typesetter falls over many that are never ended.
"""

HOLDING_SPACE = "\u00a0"
"""The space that holds words together, and a mark that stands on no letter."""

LONGEST_WORD = 24
"""Letters in a row that a narrow column can hold; longer words may break after so many.

No word of ours is so long; the longest in the sets has 22.
"""

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
    # Dropped first: what stood apart by such a sign only stands together afterwards.
    for cluster in _clusters(_held(_kept(text))):
        if _has_shape(cluster):
            parts.append(cluster)
        else:
            whole = False
            parts.append(cluster[0] if _has_shape(cluster[0]) else SQUARE)
    return Shown(_breakable(parts), whole)


def plain(text: str) -> Shown:
    """The text in the first font's own letters, without marks: shown whatever the rest does."""
    first = _coverage()[0]
    parts = []
    for sign in _kept(text):
        if sign in JOINERS:
            continue
        is_plain = ord(sign) in first and unicodedata.category(sign)[0] in "LNPSZ"
        parts.append(sign if is_plain else SQUARE)
    return Shown(_breakable(parts), SQUARE not in parts)


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
        if cluster not in {"", " "} and (_is_mark(sign) or sign in JOINERS):
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
        return not sign.isspace()
    return (category == "Cf" and sign not in JOINERS) or "\ufe00" <= sign <= "\ufe0f"


def _has_shape(cluster: str) -> bool:
    """Whether one of the fonts has all of it."""
    needed = {ord(sign) for sign in cluster if sign not in JOINERS and not sign.isspace()}
    # What is for private use has a shape that means nothing to anybody else.
    if any(unicodedata.category(chr(sign)) in {"Co", "Cs", "Cn"} for sign in needed):
        return False
    return any(needed <= covered for covered in _coverage())


def _kept(text: str) -> str:
    """The text without what has no shape, and with plain spaces: most others have none.

    The one space that is kept is :data:`HOLDING_SPACE`. Heaps of marks were saved before they
    were thinned, and a letter may fall into more marks than it was written with.
    """
    kept = "".join(sign for sign in text if not _is_dropped(sign))
    plain = "".join(" " if sign.isspace() and sign != HOLDING_SPACE else sign for sign in kept)
    return thinned(unicodedata.normalize("NFC", plain))


def _held(text: str) -> str:
    """The text with nothing that needs a letter standing on a plain space, or on nothing.

    Of such the typesetter takes seconds to find where a line may break. A mark gets a space of
    its own; a joiner that joins nothing is dropped. What says which way a text goes stays
    before what follows it, past any spaces between: before nothing it says nothing.
    """
    held = []
    ahead = ""
    stands = False
    for sign in text:
        if sign == " ":
            held.append(sign)
            stands = False
        elif stands:
            held.append(sign)
        elif sign in DIRECTIONS:
            ahead += sign
        elif sign not in JOINERS:
            if sign == HOLDING_SPACE:
                held += [sign, ahead]
            elif _is_mark(sign):
                held += [HOLDING_SPACE, ahead, sign]
            else:
                held += [ahead, sign]
            ahead, stands = "", True
    return "".join(held)


def _breakable(parts: list[str]) -> str:
    """The parts put together, with places to break where no column could hold them."""
    joined = []
    run = 0
    for part in parts:
        run = 0 if part.isspace() else run + 1
        if run > LONGEST_WORD:
            joined.append(BREAK)
            run = 1
        joined.append(part)
    return "".join(joined)


@cache
def _coverage() -> tuple[frozenset[int], ...]:
    """The code points of each font, in the order they are tried."""
    return tuple(_code_points(folder) for folder in FOLDERS)


def _code_points(folder: Path) -> frozenset[int]:
    [upright] = [path for path in folder.glob("*.ttf") if "Italic" not in path.name]
    with TTFont(upright, lazy=True) as font:
        return frozenset(font.getBestCmap())
