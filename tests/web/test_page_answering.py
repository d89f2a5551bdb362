"""Answering as a plain form, looking over, handing in and taking back: no script anywhere."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI

from tests.cast import Cast, Person, tap
from tests.pages import Form, Page, Phone, nb

LATER = "2026-11-22T12:00:01Z"


@pytest.fixture
def marit(cast: Cast, phone: Phone) -> Phone:
    """Marit's phone, her seat open on it."""
    phone.hold(cast.marit.token)
    return phone


def answers(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = person.get("/api/answers").json()["answers"]
    return found


def the_form(phone: Phone) -> Form:
    page = phone.open("/answer")
    assert (page.status, page.path) == (200, "/answer")
    return page.form("/answer")


def save(phone: Phone, form: Form, **changes: Any) -> Page:
    """Press "Save", the button in sight."""
    [button] = [
        each
        for each in form.node.all("button", name="go", value="save")
        if "tabindex" not in each.attrs
    ]
    return phone.press(form, button=button, **changes)


def review(phone: Phone, form: Form, **changes: Any) -> Page:
    return phone.press(form, button={"data_action": "review"}, **changes)


def test_the_document_holds_every_statement_as_the_interface_says(marit: Phone) -> None:
    page = marit.open("/answer")
    statements = page.root.all(data_statement=None)
    assert len(statements) == 25
    form = page.form("/answer")
    assert form.method == "post"
    for element in statements:
        name = element.attrs["data-statement"]
        assert sorted(form.offers(f"{name}.status")) == [
            "1", "2", "3", "4", "5", "not_relevant", "unknown",
        ]  # fmt: skip
        assert sorted(form.offers(f"{name}.ambition")) == ["1", "2", "3", "4", "5", "not_relevant"]
        assert all(each in list(element.walk()) for each in form.named(f"{name}.status"))
        for radio in (*form.named(f"{name}.status"), *form.named(f"{name}.ambition")):
            assert radio.attrs["type"] == "radio"
            assert "checked" not in radio.attrs
            assert radio.parent is not None
            assert radio.parent.tag == "label"
            assert radio.parent.text
        [tick] = form.named(f"{name}.talk")
        assert tick.attrs["type"] == "checkbox"
        assert len(element.all("fieldset")) == 2
    assert page.root.all(data_save_state="saved")
    assert {node.attrs["data-action"] for node in page.root.all(data_action=None)} == {
        "next",
        "back",
        "review",
    }


def test_what_is_sent_is_saved_and_comes_back_chosen(cast: Cast, marit: Phone) -> None:
    page = save(
        marit,
        the_form(marit),
        **{
            "rol-01.status": "2",
            "rol-01.ambition": "5",
            "rol-01.talk": True,
            "rol-02.status": "unknown",
            "rol-02.ambition": "not_relevant",
            "rol-03.status": "1",
        },
    )
    assert (page.status, page.path) == (200, "/answer")
    assert answers(cast.marit) == {
        "rol-01": {"status": 2, "ambition": 5, "talk": True},
        "rol-02": {"status": "unknown", "ambition": "not_relevant", "talk": False},
        "rol-03": {"status": 1, "ambition": None, "talk": False},
    }
    form = page.form("/answer")
    chosen = [name for name, value in form.sent() if "." in name]
    assert chosen == [
        "rol-01.status", "rol-01.ambition", "rol-01.talk", "rol-02.status", "rol-02.ambition",
        "rol-03.status",
    ]  # fmt: skip
    assert form.value("rol-01.ambition") == "5"


def test_sending_it_again_unchanged_changes_nothing(cast: Cast, marit: Phone) -> None:
    save(marit, the_form(marit), **{"rol-01.status": "2", "rol-01.talk": True})
    before = answers(cast.marit)
    save(marit, the_form(marit))
    assert answers(cast.marit) == before


def test_a_value_can_be_changed_and_a_tick_taken_away(cast: Cast, marit: Phone) -> None:
    save(marit, the_form(marit), **{"rol-01.status": "2", "rol-01.talk": True})
    save(marit, the_form(marit), **{"rol-01.status": "4", "rol-01.talk": False})
    assert answers(cast.marit)["rol-01"] == {"status": 4, "ambition": None, "talk": False}


def test_enter_in_the_form_saves(cast: Cast, marit: Phone) -> None:
    form = the_form(marit).fill(**{"rol-01.status": "3"})
    first = next(each for each in form.node.walk() if each.tag == "button")
    assert (first.attrs["name"], first.attrs["value"]) == ("go", "save")
    answer = marit.post("/answer", form.sent(first))
    assert (answer.status_code, answer.headers["location"]) == (303, "/answer")
    assert answers(cast.marit)["rol-01"]["status"] == 3


def test_look_over_saves_and_leads_on(cast: Cast, marit: Phone) -> None:
    page = review(marit, the_form(marit), **{"rol-01.status": "3", "rol-01.ambition": "4"})
    assert (page.status, page.path) == (200, "/review")
    assert "1 av 25" in page.text
    assert answers(cast.marit)["rol-01"]["ambition"] == 4


def test_remove_empties_one_statement_and_saves_the_rest(cast: Cast, marit: Phone) -> None:
    filled = {"rol-01.status": "2", "rol-01.ambition": "5", "rol-01.talk": True}
    save(marit, the_form(marit), **filled)
    form = the_form(marit).fill(**{"rol-02.status": "3"})
    answer = marit.post("/answer", form.sent(form.button(name="clear", value="rol-01")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/answer#rol-01")
    assert answers(cast.marit) == {
        "rol-01": {"status": None, "ambition": None, "talk": False},
        "rol-02": {"status": 3, "ambition": None, "talk": False},
    }
    assert the_form(marit).value("rol-01.status") is None


def test_remove_of_what_is_not_there_does_nothing_bad(cast: Cast, marit: Phone) -> None:
    sent = [*the_form(marit).sent(), ("clear", "rol-99\r\nx: y")]
    answer = marit.post("/answer", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/answer")
    assert answers(cast.marit) == {}


def test_a_stale_form_changes_only_what_its_sender_changed(cast: Cast, marit: Phone) -> None:
    cast.marit.save(tap("rol-01", status=2), tap("rol-02", status=2), tap("rol-03", talk=True))
    stale = the_form(marit)
    cast.marit.save(
        tap("rol-01", LATER, status=5),
        tap("rol-02", LATER, status=None, ambition=1),
        tap("rol-03", LATER, talk=False),
        tap("rol-04", LATER, status=4, talk=True),
    )
    save(marit, stale, **{"til-01.status": "3"})
    assert answers(cast.marit) == {
        "rol-01": {"status": 5, "ambition": None, "talk": False},
        "rol-02": {"status": None, "ambition": 1, "talk": False},
        "rol-03": {"status": None, "ambition": None, "talk": False},
        "rol-04": {"status": 4, "ambition": None, "talk": True},
        "til-01": {"status": 3, "ambition": None, "talk": False},
    }


def test_a_form_without_its_memory_still_never_empties_anything(cast: Cast, marit: Phone) -> None:
    cast.marit.save(tap("rol-01", status=2, ambition=4, talk=True))
    for shown in ([], [("shown", "")], [("shown", "x" * 75)], [("shown", "5" * 74)]):
        marit.post("/answer", [*shown, ("rol-02.status", "3")])
        assert answers(cast.marit)["rol-01"] == {"status": 2, "ambition": 4, "talk": True}
        assert answers(cast.marit)["rol-02"]["status"] == 3


def test_a_fourth_tick_is_refused_and_the_form_comes_back_as_written(
    cast: Cast, marit: Phone
) -> None:
    cast.marit.save(tap("rol-01", status=2, talk=True))
    before = answers(cast.marit)
    changes = {
        "rol-01.status": "5",
        "rol-02.talk": True,
        "rol-03.talk": True,
        "rol-04.talk": True,
        "til-01.ambition": "1",
    }
    form = the_form(marit)
    page = save(marit, form, **changes)
    assert (page.status, page.path) == (422, "/answer")
    [told] = [each for each in page.main.all(role="alert") if "hidden" not in each.attrs]
    assert "3" in told.text
    assert answers(cast.marit) == before
    again = page.form("/answer")
    assert [s for s in again.sent() if "." in s[0]] == [s for s in form.sent() if "." in s[0]]
    mended = save(marit, again, **{"rol-01.talk": False})
    assert mended.status == 200
    assert answers(cast.marit) == {
        "rol-01": {"status": 5, "ambition": None, "talk": False},
        "rol-02": {"status": None, "ambition": None, "talk": True},
        "rol-03": {"status": None, "ambition": None, "talk": True},
        "rol-04": {"status": None, "ambition": None, "talk": True},
        "til-01": {"status": None, "ambition": 1, "talk": False},
    }


def test_a_refused_stale_form_shows_and_keeps_what_another_device_saved(
    cast: Cast, marit: Phone
) -> None:
    stale = the_form(marit)
    cast.marit.save(tap("rol-01", talk=True), tap("rol-02", talk=True), tap("rol-03", status=5))
    page = save(marit, stale, **{"rol-04.talk": True, "til-01.talk": True, "til-02.status": "1"})
    assert page.status == 422
    form = page.form("/answer")
    ticked = [name for name, _ in form.sent() if name.endswith(".talk")]
    assert ticked == ["rol-01.talk", "rol-02.talk", "rol-04.talk", "til-01.talk"]
    assert form.value("rol-03.status") == "5"
    assert save(marit, form, **{"rol-02.talk": False}).status == 200
    after = answers(cast.marit)
    assert [name for name, each in after.items() if each["talk"]] == ["rol-01", "rol-04", "til-01"]
    assert (after["rol-03"]["status"], after["til-02"]["status"]) == (5, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "0"),
        ("status", "6"),
        ("status", "9"),
        ("status", "-1"),
        ("status", "10"),
        ("status", "3.5"),
        ("status", "٣"),
        ("status", "²"),
        ("status", "perhaps"),
        ("status", "NOT_RELEVANT"),
        ("ambition", "unknown"),
        ("ambition", "0"),
        ("ambition", "None"),
    ],
)
def test_a_value_no_form_of_ours_sends_spoils_the_lot(
    cast: Cast, marit: Phone, field: str, value: str
) -> None:
    sent = [("rol-01.status", "3"), (f"rol-02.{field}", value), ("rol-03.status", "4")]
    answer = marit.post("/answer", sent)
    assert answer.status_code == 422
    assert nb("Some answers are not valid.") in answer.text
    assert answers(cast.marit) == {}


def test_fields_nobody_asked_for_are_left_alone(cast: Cast, marit: Phone) -> None:
    sent = [("rol-01.status", "3"), ("rol-99.status", "9"), ("at", "x"), ("rol-01.feeling", "9")]
    assert marit.post("/answer", sent).status_code == 303
    assert answers(cast.marit) == {"rol-01": {"status": 3, "ambition": None, "talk": False}}


def test_both_ways_of_encoding_a_form(cast: Cast, marit: Phone) -> None:
    form = the_form(marit).fill(**{"rol-01.status": "3", "rol-01.talk": True})
    parts = [(name, (None, value)) for name, value in form.sent()]
    answer = marit.client.post("/answer", files=parts, follow_redirects=False)
    assert "multipart" in answer.request.headers["content-type"]
    assert answer.status_code == 303
    assert answers(cast.marit)["rol-01"] == {"status": 3, "ambition": None, "talk": True}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x", "multipart/form-data", 400),
        (b"--b\r\n\r\nx", "multipart/form-data; boundary=b", 400),
        (
            b"--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--",
            "multipart/form-data; boundary=b",
            400,
        ),
        (b"{}", "application/json", 400),
        (b"&".join([b"a=1"] * 3000), "application/x-www-form-urlencoded", 400),
        (b"rol-01.status=%FF%FE", "application/x-www-form-urlencoded", 422),
    ],
)
def test_a_body_that_is_no_form(
    cast: Cast, marit: Phone, content: bytes, kind: str, status: int
) -> None:
    answer = marit.client.post(
        "/answer", content=content, headers={"content-type": kind}, follow_redirects=False
    )
    assert answer.status_code == status
    assert "text/html" in answer.headers.get("content-type", "text/html")
    assert answers(cast.marit) == {}


