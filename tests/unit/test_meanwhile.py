"""Two who save the same form: what neither changed, one did, or both did."""

from __future__ import annotations

import pytest

from app.domain.meanwhile import settled


@pytest.mark.parametrize(
    ("read", "sent", "stands", "comes"),
    [
        ("", "", "", ""),
        ("", "mine", "", "mine"),
        ("", "", "theirs", "theirs"),
        ("", "same", "same", "same"),
        ("old", "", "old", ""),
        ("old", "old", "", ""),
        ("", "mine", "theirs", None),
        ("old", "", "theirs", None),
    ],
)
def test_what_is_to_stand(read: str, sent: str, stands: str, comes: str | None) -> None:
    assert settled(read, sent, stands) == comes
