"""The sentence of an agreement, "When …, we …", around what people have written in it.

People write the form's words once more, or end with its comma. What they wrote stays as it is;
where the sentence is shown, nothing is said twice.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from app import i18n
from app.domain.question_set import LANGUAGES

Part = Literal["When", "we"]
"""The form's words before each field, as they are in our texts."""


def within(text: str, part: Part) -> str:
    """What was written, as it stands after the form's words. Never empty where ``text`` is not."""
    bare = text.strip()
    if part == "When":
        bare = bare.rstrip(", ")
    else:
        bare = bare.lstrip(", ")
    for words in _spoken(part):
        if bare.casefold().startswith(f"{words} "):
            bare = bare[len(words) :].lstrip()
            break
    return bare or text


@cache
def _spoken(part: Part) -> tuple[str, ...]:
    """The words in every language: a text is read by others than wrote it."""
    return tuple(i18n.translator(language).gettext(part).casefold() for language in LANGUAGES)
