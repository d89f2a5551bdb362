"""Faults in a question set's texts: languages left out, and characters no reader should meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from app.domain.errors import N_
from app.domain.problem import Path, Problem, path_text, shown
from app.domain.question_set import LANGUAGES, Language, QuestionSet, Text

_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]{0,40}>?|&(?:[a-zA-Z]{2,31}|#[0-9]{1,7});")
_SOFT_HYPHEN = "\u00ad"
_UNSEEN = {"Cc", "Cf", "Co", "Zl", "Zp"}


def text_problems(document: object) -> Iterator[Problem]:
    """Every fault in every text, wherever the types say that a text stands."""
    listed = listed_languages(document)
    for path, text in texts(QuestionSet, document, ()):
        for needed in listed:
            if needed not in text:
                yield Problem(
                    path_text((*path, needed)),
                    N_("The text is missing in this language: %(language)s."),
                    {"language": needed},
                )
        for language, words in text.items():
            where = path_text((*path, str(language)))
            if listed and language in LANGUAGES and language not in listed:
                yield Problem(
                    where,
                    N_("The set does not list this language: %(language)s."),
                    {"language": language},
                )
            if isinstance(words, str):
                yield from words_problems(where, words)


def listed_languages(document: object) -> tuple[Language, ...]:
    """The languages the document lists, as far as they can be made out."""
    found = document.get("languages") if isinstance(document, dict) else None
    if not isinstance(found, (list, tuple)):
        return ()
    return tuple(known for known in LANGUAGES if known in found)


def texts(kind: Any, value: object, path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Follow the types through a document and give each text with its path.

    Following the types rather than a list of places means that a text added to the types
    is checked from that moment.
    """
    if kind == Text:
        if isinstance(value, dict):
            yield path, value
    else:
        for steps, inner_kind, inner in _inside(kind, value):
            yield from texts(inner_kind, inner, (*path, *steps))


def _inside(kind: Any, value: object) -> list[tuple[Path, Any, object]]:
    """What a value of this type holds: the steps there, its type and itself."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return [((), choice, value) for choice in arguments]
    if isinstance(value, dict):
        if origin is dict:
            return [((str(key),), arguments[1], item) for key, item in value.items()]
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            keys = {field.alias or name: field for name, field in kind.model_fields.items()}
            return [((key,), field.annotation, value.get(key)) for key, field in keys.items()]
    if isinstance(value, (list, tuple)) and origin is tuple:
        return [((at,), arguments[0], item) for at, item in enumerate(value)]
    return []


def words_problems(path: str, words: str) -> Iterator[Problem]:
    """What is wrong with one string that people will read. The empty one is a fault of shape."""
    if words and not words.strip():
        yield Problem(path, N_("This is empty."))
        return
    if words != words.strip():
        yield Problem(path, N_("Remove the space before or after the text."))
    if tag := _TAG.search(words):
        yield Problem(
            path,
            N_("Write plain text, without HTML such as %(code)s"),
            {"code": shown(tag.group())},
        )
    if unseen := unseen_signs(words.strip()):
        yield Problem(
            path,
            N_("Remove the line break or invisible character (%(code)s)."),
            {"code": ", ".join(f"U+{ord(sign):04X}" for sign in unseen[:5])},
        )
    if not unicodedata.is_normalized("NFC", words):
        yield Problem(
            path,
            N_("A letter is put together from two characters. Type it again on the keyboard."),
        )


def unseen_signs(words: str) -> Sequence[str]:
    """Characters that control something and show nothing, each once; soft hyphens are fine."""
    return [
        sign
        for sign in dict.fromkeys(words)
        if sign != _SOFT_HYPHEN and unicodedata.category(sign) in _UNSEEN
    ]
