"""My seat: the own link for another device, a new link, other seats, deleting, leaving."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from fastapi import FastAPI

from app.domain.errors import NothingHandedIn, NotYoursToSay
from tests.cast import Cast, Person, gather, last_segment, tap
from tests.pages import Form, Page, Phone, nb, phone_of


@pytest.fixture
def marit(cast: Cast, phone: Phone) -> Phone:
    """Marit's phone, her seat open on it."""
    phone.hold(cast.marit.token)
    return phone


def own_link(page: Page) -> str:
    return page.root.one("input", id="own-link").attrs["value"]


def own_code(page: Page) -> str:
    section = page.root.one("section", aria_labelledby="own-title")
    return section.one("span", class_="code").text


def invite_form(page: Page, role: str) -> Form:
    [found] = [form for form in page.forms() if ("role", role) in form.sent()]
    return found


def test_the_own_link_and_code_work_on_another_device(
    app: FastAPI, cast: Cast, marit: Phone
) -> None:
    cast.marit.save(tap("rol-01", status=4))
    page = marit.open("/my-seat")
    assert page.status == 200
    assert own_link(page) == f"http://testserver/s/{cast.marit.token}"
    tablet, computer = Phone(app), Phone(app)
    assert tablet.enter(last_segment(own_link(page))).path == "/answer"
    form = computer.open("/").form("/code")
    assert computer.press(form, code=own_code(page)).path == "/answer"
    assert marit.open("/answer").path == "/answer", "the first device keeps the seat"


def test_the_own_link_is_sent_to_oneself_and_to_nobody_by_a_share_button(marit: Phone) -> None:
    page = marit.open("/my-seat")
    assert not page.root.all(data_share=None)
    mail = page.root.one("section", aria_labelledby="own-title").all("a")[0].attrs["href"]
    assert mail.startswith("mailto:?subject=")
    assert own_link(page) in unquote(mail)
    assert own_code(page) in unquote(mail)
    assert page.root.one("svg", class_="qr").all("path")


def test_the_link_is_where_it_is_to_be_kept_and_nowhere_else(cast: Cast, marit: Phone) -> None:
    assert own_link(marit.open("/welcome")).endswith(cast.marit.token)
    for path in ("/", "/answer", "/review", "/storage"):
        assert cast.marit.token not in marit.open(path).html, path
    cast.marit.hand_in(anyway=True)
    assert cast.marit.token not in marit.open("/waiting").html


def test_a_new_link_kills_the_old_and_signs_other_devices_out(
    app: FastAPI, cast: Cast, marit: Phone
) -> None:
    cast.marit.save(tap("rol-01", status=4))
    tablet = Phone(app)
    tablet.hold(cast.marit.token)
    before = marit.open("/my-seat")
    page = marit.press(before.form("/my-seat/replace"))
    assert (page.status, page.path) == (200, "/my-seat")
    assert nb("You have a new link") in page.text
    assert own_link(page) != own_link(before)
    assert own_code(page) != own_code(before)
    assert tablet.open("/answer").status == 401
    assert tablet.enter(cast.marit.token).status == 401
    form = tablet.open("/").form("/code")
    assert tablet.press(form, code=own_code(before)).status == 422
    assert marit.open("/answer").form("/answer").value("rol-01.status") == "4"
    assert tablet.enter(last_segment(own_link(page))).path == "/answer"


def test_a_lost_seat_is_invited_anew(app: FastAPI, cast: Cast, marit: Phone) -> None:
    kare = Phone(app)
    kare.hold(cast.kare.token)
    page = marit.press(invite_form(marit.open("/my-seat"), "kommunedirektor"))
    assert (page.status, page.path) == (200, "/opened")
    link = page.root.one("input", id="invitation-1").attrs["value"]
    assert kare.open("/seat").status == 401
    claimed = kare.press(kare.enter(last_segment(link)).form("/claim"))
    assert claimed.path == "/welcome"


@pytest.mark.parametrize(("role", "status"), [("ordforer", 403), ("konge", 404), ("", 404)])
def test_inviting_oneself_or_nobody(cast: Cast, marit: Phone, role: str, status: int) -> None:
    assert marit.post("/my-seat/invite", {"role": role}).status_code == status
    assert marit.open("/seat").path == "/welcome"


