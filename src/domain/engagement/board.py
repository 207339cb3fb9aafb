"""Who is ahead: of those who want it to be seen."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from attrs import frozen

from ..ids import CustomerId
from .participation import Participation


@frozen
class Standing:
    """Equal totals reached at one moment have one place."""

    place: int
    customer_id: CustomerId
    total: int
    reached: datetime | None
    completed: bool


def board(parts: Iterable[Participation]) -> Sequence[Standing]:
    """Return those who are shown: the highest total, then who reached it, first."""
    shown = [(each.joined, each) for each in parts if each.joined and each.shown]
    shown.sort(key=lambda each: (*_rank(each[1]), each[0].customer_id))
    ranks = [_rank(part) for _, part in shown]
    return [
        Standing(
            ranks.index(rank) + 1,
            joined.customer_id,
            part.total,
            part.reached,
            part.completed is not None,
        )
        for rank, (joined, part) in zip(ranks, shown, strict=True)
    ]


def _rank(part: Participation) -> tuple[int, datetime]:
    assert part.joined is not None
    return -part.total, part.reached or part.joined.terms.ends_at
