"""The next round: opened by either party, on the same seats and links, beside what was before."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from app import clock, maintenance
from app.domain.errors import (
    AgreementsForgotten,
    FacilitatorEnded,
    ReviewChanged,
    RoundOver,
)
from app.i18n import translator
from app.models import Round
from app.settings import Settings
from app.web import access
from tests.cast import Cast, Person, gather, last_segment, tap
from tests.comparing import document, published
from tests.pages import Page, Phone, nb, phone_of
from tests.pdfs import overprinted, pages, words
from tests.web.conftest import Editor

OPEN_TO_HER = (
    "%(num)s statement in it can be compared with earlier answers that are open to the "
    "facilitator.",
    "%(num)s statements in it can be compared with earlier answers that are open to the "
    "facilitator.",
)
IF_ANY = (
    "On %(num)s statement earlier answers, if any, are not open to the facilitator.",
    "On %(num)s statements earlier answers, if any, are not open to the facilitator.",
)
NOT_HERE = (
    "%(num)s statement is not compared with earlier rounds here.",
    "%(num)s statements are not compared with earlier rounds here.",
)
NONE_AGREED = "There are no agreements from last time to follow up."
KEPT_BACK = "Agreements from earlier rounds are not open to the facilitator."
ANSWERS_DELETED = (
    "The answers of an earlier round are deleted, and with them who let the facilitator in. "
    "So agreements from then are not shown to the facilitator."
)
AGREED = {"ending": "agree", "when": "en sak haster", "then": "ringer vi", "owner": "*"}


COMPARABLE = (
    "%(num)s statement in it can be compared with earlier answers.",
    "%(num)s statements in it can be compared with earlier answers.",
)
NEW = (
    "%(num)s statement is new, or has a new meaning.",
    "%(num)s statements are new, or have a new meaning.",
)
NOT_ASKED = (
    "%(num)s statement was not asked in the rounds that can still be read.",
    "%(num)s statements were not asked in the rounds that can still be read.",
)
NO_STEP = (
    "On %(num)s statement nobody chose a step when it was last asked.",
    "On %(num)s statements nobody chose a step when they were last asked.",
)


LEFT_OUT = "Rounds that are not open to the facilitator, and those before them, are left out."
WITHHELD = (
    "%(num)s statement cannot be compared: earlier answers are not open to the facilitator.",
    "%(num)s statements cannot be compared: earlier answers are not open to the facilitator.",
)


def counted(sentence: tuple[str, str], count: int) -> str:
    """A counting sentence in bokmål."""
    return translator("nb").ngettext(*sentence, count) % {"num": count}


def talk_and_agree(cast: Cast, **agreement: str) -> None:
    """Both have answered, the comparison is open to Fatima too, and one thing is agreed."""
    for person, status in ((cast.marit, 2), (cast.kare, 4)):
        person.answer_all(status, 4)
        person.hand_in(facilitator_may_read=True)
    fields = AGREED | {"statement": "rol-01"} | agreement
    written = cast.marit.post("/agreements/new", data=fields, follow_redirects=False)
    assert written.status_code == 303, written.text


def keep_and_hand_in(cast: Cast) -> None:
    """Both say that everything was kept, answer and hand in."""
    for person in (cast.marit, cast.kare):
        review(person, "kept")
        person.answer_all()
        person.hand_in()


def open_next(person: Person, **fields: str) -> Any:
    """Send the form that opens the next round."""
    answer = person.post("/next", data={"kind": "full"} | fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer


def round_of(person: Person) -> int:
    number: int = person.get("/api/seat").json()["round"]
    return number


@pytest.fixture
def talked(cast: Cast) -> Cast:
    talk_and_agree(cast)
    return cast


@pytest.fixture
def second(talked: Cast) -> Cast:
    """The second round has just been opened by Kåre."""
    open_next(talked.kare)
    return talked


def review(person: Person, verdict: str, line: str = "") -> Any:
    """Say how the only agreement went."""
    page = Page(person.get("/last-time"))
    [agreement] = [each.attrs["data-review"] for each in page.root.all(data_review=None)]
    said = {f"{agreement}.verdict": verdict, f"{agreement}.line": line}
    said = dict(page.form("/last-time").sent()) | said
    return person.post("/last-time", data=said, follow_redirects=False)


class TestOpening:
    def test_either_party_opens_it_and_both_are_in_it_with_their_own_links(
        self, app: FastAPI, talked: Cast
    ) -> None:
        marit = phone_of(app, talked.marit)
        page = marit.open("/next")
        assert (
            translator("nb").ngettext(
                "The whole set: %(num)s statement", "The whole set: %(num)s statements", 25
            )
            % {"num": 25}
            in page.text
        )
        marit.press(page.form("/next"), kind="full", sure=True)
        for person in (talked.marit, talked.kare):
            told = person.get("/api/seat").json()
            assert (told["round"], told["state"], told["answered"]) == (2, "answering", 0)
            assert person.get("/api/answers").json() == {"answers": {}}
        talked.kare.answer_all(5, 5)
        assert talked.kare.get("/api/seat").json()["answered"] == 25
        assert talked.marit.get("/api/seat").json()["answered"] == 0

    def test_a_second_press_leads_to_the_one_that_is_open(self, talked: Cast) -> None:
        open_next(talked.marit)
        assert open_next(talked.kare).headers["location"] == "/seat"
        assert round_of(talked.kare) == 2

    def test_a_page_from_before_it_opens_no_third(self, app: FastAPI, talked: Cast) -> None:
        kare = phone_of(app, talked.kare)
        page = kare.open("/next")
        open_next(talked.marit)
        for person in (talked.marit, talked.kare):
            person.answer_all()
            person.hand_in()
        kare.press(page.form("/next"), sure=True)
        assert round_of(talked.kare) == 2

    def test_it_is_asked_first_whether_this_one_is_over(self, app: FastAPI, talked: Cast) -> None:
        marit = phone_of(app, talked.marit)
        page = marit.press(marit.open("/next").form("/next"), kind="pulse", facilitator=True)
        assert page.status == 422
        told = "Tick that you are done with round %(number)s. A new round cannot be undone."
        assert nb(told, number=1) in page.text
        assert page.root.one("input", id="sure").attrs["aria-describedby"] == "sure-error"
        form = page.form("/next")
        assert (form.value("kind"), form.value("facilitator")) == ("pulse", "1")
        assert round_of(talked.marit) == 1
        marit.press(form, sure=True)
        assert round_of(talked.marit) == 2

    def test_another_seats_page_is_refused_ticked_or_not(self, app: FastAPI, talked: Cast) -> None:
        form = phone_of(app, talked.kare).open("/next").form("/next")
        assert phone_of(app, talked.marit).press(form).status == 409

    def test_a_page_that_was_not_ticked_leads_to_the_one_that_is_open(
        self, app: FastAPI, talked: Cast
    ) -> None:
        kare = phone_of(app, talked.kare)
        form = kare.open("/next").form("/next")
        open_next(talked.marit)
        assert kare.press(form).path == "/welcome"

    def test_a_pulse_asks_only_what_was_talked_about(self, app: FastAPI, talked: Cast) -> None:
        agenda = talked.marit.get("/api/comparison").json()["agenda"]["topics"]
        open_next(talked.marit, kind="pulse")
        asked = [*sorted({*agenda, "rol-01"})]
        page = phone_of(app, talked.kare).open("/answer")
        shown = [each.attrs["data-statement"] for each in page.root.all(data_statement=None)]
        assert sorted(shown) == asked
        assert talked.kare.get("/api/seat").json()["statements"] == len(asked)
        other = next(each for each in ("uta-02", "run-03") if each not in asked)
        assert talked.kare.save(tap(other, status=3)).status_code == 404
        for person in (talked.marit, talked.kare):
            person.save(*(tap(each, status=3, ambition=3) for each in asked))
            person.hand_in()
        compared = talked.marit.get("/api/comparison").json()
        assert [each["id"] for each in compared["statements"]] == shown

    def test_a_pulse_needs_something_that_was_talked_about(self, cast: Cast) -> None:
        for person in (cast.marit, cast.kare):
            person.hand_in(anyway=True)
        page = Page(cast.marit.get("/next"))
        assert "pulse" not in page.form("/next").offers("kind")
        refused = cast.marit.post("/next", data={"kind": "pulse"})
        assert refused.status_code == 422
        assert Page(refused).form("/next").value("kind") == "full"
        assert nb("There is nothing to ask about again. Choose all statements.") in refused.text
        assert round_of(cast.marit) == 1

    def test_a_round_whose_answers_are_deleted_can_be_followed(self, talked: Cast) -> None:
        assert nb("The comparison then shows what has changed.") in talked.marit.get("/next").text
        talked.marit.delete("/api/answers")
        assert "/next" in Page(talked.marit.get("/waiting")).links()
        text = Page(talked.marit.get("/next")).text
        assert nb("The comparison then shows what has changed.") not in text
        nothing = "The answers until now are deleted, so there will be nothing to compare with."
        assert nb(nothing) in text
        open_next(talked.marit)
        assert round_of(talked.kare) == 2

    def test_says_how_much_of_it_can_be_compared(self, talked: Cast) -> None:
        """After a short round the whole set reaches back to the first, while that can be read."""
        every = nb("Every statement in it can be compared with earlier answers.")
        assert every in Page(talked.marit.get("/next")).text
        open_next(talked.marit, kind="pulse")
        asked = talked.marit.get("/api/seat").json()["statements"]
        for person in (talked.marit, talked.kare):
            person.hand_in(anyway=True)
        page = Page(talked.kare.get("/next")).text
        assert f"{counted(COMPARABLE, 25 - asked)} {counted(NO_STEP, asked)}" in page
        talked.marit.post("/rounds/1/erase", data={"confirm": "1"})
        page = Page(talked.kare.get("/next")).text
        nothing = nb("Nothing in it can be compared with earlier answers.")
        assert f"{nothing} {counted(NOT_ASKED, 25 - asked)} {counted(NO_STEP, asked)}" in page
        assert nb("The comparison then shows what has changed.") not in page

    @pytest.mark.parametrize("state", ["new", "one handed in", "ready"])
    def test_not_before_the_comparison_has_been_open(self, app: FastAPI, state: str) -> None:
        cast = gather(app, release="both")
        for person in (cast.marit, cast.kare):
            person.get("/api/seat")
        if state != "new":
            cast.marit.hand_in(anyway=True)
        if state == "ready":
            cast.kare.hand_in(anyway=True)
        looked = cast.marit.get("/next", follow_redirects=False)
        assert (looked.status_code, looked.headers["location"]) == (303, "/seat")
        open_next(cast.marit)
        assert round_of(cast.marit) == 1

    def test_a_facilitator_reads_of_it_but_has_nothing_to_open(self, talked: Cast) -> None:
        read = Page(talked.fatima.get("/next"))
        assert (
            nb("Your seat ends with this round. They can invite you to the next one.") in read.text
        )
        for topic in talked.fatima.get("/api/comparison").json()["agenda"]["topics"]:
            assert published().by_id[topic].text["nb"] in read.text
        assert all(form.action != "/next" for form in read.forms())
        assert Page(talked.marit.get("/next")).form("/next").offers("kind") == ["full", "pulse"]
        assert talked.fatima.post("/next", data={"kind": "full"}).status_code == 403
        assert round_of(talked.marit) == 1

    def test_is_nothing_for_strangers_or_other_dialogues(
        self, phone: Phone, talked: Cast, lillevik: Cast
    ) -> None:
        assert phone.get("/next").status_code == 401
        assert phone.post("/next", {"kind": "full"}).status_code == 401
        lillevik.marit.post("/next", data={"kind": "full"})
        assert round_of(talked.marit) == 1

    def test_another_seats_page_opens_nothing(self, app: FastAPI, talked: Cast) -> None:
        page = phone_of(app, talked.kare).open("/next")
        sent = talked.marit.post("/next", data=dict(page.form("/next").fill(sure=True).sent()))
        assert sent.status_code == 409
        assert round_of(talked.marit) == 1

    def test_a_facilitator_who_may_not_read_sees_nothing_of_it(self, cast: Cast) -> None:
        for person in (cast.marit, cast.kare):
            person.answer_all()
        cast.marit.hand_in(facilitator_may_read=True)
        cast.kare.hand_in()
        assert cast.fatima.get("/next").status_code == 403
        assert "/next" not in Page(cast.fatima.get("/waiting")).links()

    def test_invites_the_facilitator_anew_when_asked(self, app: FastAPI, talked: Cast) -> None:
        old = talked.fatima
        marit = phone_of(app, talked.marit)
        page = marit.press(
            marit.open("/next").form("/next"), kind="full", facilitator=True, sure=True
        )
        link = page.root.one("input", readonly=None).attrs["value"]
        assert old.get("/api/seat").status_code == 401
        gone = Page(old.get("/seat"))
        assert (gone.status, old.get("/api/seat").json()["code"]) == (401, "unknown-credential")
        assert nb(FacilitatorEnded.message) in gone.text  # not as if it had never worked
        fatima = Person(talked.marit.client, "facilitator", last_segment(link)).claim()
        told = fatima.get("/api/seat").json()
        assert (told["round"], told["answered"]) == (2, None)
        assert fatima.get("/rounds/1/comparison").status_code == 403
        assert fatima.get("/rounds").status_code == 403

    def test_a_dialogue_without_a_facilitator_can_get_one(self, app: FastAPI) -> None:
        cast = gather(app)
        talk_and_agree(cast)
        answer = open_next(cast.marit, facilitator="1")
        assert answer.headers["location"] == "/opened"
        cast.marit.client.cookies.clear()
        assert Page(cast.kare.get("/review")).form("/hand-in").named("facilitator_may_read")

    def test_without_the_facilitator_who_was_to_open_it_every_party_asks(
        self, app: FastAPI
    ) -> None:
        cast = gather(app, release="facilitator")
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in()
        cast.fatima.post("/api/release")
        open_next(cast.marit)
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in()
        assert "facilitator_may_read" not in Page(cast.marit.get("/seat")).text
        assert cast.marit.post("/api/release").json() == {"state": "ready"}
        assert cast.kare.post("/api/release").json() == {"state": "released"}


class TestSeats:
    def test_a_page_of_the_round_before_changes_nothing(self, app: FastAPI, talked: Cast) -> None:
        cast = gather(app, municipality="Lillevik")
        marit = phone_of(app, cast.marit)
        late = marit.open("/answer")
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in()
        open_next(cast.kare)
        form = late.form("/answer").fill(**{"rol-01.status": "1"})
        refused = marit.post("/answer", form.sent())
        assert refused.status_code == 409
        assert nb(RoundOver.message) in Page(refused).text
        assert cast.marit.get("/api/answers").json() == {"answers": {}}
        tapped = cast.marit.call(
            "PATCH",
            "/api/answers",
            json={"answers": [tap("rol-01", status=1)]},
            headers={"x-samspill-seat": form.value("seat") or ""},
        )
        assert (tapped.status_code, tapped.json()["code"]) == (409, "round-over")

    def test_looking_writes_nothing(self, app: FastAPI, settings: Settings, second: Cast) -> None:
        before = rows_of(app)
        for path in ("/seat", "/welcome", "/last-time", "/answer", "/review", "/answer/now"):
            assert second.marit.get(path).status_code == 200
        assert rows_of(app) == before

    def test_a_new_link_keeps_what_a_device_has_not_sent(self, second: Cast) -> None:
        """The key on the device is the sheet's first, also of a sheet nobody has written in."""
        key = device_key(second.marit)
        new = second.marit.post("/api/seat/replace").json()
        second.marit.token = last_segment(new["link"])
        assert device_key(second.marit) == key
        second.marit.answer_all()
        assert device_key(second.marit) == key

    def test_each_seat_and_round_has_a_device_key_of_its_own(self, talked: Cast) -> None:
        keys = [device_key(person) for person in (talked.marit, talked.kare)]
        open_next(talked.marit)
        keys += [device_key(person) for person in (talked.marit, talked.kare)]
        assert None not in keys
        assert len(set(keys)) == 4

    def test_a_lost_seat_is_invited_anew_in_a_later_round(self, second: Cast) -> None:
        second.kare.answer_all(1, 1)
        made = second.marit.post("/api/seats/kommunedirektor/invite").json()
        taken = Person(second.marit.client, "kommunedirektor", last_segment(made["link"])).claim()
        assert taken.get("/api/answers").json() == {"answers": {}}
        taken.answer_all(3, 3)
        assert taken.get("/rounds/1/comparison").status_code == 200

    def test_only_who_had_the_seat_before_is_told_that_it_is_the_same(
        self, app: FastAPI, second: Cast
    ) -> None:
        round_two = nb("This is round %(number)s, opened on %(day)s.", number=2, day="|")
        same = nb("Your seat and your link are the same as before.")
        welcome = phone_of(app, second.marit).open("/welcome").text
        assert round_two.partition("|")[0] in welcome
        assert same in welcome
        made = second.marit.post("/api/seats/kommunedirektor/invite").json()
        taker = Phone(app)
        welcome = taker.press(taker.enter(last_segment(made["link"])).form("/claim")).text
        assert round_two.partition("|")[0] in welcome
        assert same not in welcome

    def test_there_is_a_message_to_the_others_from_the_second_on(
        self, app: FastAPI, talked: Cast
    ) -> None:
        assert nb("Do the others know?") not in phone_of(app, talked.marit).open("/welcome").text
        open_next(talked.marit)
        page = phone_of(app, talked.marit).open("/welcome")
        message = page.root.one("textarea", id="tell-others").text
        assert "Runde 2" in message
        assert "Sør-Øyfjord" in message
        for person in (talked.marit, talked.kare):
            assert person.token not in message
        [sent, *_] = [link for link in page.links() if link.startswith("sms:") and "2" in link]
        assert " ".join(unquote(sent.partition("body=")[2]).split()) == message

    def test_a_facilitator_may_invite_no_party_once_anything_was_open(self, second: Cast) -> None:
        made = second.marit.post("/api/seats/facilitator/invite").json()
        fatima = Person(second.marit.client, "facilitator", last_segment(made["link"])).claim()
        assert fatima.post("/api/seats/kommunedirektor/invite").status_code == 403

    def test_taking_back_and_deleting_work_as_in_the_first(self, second: Cast) -> None:
        review(second.marit, "kept", "hver gang")
        second.marit.answer_all(3, 5)
        second.marit.hand_in()
        assert second.marit.delete("/api/hand-in").status_code == 200
        assert "hver gang" in second.marit.get("/last-time").text
        assert second.marit.get("/api/seat").json()["answered"] == 25
        second.marit.delete("/api/answers")
        assert "hver gang" not in second.marit.get("/last-time").text
        assert second.marit.get("/api/answers").json() == {"answers": {}}


