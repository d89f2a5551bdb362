"""From the open comparison to the conversation: notes, one agenda, agreements, one opening."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from app.i18n import translator
from tests.browser import devices, fits
from tests.browser.api import Api, Link
from tests.browser.conftest import OpenPage
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.test_shared_device import STORED

Seats = dict[str, Link]
PAIR = ("ordforer", "kommunedirektor")


@pytest.fixture
def seats(api: Api) -> Seats:
    """The comparison is open to all three."""
    opened = api.open_seats(facilitator=True)
    for role in PAIR:
        api.answer_all(opened[role])
        api.hand_in(opened[role], facilitator_may_read=True)
    return opened


def prepare(page: Page, seat: Link) -> Person:
    """Open the page for preparing in somebody's seat."""
    page.goto(seat.url)
    page.goto("/prepare")
    page.locator("[data-notes][data-ready]").wait_for()
    return Person(page, "nb")


def first_note(page: Page) -> str:
    return page.locator("[data-note]").first.input_value()


def write_note(person: Person, text: str) -> None:
    person.page.locator("[data-note]").first.fill(text)
    expect(person.page.locator("[data-notes-state]")).to_have_text(
        person.word("Kept in this browser")
    )


@pytest.mark.parametrize(
    ("path", "kept", "left_out"),
    [
        ("/prepare", ".prep textarea", "form[action='/prepare/ticks'] input[type=checkbox]"),
        ("/agenda", ".agenda-list h3", "summary, button"),
    ],
)
def test_paper_has_what_can_be_read_or_written_on_and_nothing_to_press(
    phone: Page, seats: Seats, path: str, kept: str, left_out: str
) -> None:
    phone.goto(seats["ordforer"].url)
    phone.goto(path)
    for media in ("screen", "print"):
        phone.emulate_media(media=media)
        expect(phone.locator(kept).filter(visible=True)).not_to_have_count(0)
        pressed = phone.locator("main").locator(left_out).filter(visible=True)
        if media == "screen":
            expect(pressed).not_to_have_count(0)
        else:
            expect(pressed).to_have_count(0)


