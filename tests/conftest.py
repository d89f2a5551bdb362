"""What holds for every test: no network beyond this machine, no settings from outside."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LOCAL = {"127.0.0.1", "::1", "localhost", "testserver"}
KEPT = ("SAMSPILL_CHROMIUM", "SAMSPILL_TEST_")

LONGEST = {"test_accessibility.py", "test_reflow.py", "test_secrecy.py"}
"""Files of a minute and more."""

for name in [name for name in os.environ if name.startswith("SAMSPILL_")]:
    if not name.startswith(KEPT):
        del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: of several workers one would else sit over the last file alone."""
    assert {path.name for path in Path(__file__).parent.rglob("test_*.py")} >= LONGEST
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what all tests share: it is looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Fail any test whose code tries to reach another host."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOCAL:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()
