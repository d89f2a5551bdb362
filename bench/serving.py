"""Time on the server: our pages and saves over loopback, in turn with the floor's."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.rows import Row, median, percentile
from tests.browser.api import Api, Link
from tests.browser.server import Server

TIMES = 300
WARM_UP = 30
COMPARISON_LIMIT = 20
"""Most milliseconds for the comparison's page, median."""


class Line:
    """One open connection, as a browser keeps it."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Accept-Encoding": "gzip"} | headers

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a request and return the response with its body; raises on a refusal."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body or None, self._headers | named)
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return response, content


def measure(server: Server, floor_port: int) -> list[Row]:
    """Return milliseconds per request, median and 95th percentile."""
    api = Api(server.url)
    seats = api.open_seats()
    mayor, chief = seats["ordforer"], seats["kommunedirektor"]
    api.answer_all(mayor, 4, 5)
    rows = _pair("GET /answer", _get(server, floor_port, mayor, "/answer"), "the same bytes, kept")
    rows += _pair("PATCH /api/answers", _patch(server, floor_port, mayor), "one durable commit")
    api.answer_all(chief, 3, 4)
    for seat in (mayor, chief):
        api.hand_in(seat)
    for name, limit in (("/comparison", COMPARISON_LIMIT), ("/api/comparison", None)):
        ours = _get(server, floor_port, mayor, name)
        rows += _pair(f"GET {name}", ours, "the same bytes, kept", limit)
    api.close()
    return rows


def _get(server: Server, floor_port: int, seat: Link, path: str) -> tuple[Act, Act]:
    headers = {"Authorization": f"Bearer {seat.token}"}
    ours, floor = Line(server.port, headers), Line(floor_port, {})
    response, body = ours.ask("GET", path)
    kept = {"Content-Type": response.headers["content-type"]}
    if encoding := response.headers["content-encoding"]:
        kept["X-Encoding"] = encoding
    floor.ask("PUT", f"/kept/{path.replace('/', '-')}", body, **kept)
    return (
        lambda: ours.ask("GET", path),
        lambda: floor.ask("GET", f"/kept/{path.replace('/', '-')}"),
    )


def _patch(server: Server, floor_port: int, seat: Link) -> tuple[Act, Act]:
    headers = {"Authorization": f"Bearer {seat.token}", "Content-Type": "application/json"}
    ours, floor = Line(server.port, headers), Line(floor_port, headers)
    statement = Api(server.url).statements()[0]

    def tap() -> bytes:
        at = datetime.now(UTC).isoformat()
        return json.dumps({"answers": [{"statement": statement, "status": 3, "at": at}]}).encode()

    return (
        lambda: ours.ask("PATCH", "/api/answers", tap()),
        lambda: floor.ask("PATCH", "/commit", tap()),
    )


Act = Callable[[], object]


def _pair(name: str, acts: tuple[Act, Act], note: str, limit: float | None = None) -> list[Row]:
    """Time both acts in turn, so that both meet the same disturbances; limit the median."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + TIMES):
        for act, times in zip(acts, taken, strict=True):
            began = time.perf_counter()
            act()
            if number >= WARM_UP:
                times.append((time.perf_counter() - began) * 1000)
    ours, floor = taken
    return [
        Row(f"{name}, median", "ms", median(ours), median(floor), note, limit),
        Row(f"{name}, 95th percentile", "ms", percentile(ours, 95), percentile(floor, 95), note),
    ]
