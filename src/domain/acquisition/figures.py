"""Figures of acquisition, from facts that are given: exact, as fractions.

Customer acquisition cost: what was spent to attract customers in a period, over the
customers acquired in it. Conversion of a funnel: of those at one stage, the share who
reached the next. Farris, Bendle, Pfeifer and Reibstein, "Marketing Metrics" (3rd
edition, 2016), define both, under customer profitability and under the sales force.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from attrs import frozen


@frozen
class Period:
    """From the first day through the last."""

    starts: date
    ends: date

    @property
    def days(self) -> int:
        return max((self.ends - self.starts).days + 1, 0)

    def within(self, other: "Period") -> Fraction:
        """Return which part of this period's days lies in *other*."""
        both = Period(max(self.starts, other.starts), min(self.ends, other.ends))
        return Fraction(both.days, self.days)


@frozen
class Spent:
    """Money for a period, by what it is counted under: a campaign, or a channel."""

    under: str
    amount: int
    period: Period


@frozen
class Acquisition:
    """What was spent and who was acquired; `each` is None if nobody was."""

    spent: Fraction
    acquired: int

    @property
    def each(self) -> Fraction | None:
        return self.spent / self.acquired if self.acquired else None


def acquisition_cost(
    spent: Iterable[Spent], acquired: Mapping[str, int], period: Period
) -> tuple[Acquisition, Mapping[str, Acquisition]]:
    """Return the cost of acquisition in a period, of all and by what it is under.

    Amounts are of one currency. Money for a longer time counts by its days within the
    period. *acquired* counts the customers of the period, under the same names; those
    under another name, or none, count in the whole.
    """
    sums: dict[str, Fraction] = dict.fromkeys(acquired, Fraction(0))
    for each in spent:
        part = each.amount * each.period.within(period)
        sums[each.under] = sums.get(each.under, Fraction(0)) + part
    whole = Acquisition(sum(sums.values(), Fraction(0)), sum(acquired.values()))
    return whole, {
        name: Acquisition(sums[name], acquired.get(name, 0)) for name in sorted(sums)
    }


def conversion(stages: Sequence[int]) -> tuple[Fraction | None, ...]:
    """Return the share of each stage that reached the next; None of an empty one.

    *stages* counts those who came at least so far: captured, qualified, converted.
    """
    return tuple(
        Fraction(after, before) if before else None
        for before, after in pairwise(stages)
    )


def response_rate(responses: int, reached: int) -> Fraction | None:
    """Return the share of those reached who answered; None if nobody was reached."""
    return Fraction(responses, reached) if reached else None


def median_time(times: Iterable[tuple[datetime, datetime]]) -> timedelta | None:
    """Return the median of the times from the first moment of each to the second.

    For hand-overs from offered to answered, for leads from captured to followed up.
    """
    taken = sorted(end - start for start, end in times)
    if not taken:
        return None
    middle = len(taken) // 2
    if len(taken) % 2:
        return taken[middle]
    return (taken[middle - 1] + taken[middle]) / 2
