"""Present mode, the saved file and the presenter's window: who may, what is in them, what not."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import func, update
from starlette.types import Message

from app import agreements, clock, conversation, sealing
from app.content.guide import guide
from app.conversation import Dates
from app.domain.agreements import Agreement
from app.domain.comparison import Agenda
from app.domain.question_set import LANGUAGES, Language
from app.models import StoredAnswer
from tests.cast import Cast, gather
from tests.pages import Page, Phone, nb
from tests.web.test_conversation import choose, sitting
from tests.web.test_page_comparison import answer_apart

PAGES = ("/present", "/present/file", "/presenter")
UNFINISHED = "The rest of this page is on its way. If it does not come, load the page again."
WHOLE_LIMIT = 150_000
"""Bytes of the page with its style, script and drawings, not compressed."""


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """Sør-Øyfjord's comparison, open to the pair and to Fatima."""
    answer_apart(cast, facilitator_may_read=True)
    return cast


@pytest.fixture
def marit(opened: Cast, phone: Phone) -> Phone:
    phone.hold(opened.marit.token)
    return phone


def slides(page: Page) -> list[str]:
    return [each.attrs["data-slide"] for each in page.root.all(data_slide=None)]


def test_every_screen_stands_in_order_and_the_first_is_shown(opened: Cast, marit: Phone) -> None:
    page = marit.open("/present")
    assert page.status == 200
    names = slides(page)
    assert names[:4] == ["rules", "picture", "map", "opener"]
    assert names[-4:] == ["agreements", "others", "next", "stop"]
    assert page.root.one(data_current=None).attrs["data-slide"] == "rules"
    agenda = opened.marit.get("/api/comparison").json()["agenda"]
    statements = [each.attrs["data-statement"] for each in page.root.all(data_statement=None)]
    assert statements[: 1 + len(agenda["topics"])] == [agenda["opener"], *agenda["topics"]]
    assert len(statements) == len(set(statements)) == 25


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("nb", "Slik fordeler de 25 påstandene seg"),
        ("nn", "Slik fordeler dei 25 påstandane seg"),
        ("en", "How the 25 statements came out"),
    ],
)
def test_the_big_picture_says_what_its_numbers_are(
    marit: Phone, language: str, headline: str
) -> None:
    picture = marit.open(f"/present?lang={language}").root.one("section", id="picture")
    assert picture.one("h2").text == headline


def test_the_agenda_the_parties_chose_is_followed(app: FastAPI, opened: Cast, marit: Phone) -> None:
    with sitting(app, opened.kare) as (session, holder, question_set):
        now = conversation.comparison(session, holder, question_set).agenda
        chosen = Agenda("run-01", ("uta-01", "rol-01"))
        choose(session, holder, question_set, chosen, conversation.stamp(now))
    page = marit.open("/present")
    statements = [each.attrs["data-statement"] for each in page.root.all(data_statement=None)]
    assert statements[:3] == ["run-01", "uta-01", "rol-01"]


def test_every_answer_is_told_in_words_beside_its_drawing(opened: Cast, marit: Phone) -> None:
    page = marit.open("/present")
    for slide in page.root.all("section", data_statement=None):
        assert len(slide.all("g", class_="today")) == 2
        assert len(slide.one("div", class_="panel panel--means").all("p")[1].text) > 10


def test_it_asks_for_nothing_and_carries_its_own_policy(marit: Phone) -> None:
    for path in ("/present", "/present/file"):
        page = marit.open(path)
        assert len(page.html.encode()) <= WHOLE_LIMIT
        policy = page.answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        assert "unsafe" not in policy
        for node in page.root.walk():
            assert "src" not in node.attrs
            if node.tag == "link":
                assert node.attrs["href"] == "data:,"


