"""What the worker is given, and what a page from it is told: nobody's pages, one seat's answers."""

from __future__ import annotations

import json
import re
from typing import Any

import brotli
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import i18n
from app.web.assets import Assets
from app.web.offline import PRECACHED, Worker
from tests.cast import Cast, tap
from tests.pages import Page, Phone, nb

LANGUAGES = ("nb", "nn", "en")


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


def told(client: TestClient) -> dict[str, Any]:
    """What the server writes above the worker."""
    [line] = re.findall(r"^self\.samspill=(.*);$", client.get("/sw.js").text, re.MULTILINE)
    found: dict[str, Any] = json.loads(line)
    return found


def test_the_worker_is_asked_for_anew_and_holds_what_is_there(client: TestClient) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    # The worker fetches under this policy, and never anywhere else than here.
    assert answer.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    files = told(client)["files"]
    assert len(files) == len(PRECACHED)
    for file in files:
        assert client.get(file).status_code == 200


def test_its_version_follows_whatever_it_holds(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = Assets.load()
    ours = client.get("/sw.js").text
    assert Worker.of(assets, None).script == ours
    shown = Worker.of(assets, "https://uustatus.no/nb/erklaringer/publisert/1").script
    monkeypatch.setattr("app.web.offline.__version__", "the next")
    newer = Worker.of(assets, None).script
    other = Worker.of(Assets(assets.directory, {**assets.names, "more": "x"}), None).script
    assert len({newer, other, shown, ours}) == 4


def test_a_script_that_asks_what_is_now_is_answered_as_a_script(client: TestClient) -> None:
    refused = client.get("/answer/now")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "no-credential"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kept_pages_are_nobodys(cast: Cast, language: str) -> None:
    """Whoever asks, with whatever seat open, gets the same bytes."""
    cast.marit.answer_all(2, 4)
    marit, stranger = Phone(cast.app), Phone(cast.app, "en")
    marit.hold(cast.marit.token)
    for path in (f"/answer/shell/samspill/1/{language}", f"/offline/{language}"):
        page = marit.open(path)
        assert (page.status, page.language) == (200, language)
        assert page.html == stranger.open(path).html
        assert "set-cookie" not in page.answer.headers
        assert "Sør-Øyfjord" not in page.html
        assert cast.marit.token not in page.html
        assert page.root.all("input", checked=None) == []
    shell = marit.open(f"/answer/shell/samspill/1/{language}")
    assert len(shell.root.all(data_statement=None)) == 25
    assert shell.root.one("form", id="answers").attrs["data-blank"] == ""


def test_the_kept_page_is_sent_as_small_as_it_gets(client: TestClient) -> None:
    def sent(path: str, coding: str) -> tuple[str | None, int, str]:
        answer = client.get(path, headers={"accept-encoding": coding})
        assert answer.headers["vary"] == "Accept-Encoding"
        size = int(answer.headers["content-length"])
        return answer.headers.get("content-encoding"), size, answer.text

    path = "/answer/shell/samspill/1/nb"
    coding, size, page = sent(path, "br, gzip")
    assert (coding, size) == ("br", len(brotli.compress(page.encode(), quality=11)))
    for other in ("gzip", "identity", "br;q=0, gzip"):
        coding, whole, same = sent(path, other)
        assert coding != "br"
        assert whole > size
        assert same == page
    # What a caller adds is not worth the work: anybody may ask.
    coding, more, _ = sent(f"{path}?statement=rol-01", "br")
    assert coding == "br"
    assert more > size


@pytest.mark.parametrize(
    "path",
    [
        "/answer/shell/samspill/99/nb",
        "/answer/shell/nobody/1/nb",
        "/answer/shell/samspill/1/xx",
        "/offline/xx",
        "/manifest.xx.webmanifest",
    ],
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("version", ["x", "1.5", "-1", "9" * 40])
def test_a_version_that_is_none(client: TestClient, version: str) -> None:
    assert client.get(f"/answer/shell/samspill/{version}/nb").status_code in {404, 422}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_names_pictures_that_are_there(client: TestClient, language: str) -> None:
    answer = client.get(f"/manifest.{language}.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["lang"], manifest["start_url"], manifest["display"]) == (
        language,
        "/",
        "standalone",
    )
    for picture in (*manifest["icons"], *manifest["screenshots"]):
        found = client.get(picture["src"])
        assert found.headers["content-type"] == "image/png"
        wide, high = (int.from_bytes(found.content[at : at + 4], "big") for at in (16, 20))
        assert f"{wide}x{high}" == picture["sizes"]
    t = i18n.translator(language)
    assert [each["name"] for each in manifest["shortcuts"]] == [
        t.gettext("Go on answering"),
        t.gettext("My seat"),
    ]
    page = Page(client.get(f"/?lang={language}"))
    link = page.root.one("link", rel="manifest")
    assert link.attrs["href"] == f"/manifest.{language}.webmanifest"


def test_a_page_from_the_worker_catches_up(cast: Cast) -> None:
    cast.marit.save(tap("rol-01", status=2, talk=True))
    phone = Phone(cast.app)
    phone.hold(cast.marit.token)
    known = phone.get("/answer/now").json()
    assert known["answers"] == {"rol-01": {"status": 2, "ambition": None, "talk": True}}
    assert known["next"] is None
    assert known["shell"] == "/answer/shell/samspill/1/nb"
    assert (known["role"], known["municipality"]) == ("Ordfører", "Sør-Øyfjord")
    assert known["consent"] is True
    form = phone.open("/answer").root.one("form", id="answers")
    assert known["seat"] == form.one("input", name="seat").attrs["value"]
    assert 0 <= known["now"] - int(form.attrs["data-now"]) + 60_000 < 120_000


def test_a_seat_with_nothing_to_answer_is_led_on_and_told_nothing(cast: Cast) -> None:
    cast.marit.answer_all()
    cast.marit.hand_in()
    for person, place in ((cast.marit, "/waiting"), (cast.fatima, "/waiting")):
        phone = Phone(cast.app)
        phone.hold(person.token)
        known = phone.get("/answer/now").json()
        assert (known.keys(), known["next"]) == ({"seat", "now", "next"}, place)


def test_a_stranger_and_an_invitation_are_told_nothing(cast: Cast, client: TestClient) -> None:
    assert client.get("/answer/now").status_code == 401
    client.cookies.set("samspill", cast.invitations["ordforer"].token)
    assert client.get("/answer/now").status_code == 403


def test_the_key_for_the_device_comes_and_goes_with_the_seat(cast: Cast) -> None:
    tablet = Phone(cast.app)
    tablet.hold(cast.marit.token)
    marits = tablet.cookie("samspill-device")
    assert marits is not None
    tablet.hold(cast.kare.token)
    kares = tablet.cookie("samspill-device")
    assert kares not in {marits, None}
    tablet.hold(cast.fatima.token)
    assert tablet.cookie("samspill-device") is None
    tablet.hold(cast.marit.token)
    assert tablet.cookie("samspill-device") == marits


def test_the_key_lasts_with_a_new_link_and_ends_with_the_sheet(cast: Cast) -> None:
    phone = Phone(cast.app)
    phone.hold(cast.marit.token)
    first = phone.cookie("samspill-device")
    phone.press(phone.open("/my-seat").form("/my-seat/replace"))
    assert phone.cookie("samspill-device") == first

    for _ in range(2):  # what waits on another device can still be opened there
        phone.post("/hand-in", {"anyway": "1"})
        phone.post("/withdraw")
        phone.open("/answer")
        assert phone.cookie("samspill-device") == first
    phone.press(phone.open("/my-seat").form("/my-seat/erase").fill(confirm=True))
    assert phone.cookie("samspill-device") is None
    phone.open("/answer")
    assert phone.cookie("samspill-device") not in {first, None}


def test_the_offline_page_says_what_is_so_and_leads_back(client: TestClient) -> None:
    page = Page(client.get("/offline/nb"))
    assert page.heading == nb("You are offline")
    assert "/answer" in page.links()
