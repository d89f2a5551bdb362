"""Between comparison and conversation: preparing alone, and the agenda everyone shares."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI

from app import clock, sealing
from app.domain.errors import AgendaChanged
from tests.cast import Cast, tap
from tests.pages import Page, Phone, nb, phone_of
from tests.web.test_conversation import sitting

NOON = 1_796_040_000 * clock.SECOND
"""30 November 2026, 12:00 UTC."""


@pytest.fixture
def opened(cast: Cast) -> Cast:
    """The comparison is open, to Fatima too; Marit ticked one statement, Kåre none."""
    cast.marit.answer_all(2, 4)
    cast.kare.answer_all(4, 4)
    cast.marit.save(tap("rol-03", "2026-11-22T12:00:01Z", talk=True))
    for person in (cast.marit, cast.kare):
        person.hand_in(facilitator_may_read=True)
    return cast


@pytest.fixture
def marit(app: FastAPI, opened: Cast) -> Phone:
    return phone_of(app, opened.marit)


@pytest.fixture
def kare(app: FastAPI, opened: Cast) -> Phone:
    return phone_of(app, opened.kare)


@pytest.fixture
def fatima(app: FastAPI, opened: Cast) -> Phone:
    return phone_of(app, opened.fatima)


def topics(page: Page) -> list[str]:
    return [each.attrs["data-topic"] for each in page.root.all("li", data_topic=None)]


def form_stamp(page: Page) -> str:
    """Which agenda the page's forms were made of."""
    return page.root.all("input", name="read")[0].attrs["value"]


def change(phone: Phone, do: str, topic: str = "", other: str = "", read: str = "") -> Page:
    """Press a button of the agenda's page as it is now (or was, with its stamp)."""
    stamp = read or form_stamp(phone.open("/agenda"))
    phone.post("/agenda", {"do": do, "topic": topic, "other": other, "read": stamp})
    return phone.open("/agenda")


