"""Whose report is made when several want one: a pair waits for itself, never for another."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.errors import TooManyReports
from app.reports.turns import MOST_ASKING, Turns

SOON, LONG = 0.01, 30.0
"""Seconds of patience: for what will not come, and for what will."""


def test_one_dialogue_has_one_turn_and_leaves_the_other_free() -> None:
    turns = Turns(2)
    with turns.taken("Sør-Øyfjord", SOON):
        with pytest.raises(TooManyReports) as refused, turns.taken("Sør-Øyfjord", SOON):
            pass
        assert refused.value.extra["retry_after"] > 0
        lillevik, third = turns.taken("Lillevik", SOON), turns.taken("a third one", SOON)
        with lillevik, pytest.raises(TooManyReports), third:
            pass
    with turns.taken("Sør-Øyfjord", SOON):
        pass


def test_what_goes_wrong_gives_its_turn_back() -> None:
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.taken("Lillevik", SOON):
        raise ZeroDivisionError
    with turns.taken("Lillevik", SOON):
        pass


def test_only_so_many_of_one_dialogue_wait_and_each_gets_a_turn() -> None:
    turns = Turns(2)

    def ask() -> bool:
        try:
            with turns.taken("Sør-Øyfjord", LONG):
                return True
        except TooManyReports:
            return False

    with ThreadPoolExecutor(MOST_ASKING + 2) as pool:
        with turns.taken("Sør-Øyfjord", LONG):
            asked = [pool.submit(ask) for _ in range(MOST_ASKING + 2)]
            # Those that find the line full are answered at once, while the rest wait.
            while sum(each.done() for each in asked) < 3:
                time.sleep(SOON)
            with turns.taken("Lillevik", SOON):
                pass
        told = [each.result(LONG) for each in asked]
    assert (told.count(True), told.count(False)) == (MOST_ASKING - 1, 3)
