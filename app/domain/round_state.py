"""Where a round stands, derived from what has happened and never stored twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from app.domain.errors import (
    AgreementsOver,
    Closed,
    HandedIn,
    NotReady,
    NotReleased,
    NotYourSeat,
    Released,
)

State = Literal["answering", "ready", "released", "closed"]
"""``ready``: every party has handed in and the comparison is not open yet."""

ReleasePolicy = Literal["automatic", "facilitator", "both"]
"""Who opens the comparison: the last hand-in, the facilitator, or every party by asking."""

RELEASE_POLICIES: tuple[ReleasePolicy, ...] = get_args(ReleasePolicy)

FACILITATOR = "facilitator"
"""The role of the seat that holds no answers. No question set may use it for a party."""


def state(*, handed_in: Iterable[bool], released: bool, closed: bool) -> State:
    """The round's state; ``handed_in`` has one entry for each party of the question set."""
    if closed:
        return "closed"
    if released:
        return "released"
    return "ready" if all(handed_in) else "answering"


def check_may_change(state: State, *, handed_in: bool) -> None:
    """Refuse a change of answers once the sheet is locked or the round is over."""
    if state == "closed":
        raise Closed
    if handed_in:
        raise HandedIn


def check_may_withdraw(state: State) -> None:
    """Refuse taking a sheet back once the comparison is open."""
    if state == "closed":
        raise Closed
    if state == "released":
        raise Released


def check_may_read(state: State) -> None:
    """Refuse the comparison before release and after the round is closed."""
    if state == "closed":
        raise Closed
    if state != "released":
        raise NotReleased


def check_agreements_last(delete_on: str, today: str) -> None:
    """Refuse writing agreements and dates from the day on which they are deleted; ISO dates.

    What was written then would be gone again within the day.
    """
    if today >= delete_on:
        raise AgreementsOver


def check_may_ask_release(state: State, policy: ReleasePolicy, role: str) -> None:
    """Refuse opening to a seat the policy does not give it to, and to anyone too early."""
    if (policy == "facilitator") != (role == FACILITATOR):
        raise NotYourSeat
    if state == "closed":
        raise Closed
    if state == "answering":
        raise NotReady
