"""Norway's municipalities and counties, with their official names in every language they have.

Names and numbers as Statistics Norway lists them from the date in the file, in the order
Kartverket gives parallel names; the file names both and their licences. Changes come at a new
year: edit the file.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "municipalities.json"

_LAST = str.maketrans("æäøöå" + "áčïŋšŧž", "{{||}" + "acinstz")
"""Æ, ø and å come after z, as ``{|}`` do; Sami letters stand with their plain ones."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (four-digit number) or a county (two digits)."""

    number: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """All the official names, as signs and letterheads have them: ``Deatnu – Tana``."""
        return " – ".join(self.names)


@dataclass(frozen=True, slots=True)
class Source:
    """Whom a part of the register is from, and under which licence it may be used."""

    from_: str
    address: str
    licence: str
    licence_address: str


@cache
def sources() -> tuple[Source, ...]:
    """Whom to name for the facts here, as their licences ask."""
    return tuple(
        Source(each["from"], each["address"], each["licence"], each["licence_address"])
        for each in _content()["sources"]
    )


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All municipalities, by number."""
    return _read("municipalities")


@cache
def counties() -> tuple[Municipality, ...]:
    """All counties, by number. The first name is the Norwegian one."""
    return _read("counties")


@cache
def suggestions() -> tuple[str, ...]:
    """What to offer somebody who types where they are: each once, in alphabetical order.

    Municipalities of the same name have their county behind; counties that are not
    municipalities too stand as ``… fylkeskommune``.
    """
    county = {each.number: each.names[0] for each in counties()}
    times = Counter(each.name for each in municipalities())
    found = [
        f"{each.name} ({county[each.number[:2]]})" if times[each.name] > 1 else each.name
        for each in municipalities()
    ]
    found += [f"{each.names[0]} fylkeskommune" for each in counties() if each.name not in times]
    return tuple(sorted(found, key=alphabetical))


def alphabetical(name: str) -> str:
    """A key that sorts names as Norwegians do: æ, ø, å last and aa as å."""
    return name.lower().replace("aa", "å").translate(_LAST)


def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def _read(key: str) -> tuple[Municipality, ...]:
    return tuple(Municipality(each["number"], tuple(each["names"])) for each in _content()[key])
