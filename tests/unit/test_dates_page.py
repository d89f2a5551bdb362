"""When it is wise to meet again, as long as there is something to compare with."""

from __future__ import annotations

import pytest

from app.content.guide import guide
from app.conversation import Dates
from app.i18n import translator
from app.web.dates_page import date_fields


@pytest.mark.parametrize(
    ("kept_until", "offered"),
    [
        ("2027-11-28", "Between 27 May 2027 and 27 November 2027, counted from today."),
        ("2027-11-27", "Between 27 May 2027 and 26 November 2027, counted from today."),
        ("2027-05-28", "Between 27 May 2027 and 27 May 2027, counted from today."),
        ("2027-05-27", "Before 27 May 2027, when the answers of this round are deleted."),
        ("2026-12-01", "Before 1 December 2026, when the answers of this round are deleted."),
        # Gone already: whoever answers anew begins anew, and may do so in good time.
        ("", "Between 27 May 2027 and 27 November 2027, counted from today."),
    ],
)
def test_a_next_round_is_offered_before_the_answers_are_deleted(
    kept_until: str, offered: str
) -> None:
    check_in, next_round = date_fields(
        Dates(), None, guide("en"), translator("en"), today="2026-11-27", kept_until=kept_until
    )
    assert next_round.between == offered
    assert check_in.between == "Between 8 January 2027 and 22 January 2027, counted from today."
