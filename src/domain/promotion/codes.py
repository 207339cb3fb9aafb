"""Codes of coupons: all of a pool follow from its seed, and from no less."""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none reads as another
_READ_AS: Final = str.maketrans("OIL", "011", " -")
_LENGTH: Final = 16  # signs of five bits: 80 bits, which nobody guesses


def commitment(seed: str) -> str:
    """Return the digest by which a seed is known before it is told."""
    return sha256(seed.encode()).hexdigest()


def code(seed: str, pool: str, number: int) -> str:
    """Return the code of a pool's coupon of that number, four signs a group."""
    digest = hmac.digest(seed.encode(), f"{pool}:{number}".encode(), "sha256")
    bits = int.from_bytes(digest[:10], "big")
    signs = [_SIGNS[bits >> 5 * place & 31] for place in reversed(range(_LENGTH))]
    return "-".join("".join(signs[at : at + 4]) for at in range(0, _LENGTH, 4))


def codes(seed: str, pool: str, count: int) -> Iterator[str]:
    """Yield the codes of a pool, from number 1 on."""
    return (code(seed, pool, number) for number in range(1, count + 1))


def plain(text: str) -> str:
    """Return a code as it is looked up by, however it was typed or read out."""
    return text.strip().upper().translate(_READ_AS)
