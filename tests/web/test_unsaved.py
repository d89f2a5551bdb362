"""What was written when the form can no longer be saved: given back, to be copied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from app.db import Busy, Store
from app.domain.errors import HandedIn, OtherSeat, RoundOver, UnknownCredential
from app.web.errors import HTTP_CODES
from tests.cast import Cast
from tests.pages import Form, Page, Phone, nb, phone_of
from tests.web.test_page_next_round import open_next, talk_and_agree

WRITTEN = {
    "when": "\nen <b>sak</b> haster\n\n& ingen svarer",
    "then": "نتصل ببعضنا",
    "first_step": "x" * 4000,
    "notice": "",
}
LINE = 'Vi "glemte" det <hver> gang'


@pytest.fixture
def talked(cast: Cast) -> Cast:
    talk_and_agree(cast)
    return cast


@pytest.fixture
def marit(app: FastAPI, talked: Cast) -> Phone:
    return phone_of(app, talked.marit)


def agreeing(marit: Phone) -> Form:
    form = marit.open("/agreements/new?ending=agree").form("/agreements/new")
    return form.fill(**WRITTEN, owner="*")


def looking_back(marit: Phone) -> Form:
    """The form before the second round, one line written."""
    page = marit.open("/last-time")
    [agreement] = [each.attrs["data-review"] for each in page.root.all(data_review=None)]
    return page.form("/last-time").fill(**{f"{agreement}.line": LINE})


def given_back(page: Page) -> dict[str, str]:
    """What stands there to be copied, by its label."""
    found = {}
    for each in page.main.all("textarea", readonly=None):
        assert each.attrs["dir"] == "auto"
        label = page.main.one("label", for_=each.attrs["id"])
        found[label.text] = "".join(map(str, each.inside)).removeprefix("\n")
    assert (nb("What you wrote is not saved") in page.text) is bool(found)
    return found


def hand_in(cast: Cast) -> None:
    for person in (cast.marit, cast.kare):
        person.answer_all()
        person.hand_in()


class TestTheRoundIsOver:
    def test_a_new_agreement(self, talked: Cast, marit: Phone) -> None:
        form = agreeing(marit)
        open_next(talked.kare)
        page = marit.press(form)
        assert page.status == 409
        assert nb(RoundOver.message) in page.text
        assert [*given_back(page).values()] == [text.strip() for text in WRITTEN.values() if text]
        assert [label.split()[0] for label in given_back(page)] == ["Når", "gjør", "Første"]
        assert "/seat" in page.links()

    def test_an_agreement_that_was_being_changed(self, talked: Cast, marit: Phone) -> None:
        [card] = marit.open("/agreements").root.all("li", data_agreement=None)
        path = f"/agreements/{card.attrs['data-agreement']}"
        form = marit.open(path).form(path).fill(**WRITTEN)
        open_next(talked.kare)
        page = marit.press(form)
        assert page.status == 409
        assert [*given_back(page).values()] == [text.strip() for text in WRITTEN.values() if text]

    @pytest.mark.parametrize(
        ("ending", "label"),
        [
            ("look_into", "What do you want to find out?"),
            ("leave", "How will you live with it until then?"),
        ],
    )
    def test_is_labelled_as_the_form_was(
        self, talked: Cast, marit: Phone, ending: str, label: str
    ) -> None:
        form = marit.open(f"/agreements/new?ending={ending}").form("/agreements/new")
        open_next(talked.kare)
        page = marit.press(form.fill(then="hvem som bestemmer"))
        assert given_back(page) == {nb(label): "hvem som bestemmer"}

    def test_how_the_last_agreements_went(self, talked: Cast, marit: Phone) -> None:
        open_next(talked.kare)
        form = looking_back(marit)
        hand_in(talked)
        open_next(talked.kare)
        page = marit.press(form)
        assert page.status == 409
        assert nb(RoundOver.message) in page.text
        assert given_back(page) == {nb("On agreement %(num)s", num=1): LINE}

    def test_nothing_written_nothing_given_back(self, talked: Cast, marit: Phone) -> None:
        form = marit.open("/agreements/new?ending=leave").form("/agreements/new")
        open_next(talked.kare)
        page = marit.press(form)
        assert (page.status, given_back(page)) == (409, {})


class TestHandedInOnAnotherDevice:
    def test_a_line_that_came_too_late_is_said(self, talked: Cast, marit: Phone) -> None:
        open_next(talked.kare)
        form = looking_back(marit)
        talked.marit.hand_in(anyway=True)
        page = marit.press(form)
        assert page.status == 409
        assert nb(HandedIn.message) in page.text
        assert given_back(page) == {nb("On agreement %(num)s", num=1): LINE}

    def test_what_is_saved_already_leads_on(self, talked: Cast, marit: Phone) -> None:
        open_next(talked.kare)
        form = looking_back(marit)
        marit.press(form)
        talked.marit.hand_in(anyway=True)
        page = marit.press(form)
        assert (page.status, page.path) == (200, "/waiting")


def _other_seat(cast: Cast, marit: Phone) -> None:
    marit.hold(cast.kare.token)


def _revoked(cast: Cast, _marit: Phone) -> None:
    assert cast.marit.post("/api/seat/replace").status_code == 200


@pytest.mark.parametrize("written", [agreeing, looking_back])
@pytest.mark.parametrize(
    ("happens", "status", "why"),
    [(_other_seat, 409, OtherSeat.message), (_revoked, 401, UnknownCredential.message)],
)
def test_another_seat_or_a_link_that_died(
    talked: Cast,
    marit: Phone,
    written: Callable[[Phone], Form],
    happens: Callable[[Cast, Phone], None],
    status: int,
    why: str,
) -> None:
    if written is looking_back:
        open_next(talked.kare)
    form = written(marit)
    happens(talked, marit)
    page = marit.press(form)
    assert page.status == status
    assert nb(why) in page.text
    assert given_back(page)


@pytest.mark.parametrize("failing", [Busy(), RuntimeError("of something nobody foresaw")])
def test_a_server_that_cannot_save(
    app: FastAPI, talked: Cast, monkeypatch: pytest.MonkeyPatch, failing: Exception
) -> None:
    marit = phone_of(app, talked.marit)
    form = agreeing(marit)

    def fail(_store: Store) -> None:
        raise failing

    monkeypatch.setattr(Store, "writing", fail)
    page = marit.press(form)
    status = 503 if isinstance(failing, Busy) else 500
    assert page.status == status
    assert nb(HTTP_CODES[status][1]) in page.text
    assert len(given_back(page)) == 3
