"""The report: a page to print and a PDF, for the pair and to hand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from app import agreements, clock, conversation, reports
from app.conversation import Dates
from app.domain.agreements import Agreement
from app.domain.errors import TooManyReports
from app.domain.question_set import Language
from app.i18n import translator
from tests.cast import Cast, Person, gather, tap
from tests.pages import Page, Phone, nb
from tests.pdfs import painted_untagged, words
from tests.reporting import ASK, CALL, LEAVE
from tests.web.conftest import EDITOR
from tests.web.test_conversation import sitting

LATER = "2026-11-22T12:00:01Z"
PAGES = ("/report", "/report/process")
PDFS = ("/report/full.pdf", "/report/process.pdf")


def write(app: FastAPI, cast: Cast, agreement: Agreement, *confirming: Person) -> None:
    """Marit writes it; some say yes to it."""
    with sitting(app, cast.marit) as (session, holder, question_set):
        held = agreements.add(session, holder, question_set, agreement, clock.now())
    for person in confirming:
        with sitting(app, person) as (session, holder, _):
            agreements.confirm(session, holder, held.id, held.version, clock.now())


def open_round(cast: Cast, marit: Any = 2, kare: Any = 4, *, consent: bool = True) -> Cast:
    """Both answer everything alike, but for one statement, and hand in."""
    cast.marit.answer_all(marit, 4)
    cast.kare.answer_all(kare, 4)
    cast.marit.save(tap("rol-01", LATER, status=5, ambition=5, talk=True))
    for person in (cast.marit, cast.kare):
        person.hand_in(facilitator_may_read=consent)
    return cast


def agree(app: FastAPI, cast: Cast) -> None:
    """One agreement that both have confirmed, one that Marit has, and the other endings."""
    write(app, cast, CALL, cast.marit, cast.kare)
    write(app, cast, replace(CALL, then="bare Marit har sagt ja"), cast.marit)
    write(app, cast, ASK, cast.marit, cast.kare)
    write(app, cast, LEAVE)
    with sitting(app, cast.kare) as (session, holder, _):
        conversation.set_dates(session, holder, Dates("2027-01-20", "2027-06-10"), clock.now())


@pytest.fixture
def opened(app: FastAPI, cast: Cast) -> Cast:
    """Sør-Øyfjord's comparison, open to the pair and to Fatima, and what it ended in."""
    open_round(cast)
    agree(app, cast)
    return cast


def enter(app: FastAPI, person: Person, language: str = "nb") -> Phone:
    """Somebody's phone, reading this language."""
    phone = Phone(app)
    phone.hold(person.token)
    phone.open(f"/storage?lang={language}")
    return phone


