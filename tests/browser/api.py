"""The HTTP API as a client outside this repository uses it: states are built through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx


@dataclass(frozen=True)
class Link:
    """A way in: an invitation's, or a seat's own."""

    role: str
    url: str
    code: str

    @property
    def token(self) -> str:
        """The credential: the last segment of the link."""
        return self.url.rstrip("/").rsplit("/", 1)[1]


class Api:
    """Calls the API at ``base_url`` and raises on any refusal."""

    def __init__(self, base_url: str) -> None:
        self.client = httpx.Client(base_url=base_url, timeout=30, trust_env=False)

    def open_dialogue(self, municipality: str = "Sør-Øyfjord", **settings: Any) -> dict[str, Link]:
        """Open a dialogue and return its invitations by role."""
        wish = {"municipality": municipality, "question_set": "samspill"} | settings
        seats = self.call("POST", "/api/dialogues", json=wish)["seats"]
        return {seat["role"]: Link(seat["role"], seat["link"], seat["code"]) for seat in seats}

    def open_seats(self, municipality: str = "Sør-Øyfjord", **settings: Any) -> dict[str, Link]:
        """Open a dialogue, claim every seat and return the seats' own links by role."""
        invitations = self.open_dialogue(municipality, **settings)
        return {role: self.claim(link) for role, link in invitations.items()}

    def claim(self, invitation: Link) -> Link:
        """Claim a seat and return its own link."""
        own = self.call("POST", "/api/seat/claim", invitation)
        return Link(own["role"], own["link"], own["code"])

    def seat(self, seat: Link) -> dict[str, Any]:
        """Return what the seat may know."""
        known: dict[str, Any] = self.call("GET", "/api/seat", seat)
        return known

    def answers(self, seat: Link) -> dict[str, dict[str, Any]]:
        """Return the seat's own answers by statement."""
        answers: dict[str, dict[str, Any]] = self.call("GET", "/api/answers", seat)["answers"]
        return answers

    def save(self, seat: Link, answers: dict[str, dict[str, Any]]) -> None:
        """Save answers given as {statement: {"status": 3, …}}, tapped now."""
        at = datetime.now(UTC).isoformat()
        changes = [{"statement": name, "at": at} | values for name, values in answers.items()]
        self.call("PATCH", "/api/answers", seat, json={"answers": changes})

    def statements(self, question_set: str = "samspill", version: int = 1) -> list[str]:
        """Return the ids of a set's statements, in catalogue order."""
        content = self.call("GET", f"/api/question-sets/{question_set}/{version}")
        return [statement["id"] for statement in content["statements"]]

    def answer_all(self, seat: Link, status: int = 4, ambition: int = 4) -> None:
        """Give the same answer to every statement."""
        names = self.statements()
        self.save(seat, {name: {"status": status, "ambition": ambition} for name in names})

    def hand_in(self, seat: Link, **said: bool) -> None:
        """Hand in: ``anyway=True`` with empty statements, ``facilitator_may_read=True``."""
        self.call("POST", "/api/hand-in", seat, json=said)

    def post_form(self, seat: Link, path: str, fields: Mapping[str, str]) -> None:
        """Send a form of a page, for what only pages can do."""
        headers = {"Authorization": f"Bearer {seat.token}"}
        answer = self.client.post(path, headers=headers, data=dict(fields))
        if answer.status_code != 303:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")

    def call(self, method: str, path: str, seat: Link | None = None, **request: Any) -> Any:
        """Make a call with the seat's credential and return its JSON."""
        headers = {"Authorization": f"Bearer {seat.token}"} if seat else {}
        response = self.client.request(method, path, headers=headers, **request)
        if response.is_error:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text}")
        return response.json() if response.content else None

    def close(self) -> None:
        """Close the connections."""
        self.client.close()
