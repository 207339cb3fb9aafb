"""Who is dealt what by chance: the same for ever, by a salt and a name alone.

The share of each part is its weight by the sum of weights; two salts deal apart.
"""

from collections.abc import Sequence
from hashlib import sha256

from attrs import frozen

from .decider import Refused

_BITS = 64


@frozen
class NoWeights(Refused):
    weights: str

    def __str__(self) -> str:
        return f"nothing can be dealt out by the weights {self.weights}"


def assigned(salt: str, unit: str, weights: Sequence[int]) -> int:
    """Return which part a unit is dealt, as an index into *weights*."""
    if not weights or min(weights) < 0 or not sum(weights):
        raise NoWeights(", ".join(map(str, weights)) or "of nothing")
    digest = sha256(f"{salt}\x00{unit}".encode()).digest()
    place = (int.from_bytes(digest[: _BITS // 8]) * sum(weights)) >> _BITS
    for part, weight in enumerate(weights):
        if place < weight:
            return part
        place -= weight
    raise AssertionError("a place lies below the sum of the weights")
