"""Rounds in every state, built once through the API and then only looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from playwright.sync_api import Page

from tests.browser.api import Api, Link

Seats = dict[str, Link]

PAIR = ("ordforer", "kommunedirektor")


WRITTEN: tuple[dict[str, str], ...] = (
    {
        "ending": "agree",
        "statement": "rol-01",
        "when": "en sak kan havne i mediene",
        "then": "en kort avklaring på telefon samme dag, også når det er sent",
        "owner": "*",
        "first_step": "Lage en liste over saker vi venter spørsmål om",
        "date": "2027-01-08",
        "notice": "Ingen av oss leser om saken i avisen først",
    },
    {
        "ending": "look_into",
        "statement": "til-01",
        "then": "Hva sier delegeringsreglementet om tomtesaker?",
        "owner": "kommunedirektor",
        "date": "2020-01-01",
    },
    {"ending": "leave", "statement": "hve-01"},
)

LINES = (
    ("kept", "Det har vi gjort hver gang"),
    ("partly", "Ikke i ferien, men ellers har det gått fint"),
)


class Rounds:
    """One dialogue for each state a round can be in; each is made when first asked for."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def fresh(self, **settings: Any) -> Seats:
        """A dialogue of three that nobody has answered in yet."""
        return self.api.open_seats(**{"facilitator": True} | settings)

    @cached_property
    def invited(self) -> Seats:
        """Invitations that nobody has used."""
        return self.api.open_dialogue(facilitator=True)

    @cached_property
    def new(self) -> Seats:
        """Nothing is answered."""
        return self.fresh()

    @cached_property
    def begun(self) -> Seats:
        """The mayor has answered some, and ticked as many as may be."""
        seats = self.fresh()
        names = self.api.statements()[:3]
        answers = [(2, 4), ("unknown", 5), ("not_relevant", "not_relevant")]
        self.api.save(
            seats["ordforer"],
            {
                name: {"status": status, "ambition": ambition, "talk": True}
                for name, (status, ambition) in zip(names, answers, strict=True)
            },
        )
        return seats

    @cached_property
    def done(self) -> Seats:
        """The mayor has answered everything and handed nothing in."""
        seats = self.fresh()
        self.api.answer_all(seats["ordforer"])
        return seats

    @cached_property
    def waiting(self) -> Seats:
        """The mayor has handed in."""
        seats = self.fresh()
        self.answer_and_hand_in(seats, "ordforer")
        return seats

    @cached_property
    def sealed(self) -> Seats:
        """The mayor has handed in, lost the link and taken the seat anew."""
        seats = self.fresh()
        self.answer_and_hand_in(seats, "ordforer")
        made = self.api.call("POST", "/api/seats/ordforer/invite", seats["kommunedirektor"])
        return seats | {"ordforer": self.api.claim(Link("ordforer", made["link"], made["code"]))}

    @cached_property
    def ready(self) -> Seats:
        """Both have handed in; the facilitator opens."""
        seats = self.fresh(release="facilitator")
        self.answer_and_hand_in(seats, *PAIR)
        return seats

    @cached_property
    def asked(self) -> Seats:
        """Both have handed in and both must ask; the mayor has."""
        seats = self.fresh(release="both")
        self.answer_and_hand_in(seats, *PAIR)
        self.api.call("POST", "/api/release", seats["ordforer"])
        return seats

    @cached_property
    def released(self) -> Seats:
        """Open, for the facilitator too; every kind of conversation occurs."""
        seats = self.fresh()
        given: dict[str, dict[str, dict[str, Any]]] = {role: {} for role in PAIR}
        for number, name in enumerate(self.api.statements()):
            for role, pair in zip(PAIR, MIXED[number % len(MIXED)], strict=True):
                given[role][name] = {
                    field: WAYS_OUT.get(letter, int(letter) if letter.isdigit() else None)
                    for field, letter in zip(("status", "ambition"), pair, strict=True)
                } | {"talk": number in TICKED[role]}
        for role in PAIR:
            self.api.save(seats[role], given[role])
            self.api.hand_in(seats[role], anyway=True, facilitator_may_read=True)
        return seats

    @cached_property
    def agreed(self) -> Seats:
        """Open; the mayor has written agreements, the chief executive has confirmed one."""
        seats = self.fresh()
        self.answer_and_hand_in(seats, *PAIR, facilitator_may_read=True)
        for fields in WRITTEN:
            self.api.post_form(seats["ordforer"], "/agreements/new", fields)
        dates = {"check_in": "2027-01-20", "next_round": "2020-01-01"}
        self.api.post_form(seats["ordforer"], "/agreements/dates", dates)
        return seats

    @cached_property
    def again(self) -> Seats:
        """The second round has begun; nobody has said anything of the last agreements."""
        seats = self.fresh()
        self.answer_and_hand_in(seats, *PAIR, facilitator_may_read=True)
        for fields in WRITTEN:
            self.api.post_form(seats["ordforer"], "/agreements/new", fields)
        self.api.post_form(seats["kommunedirektor"], "/next", {"kind": "full"})
        return seats

    @cached_property
    def twice(self) -> Seats:
        """The second round is open, and much has moved since the first."""
        return self.through_rounds(2)

    @cached_property
    def thrice(self) -> Seats:
        """The third round is open: enough for a line over time."""
        return self.through_rounds(3)

    def through_rounds(
        self,
        count: int,
        written: Sequence[Mapping[str, str]] = WRITTEN,
        lines: Sequence[tuple[str, str]] = LINES,
    ) -> Seats:
        """Rounds that were all opened: in each later one the answers are a little higher.

        Something was ``written`` down in the first, and in the second each says how it went: a
        verdict and a line.
        """
        seats = self.fresh()
        names = self.api.statements()
        for number in range(1, count + 1):
            if number == 2:
                for fields in written:
                    self.api.post_form(seats["ordforer"], "/agreements/new", fields)
            if number > 1:
                self.api.post_form(seats["ordforer"], "/next", {"kind": "full"})
            for place, role in enumerate(PAIR):
                if number == 2:
                    self.say_how_it_went(seats[role], lines[place])
                self.api.save(
                    seats[role],
                    {
                        name: {
                            "status": min(5, 1 + (n + place) % 3 + (number - 1) * (n % 3)),
                            "ambition": 5,
                        }
                        for n, name in enumerate(names)
                    },
                )
                self.api.hand_in(seats[role], facilitator_may_read=True)
        return seats

    def say_how_it_went(self, seat: Link, said: tuple[str, str]) -> None:
        """Say the same of all that was agreed last time."""
        page = self.api.client.get(
            "/last-time", headers={"Authorization": f"Bearer {seat.token}"}
        ).text
        fields: dict[str, str] = {}
        for agreement in re.findall(r'data-review="([^"]+)"', page):
            fields |= {f"{agreement}.verdict": said[0], f"{agreement}.line": said[1]}
        self.api.post_form(seat, "/last-time", fields)

    @cached_property
    def unread(self) -> Seats:
        """Open, but not for the facilitator."""
        seats = self.fresh()
        self.answer_and_hand_in(seats, *PAIR)
        return seats

    @cached_property
    def empty(self) -> Seats:
        """Open, and nobody has answered anything."""
        seats = self.fresh()
        for role in PAIR:
            self.api.hand_in(seats[role], anyway=True)
        return seats

    @cached_property
    def closed(self) -> Seats:
        """Opened, then closed since the mayor deleted her answers."""
        seats = self.fresh()
        self.answer_and_hand_in(seats, *PAIR)
        self.api.call("DELETE", "/api/answers", seats["ordforer"])
        return seats

    def answer_and_hand_in(self, seats: Seats, *roles: str, **wishes: bool) -> None:
        """Let these answer everything alike and hand in."""
        for role in roles:
            self.api.answer_all(seats[role])
            self.api.hand_in(seats[role], **wishes)

    def open_used(self, page: Page) -> None:
        """Open an invitation that somebody has used."""
        invitation = self.api.open_dialogue()["ordforer"]
        self.api.claim(invitation)
        page.goto(invitation.url)


WAYS_OUT = {"u": "unknown", "n": "not_relevant"}

MIXED = (
    ("45", "45"),
    ("15", "55"),
    ("24", "24"),
    ("35", "33"),
    ("34", "33"),
    ("33", "33"),
    ("55", "45"),
    ("u4", "34"),
    ("u5", "u5"),
    ("nn", "34"),
    ("3-", "34"),
    ("54", "45"),
)

TICKED = {"ordforer": {1, 3, 5}, "kommunedirektor": {1, 7, 20}}
