"""What an order earns: whole points, shared among its lines."""

from collections.abc import Sequence

from .terms import Terms


def points_for(terms: Terms, paid_by_line: Sequence[int]) -> tuple[int, ...]:
    """Return the points of each line, of which the sum is what the order earns.

    *paid_by_line* is what was paid for each line in money, not in points, and never
    negative. The order's total earns, rounded down; each line then gets its share by
    largest remainder, the earlier line first when remainders are equal.
    """
    return share(sum(paid_by_line) * terms.points // terms.per, paid_by_line)


def share(amount: int, among: Sequence[int]) -> tuple[int, ...]:
    """Return *amount* in whole parts, proportional to *among*, that sum to it."""
    of = sum(among)
    if not amount or not of:
        return (0,) * len(among)
    shares = [amount * each for each in among]
    given = [each // of for each in shares]
    if short := amount - sum(given):
        rest = [each % of for each in shares]
        by_rest = sorted(range(len(rest)), key=rest.__getitem__, reverse=True)
        for place in by_rest[:short]:
            given[place] += 1
    return tuple(given)
