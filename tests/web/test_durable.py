"""The server is killed as a power cut does it: what it said was saved is there afterwards."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from tests.browser.api import Api, Link
from tests.browser.server import Server


def value(count: int) -> int:
    """What the tap of that number says: each time round the statements another."""
    return count % 4 + 1


class Tapping:
    """Somebody who taps as fast as the server answers, and remembers what it said was saved."""

    def __init__(self, url: str, seat: Link, statements: list[str], enough: int) -> None:
        self.acknowledged: dict[str, int] = {}
        self.enough = threading.Event()
        self._wanted = enough
        self._url = url
        self._seat = seat
        self._statements = statements
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(httpx.TransportError), httpx.Client(trust_env=False) as client:
            count = 0
            while True:
                count += 1
                name = self._statements[count % len(self._statements)]
                now = datetime.now(UTC).isoformat()
                tap = {"statement": name, "status": value(count), "at": now}
                answer = client.patch(
                    f"{self._url}/api/answers",
                    json={"answers": [tap]},
                    headers={"authorization": f"Bearer {self._seat.token}"},
                )
                assert answer.status_code == 200
                self.acknowledged[name] = count
                if count >= self._wanted:
                    self.enough.set()

    def wait(self) -> None:
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()


@pytest.mark.parametrize("count", [1, 20, 60])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, count: int) -> None:
    server = Server(tmp_path / "data").start()
    api = Api(server.url)
    mayor, statements = api.open_seats()["ordforer"], api.statements()
    try:
        tapping = Tapping(server.url, mayor, statements, count)
        assert tapping.enough.wait(timeout=60)
        server.kill()
        tapping.wait()
        server.start()
        found = api.answers(mayor)
        last = max(tapping.acknowledged.values())
        for name, count in tapping.acknowledged.items():
            # The one tap that was on its way may be durable, its answer lost.
            possible = {value(count), value(last + 1)}
            on_its_way = count + len(statements) == last + 1
            assert found[name]["status"] in (possible if on_its_way else {value(count)}), name
    finally:
        api.close()
        server.stop()