@pytest.mark.parametrize("declared", [True, False])
def test_more_than_a_megabyte_is_refused(cast: Cast, marit: Phone, declared: bool) -> None:
    body = b"rol-01.status=3&x=" + b"y" * (1024 * 1024)
    answer = marit.client.post(
        "/answer",
        content=body if declared else iter([body[:500], body[500:]]),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413
    assert Page(answer).heading == nb("This is too large")
    assert answers(cast.marit) == {}


def test_a_stale_form_after_handing_in_is_refused_and_changes_nothing(
    cast: Cast, marit: Phone
) -> None:
    cast.marit.answer_all(3, 4)
    stale = the_form(marit)
    cast.marit.hand_in()
    before = answers(cast.marit)
    page = save(marit, stale, **{"rol-01.status": "1"})
    assert page.status == 409
    assert nb("You have already handed in. Take your answers back to change them.") in page.text
    assert "/seat" in page.links()
    assert answers(cast.marit) == before
    assert marit.open("/answer").path == "/waiting"
    assert marit.open("/review").path == "/waiting"


def test_the_overview_says_everything_in_words(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all(3, 4)
    cast.marit.save(
        tap("rol-01", LATER, status="unknown", ambition="not_relevant", talk=True),
        tap("rol-02", LATER, status=None),
    )
    page = marit.open("/review")
    assert "24 av 25" in page.text
    rows = [li for li in page.main.all("li") if li.all("dl")]
    assert len(rows) == 25
    assert [dd.text for dd in rows[0].all("dd")] == ["Vet ikke", "Ikke aktuelt for oss"]
    assert rows[0].one("p", class_="tag").text == "Dette vil jeg snakke om"
    assert rows[1].all("dd")[0].text == nb("Not answered")
    assert not rows[1].all("p", class_="tag")
    missing = page.main.one("section", aria_labelledby="missing-title")
    assert [a.attrs["href"] for a in missing.all("a")] == ["/answer#rol-02"]


def test_handing_in_a_full_sheet(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all()
    page = marit.press(marit.open("/review").form("/hand-in"))
    assert (page.status, page.path) == (200, "/waiting")
    assert page.root.all(data_state="handed-in")
    assert cast.marit.get("/api/seat").json()["handed_in"] is True


def test_the_last_to_hand_in_comes_to_the_comparison(cast: Cast, marit: Phone) -> None:
    cast.kare.answer_all()
    cast.kare.hand_in()
    cast.marit.answer_all()
    page = marit.press(marit.open("/review").form("/hand-in"))
    assert page.status == 200
    assert "/comparison" in (page.path, *page.links())


def test_handing_in_with_gaps_asks_first(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all()
    cast.marit.save(tap("til-01", LATER, status=None), tap("rol-02", LATER, ambition=None))
    page = marit.press(marit.open("/review").form("/hand-in"))
    assert (page.status, page.path) == (409, "/hand-in")
    assert cast.marit.get("/api/seat").json()["handed_in"] is False
    missing = page.main.one("section", aria_labelledby="missing-title")
    assert [a.attrs["href"] for a in missing.all("a")] == ["/answer#rol-02", "/answer#til-01"]
    assert page.fault("anyway")
    done = marit.press(page.form("/hand-in"), anyway=True)
    assert (done.status, done.path) == (200, "/waiting")


def test_a_refused_hand_in_remembers_the_consent(cast: Cast, marit: Phone) -> None:
    page = marit.press(marit.open("/review").form("/hand-in"), facilitator_may_read=True)
    assert page.status == 409
    assert page.form("/hand-in").value("facilitator_may_read") == "1"


def test_consent_is_asked_only_where_there_is_a_facilitator(
    lillevik: Cast, phone: Phone, cast: Cast
) -> None:
    phone.hold(lillevik.marit.token)
    assert not phone.open("/review").form("/hand-in").named("facilitator_may_read")
    phone.hold(cast.marit.token)
    form = phone.open("/review").form("/hand-in")
    assert form.value("facilitator_may_read") is None, "never ticked beforehand"


@pytest.mark.parametrize("consent", [True, False])
def test_consent_is_given_by_the_tick_alone(cast: Cast, marit: Phone, consent: bool) -> None:
    cast.kare.answer_all()
    cast.kare.hand_in(facilitator_may_read=True)
    cast.marit.answer_all()
    marit.press(marit.open("/review").form("/hand-in"), facilitator_may_read=consent)
    assert cast.fatima.get("/api/comparison").status_code == (200 if consent else 403)


def test_handing_in_twice_is_harmless(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all()
    form = marit.open("/review").form("/hand-in")
    for _ in range(2):
        assert marit.press(form).path == "/waiting"


def test_taking_back_opens_the_sheet_again(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all(2, 3)
    cast.marit.hand_in()
    page = marit.press(marit.open("/waiting").form("/withdraw"))
    assert (page.status, page.path) == (200, "/review")
    save(marit, the_form(marit), **{"rol-01.status": "5"})
    assert answers(cast.marit)["rol-01"]["status"] == 5
    assert answers(cast.marit)["rol-02"]["status"] == 2


def test_taking_back_is_too_late_once_open(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all()
    cast.marit.hand_in()
    form = marit.open("/waiting").form("/withdraw")
    cast.kare.answer_all()
    cast.kare.hand_in()
    page = marit.press(form)
    assert page.status == 409
    assert "/seat" in page.links()
    assert cast.marit.get("/api/comparison").status_code == 200


def test_after_the_round_is_closed_nothing_can_be_answered(cast: Cast, marit: Phone) -> None:
    cast.marit.answer_all()
    form = the_form(marit)
    overview = marit.open("/review").form("/hand-in")
    cast.marit.hand_in()
    cast.kare.answer_all()
    cast.kare.hand_in()
    cast.kare.delete("/api/answers")
    assert marit.open("/answer").path == "/waiting"
    assert save(marit, form, **{"rol-01.status": "1"}).status == 410
    assert marit.press(overview).path == "/waiting"
    assert marit.post("/withdraw").status_code == 410


def test_a_facilitator_has_nothing_to_answer(cast: Cast, phone: Phone) -> None:
    phone.hold(cast.fatima.token)
    assert phone.open("/answer").path == "/waiting"
    assert phone.open("/review").path == "/waiting"
    for path in ("/answer", "/hand-in", "/withdraw"):
        answer = phone.post(path, {"rol-01.status": "3", "anyway": "1"})
        assert answer.status_code == 403, path


def test_a_stranger_has_nothing_to_answer(phone: Phone, cast: Cast) -> None:
    for path in ("/answer", "/review"):
        assert phone.open(path).status == 401
    for path in ("/answer", "/hand-in", "/withdraw"):
        assert phone.post(path, {"rol-01.status": "3", "anyway": "1"}).status_code == 401


def test_an_outsider_never_reaches_this_sheet(cast: Cast, lillevik: Cast, phone: Phone) -> None:
    cast.marit.save(tap("rol-01", status=2))
    phone.hold(lillevik.marit.token)
    form = the_form(phone)
    assert form.value("rol-01.status") is None
    save(phone, form, **{"rol-01.status": "5"})
    assert answers(cast.marit)["rol-01"]["status"] == 2


def test_the_whole_way_without_a_script(app: FastAPI) -> None:
    """Marit and Kåre, from the start page to the comparison, by links and buttons alone."""
    marit, kare = Phone(app), Phone(app)
    form = marit.open("/").form("/dialogues")
    opened = marit.press(form, municipality="Sør-Øyfjord", own_role="ordforer")
    link = opened.root.one("input", id="invitation-1").attrs["value"]
    page = kare.press(kare.open(link.removeprefix("http://testserver")).form("/claim"))
    assert page.path == "/welcome"
    for phone, status in ((marit, "2"), (kare, "5")):
        form = the_form(phone)
        for name in {name for each in form.controls if (name := each.attrs["name"]).endswith("s")}:
            form.fill(**{name: status, name.replace("status", "ambition"): "4"})
        page = review(phone, form)
        assert "25 av 25" in page.text
        page = phone.press(page.form("/hand-in"))
    for phone in (marit, kare):
        page = phone.open("/seat")
        assert page.path == "/comparison"
        assert len(page.root.all(data_statement=None, data_category="different_view")) == 25
