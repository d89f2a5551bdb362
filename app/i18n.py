"""Translations: gettext catalogues read once at start, and the one way a language is chosen.

English is the message id, so the English catalogue is empty by nature; a test holds the
Norwegian ones to having every message.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.clock import to_date, to_datetime
from app.domain.question_set import LANGUAGES, Language

LOCALE_DIR = Path(__file__).parent / "locale"

DEFAULT: Language = "nb"

NORWAY = ZoneInfo("Europe/Oslo")


def norwegian_day(moment: int) -> str:
    """The ISO date of a moment (microseconds, UTC) in Norway."""
    return to_datetime(moment).astimezone(NORWAY).date().isoformat()


class Translator:
    """Speaks one language to one reader."""

    def __init__(self, language: Language, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def gettext(self, message: str, **params: Any) -> str:
        """The message in this language, its ``%(name)s`` places filled when params are given."""
        text = self._catalogue.gettext(message)
        return text % params if params else text

    def ngettext(self, singular: str, plural: str, n: int, **params: Any) -> str:
        """The message for ``n`` of something; ``%(n)s`` is filled when it is asked for."""
        text = self._catalogue.ngettext(singular, plural, n)
        return text % {"n": n, **params} if params or "%(n)" in text else text

    def date(self, iso: str, *, short: bool = False) -> str:
        """An ISO date as a person writes it: 22. november 2026, or in short 22. nov. 2026."""
        form = "medium" if short else "long"
        return format_date(to_date(iso), format=form, locale=_locale(self.language))

    def clock_time(self, moment: int) -> str:
        """The time of day of a moment (microseconds, UTC) in Norway: 21:10."""
        return to_datetime(moment).astimezone(NORWAY).strftime("%H:%M")

    def day(self, moment: int) -> str:
        """The day of a moment (microseconds, UTC) in Norway: 22. november 2026."""
        return self.date(norwegian_day(moment))

    def moment(self, moment: int) -> str:
        """A moment (microseconds, UTC) in Norway: 22. november 2026 kl. 21:10."""
        day, time = self.day(moment), self.clock_time(moment)
        return self.gettext("%(day)s at %(time)s", day=day, time=time)


@cache
def translator(language: Language) -> Translator:
    """The translator of a language, its catalogue read once."""
    path = LOCALE_DIR / language / "LC_MESSAGES" / "messages.po"
    if language == "en" or not path.exists():
        return Translator(language, gettext.NullTranslations())
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))


def known(language: str | None) -> Language | None:
    """The language if the product speaks it."""
    return next((known for known in LANGUAGES if known == language), None)


def choose(
    *, explicit: str | None, invitation: str | None, set_default: str | None, header: str
) -> Language:
    """The language of a page, interface and content alike (product rule R7).

    In order: the reader's explicit choice, the invitation's language, the question set's
    first, the browser's wish (an ``Accept-Language`` header), bokmål.
    """
    wishes: Iterable[str | None] = (explicit, invitation, set_default, *_accepted(header))
    return next((language for wish in wishes if (language := known(wish))), DEFAULT)


def _accepted(header: str) -> list[str]:
    """Languages of an ``Accept-Language`` header, best first; ``no`` reads as ``nb``."""
    weighed = []
    for index, part in enumerate(header[:200].split(",")):
        tag, _, quality = part.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        primary = tag.strip().split("-")[0].lower()
        if weight > 0:
            weighed.append((-weight, index, "nb" if primary == "no" else primary))
    return [language for _, _, language in sorted(weighed)]


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse("en_GB" if language == "en" else language)
