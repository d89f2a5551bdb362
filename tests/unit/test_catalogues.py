"""The catalogues say everything the program says, in real bokmål and real nynorsk."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from app.i18n import LOCALE_DIR, translator

ROOT = LOCALE_DIR.parent.parent
LANGUAGES = ("nb", "nn")

PLACE = re.compile(r"%\((\w+)\)[sd]|%(?!\()")

SAME_IN_NORWEGIAN = {
    "%(roles)s: %(status)s.",
    "%(since)s: %(moved)s.",
    "%(since)s: %(moved)s. %(kind)s.",
}
"""Messages with no word in them."""

FORBIDDEN = r"rådmann|hei?lt konfidensiel|completely confidential|blindson|blind spot|ceo\b"

ONLY_BOKMAL = """
ikke jeg hva hvordan hvem hvor hvorfor hver hverandre hvert hvilken hvilke hvis noe noen bare mer
fra være vært ble fikk gikk gjør gjøre kommer ennå nå dere deres uten selv åpne åpner åpnes åpnet
lenke lenken lenkene enhet enheten enheter disse dem hun en ett annen svarene påstander
påstandene invitasjoner invitasjonene sammen sammenstilling sammenstillingen fortsett fortsette
fortsatt velg velger valg skriver vet mener tror se sier måned trykker følger navn tegn
rettigheter lagret slettet
"""
ONLY_NYNORSK = """
ikkje eg kva korleis kven kvar kvifor kvarandre kvart noko nokon berre meir frå vere vart fekk
gjekk gjer gjere kjem enno no dykk dykkar utan sjølv opne opnar opnast opna lenkje lenkja eining
eininga desse dei ho ein ei eitt anna påstandar invitasjonar saman samanstilling samanstillinga
byrjar framleis vel veit meiner trur sjå seier tek tenesta namn teikn lagra sletta
"""
SETTLED = {
    "nb": "lista saka sida frem blei sidan",
    "nn": "blei vorte samd samde usamde frem",
}
"""Good forms in others' texts; these say listen, fram, ble, and vart, einige, fram."""

ALIEN = {
    "nb": {*ONLY_NYNORSK.split(), *SETTLED["nb"].split()},
    "nn": {*ONLY_BOKMAL.split(), *SETTLED["nn"].split()},
}

PLAIN_WORD = re.compile(r"[a-zæøåéò]+(?:-[a-zæøå]+)*")


@cache
def extracted() -> dict[str, tuple[str, ...]]:
    """Every message in code and templates: its id to its singular and plural."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, {**DEFAULT_KEYWORDS, "N_": None})
    each = [
        (message,) if isinstance(message, str) else tuple(message) for _, _, message, *_ in found
    ]
    return {message[0]: message for message in each}


@cache
def catalogue(language: str) -> Catalog:
    path = LOCALE_DIR / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> dict[str, Message]:
    return {ids(each)[0]: each for each in catalogue(language) if each.id}


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@pytest.mark.parametrize("language", LANGUAGES)
class TestCatalogue:
    def test_has_exactly_the_programs_messages(self, language: str) -> None:
        known = {key: ids(message) for key, message in messages(language).items()}

        assert known == extracted(), "run `make messages` and translate what is new"
        assert not catalogue(language).obsolete

    def test_says_all_of_them_for_certain(self, language: str) -> None:
        found = messages(language).values()

        assert [each.id for each in found if each.fuzzy or not all(strings(each))] == []
        assert [each.id for each in found if each.pluralizable and len(strings(each)) != 2] == []

    def test_fills_the_same_places(self, language: str) -> None:
        for message in messages(language).values():
            wanted = {place for each in ids(message) for place in PLACE.findall(each)}
            for string in strings(message):
                assert set(PLACE.findall(string)) == wanted, message.id

    def test_leaves_nothing_in_english(self, language: str) -> None:
        same = {
            key for key, each in messages(language).items() if set(strings(each)) & set(ids(each))
        }

        assert same == SAME_IN_NORWEGIAN

    def test_keeps_line_breaks_and_edges(self, language: str) -> None:
        for message in messages(language).values():
            for string in strings(message):
                assert string == string.strip()
                assert string.count("\n") == ids(message)[0].count("\n"), message.id

    def test_says_no_forbidden_word(self, language: str) -> None:
        for message in messages(language).values():
            for string in (*strings(message), *ids(message)):
                assert not re.search(FORBIDDEN, string, re.IGNORECASE), string

    def test_does_not_mix_bokmal_and_nynorsk(self, language: str) -> None:
        mixed = {
            string: alien
            for message in messages(language).values()
            for string in strings(message)
            if (alien := ALIEN[language] & set(PLAIN_WORD.findall(plain(string).lower())))
        }

        assert mixed == {}

    def test_what_comes_with_the_program_keeps_to_the_same_forms(self, language: str) -> None:
        written = [
            said
            for path in sorted((ROOT / "app" / "content").glob("*.json"))
            for said in re.findall(rf'"{language}": "(.*)"', path.read_text(encoding="utf-8"))
        ]

        assert len(written) > 100
        settled = set(SETTLED[language].split())
        assert [s for s in written if settled & set(PLAIN_WORD.findall(s.lower()))] == []

    def test_uses_norwegian_quotation_marks(self, language: str) -> None:
        for message in messages(language).values():
            for string in strings(message):
                assert not set(string) & set('“”"'), string

    def test_is_what_the_translator_speaks(self, language: str) -> None:
        t = translator(language)

        for key, message in messages(language).items():
            said = strings(message)
            if not message.pluralizable:
                assert t.gettext(key) == said[0]


def plain(string: str) -> str:
    """The words without places, addresses and what stands in code."""
    return re.sub(r"%\(\w+\)[sd]|https?:\S+", " ", string)


def test_extraction_reads_code_and_templates() -> None:
    assert "This is not possible." in extracted()
    assert "Start the dialogue" in extracted()
    assert len(extracted()) > 200
