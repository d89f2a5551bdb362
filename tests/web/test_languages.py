"""Every page in bokmål, nynorsk and English, as every kind of seat, and never two at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from babel.dates import get_month_names
from fastapi import FastAPI

from app.content import guide, notices
from app.content.municipalities import sources
from app.i18n import translator
from app.main import MAX_BODY_BYTES
from tests.cast import Cast, Person, gather, tap
from tests.comparing import document
from tests.pages import Node, Page, Phone, sentences
from tests.unit.test_catalogues import ALIEN, PLAIN_WORD, extracted
from tests.web.conftest import Editor

LANGUAGES = ("nb", "nn", "en")

EVERYWHERE = {
    "Samspill",
    "Bokmål",
    "Nynorsk",
    "English",
    "Home · End",
    "· H · Esc",
    "min",
    "0 / min",
}
"""What is called the same in every language, as keys and units are."""

KEYS = (
    "page up",
    "page down",
    "shift",
    "enter",
    "home",
    "end",
    "esc",
    "←",
    "→",
    ".",
    "b",
    "f",
    "h",
    "p",
)
"""What stands on the keys of a keyboard."""

NAMED = {name for source in sources() for name in (source.from_, source.licence)}
"""Whom and what the licences ask to name, by the name they have."""

ADDRESS_OR_CODE = r"[A-Z0-9]{4}-[A-Z0-9]{4}|http\S+"

NORWEGIAN = re.compile(
    r"\b(og|eller|som|har|ikke|ikkje|det|dere|dykk|du|på|av|til|med|når|før|svar|svarene|svara|"
    r"kan|vil|blir|vert|ein|eit|noe|noko)\b"
)
"""Words that no English sentence of ours has, but for the names of places and languages."""


@dataclass(frozen=True)
class Place:
    """A page, and whose phone it is on."""

    who: str
    path: str
    status: int = 200


def opener(app: FastAPI) -> Iterator[tuple[Phone, Place]]:
    phone = Phone(app)
    form = phone.open("/").form("/dialogues")
    phone.press(form, municipality="Sør-Øyfjord", own_role="ordforer", facilitator=True)
    yield phone, Place("opener", "/opened")
    yield phone, Place("opener", "/")


def nobody(app: FastAPI) -> Iterator[tuple[Phone, Place]]:
    phone = Phone(app)
    yield phone, Place("nobody", "/")
    yield phone, Place("nobody", "/storage")
    yield phone, Place("nobody", "/nope", 404)
    yield phone, Place("nobody", "/answer", 401)
    yield phone, Place("nobody", "/s/x", 401)


def life(app: FastAPI) -> Iterator[tuple[Phone, Place]]:
    """A dialogue's life, seen from every seat; the phones are new at each stage."""

    def sees(who: str, token: str, *places: str | tuple[str, int]) -> Iterator[tuple[Phone, Place]]:
        phone = Phone(app)
        phone.enter(token)
        for place in places:
            path, status = (place, 200) if isinstance(place, str) else place
            yield phone, Place(who, path, status)

    cast = gather(app, facilitator=True)
    for role, person in cast.invitations.items():
        yield from sees(f"invited {role}", person.token, "/claim")
    used = cast.invitations["kommunedirektor"].token
    assert cast.kare.token
    yield from sees("too late", used, (f"/s/{used}", 401))
    cast.marit.save(tap("rol-01", status=2, ambition=4, talk=True), tap("rol-02", status="unknown"))
    yield from sees(
        "Marit answering", cast.marit.token, "/", "/welcome", "/answer", "/review", "/my-seat",
        "/storage", ("/nope", 404), ("/comparison/export.csv", 403),
    )  # fmt: skip
    yield from sees(
        "Fatima", cast.fatima.token, "/welcome", "/waiting", "/waiting/parties", "/my-seat"
    )
    cast.marit.hand_in(anyway=True)
    yield from sees("Marit waiting", cast.marit.token, "/waiting", "/waiting/parties", "/my-seat")
    yield from sees("Fatima", cast.fatima.token, "/waiting", "/waiting/parties")
    cast.kare.answer_all(5, 4)
    cast.kare.hand_in()
    yield from sees(
        "Kåre reading", cast.kare.token, "/comparison", "/comparison/explore", "/my-seat",
        "/report", "/report/process", "/present", "/presenter",
        "/comparison?category=different_view",
    )  # fmt: skip
    yield from sees("Fatima without consent", cast.fatima.token, "/waiting")
    cast.kare.delete("/api/answers")
    yield from sees(
        "Kåre closed",
        cast.kare.token,
        "/waiting",
        "/my-seat",
        ("/comparison", 410),
        "/report/process",
    )
    for release in ("both", "facilitator"):
        cast = gather(app, release=release)
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in()
        yield from sees(f"ready, {release}", cast.marit.token, "/waiting", "/waiting/parties")
    yield from sees("ready, facilitator", cast.fatima.token, "/waiting", "/waiting/parties")


