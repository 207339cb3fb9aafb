"""What refunded lines give back of their points: by line, and exactly in the end."""

from collections.abc import Mapping, Sequence

from .points_commands import ReverseEarn
from .points_events import PointsEarned
from .points_refusals import (
    InvalidValue,
    LinesDisagree,
    RefundExceedsPayment,
    UnknownLine,
)

WHOLE = ""  # the one line of points that were earned without an order


def reversals(
    command: ReverseEarn,
    earned: PointsEarned,
    refunded: Sequence[int],
    gone: Sequence[int],
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Return what is refunded by line, and the points that each line gives back.

    Of a line's points, as many are gone as half-even rounding of their refunded share
    says; what earlier refunds took back counts. So the last refund takes exactly the
    rest, also of a line for which nothing was paid.
    """
    lines = {
        line: (
            paid,
            points,
            refunded[n] if refunded else 0,
            gone[n] if gone else 0,
        )
        for n, (line, paid, points) in enumerate(_lines(earned))
    }
    amounts = _amounts(command, lines)
    points_back = []
    for line, amount in amounts.items():
        paid, points, before, taken = lines[line]
        if before + amount > paid:
            raise RefundExceedsPayment(line, asked=amount, left=paid - before)
        if before + amount == paid:
            target = points
        else:
            target = half_even(points * (before + amount), paid)
        points_back.append(target - taken)
    return amounts, tuple(points_back)


def tally(
    earned: PointsEarned,
    before: Sequence[int],
    lines: Sequence[str],
    more: Sequence[int],
) -> tuple[int, ...]:
    """Return the sum by line of an earning, once *lines* have that much *more*."""
    sums = {line: 0 for line, _, _ in _lines(earned)}
    sums.update(zip(sums, before, strict=False))
    for line, amount in zip(lines, more, strict=True):
        sums[line] += amount
    return tuple(sums.values())


def half_even(numerator: int, denominator: int) -> int:
    """Return the quotient rounded to the nearest integer, a half to the even one."""
    whole, rest = divmod(numerator, denominator)
    up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    return whole + up


def _lines(earned: PointsEarned) -> list[tuple[str, int, int]]:
    if not earned.line_ids:
        return [(WHOLE, 0, earned.amount)]
    return list(zip(earned.line_ids, earned.line_paid, earned.line_points, strict=True))


def _amounts(command: ReverseEarn, lines: Mapping[str, object]) -> dict[str, int]:
    asked = command.line_ids, command.amounts
    if WHOLE in lines and not any(asked):
        return {WHOLE: 0}
    if not command.line_ids:
        raise InvalidValue("line_ids", "empty")
    if len(command.line_ids) != len(command.amounts):
        raise LinesDisagree(command.source_ref)
    amounts: dict[str, int] = {}
    for line, amount in zip(*asked, strict=True):
        if line not in lines:
            raise UnknownLine(command.source_ref, line)
        if amount < 0:
            raise InvalidValue("amounts", str(amount))
        amounts[line] = amounts.get(line, 0) + amount
    return amounts
