"""The small cast, each with a client of their own: a phone, or a program using the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

PAIR = ("ordforer", "kommunedirektor")


@dataclass
class Person:
    """Somebody holding one token, talking to the API."""

    client: TestClient
    role: str
    token: str = ""
    code: str = ""

    def call(self, method: str, path: str, **kwargs: Any) -> Any:
        headers = {"authorization": f"Bearer {self.token}", **kwargs.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.call("GET", path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> Any:
        return self.call("POST", path, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> Any:
        return self.call("DELETE", path, **kwargs)

    def save(self, *answers: dict[str, Any]) -> Any:
        return self.call("PATCH", "/api/answers", json={"answers": list(answers)})

    def claim(self) -> Person:
        """Press the button of the invitation; from now on this is the seat's own token."""
        answer = self.post("/api/seat/claim")
        assert answer.status_code == 201, answer.text
        taken = answer.json()
        return Person(self.client, self.role, last_segment(taken["link"]), taken["code"])

    def answer_all(self, status: Any = 3, ambition: Any = 4) -> None:
        """Answer every statement alike."""
        question_set = self.get("/api/seat").json()["question_set"]
        body = self.get("/api/question-sets/{id}/{version}".format(**question_set)).json()
        saved = self.save(
            *(tap(each["id"], status=status, ambition=ambition) for each in body["statements"])
        )
        assert saved.status_code == 200, saved.text

    def hand_in(self, **body: Any) -> None:
        answer = self.post("/api/hand-in", json=body)
        assert answer.status_code == 200, answer.text


@dataclass
class Cast:
    """A dialogue's people by role; ``opened`` is what opening it answered."""

    app: FastAPI
    opened: dict[str, Any]
    invitations: dict[str, Person]
    seats: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, role: str) -> Person:
        if role not in self.seats:
            self.seats[role] = self.invitations[role].claim()
        return self.seats[role]

    @property
    def marit(self) -> Person:
        return self["ordforer"]

    @property
    def kare(self) -> Person:
        return self["kommunedirektor"]

    @property
    def fatima(self) -> Person:
        return self["facilitator"]


def gather(app: FastAPI, **wishes: Any) -> Cast:
    """Open a dialogue, Sør-Øyfjord's unless told otherwise."""
    body = {"municipality": "Sør-Øyfjord", "question_set": "samspill", **wishes}
    client = TestClient(app, base_url="http://testserver")
    answer = client.post("/api/dialogues", json=body)
    assert answer.status_code == 201, answer.text
    opened = answer.json()
    return Cast(
        app,
        opened,
        {
            seat["role"]: Person(client, seat["role"], last_segment(seat["link"]), seat["code"])
            for seat in opened["seats"]
        },
    )


def tap(statement: str, at: str = "2026-11-22T12:00:00Z", **fields: Any) -> dict[str, Any]:
    """One entry of a save."""
    return {"statement": statement, "at": at, **fields}


def last_segment(link: str) -> str:
    return link.rsplit("/", 1)[-1]
