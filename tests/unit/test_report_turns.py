"""Whose report is made when several want one: each pair in its turn, however much one asks."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.errors import TooManyReports
from app.reports.turns import MOST_ASKING, MOST_WAITING, Turns

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


def test_who_gives_up_keeps_no_place_in_the_line() -> None:
    turns = Turns(1)
    with turns.taken("Sør-Øyfjord", SOON):
        for _ in range(MOST_ASKING + 1):
            with pytest.raises(TooManyReports), turns.taken("Lillevik", SOON):
                pass
    assert turns.waiting == 0
    with turns.taken("a third one", SOON):
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


def test_a_long_line_keeps_no_more_of_the_servers_threads() -> None:
    """However many dialogues want a report: who saves an answer needs a thread too."""
    turns = Turns(1)

    def ask(dialogue: str) -> bool:
        try:
            with turns.taken(dialogue, LONG):
                return True
        except TooManyReports:
            return False

    with ThreadPoolExecutor(MOST_WAITING + 4) as pool:
        with turns.taken("Sør-Øyfjord", LONG):
            asked = [pool.submit(ask, f"number {number}") for number in range(MOST_WAITING + 4)]
            while sum(each.done() for each in asked) < 4:
                time.sleep(SOON)
            assert turns.waiting == MOST_WAITING
        told = [each.result(LONG) for each in asked]
    assert (told.count(True), told.count(False)) == (MOST_WAITING, 4)


def test_a_third_dialogue_is_served_between_two_that_never_stop_asking() -> None:
    """Each of the two has one made and four waiting as the third asks."""
    turns = Turns(2)
    served = []

    def ask(dialogue: str) -> None:
        with turns.taken(dialogue, LONG):
            served.append(dialogue)

    with ThreadPoolExecutor(9) as pool, turns.taken("Lillevik", LONG):
        with turns.taken("Sør-Øyfjord", LONG):
            for place, dialogue in enumerate(
                ["Sør-Øyfjord"] * 4 + ["Lillevik"] * 4 + ["a third one"]
            ):
                pool.submit(ask, dialogue)
                while turns.waiting <= place:
                    time.sleep(SOON)
        while turns.waiting > 4:
            time.sleep(SOON)
    assert served[:5] == ["Sør-Øyfjord", "a third one"] + ["Sør-Øyfjord"] * 3
    assert served[5:] == ["Lillevik"] * 4
