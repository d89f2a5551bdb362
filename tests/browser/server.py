"""A real server process on a free port, with its own data folder and a log on file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import httpx

ROOT: Final = Path(__file__).resolve().parents[2]
READY_WITHIN: Final = 60.0
"""Seconds: far more than a start takes, even on a busy machine."""


class Server:
    """``python -m app serve`` as an operator runs it. Can be killed and started anew."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        """``environment`` is added to this process's own: ``SAMSPILL_EDITOR_TOKEN="…"``."""
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = data_dir.with_name(f"{data_dir.name}.log")
        self._environment = {
            "SAMSPILL_DATA_DIR": str(data_dir),
            "SAMSPILL_RATE_LIMITS": "off",
        } | environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        """Start and wait until ``/readyz`` says yes; raises with the log if it does not."""
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=os.environ | self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2, trust_env=False).is_success:
                    return self
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server did not come up; it said:\n{self.log()}")

    def command(self) -> list[str]:
        """What is run."""
        return [sys.executable, "-m", "app", "serve", "--port", str(self.port)]

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def log(self) -> str:
        """Return all that it has written, over all its starts."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        """The process id; raises if it does not run."""
        assert self._process is not None
        return self._process.pid

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
