"""No letter carries more marks than can be read, and no writing that is in use is changed."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import reviews
from app.domain.agreements import cleaned
from app.domain.marks import MOST, thinned
from app.domain.reviews import Review
from tests.reporting import CALL

HEAPED = ("\u0301", "\u0323\u05b8", "\u20dd", "\ufe0f", "\u0903", "\u200d", "\0")

HEAPS = st.lists(
    st.one_of(
        st.builds(lambda signs, times: signs * times, st.sampled_from(HEAPED), st.integers(1, 40)),
        st.characters(categories=["L", "Mn", "Mc", "Me", "Cf", "Zs", "Cc", "So"]),
    ),
    max_size=30,
).map("".join)


SPELT = {"Mn": "m", "Me": "m", "Mc": "", "Cf": ""}
"""How a sign's category is written here: a mark, nothing, or else a letter's ``l``."""


def highest(text: str) -> int:
    """Most marks without a width on one letter: the longest run where letters part them."""
    spelt = "".join(SPELT.get(unicodedata.category(sign), "l") for sign in text)
    return max(map(len, spelt.split("l")))


@given(HEAPS)
def test_no_letter_keeps_more_than_can_be_read(text: str) -> None:
    kept = thinned(text)
    assert highest(kept) == min(highest(text), MOST)
    assert thinned(kept) == kept


@given(HEAPS)
def test_nothing_but_marks_is_taken_away(text: str) -> None:
    def rest(text: str) -> list[str]:
        return [sign for sign in text if unicodedata.category(sign) not in {"Mn", "Me"}]

    assert rest(thinned(text)) == rest(text)
    assert highest(text) > MOST or thinned(text) == text


@given(HEAPS)
def test_what_is_saved_is_so(text: str) -> None:
    """Also where marks come together only when what stood between them is taken out."""
    agreement = cleaned(replace(CALL, when=text, then=text, first_step=text, notice=text))
    for each in (agreement.when, agreement.then, agreement.first_step, agreement.notice):
        assert highest(each) <= MOST
    assert cleaned(agreement) == agreement
    said = reviews.cleaned(Review("kept", text))
    assert highest(said.line) <= MOST
    assert reviews.cleaned(said) == said


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "text",
    [
        "å é áčđŋšŧž ǭ̈",
        "Việt Nam: Nguyễn, ngữ, ệ",
        "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
        "ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
        "ཧྐྵྨླྺྼྻྂ ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
        "ที่นี้ น้ำ ผู้",
        "ကျွန်ုပ်တို့",
        "क्षत्रिय र्त्स्न्य",
        "ស្ត្រី",
        "ἄνθρωπος ᾧ",
        "👩🏽‍❤️‍💋‍👨 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    ],
)
def test_no_writing_in_use_is_changed(form: str, text: str) -> None:
    text = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert thinned(text) == text
