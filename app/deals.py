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
        bare = bare.rstrip(" ,.;:!?…")
    else:
        bare = bare.lstrip(", ")
    for words in _spoken(part):
        if bare.casefold().startswith(f"{words} "):
            bare = bare[len(words) :].lstrip()
            break
    return bare or text


def has_own_verb(then: str) -> bool:
    """Whether what was written goes on from "Når …," by itself: "(da) ringer vi hverandre".

    In Norwegian the verb comes first there and "vi" (in nynorsk also "me") after it; with the
    form's words before it, it would have two. A verb of today ends in "r" or is among those
    named here, so "møtet vi har hver mandag" is none; nor is the form's own "gjør vi".
    """
    text = then.casefold().lstrip(", ")
    words = text.split(maxsplit=3)
    if words and words[0] in {"da", "då", "så"}:
        del words[0]
    if len(words) < 2 or words[1].rstrip(",.:;") not in {"vi", "me"}:
        return False
    if f"{words[0]} {words[1]}".rstrip(",.") in _spoken("we"):
        return False
    return words[0] in _VERBS or (words[0].endswith("r") and words[0] not in _NO_VERBS)


def has_own_condition(when: str) -> bool:
    """Whether what was written begins with a word like our "When": "Hvis det brenner"."""
    return when.casefold().startswith(("hvis ", "dersom ", "viss ", "if "))


_VERBS = frozenset(
    [
        "bed",
        "dreg",
        "finn",
        "fortel",
        "gjev",
        "held",
        "kan",
        "kjem",
        "legg",
        "les",
        "let",
        "lèt",
        "må",
        "set",
        "skal",
        "skil",
        "skriv",
        "tek",
        "vel",
        "vil",
        "vert",
        "veit",
        "vet",
    ]
)
_NO_VERBS = frozenset(
    ["der", "eller", "etter", "for", "før", "her", "hvor", "hvorfor", "kor", "når", "over", "under"]
)


@cache
def _spoken(part: Part) -> tuple[str, ...]:
    """The words in every language, the longest first: a text is read by others than wrote it."""
    said = [i18n.translator(language).gettext(part).casefold() for language in LANGUAGES]
    shorter = [words.removesuffix(" dette:") for words in said]  # as the form asks
    return tuple(sorted({*said, *shorter}, key=len, reverse=True))
