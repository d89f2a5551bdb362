"""The API as it describes itself, with whatever fits that description and whatever does not.

Nothing makes it fail (5xx), every refusal is a problem document with a code, and every answer
is one the description knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from app import sealing
from app.main import create_app, description
from app.settings import Settings
from tests.cast import Cast, gather

SCHEMA = schemathesis.openapi.from_dict(description())
OPERATIONS = {
    f"{found.ok().method.upper()} {found.ok().path}": found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
}
EDITOR = "an editor's token for the tests"

few = settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    patch = pytest.MonkeyPatch()
    patch.setattr(sealing, "SCRYPT_N", 2)
    folder = tmp_path_factory.mktemp("fuzz")
    made = create_app(
        Settings(
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'samspill.sqlite3'}",
            secret_key=b"the tests' own secret, not a server's",
            rate_limits=False,
            editor_token=EDITOR,
        )
    )
    yield made
    made.state.parts.store.close()
    patch.undo()


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


class Tokens:
    """Somebody of every kind; whoever used theirs up gets a new one."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.cast = self.gathered()

    def gathered(self) -> Cast:
        """All in their seats: what is sent may kill an invitation that nobody has used yet."""
        cast = gather(self.app, facilitator=True)
        for role in cast.invitations:
            cast.seats[role] = cast[role]
        return cast

    def of(self, who: str) -> str | None:
        if who == "invited":
            return gather(self.app).invitations["ordforer"].token
        if who == "party":
            marit = self.cast.marit
            if marit.get("/api/seat").status_code != 200:
                self.cast = self.gathered()
            return self.cast.marit.token
        if who == "facilitator":
            if self.cast.fatima.get("/api/seat").status_code != 200:
                self.cast = self.gathered()
            return self.cast.fatima.token
        return {"editor": EDITOR, "stranger": "A" * 32, "nobody": None, "strange": "æ"}[who]


WHO = ("invited", "party", "party", "facilitator", "editor", "stranger", "nobody", "strange")


@pytest.fixture(scope="module")
def tokens(app: FastAPI) -> Tokens:
    return Tokens(app)


def check(operation: str, answer: Any) -> None:
    """What holds of every answer."""
    told = f"{operation}: {answer.status_code} {answer.text[:500]}"
    assert answer.status_code < 500, told
    documented = OPERATIONS[operation].definition.raw["responses"]
    assert str(answer.status_code) in documented, told
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", told
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert problem["code"], told
        assert problem["detail"], told
        assert problem["type"] == "about:blank"
        assert all({"path", "message"} == set(each) for each in problem.get("errors", []))
    else:
        assert answer.headers["content-type"] == "application/json", told
        answer.json()


def send(client: TestClient, case: Any, token: str | None) -> Any:
    """The case as a request, with the token of our choice."""
    kwargs = case.as_transport_kwargs(base_url="http://testserver")
    headers = [
        (name.encode("ascii", "ignore"), str(value).encode("utf-8", "replace"))
        for name, value in (kwargs.get("headers") or {}).items()
        if name.lower() not in {"authorization", "cookie"}
    ]
    if token is not None:
        headers.append((b"authorization", b"Bearer " + token.encode()))
    return client.request(
        kwargs["method"],
        kwargs["url"],
        params=kwargs.get("params"),
        content=body_of(kwargs),
        headers=headers,
        follow_redirects=False,
    )


def body_of(kwargs: dict[str, Any]) -> bytes | None:
    if kwargs.get("json") is not None:
        return json.dumps(kwargs["json"]).encode("utf-8", "surrogatepass")
    data = kwargs.get("data")
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


def takes_something(operation: str) -> bool:
    found = OPERATIONS[operation]
    return any(list(each) for each in (found.body, found.path_parameters, found.query))


def can_be_wrong(operation: str) -> bool:
    """Whether anything could be sent that the description does not allow: any text is a role."""
    parameters = OPERATIONS[operation].definition.raw.get("parameters", [])
    return bool(
        list(OPERATIONS[operation].body)
        or [each for each in parameters if each["schema"].get("type") != "string"]
    )


CASES = [(operation, GenerationMode.POSITIVE) for operation in OPERATIONS] + [
    (operation, GenerationMode.NEGATIVE) for operation in OPERATIONS if can_be_wrong(operation)
]


@pytest.mark.parametrize(
    ("operation", "mode"), CASES, ids=lambda each: getattr(each, "value", each)
)
def test_whatever_is_sent_is_answered(
    client: TestClient, tokens: Tokens, operation: str, mode: GenerationMode
) -> None:
    # Where there is nothing to send, what differs is only who sends it.
    @settings(few, max_examples=20 if takes_something(operation) else 8)
    @given(OPERATIONS[operation].as_strategy(generation_mode=mode), st.sampled_from(WHO))
    def run(case: Any, who: str) -> None:
        check(operation, send(client, case, tokens.of(who)))

    run()


def test_the_description_is_walked_whole() -> None:
    assert len(OPERATIONS) >= 14
    assert len(CASES) > len(OPERATIONS) + 4


NAMES = st.sampled_from(
    ("answers", "statement", "status", "ambition", "talk", "at", "municipality", "question_set",
     "version", "release", "facilitator", "language", "anyway", "id", "roles", "statements", "x")
)  # fmt: skip

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@settings(few, max_examples=60)
@given(
    st.sampled_from([each for each in OPERATIONS if list(OPERATIONS[each].body)]),
    JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40),
    st.sampled_from(("application/json", "text/plain", "application/x-www-form-urlencoded", "")),
)
def test_a_body_of_any_shape_is_answered(
    client: TestClient, tokens: Tokens, operation: str, body: bytes, kind: str
) -> None:
    method, path = operation.split(" ")
    who = "editor" if path == "/api/question-sets" else "party"
    headers = {"authorization": f"Bearer {tokens.of(who)}", "content-type": kind}
    check(operation, client.request(method, path, content=body, headers=headers))
