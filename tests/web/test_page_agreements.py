"""Agreements on their pages: written by one, read by all, confirmed by each from its own seat."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from icalendar import Calendar

from app import agreements, clock, maintenance
from app.agreements import MOST_AGREEMENTS
from app.domain.agreements import Agreement
from app.domain.errors import AgreementsOver, DatesChanged, TooManyAgreements
from app.domain.question_set import Language
from app.i18n import translator
from tests.cast import Cast
from tests.pages import Node, Page, Phone, nb, phone_of
from tests.web.test_conversation import sitting

PASSED = "This day has passed."
LATE = "The check-in should be before the next round."
DELETED = "The answers of this round are deleted on %(day)s: then there is nothing to compare with."

FIELDS = {
    "ending": "agree",
    "statement": "rol-01",
    "when": "en sak haster",
    "then": "ringer vi hverandre",
    "owner": "ordforer",
    "date": "2027-01-08",
}


def in_days(days: int | None) -> str:
    """The ISO date so many days from today; empty for none."""
    return "" if days is None else clock.days_after(clock.today(clock.now()), days)


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """The comparison is open, to Fatima too."""
    for person, status in ((cast.marit, 1), (cast.kare, 5)):
        person.answer_all(status, 5)
        person.hand_in(facilitator_may_read=True)
    return cast


@pytest.fixture
def marit(app: FastAPI, opened: Cast) -> Phone:
    return phone_of(app, opened.marit)


@pytest.fixture
def kare(app: FastAPI, opened: Cast) -> Phone:
    return phone_of(app, opened.kare)


def write(phone: Phone, **fields: str) -> Page:
    """Write an agreement on the form for a topic."""
    form = phone.open("/agreements/new?statement=rol-01&ending=agree").form("/agreements/new")
    wanted: dict[str, Any] = {name: FIELDS[name] for name in FIELDS if name != "ending"}
    return phone.press(form, **(wanted | fields))


def cards(page: Page) -> list[Node]:
    return page.root.all("li", data_agreement=None)


def act(phone: Phone, page: Page, name: str) -> Page:
    """Press a button of the first agreement."""
    agreement = cards(page)[0].attrs["data-agreement"]
    return phone.press(page.form(f"/agreements/{agreement}/{name}"))


@pytest.mark.parametrize(
    ("then", "sentence"),
    [
        ("ringer vi hverandre", "Når en sak haster, ringer vi hverandre"),
        ("ringer hverandre", "Når en sak haster, gjør vi dette: ringer hverandre"),
        ("gjør vi det sammen", "Når en sak haster, gjør vi dette: det sammen"),
        ("alt vi kan", "Når en sak haster, gjør vi dette: alt vi kan"),
    ],
)
def test_it_reads_as_one_sentence_however_it_was_written(
    marit: Phone, then: str, sentence: str
) -> None:
    [card] = cards(write(marit, then=then))
    assert sentence.replace(" ", "") in card.text.replace(" ", "")


def test_what_two_own_together_is_both_of_theirs(marit: Phone) -> None:
    form = marit.open("/agreements/new")
    assert nb("Both") in form.root.one("fieldset", id="owner").text
    write(marit, owner="*")
    assert f"{nb('Both')} · 8. januar 2027" in marit.open("/present").text
    for path in ("/agreements/new", "/agreements", "/present", "/report"):
        text = marit.open(path).text
        assert nb("Both") in text
        assert nb("Everyone together") not in text


def test_from_a_topic_to_an_agreement_that_both_have_confirmed(marit: Phone, kare: Phone) -> None:
    before = marit.open("/agreements")
    topics = [each.attrs["data-open-topic"] for each in before.root.all(data_open_topic=None)]
    assert len(topics) == 3
    page = write(marit, statement=topics[0])
    assert page.path == "/agreements"
    [card] = cards(page)
    assert "en sak haster" in card.text
    assert "ringer vi hverandre" in card.text
    assert "8. januar 2027" in card.text
    left = [each.attrs["data-open-topic"] for each in page.root.all(data_open_topic=None)]
    assert left == topics[1:]
    assert not card.all(data_settled=None)
    page = act(marit, page, "confirm")
    assert not cards(page)[0].all(data_settled=None)
    page = act(kare, kare.open("/agreements"), "confirm")
    assert cards(page)[0].all(data_settled=None)
    assert nb("Everyone has confirmed") in cards(page)[0].text


def test_the_part_that_is_polled_is_the_part_on_the_page(marit: Phone) -> None:
    page = write(marit)
    part = marit.open("/agreements/list")
    assert not part.is_whole
    assert page.root.one(data_poll="/agreements/list").text == part.root.text


def test_the_part_is_not_given_to_a_page_of_another_seat(opened: Cast, marit: Phone) -> None:
    seat = marit.open("/agreements").root.one(data_poll=None).attrs["data-seat"]
    headers = {"x-samspill-seat": seat}
    assert marit.get("/agreements/list", headers=headers).status_code == 200
    marit.hold(opened.kare.token)
    for part in ("/agreements/list", "/agenda/list", "/lobby/parties", "/waiting/parties"):
        assert marit.get(part, headers=headers).status_code == 409


def test_a_second_press_leads_to_the_agreement_that_is_there(marit: Phone, kare: Phone) -> None:
    written = marit.post("/agreements/new", FIELDS)
    for phone in (marit, kare):
        again = phone.post("/agreements/new", FIELDS | {"when": " en sak haster\r\n"})
        assert again.headers["location"] == written.headers["location"]
    assert len(cards(marit.open("/agreements"))) == 1
    marit.post("/agreements/new", FIELDS | {"date": ""})
    assert len(cards(marit.open("/agreements"))) == 2


def test_a_change_says_who_and_when_and_asks_for_a_new_yes(marit: Phone, kare: Phone) -> None:
    page = act(marit, write(marit), "confirm")
    place = f"/agreements/{cards(page)[0].attrs['data-agreement']}"
    form = kare.open(place).form(place)
    changed = kare.press(form, then="møtes vi")
    [card] = cards(changed)
    assert "møtes vi" in card.text
    assert nb("has not confirmed yet") in card.text
    assert nb("has confirmed, %(when)s").split(",")[0] not in card.text
    lines = [each.text for each in card.one("details", class_="edits").all("li")]
    assert lines[0].startswith("Skrevet: Ordfører, ")
    assert lines[1].startswith("Endret: Kommunedirektør, ")


def test_what_another_changed_meanwhile_stands_beside_what_one_wrote(
    marit: Phone, kare: Phone
) -> None:
    page = write(marit)
    place = f"/agreements/{cards(page)[0].attrs['data-agreement']}"
    stale = marit.open(place).form(place)
    other = kare.open(place).form(place)
    kare.press(other, then="møtes vi")
    refused = marit.press(stale, then="sover vi på det")
    assert refused.status == 409
    assert "møtes vi" in refused.text
    assert "sover vi på det" in refused.text
    again = refused.form(place)
    assert "sover vi på det" in cards(marit.press(again))[0].text


def test_a_yes_to_what_reads_otherwise_by_now_is_not_taken(marit: Phone, kare: Phone) -> None:
    write(marit)
    read = kare.open("/agreements")
    place = f"/agreements/{cards(read)[0].attrs['data-agreement']}"
    form = marit.open(place).form(place)
    marit.press(form, then="møtes vi")
    refused = act(kare, read, "confirm")
    assert refused.status == 409
    assert nb("Somebody else has changed this meanwhile. Read it again first.") in refused.text
    assert nb("has confirmed, %(when)s").split(",")[0] not in cards(refused)[0].text


def test_one_that_was_removed_meanwhile_can_be_written_anew(marit: Phone, kare: Phone) -> None:
    page = write(marit)
    place = f"/agreements/{cards(page)[0].attrs['data-agreement']}"
    form = kare.open(place).form(place)
    act(marit, page, "remove")
    refused = kare.press(form, when="en sak haster")
    assert refused.status == 404
    assert nb("This has been removed.") in refused.text
    assert refused.form("/agreements/new").value("owner") == "ordforer"


def test_every_fault_is_told_beside_its_field_and_nothing_is_lost(marit: Phone) -> None:
    answer = marit.post(
        "/agreements/new",
        {
            "ending": "agree",
            "when": " ",
            "then": "x" * 5001,
            "date": "soon",
            "notice": "fred <b>&</b>",
        },
    )
    page = Page(answer)
    assert page.status == 422
    summary = page.root.one(id="faults")
    assert summary.one("strong").text == nb("Something has to be mended before it can be saved.")
    assert len(summary.all("li")) == 4
    assert page.fault("when") == nb("Write which situation this is about.")
    assert page.fault("then") == nb("Use at most %(most)s characters.") % {"most": 5000}
    assert page.fault("owner") == nb("Choose who is responsible.")
    assert page.fault("date") == nb("Write a date such as 2026-12-24.")
    assert "x" * 5001 in page.html
    assert "fred &lt;b&gt;&amp;&lt;/b&gt;" in page.html
    assert cards(marit.open("/agreements")) == []


def test_a_date_that_is_none_is_not_given_back_on_another_seats_page(
    marit: Phone, kare: Phone
) -> None:
    seat = kare.open("/agreements").form("/agreements/dates").value("seat")
    sent = {"seat": seat, "check_in": "soon", "check_in.was": ""}
    assert marit.post("/agreements/dates", sent).status_code == 409


def test_no_form_that_a_browser_lets_one_fill_is_too_large_to_be_given_back(marit: Phone) -> None:
    form = marit.open("/agreements/new").form("/agreements/new")
    texts = [each.attrs["name"] for each in form.controls if each.tag == "textarea"]
    for name in texts:
        # Nothing takes more room on its way for what a browser counts as one character.
        form.fill(**{name: "ह" * int(form.named(name)[0].attrs["maxlength"])})
    refused = marit.press(form, owner="*")
    assert refused.status == 422
    again = refused.form("/agreements/new")
    assert len(texts) == 4
    for name in texts:
        assert refused.fault(name) == nb("Use at most %(most)s characters.", most=5000)
        assert again.value(name) == form.value(name)


@pytest.mark.parametrize("text", ["ש" * 5000, "🏔️ Øy", "آخر\nשורה", "{{ 1 }} %(x)s </textarea>"])
def test_anything_can_be_written(marit: Phone, kare: Phone, text: str) -> None:
    sent = FIELDS | {"notice": text}
    assert marit.post("/agreements/new", sent).status_code == 303
    assert " ".join(text.split()) in kare.open("/agreements").text


def test_three_are_enough_and_more_are_allowed(marit: Phone) -> None:
    for topic in ("rol-01", "rol-02", "rol-03"):
        page = write(marit, statement=topic)
    assert not notices(page)
    page = write(marit, statement="uta-01")
    assert len(cards(page)) == 4
    assert notices(page)


def notices(page: Page) -> list[Node]:
    """Those that are shown as the page comes."""
    found = page.root.all("p", class_="notice")
    return [each for each in found if "hidden" not in each.attrs]


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("agree", ("Remove the agreement", "Yes, this is what we agreed")),
        ("look_into", ("Remove what is written", "Yes, this is how we leave the topic")),
        ("leave", ("Remove what is written", "Yes, this is how we leave the topic")),
    ],
)
def test_what_is_no_agreement_is_not_called_one(
    marit: Phone, ending: str, said: tuple[str, ...]
) -> None:
    marit.post("/agreements/new", FIELDS | {"ending": ending})
    [card] = cards(marit.open("/agreements"))
    buttons = [each.text for each in card.all("button")]
    assert sorted(buttons) == sorted(map(nb, said))
    agreement = card.attrs["data-agreement"]
    gone = marit.post(f"/agreements/{agreement}/confirm", {"version": "1"})
    assert gone.status_code == 409
    assert ("avtale" in card.one("details", class_="remove").text) == (ending == "agree")


@pytest.mark.parametrize("day", ["2020-01-01", "2000-01-01"])
def test_a_first_step_in_the_past_is_taken_and_said(marit: Phone, kare: Phone, day: str) -> None:
    write(marit, date=day)
    [card] = cards(kare.open("/agreements"))
    assert nb("this day has passed") in card.text
    assert marit.open("/present").status == marit.open("/report").status == 200


def test_what_is_written_never_spills_over_our_words(marit: Phone) -> None:
    """A sign that turns the direction of a text is kept, and ends with the text it stands in."""
    turned = "vi \u202e er uenige"
    write(marit, when=f"Når {turned},", then="ringer vi")
    [held] = cards(marit.open("/agreements"))
    new = marit.open(f"/agreements/{held.attrs['data-agreement']}")
    assert new.root.one("textarea", id="when").text.startswith("Når")  # stored as it was written
    for path in ("/agreements", "/present"):
        page = marit.open(path)
        isolated = [each.text for each in page.root.all("span", class_="written", dir="auto")]
        assert turned in isolated, path
        assert "\u202e" not in page.html.replace(f'dir="auto">{turned}</span>', ""), path


def test_leaving_a_topic_needs_no_word(marit: Phone) -> None:
    form = marit.open("/agreements/new?statement=rol-01&ending=leave").form("/agreements/new")
    page = marit.press(form)
    assert nb("We leave it for now") in cards(page)[0].text


class TestDates:
    def test_are_set_for_everyone_and_go_into_calendars(self, marit: Phone, kare: Phone) -> None:
        form = marit.open("/agreements").form("/agreements/dates")
        marit.press(form, check_in="2027-01-20", next_round="2027-08-20")
        page = kare.open("/agreements")
        assert "20. januar 2027" in page.text
        assert "/agreements/check-in.ics" in page.links()
        answer = kare.get("/agreements/check-in.ics")
        assert answer.headers["content-type"].startswith("text/calendar")
        assert "samspill-sor-oyfjord-" in answer.headers["content-disposition"]
        [event] = Calendar.from_ical(answer.content).walk("VEVENT")
        assert "Sør-Øyfjord" in str(event["summary"])  # one person may have several
        assert event.decoded("dtstart") == date(2027, 1, 20)
        assert event.decoded("dtend") == date(2027, 1, 21)
        assert b"\r\n" in answer.content
        assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75

    def test_a_moved_date_moves_the_entry(self, marit: Phone) -> None:
        def entry() -> Any:
            answer = marit.get("/agreements/next-round.ics")
            [event] = Calendar.from_ical(answer.content).walk("VEVENT")
            return event

        form = marit.open("/agreements").form("/agreements/dates")
        marit.press(form, next_round="2027-08-20")
        before = entry()
        form = marit.open("/agreements").form("/agreements/dates")
        marit.press(form, next_round="2027-09-01")
        after = entry()
        assert after["uid"] == before["uid"]
        assert after["sequence"] >= before["sequence"]

    def test_the_entry_tells_nothing_of_what_was_agreed(self, marit: Phone) -> None:
        write(marit)
        form = marit.open("/agreements").form("/agreements/dates")
        marit.press(form, check_in="2027-01-20")
        text = marit.get("/agreements/check-in.ics").text
        assert "haster" not in text
        assert "hverandre" not in text

    def test_a_day_that_has_passed_is_taken_and_said(self, marit: Phone) -> None:
        form = marit.open("/agreements").form("/agreements/dates")
        yesterday = (date.today() - timedelta(days=2)).isoformat()  # noqa: DTZ011 - any zone
        page = marit.press(form, check_in=yesterday)
        assert nb("This day has passed.") in page.text

    def test_what_is_no_date_is_told_and_changes_nothing(self, marit: Phone) -> None:
        form = marit.open("/agreements").form("/agreements/dates")
        marit.press(form, check_in="2027-01-20")
        page = Page(marit.post("/agreements/dates", {"check_in": "neste uke"}))
        assert page.status == 422
        assert page.fault("check_in") == nb("Write a date such as 2026-12-24.")
        assert "20. januar 2027" in marit.open("/agreements").text

    def test_one_that_was_not_sent_stays_and_an_empty_one_is_taken_away(self, marit: Phone) -> None:
        both = {"check_in": "2027-01-20", "next_round": "2027-08-20"}

        def shown(page: Page) -> dict[str, str | None]:
            form = page.form("/agreements/dates")
            return {name: form.value(name) for name in both}

        marit.post("/agreements/dates", both)
        marit.post("/agreements/dates")
        assert shown(marit.open("/agreements")) == both
        refused = Page(marit.post("/agreements/dates", {"check_in": "neste uke"}))
        assert shown(refused) == both | {"check_in": "neste uke"}
        marit.post("/agreements/dates", {"next_round": "", "next_round.was": both["next_round"]})
        assert shown(marit.open("/agreements")) == both | {"next_round": ""}

    def test_one_that_the_other_set_meanwhile_is_not_written_over_unsaid(
        self, marit: Phone, kare: Phone
    ) -> None:
        stale = marit.open("/agreements").form("/agreements/dates")
        kare.press(kare.open("/agreements").form("/agreements/dates"), check_in="2027-01-20")
        refused = marit.press(stale, check_in="2027-02-03", next_round="2027-08-20")
        assert refused.status == 409
        assert nb(DatesChanged.message) in refused.text
        theirs = "Somebody else has set %(day)s. Save again if yours is to stand."
        assert refused.fault("check_in") == nb(theirs, day="20. januar 2027")
        for page in (refused, kare.open("/agreements")):
            assert "3. februar 2027" not in page.text
            assert "20. august 2027" not in page.text
        again = refused.form("/agreements/dates")
        assert (again.value("check_in"), again.value("next_round")) == ("2027-02-03", "2027-08-20")
        assert "3. februar 2027" in marit.press(again).text
        page = kare.open("/agreements")
        assert "3. februar 2027" in page.text
        assert "20. august 2027" in page.text

    def test_two_who_set_one_each_have_both(self, marit: Phone, kare: Phone) -> None:
        stale = marit.open("/agreements").form("/agreements/dates")
        kare.press(kare.open("/agreements").form("/agreements/dates"), check_in="2027-01-20")
        page = marit.press(stale, next_round="2027-08-20")
        assert "20. januar 2027" in page.text
        assert "20. august 2027" in page.text

    def test_one_that_the_other_took_away_meanwhile_is_said(
        self, marit: Phone, kare: Phone
    ) -> None:
        marit.press(marit.open("/agreements").form("/agreements/dates"), check_in="2027-01-20")
        stale = marit.open("/agreements").form("/agreements/dates")
        kare.press(kare.open("/agreements").form("/agreements/dates"), check_in="")
        refused = marit.press(stale, check_in="2027-01-21")
        assert refused.status == 409
        gone = nb("Somebody else has taken it away. Save again if yours is to stand.")
        assert refused.fault("check_in") == gone

    def test_a_mended_date_still_knows_what_its_page_showed(
        self, marit: Phone, kare: Phone
    ) -> None:
        """Kåre's date came between Marit's page and her slip, and she has not seen it."""
        form = marit.open("/agreements").form("/agreements/dates")
        sent = dict(form.fill(check_in="neste uke").sent())
        kare.press(kare.open("/agreements").form("/agreements/dates"), check_in="2027-01-20")
        refused = Page(marit.post("/agreements/dates", sent))
        assert refused.status == 422
        mended = marit.press(refused.form("/agreements/dates"), check_in="2027-02-03")
        assert mended.status == 409

    @pytest.mark.parametrize(
        ("check_in", "next_round", "notes"),
        [
            (50, 190, {}),
            (-1, None, {"check_in": PASSED}),
            (None, -1, {"next_round": PASSED}),
            (190, 190, {"check_in": LATE}),
            (191, 190, {"check_in": LATE}),
            (None, 364, {}),
            (None, 365, {"next_round": DELETED}),
            (401, 400, {"check_in": LATE, "next_round": DELETED}),
        ],
    )
    def test_an_odd_day_may_stand_and_is_told_of(
        self, marit: Phone, check_in: int | None, next_round: int | None, notes: dict[str, str]
    ) -> None:
        """In days from today, on which this round was opened: its answers are kept for 365."""
        form = marit.open("/agreements").form("/agreements/dates")
        page = marit.press(form, check_in=in_days(check_in), next_round=in_days(next_round))
        assert page.status == 200
        told = {}
        for name in ("check_in", "next_round"):
            told_by = page.root.one("input", id=name).attrs["aria-describedby"].split()
            if f"{name}-note" in told_by:
                told[name] = page.root.one(id=f"{name}-note").text
        assert told.keys() == notes.keys()
        for name, note in notes.items():
            assert told[name].startswith(nb(note).partition("%")[0])

    def test_the_next_round_is_offered_while_there_is_something_to_compare(
        self, marit: Phone
    ) -> None:
        """Twelve months from the day a round is opened its answers are gone."""
        last = translator("nb").date(in_days(364))
        assert f" og {last}" in marit.open("/agreements").root.one(id="next_round-help").text

    def test_where_the_answers_are_gone_any_next_round_says_so(
        self, opened: Cast, marit: Phone
    ) -> None:
        assert opened.kare.delete("/api/answers").status_code == 200
        form = marit.open("/agreements").form("/agreements/dates")
        page = marit.press(form, next_round=in_days(190))
        gone = nb("The answers until now are deleted, so there will be nothing to compare with.")
        assert page.root.one(id="next_round-note").text == gone

    @pytest.mark.parametrize("name", ["check-in", "next-round", "wedding"])
    def test_no_date_no_file(self, marit: Phone, name: str) -> None:
        assert marit.get(f"/agreements/{name}.ics").status_code == 404


class TestWhoMay:
    def test_a_facilitator_reads_and_has_nothing_to_press(
        self, app: FastAPI, opened: Cast, marit: Phone
    ) -> None:
        write(marit)
        fatima = phone_of(app, opened.fatima)
        page = fatima.open("/agreements")
        assert len(cards(page)) == 1
        assert [form.action for form in page.forms()] == []
        place = cards(page)[0].attrs["data-agreement"]
        for path in ("/agreements/new", f"/agreements/{place}", f"/agreements/{place}/confirm"):
            assert fatima.post(path, FIELDS | {"version": "1"}).status_code == 403
        assert fatima.get("/agreements/new").status_code == 403

    @pytest.mark.parametrize(
        ("path", "of_parties", "of_facilitators"),
        [
            ("/prepare", "See or change the agenda", "See the agenda"),
            ("/agenda", "Then you talk about this", "Then the parties talk about this"),
            ("/agreements", "What you have agreed", "What the parties have agreed"),
            ("/agreements", "When you meet again", "When the parties meet again"),
            (
                "/agreements",
                "The calendar entry says that you meet, not what you have agreed.",
                "The calendar entry says that the parties meet, not what they have agreed.",
            ),
            (
                "/report",
                "This is the full report, with everybody's answers. It is for you who answered.",
                "This is the full report, with everybody's answers. It is for the parties; you may "
                "read it since they have all said yes.",
            ),
        ],
    )
    def test_a_facilitator_is_not_spoken_to_as_a_party(
        self,
        app: FastAPI,
        opened: Cast,
        marit: Phone,
        path: str,
        of_parties: str,
        of_facilitators: str,
    ) -> None:
        write(marit)
        marit.post("/agreements/dates", {"check_in": "2027-01-20"})
        read = phone_of(app, opened.fatima).open(path).text
        assert nb(of_facilitators) in read
        assert nb(of_parties) not in read
        assert nb(of_parties) in marit.open(path).text

    def test_a_facilitator_whom_not_everyone_let_in_sees_nothing(
        self, app: FastAPI, cast: Cast
    ) -> None:
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in()
        assert phone_of(app, cast.marit).post("/agreements/new", FIELDS).status_code == 303
        fatima = phone_of(app, cast.fatima)
        assert fatima.get("/agreements").headers["location"] == "/seat"
        assert fatima.get("/agreements/check-in.ics").status_code == 403

    def test_strangers_and_outsiders_see_none(
        self, app: FastAPI, marit: Phone, lillevik: Cast
    ) -> None:
        page = write(marit)
        place = cards(page)[0].attrs["data-agreement"]
        assert Phone(app).get("/agreements").status_code == 401
        assert Phone(app).post("/agreements/new", FIELDS).status_code == 401
        for person in (lillevik.marit, lillevik.kare):
            person.answer_all()
            person.hand_in()
        other = phone_of(app, lillevik.marit)
        assert cards(other.open("/agreements")) == []
        assert other.get(f"/agreements/{place}").status_code == 404
        for name in ("confirm", "unconfirm", "remove"):
            answer = other.post(f"/agreements/{place}/{name}", {"version": "1"})
            assert answer.status_code == 404
        assert len(cards(marit.open("/agreements"))) == 1

    def test_not_before_release(self, app: FastAPI, cast: Cast) -> None:
        phone = phone_of(app, cast.marit)
        assert phone.get("/agreements").headers["location"] == "/seat"
        assert phone.post("/agreements/new", FIELDS).status_code == 403
        assert phone.post("/agreements/dates", {"check_in": "2027-01-20"}).status_code == 403

    def test_a_page_of_another_seat_writes_nothing(self, opened: Cast, marit: Phone) -> None:
        assert marit.post("/agreements/new", FIELDS | {"seat": "another"}).status_code == 409
        assert cards(marit.open("/agreements")) == []

    def test_nothing_is_written_from_the_day_they_are_deleted(
        self, app: FastAPI, marit: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It would be gone again at the next deletion, unsaid."""
        page = write(marit)
        place = f"/agreements/{cards(page)[0].attrs['data-agreement']}"
        changing = marit.open(place).form(place).fill(then="sover vi på det")
        writing = marit.open("/agreements/new").form("/agreements/new")
        writing.fill(when="vi er uenige", then="tar vi en prat", owner="*")
        dates = page.form("/agreements/dates").fill(check_in="2029-01-20")
        confirming = page.form(f"{place}/confirm")
        then = time.time_ns() + 730 * 86_400 * 10**9
        monkeypatch.setattr(time, "time_ns", lambda: then)
        for form in (changing, writing, dates, confirming):
            refused = marit.press(form)
            assert refused.status == 409, form.action
            assert nb(AgreementsOver.message) in refused.text, form.action
        given_back = [each.text for each in marit.press(writing).main.all("textarea")]
        assert given_back == ["vi er uenige", "tar vi en prat"]
        page = marit.open("/agreements")
        assert nb(AgreementsOver.message) in page.text
        assert len(cards(page)) == 1
        assert "sover vi på det" not in page.text
        assert page.main.all("form") == []
        assert "/agreements/new" not in page.links()
        assert marit.get("/agreements/new").status_code == 409
        with app.state.parts.store.writing() as session:
            assert maintenance.purge(session, clock.now()).agreements == 1

    def test_they_stay_when_the_answers_are_deleted(
        self, app: FastAPI, opened: Cast, marit: Phone, kare: Phone
    ) -> None:
        write(marit)
        assert opened.kare.delete("/api/answers").status_code == 200
        page = kare.open("/waiting")
        assert "/agreements" in page.links()
        page = marit.open("/agreements")
        assert len(cards(page)) == 1
        assert not page.root.all(data_open_topic=None)
        assert cards(act(marit, page, "confirm"))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_there_may_be_far_more_than_are_wise_but_not_without_end(
    app: FastAPI, opened: Cast, language: Language
) -> None:
    with sitting(app, opened.marit) as (session, holder, question_set):
        for number in range(MOST_AGREEMENTS):
            agreement = Agreement("leave", "rol-01", then=f"Vi lar det ligge, {number}")
            agreements.add(session, holder, question_set, agreement, clock.now())
    marit = phone_of(app, opened.marit)
    marit.open(f"/seat?lang={language}")
    refused = write(marit, then="noe vi ikke vil skrive en gang til")
    assert refused.status == 409
    t = translator(language)
    assert t.gettext(TooManyAgreements.message, most=MOST_AGREEMENTS) in refused.text
    assert refused.form("/agreements/new").value("then") == "noe vi ikke vil skrive en gang til"
    overview = marit.open("/agreements")
    assert len(cards(overview)) == MOST_AGREEMENTS
    removal = next(form for form in overview.forms() if form.action.endswith("/remove"))
    marit.press(removal)
    marit.press(refused.form("/agreements/new"))
    assert "noe vi ikke vil skrive en gang til" in marit.open("/agreements").text
