"""How long a server takes to come up, and the memory it holds after all that was asked of it."""

from __future__ import annotations

import re
import time
from pathlib import Path

from bench.rows import Row
from tests.browser.server import Server


def start_seconds(server: Server) -> float:
    """Start a server and return the seconds until it is ready."""
    began = time.perf_counter()
    server.start()
    return round(time.perf_counter() - began, 2)


def memory(server: Server, floor_pid: int) -> list[Row]:
    """Return resident megabytes of both, where the system tells."""
    ours, floor = megabytes(server.pid), megabytes(floor_pid)
    if ours is None or floor is None:
        return []
    return [Row("Memory after the bench", "MB", ours, floor, "the bare server")]


def megabytes(pid: int) -> float | None:
    """Resident memory of a process, ``None`` where /proc is not."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text(encoding="ascii"))
    return round(int(found.group(1)) / 1024, 1) if found else None
