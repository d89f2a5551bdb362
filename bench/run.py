"""Measure everything, or only the parts named, as in ``python -m bench.run comparing serving``.

Prints a table and writes ``bench/results/latest.json``.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import browsing, comparing, judging, living, opening, presenting, reporting, serving
from bench.rows import Row, table, write
from tests.browser import chromium
from tests.browser.server import ROOT, Server

PARTS = ("comparing", "reporting", "serving", "opening", "browsing", "presenting", "judging")


class FloorServer(Server):
    """The bare server, run by the same means as ours."""

    def command(self) -> list[str]:
        """Run ``bench.floor`` instead."""
        database = str(self.data_dir.with_suffix(".sqlite3"))
        return [sys.executable, "-m", "bench.floor", str(self.port), database]


def main(wanted: set[str]) -> None:
    """Run the parts that are wanted."""
    rows: list[Row] = []
    if "comparing" in wanted:
        rows += comparing.measure()
    if "reporting" in wanted:
        rows += reporting.measure()
    if wanted & {"reporting", "serving", "opening", "browsing", "presenting", "judging"}:
        with tempfile.TemporaryDirectory() as folder:
            rows += with_servers(Path(folder), wanted)
    write(ROOT / "bench" / "results" / "latest.json", machine(), rows)
    print(table(rows))


def with_servers(folder: Path, wanted: set[str]) -> list[Row]:
    """Measure what needs our server and the bare one."""
    server, floor = Server(folder / "ours"), FloorServer(folder / "floor")
    try:
        first = living.start_seconds(server)
        server.stop()
        again = living.start_seconds(server)
        floor_start = living.start_seconds(floor)
        rows = [
            Row("First start, new database", "s", first, floor_start, "the bare server"),
            Row("Second start", "s", again, floor_start, "the bare server"),
        ]
        if "reporting" in wanted:
            rows += reporting.served(server)
        if "serving" in wanted:
            rows += serving.measure(server, floor.port)
        if "opening" in wanted:
            rows += opening.measure(server)
        if "browsing" in wanted:
            rows += browsing.measure(server, floor.port)
        if "presenting" in wanted:
            rows += presenting.measure(server, floor.port)
        if "judging" in wanted:
            rows += judging.measure(server, folder)
        return rows + living.memory(server, floor.pid)
    finally:
        server.stop()
        floor.stop()


def machine() -> dict[str, str]:
    """Say what the figures were taken on."""
    browser = chromium.find()
    version = subprocess.run(
        [browser or "true", "--version"], capture_output=True, text=True, check=False
    )
    return {
        "cores": str(os.cpu_count()),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "browser": version.stdout.strip(),
    }


if __name__ == "__main__":
    main(set(sys.argv[1:]) or set(PARTS))