WALKS: dict[str, Callable[[FastAPI], Iterator[tuple[Phone, Place]]]] = {
    "nobody": nobody,
    "opener": opener,
    "life": life,
}


@cache
def moments() -> str:
    """A day or a time of day, as both kinds of Norwegian write it; any day of the year."""
    months = "|".join(
        get_month_names("wide", locale=each)[n] for each in ("nb", "nn") for n in range(1, 13)
    )
    return rf"\d{{1,2}}\. (?:{months})(?: \d{{4}})?|kl\. \d\d[.:]\d\d"


@cache
def alike_in_norwegian() -> re.Pattern[str]:
    """What may read the same in bokmål and nynorsk: whatever does so where it is written."""
    pairs = [
        (translator("nb").gettext(each), translator("nn").gettext(each)) for each in extracted()
    ]
    pairs += [
        (translator("nb").ngettext(*each, n), translator("nn").ngettext(*each, n))
        for each in extracted().values()
        if len(each) == 2
        for n in (1, 2)
    ]
    labels = {nb for nb, nn in texts(document()) if nb == nn}
    pairs += list(texts(document()))
    pairs += list(texts(json.loads(notices.FILE.read_text(encoding="utf-8"))))
    pairs += list(texts(json.loads(guide.FILE.read_text(encoding="utf-8"))))
    alike: set[str] = set()
    for nb, nn in pairs:
        alike |= sentences(nb) & sentences(nn)
    # The municipality's name is left out of what is read.
    alike |= {bare for each in alike if (bare := each.replace("%(municipality)s", "").strip())}
    filled = [r"\d+", "csv|excel|json|pdf", *(re.escape(each.lower()) for each in labels)]
    pieces = [
        re.sub(r"%\\\(\w+\\\)[sd]", lambda _: f"(?:{'|'.join(filled)})", re.escape(each.lower()))
        for each in alike
    ]
    pieces += ["[ok]", *(re.escape(key) for key in KEYS)]
    piece = "|".join(sorted(pieces, key=len, reverse=True))
    return re.compile(rf"(?:{piece}):?(?:[ ,·+]*(?:{piece}|\(?\d+\)?):?)*")


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """The bokmål and nynorsk of every text in a document."""
    if isinstance(value, dict):
        if {"nb", "nn"} <= set(value):
            yield value["nb"], value["nn"]
        else:
            for each in value.values():
                yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def shown_in(phone: Phone, path: str, language: str) -> Page:
    separator = "&" if "?" in path else "?"
    return phone.open(f"{path}{separator}lang={language}")


def own_words(page: Page, language: str) -> set[str]:
    """Every sentence of the page in its own language, names and codes left out."""
    found: set[str] = set()
    for text, spoken in page.said():
        if spoken in {language, ""}:
            plain = re.sub(rf"{ADDRESS_OR_CODE}|{moments()}", "", text)
            found |= sentences(plain.replace("Sør-Øyfjord", ""))
    return {each.removesuffix("– Samspill").strip() for each in found} - EVERYWHERE


@pytest.mark.parametrize("walk", WALKS)
def test_no_page_is_missing_a_language_or_mixing_two(app: FastAPI, walk: str) -> None:
    for phone, place in WALKS[walk](app):
        pages = {each: shown_in(phone, place.path, each) for each in LANGUAGES}
        said = {each: own_words(page, each) for each, page in pages.items()}
        for language, page in pages.items():
            assert page.status == place.status, place
            if page.is_whole:
                assert page.language == language, place
        assert said["nb"] & said["en"] == set(), place
        assert said["nn"] & said["en"] == set(), place
        mixed = {
            x for x in said["nb"] & said["nn"] if not alike_in_norwegian().fullmatch(x.lower())
        }
        assert mixed == set(), place
        for language in ("nb", "nn"):
            words = {w for each in said[language] for w in PLAIN_WORD.findall(each.lower())}
            assert words & ALIEN[language] == set(), (place, language)
        assert [each for each in said["en"] if NORWEGIAN.search(each.lower())] == [], place


