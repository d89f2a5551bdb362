"""Whatever people write, a report that everybody can read comes out."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.agreements import cleaned
from app.domain.marks import thinned
from app.reports import signs, to_pdf
from app.reports.pdf import compiled
from tests.comparing import published
from tests.pdfs import painted_untagged, tags
from tests.reporting import CALL, MADE, process, signed

ANYTHING = st.text(max_size=300)
WITH_MARKS = st.text(
    st.one_of(
        st.characters(categories=["Mn", "Mc", "Me", "Cf", "Lo"]),
        st.sampled_from("aåאبشi \u200d"),
    ),
    max_size=200,
)


@settings(deadline=None, max_examples=150)
@given(st.one_of(ANYTHING, WITH_MARKS), ANYTHING)
def test_any_writing_becomes_a_tagged_file(text: str, other: str) -> None:
    agreement = cleaned(replace(CALL, when=text, then=other, first_step=text, notice=other))
    document = to_pdf(process(published(), signed(agreement)), MADE, "Sør-Øyfjord")
    assert painted_untagged(document) == []
    assert [tag.kind for tag in tags(document)].count("H1") == 1
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert b"<pdfuaid:part>1</pdfuaid:part>" in opened.Root.Metadata.read_bytes()


@given(st.one_of(ANYTHING, WITH_MARKS))
def test_looking_through_a_text_twice_changes_nothing(text: str) -> None:
    once = signs.shown(text).text
    assert signs.shown(once).text == once


@given(
    st.one_of(
        ANYTHING, WITH_MARKS, st.text(st.sampled_from("a \u0301\u200d\u200e\u061c\u2067\u00a0\n"))
    )
)
def test_nothing_that_takes_the_typesetter_seconds_is_left(text: str) -> None:
    """Marks and joiners right after a space, or none but them; heaps of marks; isolates."""
    kept = signs.shown(text).text
    assert thinned(kept) == kept
    for before, sign in pairwise(f" {''.join(each for each in kept if each not in WAYS)}"):
        assert before not in {" ", signs.BREAK} or not is_held(sign)
    assert not set(kept) & set("\u2066\u2067\u2068\u2069")
    # A sign that says which way it goes stands on no space, unless it leads what can be seen.
    for start in re.finditer(f"(?:^|[ {signs.BREAK}])[{WAYS}]+", kept):
        assert kept[start.end() :][:1].strip()


WAYS = "".join(signs.DIRECTIONS)


def is_held(sign: str) -> bool:
    """Whether the sign needs one before it to stand on."""
    return unicodedata.category(sign)[0] == "M" or sign in signs.JOINERS


@given(st.text(st.sampled_from("abcæøåÆØÅ áčđŋšŧž«»–.,?!0123456789"), max_size=200))
def test_what_is_written_here_is_shown_as_it_is(text: str) -> None:
    shown = signs.shown(text)
    assert shown.whole
    assert shown.text.replace(signs.BREAK, "") == unicodedata.normalize("NFC", text)


@settings(deadline=None, max_examples=40)
@given(st.one_of(ANYTHING, WITH_MARKS))
def test_what_is_tried_when_a_sign_fails_after_all_never_fails(text: str) -> None:
    assert signs.shown(signs.plain(text).text).whole
    report = process(published(), signed(replace(CALL, then=text)))
    assert painted_untagged(compiled(report, MADE, signs.plain)) == []
