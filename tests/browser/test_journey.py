"""From the start page to the comparison: two phones in two languages and a facilitator's window.

Everything happens through pages, as people do it; what they see is held against what they tapped.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.domain.answers import Answer
from tests.browser import devices
from tests.browser.api import Api
from tests.browser.conftest import OpenPage
from tests.browser.people import Person, sheet
from tests.browser.server import Server

KARES = "45 34 55 u4 23 33 44 54 12 25 nn 35 44 55 41 22 3n 33 45 u5 55 44 34 23 12"
MARITS = "44 35 55 34 45 33 25 54 15 25 34 55 44 45 42 22 34 13 45 45 nn 44 34 25 52"
TICKS = ("rol-02", "hve-01", "ret-03")


@pytest.fixture
def ids(api: Api) -> list[str]:
    """The statements, in the order they are answered."""
    return api.statements()


def test_from_the_start_page_to_the_comparison(
    open_page: OpenPage, server: Server, ids: list[str]
) -> None:
    marits = sheet(ids, MARITS, TICKS)
    kares = sheet(ids, KARES)
    marit = Person(open_page(devices.PHONE), "nb")
    kare = Person(open_page(devices.PHONE, locale="nn-NO"), "nn")
    fatima = Person(open_page(devices.PROJECTOR, locale="en-GB"), "en", mouse=True)

    invitations = open_dialogue(marit)

    fatima.claim(invitations["facilitator"])
    fatima.follow("/waiting")
    lobby = fatima.page.get_by_role("list").filter(has_text="Mayor")
    expect(lobby.get_by_text("has not handed in yet")).to_have_count(2)

    kare.claim(invitations["kommunedirektor"])
    kare.follow("/answer")
    kare.answer_all(kares)
    kare.hand_in()
    kare.sees_handed_in()

    # The lobby tells that he has, by itself; she is told that and nothing more.
    expect(lobby.get_by_text("has handed in", exact=False)).to_have_count(1)
    told = marit.page.request.get("/api/seat").json()
    assert told["parties"] == [
        {"role": "ordforer", "handed_in": False},
        {"role": "kommunedirektor", "handed_in": True},
    ]
    assert marit.page.request.get("/api/comparison").status == 403

    kare.touch(kare.page.get_by_role("button", name=kare.word("Take my answers back")))
    kare.page.wait_for_url("**/review")
    expect(lobby.get_by_text("has not handed in yet")).to_have_count(2)
    kare.hand_in()
    kare.sees_handed_in()

    marit.touch(marit.page.get_by_role("link", name=marit.word("Go to my seat")))
    marit.follow("/answer")
    marit.answer_all(marits)
    marit.hand_in()

    # With a facilitator there, she opens it: hers with one press, the others' by themselves.
    marit.sees_handed_in()
    fatima.touch(
        fatima.page.get_by_role("button", name=fatima.word("Open the comparison for everyone"))
    )
    for person in (marit, kare, fatima):
        person.page.wait_for_url("**/comparison")
        expect(person.page.locator("html")).to_have_attribute("lang", person.language)
        assert person.compared() == person.reads(marits, kares)

    merged = fatima.page.request.get("/api/comparison").json()
    for row in merged["statements"]:
        for role, of in (("ordforer", marits), ("kommunedirektor", kares)):
            answer = of[row["id"]]
            assert row["answers"][role] == {
                "status": answer.status,
                "ambition": answer.ambition,
                "talk": answer.talk,
            }

    secrets = [link.rsplit("/", 1)[1] for link in invitations.values()]
    for person in (marit, kare, fatima):
        person.page.goto("/my-seat")
        secrets.append(person.link_in(person.word("Your own link")).rsplit("/", 1)[1])
    assert len(set(secrets)) == 5
    assert_unreadable(server, secrets)


def test_one_tick_too_many_is_refused_in_words(
    open_page: OpenPage, api: Api, ids: list[str]
) -> None:
    mayor = api.open_seats()["ordforer"]
    api.save(mayor, {name: {"talk": True} for name in ids[:3]})
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto(f"/answer#{ids[4]}")
    refused = marit.box(ids[4])

    marit.touch(refused)

    expect(refused).not_to_be_checked()
    words = marit.statement(ids[4]).get_by_role("alert")
    expect(words).to_contain_text("Du har valgt 3")
    assert [name for name, saved in api.answers(mayor).items() if saved["talk"]] == ids[:3]

    marit.touch(words.get_by_role("link").first)
    marit.sees(ids[0])
    with marit.page.expect_response("**/api/answers"):
        marit.touch(marit.box(ids[0]))
    marit.page.go_back()
    marit.save(marit.box(ids[4]))
    ticked = [name for name, saved in api.answers(mayor).items() if saved["talk"]]
    assert ticked == [ids[1], ids[2], ids[4]]


def test_a_reload_goes_on_where_one_was(open_page: OpenPage, api: Api, ids: list[str]) -> None:
    mayor = api.open_seats()["ordforer"]
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    for name in ids[:3]:
        marit.answer(name, Answer(3, 4))
        marit.press("next")
    marit.save(marit.cell(ids[3], "status", 2))

    marit.page.reload()
    marit.sees(ids[3])
    expect(marit.cell(ids[3], "status", 2)).to_be_checked()

    marit.page.goto(mayor.url)
    marit.sees(ids[3])
    for name in ids[:3]:
        expect(marit.cell(name, "ambition", 4)).to_be_checked()


def test_the_browsers_back_is_the_previous_statement(
    open_page: OpenPage, api: Api, ids: list[str]
) -> None:
    mayor = api.open_seats()["ordforer"]
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.page.goto("/answer")
    marit.press("next")
    marit.press("next")
    marit.sees(ids[2])

    marit.page.go_back()
    marit.sees(ids[1])
    marit.page.go_back()
    marit.sees(ids[0])
    marit.page.go_forward()
    marit.sees(ids[1])
    marit.press("back")
    marit.sees(ids[0])


def test_another_device_goes_on_where_the_first_stopped(
    open_page: OpenPage, api: Api, ids: list[str]
) -> None:
    mayor = api.open_seats()["ordforer"]
    phone = Person(open_page(), "nb")
    phone.page.goto(mayor.url)
    phone.page.goto("/answer")
    for name in ids[:2]:
        phone.answer(name, Answer("unknown", 5, talk=name == ids[1]))
        phone.press("next")
    phone.page.goto("/my-seat")
    link = phone.link_in("Din egen lenke")

    desk = Person(open_page(devices.PROJECTOR), "nb", mouse=True)
    desk.page.goto(link)

    desk.sees(ids[2])
    for name in ids[:2]:
        expect(desk.cell(name, "status", "unknown")).to_be_checked()
        expect(desk.cell(name, "ambition", 5)).to_be_checked()
    expect(desk.box(ids[1])).to_be_checked()
    desk.answer(ids[2], Answer(1, 2))

    # The phone was on another page; when it comes back it has what the desk gave.
    phone.page.go_back()
    expect(phone.cell(ids[2], "ambition", 2)).to_be_checked()


def test_a_withdrawn_sheet_can_be_changed_and_handed_in_again(
    open_page: OpenPage, api: Api, ids: list[str]
) -> None:
    mayor = api.open_seats()["ordforer"]
    api.answer_all(mayor)
    api.hand_in(mayor)
    marit = Person(open_page(), "nb")
    marit.page.goto(mayor.url)
    marit.sees_handed_in()

    marit.touch(marit.page.get_by_role("button", name=marit.word("Take my answers back")))
    marit.follow(f"/answer#{ids[6]}")
    marit.sees(ids[6])
    marit.save(marit.cell(ids[6], "status", 1))
    marit.press("review")
    marit.press("hand-in")

    marit.sees_handed_in()
    assert api.seat(mayor)["handed_in"]
    assert api.answers(mayor)[ids[6]]["status"] == 1


def open_dialogue(marit: Person) -> dict[str, str]:
    """Marit opens the dialogue for herself, Kåre and Fatima; returns the links she can send."""
    marit.page.goto("/")
    marit.page.get_by_label("Kommune", exact=True).fill("Sør-Øyfjord")
    marit.touch(marit.page.get_by_role("radio", name="Ordfører"))
    marit.touch(marit.page.get_by_role("checkbox", name=marit.word("We want a facilitator")))
    marit.touch(marit.page.get_by_role("button", name=marit.word("Start the dialogue")))
    marit.page.wait_for_url("**/opened")
    return {
        role: marit.page.get_by_role("region", name=title)
        .get_by_label(marit.word("Link to send"))
        .input_value()
        for role, title in (
            ("kommunedirektor", "Invitasjon: Kommunedirektør"),
            ("facilitator", "Invitasjon: Fasilitator"),
        )
    }


def assert_unreadable(server: Server, secrets: list[str]) -> None:
    """No file of the server's holds a link's secret, or a value's name, in the clear."""
    kept = b"".join(file.read_bytes() for file in server.data_dir.rglob("*") if file.is_file())
    assert "Sør-Øyfjord".encode() in kept
    for secret in secrets:
        assert secret.encode() not in kept
    for value in ("unknown", "not_relevant"):
        assert value.encode() not in kept