def test_the_file_is_to_keep_and_knows_no_server(opened: Cast, marit: Phone) -> None:
    page = marit.open("/present/file")
    named = page.answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="samspill-sor-oyfjord-\d{4}-\d\d-\d\d\.html"', named)
    policy = page.root.one("meta", http_equiv=None).attrs["content"]
    assert policy == page.answer.headers["content-security-policy"]
    for not_in_a_file in ("connect-src", "frame-ancestors", "report-uri", "sandbox"):
        assert not_in_a_file not in policy  # what a meta element cannot carry, browsers warn of
    assert all(link.startswith("#") for link in page.links())
    assert not page.root.all("button", data_action="fetch")
    assert not page.root.all("button", data_action="presenter")
    assert slides(page) == slides(marit.open("/present"))
    # The style and the script come after the policy that is to hold them.
    assert page.html.index("Content-Security-Policy") < page.html.index("<style>")


def test_the_page_names_no_policy_it_cannot_keep(marit: Phone) -> None:
    page = marit.open("/present")
    assert not page.root.all("meta", http_equiv=None)
    assert "connect-src 'self'" in page.answer.headers["content-security-policy"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_any_agreement_the_form_stands_there_in_its_own_words(
    marit: Phone, language: Language
) -> None:
    form = guide(language).agreement_form
    page = marit.open(f"/present?lang={language}")
    [shown] = page.root.all("p", class_="agreed__form")
    assert shown.text == f"{form.field('when').label}, {form.field('then').label}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Skjemaet finner dere på telefonen, under «Avtaler»."),
        ("nn", "Skjemaet finn de på telefonen, under «Avtalar»."),
        ("en", "You find the form on a phone, under “Agreements”."),
    ],
)
def test_the_room_and_the_presenter_are_told_where_agreements_are_written(
    marit: Phone, language: str, words: str
) -> None:
    for path in PAGES:
        page = marit.open(f"{path}?lang={language}")
        [part] = page.root.all("section", data_slide="agreements")
        assert words in part.text
    assert "/agreements" in marit.open("/comparison").links()
    assert marit.open("/agreements").root.one("h1").text in words


def test_agreements_and_dates_stand_as_they_are_now(
    app: FastAPI, opened: Cast, marit: Phone
) -> None:
    assert nb("No agreements are written yet.") in marit.open("/present").text
    with sitting(app, opened.kare) as (session, holder, question_set):
        for agreement in (
            Agreement("agree", "rol-01", "det haster", "ringer vi", "ordforer", date="2027-01-20"),
            Agreement("look_into", None, then="<b>Hvem</b> kaller inn?", owner="*"),
        ):
            agreements.add(session, holder, question_set, agreement, clock.now())
        conversation.set_dates(session, holder, Dates("2027-02-03"), clock.now())
    newest = marit.open("/present/agreements")
    assert not newest.is_whole
    for page in (newest.root, marit.open("/present").main):
        assert "Når det haster , ringer vi" in page.text
        assert "Undersøke: <b>Hvem</b> kaller inn?" in page.text
        assert "20. januar 2027" in page.text
    assert "3. februar 2027" in marit.open("/present").text


def test_the_notes_are_not_on_the_projector(marit: Phone) -> None:
    notes = [each.text for each in marit.open("/presenter").root.all("p", class_="notes__note")]
    assert len(notes) > 25
    for path in ("/present", "/present/file"):
        html = marit.open(path).html
        assert not [note for note in notes if note in html]


def test_what_to_do_last_in_a_topic_is_named_once(marit: Phone) -> None:
    text = marit.open("/presenter").text
    assert "Velg: Avtale, undersøke eller la ligge." in text
    assert "Velg: Velg" not in text


def test_the_presenter_has_notes_for_every_screen(marit: Phone) -> None:
    presenter = marit.open("/presenter")
    assert presenter.status == 200
    assert slides(presenter) == slides(marit.open("/present"))
    channels = [
        marit.open(path).root.one(data_channel=None).attrs["data-channel"]
        for path in ("/present", "/presenter")
    ]
    assert channels[0] == channels[1]


def test_two_dialogues_in_one_browser_do_not_meet(
    app: FastAPI, opened: Cast, lillevik: Cast
) -> None:
    answer_apart(lillevik)
    seen = set()
    for cast in (opened, lillevik):
        phone = Phone(app)
        phone.hold(cast.marit.token)
        channel = phone.open("/present").root.one(data_channel=None).attrs["data-channel"]
        assert cast.opened["id"] not in channel
        seen.add(channel)
    assert len(seen) == 2


