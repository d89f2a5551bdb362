"""Blindness (product rule R1): before release nothing of another's answers shows anywhere.

Every route the application has is walked as every other seat, as editor and as a stranger, in
runs that differ only in what Kåre answered. Status, headers, body and log must be the same
bytes. The routes are enumerated, so a new one is walked from its first day.
"""

from __future__ import annotations

import asyncio
import logging
import random
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio.to_thread
import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.settings import Settings
from app.web.comparing import EXPORTS
from tests.cast import Cast, Person, gather, tap
from tests.web.conftest import EDITOR

AT = "2026-11-22T12:00:01Z"

Act = Callable[[Person], None]


def nothing(_kare: Person) -> None:
    """Kåre has answered nothing."""


def a_little(kare: Person) -> None:
    kare.save(tap("rol-01", status=1, ambition=5, talk=True))


def all_ones(kare: Person) -> None:
    kare.answer_all(1, 1)


def all_fives_and_ticks(kare: Person) -> None:
    kare.answer_all(5, 5)
    kare.save(*(tap(each, AT, talk=True) for each in ("rol-01", "til-01", "run-03")))


def ways_out(kare: Person) -> None:
    kare.answer_all("unknown", "not_relevant")


def handed_in_and_taken_back(kare: Person) -> None:
    kare.answer_all(2, 3)
    kare.hand_in(facilitator_may_read=True)
    assert kare.delete("/api/hand-in").status_code == 200


def erased(kare: Person) -> None:
    kare.answer_all(4, 4)
    kare.delete("/api/answers")


def by_chance(seed: int) -> Act:
    def act(kare: Person) -> None:
        chance = random.Random(seed)
        values = [1, 2, 3, 4, 5, "not_relevant", None]
        kare.answer_all(3, 3)
        kare.save(
            *(
                tap(each, AT, status=chance.choice(values), ambition=chance.choice(values))
                for each in ("rol-01", "rol-02", "hve-03", "uta-02", "run-01")
            )
        )

    act.__name__ = f"by_chance_{seed}"
    return act


def says_how_it_went(verdict: str) -> Act:
    def act(kare: Person) -> None:
        page = kare.get("/last-time").text
        [agreement] = re.findall(r'data-review="([^"]+)"', page)
        said = {f"{agreement}.verdict": verdict, f"{agreement}.line": f"Kåres egne ord: {verdict}"}
        kept = kare.post("/last-time", data=said, follow_redirects=False)
        assert kept.headers["location"] == "/answer"

    act.__name__ = f"says_{verdict}"
    return act


def then_hand_in(act: Act, *, consent: bool = False) -> Act:
    def both(kare: Person) -> None:
        act(kare)
        kare.hand_in(anyway=True, facilitator_may_read=consent)

    both.__name__ = f"{act.__name__}_handed_in_{consent}"
    return both


ANSWERING: list[Act] = [nothing, a_little, all_fives_and_ticks, ways_out, erased, by_chance(1)]
HANDED_IN: list[Act] = [
    then_hand_in(nothing),
    then_hand_in(all_ones, consent=True),
    then_hand_in(all_fives_and_ticks),
    then_hand_in(ways_out),
    then_hand_in(by_chance(3), consent=True),
]


@dataclass(frozen=True)
class Stage:
    """A moment of a round: what Marit has done, and what Kåre may have done.

    A second ``round`` follows one that was opened and ended in an agreement.
    """

    name: str
    release: str
    marit_handed_in: bool
    kare: list[Act]
    round: int = 1


STAGES = [
    Stage(
        "both answering",
        "automatic",
        marit_handed_in=False,
        kare=[*ANSWERING, handed_in_and_taken_back],
    ),
    Stage("Marit handed in", "automatic", marit_handed_in=True, kare=ANSWERING),
    Stage("Kåre handed in", "automatic", marit_handed_in=False, kare=HANDED_IN),
    Stage("ready, both must ask", "both", marit_handed_in=True, kare=HANDED_IN),
    Stage("ready, facilitator must ask", "facilitator", marit_handed_in=True, kare=HANDED_IN),
    Stage(
        "second round, answering",
        "automatic",
        marit_handed_in=True,
        kare=[nothing, a_little, says_how_it_went("kept"), says_how_it_went("not")],
        round=2,
    ),
    Stage(
        "second round, ready",
        "both",
        marit_handed_in=True,
        kare=[
            then_hand_in(says_how_it_went("kept")),
            then_hand_in(all_ones, consent=True),
            then_hand_in(by_chance(3)),
        ],
        round=2,
    ),
]

