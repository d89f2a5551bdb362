"""Tokens and short codes."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from app.links import (
    ALPHABET,
    CODE_LENGTH,
    SignedValues,
    looks_like_token,
    new_secrets,
    read_code,
    show_code,
)

PEPPER = b"a server's secret"


def test_nothing_in_the_alphabet_is_mistaken_for_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 30
    assert not set("0O1ILU") & set(ALPHABET)


def test_fresh_secrets_have_the_right_form_and_never_repeat() -> None:
    fresh = [new_secrets(PEPPER) for _ in range(5)]
    assert all(looks_like_token(each.token) for each in fresh)
    assert all(len(each.code) == CODE_LENGTH and set(each.code) <= set(ALPHABET) for each in fresh)
    assert max(Counter(each.token for each in fresh).values()) == 1


@pytest.mark.parametrize("typed", ["K7WM3PXQ", "k7wm-3pxq", " K7WM 3PXQ ", "k7.wm–3p xq"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "K7WM3PXQ"
    assert show_code("K7WM3PXQ") == "K7WM-3PXQ"


@pytest.mark.parametrize("typed", ["", "K7WM3PX", "K7WM3PXQQ", "K7WM3PX0", "ÆØÅÆØÅÆØ", "💩" * 8])
def test_what_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


@pytest.mark.parametrize("text", ["", "A" * 31, "A" * 33, "A" * 31 + "/", "A" * 31 + "\n"])
def test_what_is_no_token(text: str) -> None:
    assert not looks_like_token(text)


def test_a_signed_value_is_good_for_its_purpose_and_its_time() -> None:
    signed = SignedValues(b"secret")
    text = signed.dump("invitations", ["x", 1])
    assert signed.load("invitations", text, 60) == ["x", 1]
    assert signed.load("another", text, 60) is None
    assert signed.load("invitations", text + "x", 60) is None
    assert signed.load("invitations", "", 60) is None
    assert SignedValues(b"other").load("invitations", text, 60) is None
    later = time.time() + 120
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: later)
        assert signed.load("invitations", text, 60) is None