def test_what_is_in_another_language_says_so(app: FastAPI) -> None:
    """But for the switch itself, no published page has words in another language."""
    for walk in WALKS.values():
        for phone, place in walk(app):
            page = shown_in(phone, place.path, "nn")
            foreign = {text for text, spoken in page.said() if spoken not in {"nn", ""}}
            assert foreign <= {"Bokmål", "English"} | NAMED, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_stays_on_the_page_and_is_remembered(cast: Cast, language: str) -> None:
    phone = Phone(cast.app)
    phone.enter(cast.marit.token)
    page = phone.open("/review?set=samspill")
    [choice] = page.root.all("a", hreflang=language)
    switched = phone.open("/review" + choice.attrs["href"])
    assert (switched.path, switched.language) == ("/review", language)
    assert "set=samspill" in switched.url
    current = switched.root.one("a", aria_current="true", hreflang=None)
    assert current.attrs["hreflang"] == language
    for path in ("/", "/welcome", "/answer", "/my-seat", "/storage", "/nope"):
        assert phone.open(path).language == language, path


def test_the_choice_is_kept_in_a_cookie_no_script_reads(phone: Phone) -> None:
    answer = phone.get("/?lang=nn")
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("lang=nn;")
    for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=34560000"):
        assert word in cookie
    assert not phone.get("/?lang=nn").headers.get("set-cookie"), "set once is enough"


@pytest.mark.parametrize("choice", ["se", "", "NB", "nb-NO", "x" * 500, "en%00"])
def test_a_language_we_do_not_speak_changes_nothing(phone: Phone, choice: str) -> None:
    page = phone.open(f"/?lang={choice}")
    assert (page.status, page.language) == (200, "nb")
    assert phone.cookie("lang") is None


def test_a_choice_is_remembered_though_the_page_leads_on(cast: Cast) -> None:
    phone = Phone(cast.app)
    assert phone.open(f"/s/{cast.marit.token}?lang=en").language == "en"
    for path in ("/seat", "/waiting", "/comparison"):
        assert phone.open(f"{path}?lang=nn").language == "nn", path
        assert phone.open("/welcome").language == "nn"
        phone.open("/welcome?lang=en")


@pytest.mark.parametrize(
    ("asks", "language"),
    [
        ("en", "en"),
        ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
        ("no", "nb"),
        ("se, en;q=0.5, nn;q=0.7", "nn"),
        ("de", "nb"),
        ("*", "nb"),
        ("", "nb"),
        ("en;q=0", "nb"),
        (";;q=,,=x" * 50, "nb"),
    ],
)
def test_without_a_choice_the_browsers_wish_counts(app: FastAPI, asks: str, language: str) -> None:
    assert Phone(app, asks).open("/").language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_seat_speaks_the_invitations_language(app: FastAPI, language: str) -> None:
    cast = gather(app, language=language, facilitator=True)
    other = "en" if language != "en" else "nb"
    for role in ("ordforer", "facilitator"):
        phone = Phone(app, other)
        page = phone.enter(cast.invitations[role].token)
        assert page.language == language
        assert phone.press(page.form("/claim")).language == language
        for path in ("/seat", "/my-seat", "/", "/storage", "/nope"):
            assert phone.open(path).language == language, path
    assert Phone(app, other).open("/").language == other


def test_an_invitation_without_a_language_speaks_the_sets(app: FastAPI) -> None:
    cast = gather(app)
    assert Phone(app, "en").enter(cast.invitations["ordforer"].token).language == "nb"


def test_the_openers_pages_stay_in_the_openers_language(app: FastAPI) -> None:
    phone = Phone(app, "nn")
    form = phone.open("/").form("/dialogues")
    page = phone.press(form, municipality="Sør-Øyfjord", own_role="ordforer", language="en")
    for each in (page, phone.open("/seat"), phone.open("/my-seat"), phone.open("/")):
        assert each.language == "nn", each.path
    [kares] = [node.attrs["value"] for node in page.root.all("input", id="invitation-1")]
    assert Phone(app, "nn").open(kares.removeprefix("http://testserver")).language == "en"


def test_the_two_may_differ(app: FastAPI) -> None:
    cast = gather(app, language="nn")
    marit, kare = Phone(app), Phone(app)
    marit.enter(cast.marit.token)
    marit.open("/welcome?lang=en")
    kare.enter(cast.kare.token)
    assert marit.open("/answer").language == "en"
    assert kare.open("/answer").language == "nn"


def test_a_refusal_speaks_as_the_seat_does(app: FastAPI) -> None:
    cast = gather(app, language="nn")
    phone = Phone(app, "en")
    phone.enter(cast.marit.token)
    assert phone.open("/comparison/export.csv").language == "nn"
    assert phone.open("/nope").language == "nn"
    assert Page(phone.post("/hand-in")).language == "nn"


