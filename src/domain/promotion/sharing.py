"""Sharing an amount out, so that the parts are whole and sum to it."""

from collections.abc import Sequence


def share(amount: int, among: Sequence[int]) -> tuple[int, ...]:
    """Return whole parts of *amount*, proportional to *among*, that sum to it.

    What is left of rounding down goes to the largest remainders, the earlier first. No
    part is above its own of *among* as long as *amount* is not above their sum.
    """
    of = sum(among)
    if not amount or not of:
        return (0,) * len(among)
    parts = [amount * each // of for each in among]
    rest = [amount * each % of for each in among]
    places = sorted(range(len(rest)), key=lambda place: (-rest[place], place))
    for place in places[: amount - sum(parts)]:
        parts[place] += 1
    return tuple(parts)
