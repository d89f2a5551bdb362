"""The register: as many as there are, each with its number, name and county."""

from __future__ import annotations

import unicodedata
from collections import Counter

from app.content.municipalities import (
    alphabetical,
    counties,
    municipalities,
    sources,
    suggestions,
)

PER_COUNTY = {
    "Østfold": 12,
    "Akershus": 21,
    "Oslo": 1,
    "Innlandet": 46,
    "Buskerud": 18,
    "Vestfold": 6,
    "Telemark": 17,
    "Agder": 25,
    "Rogaland": 23,
    "Vestland": 43,
    "Møre og Romsdal": 27,
    "Trøndelag": 38,
    "Nordland": 41,
    "Troms": 21,
    "Finnmark": 18,
}


def test_every_municipality_is_there() -> None:
    county = {each.number: each.names[0] for each in counties()}
    assert len(municipalities()) == 357
    assert len(county) == 15
    assert Counter(county[each.number[:2]] for each in municipalities()) == PER_COUNTY


def test_numbers_are_text_and_stand_once_in_order() -> None:
    for places, digits in ((municipalities(), 4), (counties(), 2)):
        numbers = [each.number for each in places]
        assert numbers == sorted(set(numbers))
        assert all(number.isdigit() and len(number) == digits for number in numbers)


def test_names_are_whole() -> None:
    for place in (*municipalities(), *counties()):
        for name in place.names:
            assert name == unicodedata.normalize("NFC", name.strip())
            assert name[0].isupper()
            assert name.replace(" ", "").replace("-", "").isalpha()


def test_parallel_names_stand_in_their_official_form() -> None:
    names = {each.number: each.name for each in (*municipalities(), *counties())}
    assert names["0301"] == "Oslo – Oslove"
    assert names["5612"] == "Guovdageaidnu – Kautokeino"
    assert names["5540"] == "Gáivuotna – Kåfjord – Kaivuono"
    assert names["5622"] == "Porsanger – Porsáŋgu – Porsanki"
    assert names["56"] == "Finnmark – Finnmárku – Finmarkku"
    assert sum(len(each.names) > 1 for each in municipalities()) == 29


def test_suggestions_tell_namesakes_apart_and_have_counties_too() -> None:
    offered = suggestions()
    assert len(offered) == len(set(offered)) == 357 + 14
    assert {"Herøy (Nordland)", "Herøy (Møre og Romsdal)"} <= set(offered)
    assert {"Våler (Østfold)", "Våler (Innlandet)", "Troms fylkeskommune"} <= set(offered)
    assert suggestions() is offered


def test_suggestions_are_in_norwegian_order() -> None:
    assert sorted(["Ås", "Øyer", "Zorn", "Ærøy", "Hábmer", "Hå", "Hadsel"], key=alphabetical) == [
        "Hábmer",
        "Hadsel",
        "Hå",
        "Zorn",
        "Ærøy",
        "Øyer",
        "Ås",
    ]
    assert suggestions()[0] == "Agder fylkeskommune"
    assert suggestions()[-1] == "Åsnes"


def test_sources_are_named_with_their_licences() -> None:
    named = {each.from_.split(",")[0]: each for each in sources()}
    assert set(named) == {"Statistisk sentralbyrå", "Kartverket"}
    assert "NLOD" in named["Statistisk sentralbyrå"].licence
    assert "CC BY 4.0" in named["Kartverket"].licence
    for each in named.values():
        assert each.address.startswith("https://")
        assert each.licence_address.startswith("https://")
