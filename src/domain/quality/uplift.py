"""By how much a share changed, and within which bounds the change lies.

R. Newcombe, "Interval Estimation for the Difference Between Independent Proportions",
Statistics in Medicine 17, 1998, method 10: Wilson's score intervals of both shares,
joined. It keeps to its level in small samples and at shares of nought and one.
"""

from math import sqrt
from typing import Final

from attrs import frozen

from ..decider import Refused

Z: Final = 1.959963984540054  # 95 %, two-sided
SMALL: Final = 30


@frozen
class NotAShare(Refused):
    numerator: int
    denominator: int

    def __str__(self) -> str:
        return f"{self.numerator} of {self.denominator} is no share of a sample"


@frozen
class Share:
    """So many of a sample."""

    numerator: int
    denominator: int


@frozen
class Uplift:
    """In hundredths of a percentage point: the change, and its bounds at 95 %."""

    change: int
    low: int
    high: int
    small: bool

    @property
    def certain(self) -> bool:
        """Whether the bounds leave no doubt that something changed, and which way."""
        return self.low > 0 or self.high < 0


def uplift(before: Share, after: Share) -> Uplift:
    """Return how a share changed from one sample to another."""
    first, last = _share(before), _share(after)
    (low1, high1), (low2, high2) = _wilson(before), _wilson(after)
    change = last - first
    low = change - sqrt((last - low2) ** 2 + (high1 - first) ** 2)
    high = change + sqrt((high2 - last) ** 2 + (first - low1) ** 2)
    small = min(before.denominator, after.denominator) < SMALL
    return Uplift(_points(change), _points(low), _points(high), small)


def _share(of: Share) -> float:
    if of.denominator < 1 or not 0 <= of.numerator <= of.denominator:
        raise NotAShare(of.numerator, of.denominator)
    return of.numerator / of.denominator


def _wilson(of: Share) -> tuple[float, float]:
    share, size = _share(of), of.denominator
    middle = share + Z**2 / (2 * size)
    spread = Z * sqrt(share * (1 - share) / size + Z**2 / (4 * size**2))
    whole = 1 + Z**2 / size
    return (middle - spread) / whole, (middle + spread) / whole


def _points(share: float) -> int:
    return round(share * 10_000)
