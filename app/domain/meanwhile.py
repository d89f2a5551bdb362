"""What comes of a form that is sent after the same one was saved from elsewhere."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def settled(read: T, sent: T, stands: T) -> T | None:
    """What is to stand of one field: ``read`` is what it was when the sender's page was made.

    What the sender left as it was is not theirs to write. ``None`` where it was changed twice, and
    otherwise: nobody's words go unsaid, and a person must choose.
    """
    if sent == read:
        return stands
    return sent if stands in (read, sent) else None