def test_the_other_seats_are_offered_and_not_the_own(marit: Phone) -> None:
    roles = [value for form in marit.open("/my-seat").forms() for name, value in form.sent()
             if name == "role"]  # fmt: skip
    assert roles == ["kommunedirektor", "facilitator"]


def test_a_facilitator_may_not_invite_a_seat_that_has_handed_in(cast: Cast, phone: Phone) -> None:
    cast.kare.answer_all()
    cast.kare.hand_in()
    phone.hold(cast.fatima.token)
    assert phone.post("/my-seat/invite", {"role": "kommunedirektor"}).status_code == 403
    assert cast.kare.get("/api/seat").status_code == 200


def test_deleting_needs_the_tick(cast: Cast, marit: Phone) -> None:
    cast.marit.save(tap("rol-01", status=4))
    answer = marit.post("/my-seat/erase")
    assert (answer.status_code, answer.headers["location"]) == (303, "/my-seat#erase")
    assert cast.marit.get("/api/answers").json()["answers"]
    page = marit.press(marit.open("/my-seat").form("/my-seat/erase"), confirm=True)
    assert (page.status, page.heading) == (200, nb("Your answers are deleted"))
    assert cast.marit.get("/api/answers").json() == {"answers": {}}
    assert "/welcome" in page.links()
    assert marit.open("/seat").path == "/welcome"


