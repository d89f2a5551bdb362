"""Settings from the environment: all optional, and a bad one is named in one line."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from app.settings import BadSetting, Settings


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"SAMSPILL_DATA_DIR": str(tmp_path / "data")}


def test_everything_has_a_default(data: dict[str, str], tmp_path: Path) -> None:
    settings = Settings.load(data)
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'samspill.sqlite3'}"
    assert settings.rate_limits is True
    assert settings.editor_token is None
    assert settings.keep_answers_days == 365
    assert settings.keep_agreements_days == 730


def test_the_secret_is_made_once_and_kept_to_its_owner(
    data: dict[str, str], tmp_path: Path
) -> None:
    first = Settings.load(data).secret_key
    assert Settings.load(data).secret_key == first
    assert len(first) >= 32
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_two_that_start_together_keep_the_same_secret(
    data: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, quicker = secrets.token_bytes, []

    def slowly(count: int) -> bytes:
        monkeypatch.setattr(secrets, "token_bytes", draw)
        quicker.append(Settings.load(data).secret_key)
        return draw(count)

    monkeypatch.setattr(secrets, "token_bytes", slowly)
    assert [Settings.load(data).secret_key] == quicker
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_a_secret_from_a_file(data: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "editor").write_text("a token for editors\n", encoding="utf-8")
    settings = Settings.load({**data, "SAMSPILL_EDITOR_TOKEN_FILE": str(tmp_path / "editor")})
    assert settings.editor_token == "a token for editors"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAMSPILL_EDITOR_TOKEN", "too short"),
        ("SAMSPILL_DATABASE_URL", "mysql://x"),
        ("SAMSPILL_DATABASE_URL", "samspill.sqlite3"),
        ("SAMSPILL_DATABASE_URL", "sqlite:///"),
        ("SAMSPILL_DATABASE_URL", "sqlite:///?timeout=5"),
        ("SAMSPILL_DATABASE_URL", "sqlite:///:memory:"),
        ("SAMSPILL_DATABASE_URL", "postgresql+psycopg://samspill:hunter2@db:port/samspill"),
        ("SAMSPILL_SECRET_KEY", "short"),
        ("SAMSPILL_SECRET_KEY", " " * 32),
        ("SAMSPILL_SECRET_KEY", f"short{' ' * 32}"),
        ("SAMSPILL_EDITOR_TOKEN", "  "),
        ("SAMSPILL_SECRET_KEY_FILE", "/nonexistent/file"),
        ("SAMSPILL_BASE_URL", "samspill.example.no"),
        ("SAMSPILL_BASE_URL", "https://example.no/samspill"),
        ("SAMSPILL_BASE_URL", "ftp://example.no"),
        ("SAMSPILL_BASE_URL", "http://["),
        ("SAMSPILL_BASE_URL", "https://a:xyz"),
        ("SAMSPILL_BASE_URL", "https://a:99999"),
        ("SAMSPILL_ACCESSIBILITY_STATEMENT_URL", "http://["),
        ("SAMSPILL_ACCESSIBILITY_STATEMENT_URL", "https://a:xyz/statement"),
        ("SAMSPILL_RATE_LIMITS", "yes"),
        ("SAMSPILL_KEEP_ANSWERS_DAYS", "0"),
        ("SAMSPILL_KEEP_AGREEMENTS_DAYS", "0"),
        ("SAMSPILL_KEEP_ANSWERS_DAYS", "a year"),
        ("SAMSPILL_BACKUP_DAYS", "-1"),
    ],
)
def test_a_bad_value_is_named(data: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        Settings.load({**data, name: value})
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_both_ways_of_giving_a_secret_is_a_mistake(data: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x" * 32, encoding="utf-8")
    both = {"SAMSPILL_SECRET_KEY": "y" * 32, "SAMSPILL_SECRET_KEY_FILE": str(tmp_path / "key")}
    with pytest.raises(BadSetting, match="SAMSPILL_SECRET_KEY_FILE"):
        Settings.load({**data, **both})


@pytest.mark.parametrize("content", ["", "   \n"])
def test_an_empty_secret_file_is_refused(
    data: dict[str, str], tmp_path: Path, content: str
) -> None:
    (tmp_path / "key").write_text(content, encoding="utf-8")
    with pytest.raises(BadSetting):
        Settings.load({**data, "SAMSPILL_SECRET_KEY_FILE": str(tmp_path / "key")})


def test_a_data_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadSetting, match="SAMSPILL_DATA_DIR"):
        Settings.load({"SAMSPILL_DATA_DIR": str(tmp_path / "file" / "data")})


def test_a_damaged_secret_is_not_replaced_in_silence(data: dict[str, str], tmp_path: Path) -> None:
    Settings.load(data)
    path = tmp_path / "data" / "secret.key"
    os.truncate(path, 3)
    with pytest.raises(BadSetting, match=r"secret\.key"):
        Settings.load(data)
