"""How an agreement went: what each party says of it, apart, before the next round is answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from app.domain.errors import N_
from app.domain.marks import readable
from app.domain.problem import Problem

Verdict = Literal["kept", "partly", "not"]
"""Whether it was kept; of something to look into, whether it was found out."""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

NoneToShow = Literal["none", "deleted", "kept_back", "answers_deleted", "not_here"]
"""Why there is nothing to look back at: all is done or nothing was agreed, or it is deleted.

Or it is kept from a facilitator: since a party said no, or since what they said is deleted with
their answers. ``not_here`` is said of both where others read along.
"""

LONGEST_LINE = 200
"""Characters: one line, to begin the talk with."""

PACKED = 1 + 4 * LONGEST_LINE
"""Bytes of a packed review, whatever was written: a verdict, and as many as a line may take."""


@dataclass(frozen=True, slots=True)
class Review:
    """One party's word on one agreement. ``verdict`` is ``None`` where none was chosen."""

    verdict: Verdict | None = None
    line: str = ""

    @property
    def said(self) -> bool:
        """Whether it says anything: a verdict, or a line alone."""
        return self.verdict is not None or bool(self.line)


def cleaned(review: Review) -> Review:
    """The same on one line, without control signs, heaps of marks and space at the edges.

    A line of which nothing can be seen is none.
    """
    line = "".join(" " if unicodedata.category(c) == "Cc" else c for c in review.line)
    return Review(review.verdict, readable(" ".join(line.split())))


def find_problems(reviews: Mapping[str, Review]) -> list[Problem]:
    """Every fault, its path being the agreement's id and the field; none means it can be saved."""
    found = []
    for agreement, review in reviews.items():
        if len(review.line) > LONGEST_LINE:
            message = N_("Use at most %(most)s characters.")
            found.append(Problem(f"{agreement}.line", message, {"most": LONGEST_LINE}))
    return found


def none_in_company(why: NoneToShow) -> NoneToShow:
    """The same as a room may see it: not that a party said no to the facilitator."""
    return "not_here" if why in {"kept_back", "answers_deleted"} else why


def pack(review: Review) -> bytes:
    """Bytes of one size for any review that :func:`find_problems` lets through."""
    verdict = 0 if review.verdict is None else 1 + VERDICTS.index(review.verdict)
    return (bytes([verdict]) + review.line.encode()).ljust(PACKED, b"\0")


def unpack(data: bytes) -> Review:
    """The review that :func:`pack` made these bytes from."""
    return Review(VERDICTS[data[0] - 1] if data[0] else None, data[1:].rstrip(b"\0").decode())
