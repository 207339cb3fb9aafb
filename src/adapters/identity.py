"""Identities and blind indexes: made here, given to a domain that makes none."""

import hmac
from hashlib import sha256

from uuid_utils import uuid7

from ..application.ports import BlindIndex


def new_id() -> str:
    """Return a fresh UUIDv7 (RFC 9562): random, and sorted by the time it was made."""
    return str(uuid7())


def blind_index(secret: bytes) -> BlindIndex:
    """Return the keyed digest by which a store finds what it must not show.

    HMAC-SHA-256 under the store's own secret, over the kind and the value, which is
    first stripped and, being an e-mail address or a phone number, brought to one form.
    """

    def index(kind: str, value: str) -> str:
        canonical = value.strip()
        if kind == "email":
            canonical = canonical.casefold()
        if kind == "phone":
            canonical = "".join(each for each in canonical if each not in " -()/.")
        message = f"{kind}\x00{canonical}".encode()
        return hmac.new(secret, message, sha256).hexdigest()

    return index