@pytest.mark.parametrize("chosen", ["nn", None])
def test_whatever_is_refused_is_told_in_the_language_of_the_page(
    app: FastAPI, chosen: str | None
) -> None:
    """The reader's choice, else the question set's first; the browser's wish comes after."""

    @app.post("/boom")
    def boom() -> None:
        raise RuntimeError

    phone = Phone(app, "en")
    phone.enter(gather(app).marit.token)
    language = phone.open(f"/review?lang={chosen}" if chosen else "/review").language
    assert language == (chosen or "nb")
    too_large = {"municipality": "x" * (MAX_BODY_BYTES + 1)}
    refused = {
        409: phone.post("/hand-in", {"seat": "another"}),
        422: phone.post("/answer", {"rol-01.status": "9"}),
        403: phone.post("/hand-in", headers={"sec-fetch-site": "cross-site"}),
        413: phone.post("/answer", too_large),
        405: phone.post("/review"),
        500: phone.post("/boom"),
    }
    for status, answer in refused.items():
        page = Page(answer)
        assert (page.status, page.language) == (status, language), status
    wrong: dict[str, Any] = {"answers": [tap("rol-01", status=9)]}
    told = phone.client.patch("/api/answers", json=wrong).json()["detail"]
    assert told == translator(language).gettext("Some answers are not valid.")


def test_a_program_is_told_in_the_language_it_asks_for(cast: Cast) -> None:
    for language in LANGUAGES:
        told = cast.marit.call(
            "PATCH",
            "/api/answers",
            json={"answers": [tap("rol-01", status=9)]},
            headers={"accept-language": language},
        )
        assert told.json()["detail"] == translator(language).gettext("Some answers are not valid.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_answered_a_form_can_change_language(app: FastAPI, language: str) -> None:
    """It takes forms only, and leads to where the form is. A switch there would lose the words."""
    cast = gather(app)
    phone = Phone(app)
    phone.enter(cast.marit.token)
    answers = {
        "/": phone.post("/dialogues"),
        "/code": phone.post("/code"),
        "/review": phone.post("/hand-in"),
        "/answer": phone.post("/answer", [("rol-01.status", "9")]),
        "/my-seat": phone.post("/my-seat/erase", {"confirm": "1"}),
        "/invite": phone.post("/my-seat/invite", {"role": "konge"}),
        "/release": phone.post("/release"),
    }
    for name, answer in answers.items():
        page = Page(answer)
        assert page.root.all("a", hreflang=None) == [], name
        switched = phone.open(f"{page.path}?lang={language}")
        assert (switched.status, switched.language) == (200, language), name


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/dialogues", "/"),
        ("/code", "/"),
        ("/hand-in", "/review"),
        ("/withdraw", "/welcome"),
        ("/release", "/welcome"),
        ("/my-seat/erase", "/my-seat"),
        ("/my-seat/invite", "/my-seat"),
        ("/my-seat/replace", "/my-seat"),
        ("/my-seat/leave", "/my-seat"),
        ("/opened/done", "/"),
    ],
)
def test_an_address_that_takes_forms_leads_to_where_the_form_is(
    cast: Cast, address: str, page: str
) -> None:
    """For whoever reloads what a form answered, or gets it back with yesterday's tabs."""
    phone = Phone(cast.app)
    phone.enter(cast.marit.token)
    found = phone.open(address)
    assert (found.status, found.path) == (200, page)


def test_a_set_in_bokmal_only_says_so_inside_an_english_page(app: FastAPI, editor: Editor) -> None:
    only = in_one_language(document(), "nb")
    only["id"], only["languages"] = "bare-bokmal", ["nb"]
    assert editor.publish(only).status_code == 201
    own = set(every_text(only))
    cast = gather(app, question_set="bare-bokmal", facilitator=True, language="en")
    cast.marit.answer_all(2, 4)
    cast.marit.save(tap("rol-01", "2026-11-22T12:00:01Z", talk=True, status="unknown"))
    phone = Phone(app, "en")
    phone.enter(cast.marit.token)
    paths = ["/?set=bare-bokmal", "/welcome", "/answer", "/review", "/my-seat"]
    seen = dict(checked(phone, paths, own))
    assert seen["/answer"] >= 27
    assert seen["/review"] >= 25
    cast.marit.hand_in()
    list(checked(phone, ["/waiting"], own))
    cast.kare.answer_all(5, 4)
    cast.kare.hand_in()
    seen = dict(checked(phone, ["/comparison", "/comparison/explore", "/report"], own))
    assert seen["/comparison"] >= 25