FILLED = {
    "role": "kommunedirektor",
    "token": "A" * 32,
    "set_id": "samspill",
    "version": "1",
    "language": "nb",
    "agreement_id": "A" * 16,
    "act": "confirm",
    "occasion": "check-in",
    "level": "full",
    "round_number": "1",
    "number": "1",
}

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/api/dialogues"): {"json": {"municipality": "X", "question_set": "samspill"}},
    ("PATCH", "/api/answers"): {"json": {"answers": [tap("rol-01", AT, status=2, talk=True)]}},
    ("POST", "/api/hand-in"): {"json": {"anyway": True}},
    ("POST", "/dialogues"): {"data": {"municipality": "X", "question_set": "samspill"}},
    ("POST", "/hand-in"): {"data": {"anyway": "1"}},
    ("POST", "/my-seat/invite"): {"data": {"role": "kommunedirektor"}},
    ("POST", "/my-seat/facilitator"): {"data": {"may_read": "1"}},
    ("POST", "/my-seat/erase"): {"data": {"confirm": "1"}},
    ("POST", "/answer"): {"data": {"rol-01.status": "2", "go": "review"}},
    ("POST", "/code"): {"data": {"code": "K7WM-3PXQ"}},
    ("POST", "/api/question-sets"): {"json": {"id": "x"}},
    ("POST", "/prepare/ticks"): {"data": {"rol-01.talk": "1"}},
    ("POST", "/agenda"): {"data": {"do": "add", "other": "rol-01"}},
    ("POST", "/agreements/new"): {"data": {"ending": "leave"}},
    ("POST", "/agreements/dates"): {"data": {"check_in": "2027-01-20"}},
    ("POST", "/agreements/{agreement_id}"): {"data": {"ending": "leave", "version": "1"}},
    ("POST", "/agreements/{agreement_id}/{act}"): {"data": {"version": "1"}},
    ("POST", "/next"): {"data": {"kind": "pulse", "facilitator": "1"}},
    ("POST", "/last-time"): {"data": {}},
    ("POST", "/rounds/{number}/erase"): {"data": {"confirm": "1"}},
}

BARE = {
    ("POST", "/api/seat/claim"),
    ("POST", "/api/seat/replace"),
    ("POST", "/api/seats/{role}/invite"),
    ("POST", "/api/release"),
    ("POST", "/claim"),
    ("POST", "/opened/done"),
    ("POST", "/withdraw"),
    ("POST", "/release"),
    ("POST", "/lobby/release"),
    ("POST", "/my-seat/replace"),
    ("POST", "/my-seat/leave"),
}
"""Writes that take nothing but a token."""


def test_every_write_is_walked_with_something_to_write(app: FastAPI) -> None:
    """A new one must say here what it takes, or that it takes nothing."""
    writes = {call for call in all_calls(app) if call[0] in {"POST", "PATCH", "PUT"}}
    assert writes == set(BODIES) | BARE