class TestAgenda:
    def test_the_proposal_is_that_of_the_comparison_for_everyone(
        self, opened: Cast, marit: Phone, kare: Phone, fatima: Phone
    ) -> None:
        proposed = opened.marit.get("/api/comparison").json()["agenda"]["topics"]
        for phone in (marit, kare, fatima):
            page = phone.open("/agenda")
            assert topics(page) == proposed
            assert nb(
                "This is a proposal. Everyone sees the same, and every party may change it."
            ) in (page.text)

    def test_topics_are_moved_dropped_added_and_swapped(
        self, opened: Cast, marit: Phone, kare: Phone, fatima: Phone
    ) -> None:
        first, second, third = topics(marit.open("/agenda"))
        assert topics(change(marit, "down", first)) == [second, first, third]
        assert topics(change(kare, "up", third)) == [second, third, first]
        assert topics(change(kare, "drop", third)) == [second, first]
        assert topics(change(marit, "add", other="run-03")) == [second, first, "run-03"]
        assert topics(change(marit, "swap", second, "uen-01")) == ["uen-01", first, "run-03"]
        assert topics(change(marit, "swap", "uen-01", "run-03")) == ["run-03", first, "uen-01"]
        for phone in (marit, kare, fatima):
            assert topics(phone.open("/agenda")) == ["run-03", first, "uen-01"]
        page = marit.open("/comparison")
        assert [each.attrs["data-topic"] for each in page.root.all("article", class_="topic")][
            -3:
        ] == ["run-03", first, "uen-01"]
        assert nb("Your agenda") in page.text
        change(kare, "propose")
        assert topics(marit.open("/agenda")) == [first, second, third]

    def test_everyone_sees_who_changed_it_last_and_when(
        self, marit: Phone, kare: Phone, fatima: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, *_ = topics(marit.open("/agenda"))
        assert not marit.open("/agenda").root.all("p", data_changed=None)
        assert not change(marit, "up", first).root.all("p", data_changed=None)  # it moves nothing
        for minute, (phone, do, role) in enumerate(
            [
                (kare, "down", "Kommunedirektør"),
                (marit, "up", "Ordfører"),
                (kare, "propose", "Kommunedirektør"),
                (marit, "propose", "Kommunedirektør"),  # there is nothing to go back from
            ]
        ):
            at = NOON + minute * 60 * clock.SECOND
            monkeypatch.setattr(clock, "now", lambda at=at: at)
            change(phone, do, first)
            said = f"Sist endret av: {role}, 30. november 2026 kl. 13:0{min(minute, 2)}"
            for reader in (marit, kare, fatima):
                assert reader.open("/agenda").root.one("p", data_changed=None).text == said

    def test_of_an_agenda_kept_before_that_was_nobody_is_named(
        self, app: FastAPI, opened: Cast, marit: Phone
    ) -> None:
        with sitting(app, opened.kare) as (session, holder, _):
            place = ("agenda", holder.dialogue.id, str(holder.round.number))
            kept = json.dumps(["til-01", ["rol-02", "rol-01"]]).encode()
            holder.round.agenda_box = sealing.seal(holder.dialogue_key, kept, *place)
            session.add(holder.round)
        page = marit.open("/agenda")
        assert topics(page) == ["rol-02", "rol-01"]
        assert not page.root.all("p", data_changed=None)

    def test_the_size_of_what_is_kept_tells_nothing(
        self, app: FastAPI, opened: Cast, marit: Phone, kare: Phone
    ) -> None:
        sizes = set()
        for phone, do in ((marit, "down"), (kare, "down"), (kare, "skip"), (marit, "propose")):
            change(phone, do, topics(phone.open("/agenda"))[0])
            with sitting(app, opened.kare) as (_, holder, _):
                sizes.add(len(holder.round.agenda_box or b""))
        assert len(sizes) == 1

    def test_going_back_to_the_proposal_takes_two_presses_and_says_what_goes(
        self, marit: Phone
    ) -> None:
        page = change(marit, "down", topics(marit.open("/agenda"))[0])
        [back] = [each for each in page.root.all("details") if each.all("button", value="propose")]
        assert back.one("summary").text == nb("Go back to the proposal")
        assert nb("The agenda you have made is then gone, for everyone.") in back.text

    def test_what_to_choose_from_says_who_wants_to_talk_about_it(self, kare: Phone) -> None:
        page = change(kare, "skip")
        assert "rol-03" not in topics(page)
        selects = page.root.all("select", name="other")
        assert len(selects) == 1 + len(topics(page)) + 1
        for select in selects:
            wanted = [each for each in select.all("option") if "vil snakke om" in each.text]
            assert [each.attrs["value"] for each in wanted] == ["rol-03"]
            assert wanted[0].text.endswith("Ordfører vil snakke om dette.")

    def test_the_opener_is_chosen_or_left_out(self, opened: Cast, marit: Phone) -> None:
        page = change(marit, "open", other="til-01")
        assert opened.kare.get("/api/comparison").json()["agenda"]["opener"] == "til-01"
        [skip] = [form for form in page.forms() if form.node.all("button", value="skip")]
        page = marit.press(skip)
        assert nb("Nothing is chosen. You go straight to the topics.") in page.text

    def test_nothing_is_chosen_beforehand_and_nothing_offered_that_stands_there(
        self, opened: Cast, marit: Phone
    ) -> None:
        """One tap too many must not change the meeting."""
        page = marit.open("/agenda")
        on_it = topics(page)
        choices = page.root.all("select", name="other")
        assert len(choices) == 1 + len(on_it) + 1
        for select in choices:
            first, *_ = select.all("option")
            assert first.attrs["value"] == ""
            assert "required" in select.attrs
            assert not [each for each in select.all("option") if "selected" in each.attrs]
        for select in choices[1:]:
            assert not {each.attrs["value"] for each in select.all("option")} & set(on_it)
        sent = {"do": "swap", "topic": on_it[0], "other": "", "read": form_stamp(page)}
        told = Page(marit.post("/agenda", sent))
        assert (told.status, nb("Choose a statement first.") in told.text) == (422, True)
        assert topics(marit.open("/agenda")) == on_it

    def test_what_was_changed_meanwhile_is_shown_instead(self, marit: Phone, kare: Phone) -> None:
        form = marit.open("/agenda").root.all("input", name="read")[0].attrs["value"]
        first, second, third = topics(change(kare, "add", other="run-03"))[:3]
        answer = Page(marit.post("/agenda", {"do": "drop", "topic": first, "read": form}))
        assert answer.status == 409
        assert topics(answer) == [first, second, third, "run-03"]
        told = nb("Somebody else has changed the agenda meanwhile. This is how it stands now.")
        assert told in answer.text

    @pytest.mark.parametrize(
        "sent",
        [
            {"do": "marry"},
            {"do": "drop", "topic": "nowhere"},
            {"do": "add", "other": "nowhere"},
            {"do": "add"},
            {"do": "open"},
            {"do": "swap", "topic": "", "other": "rol-01"},
            {},
        ],
    )
    def test_what_is_not_possible_changes_nothing(self, marit: Phone, sent: dict[str, str]) -> None:
        page = marit.open("/agenda")
        stamp = page.root.all("input", name="read")[0].attrs["value"]
        answer = Page(marit.post("/agenda", sent | {"read": stamp}))
        assert answer.status == 422
        assert topics(answer) == topics(page)

    def test_no_more_than_five_and_no_fewer_than_one(self, marit: Phone) -> None:
        for other in ("run-01", "run-02", "run-03"):
            page = change(marit, "add", other=other)
        assert len(topics(page)) == 5
        for topic in topics(page):
            page = change(marit, "drop", topic)
        assert len(topics(page)) == 1

    def test_a_page_asks_for_what_changes_and_gets_it_once(
        self, marit: Phone, kare: Phone, fatima: Phone
    ) -> None:
        """Also for who changed it last, where the agenda itself is as it was."""
        shows = marit.open("/agenda").root.one(data_seen=None).attrs["data-seen"]
        for act in (("add", "", "run-03"), ("drop", "run-03", ""), ("propose", "", "")):
            for phone in (marit, fatima):
                assert phone.get("/agenda/list", headers={"x-samspill-seen": shows}).content == b""
            change(kare, *act)
            for phone in (marit, fatima):
                part = Page(phone.get("/agenda/list", headers={"x-samspill-seen": shows}))
                whole = phone.open("/agenda")
                assert not part.is_whole
                assert whole.root.one(data_poll="/agenda/list").text == part.root.text
            shows = part.root.one(data_seen=None).attrs["data-seen"]

        # Kåre chooses late what he wants to talk about: the agenda stands, and its reasons change.
        seen = {"x-samspill-seen": shows}
        assert fatima.get("/agenda/list", headers=seen).status_code == 204
        assert kare.post("/prepare/ticks", {"rol-03.talk": "1"}).status_code == 303
        assert fatima.get("/agenda/list", headers=seen).status_code == 200

    @pytest.mark.parametrize(
        ("path", "tag", "kind"),
        [
            ("/agenda", "li", "card"),
            ("/prepare", "li", "prep"),
            ("/comparison", "article", "topic"),
        ],
    )
    def test_why_to_talk_about_a_topic_is_said_once(
        self, marit: Phone, path: str, tag: str, kind: str
    ) -> None:
        topics = marit.open(path).root.all(tag, class_=kind)
        assert {each.text.count("ser det ulikt") for each in topics} == {1}

    def test_a_facilitator_sees_it_and_changes_nothing(self, fatima: Phone) -> None:
        page = fatima.open("/agenda")
        assert page.forms() == []
        assert fatima.post("/agenda", {"do": "propose"}).status_code == 403


class TestPrepare:
    def test_who_ticked_while_answering_sees_what(self, marit: Phone) -> None:
        page = marit.open("/prepare")
        assert nb("You want to talk about this") in page.text
        assert not [form for form in page.forms() if form.action == "/prepare/ticks"]
        refused = marit.post("/prepare/ticks", {"uta-01.talk": "1"})
        assert refused.status_code == 409

    def test_who_did_not_may_choose_now_and_again(
        self, opened: Cast, marit: Phone, kare: Phone
    ) -> None:
        form = kare.open("/prepare").form("/prepare/ticks")
        page = kare.press(form.fill(**{"uta-01.talk": True}))
        assert page.path == "/prepare"
        assert "uta-01" in topics(marit.open("/agenda"))
        form = page.form("/prepare/ticks")
        assert form.value("uta-01.talk") == "1"
        page = kare.press(form.fill(**{"uta-01.talk": False, "til-01.talk": True}))
        rows = opened.marit.get("/api/comparison").json()["statements"]
        assert [row["id"] for row in rows if row["answers"]["kommunedirektor"]["talk"]] == [
            "til-01"
        ]

    def test_beside_each_statement_stands_who_else_wants_to_talk_about_it(
        self, kare: Phone
    ) -> None:
        form = kare.open("/prepare").form("/prepare/ticks")
        page = kare.press(form.fill(**{"uta-01.talk": True}))
        labels = [each.text for each in page.root.all("label") if "vil snakke om" in each.text]
        assert len(labels) == 1
        assert labels[0].endswith("Ordfører vil snakke om dette.")

    def test_too_many_come_back_to_be_mended(self, kare: Phone) -> None:
        form = kare.open("/prepare").form("/prepare/ticks")
        four: dict[str, Any] = {
            f"{name}.talk": True for name in ("rol-01", "rol-02", "til-01", "til-02")
        }
        page = kare.press(form, **four)
        assert page.status == 422
        again = page.form("/prepare/ticks")
        assert [again.value(name) for name in four] == ["1"] * 4
        assert not kare.open("/prepare").form("/prepare/ticks").value("rol-01.talk")

    def test_notes_are_sealed_with_a_key_of_each_seats_own(
        self, opened: Cast, marit: Phone, kare: Phone, fatima: Phone
    ) -> None:
        def key(phone: Phone) -> str:
            place = phone.open("/prepare").root.one("section", data_notes_key=None)
            return place.attrs["data-notes-key"]

        keys = [key(phone) for phone in (marit, kare, fatima)]
        assert len(set(keys)) == 3
        assert opened.marit.post("/api/seat/replace").status_code == 200
        again = marit.open("/my-seat")
        assert again.status == 401  # this phone's link died; a new one has the same notes

    def test_a_new_link_opens_the_same_notes(
        self, app: FastAPI, opened: Cast, marit: Phone
    ) -> None:
        place = marit.open("/prepare").root.one("section", data_notes_key=None)
        link = opened.marit.post("/api/seat/replace").json()["link"]
        phone = Phone(app)
        page = phone.enter(link.rsplit("/", 1)[1])
        again = phone.open("/prepare").root.one("section", data_notes_key=None)
        assert page.path == "/comparison"
        assert again.attrs["data-notes-key"] == place.attrs["data-notes-key"]
        assert again.attrs["data-notes"] == place.attrs["data-notes"]

    def test_a_facilitator_prepares_without_ticks(self, fatima: Phone) -> None:
        page = fatima.open("/prepare")
        assert page.forms() == []
        assert fatima.post("/prepare/ticks", {"rol-01.talk": "1"}).status_code == 403


@pytest.mark.parametrize("path", ["/prepare", "/agenda", "/agenda/list"])
class TestWhoMay:
    def test_strangers_are_shown_the_way(self, app: FastAPI, path: str) -> None:
        assert Phone(app).get(path).status_code == 401

    def test_not_before_release(self, app: FastAPI, cast: Cast, path: str) -> None:
        phone = phone_of(app, cast.marit)
        assert phone.get(path).headers["location"] == "/seat"
        assert phone.post("/agenda", {"do": "propose"}).status_code == 403
        assert phone.post("/prepare/ticks", {"rol-01.talk": "1"}).status_code == 403

    def test_a_facilitator_whom_not_everyone_let_in_does_not(
        self, app: FastAPI, cast: Cast, path: str
    ) -> None:
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in()
        assert phone_of(app, cast.fatima).get(path).headers["location"] == "/seat"

    def test_not_when_the_answers_are_gone(
        self, app: FastAPI, opened: Cast, marit: Phone, path: str
    ) -> None:
        assert opened.kare.delete("/api/answers").status_code == 200
        assert marit.get(path).status_code == 410


def test_two_who_change_the_agenda_at_once_are_told_of_each_other(
    app: FastAPI, opened: Cast
) -> None:
    """Also where what the other has done makes this act impossible."""
    marit, kare = phone_of(app, opened.marit), phone_of(app, opened.kare)
    late = marit.open("/agenda")
    topic = opened.kare.get("/api/comparison").json()["agenda"]["topics"][0]
    page = kare.open("/agenda")
    fields = {"seat": opened_seat(page), "read": read_of(page), "do": "drop", "topic": topic}
    assert kare.post("/agenda", fields).status_code == 303
    fields = {"seat": opened_seat(late), "read": read_of(late), "do": "up", "topic": topic}
    refused = marit.post("/agenda", fields)
    assert refused.status_code == 409
    assert nb(AgendaChanged.message) in Page(refused).text


def opened_seat(page: Page) -> str:
    return next(form.value("seat") for form in page.forms() if form.action == "/agenda") or ""


def read_of(page: Page) -> str:
    return next(form.value("read") for form in page.forms() if form.action == "/agenda") or ""