def pdf(person: Person, level: str, language: str = "nb") -> bytes:
    """The file as somebody downloads it."""
    answer = person.get(f"/report/{level}.pdf", params={"lang": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    content: bytes = answer.content
    return content


class TestPage:
    def test_the_full_report_has_everything(self, app: FastAPI, opened: Cast) -> None:
        page = enter(app, opened.marit).open("/report")
        assert page.status == 200
        statements = [each.attrs["data-statement"] for each in page.root.all(data_category=None)]
        assert len(statements) == len(set(statements)) == 25
        said = page.text
        for each in (CALL.when, CALL.then, ASK.then, LEAVE.then, "bare Marit har sagt ja"):
            assert each in said
        assert "20. januar 2027" in said
        assert "Kommunedirektør: ikke bekreftet ennå" in said

    def test_the_agenda_is_the_one_they_share(self, app: FastAPI, opened: Cast) -> None:
        agenda = opened.marit.get("/api/comparison").json()["agenda"]
        page = enter(app, opened.kare).open("/report")
        topics = [each.attrs["data-topic"] for each in page.root.all(data_topic=None)]
        assert topics == [agenda["opener"], *agenda["topics"]]

    def test_the_report_to_hand_on_has_what_both_agreed(self, app: FastAPI, opened: Cast) -> None:
        page = enter(app, opened.kare).open("/report/process")
        assert page.status == 200
        said = page.text
        assert CALL.then in said
        assert "1 avtale er ikke med" in said
        assert page.root.all(data_statement=None) == page.root.all("table") == []
        for each in (ASK.then, LEAVE.then, "bare Marit har sagt ja"):
            assert each not in said

    def test_the_two_lead_to_each_other_and_to_their_files(
        self, app: FastAPI, opened: Cast
    ) -> None:
        phone = enter(app, opened.marit)
        for path, other, file in zip(PAGES, reversed(PAGES), PDFS, strict=True):
            links = {each.attrs["href"] for each in phone.open(path).root.all("a")}
            assert {other, file} <= links

    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    @pytest.mark.parametrize("path", PAGES)
    def test_is_in_the_readers_language(
        self, app: FastAPI, opened: Cast, path: str, language: str
    ) -> None:
        page = enter(app, opened.marit, language).open(path)
        assert page.root.one("html").attrs["lang"] == language
        title = {"nb": "Rapport fra", "nn": "Rapport frå", "en": "Report from"}[language]
        if path == "/report":
            assert page.root.one("h1").text.startswith(title)

    def test_own_words_go_their_own_way(self, app: FastAPI, opened: Cast) -> None:
        text = 'שלום <b>"hei"</b>'
        write(app, opened, replace(CALL, when=text), opened.marit, opened.kare)
        page = enter(app, opened.marit).open("/report/process")
        [found] = [each for each in page.root.all("span", dir="auto") if each.text == text]
        assert "lang" not in found.attrs


class TestPdf:
    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    def test_says_what_its_page_says(self, app: FastAPI, opened: Cast, language: str) -> None:
        for level, path in (("full", "/report"), ("process", "/report/process")):
            said = words(pdf(opened.marit, level, language))
            page = enter(app, opened.marit, language).open(path)
            for heading in page.root.all("h1") + page.root.all("h2"):
                assert heading.text in said
            for each in page.root.all("dd"):
                assert each.text in said

    def test_the_reader_is_told_what_the_report_to_hand_on_leaves_out(
        self, app: FastAPI, opened: Cast
    ) -> None:
        write(app, opened, ASK, opened.marit, opened.kare)
        left_out = nb(
            "Topics to look into or to leave are not in it: they could show where opinions differ."
        )
        marit = enter(app, opened.marit, "nb")
        assert left_out in marit.open("/report/process").text
        assert left_out not in marit.open("/report").text
        assert left_out not in words(pdf(opened.marit, "process", "nb"))

    def test_is_a_file_to_keep(self, opened: Cast) -> None:
        answer = opened.marit.get("/report/process.pdf")
        assert (
            answer.headers["content-disposition"]
            == 'attachment; filename="samspill-sor-oyfjord-runde-1-prosess-og-avtaler.pdf"'
        )
        assert answer.headers["cache-control"] == "no-store"
        assert painted_untagged(answer.content) == []

    def test_what_is_handed_on_tells_nothing_of_the_answers(self, app: FastAPI) -> None:
        """Two rounds that differ in nothing but the answers: word for word the same."""
        told = []
        for marit, kare in ((1, 5), (3, 3), ("unknown", 2)):
            cast = open_round(gather(app, facilitator=True), marit, kare)
            agree(app, cast)
            told.append(words(pdf(cast.marit, "process")))
        assert told[0] == told[1] == told[2]
        assert CALL.then in told[0]

    def test_nor_which_statements_the_agreements_are_about(self, app: FastAPI, cast: Cast) -> None:
        open_round(cast)
        write(app, cast, CALL, cast.marit, cast.kare)
        before = words(pdf(cast.marit, "process"))
        other = open_round(gather(app, facilitator=True))
        write(app, other, replace(CALL, statement="run-03"), other.marit, other.kare)
        assert words(pdf(other.marit, "process")) == before

    def test_an_unknown_level_is_nowhere(self, opened: Cast) -> None:
        assert opened.marit.get("/report/half.pdf").status_code == 404
        assert opened.marit.get("/report/half").status_code == 404

    def test_too_much_to_make_a_file_of_is_refused_in_words(
        self, app: FastAPI, opened: Cast
    ) -> None:
        for sign in "abcdefghijk":
            write(app, opened, replace(CALL, when=sign * 5000, then="y" * 5000))
        answer = opened.marit.get("/report/full.pdf", params={"lang": "nb"})
        assert answer.status_code == 413
        page = Page(answer)
        assert "for lange til en PDF" in page.text
        assert nb("Go back in your browser and try again.") not in page.text
        assert "/seat" in page.links()
        assert enter(app, opened.marit).open("/report").status == 200


class TestWhoMayNot:
    @pytest.mark.parametrize("path", [*PAGES, *PDFS])
    def test_a_stranger(self, app: FastAPI, cast: Cast, path: str) -> None:
        assert Phone(app).open(path).status == 401
        assert cast.invitations["ordforer"].get(path).status_code == 403

    @pytest.mark.parametrize("path", PAGES)
    def test_anybody_before_release_goes_where_they_belong(
        self, app: FastAPI, cast: Cast, path: str
    ) -> None:
        cast.marit.answer_all()
        cast.marit.hand_in()
        for person in (cast.marit, cast.kare, cast.fatima):
            assert enter(app, person).get(path).status_code == 303

    @pytest.mark.parametrize("path", PDFS)
    def test_anybody_before_release_gets_no_file(self, cast: Cast, path: str) -> None:
        cast.marit.answer_all()
        cast.marit.hand_in()
        for person in (cast.marit, cast.kare, cast.fatima):
            assert person.get(path).status_code == 403

    def test_a_facilitator_without_consent(self, app: FastAPI, cast: Cast) -> None:
        open_round(cast, consent=False)
        agree(app, cast)
        for path in PDFS:
            assert cast.fatima.get(path).status_code == 403
        for path in PAGES:
            assert enter(app, cast.fatima).get(path).status_code == 303
        assert pdf(cast.marit, "process")

    def test_a_facilitator_with_consent_may(self, app: FastAPI, opened: Cast) -> None:
        assert pdf(opened.fatima, "full")
        assert pdf(opened.fatima, "process")
        assert enter(app, opened.fatima).open("/report").status == 200

    def test_an_editor(self, app: FastAPI, opened: Cast) -> None:
        editor = Person(opened.marit.client, "", EDITOR)
        assert editor.get("/report/process.pdf").status_code == 401


class TestAfterTheAnswersAreDeleted:
    @pytest.fixture
    def closed(self, app: FastAPI, opened: Cast) -> Cast:
        """Kåre has deleted his answers, which closed the comparison for all."""
        assert opened.kare.delete("/api/answers").status_code < 300
        return opened

    def test_the_parties_keep_the_report_to_hand_on(self, app: FastAPI, closed: Cast) -> None:
        for person in (closed.marit, closed.kare):
            phone = enter(app, person)
            page = phone.open("/report")
            assert page.path == "/report/process"
            assert CALL.then in page.text
            assert "/report" not in {each.attrs["href"] for each in page.root.all("a")}
            assert person.get("/report/full.pdf").status_code == 410
            assert CALL.then in words(pdf(person, "process"))

    def test_it_does_not_tell_that_they_were(self, app: FastAPI, opened: Cast) -> None:
        """Whom it is handed to should not wonder who took the answers away, and why."""
        before = words(pdf(opened.marit, "process"))
        assert opened.kare.delete("/api/answers").status_code < 300
        assert words(pdf(opened.marit, "process")) == before

    def test_a_facilitators_seat_has_ended(self, app: FastAPI, closed: Cast) -> None:
        for path in PDFS:
            assert closed.fatima.get(path).status_code == 410
        for path in PAGES:
            assert enter(app, closed.fatima).open(path).path not in PAGES


def test_one_seat_cannot_keep_the_machine_busy(make_app: Callable[..., FastAPI]) -> None:
    cast = open_round(gather(make_app(rate_limits=True)))
    codes = [cast.marit.get("/report/process.pdf").status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    assert cast.kare.get("/report/process.pdf").status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_while_one_is_being_made_the_same_pair_waits_and_others_do_not(
    opened: Cast,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
) -> None:
    monkeypatch.setattr(reports.pdf, "PATIENCE", 0.01)
    others = open_round(gather(opened.app, municipality="Lillevik"))
    with reports.pdf.TURNS.taken(opened.opened["id"], 1):
        refused = opened.marit.get("/report/full.pdf", params={"lang": language})
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        page = Page(refused)
        assert page.language == language
        assert translator(language).gettext(TooManyReports.message) in page.text
        assert others.marit.get("/report/full.pdf").status_code == 200
    assert opened.marit.get("/report/full.pdf").status_code == 200
