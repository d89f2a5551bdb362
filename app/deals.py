"""The sentence of an agreement, "When …, we …", around what people have written in it.

People write the form's words once more, or end with its comma, or write a clause of their own
("ringer vi"). What they wrote stays as it is; where the sentence is shown, nothing is said twice.
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


def has_own_verb(then: str) -> bool:
    """Whether what was written goes on from "Når …," by itself: "ringer vi hverandre".

    In Norwegian the verb comes first there and "vi" (in nynorsk also "me") after it; with the
    form's words before it, it would have two. A list of words that are no verbs and yet stand
    before "vi" keeps "det vi ble enige om" out.
    """
    first, *rest = then.casefold().split(maxsplit=2) or [""]
    return bool(rest) and rest[0].rstrip(",.") in {"vi", "me"} and first not in _NO_VERBS


_NO_VERBS = frozenset(
    [
        "at",
        "da",
        "det",
        "dei",
        "dem",
        "den",
        "der",
        "dette",
        "disse",
        "fordi",
        "hva",
        "hvis",
        "hvor",
        "hvordan",
        "kva",
        "korleis",
        "kor",
        "når",
        "om",
        "og",
        "eller",
        "men",
        "så",
        "som",
        "slik",
        "vi",
        "me",
        "ikke",
        "ikkje",
    ]
)


@cache
def _spoken(part: Part) -> tuple[str, ...]:
    """The words in every language, the longest first: a text is read by others than wrote it."""
    said = [i18n.translator(language).gettext(part).casefold() for language in LANGUAGES]
    shorter = [words.removesuffix(" dette:") for words in said]  # as the form asks
    return tuple(sorted({*said, *shorter}, key=len, reverse=True))