def rows_of(app: FastAPI) -> Any:
    """How many rows each table has."""
    from sqlalchemy import func, select
    from sqlmodel import SQLModel

    with app.state.parts.store.reading() as session:
        return {
            name: session.connection().execute(select(func.count()).select_from(table)).scalar()
            for name, table in SQLModel.metadata.tables.items()
        }


def device_key(person: Person) -> str | None:
    """The cookie that opens what the device keeps, as the answering page sets it."""
    client = person.client
    client.cookies.clear()
    answer = person.get("/answer/now")
    found = re.search(r"samspill-device=([^;]*)", answer.headers.get("set-cookie", ""))
    client.cookies.clear()
    return found.group(1).strip('"') or None if found else None


class TestLastTime:
    def test_comes_before_the_first_answer_and_is_seen_side_by_side_when_it_opens(
        self, app: FastAPI, second: Cast
    ) -> None:
        marit = phone_of(app, second.marit)
        welcome = marit.open("/seat")
        assert "/last-time" in welcome.links()
        page = marit.open("/last-time")
        assert "en sak haster" in page.text
        [agreement] = [each.attrs["data-review"] for each in page.root.all(data_review=None)]
        form = page.form("/last-time").fill(
            **{f"{agreement}.verdict": "partly", f"{agreement}.line": "To av tre\nganger"}
        )
        assert marit.press(form).title == marit.open("/answer").title
        assert "/last-time" not in marit.open("/welcome").links()
        assert "To av tre ganger" in str(
            marit.open("/last-time").root.one("input", id=f"{agreement}-line").attrs
        )
        assert review(second.kare, "not").headers["location"] == "/answer"
        for person in (second.marit, second.kare):
            person.answer_all()
            assert "To av tre" not in second.kare.get("/review").text
            person.hand_in()
        for path in ("/comparison", "/report", "/present"):
            text = Page(second.kare.get(path)).root.text
            assert "To av tre ganger" in text, path
            assert nb("Partly kept") in text, path
            assert nb("Not kept") in text, path
        process = Page(second.kare.get("/report/process")).root.text
        assert "To av tre" not in process
        assert nb("Partly kept") not in process

    def test_looking_over_tells_how_many_are_spoken_of(self, talked: Cast) -> None:
        for fields in (AGREED, {"ending": "look_into", "then": "Hva koster det?", "owner": "*"}):
            talked.marit.post("/agreements/new", data=fields | {"statement": "rol-02"})
        open_next(talked.kare)
        page = Page(talked.marit.get("/last-time"))
        first, second, third = (
            each.attrs["data-review"] for each in page.root.all("li", data_review=None)
        )

        def told(**said: str) -> str:
            """What looking over says once this is said."""
            talked.marit.post("/last-time", data=said)
            looked = Page(talked.marit.get("/review"))
            assert "/last-time" in looked.links()
            return looked.text

        none = nb("You have not said how the last agreements went. You can hand in without it.")
        some = "You have said how %(said)s of the %(total)s agreements from last time went."
        every = nb("You have said how the last agreements went.")
        assert none in Page(talked.marit.get("/review")).text
        assert none in told()
        text = told(**{f"{first}.verdict": "kept"})
        assert nb(some, said=1, total=3) in text
        assert every not in text
        # A line is a word on it too.
        said = {f"{first}.verdict": "kept", f"{second}.line": "Kom aldri så langt"}
        assert nb(some, said=2, total=3) in told(**said)
        assert every in told(**said, **{f"{third}.verdict": "not"})

    def test_may_be_passed_over(self, second: Cast) -> None:
        page = Page(second.marit.get("/last-time"))
        assert "/answer" in page.links()
        second.marit.post("/last-time", data={}, follow_redirects=False)
        assert "/last-time" not in Page(second.marit.get("/welcome")).links()
        second.marit.answer_all()
        second.marit.hand_in()
        second.kare.answer_all()
        second.kare.hand_in()
        assert nb("Not answered") in Page(second.kare.get("/comparison")).text

    def test_a_line_too_long_comes_back_with_what_was_written(self, second: Cast) -> None:
        refused = review(second.marit, "kept", "æ" * 201)
        assert refused.status_code == 422
        page = Page(refused)
        assert nb("Use at most %(most)s characters.", most=200) in page.text
        assert "æ" * 201 in refused.text
        assert second.marit.get("/last-time").text.count("æ" * 201) == 0

    def test_any_text_and_any_choice_is_taken_or_answered(self, second: Cast) -> None:
        for verdict, line in (("maybe", "\u202eab\x00<b>"), ("", "👩‍👩‍👧" * 40), ("kept", "ابت")):
            assert review(second.marit, verdict, line).status_code in {303, 422}
        assert "ابت" in second.marit.get("/last-time").text

    def test_what_the_other_device_said_meanwhile_stands_beside_what_one_wrote(
        self, app: FastAPI, second: Cast
    ) -> None:
        phone, tablet = (phone_of(app, second.marit) for _ in range(2))
        stale = phone.open("/last-time")
        [agreement] = [each.attrs["data-review"] for each in stale.root.all(data_review=None)]
        verdict, line = f"{agreement}.verdict", f"{agreement}.line"
        form = tablet.open("/last-time").form("/last-time")
        tablet.press(form.fill(**{verdict: "kept", line: "hver gang"}))
        form = stale.form("/last-time")
        refused = phone.press(form.fill(**{verdict: "not", line: "for travelt"}))
        assert refused.status == 409
        assert nb(ReviewChanged.message) in refused.text
        told = nb("Saved meanwhile: %(said)s", said=f"{nb('Kept')}. hver gang")
        assert refused.root.one(id=f"{agreement}-error").text == told
        assert (
            "hver gang" in phone.open("/last-time").root.one(id=f"{agreement}-line").attrs["value"]
        )
        again = refused.form("/last-time")
        assert (again.value(verdict), again.value(line)) == ("not", "for travelt")
        assert phone.press(again).path == "/answer"
        assert "for travelt" in second.marit.get("/last-time").text

    def test_what_one_device_left_as_it_was_takes_nothing_away(
        self, app: FastAPI, talked: Cast
    ) -> None:
        talked.marit.post("/agreements/new", data=AGREED | {"then": "skriver vi"})
        open_next(talked.kare)
        phone, tablet = (phone_of(app, talked.marit) for _ in range(2))
        stale = phone.open("/last-time")
        one, other = (each.attrs["data-review"] for each in stale.root.all(data_review=None))
        form = tablet.open("/last-time").form("/last-time")
        tablet.press(form.fill(**{f"{one}.verdict": "kept", f"{one}.line": "hver gang"}))
        phone.press(stale.form("/last-time").fill(**{f"{other}.line": "aldri"}))
        now = phone.open("/last-time").form("/last-time")
        assert (now.value(f"{one}.verdict"), now.value(f"{one}.line")) == ("kept", "hver gang")
        assert now.value(f"{other}.line") == "aldri"

    def test_words_on_what_was_deleted_while_they_were_written_are_given_back(
        self, app: FastAPI, second: Cast
    ) -> None:
        marit = phone_of(app, second.marit)
        page = marit.open("/last-time")
        empty = marit.open("/last-time").form("/last-time")
        [agreement] = [each.attrs["data-review"] for each in page.root.all(data_review=None)]
        with app.state.parts.store.writing() as session:
            round_ = session.exec(select(Round).where(Round.number == 1)).one()
            round_.agreements_delete_on = clock.today(clock.now())
            session.add(round_)
            session.flush()
            assert maintenance.purge(session, clock.now()).agreements == 1
        form = page.form("/last-time").fill(**{f"{agreement}.line": "for travelt"})
        refused = marit.press(form)
        assert refused.status == 404
        assert nb(AgreementsForgotten.message) in refused.text
        assert refused.main.one("textarea").text == "for travelt"
        assert "/seat" in refused.links()
        assert marit.press(empty).path == "/answer"

    def test_deleted_between_a_refusal_and_its_page_they_are_given_back_too(
        self, app: FastAPI, second: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        marit = phone_of(app, second.marit)
        page = marit.open("/last-time")
        [agreement] = [each.attrs["data-review"] for each in page.root.all(data_review=None)]
        reading = access.reading

        def purged_first(request: Any) -> Any:
            with app.state.parts.store.writing() as session:
                for round_ in session.exec(select(Round)):
                    round_.agreements_delete_on = clock.today(clock.now())
                session.flush()
                maintenance.purge(session, clock.now())
            return reading(request)

        monkeypatch.setattr(access, "reading", purged_first)
        words = "for travelt " * 100
        refused = marit.press(page.form("/last-time").fill(**{f"{agreement}.line": words}))
        assert refused.status == 404
        assert nb(AgreementsForgotten.message) in refused.text
        assert refused.main.one("textarea").text.strip() == words.strip()

    def test_too_late_once_handed_in(self, second: Cast) -> None:
        second.marit.hand_in(anyway=True)
        late = second.marit.post("/last-time", data={}, follow_redirects=False)
        assert (late.status_code, late.headers["location"]) == (303, "/waiting")
        assert second.marit.get("/last-time", follow_redirects=False).status_code == 303

    def test_a_seat_that_changed_hands_after_handing_in_is_welcomed(
        self, app: FastAPI, second: Cast
    ) -> None:
        review(second.marit, "kept")
        second.marit.answer_all()
        second.marit.hand_in()
        invited = second.kare.post("/api/seats/ordforer/invite").json()
        taker = Phone(app)
        claim = taker.enter(last_segment(invited["link"]))
        welcome = taker.press(claim.form("/claim"))
        assert (welcome.status, welcome.path) == (200, "/welcome")
        assert "/last-time" not in welcome.links()

    def test_is_nothing_for_a_facilitator_or_a_stranger(self, phone: Phone, second: Cast) -> None:
        made = second.marit.post("/api/seats/facilitator/invite").json()
        fatima = Person(second.marit.client, "facilitator", last_segment(made["link"])).claim()
        assert "en sak haster" not in fatima.get("/last-time").text
        assert fatima.post("/last-time", data={}).status_code == 403
        assert phone.get("/last-time").status_code == 401

    def test_what_was_said_and_deleted_comes_back_with_no_backup(
        self, app: FastAPI, settings: Settings, second: Cast, tmp_path: Path
    ) -> None:
        review(second.marit, "not", "for travelt")
        store = app.state.parts.store
        maintenance.backup(store, tmp_path / "copy.sqlite3")
        second.marit.delete("/api/answers")
        store.close()
        maintenance.restore(settings, tmp_path / "copy.sqlite3", clock.now())
        assert "for travelt" not in second.marit.get("/last-time").text
        assert "for travelt" not in second.marit.get("/review").text
        assert review(second.marit, "kept").headers["location"] == "/answer"

    def test_without_agreements_there_is_nothing_to_say(self, cast: Cast) -> None:
        talk_and_agree(cast, ending="leave")
        open_next(cast.marit)
        there = cast.marit.get("/last-time", follow_redirects=False)
        assert there.headers["location"] == "/answer"
        assert "/last-time" not in Page(cast.marit.get("/welcome")).links()

    def test_reaches_back_over_a_round_that_ended_in_nothing(self, second: Cast) -> None:
        for person in (second.marit, second.kare):
            person.answer_all()
            person.hand_in()
        open_next(second.marit)
        assert "en sak haster" in Page(second.kare.get("/last-time")).text

    def test_what_a_round_looks_back_on_is_settled_when_it_is_opened(
        self, app: FastAPI, second: Cast
    ) -> None:
        """Answers deleted since bring nothing back into it, nor into an open comparison."""
        keep_and_hand_in(second)
        open_next(second.marit)
        second.marit.post("/rounds/2/erase", data={"confirm": "1"})
        for person in (second.marit, second.kare):
            assert person.get("/last-time", follow_redirects=False).is_redirect
            person.answer_all()
            person.hand_in()
        for path in ("/comparison", "/present", "/report"):
            text = Page(second.kare.get(path)).root.text
            assert "en sak haster" not in text, path
            assert nb("Not answered") not in text, path
        open_next(second.marit)  # nothing says any more that it was kept
        assert "en sak haster" in second.marit.get("/last-time").text

    def test_how_much_a_round_looks_back_on_cannot_be_told_at_rest(
        self, app: FastAPI, second: Cast
    ) -> None:
        """Fewer would say that something was kept."""
        keep_and_hand_in(second)
        open_next(second.marit)
        with app.state.parts.store.reading() as session:
            [asked, none] = session.exec(
                select(Round.looks_back_box)
                .where(col(Round.number) > 1)
                .order_by(col(Round.number))
            ).all()
        assert len(asked) == len(none) > 2000

    def test_what_everyone_has_kept_is_not_asked_about_again(
        self, app: FastAPI, second: Cast
    ) -> None:
        keep_and_hand_in(second)
        assert nb("Kept") in Page(second.kare.get("/comparison")).text
        first = nb("First each says how the last agreements went, and then answers.")
        assert first not in phone_of(app, second.marit).open("/next").text
        open_next(second.marit)
        for person in (second.marit, second.kare):
            there = person.get("/last-time", follow_redirects=False)
            assert there.headers["location"] == "/answer"
            assert "/last-time" not in Page(person.get("/welcome")).links()
            person.answer_all()
            person.hand_in()
        for path in ("/comparison", "/present", "/report"):
            text = Page(second.kare.get(path)).root.text
            assert nb("Since last time") in text, path
            assert "en sak haster" not in text, path
            assert nb("Not answered") not in text, path
            assert nb(NONE_AGREED) in text, path
        assert nb("Kept") in Page(second.kare.get("/rounds/2/comparison")).text

    def test_a_facilitator_is_shown_no_more_of_it_than_the_parties_are(
        self, app: FastAPI, second: Cast
    ) -> None:
        keep_and_hand_in(second)
        open_next(second.marit)
        made = second.marit.post("/api/seats/facilitator/invite").json()
        fatima = Person(second.marit.client, "facilitator", last_segment(made["link"])).claim()
        for person in (second.marit, second.kare):
            person.answer_all()
            person.hand_in(facilitator_may_read=True)
        for person in (fatima, second.marit):
            text = Page(person.get("/comparison")).text
            assert nb(NONE_AGREED) in text
            assert "en sak haster" not in text

    @pytest.mark.parametrize("verdict", ["partly", "not"])
    def test_what_was_not_kept_is_asked_about_again(self, second: Cast, verdict: str) -> None:
        for person, said in ((second.marit, "kept"), (second.kare, verdict)):
            review(person, said)
            person.answer_all()
            person.hand_in()
        open_next(second.marit)
        for person in (second.marit, second.kare):
            assert "en sak haster" in Page(person.get("/last-time")).text

    def test_what_one_has_not_judged_is_asked_about_again(self, second: Cast) -> None:
        review(second.marit, "kept", "hver gang")
        for person in (second.marit, second.kare):
            person.answer_all()
            person.hand_in()
        open_next(second.marit)
        for person in (second.marit, second.kare):
            assert "en sak haster" in Page(person.get("/last-time")).text
        assert "hver gang" not in second.marit.get("/last-time").text

    def test_what_was_agreed_since_comes_instead(self, second: Cast) -> None:
        review(second.marit, "kept")
        for person in (second.marit, second.kare):
            person.answer_all()
            person.hand_in()
        fields = AGREED | {"when": "vi er uenige"}
        second.kare.post("/agreements/new", data=fields, follow_redirects=False)
        open_next(second.marit)
        page = Page(second.kare.get("/last-time"))
        assert "vi er uenige" in page.text
        assert "en sak haster" not in page.text


class TestLookingBack:
    def test_what_was_open_stays_open_and_unchanged(self, app: FastAPI, talked: Cast) -> None:
        before = talked.kare.get("/comparison/export.json").json()
        open_next(talked.marit)
        assert talked.kare.get("/api/comparison").status_code == 403
        assert talked.kare.get("/rounds/1/comparison/export.json").json() == before
        kare = phone_of(app, talked.kare)
        page = kare.open("/rounds")
        assert "/rounds/1/comparison" in page.links()
        assert "/comparison" not in page.links()
        old = kare.open("/rounds/1/comparison")
        assert {"/rounds/1/agreements", "/rounds/1/report", "/rounds"} <= set(old.links())
        assert not {"/prepare", "/agenda", "/present", "/next"} & set(old.links())
        agreed = kare.open("/rounds/1/agreements")
        over = nb(
            "This is round %(number)s, which is over. "
            "What was answered and agreed can no longer be changed."
        )
        more = ("report", "report/process", "comparison/explore")
        for past in (old, agreed, *(kare.open(f"/rounds/1/{path}") for path in more)):
            assert over % {"number": 1} in past.text
            assert "· Runde 1 –" in past.title
        assert "Runde" not in kare.open("/rounds").title
        assert "en sak haster" in agreed.text
        assert [form.action for form in agreed.forms() if "/agreements" in form.action] == []
        assert kare.get("/rounds/1/report/full.pdf").content.startswith(b"%PDF")
        assert kare.open("/rounds/1/report/process").language == "nb"

    @pytest.mark.parametrize("number", ["0", "2", "3", "99999999", "x", "-1", "1.0", "١"])
    def test_there_are_no_other_rounds(self, second: Cast, number: str) -> None:
        for rest in ("comparison", "agreements", "report", "comparison/export.csv"):
            assert second.kare.get(f"/rounds/{number}/{rest}").status_code == 404

    def test_strangers_and_outsiders_find_nothing(
        self, phone: Phone, second: Cast, lillevik: Cast
    ) -> None:
        assert phone.get("/rounds").status_code == 401
        assert phone.get("/rounds/1/comparison").status_code == 401
        assert lillevik.marit.get("/rounds/1/comparison").status_code == 404

    def test_own_answers_of_an_earlier_round_can_be_deleted_for_good(
        self, app: FastAPI, second: Cast
    ) -> None:
        second.kare.answer_all()
        marit = phone_of(app, second.marit)
        form = marit.open("/rounds").form("/rounds/1/erase")
        marit.press(form)  # without the tick nothing happens
        assert second.kare.get("/rounds/1/comparison").status_code == 200
        marit.press(form.fill(confirm=True))
        assert second.kare.get("/rounds/1/comparison").status_code == 410
        assert "en sak haster" in second.kare.get("/rounds/1/agreements").text
        assert second.kare.get("/api/seat").json()["answered"] == 25
        page = marit.open("/rounds")
        assert nb("The answers are deleted.") in page.text
        assert marit.post("/rounds/2/erase", {"confirm": "1"}).status_code == 404
        assert second.kare.get("/api/seat").json()["answered"] == 25

    def test_what_runs_out_takes_its_comparison_along(self, app: FastAPI, second: Cast) -> None:
        for person in (second.marit, second.kare):
            person.answer_all(5, 5)
            person.hand_in()
        later = clock.now() + 366 * 86_400 * clock.SECOND
        with app.state.parts.store.writing() as session:
            maintenance.purge(session, later)
        assert second.kare.get("/rounds/1/comparison").status_code == 410
        assert second.kare.get("/comparison").status_code == 410


class TestWhoOpens:
    """Unless somebody chose, the facilitator opens in a round that has one, and only there."""

    def begun(self, app: FastAPI, facilitator: bool) -> tuple[Phone, Phone]:
        """A dialogue opened on the start page, its first round talked about."""
        marit, kare = Phone(app), Phone(app)
        form = marit.open("/").form("/dialogues")
        wanted: dict[str, Any] = {"municipality": "Sør-Øyfjord", "own_role": "ordforer"}
        page = marit.press(form, facilitator=facilitator, **wanted)
        links = [each.attrs["value"] for each in page.root.all("input", readonly=None)]
        kare.press(kare.enter(last_segment(links[0])).form("/claim"))
        if facilitator:
            fatima = Phone(app)
            fatima.press(fatima.enter(last_segment(links[1])).form("/claim"))
        self.hand_in(marit, kare)
        if facilitator:
            assert marit.open("/seat").path == "/waiting"
            fatima.press(fatima.open("/waiting").form("/release"))
        assert marit.open("/seat").path == "/comparison"
        return marit, kare

    def hand_in(self, *phones: Phone) -> None:
        for phone in phones:
            phone.press(phone.open("/review").form("/hand-in"), anyway=True)

    def test_a_facilitator_invited_later_opens_that_round(self, app: FastAPI) -> None:
        marit, kare = self.begun(app, facilitator=False)
        opened = marit.press(marit.open("/next").form("/next"), sure=True, facilitator=True)
        link = opened.root.one("input", readonly=None).attrs["value"]
        fatima = Phone(app)
        fatima.press(fatima.enter(last_segment(link)).form("/claim"))
        self.hand_in(marit, kare)
        assert marit.open("/seat").path == "/waiting"
        fatima.press(fatima.open("/waiting").form("/release"))
        assert marit.open("/seat").path == "/comparison"

    def test_a_round_without_one_opens_with_the_last_hand_in(self, app: FastAPI) -> None:
        marit, kare = self.begun(app, facilitator=True)
        marit.press(marit.open("/next").form("/next"), sure=True)
        self.hand_in(marit, kare)
        assert marit.open("/seat").path == "/comparison"


class TestBeside:
    def test_shows_what_has_moved_since_last_time(self, second: Cast) -> None:
        for person in (second.marit, second.kare):
            person.answer_all(4, 5)
            person.hand_in()
        page = Page(second.kare.get("/comparison"))
        assert "Ordfører opp fra 2 til 4" in page.text or "ordfører opp fra 2 til 4" in page.text
        assert nb("Possible change") in page.text
        scale = "1 = stemmer ikke, 5 = stemmer helt"
        report = Page(second.kare.get("/report"))
        # On the page once more, over the numbers of all statements.
        assert [each.text.count(scale) for each in (page, report)] == [2, 1]
        assert scale in words(second.kare.get("/report/full.pdf").content)
        assert "since_last" in second.kare.get("/comparison/export.json").json()
        assert "since_last" not in second.kare.get("/api/comparison").json()

    def test_one_step_each_its_way_is_about_as_before_wherever_it_is_told(
        self, second: Cast
    ) -> None:
        """From 2 and 4 to 3 and 3: that may be chance, and is never named a difference."""
        for person in (second.marit, second.kare):
            person.answer_all(3, 4)
            person.hand_in()
        as_before = counted(
            ("About as before on %(num)s statement.", "About as before on %(num)s statements."), 25
        )
        for path in ("/comparison", "/present", "/report"):
            text = Page(second.kare.get(path)).text
            assert as_before in text
            assert nb("About as before: one step may be chance") in text
            assert "nærmet seg" not in text

    def test_answers_that_have_met_are_counted_apart(self, second: Cast) -> None:
        for person, status in ((second.marit, 3), (second.kare, 3)):
            person.answer_all(status, 4)
        second.marit.save(tap("rol-01", "2026-11-22T12:00:01Z", status=4))
        for person in (second.marit, second.kare):
            person.hand_in()
        text = Page(second.kare.get("/comparison")).text
        assert nb("The answers have gone in different directions") in text
        assert "På 1 påstand har svarene gått i hver sin retning." in text
        assert "Omtrent som før på 24 påstander." in text

    def test_a_first_round_shows_nothing_of_it(self, talked: Cast) -> None:
        page = Page(talked.kare.get("/comparison"))
        assert nb("Since last time") not in page.text
        assert "/rounds" not in page.links()

    def test_a_newer_version_compares_what_means_the_same_and_says_what_is_new(
        self, editor: Editor, talked: Cast
    ) -> None:
        assert editor.publish(second_version()).status_code == 201
        text = Page(talked.marit.get("/next")).text
        newer = nb("There is a newer version, number %(version)s.") % {"version": 2}
        able, new = counted(COMPARABLE, 24), counted(NEW, 1)
        assert f"{newer} {able} {new}" in text
        open_next(talked.marit)
        assert talked.marit.get("/api/seat").json()["question_set"]["version"] == 2
        for person, status in ((talked.marit, 4), (talked.kare, 5)):
            person.answer_all(status, 5)
            person.hand_in()
        changed = talked.kare.get("/comparison/export.json").json()["since_last"]
        assert changed["rol-91"]["kind"] == "clear"
        assert changed["rol-91"]["statement"] == "rol-01"
        assert changed["rol-02"]["kind"] == "clear"
        assert changed["rol-92"]["not_compared"] == "new_statement"
        text = Page(talked.kare.get("/comparison")).text
        words = ("Clear change on %(num)s statement", "Clear change on %(num)s statements")
        assert translator("nb").ngettext(*words, 24) % {"num": 24} in text

    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    def test_the_file_of_it_has_room_for_every_line(self, second: Cast, language: str) -> None:
        review(second.marit, "partly", "To av tre ganger")
        for person, status in ((second.marit, 4), (second.kare, 5)):
            person.answer_all(status, 5)
            person.hand_in()
        answer = second.kare.get(f"/report/full.pdf?lang={language}")
        assert "To av tre ganger" in words(answer.content)
        assert overprinted(answer.content) == []
        # Nothing was agreed this time, and that needs no page of its own.
        none = translator(language).gettext("No agreement has been written.")
        [page] = [each for each in pages(answer.content) if none in each]
        assert translator(language).gettext("How to read this") in page

    @pytest.mark.parametrize("consents", [0, 1, 2])
    def test_who_led_the_talk_stays_in_the_report_to_hand_on(
        self, app: FastAPI, consents: int
    ) -> None:
        cast = gather(app, facilitator=True)
        assert cast.fatima.get("/seat").status_code == 200
        for place, person in enumerate((cast.marit, cast.kare)):
            person.answer_all(2, 4)
            person.hand_in(facilitator_may_read=place < consents)
        led = Page(cast.marit.get("/report/process")).text
        assert nb("Facilitator") in led
        open_next(cast.marit)
        earlier = "/rounds/1/report/process"
        assert nb("Facilitator") in Page(cast.marit.get(earlier)).text
        for person in (cast.marit, cast.kare):
            person.answer_all(3, 4)
            person.hand_in()
        assert nb("Facilitator") not in Page(cast.kare.get("/report/process")).text
        cast.marit.post("/rounds/1/erase", data={"confirm": "1"})
        assert nb("Facilitator") in Page(cast.marit.get(earlier)).text

    @pytest.mark.parametrize("then", ["yes", "not asked", "not asked, deleted"])
    def test_a_facilitator_let_in_now_also_sees_what_stood_before_beside_it(
        self, app: FastAPI, then: str
    ) -> None:
        """The consent says that it covers it; the earlier rounds' own pages stay shut."""
        cast = gather(app, facilitator=then == "yes")
        for person in (cast.marit, cast.kare):
            person.answer_all(2, 4)
            person.hand_in(facilitator_may_read=then == "yes")
        cast.marit.post("/agreements/new", data=AGREED)
        deleted = then.endswith("deleted")
        if deleted:
            cast.kare.delete("/api/answers")
        fatima = self.let_in_to_the_next(cast)
        for path in ("/comparison", "/present"):
            seen = Page(fatima.get(path)).text
            assert "en sak haster" in seen
            assert (nb("Clear change") in seen) is not deleted
        page = Page(fatima.get("/comparison"))
        assert "/rounds" in Page(cast.marit.get("/comparison")).links()
        assert "/rounds" not in page.links()
        for path in ("comparison", "agreements", "report", "comparison/export.json"):
            assert fatima.get(f"/rounds/1/{path}").status_code == 403, path

    @pytest.mark.parametrize("deleted", [True, False])
    @pytest.mark.parametrize("taken", [True, False])
    def test_a_no_then_is_overruled_by_no_later_yes(
        self, app: FastAPI, taken: bool, deleted: bool
    ) -> None:
        """Kåre said no in the first round; whoever has his seat in the second says yes."""
        cast = gather(app, facilitator=True)
        if taken:
            assert cast.fatima.get("/waiting").status_code == 200
        for person in (cast.marit, cast.kare):
            person.answer_all(2, 4)
            person.hand_in(facilitator_may_read=person is cast.marit)
        cast.marit.post("/agreements/new", data=AGREED)
        if deleted:
            cast.kare.delete("/api/answers")
        fatima = self.let_in_to_the_next(cast)
        assert fatima.get("/api/comparison").status_code == 200
        for path in ("/comparison", "/present", "/report", "/comparison/export.csv"):
            seen = fatima.get(path).text
            assert "en sak haster" not in seen, path
            assert nb("Clear change") not in seen, path
        assert "en sak haster" in cast.marit.get("/comparison").text
        # What was deleted is kept from nobody: there is nothing left to compare with.
        told = counted(WITHHELD, 25)
        assert (told in Page(fatima.get("/comparison")).text) is not deleted
        assert told not in Page(cast.marit.get("/comparison")).text

    def test_no_clock_that_is_set_back_lifts_a_no(
        self, app: FastAPI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The second round opens before the first by the clock: whose link is whose is known."""
        cast = gather(app, facilitator=True)
        for person in (cast.marit, cast.kare):
            person.answer_all(2, 4)
            person.hand_in(facilitator_may_read=person is cast.marit)
        cast.marit.post("/agreements/new", data=AGREED)
        month_ago = time.time_ns() - 30 * 86_400 * 10**9
        monkeypatch.setattr(time, "time_ns", lambda: month_ago)
        fatima = self.let_in_to_the_next(cast)
        assert counted(WITHHELD, 25) in Page(fatima.get("/comparison")).text
        for path in ("/comparison", "/present", "/report"):
            assert "en sak haster" not in fatima.get(path).text, path

    def test_a_no_is_told_to_the_facilitator_and_on_nothing_that_others_see(
        self, app: FastAPI
    ) -> None:
        """Of two, the one who said yes would read there that the other said no."""
        cast = gather(app, facilitator=True)
        for person in (cast.marit, cast.kare):
            person.answer_all(2, 4)
            person.hand_in(facilitator_may_read=person is cast.marit)
        fatima = self.let_in_to_the_next(cast)
        assert counted(WITHHELD, 25) in Page(fatima.get("/comparison")).text
        reason = "ikke åpne for fasilitatoren"
        assert reason in counted(WITHHELD, 25)
        for path in ("/present", "/present/file", "/report"):
            seen = Page(fatima.get(path)).text
            assert counted(NOT_HERE, 25) in seen, path
            assert reason not in seen, path
            assert counted(NOT_HERE, 25) not in Page(cast.kare.get(path)).text, path
        printed = words(fatima.get("/report/full.pdf").content)
        assert counted(NOT_HERE, 25) in printed
        assert reason not in printed
        table = fatima.get("/comparison/export.csv").text
        assert table.count(nb("not compared here")) == 25
        assert reason not in table
        since = fatima.get("/comparison/export.json").json()["since_last"]
        assert {each["not_compared"] for each in since.values()} == {"not_here"}
        assert {each["round"] for each in since.values()} == {None}

    def test_a_round_kept_from_a_facilitator_is_not_skipped_for_an_older_one(
        self, app: FastAPI
    ) -> None:
        """What she would be told had moved otherwise than what the parties are told."""
        cast = gather(app, facilitator=True)
        fatima = cast.fatima
        for status, consent in ((1, True), (5, False), (2, True)):
            if status > 1:
                open_next(cast.marit, facilitator="1")
                cast.marit.client.cookies.clear()
                made = cast.marit.post("/api/seats/facilitator/invite").json()
                token = last_segment(made["link"])
                fatima = Person(cast.marit.client, "facilitator", token).claim()
            for person in (cast.marit, cast.kare):
                person.answer_all(status, 5)
                person.hand_in(facilitator_may_read=consent)
        for path in ("/comparison", "/present", "/report"):
            theirs, hers = Page(cast.kare.get(path)).text, Page(fatima.get(path)).text
            assert nb("Clear change") in theirs, path
            assert nb("Clear change") not in hers, path
            assert nb("Possible change") not in hers, path
            told = WITHHELD if path == "/comparison" else NOT_HERE
            assert counted(told, 25) in hers, path
        there = fatima.get("/comparison/over-time", follow_redirects=False)
        assert (there.status_code, there.headers["location"]) == (303, "/comparison")

    def test_what_is_kept_from_a_facilitator_is_told_until_it_is_answered_anew(
        self, app: FastAPI
    ) -> None:
        cast = gather(app, facilitator=True)
        for person in (cast.marit, cast.kare):
            person.answer_all(2, 4)
            person.hand_in(facilitator_may_read=False)
        topics = cast.marit.get("/api/comparison").json()["agenda"]["topics"]
        assert 0 < len(topics) < 25

        def let_in(kind: str, statements: Iterable[str]) -> Person:
            open_next(cast.marit, kind=kind, facilitator="1")
            cast.marit.client.cookies.clear()
            made = cast.marit.post("/api/seats/facilitator/invite").json()
            for person in (cast.marit, cast.kare):
                person.save(*(tap(each, status=4, ambition=5) for each in statements))
                person.hand_in(facilitator_may_read=True)
            return Person(cast.marit.client, "facilitator", last_segment(made["link"])).claim()

        fatima = let_in("pulse", topics)
        assert counted(WITHHELD, len(topics)) in Page(fatima.get("/comparison")).text
        ahead = Page(fatima.get("/next")).text
        assert f"{counted(OPEN_TO_HER, len(topics))} {counted(IF_ANY, 25 - len(topics))}" in ahead
        everything = published().by_id
        fatima = let_in("full", everything)
        assert counted(WITHHELD, 25 - len(topics)) in Page(fatima.get("/comparison")).text
        assert counted(NOT_HERE, 25 - len(topics)) in Page(fatima.get("/present")).text
        reason = nb("not compared here")
        assert fatima.get("/comparison/export.csv").text.count(reason) == 25 - len(topics)
        assert reason not in cast.marit.get("/comparison/export.csv").text
        fatima = let_in("full", everything)
        assert reason not in fatima.get("/comparison/export.csv").text
        assert "fasilitatoren" not in Page(fatima.get("/next")).text
        left_out = nb(LEFT_OUT)
        over_time = "/comparison/over-time"
        assert left_out in Page(fatima.get(over_time)).text
        assert left_out not in Page(cast.marit.get(over_time)).text

    def test_a_facilitator_is_not_told_that_nothing_can_be_compared_when_something_can(
        self, app: FastAPI
    ) -> None:
        """Of the short round nothing was answered, and the one before it is kept from her."""
        cast = gather(app, facilitator=True)
        for person in (cast.marit, cast.kare):
            person.answer_all(2, 4)
            person.hand_in(facilitator_may_read=False)
        open_next(cast.marit, kind="pulse", facilitator="1")
        cast.marit.client.cookies.clear()
        made = cast.marit.post("/api/seats/facilitator/invite").json()
        fatima = Person(cast.marit.client, "facilitator", last_segment(made["link"])).claim()
        asked = cast.marit.get("/api/seat").json()["statements"]
        for person in (cast.marit, cast.kare):
            person.hand_in(anyway=True, facilitator_may_read=True)
        theirs, hers = Page(cast.kare.get("/next")).text, Page(fatima.get("/next")).text
        assert counted(COMPARABLE, 25 - asked) in theirs
        assert nb("Nothing in it can be compared with earlier answers.") not in hers
        told = (
            "Nothing in it can be compared with earlier answers that are open to the facilitator."
        )
        assert f"{nb(told)} {counted(IF_ANY, 25 - asked)} {counted(NO_STEP, asked)}" in hers

    @staticmethod
    def next_with_fatima(cast: Cast, status: int, *, consent: bool) -> Person:
        """A round with a facilitator of its own, answered alike and handed in by both."""
        open_next(cast.marit, facilitator="1")
        cast.marit.client.cookies.clear()
        made = cast.marit.post("/api/seats/facilitator/invite").json()
        for person in (cast.marit, cast.kare):
            person.answer_all(status, 5)
            person.hand_in(facilitator_may_read=consent)
        return Person(cast.marit.client, "facilitator", last_segment(made["link"])).claim()

    @pytest.mark.parametrize("deleted", [False, True])
    def test_agreements_kept_from_a_facilitator_are_not_said_to_be_none(
        self, app: FastAPI, deleted: bool
    ) -> None:
        cast = gather(app, facilitator=True)
        talk_and_agree(cast, then="skriver vi")
        self.next_with_fatima(cast, 3, consent=deleted)
        cast.marit.post("/agreements/new", data=AGREED)
        if deleted:
            cast.kare.delete("/api/answers")
        fatima = self.next_with_fatima(cast, 4, consent=True)
        assert "ringer vi" in Page(cast.kare.get("/comparison")).text
        text = Page(fatima.get("/comparison")).text
        assert nb("Since last time") in text
        assert "ringer vi" not in text
        why = ANSWERS_DELETED if deleted else KEPT_BACK
        assert nb(why) in text
        for path in ("/present", "/present/file", "/report"):
            text = Page(fatima.get(path)).text
            assert nb("Agreements from earlier rounds are not shown here.") in text, path
            assert nb(why) not in text, path
        printed = words(fatima.get("/report/full.pdf").content)
        assert nb("Agreements from earlier rounds are not shown here.") in printed
        for path in ("/comparison", "/present", "/report"):
            assert nb(NONE_AGREED) not in Page(fatima.get(path)).text, path

    def test_agreements_whose_time_is_up_are_said_to_be_deleted(
        self, make_app: Callable[..., FastAPI]
    ) -> None:
        app = make_app(keep_agreements_days=1)
        cast = gather(app, facilitator=True)
        talk_and_agree(cast)
        fatima = self.next_with_fatima(cast, 4, consent=True)
        with app.state.parts.store.writing() as session:
            maintenance.purge(session, clock.now() + 2 * 86_400 * clock.SECOND)
        for person in (cast.kare, fatima):
            for path in ("/comparison", "/present", "/report"):
                text = Page(person.get(path)).text
                assert nb("The agreements from last time have been deleted.") in text, path
                assert nb(NONE_AGREED) not in text, path

    def test_where_nothing_was_agreed_there_is_nothing_to_follow_up(self, app: FastAPI) -> None:
        cast = gather(app, facilitator=True)
        talk_and_agree(cast, ending="leave")
        fatima = self.next_with_fatima(cast, 4, consent=True)
        for person in (cast.kare, fatima):
            for path in ("/comparison", "/present", "/report"):
                assert nb(NONE_AGREED) in Page(person.get(path)).text, path

    @staticmethod
    def let_in_to_the_next(cast: Cast) -> Person:
        """The second round's facilitator, whom both let in, having read what that covers."""
        open_next(cast.marit, facilitator="1")
        cast.marit.client.cookies.clear()
        made = cast.marit.post("/api/seats/facilitator/invite").json()
        fatima = Person(cast.marit.client, "facilitator", last_segment(made["link"])).claim()
        help_ = Page(cast.marit.get("/review")).root.one("p", id="consent-help").text
        assert "tidligere runder" in help_
        for person in (cast.marit, cast.kare):
            person.answer_all(4, 5)
            assert "en sak haster" not in fatima.get("/comparison").text
            person.hand_in(facilitator_may_read=True)
        return fatima

    def test_a_facilitator_not_let_in_now_sees_nothing_of_before(self, app: FastAPI) -> None:
        cast = gather(app, facilitator=True)
        talk_and_agree(cast)
        open_next(cast.marit, facilitator="1")
        cast.marit.client.cookies.clear()
        made = cast.marit.post("/api/seats/facilitator/invite").json()
        fatima = Person(cast.marit.client, "facilitator", last_segment(made["link"])).claim()
        for place, person in enumerate((cast.marit, cast.kare)):
            person.answer_all(4, 5)
            person.hand_in(facilitator_may_read=place == 0)
        for path, refused in (
            ("/comparison", (200, "/waiting")),
            ("/present", (200, "/waiting")),
            ("/agreements", (200, "/waiting")),
            ("/next", (403, "/next")),
            ("/comparison/export.json", (403, "/comparison/export.json")),
        ):
            answer = fatima.get(path)
            assert "en sak haster" not in answer.text, path
            assert (answer.status_code, answer.url.path) == refused


def second_version() -> dict[str, Any]:
    """The published set a year later: one statement reworded, one new in the place of another."""
    changed = document()
    changed["version"] = 2
    reworded, _, replaced = changed["statements"][:3]
    reworded["comparable_to"], reworded["id"] = reworded["id"], "rol-91"
    reworded["text"] = {each: f"{text} (*)" for each, text in reworded["text"].items()}
    replaced["id"] = "rol-92"
    return changed
