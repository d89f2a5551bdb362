"""Sealing: authenticated encryption of small values, each bound to its place.

The layers, from the outside in (``docs/decisions/0002-sealed-at-rest.md``):

* a link's secret gives a key (HKDF); it wraps the dialogue's key and the seat's sheet key;
* a sheet's key seals that sheet's answers, one by one;
* handing in wraps the sheet's key for the dialogue, so that the other seats can open it.

AES-256-GCM with a random 96-bit nonce, prefixed to the ciphertext. Keys live for one request.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12

# scrypt's cost for short codes: 16 MiB and some tens of milliseconds a guess. With the
# pepper as salt, a guess cannot even be started from a stolen database alone.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**14, 8, 1


class Unopenable(Exception):
    """The box was made with another key or for another place, or was tampered with."""


def new_key() -> bytes:
    """A fresh random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, *place: str) -> bytes:
    """Seal ``plaintext`` for one ``place`` (purpose, dialogue, role, …); 28 bytes longer."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, _bound(place))


def unseal(key: bytes, box: bytes, *place: str) -> bytes:
    """Open what :func:`seal` made for the same place. Raises :class:`Unopenable`."""
    return Opener(key).open(box, *place)


class Opener:
    """Opens many boxes made with one key, setting the cipher up only once."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def open(self, box: bytes, *place: str) -> bytes:
        """The plaintext of one box. Raises :class:`Unopenable`."""
        try:
            return self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], _bound(place))
        except (InvalidTag, ValueError) as error:
            raise Unopenable from error


def key_from_token(token: str) -> bytes:
    """The wrapping key of a link, from the secret in it (HKDF-SHA256, RFC 5869)."""
    return _hkdf(token.encode(), b"samspill link key v1")


def token_fingerprint(token: str) -> bytes:
    """What is stored instead of a link: 32 bytes that find it and cannot be turned back.

    A plain hash is enough because the token itself holds 192 random bits.
    """
    return hashlib.sha256(b"samspill link v1\0" + token.encode()).digest()


def sheet_key(link_key: bytes, round_id: str) -> bytes:
    """The first key of a sheet that its holder has not touched in a new round.

    Whoever opens a round cannot make another's sheet: only that seat's own link gives its key.
    Made from the link, it is the same at every look, so that looking needs to write nothing.
    """
    return _hkdf(link_key, b"samspill sheet key v1 " + round_id.encode())


def device_key(sheet_key: bytes) -> bytes:
    """The key that seals a sheet's answers on its holder's own devices.

    From it the sheet's key cannot be told, so a device opens nothing in the database.
    """
    return _hkdf(sheet_key, b"samspill device key v1")


def notes_key(dialogue_key: bytes, seat_id: str) -> bytes:
    """The key that seals a seat's private notes in its own browser; the server keeps no note."""
    return _hkdf(dialogue_key, b"samspill notes key v1 " + seat_id.encode())


_STRETCHING = threading.BoundedSemaphore(2)
"""Stretching takes 16 MiB each time; more at once would only fill the memory."""


def stretch_code(code: str, pepper: bytes) -> tuple[bytes, bytes]:
    """A short code's ``(fingerprint, key)``: what finds its row, and what opens it.

    ``pepper`` is the server's secret, which is not in the database.
    """
    salt = hmac.digest(pepper, b"samspill short code v1", "sha256")
    with _STRETCHING:
        stretched = hashlib.scrypt(
            code.encode(), salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, dklen=KEY_BYTES
        )
    return _hkdf(stretched, b"samspill code lookup v1"), _hkdf(stretched, b"samspill code key v1")


def _hkdf(secret: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(secret)


def _bound(place: tuple[str, ...]) -> bytes:
    """The place as bytes; lengths are included so that no two places read alike."""
    parts = [part.encode() for part in place]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
