"""The application on a real, migrated SQLite file of its own for each test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jinja2.bccache import Bucket, BytecodeCache

from app import sealing
from app.db import Store
from app.main import create_app
from app.settings import Settings
from tests.cast import Cast, gather
from tests.pages import Phone

EDITOR = "an editor's token for the tests"
CONTENT = Path(__file__).parent.parent / "content"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database taken through the real migrations once, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "samspill.sqlite3"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


@pytest.fixture(scope="session", autouse=True)
def one_event_loop() -> Iterator[None]:
    """Let all clients share one event loop, as a server's connections do, not make one each time.

    A client that is entered makes its own all the same, and starts and stops the application.
    """
    with start_blocking_portal() as portal:
        TestClient.portal = portal
        yield
        TestClient.portal = None


@pytest.fixture(autouse=True)
def cheap_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch short codes at the least cost scrypt knows: the same rule, without the wait."""
    monkeypatch.setattr(sealing, "SCRYPT_N", 2)


@pytest.fixture
def settings(migrated: Path, tmp_path: Path) -> Settings:
    copy = tmp_path / "samspill.sqlite3"
    shutil.copy(migrated, copy)
    return Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{copy}",
        secret_key=b"the tests' own secret, not a server's",
        rate_limits=False,
        editor_token=EDITOR,
    )


class Compiled(BytecodeCache):
    """What templates are compiled to, by their names and sources."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.codes[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    """The templates compiled once, and not anew for each application."""
    return Compiled()


@pytest.fixture
def make_app(settings: Settings, compiled: Compiled) -> Iterator[Callable[..., FastAPI]]:
    """Make the application with some settings changed."""
    made: list[FastAPI] = []

    def make(**changes: Any) -> FastAPI:
        made.append(create_app(replace(settings, **changes)))
        made[-1].state.templates.bytecode_cache = compiled
        return made[-1]

    yield make
    for app in made:
        app.state.parts.store.close()


@pytest.fixture
def app(make_app: Callable[..., FastAPI]) -> FastAPI:
    return make_app()


@pytest.fixture
def cast(app: FastAPI) -> Cast:
    """Sør-Øyfjord's dialogue: Marit, Kåre and Fatima, their invitations not yet used."""
    return gather(app, facilitator=True)


@pytest.fixture
def lillevik(app: FastAPI) -> Cast:
    """The outsiders' dialogue."""
    return gather(app, municipality="Lillevik")


@pytest.fixture
def phone(app: FastAPI) -> Phone:
    """A phone that has never been here."""
    return Phone(app)


@pytest.fixture
def editor(app: FastAPI) -> Editor:
    """A KS editor, who may publish."""
    return Editor(TestClient(app))


class Editor:
    """Publishes question sets over HTTP."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def publish(self, document: Any, token: str = EDITOR) -> Any:
        return self.client.post(
            "/api/question-sets", json=document, headers={"authorization": f"Bearer {token}"}
        )

    def publish_file(self, name: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((CONTENT / name).read_text(encoding="utf-8"))
        answer = self.publish(document)
        assert answer.status_code == 201, answer.text
        return document
