"""Whom a limit counts for: one address, or the network a single host has to itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.web.context import client


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_whom_a_limit_counts_for(address: str, counted: str) -> None:
    request: Any = SimpleNamespace(client=SimpleNamespace(host=address))
    assert client(request) == counted
