"""Tokens and short codes: what a link is made of, and how a typed code is read."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from app.sealing import stretch_code

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty characters nobody mistakes for one another: no 0 O 1 I L U."""

CODE_LENGTH = 8
"""30**8 = 6.6e11 codes; what that means against guessing is in the decision record."""

TOKEN_BYTES = 24
"""192 random bits in a link."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Secrets:
    """A link's token and its short code, new, with what the code was stretched to.

    Stretching takes tens of milliseconds, so these are made before a write begins.
    """

    token: str
    code: str
    code_fingerprint: bytes
    code_key: bytes


def new_secrets(pepper: bytes) -> Secrets:
    """A fresh random token (32 URL-safe characters) and code (8 of :data:`ALPHABET`)."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return Secrets(secrets.token_urlsafe(TOKEN_BYTES), code, *stretch_code(code, pepper))


def looks_like_token(text: str) -> bool:
    """Whether ``text`` has the form of a token; spares the database nonsense."""
    return _TOKEN.fullmatch(text) is not None


def read_code(typed: str) -> str | None:
    """The code in what a person typed: any case, spaces, dots and hyphens forgiven."""
    code = _plain(typed)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def is_misread(typed: str) -> bool:
    """Whether it is as long as a code and has signs that none has, such as 1 or O."""
    code = _plain(typed)
    return (
        len(code) == CODE_LENGTH
        and code.isascii()
        and code.isalnum()
        and not set(code) <= set(ALPHABET)
    )


def _plain(typed: str) -> str:
    return re.sub(r"[\s.\-–—]", "", typed).upper()


def show_code(code: str) -> str:
    """A code as it is shown: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


class SignedValues:
    """Values kept on a device that must come back as they were sent, one salt per purpose."""

    def __init__(self, secret_key: bytes) -> None:
        self._secret = secret_key

    def dump(self, purpose: str, value: object) -> str:
        """``value`` (JSON types) as signed text."""
        return URLSafeTimedSerializer(self._secret, salt=f"samspill.{purpose}").dumps(value)

    def load(self, purpose: str, text: str, max_age: int) -> object | None:
        """The value again, or ``None`` if forged, for another purpose, or over ``max_age`` s."""
        serializer = URLSafeTimedSerializer(self._secret, salt=f"samspill.{purpose}")
        try:
            value: object = serializer.loads(text, max_age=max_age)
        except BadData:
            return None
        return value
