"""Typed settings from the environment, passed in and never global.

Every setting is optional. A secret may also come from a file named by ``<NAME>_FILE``. A bad
value stops the start with one clear line.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

MIN_SECRET = 16
"""Fewest characters accepted in ``SAMSPILL_SECRET_KEY`` and ``SAMSPILL_EDITOR_TOKEN``."""


class BadSetting(Exception):
    """A setting that cannot be used; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided.

    ``database_url`` is SQLAlchemy's; ``base_url`` has no trailing slash and is ``None`` when
    links should follow the address a request came to; ``keep_answers_days`` is how long raw
    answers are kept (product rule: 12 months by default), ``keep_agreements_days`` how long
    agreements are: long enough to open the conversation after the next.
    """

    data_dir: Path
    database_url: str
    secret_key: bytes
    base_url: str | None = None
    rate_limits: bool = True
    editor_token: str | None = None
    keep_answers_days: int = 365
    keep_agreements_days: int = 730
    backup_days: int = 30
    accessibility_statement_url: str | None = None

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises :class:`BadSetting` naming the variable at fault."""
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("SAMSPILL_DATA_DIR") or "data").expanduser().resolve()
        url = _secret(env, "SAMSPILL_DATABASE_URL")
        if url is not None:
            _check_database(url)
        secret = _secret(env, "SAMSPILL_SECRET_KEY")
        if secret is not None and len(secret) < MIN_SECRET:
            raise BadSetting(f"SAMSPILL_SECRET_KEY must have at least {MIN_SECRET} characters")
        editor = _secret(env, "SAMSPILL_EDITOR_TOKEN")
        if editor is not None and len(editor) < MIN_SECRET:
            raise BadSetting(f"SAMSPILL_EDITOR_TOKEN must have at least {MIN_SECRET} characters")
        return cls(
            data_dir=data_dir,
            database_url=url or f"sqlite:///{data_dir / 'samspill.sqlite3'}",
            secret_key=secret.encode() if secret else _kept_secret(data_dir),
            base_url=_address(env, "SAMSPILL_BASE_URL", path=False),
            rate_limits=_on_off(env, "SAMSPILL_RATE_LIMITS", default=True),
            editor_token=editor,
            keep_answers_days=_whole(env, "SAMSPILL_KEEP_ANSWERS_DAYS", 365, 1, 3650),
            keep_agreements_days=_whole(env, "SAMSPILL_KEEP_AGREEMENTS_DAYS", 730, 1, 3650),
            backup_days=_whole(env, "SAMSPILL_BACKUP_DAYS", 30, 0, 3650),
            accessibility_statement_url=_address(
                env, "SAMSPILL_ACCESSIBILITY_STATEMENT_URL", path=True
            ),
        )


def _secret(env: Mapping[str, str], name: str) -> str | None:
    value, file = env.get(name), env.get(f"{name}_FILE")
    if value and file:
        raise BadSetting(f"{name} and {name}_FILE are both set; keep one")
    if file:
        name = f"{name}_FILE"
        try:
            value = Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(f"{name} cannot be read: {error}") from None
    elif not value:
        return None
    assert value is not None, "it was given, in one way or the other"
    if not value.strip():
        raise BadSetting(f"{name} is empty")
    return value.strip()


def _check_database(url: str) -> None:
    """Raise :class:`BadSetting`, which must not repeat the address: it may hold a password."""
    name = "SAMSPILL_DATABASE_URL"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(f"{name} must start with sqlite:/// or postgresql+psycopg://")
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise BadSetting(f"{name} is not an address that can be read") from None
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise BadSetting(f"{name} must name a file, such as sqlite:////data/samspill.sqlite3")


def _on_off(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    if value in {"on", "off"}:
        return value == "on"
    if value:
        raise BadSetting(f"{name} must be on or off, not {value!r}")
    return default


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def _address(env: Mapping[str, str], name: str, *, path: bool) -> str | None:
    value = env.get(name, "").strip()
    if not value:
        return None
    try:
        parts = urlsplit(value)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a bracket left open, a port that is no number
        whole = False
    if not whole:
        raise BadSetting(f"{name} must be an address such as https://samspill.example.no")
    if not path and (parts.path.strip("/") or parts.query or parts.fragment):
        raise BadSetting(f"{name} must be a bare address without a path, not {value!r}")
    return value if path else value.rstrip("/")


def _kept_secret(data_dir: Path) -> bytes:
    """The server's own secret, made once and kept in the data directory with mode 0600."""
    path = data_dir / "secret.key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make_secret(path)
        secret = path.read_bytes().strip()
    except OSError as error:
        raise BadSetting(f"SAMSPILL_DATA_DIR cannot be used: {error}") from None
    if len(secret) < MIN_SECRET:
        raise BadSetting(f"{path} is damaged: delete it only if no short code is in use")
    return secret


def _make_secret(path: Path) -> None:
    """Write a new secret and give it its name when it is whole, unless another was quicker."""
    made = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink(missing_ok=True)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
