"""What every request passes: headers, cross-site refusal, HEAD, errors, the log, health."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.db import Store
from app.settings import Settings
from tests.cast import Cast
from tests.pages import Page, phone_of

OPENING = {"municipality": "Sør-Øyfjord", "question_set": "samspill"}


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/", "/nope", "/storage", "/api/seat", "/s/x", "/healthz"])
def test_strict_headers_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_a_file_says_no_more_than_a_file_needs(client: TestClient) -> None:
    answer = client.get(re.findall(r'"(/static/[^"]+\.css)"', client.get("/").text)[0])
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "permissions-policy" not in answer.headers
    missing = client.get("/static/nope.css")
    assert missing.status_code == 404
    assert "style-src 'self'" in missing.headers["content-security-policy"]


def test_https_is_insisted_on_where_the_site_has_it(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(base_url="https://samspill.example.no")
    client = TestClient(app, base_url="https://samspill.example.no", follow_redirects=False)
    answer = client.post("/dialogues", data={**OPENING, "own_role": "ordforer"})
    cookies = answer.headers.get_list("set-cookie")
    seat = next(cookie for cookie in cookies if cookie.startswith("__Host-samspill="))
    for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert word in seat
    assert answer.headers["strict-transport-security"]
    assert client.get("/opened").text.count("https://samspill.example.no/s/") >= 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "nonsense"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://["}, 403),
        ({"sec-fetch-site": "same-origin"}, 201),
        ({"sec-fetch-site": "none"}, 201),
        ({"origin": "http://testserver"}, 201),
        ({}, 201),
    ],
)
def test_writes_begun_by_another_site_are_refused(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/api/dialogues", json=OPENING, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "cross-site"


def test_reading_from_another_site_is_harmless(client: TestClient) -> None:
    assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_head_answers_like_get_without_a_body(client: TestClient) -> None:
    for path in ("/", "/nope", "/healthz", "/api/question-sets"):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_changes_nothing_however_often(cast: Cast, method: str) -> None:
    invitation = cast.invitations["ordforer"]
    for _ in range(5):
        answer = invitation.client.request(method, f"/s/{invitation.token}", follow_redirects=False)
        assert answer.status_code == 303
        assert invitation.token not in answer.headers["location"]
    assert invitation.claim().token


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nope", 404, "not-found"),
        ("PUT", "/api/answers", 405, "method-not-allowed"),
        ("GET", "/api/hand-in", 405, "method-not-allowed"),
        ("GET", "/api/", 404, "not-found"),
        ("BREW", "/api/seat", 405, "method-not-allowed"),
    ],
)
def test_an_address_or_method_that_is_not_there(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "ingenting"), ("nn", "ingenting"), ("en", "nothing")]
)
def test_errors_speak_the_readers_language(client: TestClient, language: str, word: str) -> None:
    page = client.get("/nope", headers={"accept-language": language})
    assert f'<html lang="{language}"' in page.text
    api = client.get("/api/nope", headers={"accept-language": language})
    assert api.json()["detail"] in page.text
    assert word in api.json()["detail"].lower() or language != "en"


def test_an_error_nobody_foresaw_says_nothing_of_itself(
    app: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/boom")
    @app.get("/api/boom")
    def boom() -> None:
        raise RuntimeError("a secret in a message")

    for path in ("/boom", "/api/boom"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["content-security-policy"]


def test_the_log_has_patterns_and_never_paths(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="samspill.access")
    token = cast.invitations["ordforer"].token
    cast.marit.client.get(f"/s/{token}")
    cast.marit.client.get(f"/s/{token}/x")
    cast.marit.client.get("/?code=secret")
    lines = [r.getMessage() for r in caplog.records if r.name == "samspill.access"]
    assert any(line.startswith("GET /s/{token} 303") for line in lines) or any(
        line.startswith("GET /s/{token} 401") for line in lines
    )
    assert not [line for line in lines if token in line or "secret" in line]


def test_a_host_too_long_for_a_link_is_refused(cast: Cast) -> None:
    client = cast.marit.client
    client.cookies.set("samspill", cast.marit.token)
    for path in ("/my-seat", "/", "/api/seat"):
        assert client.get(path, headers={"host": "x" * 3000}).status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "a b", "x" * 300, "[::1", "æøå", ""])
def test_a_strange_host_breaks_nothing(client: TestClient, host: str) -> None:
    raw = [(b"host", host.encode())]
    assert client.get("/", headers=raw).status_code < 500
    assert client.get("/?lang=nn", headers=raw).status_code < 500
    answer = client.post("/api/dialogues", json=OPENING, headers=raw)
    assert answer.status_code < 500


@pytest.mark.parametrize(
    "cookie", ["samspill=", "samspill=x", "samspill=" + "A" * 32, "lang=xx", 'samspill="\\', ";;="]
)
def test_a_strange_cookie_breaks_nothing(client: TestClient, cookie: str) -> None:
    for path in ("/", "/answer", "/seat", "/claim", "/opened"):
        answer = client.get(path, headers={"cookie": cookie}, follow_redirects=False)
        assert answer.status_code in {200, 303, 401}


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok"
    assert client.get("/readyz").text == "ok"


def test_not_ready_while_the_database_is_not_migrated(
    app: FastAPI, client: TestClient, settings: Settings
) -> None:
    store: Store = app.state.parts.store
    store.close()
    Path(settings.database_url.removeprefix("sqlite:///")).write_bytes(b"")
    for ending in ("-wal", "-shm"):
        Path(settings.database_url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "database not ready")
    assert client.get("/healthz").status_code == 200
    assert (
        client.get("/api/seat", headers={"authorization": "Bearer " + "A" * 32}).status_code == 503
    )


def test_the_api_describes_itself(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert {
        "/api/dialogues", "/api/seat/claim", "/api/seat/replace", "/api/seats/{role}/invite",
        "/api/seat", "/api/answers", "/api/hand-in", "/api/release", "/api/comparison",
        "/api/question-sets", "/api/question-sets/{set_id}/{version}",
    } == set(document["paths"])  # fmt: skip


@pytest.mark.parametrize("charset", ["punycode", "undefined", "utf-7", "unicode_escape", "x" * 50])
def test_a_form_in_a_strange_encoding_is_refused(client: TestClient, charset: str) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="code"\r\n\r\n+2AA-\r\n--B--\r\n'
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    for path in ("/code", "/dialogues"):
        answer = client.post(path, content=body, headers={"content-type": kind})
        assert answer.status_code == 400


def test_an_ipv6_network_counts_as_one(make_app: Callable[..., FastAPI]) -> None:
    app = make_app(rate_limits=True)
    statuses = []
    for host in range(12):
        client = TestClient(app, client=(f"2001:db8::{host:x}", 1))
        statuses.append(client.post("/code", data={"code": "x"}).status_code)
    assert statuses[0] == 422
    assert statuses[-1] == 429
    other = TestClient(app, client=("2001:db8:1::1", 1))
    assert other.post("/code", data={"code": "x"}).status_code == 422


def test_strangers_cannot_make_the_server_stretch_codes(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stretched(*_args: object) -> None:
        raise AssertionError("a stranger made the server work")

    monkeypatch.setattr("app.links.stretch_code", stretched)
    stranger = {"authorization": "Bearer " + "A" * 32}
    for path in ("/api/seat/replace", "/api/seats/ordforer/invite", "/api/seat/claim"):
        assert client.post(path, headers=stranger).status_code == 401
    for path in ("/my-seat/replace", "/my-seat/invite", "/claim"):
        assert client.post(path).status_code == 401


def test_while_the_database_has_no_connection_free_it_is_busy_and_nothing_is_broken(
    app: FastAPI, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    marit = phone_of(app, cast.marit)
    pool = app.state.parts.store.engine.pool
    monkeypatch.setattr(pool, "_timeout", 0.01)
    with ExitStack() as held:
        for _ in range(pool.size() + pool._max_overflow):
            held.enter_context(app.state.parts.store.engine.connect())
        assert marit.open("/nope").status == 404
        assert marit.open("/storage").status == 200
        assert Page(marit.post("/code", {"code": "2222-2222"})).status == 503
        assert marit.open("/seat").status == 503
        answer = cast.marit.get("/api/answers")
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert answer.headers["retry-after"]
    assert marit.open("/answer").status == 200