def test_deleting_after_handing_in_takes_the_sheet_back(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all()
    cast.marit.hand_in()
    marit.press(marit.open("/my-seat").form("/my-seat/erase"), confirm=True)
    assert cast.kare.get("/api/seat").json()["parties"][0] == {
        "role": "ordforer",
        "handed_in": False,
    }


def test_deleting_after_opening_closes_it_for_all_and_says_so_first(
    app: FastAPI, cast: Cast, marit: Phone
) -> None:
    before = marit.open("/my-seat").form("/my-seat/erase").node.text
    for person in (cast.marit, cast.kare):
        person.answer_all()
        person.hand_in()
    form = marit.open("/my-seat").form("/my-seat/erase")
    assert form.node.text != before
    page = marit.press(form, confirm=True)
    assert nb("The comparison is closed for everyone.") in page.text
    kare = Phone(app)
    assert kare.enter(cast.kare.token).heading == nb("The round is closed")
    again = marit.open("/my-seat")
    assert again.status == 200
    assert {form.action for form in again.forms()} == {"/my-seat/replace", "/my-seat/leave"}


def test_deleting_twice_is_harmless(cast: Cast, marit: Phone) -> None:
    form = marit.open("/my-seat").form("/my-seat/erase").fill(confirm=True)
    for _ in range(2):
        assert marit.press(form).status == 200
    assert cast.marit.save(tap("rol-01", status=3)).status_code == 200


def test_leaving_takes_the_seat_off_this_device_and_deletes_nothing(
    cast: Cast, marit: Phone
) -> None:
    cast.marit.save(tap("rol-01", status=4))
    answer = marit.post("/my-seat/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    # What another seat keeps on this device is not this one's to remove.
    assert answer.headers["clear-site-data"] == '"cache"'
    assert marit.cookie("samspill-device") is None
    assert marit.cookie("samspill") is None
    assert marit.open("/seat").status == 401
    assert "/seat" not in marit.open("/").links()
    assert marit.enter(cast.marit.token).path == "/answer"


def test_a_facilitator_has_a_link_and_no_answers_to_delete(cast: Cast, phone: Phone) -> None:
    phone.hold(cast.fatima.token)
    page = phone.open("/my-seat")
    assert own_link(page).endswith(cast.fatima.token)
    assert not [form for form in page.forms() if form.action == "/my-seat/erase"]
    assert phone.post("/my-seat/erase", {"confirm": "1"}).status_code == 403


def test_a_dialogue_without_a_facilitator_offers_none(app: FastAPI, phone: Phone) -> None:
    cast = gather(app)
    phone.hold(cast.marit.token)
    assert nb("Facilitator") not in phone.open("/my-seat").text


def test_a_stranger_has_no_seat(cast: Cast, phone: Phone) -> None:
    page = phone.open("/my-seat")
    assert (page.status, page.heading) == (401, nb("No seat is open on this device"))
    for path in ("replace", "invite", "erase"):
        sent = {"role": "kommunedirektor", "confirm": "1"}
        assert phone.post(f"/my-seat/{path}", sent).status_code == 401
    assert phone.post("/my-seat/leave").status_code == 303, "leaving always works"
    invitation: Person = cast.invitations["ordforer"]
    answer = phone.get("/my-seat", headers={"cookie": f"samspill={invitation.token}"})
    assert answer.status_code == 403


class TestTheFacilitator:
    """What a party says to the facilitator's reading along can be changed as long as it matters."""

    def handed_in(self, app: FastAPI, release: str, **said: bool) -> Cast:
        """Both have handed in with a facilitator about; ``said`` is each one's word, by role."""
        cast = gather(app, facilitator=True, release=release)
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in(facilitator_may_read=said.get(person.role, False))
        return cast

    def test_is_let_in_after_the_comparison_has_opened(self, app: FastAPI) -> None:
        cast = self.handed_in(app, "automatic", kommunedirektor=True)
        fatima, marit = phone_of(app, cast.fatima), phone_of(app, cast.marit)
        shut = fatima.open("/seat")
        assert shut.path == "/waiting"
        assert "/my-seat" in shut.links()
        assert nb("Each party can let you in from “My seat”, also now.") in shut.text
        assert "x-next" not in fatima.get("/waiting/let-in").headers
        told = marit.open("/comparison")
        assert (
            nb("The facilitator does not see this, since you have not said yes to it.") in told.text
        )
        assert "/my-seat#facilitator" in told.links()

        page = marit.press(marit.open("/my-seat").form("/my-seat/facilitator"))
        assert page.path == "/my-seat"
        assert nb("You have said yes to the facilitator’s seeing the comparison.") in page.text
        let_in = fatima.get("/waiting/let-in")
        assert nb("You have been let in.") in let_in.text
        assert 'href="/comparison"' in let_in.text
        assert "x-next" not in let_in.headers, "her page may be on the big screen"
        assert fatima.open("/seat").path == "/comparison"
        assert "/my-seat#facilitator" not in marit.open("/comparison").links()

    def test_a_yes_can_be_taken_back(self, app: FastAPI) -> None:
        cast = self.handed_in(app, "automatic", kommunedirektor=True, ordforer=True)
        fatima, marit = phone_of(app, cast.fatima), phone_of(app, cast.marit)
        assert fatima.open("/seat").path == "/comparison"
        told = nb(
            "If you take your yes back, the comparison is shut to the facilitator. What is already "
            "open on a screen, or saved, cannot be fetched back."
        )
        own = marit.open("/my-seat")
        assert told in own.text
        page = marit.press(own.form("/my-seat/facilitator"))
        assert told not in page.text
        assert nb("You have not said yes to the facilitator’s seeing the comparison.") in page.text
        assert cast.fatima.get("/api/comparison").json()["code"] == "no-consent"
        assert fatima.open("/comparison").path == "/waiting"

    def test_what_the_other_said_is_told_on_no_page(self, app: FastAPI) -> None:
        """Of two, the one who said yes would else read what the other said."""
        cast = self.handed_in(app, "automatic", kommunedirektor=True)
        pages = [
            "/comparison", "/my-seat", "/prepare", "/agenda", "/agreements", "/present",
            "/presenter", "/report", "/report/process", "/next", "/api/seat",
        ]  # fmt: skip

        def seen() -> dict[str, bytes]:
            return {page: cast.kare.get(page).content for page in pages}

        assert cast.fatima.get("/api/comparison").status_code == 403
        no = seen()
        assert cast.marit.post("/my-seat/facilitator", data={"may_read": "1"}).status_code == 200
        assert cast.fatima.get("/api/comparison").status_code == 200
        assert seen() == no

    def test_can_be_thought_over_while_waiting(self, app: FastAPI) -> None:
        cast = self.handed_in(app, "both", kommunedirektor=True)
        marit = phone_of(app, cast.marit)
        waiting = marit.open("/waiting")
        assert nb("You have not said yes to the facilitator’s seeing the comparison.") in (
            waiting.text
        )
        assert "/my-seat#facilitator" in waiting.links()
        marit.press(marit.open("/my-seat").form("/my-seat/facilitator"))
        assert nb("You have said yes to the facilitator’s seeing the comparison.") in (
            marit.open("/waiting").text
        )

    def test_a_word_that_was_sent_again_stays_as_it_is(self, app: FastAPI) -> None:
        cast = self.handed_in(app, "automatic", kommunedirektor=True)
        marit = phone_of(app, cast.marit)
        form = marit.open("/my-seat").form("/my-seat/facilitator")
        for _ in range(2):
            marit.press(form)
        assert cast.fatima.get("/api/comparison").status_code == 200

    @pytest.mark.parametrize("junk", ["", "on", "2", "1\x00", "ja" * 1000])
    def test_what_is_neither_yes_nor_no_changes_nothing(self, app: FastAPI, junk: str) -> None:
        cast = self.handed_in(app, "automatic", kommunedirektor=True, ordforer=True)
        answer = phone_of(app, cast.marit).post("/my-seat/facilitator", {"may_read": junk})
        assert answer.status_code == 422
        assert cast.fatima.get("/api/comparison").status_code == 200

    def test_before_handing_in_it_is_not_asked_here(self, cast: Cast, marit: Phone) -> None:
        assert nb("The facilitator") not in marit.open("/my-seat").text
        answer = marit.post("/my-seat/facilitator", {"may_read": "1"})
        assert (answer.status_code, nb(NothingHandedIn.message) in Page(answer).text) == (409, True)

    def test_where_there_is_none_nobody_is_let_in(self, app: FastAPI) -> None:
        cast = gather(app)
        for person in (cast.marit, cast.kare):
            person.answer_all()
            person.hand_in()
        marit = phone_of(app, cast.marit)
        assert "/my-seat/facilitator" not in [f.action for f in marit.open("/my-seat").forms()]
        assert marit.post("/my-seat/facilitator", {"may_read": "1"}).status_code == 403

    def test_the_facilitator_cannot_say_it(self, app: FastAPI) -> None:
        cast = self.handed_in(app, "automatic", kommunedirektor=True)
        answer = phone_of(app, cast.fatima).post("/my-seat/facilitator", {"may_read": "1"})
        assert answer.status_code == 403
        assert cast.fatima.get("/api/comparison").status_code == 403

    def test_too_late_nothing_is_changed(self, app: FastAPI) -> None:
        cast = self.handed_in(app, "automatic", kommunedirektor=True)
        assert cast.kare.delete("/api/answers").status_code == 200
        answer = phone_of(app, cast.marit).post("/my-seat/facilitator", {"may_read": "1"})
        assert answer.status_code == 410

    @pytest.mark.parametrize("release", ["both", "automatic"])
    def test_whoever_took_the_seat_over_makes_no_yes_of_a_no(
        self, app: FastAPI, release: str
    ) -> None:
        """The other party can invite to the seat, and could else say both."""
        cast = self.handed_in(app, release, kommunedirektor=True)
        phone = phone_of(app, cast.kare)
        opened = phone.press(invite_form(phone.open("/my-seat"), "ordforer"))
        link = opened.root.one("input", id="invitation-1").attrs["value"]
        stranger = Phone(app)
        stranger.press(stranger.enter(last_segment(link)).form("/claim"))
        assert "/my-seat/facilitator" not in [f.action for f in stranger.open("/my-seat").forms()]
        answer = stranger.post("/my-seat/facilitator", {"may_read": "1"})
        assert (answer.status_code, nb(NotYoursToSay.message) in Page(answer).text) == (409, True)

    def test_whoever_took_the_seat_over_may_take_a_yes_back(self, app: FastAPI) -> None:
        cast = self.handed_in(app, "automatic", kommunedirektor=True, ordforer=True)
        phone = phone_of(app, cast.kare)
        opened = phone.press(invite_form(phone.open("/my-seat"), "ordforer"))
        link = opened.root.one("input", id="invitation-1").attrs["value"]
        marit = Phone(app)
        marit.press(marit.enter(last_segment(link)).form("/claim"))
        marit.press(marit.open("/my-seat").form("/my-seat/facilitator"))
        assert cast.fatima.get("/api/comparison").status_code == 403