def test_a_projector_gets_no_other_dialogues_presenter(
    app: FastAPI, opened: Cast, lillevik: Cast
) -> None:
    """Another link was opened in this browser meanwhile: its presenter steers its own screen.

    Or it has none yet, and the answering page would stand beside the first one's projector.
    """
    phone = Phone(app)
    phone.hold(opened.marit.token)
    channel = phone.open("/present").root.one(data_channel=None).attrs["data-channel"]
    assert phone.get(f"/presenter?of={channel}").status_code == 200
    phone.hold(lillevik.marit.token)
    for is_open in (False, True):
        if is_open:
            answer_apart(lillevik)
        refused = phone.get(f"/presenter?of={channel}")
        assert refused.status_code == 409
        assert "Storskjermen viser en annen samtale" in refused.text
        assert "data-presenter" not in refused.text


def test_both_parties_and_a_facilitator_with_consent_see_the_same(
    app: FastAPI, opened: Cast
) -> None:
    for path in PAGES:
        seen = set()
        for person in (opened.marit, opened.kare, opened.fatima):
            phone = Phone(app)
            phone.hold(person.token)
            seen.add(phone.open(path).html)
        assert len(seen) == 1


@pytest.mark.parametrize("path", [*PAGES, "/present/agreements"])
class TestWhoMayNot:
    def test_a_stranger(self, phone: Phone, path: str) -> None:
        assert phone.get(path).status_code == 401

    def test_nobody_before_release(self, cast: Cast, phone: Phone, path: str) -> None:
        cast.kare.answer_all()
        cast.kare.hand_in()
        phone.hold(cast.marit.token)
        found = phone.get(path)
        assert (found.status_code, found.headers["location"]) == (303, "/seat")

    def test_a_facilitator_without_consent(self, cast: Cast, phone: Phone, path: str) -> None:
        answer_apart(cast)
        phone.hold(cast.fatima.token)
        found = phone.get(path)
        assert (found.status_code, found.headers["location"]) == (303, "/seat")

    def test_outsiders_see_their_own(
        self, opened: Cast, lillevik: Cast, phone: Phone, path: str
    ) -> None:
        answer_apart(lillevik)
        phone.hold(lillevik.marit.token)
        assert "Sør-Øyfjord" not in phone.get(path).text

    def test_nobody_once_it_is_closed(self, opened: Cast, phone: Phone, path: str) -> None:
        phone.hold(opened.kare.token)
        assert opened.marit.delete("/api/answers").status_code in {200, 204}
        assert phone.get(path).status_code == 410


@pytest.mark.parametrize("name", ["seven-step.v1.json", "trepart.v1.json"])
def test_other_sets_are_shown_too(
    make_app: object, app: FastAPI, editor: object, name: str
) -> None:
    document = editor.publish_file(name)  # type: ignore[attr-defined]
    cast = gather(app, question_set=document["id"])
    for role in document["roles"]:
        cast[role["id"]].answer_all(2, 4)
        cast[role["id"]].hand_in(anyway=True)
    phone = Phone(app)
    phone.hold(cast[document["roles"][0]["id"]].token)
    page = phone.open("/present")
    assert page.status == 200
    assert len(page.root.all("section", data_statement=None)) == len(document["statements"])
    assert len(page.html.encode()) <= WHOLE_LIMIT


