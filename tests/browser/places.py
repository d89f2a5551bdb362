"""Every page in every state it can be seen in, each reached on a fresh device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.api import Link
from tests.browser.rounds import Rounds

Go = Callable[[Page, Rounds], None]
Whose = Callable[[Rounds], Link]


@dataclass(frozen=True)
class Place:
    """How to get to a page in one state."""

    go: Go

    def visit(self, page: Page, rounds: Rounds, language: str) -> None:
        """Go there on this device, reading this language."""
        page.goto("about:blank")  # else an address that differs in its hash alone loads nothing
        page.context.request.get(f"/storage?lang={language}")
        self.go(page, rounds)
        expect(page.locator("html")).to_have_attribute("lang", language)


def at(path: str, *whose: Whose, status: int = 200) -> Place:
    """A page as it is found after opening somebody's link, or several in turn.

    It must answer with this ``status`` from this very address: else another page is looked at.
    """

    def go(page: Page, rounds: Rounds) -> None:
        for link in whose:
            page.context.request.get(link(rounds).url)
        answer = page.goto(path)
        assert answer is not None, path
        assert (answer.status, urlsplit(answer.url).path) == (status, urlsplit(path).path)
        if whose and path.startswith("/answer"):
            # The worker's page asks the server for another seat's.
            page.locator("[data-ready]").wait_for(state="attached")

    return Place(go)


def after(path: str, *whose: Whose, action: str, fields: dict[str, Any] | None = None) -> Place:
    """What a form answers that is sent from ``path``, whatever the browser says of its fields."""

    def go(page: Page, rounds: Rounds) -> None:
        at(path, *whose).go(page, rounds)
        with page.expect_navigation():
            page.evaluate(SEND, [action, fields or {}])

    return Place(go)


SEND = """([action, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    [field.type, field.name, field.value] = ["hidden", name, value];
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


def unfolded(place: Place) -> Place:
    """The same with every part that can be folded out folded out."""

    def go(page: Page, rounds: Rounds) -> None:
        place.go(page, rounds)
        page.evaluate("() => document.querySelectorAll('details').forEach((d) => (d.open = true))")

    return Place(go)


def opened(page: Page, rounds: Rounds) -> None:
    """Just opened, on the opener's own device."""
    filled: dict[str, str | float | bool] = {
        "municipality": "Sør-Øyfjord",
        "question_set": "samspill",
        "own_role": "ordforer",
        "facilitator": "1",
    }
    page.context.request.post("/dialogues", form=filled)
    page.goto("/opened")


def taken(page: Page, rounds: Rounds) -> None:
    """The invitations when one of them has been used."""
    opened(page, rounds)
    link = page.locator("input[readonly]").first.input_value()
    rounds.api.claim(Link("kommunedirektor", link, ""))
    page.reload()


def refused(page: Page, rounds: Rounds) -> None:
    """A fourth tick, refused beside its box."""
    at("/answer#til-01", lambda all_: all_.begun["ordforer"]).go(page, rounds)
    page.locator('[name="til-01.talk"]').click()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(1)


def queued(page: Page, rounds: Rounds) -> None:
    """A tap that has not reached the server."""
    mayor = rounds.fresh()["ordforer"]  # since leaving the page sends the tap after all
    without_background_sync(page)
    page.route("**/api/answers", lambda route: route.abort())
    at("/answer", lambda _: mayor).go(page, rounds)
    page.locator('[name="rol-01.status"][value="4"]').click()
    expect(page.locator('[data-save-state="queued"]')).to_be_visible()


def without_background_sync(page: Page | BrowserContext) -> None:
    """As most browsers are: the worker, whose requests no test can catch, sends nothing."""
    page.add_init_script("delete globalThis.ServiceWorkerRegistration?.prototype.sync")


def offline(page: Page, rounds: Rounds) -> None:
    """Asked whether to hand in later, when there is no network."""
    queued(page, rounds)
    page.locator('[data-action="review"]:visible').click()
    expect(page.locator("dialog[open]")).to_be_visible()


def unreachable(page: Page, _: Rounds) -> None:
    """What the worker shows when there is no network, in the language this device has chosen."""
    [found] = [each["value"] for each in page.context.cookies() if each["name"] == "lang"]
    page.goto(f"/offline/{found}")


def failed(page: Page, rounds: Rounds) -> None:
    """A tap that came too late: handed in on another device."""
    mayor = rounds.fresh()["ordforer"]
    rounds.api.answer_all(mayor)
    at("/answer", lambda _: mayor).go(page, rounds)
    page.locator("[data-ready]").wait_for()
    rounds.api.hand_in(mayor)
    page.locator('[name="rol-01.status"][value="1"]').click()
    expect(page.locator('[data-save-state="failed"]')).to_be_visible()


def ended(page: Page, rounds: Rounds) -> None:
    """A tap that came too late for its round: the next one was opened on another device."""
    seats = rounds.fresh()
    at("/answer", lambda _: seats["ordforer"]).go(page, rounds)
    page.locator("[data-ready]").wait_for()
    rounds.answer_and_hand_in(seats, "ordforer", "kommunedirektor")
    rounds.api.post_form(seats["kommunedirektor"], "/next", {"kind": "full"})
    page.locator('[name="rol-01.status"][value="1"]').click()
    expect(page.locator("[data-problem] a")).to_be_visible()


def erased(page: Page, rounds: Rounds) -> None:
    """The own answers just deleted."""
    mayor = rounds.fresh()["ordforer"]
    after("/my-seat", lambda _: mayor, action="/my-seat/erase", fields={"confirm": "1"}).go(
        page, rounds
    )


def mayor(state: str) -> Whose:
    """The mayor's link in one of the rounds."""
    return lambda rounds: getattr(rounds, state)["ordforer"]


def chief(state: str) -> Whose:
    """The chief executive's."""
    return lambda rounds: getattr(rounds, state)["kommunedirektor"]


def guide(state: str) -> Whose:
    """The facilitator's."""
    return lambda rounds: getattr(rounds, state)["facilitator"]


TOO_MANY = {"go": "save"} | {
    f"{name}.talk": "1" for name in ("rol-01", "rol-02", "rol-03", "rol-04")
}

PLACES: dict[str, Place] = {
    "start": unfolded(at("/")),
    "start, with a seat open": at("/", mayor("begun")),
    "start, refused": after("/", action="/dialogues", fields={"own_role": "x", "release": "x"}),
    "start, bad code": after("/", action="/code", fields={"code": "K7WM"}),
    "start, unknown code": after("/", action="/code", fields={"code": "K7WM-3PXQ"}),
    "storage": at("/storage"),
    "offline": Place(unreachable),
    "patterns": at("/patterns"),
    "no such page": at("/nowhere", status=404),
    "no seat": at("/answer", status=401),
    "unknown link": at("/s/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", status=401),
    "used invitation": Place(lambda page, rounds: rounds.open_used(page)),
    "not yours": after("/waiting", mayor("ready"), action="/release"),
    "too late": after("/comparison", mayor("released"), action="/withdraw"),
    "closed": after("/waiting", chief("closed"), action="/withdraw"),
    "claim": at("/claim", chief("invited")),
    "claim, facilitator": at("/claim", guide("invited")),
    "claim, another seat open": at("/claim", mayor("begun"), chief("invited")),
    "opened": unfolded(Place(opened)),
    "opened, one taken": Place(taken),
    "welcome": at("/welcome", mayor("new")),
    "welcome, begun": at("/welcome", mayor("begun")),
    "welcome, facilitator": at("/welcome", guide("new")),
    "answer": at("/answer", mayor("new")),
    "answer, chosen": at("/answer#rol-01", mayor("begun")),
    "answer, last": at("/answer#run-03", mayor("done")),
    "answer, all at a glance": at("/answer#_overview", mayor("begun")),
    "answer, offline": Place(offline),
    "answer, refused": Place(refused),
    "answer, queued": Place(queued),
    "answer, failed": Place(failed),
    "answer, round over": Place(ended),
    "answer, form refused": after("/answer", mayor("new"), action="/answer", fields=TOO_MANY),
    "review": at("/review", mayor("done")),
    "review, missing": at("/review", mayor("begun")),
    "review, not confirmed": after("/review", mayor("begun"), action="/hand-in"),
    "waiting": at("/waiting", mayor("waiting")),
    "waiting, sealed": at("/waiting", mayor("sealed")),
    "waiting, everyone in": at("/waiting", mayor("ready")),
    "waiting, may ask": at("/waiting", chief("asked")),
    "waiting, asked": at("/waiting", mayor("asked")),
    "waiting, closed": at("/waiting", chief("closed")),
    "lobby": at("/waiting", guide("waiting")),
    "lobby, may open": at("/waiting", guide("ready")),
    "lobby, may not read": at("/waiting", guide("unread")),
    "my seat": unfolded(at("/my-seat", mayor("begun"))),
    "my seat, new link": at("/my-seat?replaced", mayor("begun")),
    "my seat, facilitator": unfolded(at("/my-seat", guide("waiting"))),
    "my seat, the facilitator not let in": at("/my-seat", mayor("unread")),
    "erased": Place(erased),
    "comparison": unfolded(at("/comparison", mayor("released"))),
    "comparison, folded in": at("/comparison", chief("released")),
    "comparison, one kind": at("/comparison?category=different_view", chief("released")),
    "comparison, the facilitator not let in": at("/comparison", mayor("unread")),
    "comparison, nothing": at("/comparison", mayor("empty")),
    "present": at("/present", mayor("released")),
    "present, a topic": at("/present#topic-1/4", mayor("released")),
    "present, the map": at("/present#map", chief("released")),
    "present, nothing": at("/present#all", mayor("empty")),
    "presenter": at("/presenter", guide("released")),
    "explore": at("/comparison/explore", mayor("released")),
    "big screen": at("/lobby", guide("waiting")),
    "big screen, may open": at("/lobby", guide("ready")),
    "prepare": unfolded(at("/prepare", mayor("released"))),
    "prepare, may tick": unfolded(at("/prepare", chief("agreed"))),
    "prepare, facilitator": at("/prepare", guide("released")),
    "agenda": unfolded(at("/agenda", mayor("released"))),
    "agenda, facilitator": at("/agenda", guide("released")),
    "agenda, changed meanwhile": after("/agenda", mayor("released"), action="/agenda"),
    "agreements": unfolded(at("/agreements", mayor("agreed"))),
    "agreements, none": unfolded(at("/agreements", mayor("released"))),
    "agreements, facilitator": at("/agreements", guide("agreed")),
    "agreements, no date": after(
        "/agreements", mayor("released"), action="/agreements/dates", fields={"check_in": "soon"}
    ),
    "agreement": at("/agreements/new?ending=agree&statement=rol-01", mayor("released")),
    "agreement, to look into": at("/agreements/new?ending=look_into", mayor("released")),
    "agreement, faulty": after(
        "/agreements", mayor("released"), action="/agreements/new", fields={"ending": "agree"}
    ),
    "refused, words given back": after(
        "/agreements",
        mayor("released"),
        action="/agreements/new",
        fields={"seat": "another", "when": "en sak haster", "then": "Vi ringer. " * 90},
    ),
    "report": at("/report", mayor("released")),
    "report to hand on": at("/report/process", guide("released")),
    "next round": at("/next", mayor("agreed")),
    "next round, facilitator": at("/next", guide("agreed")),
    "next round, nothing talked about": after(
        "/next", mayor("empty"), action="/next", fields={"kind": "pulse"}
    ),
    "last time": at("/last-time", mayor("again")),
    "welcome, second round": at("/welcome", mayor("again")),
    "review, second round": at("/review", chief("again")),
    "rounds": unfolded(at("/rounds", chief("again"))),
    "comparison of an earlier round": at("/rounds/1/comparison", mayor("again")),
    "agreements of an earlier round": at("/rounds/1/agreements", mayor("again")),
    "comparison, second round": unfolded(at("/comparison", mayor("twice"))),
    "present, second round": at("/present#since", mayor("twice")),
    "over time": at("/comparison/over-time", chief("thrice")),
    "report, second round": at("/report", mayor("twice")),
    "report to hand on, answers deleted": at("/report/process", chief("closed")),
}