def all_calls(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path the application answers, however deep its routers nest."""
    calls = []
    for route in all_routes(app.router):
        kinds = EXPORTS if "{kind}" in route.path else [""]
        paths = [route.path.replace("{kind}", kind) for kind in kinds]
        calls += [(method, path) for method in sorted(route.methods or ()) for path in paths]
    return calls


def all_routes(router: Any) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from all_routes(route.original_router)


class World:
    """One dialogue whose database can be put back to how it was."""

    def __init__(self, app: FastAPI, settings: Settings, stage: Stage) -> None:
        self.app = app
        self.file = Path(settings.database_url.removeprefix("sqlite:///"))
        self.watch = sqlite3.connect(self.file)
        self.cast = gather(app, facilitator=True, release=stage.release)
        for _ in range(1, stage.round):
            self.have_been_through_a_round()
        self.cast.marit.answer_all(3, 4)
        if stage.marit_handed_in:
            self.cast.marit.hand_in(facilitator_may_read=True)  # so that Kåre's word decides
        self.cast.fatima.get("/api/seat")
        self.cast.kare.get("/api/seat")

    def have_been_through_a_round(self) -> None:
        """Both have answered and agreed on something; the next round is open, to Fatima too."""
        marit, kare = self.cast.marit, self.cast.kare
        for person in (marit, kare):
            person.answer_all(2, 4)
            person.hand_in()
        for person in (marit, kare):
            person.post("/api/release")
        agreed = {"ending": "agree", "when": "det haster", "then": "ringer vi", "owner": "*"}
        for path, fields in (("/agreements/new", agreed), ("/next", {"kind": "full"})):
            done = marit.post(path, data=fields, follow_redirects=False)
            assert done.status_code == 303, done.text
        link = marit.post("/api/seats/facilitator/invite").json()["link"]
        invited = Person(marit.client, "facilitator", link.rsplit("/", 1)[-1])
        self.cast.seats["facilitator"] = invited.claim()
        assert marit.get("/api/seat").json()["round"] == 2

    def keep(self, name: str) -> None:
        self._let_go()
        shutil.copy(self.file, self.file.with_suffix(f".{name}"))

    def back_to(self, name: str) -> None:
        self._let_go()
        for ending in ("-wal", "-shm"):
            Path(f"{self.file}{ending}").unlink(missing_ok=True)
        shutil.copy(self.file.with_suffix(f".{name}"), self.file)
        self.watch = sqlite3.connect(self.file)
        self.version = self._data_version()

    def has_changed(self) -> bool:
        """Whether anything was committed since the database was put back."""
        return self._data_version() != self.version

    def _data_version(self) -> int:
        """SQLite's own count, for one connection, of what the others have committed."""
        [(version,)] = self.watch.execute("PRAGMA data_version").fetchall()
        return int(version)

    def _let_go(self) -> None:
        """Close the file, so that all of it is in one piece."""
        self.watch.close()
        self.app.state.parts.store.close()


@pytest.fixture
def no_chance(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Take chance and the clock out of the answers; call it before each request."""
    chance = random.Random()
    moment = time.time_ns()

    def reseed(seed: int = 7) -> None:
        chance.seed(seed)

    monkeypatch.setattr(secrets, "token_bytes", lambda n=32: chance.randbytes(n))
    monkeypatch.setattr(
        secrets, "token_urlsafe", lambda n=32: chance.randbytes(n).hex()[: n * 4 // 3]
    )
    monkeypatch.setattr(secrets, "choice", chance.choice)
    monkeypatch.setattr(time, "time_ns", lambda: moment)
    monkeypatch.setattr(time, "time", lambda: moment / 1e9)
    return reseed


@pytest.fixture
def in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request that is alone be worked on where it arrives: handing over takes longer."""

    async def here(work: Callable[..., Any], *given: Any, **_limits: Any) -> Any:
        return work(*given)

    monkeypatch.setattr(anyio.to_thread, "run_sync", here)


@pytest.mark.usefixtures("in_one_thread")
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_no_byte_depends_on_what_another_answered(
    app: FastAPI,
    settings: Settings,
    stage: Stage,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    outsider = gather(app, municipality="Lillevik")
    outsider.marit.get("/api/seat")
    world = World(app, settings, stage)
    world.keep("begin")
    calls = all_calls(app)
    assert ("GET", "/comparison") in calls
    assert ("GET", "/api/comparison") in calls
    variants = []
    for act in stage.kare:
        world.back_to("begin")
        act(world.cast.kare)
        world.keep(act.__name__)
        variants.append(act.__name__)
    reseed: Callable[[], None] = request.getfixturevalue("no_chance")
    viewers = {
        "Marit": world.cast.marit.token,
        "Fatima": world.cast.fatima.token,
        "a used invitation": world.cast.invitations["kommunedirektor"].token,
        "an outsider": outsider.marit.token,
        "editor": EDITOR,
        "stranger": "B" * 32,
        "nobody": None,
    }
    caplog.set_level(logging.INFO)

    requests = {
        (method, path, viewer): ask(method, path, token)
        for method, path in calls
        for viewer, token in viewers.items()
    }
    assert len(requests) == len(calls) * len(viewers)

    async def walk() -> None:
        server = httpx.ASGITransport(app)
        seen: dict[tuple[str, str, str], tuple[Any, ...]] = {}
        for variant in variants:
            world.back_to(variant)
            for (method, path, viewer), sent in requests.items():
                reseed()
                caplog.clear()
                found = await look(server, sent, caplog)
                if method != "GET" and world.has_changed():
                    world.back_to(variant)
                first = seen.setdefault((method, path, viewer), found)
                assert found == first, f"{method} {path} tells {viewer} of {variant}"

    asyncio.run(walk())


def ask(method: str, path: str, token: str | None) -> httpx.Request:
    """One request, as often as it is sent."""
    headers = {"accept-encoding": "gzip, deflate, br"}
    cookies = {}
    if token is not None:
        if path.startswith("/api"):
            headers["authorization"] = f"Bearer {token}"
        else:
            cookies = {"samspill": token, "samspill_invitation": token}
    address = f"http://testserver{path.format(**FILLED)}"
    body = BODIES.get((method, path), {})
    return httpx.Request(method, address, headers=headers, cookies=cookies, **body)


async def look(
    server: httpx.ASGITransport, sent: httpx.Request, caplog: pytest.LogCaptureFixture
) -> tuple[Any, ...]:
    """Everything one request lets its sender, or whoever reads the log, see."""
    answer = await server.handle_async_request(sent)
    content = b"".join([part async for part in answer.aiter_raw()])
    assert answer.status_code < 500, f"{sent.method} {sent.url}: {content!r}"
    log = [re.sub(r"[\d.]+ ms", "", record.getMessage()) for record in caplog.records]
    return answer.status_code, sorted(answer.headers.multi_items()), content, log


def test_the_opener_never_gets_through(app: FastAPI) -> None:
    """Marit opened the dialogue: with everything that gave her, at every stage, by every call.

    Kåre's one answer is unlike any other, and so are the words he is shown when it stands.
    """
    cast: Cast = gather(app, facilitator=True, release="both")
    held = [Person(p.client, p.role, p.token, p.code) for p in cast.invitations.values()]
    held.append(cast.marit)
    kare = cast.kare
    cast.fatima.get("/api/seat")
    kare.answer_all(1, "not_relevant")
    his = kare.get("/api/answers").json()["answers"]
    assert all(
        each == {"status": 1, "ambition": "not_relevant", "talk": False} for each in his.values()
    )

    def attack() -> None:
        for person in held:
            for method, path in all_calls(app):
                if (method, path) in ENDING:
                    continue
                answer = reach(person, method, path)
                assert 'not_relevant"}' not in answer.text.replace(" ", ""), f"{method} {path}"
                assert '"status":1,' not in answer.text.replace(" ", ""), f"{method} {path}"
                assert not set(re.findall(r"value=\"1\" checked", answer.text)), f"{method} {path}"
                assert "data-category" not in answer.text or path == "/patterns", f"{method} {path}"
        assert kare.get("/api/answers").json()["answers"] == his

    attack()
    kare.hand_in()
    attack()
    kare.delete("/api/hand-in")
    attack()
    kare.hand_in()
    cast.marit.hand_in(anyway=True)
    attack()
    assert kare.get("/api/seat").json()["handed_in"] is True


ENDING = {
    ("POST", "/my-seat/invite"),
    ("POST", "/api/seats/{role}/invite"),
    ("POST", "/api/seat/replace"),
    ("POST", "/my-seat/replace"),
    ("POST", "/api/dialogues"),
    ("POST", "/dialogues"),
}
"""What the opener may do, and which ends what she holds: taking the seat has its own test."""


def reach(person: Person, method: str, path: str) -> Any:
    """One call with all that somebody holds: token, cookies and code."""
    client = person.client
    client.cookies.clear()
    client.cookies.set("samspill", person.token)
    client.cookies.set("samspill_invitation", person.token)
    body = {"data": {"code": person.code}} if path == "/code" else BODIES.get((method, path), {})
    address = path.format(**{**FILLED, "token": person.token})
    answer = person.call(method, address, **body, follow_redirects=False)
    client.cookies.clear()
    return answer


def answered(kare: Person) -> None:
    """The two variants differ in nothing but the values."""


def handed_in(kare: Person) -> None:
    kare.hand_in(facilitator_may_read=True)


def taken_back(kare: Person) -> None:
    kare.hand_in()
    assert kare.delete("/api/hand-in").status_code == 200


@pytest.mark.parametrize("stage", [answered, handed_in, taken_back], ids=lambda act: act.__name__)
def test_the_opener_learns_nothing_by_taking_the_others_seat(
    app: FastAPI, settings: Settings, stage: Act, request: pytest.FixtureRequest
) -> None:
    """Marit opened the dialogue: she invites Kåre's seat anew, takes it, and tries everything."""
    world = World(app, settings, Stage("", "automatic", marit_handed_in=False, kare=[]))
    world.keep("begin")
    world.cast.kare.answer_all(1, 1)
    stage(world.cast.kare)
    world.keep("ones")
    world.back_to("begin")
    world.cast.kare.answer_all(5, 4)
    stage(world.cast.kare)
    world.keep("fives")
    reseed: Callable[..., None] = request.getfixturevalue("no_chance")
    seen = []
    for variant in ("ones", "fives"):
        world.back_to(variant)
        seen.append(take_the_seat(world, reseed))
    for (call, ones), (_, fives) in zip(*seen, strict=True):
        assert ones == fives, f"{call} tells"
    assert {"GET /api/comparison", "GET /waiting", "GET /review"} <= {call for call, _ in seen[0]}


def take_the_seat(world: World, reseed: Callable[..., None]) -> list[tuple[str, Any]]:
    """Everything the taker of a seat gets to see, call by call."""
    client = TestClient(world.app, base_url="http://testserver", follow_redirects=False)
    got: list[tuple[str, Any]] = []

    def call(person: Person, method: str, path: str, **kwargs: Any) -> Any:
        reseed(len(got))
        client.cookies.clear()
        if not path.startswith("/api"):
            client.cookies.set("samspill", person.token)
        answer = person.call(method, path, follow_redirects=False, **kwargs)
        assert answer.status_code < 500
        headers = sorted(answer.headers.multi_items())
        got.append((f"{method} {path}", (answer.status_code, headers, answer.content)))
        return answer

    marit = Person(client, "ordforer", world.cast.marit.token)
    link = call(marit, "POST", "/api/seats/kommunedirektor/invite").json()["link"]
    invitation = Person(client, "kommunedirektor", link.rsplit("/", 1)[-1])
    own = call(invitation, "POST", "/api/seat/claim").json()["link"]
    taker = Person(client, "kommunedirektor", own.rsplit("/", 1)[-1])
    looks = [
        (method, path)
        for method, path in all_calls(world.app)
        if method == "GET" and "{" not in path
    ]
    for method, path in looks:
        call(taker, method, path)
    call(taker, "PATCH", "/api/answers", json={"answers": [tap("rol-01", AT, status=3)]})
    call(taker, "DELETE", "/api/hand-in")
    call(taker, "POST", "/api/release")
    call(taker, "GET", "/comparison/export.csv")
    renewed = call(taker, "POST", "/api/seat/replace").json()["link"]
    taker = Person(client, "kommunedirektor", renewed.rsplit("/", 1)[-1])
    call(taker, "GET", "/api/answers")
    call(taker, "DELETE", "/api/answers")
    call(taker, "GET", "/api/answers")
    call(marit, "GET", "/api/comparison")
    call(marit, "GET", "/api/seat")
    return got