def test_a_second_round_on_such_a_set_says_so_too_and_only_of_the_sets_words(
    app: FastAPI, editor: Editor
) -> None:
    """What is ours is English; what the set says is bokmål; what people wrote is neither."""
    only = in_one_language(document(), "nb")
    only["id"], only["languages"] = "bare-bokmal", ["nb"]
    assert editor.publish(only).status_code == 201
    own = set(every_text(only))
    cast = gather(app, question_set="bare-bokmal", facilitator=True, language="en")
    phone = Phone(app, "en")
    phone.hold(cast.marit.token)
    agreed = {"ending": "agree", "statement": "rol-01", "when": "x1", "then": "x2"}
    asked = {"ending": "look_into", "statement": "rol-02", "then": "x3", "owner": "ordforer"}
    for number in (1, 2, 3):
        for person, status in ((cast.marit, 1 + number), (cast.kare, 2 + number)):
            if number == 2:
                said = [each.attrs["data-review"] for each in last_time(app, person, own)]
                person.post("/last-time", data={f"{said[0]}.verdict": "kept"})
            person.answer_all(status, 5)
            person.hand_in()
        for fields in (agreed | {"owner": "*"}, asked):
            phone.post("/agreements/new", fields)
        paths = ["/comparison", "/present", "/report", "/agreements", "/next"]
        if number == 3:
            paths += ["/comparison/over-time", "/rounds", "/rounds/2/comparison"]
        list(checked(phone, paths, own))
        for path in paths:
            whole = phone.open(path)
            assert_only_marked_where_the_sets(whole, own)
            if path == "/comparison/over-time":
                [first] = [row.one("th") for row in whole.root.all("tr", data_round="1")]
                assert {each.language for each in first.walk()} == {"en"}
            if path in {"/present", "/comparison", "/report"} and number > 1:
                assert phrase_in(whole, "Possible change on 25 statements") == {"en"}
                assert phrase_in(whole, "Both") == {"en"}
                assert phrase_in(whole, "Kept") == ({"en"} if number == 2 else set())
        phone.post("/next", {"kind": "full"})


def last_time(app: FastAPI, person: Person, own: set[str]) -> list[Node]:
    """The cards of the page on the last agreements, which is held to its languages."""
    phone = Phone(app, "en")
    phone.hold(person.token)
    list(checked(phone, ["/last-time"], own))
    page = phone.open("/last-time")
    assert_only_marked_where_the_sets(page, own)
    assert phrase_in(page, "Both") == {"en"}
    return page.root.all(data_review=None)


def phrase_in(page: Page, words: str) -> set[str]:
    """The languages in which the page says just this."""
    return {
        spoken
        for text, spoken in page.root.one("body").passages()
        if re.search(rf"\b{words}\b", text)
    }


def assert_only_marked_where_the_sets(page: Page, own: set[str]) -> None:
    """No passage marked as bokmål is English, whole or in part."""
    english = {
        "Responsible",
        "Everyone",
        "together",
        "Both",
        "Kept",
        "Agreement",
        "When",
        "Written",
        "answered",
    }
    for text, spoken in page.root.one("body").passages():
        if spoken == "nb":
            assert not english & set(re.findall(r"\w+", text)), text


def checked(phone: Phone, paths: list[str], own: set[str]) -> Iterator[tuple[str, int]]:
    """Hold every passage with words of the set to being marked as bokmål; count them by page."""
    marks = str.maketrans(dict.fromkeys(".,:;?!“”()«»", " "))
    words = {f" {each.lower().translate(marks).strip()} " for each in own} - {" godt samspill "}
    for path in paths:
        page = phone.open(path)
        assert (page.status, page.language) == (200, "en")
        found = 0
        for text, spoken in page.root.one("body").passages():
            if any(word in f" {text.lower().translate(marks)} " for word in words):
                assert spoken == "nb", f"{path}: {text!r} in {spoken}"
                found += 1
        yield path, found


def every_text(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "nb":
                yield each
            else:
                yield from every_text(each)
    elif isinstance(value, list):
        for each in value:
            yield from every_text(each)


def in_one_language(value: Any, language: str) -> Any:
    """The document with every text in one language only."""
    if isinstance(value, dict):
        if language in value:
            return {language: value[language]}
        return {key: in_one_language(each, language) for key, each in value.items()}
    if isinstance(value, list):
        return [in_one_language(each, language) for each in value]
    return value
