"""Formulas of relationship marketing, exact: no figure is rounded before it is shown.

Counts and money (in minor units) go in, fractions come out. A share is between 0 and 1.
"""

from fractions import Fraction
from typing import Final, TypeAlias

Number: TypeAlias = int | Fraction
DETRACTOR_MOST: Final = 6  # of 0 to 10: Reichheld, Harvard Business Review, 2003
PROMOTER_LEAST: Final = 9


class NothingToDivideBy(ValueError):
    """A ratio was asked for over nobody, or nothing."""


def ratio(part: Number, whole: Number) -> Fraction:
    """Return part by whole.

    Average check is revenue by orders; frequency orders by buyers; conversion,
    opening and engagement rates are those who did by those who could have; the repeat
    share is buyers of two orders and more by buyers; acquisition cost (CAC) is spend by
    customers acquired.

    Raises:
        NothingToDivideBy: There is no whole.
    """
    if not whole:
        raise NothingToDivideBy("a ratio over nothing is no figure")
    return Fraction(part) / Fraction(whole)


def change(before: Number, after: Number) -> Fraction:
    """Return by which share a figure changed: (after - before) / before."""
    return ratio(Fraction(after) - Fraction(before), before)


def churn(lost: int, at_start: int) -> Fraction:
    """Return the share of those at the start of a period who were lost in it."""
    return ratio(lost, at_start)


def net_promoter_score(promoters: int, detractors: int, answers: int) -> Fraction:
    """Return the share of promoters less that of detractors, from -100 to 100."""
    return 100 * ratio(promoters - detractors, answers)


def lifetime_value(check: Number, frequency: Number, periods: Number) -> Fraction:
    """Return what a customer brings: average check x orders a period x periods."""
    return Fraction(check) * Fraction(frequency) * Fraction(periods)


def retention_effect(kept: int, value: Number) -> Fraction:
    """Return what keeping customers is worth: how many more x lifetime value."""
    return kept * Fraction(value)


def percent(share: Fraction) -> str:
    """Return a share as a percentage of two decimals, halves to the even one."""
    hundredths = round(share * 10_000)
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole}.{rest:02} %"