FULL_DISK = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBTransaction.prototype.commit = undefined;
  IDBObjectStore.prototype.put = function (...what) {
    const request = put.apply(this, what);
    request.addEventListener("success", () => this.transaction.abort());
    return request;
  };
}"""
"""A browser tells of it when the transaction ends: the request itself goes well."""


def turn_to(page: Page, text: str) -> None:
    """Turn to a tab, as often as it takes until its first note is this."""
    page.wait_for_function(
        """(text) => {
          dispatchEvent(new Event("focus"));
          return document.querySelector("[data-note]").value === text;
        }""",
        arg=text,
    )


class TestNotes:
    def test_stay_in_the_browser_and_come_back(self, phone: Page, seats: Seats) -> None:
        sent: list[str] = []
        phone.on("request", lambda request: sent.append(request.post_data or ""))
        marit = prepare(phone, seats["ordforer"])
        write_note(marit, "Møtet om skolen i mars")
        phone.reload()
        phone.locator("[data-notes][data-ready]").wait_for()
        assert first_note(phone) == "Møtet om skolen i mars"
        assert not [body for body in sent if "skolen" in body]

    def test_are_kept_when_the_page_is_left_at_once(self, phone: Page, seats: Seats) -> None:
        prepare(phone, seats["ordforer"])
        phone.locator("[data-note]").first.press_sequentially("Rett før jeg gikk")
        phone.goto("/agenda")
        phone.goto("/prepare")
        phone.locator("[data-notes][data-ready]").wait_for()
        assert first_note(phone) == "Rett før jeg gikk"

    def test_written_in_one_tab_are_found_in_the_other(self, phone: Page, seats: Seats) -> None:
        prepare(phone, seats["ordforer"])
        other = phone.context.new_page()
        write_note(prepare(other, seats["ordforer"]), "I den andre fanen")
        turn_to(phone, "I den andre fanen")
        phone.locator("[data-note]").first.press_sequentially(", og i denne")
        turn_to(other, "I den andre fanen, og i denne")

    def test_what_the_browser_did_not_keep_stays_as_long_as_the_page(
        self, phone: Page, seats: Seats
    ) -> None:
        prepare(phone, seats["ordforer"])
        phone.evaluate(FULL_DISK)
        phone.locator("[data-note]").first.fill("Bare her")
        expect(phone.locator("[data-notes-failed]")).to_be_visible()
        phone.evaluate("dispatchEvent(new Event('focus'))")
        phone.wait_for_timeout(300)
        assert first_note(phone) == "Bare her"

    def test_nothing_can_be_typed_before_it_is_kept(self, phone: Page, seats: Seats) -> None:
        prepare(phone, seats["ordforer"])
        note = phone.locator("[data-note]").first
        expect(note).to_be_editable()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        phone.route("**/notes.*.js", hold)
        phone.goto("/prepare", wait_until="commit")
        expect(note).not_to_be_editable()
        held[0].continue_()
        expect(note).to_be_editable()

    def test_another_seat_on_the_same_device_cannot_read_them(
        self, phone: Page, seats: Seats
    ) -> None:
        write_note(prepare(phone, seats["ordforer"]), "Bare for meg")
        kare = prepare(phone, seats["kommunedirektor"])
        assert first_note(phone) == ""
        stored = phone.evaluate(STORED)
        assert "Bare for meg" not in str(stored)
        write_note(kare, "Mitt eget")
        prepare(phone, seats["ordforer"])
        assert first_note(phone) == "Bare for meg"

    def test_the_browser_brings_none_back_into_another_seat(
        self, phone: Page, seats: Seats
    ) -> None:
        write_note(prepare(phone, seats["ordforer"]), "Bare for meg")
        prepare(phone, seats["kommunedirektor"])
        for _ in range(2):
            phone.go_back()
            phone.wait_for_load_state()
        phone.goto("/prepare")
        phone.locator("[data-notes][data-ready]").wait_for()
        assert first_note(phone) == ""

    def test_go_when_the_device_is_cleared_and_no_others_do(
        self, phone: Page, seats: Seats
    ) -> None:
        write_note(prepare(phone, seats["kommunedirektor"]), "Mitt eget")
        marit = prepare(phone, seats["ordforer"])
        write_note(marit, "Bare for meg")
        phone.goto("/my-seat")
        with phone.expect_navigation():
            marit.touch(phone.get_by_role("button", name=marit.word("Done – clear this device")))
        prepare(phone, seats["ordforer"])
        assert first_note(phone) == ""
        prepare(phone, seats["kommunedirektor"])
        assert first_note(phone) == "Mitt eget"

    def test_are_deleted_when_asked(self, phone: Page, seats: Seats) -> None:
        marit = prepare(phone, seats["ordforer"])
        write_note(marit, "Bare for meg")
        phone.on("dialog", lambda dialog: dialog.accept())
        marit.touch(phone.get_by_role("button", name=marit.word("Delete my notes")))
        expect(phone.locator("[data-notes-state]")).to_have_text(
            marit.word("Your notes are deleted.")
        )
        phone.reload()
        phone.locator("[data-notes][data-ready]").wait_for()
        assert first_note(phone) == ""

    def test_a_browser_that_keeps_nothing_says_so(self, phone: Page, seats: Seats) -> None:
        phone.add_init_script("delete globalThis.indexedDB; globalThis.indexedDB = undefined")
        prepare(phone, seats["ordforer"])
        expect(phone.locator("[data-notes-failed]")).to_be_visible()


class TestWhenTheServerIsGone:
    def test_what_is_written_stays_and_can_be_saved_when_it_is_back(
        self, open_page: OpenPage, own_server: Server, own_api: Api
    ) -> None:
        seats = released(own_api)
        marit = Person(open_page(devices.PHONE, base_url=own_server.url), "nb")
        marit.page.goto(seats["ordforer"].url)
        marit.page.goto("/agreements/new")
        write_agreement(marit, then="en telefon samme dag")
        unsent = marit.page.locator("[data-unsent]")
        expect(unsent).to_be_hidden()
        marit.page.context.set_offline(True)
        marit.press("save")
        expect(unsent).to_be_visible()
        marit.page.context.set_offline(False)
        own_server.kill()
        marit.press("save")
        expect(unsent).to_be_visible()
        assert marit.page.locator("[name=then]").input_value() == "en telefon samme dag"
        own_server.start()
        marit.press("save")
        marit.page.wait_for_url("**/agreements#*")
        expect(marit.page.locator("[data-agreement]")).to_contain_text("en telefon samme dag")

    def test_a_browser_with_no_patience_of_its_own_says_so_too(self, phone: Page, api: Api) -> None:
        """Older ones have no ``AbortSignal.timeout``; a server may also take a call and be mute."""
        seats = released(api)
        marit = Person(phone, "nb")
        phone.clock.install()
        phone.add_init_script("delete AbortSignal.timeout")
        phone.goto(seats["ordforer"].url)
        phone.goto("/agreements/new")
        assert phone.evaluate("typeof AbortSignal.timeout") == "undefined"
        write_agreement(marit, then="en telefon samme dag")
        phone.route("**/readyz", lambda _route: None)
        with phone.expect_request("**/readyz"):
            marit.press("save")
        phone.clock.run_for(20_000)
        expect(phone.locator("[data-unsent]")).to_be_visible()
        phone.unroute("**/readyz")
        marit.press("save")
        phone.wait_for_url("**/agreements#*")
        expect(phone.locator("[data-agreement]")).to_contain_text("en telefon samme dag")

    @pytest.mark.parametrize(
        ("path", "form", "leads_to"),
        [
            ("/prepare", "[action='/prepare/ticks'] button", "**/prepare#*"),
            ("/agenda", "[data-topic] [value=down]", "**/agenda#*"),
            ("/agreements", "[data-action=confirm]", "**/agreements#*"),
            ("/agreements", "[action='/agreements/dates'] button", "**/agreements#*"),
            ("/next", "[data-action=next-round]", "**/welcome"),
            ("/my-seat", "[action='/my-seat/facilitator'] button", "**/my-seat#facilitator"),
        ],
    )
    def test_every_step_of_the_way_says_so_where_it_was_pressed(
        self, open_page: OpenPage, own_server: Server, own_api: Api,
        path: str, form: str, leads_to: str,
    ) -> None:  # fmt: skip
        seats = released(own_api, facilitator=True)
        fields = {"ending": "agree", "when": "det haster", "then": "ringer vi", "owner": "*"}
        own_api.post_form(seats["ordforer"], "/agreements/new", fields)
        page = open_page(devices.PHONE, base_url=own_server.url)
        page.goto(seats["kommunedirektor"].url)
        page.goto(path)
        if path == "/next":
            page.locator("#sure").check()
        own_server.kill()
        pressed = page.locator(form).first
        pressed.tap()
        said = page.locator("[data-unsent=here]")
        expect(said).to_be_visible()
        expect(said).to_be_in_viewport()
        own_server.start()
        pressed.tap()
        page.wait_for_url(leads_to)
        expect(page.locator("[data-unsent=here]")).not_to_be_visible()

    def test_a_press_is_not_lost_on_a_page_that_others_write_meanwhile(
        self, phone: Page, api: Api
    ) -> None:
        """The server is slow to say that it is there, and Marit writes one more agreement."""
        seats = released(api)
        fields = {"ending": "agree", "when": "det haster", "then": "ringer vi", "owner": "*"}
        api.post_form(seats["ordforer"], "/agreements/new", fields)
        slow = say_yes(phone, seats["kommunedirektor"])
        phone.evaluate("document.activeElement.blur()")  # Safari gives a pressed button no focus
        api.post_form(seats["ordforer"], "/agreements/new", fields | {"then": "sender vi brev"})
        for _ in range(2):  # the one that was on its way, and one that has seen it
            with phone.expect_response("**/agreements/list"):
                pass
        slow.continue_()
        phone.wait_for_url("**/agreements#*")
        card = phone.locator("[data-agreement]", has_text="ringer vi")
        expect(card).to_contain_text(translator("nb").gettext("Take my yes back"))

    def test_a_form_that_is_gone_before_it_is_sent_says_that_nothing_was_done(
        self, phone: Page, api: Api
    ) -> None:
        seats = released(api)
        fields = {"ending": "agree", "when": "det haster", "then": "ringer vi", "owner": "*"}
        api.post_form(seats["ordforer"], "/agreements/new", fields)
        slow = say_yes(phone, seats["kommunedirektor"])
        phone.locator("#agreed").evaluate("(part) => part.replaceChildren()")
        slow.continue_()
        expect(phone.locator("[data-unsent=here]")).to_be_visible()

    def test_the_facilitator_can_open_from_her_own_page_when_it_is_back(
        self, open_page: OpenPage, own_server: Server, own_api: Api
    ) -> None:
        seats = own_api.open_seats(facilitator=True, release="facilitator")
        for role in PAIR:
            own_api.answer_all(seats[role])
            own_api.hand_in(seats[role], facilitator_may_read=True)
        page = open_page(devices.PROJECTOR, base_url=own_server.url)
        page.goto(seats["facilitator"].url)
        own_server.kill()
        page.locator("[action='/release'] button").click()
        expect(page.locator("[data-unsent=here]")).to_be_visible()
        own_server.start()
        page.locator("[action='/release'] button").click()
        page.wait_for_url("**/comparison")

    def test_the_big_screen_says_so_and_opens_when_it_is_back(
        self, open_page: OpenPage, own_server: Server, own_api: Api
    ) -> None:
        seats = own_api.open_seats(facilitator=True, release="facilitator")
        for role in PAIR:
            own_api.answer_all(seats[role])
            own_api.hand_in(seats[role], facilitator_may_read=True)
        fatima = Person(open_page(devices.PROJECTOR, base_url=own_server.url), "nb", mouse=True)
        fatima.page.goto(seats["facilitator"].url)
        fatima.page.goto("/lobby")
        own_server.kill()
        fatima.press("release")
        expect(fatima.page.locator("[data-unsent]")).to_be_visible()
        expect(fatima.page.locator(".lobby__party")).to_have_count(2)
        own_server.start()
        fatima.press("release")
        fatima.page.wait_for_url("**/present*")


def test_an_agenda_that_another_changes_changes_on_every_screen_that_is_not_in_use(
    open_page: OpenPage, api: Api, seats: Seats
) -> None:
    screens = []
    for role in ("facilitator", "ordforer"):
        screens.append(open_page(devices.PHONE))
        screens[-1].goto(seats[role].url)
        screens[-1].goto("/agenda")
    looks_on, chooses = screens
    chooses.locator("summary").last.click()
    chooses.locator("#add").select_option(index=3)
    chosen = chooses.locator("#add").input_value()
    chooses.locator("h1").click()
    stamp = chooses.locator("[name=read]").first.input_value()
    last = chooses.locator("[data-topic]").last.get_attribute("data-topic") or ""
    api.post_form(seats["kommunedirektor"], "/agenda", {"do": "drop", "topic": last, "read": stamp})
    expect(looks_on.locator("[data-topic]")).to_have_count(2)
    expect(looks_on.locator("[role=status]")).to_contain_text(
        "Sakslisten er endret. Sist endret av"
    )
    for _ in range(2):  # the second is asked for when the first has been dealt with
        with chooses.expect_response(
            lambda answer: answer.url.endswith("/agenda/list") and answer.status == 200
        ):
            pass
    assert chooses.locator("[data-topic]").count() == 3
    assert chooses.locator("#add").input_value() == chosen
    chooses.locator("summary").last.click()
    chooses.locator("h1").click()
    expect(chooses.locator("[data-topic]")).to_have_count(2)


@pytest.mark.parametrize("path", ["/welcome", "/my-seat"])
def test_the_facilitators_screen_shows_its_link_when_asked(
    open_page: OpenPage, api: Api, path: str
) -> None:
    page = open_page(devices.PROJECTOR)
    page.goto(api.open_seats(facilitator=True)["facilitator"].url)
    page.goto(path)
    ways_in = page.locator("#own-link, .code, .pass-on__qr")
    expect(ways_in).to_have_count(3)
    expect(ways_in.filter(visible=True)).to_have_count(0)
    page.get_by_text("Vis lenken min").click()
    expect(page.locator("#own-link")).to_be_visible()


def test_two_screens_of_one_facilitator_open_it_once(open_page: OpenPage, api: Api) -> None:
    seats = api.open_seats(facilitator=True, release="facilitator")
    for role in PAIR:
        api.answer_all(seats[role])
        api.hand_in(seats[role], facilitator_may_read=True)
    screens = [Person(open_page(devices.PROJECTOR), "nb", mouse=True) for _ in range(2)]
    for screen in screens:
        screen.page.goto(seats["facilitator"].url)
        screen.page.goto("/lobby")
    for screen in screens:  # neither has heard of the other's press when it presses
        screen.page.locator('[data-action="release"]').evaluate("(button) => button.click()")
    for screen in screens:
        screen.page.wait_for_url("**/present*")


def test_any_text_is_shown_whole(open_page: OpenPage, api: Api) -> None:
    seats = released(api)
    texts = ("שלום عليكم " * 20, "👩🏽‍🚀🏔️" * 40, "e\u0301a\u0308 " * 60, "langt" * 1000)
    for text in texts:
        fields = {"ending": "agree", "when": "x", "then": text.strip(), "owner": "*"}
        api.post_form(seats["ordforer"], "/agreements/new", fields)
    page = open_page(devices.SMALL_PHONE)
    for role in reversed(PAIR):
        page.goto(seats[role].url)
        page.goto("/agreements")
        for _ in texts:
            with page.expect_navigation():
                page.locator('[data-action="confirm"]').first.click()
    for path in ("/agreements", "/report", "/report/process"):
        page.goto(path)
        shown = page.locator("main").text_content() or ""
        assert [text for text in texts if text.strip() not in shown] == []
        assert fits.look(page, "sideways", "cutOff") == []
    page.goto("/agreements")
    page.locator("[data-agreement]").last.locator('a[href^="/agreements/"]').click()
    assert page.locator("[name=then]").input_value() == texts[-1]
    assert fits.look(page, "sideways", "cutOff") == []


def released(api: Api, *, facilitator: bool = False) -> Seats:
    """The comparison is open to the pair; a facilitator is not let in."""
    seats = api.open_seats(facilitator=facilitator)
    for role in PAIR:
        api.answer_all(seats[role])
        api.hand_in(seats[role])
    return seats


def say_yes(page: Page, seat: Link) -> Route:
    """Confirm the only agreement; the server is yet to say that it is there, by the route."""
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/readyz", hold)
    page.goto(seat.url)
    page.goto("/agreements")
    with page.expect_request("**/readyz"):
        Person(page, "nb").press("confirm")
    while not asked:  # the request is seen a moment before its route
        page.wait_for_timeout(20)
    [route] = asked
    return route


def write_agreement(person: Person, then: str) -> None:
    """Fill in what an agreement must have."""
    person.page.locator("[name=when]").fill("en sak kan havne i mediene")
    person.page.locator("[name=then]").fill(then)
    person.touch(person.page.get_by_label(person.word("Both")))


def test_from_the_big_screen_to_an_agreement_both_have_signed(
    open_page: OpenPage, api: Api
) -> None:
    seats = api.open_seats(facilitator=True, release="facilitator")
    for role in PAIR:
        api.answer_all(seats[role])
    marit = Person(open_page(devices.PHONE), "nb")
    kare = Person(open_page(devices.PHONE), "nb")
    fatima = Person(open_page(devices.PROJECTOR), "nb", mouse=True)
    for person, role in ((marit, "ordforer"), (kare, "kommunedirektor"), (fatima, "facilitator")):
        person.page.goto(seats[role].url)
    fatima.page.goto("/lobby")
    expect(fatima.page.locator(".lobby__party")).to_have_count(2)
    for person in (marit, kare):
        person.page.goto("/review")
        person.hand_in()
        person.sees_handed_in()
    # The screen has heard by itself that both are in; one press, and all three move on together.
    fatima.press("release")
    fatima.page.wait_for_url("**/present*")  # the page adds which screen it shows
    for person in (marit, kare):
        person.page.wait_for_url("**/comparison")
    # The laptop's window leads the talk; what it steers is the big screen.
    with fatima.page.expect_popup() as popup:
        fatima.page.keyboard.press("p")
    presenter = popup.value
    expect(presenter.locator('[data-line="joined"]')).to_be_visible()
    for _ in range(3):
        presenter.keyboard.press("PageDown")
    shown = fatima.page.locator("[data-current]")
    expect(shown).not_to_have_attribute("data-slide", "rules")
    steered = shown.get_attribute("data-slide")
    expect(presenter.locator(f'[data-slide="{steered}"]')).to_be_visible()

    marit.page.goto("/agreements")
    kare.page.goto("/agreements")
    topic = marit.page.locator("[data-open-topic]").first
    marit.touch(topic.get_by_role("link", name="Avtale"))
    write_agreement(marit, then="en telefon samme dag")
    marit.press("save")
    marit.page.wait_for_url("**/agreements#*")
    # Kåre's page shows it without his doing anything.
    card = kare.page.locator("[data-agreement]")
    expect(card).to_contain_text("en telefon samme dag")
    kare.press("confirm")
    kare.page.wait_for_url("**/agreements#*")
    marit.press("confirm")
    marit.page.wait_for_url("**/agreements#*")
    expect(marit.page.locator("[data-settled]")).to_be_visible()
    expect(kare.page.locator("[data-settled]")).to_be_visible()
    # The talk ends on the big screen with what both have signed.
    presenter.keyboard.press("End")
    expect(fatima.page.locator('[data-slide="next"]')).to_be_visible()
    for _ in range(2):
        presenter.keyboard.press("PageUp")
    fatima.page.keyboard.press("r")
    expect(fatima.page.locator("[data-current] [data-fetched]")).to_be_visible()
    expect(fatima.page.locator("[data-current]")).to_contain_text("en telefon samme dag")
