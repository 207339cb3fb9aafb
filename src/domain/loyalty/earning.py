"""What an order earns: whole points, shared among its lines."""

from collections.abc import Sequence

from .terms import Terms


def points_for(terms: Terms, paid_by_line: Sequence[int]) -> tuple[int, ...]:
    """Return the points of each line, of which the sum is what the order earns.

    *paid_by_line* is what was paid for each line in money, not in points, and never
    negative. The order's total earns, rounded down; each line then gets its share by
    largest remainder, the earlier line first when remainders are equal.
    """
    paid = sum(paid_by_line)
    points = paid * terms.points // terms.per
    if not points:
        return (0,) * len(paid_by_line)
    shares = [divmod(points * line, paid) for line in paid_by_line]
    given = [whole for whole, _ in shares]
    if short := points - sum(given):
        by_remainder = sorted(range(len(shares)), key=lambda line: -shares[line][1])
        for line in by_remainder[:short]:
            given[line] += 1
    return tuple(given)
