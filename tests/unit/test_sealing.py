"""Sealing: only the right key at the right place opens a box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app import sealing
from app.sealing import Unopenable, new_key, seal, unseal

PLACES = some.lists(some.text(max_size=20), max_size=4)


@given(some.binary(max_size=64), PLACES, PLACES)
def test_a_box_opens_at_its_own_place_and_no_other(
    plaintext: bytes, place: list[str], other: list[str]
) -> None:
    key = new_key()
    box = seal(key, plaintext, *place)
    assert len(box) == len(plaintext) + 28
    assert unseal(key, box, *place) == plaintext
    if other != place:
        with pytest.raises(Unopenable):
            unseal(key, box, *other)
    with pytest.raises(Unopenable):
        unseal(new_key(), box, *place)


@given(some.binary(max_size=60))
def test_rubbish_does_not_open(box: bytes) -> None:
    with pytest.raises(Unopenable):
        unseal(b"k" * 32, box, "place")


def test_places_that_read_alike_when_joined_are_told_apart() -> None:
    box = seal(b"k" * 32, b"x", "ab", "c")
    with pytest.raises(Unopenable):
        unseal(b"k" * 32, box, "a", "bc")


def test_a_code_is_stretched_at_the_cost_the_decision_record_says() -> None:
    assert (sealing.SCRYPT_N, sealing.SCRYPT_R, sealing.SCRYPT_P) == (2**14, 8, 1)
    fingerprint, key = sealing.stretch_code("K7WM3PXQ", b"pepper")
    assert len(fingerprint) == len(key) == 32
    assert fingerprint != key
    assert sealing.stretch_code("K7WM3PXQ", b"pepper") == (fingerprint, key)
    assert sealing.stretch_code("K7WM3PXQ", b"salt")[0] != fingerprint