class TestTheFirstPart:
    """The ground rules are sent while the answers are still sealed: a room waits for less."""

    def parts(
        self, app: FastAPI, token: str, coding: str, meanwhile: Callable[[], object] = lambda: None
    ) -> tuple[int, list[bytes]]:
        """The status, and what is sent part by part until it ends or the server breaks off.

        ``meanwhile`` happens between the first part and the rest.
        """
        start, *sent = self.sent(app, token, coding, meanwhile)
        return start["status"], [each["body"] for each in sent if each["body"]]

    def sent(
        self,
        app: FastAPI,
        token: str,
        coding: str,
        meanwhile: Callable[[], object] = lambda: None,
        version: str = "1.1",
    ) -> list[Message]:
        """What the server gives its connection, to be written in this version of HTTP."""
        sent: list[Message] = []

        async def receive() -> Message:
            await asyncio.Event().wait()  # nothing more is sent, and nobody hangs up
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)
            if len(sent) == 2:
                meanwhile()

        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": version,
            "method": "GET",
            "scheme": "http",
            "path": "/present",
            "raw_path": b"/present",
            "query_string": b"",
            "headers": [
                (b"host", b"testserver"),
                (b"authorization", f"Bearer {token}".encode()),
                (b"accept-encoding", coding.encode()),
            ],
        }
        with suppress(sealing.Unopenable):
            asyncio.run(app(scope, receive, send))
        return sent

    @pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
    def test_it_can_be_read_before_the_rest_is_made(
        self, app: FastAPI, opened: Cast, coding: str
    ) -> None:
        status, parts = self.parts(app, opened.marit.token, coding)
        read_on: dict[str, Callable[[bytes], bytes]] = {
            "br": brotli.Decompressor().process,
            "gzip": zlib.decompressobj(zlib.MAX_WBITS | 16).decompress,
            "identity": bytes,
        }
        read = [read_on[coding](each) for each in parts]
        assert status == 200
        rules = guide("nb").ground_rules.items
        assert rules[-1].text in read[0].decode()
        assert b'id="picture"' not in read[0]
        assert b"".join(read).rstrip().endswith(b"</html>")

    @pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
    def test_who_knows_no_parts_gets_the_page_whole(
        self, app: FastAPI, opened: Cast, coding: str
    ) -> None:
        """HTTP/1.0 has no chunks: without a length, a page broken off would look finished."""
        start, *rest = self.sent(app, opened.marit.token, coding, version="1.0")
        headers = dict(start["headers"])
        assert start["status"] == 200
        body = b"".join(each["body"] for each in rest)
        assert headers[b"content-length"] == str(len(body)).encode()
        assert b"default-src 'none'" in headers[b"content-security-policy"]
        assert headers.get(b"content-encoding", b"identity").decode() == coding
        read = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[coding](body)
        assert read.rstrip().endswith(b"</html>")

    def test_what_does_not_open_does_not_end_as_if_it_were_all(
        self, app: FastAPI, opened: Cast
    ) -> None:
        with app.state.parts.store.writing() as session:
            session.exec(
                update(StoredAnswer).values(
                    value_box=func.zeroblob(func.length(StoredAnswer.value_box))
                )
            )
        status, parts = self.parts(app, opened.marit.token, "identity")
        assert status == 200
        [first] = parts
        assert nb(UNFINISHED) in first.decode()
        assert b"</main>" not in first
        client = TestClient(app, raise_server_exceptions=False)
        client.headers["authorization"] = f"Bearer {opened.marit.token}"
        assert client.get("/present/file").status_code == 500, "a page of its own where there can"

    @pytest.mark.parametrize("closes", ["next round", "answers deleted", "new link"])
    def test_who_may_no_longer_see_the_rest_gets_none_of_it(
        self, app: FastAPI, opened: Cast, closes: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        def meanwhile() -> None:
            if closes == "next round":
                opened.kare.post("/next", data={"kind": "full"})
            elif closes == "answers deleted":
                opened.kare.delete("/api/answers")
            else:
                opened.marit.post("/api/seat/replace")

        token = opened.marit.token
        status, parts = self.parts(app, token, "identity", meanwhile)
        assert status == 200
        [first] = parts
        assert nb(UNFINISHED) in first.decode()
        assert "unforeseen" not in caplog.text
        assert self.parts(app, token, "identity")[0] != 200, "it was closed meanwhile"

    def test_who_may_not_see_it_gets_no_part_of_it(self, app: FastAPI, cast: Cast) -> None:
        status, parts = self.parts(app, cast.marit.token, "identity")
        assert (status, parts) == (303, [])

    def test_the_file_is_made_whole(self, marit: Phone) -> None:
        file = marit.open("/present/file")
        assert "content-length" in file.answer.headers
        assert nb(UNFINISHED) not in file.html
