"""Two seats on one device: a page left open must not become the other's."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI

from tests.cast import Cast, Person, gather, tap
from tests.pages import Phone


def test_a_page_of_one_seat_saves_nothing_in_another(cast: Cast) -> None:
    """A link opened in another window changes the cookie; the page left open must notice."""
    phone = cast.marit.client
    phone.cookies.set("samspill", cast.marit.token)
    page = phone.get("/answer").text
    seat = page.split('name="seat" value="')[1].split('"')[0]
    phone.cookies.set("samspill", cast.kare.token)
    taps = {"answers": [tap("rol-01", status=2)]}
    late = phone.patch("/api/answers", json=taps, headers={"x-samspill-seat": seat})
    assert (late.status_code, late.json()["code"]) == (409, "other-seat")
    form = phone.post("/answer", data={"seat": seat, "rol-01.status": "2"})
    assert form.status_code == 409
    handed = phone.post("/hand-in", data={"seat": seat, "anyway": "1"})
    assert handed.status_code == 409
    phone.cookies.clear()
    for person in (cast.marit, cast.kare):
        assert person.get("/api/answers").json() == {"answers": {}}
        assert person.get("/api/seat").json()["handed_in"] is False


def test_no_form_of_one_seat_does_anything_to_another(app: FastAPI) -> None:
    """Every form of every page of Marit's, pressed when Kåre's link has been opened since."""
    cast = gather(app, facilitator=True, release="both")
    for person in (cast.marit, cast.kare):
        person.answer_all()
    forms = list(forms_of(app, cast.marit))
    for person in (cast.marit, cast.kare):
        person.hand_in()
    forms += forms_of(app, cast.marit)
    assert {action for action, _ in forms} == {
        "/answer", "/hand-in", "/withdraw", "/release",
        "/my-seat/replace", "/my-seat/invite", "/my-seat/erase", "/my-seat/leave",
        "/my-seat/facilitator",
    }  # fmt: skip

    for action, fields in forms:
        phone = Phone(app)
        phone.hold(cast.kare.token)
        found = phone.post(action, fields | {"confirm": "1", "anyway": "1"})
        assert found.status_code == 409, action
        assert phone.open("/my-seat").status == 200

    seat = cast.kare.get("/api/seat").json()
    assert (seat["handed_in"], seat["answered"], seat["state"]) == (True, 25, "ready")
    assert cast.fatima.get("/api/seat").status_code == 200


def forms_of(app: FastAPI, person: Person) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms that a seat's pages hold now, with their hidden fields."""
    phone = Phone(app)
    phone.hold(person.token)
    for path in ("/answer", "/review", "/waiting", "/my-seat"):
        page = phone.open(path)
        for form in page.root.all("form", method="post"):
            if form.attrs["action"] == "/opened/done":
                continue
            hidden = form.all("input", type="hidden")
            yield form.attrs["action"], {f.attrs["name"]: f.attrs["value"] for f in hidden}
