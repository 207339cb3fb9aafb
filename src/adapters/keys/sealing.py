"""One person's data key, and what it seals."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from os import urandom
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12  # random: far below 2**32 events a person


class Sealed(msgspec.Struct, frozen=True):
    """Something under a data key: which key, the nonce, the ciphertext with its tag."""

    kid: str
    nonce: bytes
    ct: bytes


class Tampered(Exception):
    """What was sealed does not open under its own key: something was changed."""

    def __init__(self, about: str) -> None:
        super().__init__(f"what is sealed in {about} does not open: it was changed")


class DataKey:
    """AES-256-GCM under a key of one person's own.

    Its id commits to the key, so that no ciphertext opens under two: GCM alone would
    let someone who chooses both keys make one that does.
    """

    __slots__ = ("_aead", "_raw", "kid")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._aead = AESGCM(raw)
        self.kid = urlsafe_b64encode(self._digest(b"kid"))[:32].decode()

    def seal(self, plain: bytes, about: str) -> Sealed:
        """Return *plain* under seal, bound to what it is *about*."""
        nonce = urandom(_NONCE_BYTES)
        return Sealed(self.kid, nonce, self._aead.encrypt(nonce, plain, about.encode()))

    def open(self, sealed: Sealed, about: str) -> bytes:
        """Return what was sealed.

        Raises:
            Tampered: It was not sealed so: by this key, about this.
        """
        try:
            return self._aead.decrypt(sealed.nonce, sealed.ct, about.encode())
        except InvalidTag:
            raise Tampered(about.split("\n")[-1]) from None

    def token(self, value: str) -> str:
        """Return what stands for a value in this person's events, and nowhere else."""
        return self._digest(b"token\x00" + value.encode()).hex()

    def _digest(self, message: bytes) -> bytes:
        return hmac.new(self._raw, message, sha256).digest()


def new_key() -> bytes:
    """Return a fresh key, derived from nothing: what is destroyed cannot be derived."""
    return urandom(KEY_BYTES)
