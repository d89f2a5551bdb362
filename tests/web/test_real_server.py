"""What only a real server shows: connections that are kept, cut off, and asked for heads only."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.browser.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("real") / "data").start()
    yield started
    started.stop()


def connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)


@pytest.mark.parametrize(
    ("path", "pattern", "status"),
    [
        ("/", "/", 200),
        ("/storage", "/storage", 200),
        ("/healthz", "/healthz", 200),
        ("/api/seat", "/api/seat", 401),
        ("/nope", "-", 404),
    ],
)
def test_a_head_is_answered_and_the_connection_kept(
    server: Server, path: str, pattern: str, status: int
) -> None:
    before = len(server.log())
    with closing(connect(server)) as connection:
        connection.request("HEAD", path)
        head = connection.getresponse()
        assert (head.status, head.read()) == (status, b"")
        wire = connection.sock
        connection.request("GET", path)
        get = connection.getresponse()
        assert connection.sock is wire, "the connection was broken off"
        assert get.status == status
        assert head.headers["content-length"] == str(len(get.read()))
    said = server.log()[before:]
    assert "Traceback" not in said
    assert "unforeseen" not in said
    assert f" HEAD {pattern} {status} " in said


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/answer", "application/x-www-form-urlencoded"),
        ("/agreements/new", "multipart/form-data; boundary=B"),
        ("/api/question-sets", "application/json"),
        ("/api/hand-in", "application/json"),
    ],
)
def test_a_phone_that_goes_away_while_it_sends_is_no_error(
    server: Server, path: str, kind: str
) -> None:
    before = len(server.log())
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n"
        wire.sendall(f"{head}Content-Length: 5000\r\n\r\n--B".encode())
    waiting_until = time.monotonic() + 20
    while f" POST {path} " not in server.log()[before:]:
        assert time.monotonic() < waiting_until, server.log()[before:]
        time.sleep(0.02)
    time.sleep(0.05)  # what the server itself has to say comes after our line
    said = server.log()[before:]
    # The test before may have asked for something whose line comes only now.
    assert [line for line in said.splitlines() if " INFO samspill.access " not in line] == []
    assert said.count(f" POST {path} ") == 1


@pytest.mark.parametrize("path", ["/s/" + "A" * 43, "/nope"])
def test_who_asks_for_a_web_socket_is_not_written_down(server: Server, path: str) -> None:
    """Uvicorn's own line of it would say the link, which is a key, and the address."""
    before = len(server.log())
    with closing(connect(server)) as connection:
        connection.request(
            "GET",
            path,
            headers={
                "Connection": "Upgrade",
                "Upgrade": "websocket",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version": "13",
                "X-Forwarded-For": "192.0.2.13",
            },
        )
        assert connection.getresponse().status in {401, 404}
    said = server.log()[before:]
    assert path not in said
    assert "192.0.2.13" not in said
    assert "127.0.0.1" not in said
