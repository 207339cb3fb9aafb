"""Lots, and how points are taken from them and put back."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeAlias

from attrs import frozen

from .policies import SpendOrder

NEVER = datetime.max.replace(tzinfo=UTC)


@frozen
class Part:
    """So many points of one lot."""

    lot_id: str
    amount: int


@frozen
class Lot:
    """Points earned together. `expires_at` is the first instant they are not good.

    `root` is the lot whose points they are: itself, unless it is a grace lot.
    """

    lot_id: str
    root: str
    remaining: int
    earned_at: datetime
    available_at: datetime
    expires_at: datetime = NEVER

    def holding(self, remaining: int) -> "Lot":
        """Return this lot with that much left in it."""
        if remaining == self.remaining:
            return self
        return Lot(
            self.lot_id,
            self.root,
            remaining,
            self.earned_at,
            self.available_at,
            self.expires_at,
        )


Lots: TypeAlias = tuple[Lot, ...]
Order: TypeAlias = Callable[[Lot], Any]

soonest_available: Order = attrgetter("available_at", "earned_at", "lot_id")
soonest_to_expire: Order = attrgetter("expires_at", "earned_at", "lot_id")
first_earned: Order = attrgetter("earned_at", "lot_id")

SPENDING: dict[SpendOrder, Order] = {
    SpendOrder.FEFO: soonest_to_expire,
    SpendOrder.FIFO: first_earned,
}


def allocate(amount: int, lots: Iterable[Lot]) -> tuple[Part, ...]:
    """Return up to *amount* points of *lots*, the first lots first."""
    parts = []
    for lot in lots:
        if not amount:
            break
        taken = min(amount, lot.remaining)
        parts.append(Part(lot.lot_id, taken))
        amount -= taken
    return tuple(parts)


def split(parts: Sequence[Part], at: int) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the first *at* points of *parts*, and the rest."""
    first, rest = [], []
    for part in parts:
        taken = min(at, part.amount)
        at -= taken
        if taken:
            first.append(Part(part.lot_id, taken))
        if taken < part.amount:
            rest.append(Part(part.lot_id, part.amount - taken))
    return tuple(first), tuple(rest)


def total(parts: Iterable[Part | Lot]) -> int:
    """Return how many points *parts* are, or are left in lots."""
    return sum(
        part.amount if isinstance(part, Part) else part.remaining for part in parts
    )


def give(lots: Lots, lot: Lot, order: Order) -> Lots:
    """Return *lots*, kept in *order*, with the points of *lot* among them."""
    if not lots or order(lots[-1]) < order(lot):
        return _joined(lots, lot, ())
    place = bisect_left(lots, order(lot), key=order)
    found = lots[place]
    if found.lot_id == lot.lot_id:
        more = lot.holding(found.remaining + lot.remaining)
        return _joined(lots[:place], more, lots[place + 1 :])
    return _joined(lots[:place], lot, lots[place:])


def take(lots: Lots, lot: Lot, order: Order) -> Lots:
    """Return *lots*, kept in *order*, without the points of *lot*.

    Raises:
        LookupError: They are not there, or not so many.
    """
    if lots[0].lot_id == lot.lot_id:
        place = 0
    else:
        place = bisect_left(lots, order(lot), key=order)
    found = lots[place]
    left = found.remaining - lot.remaining
    if found.lot_id != lot.lot_id or left < 0:
        raise LookupError(lot.lot_id)
    if left:
        return _joined(lots[:place], lot.holding(left), lots[place + 1 :])
    return lots[:place] + lots[place + 1 :]


def _joined(before: Lots, lot: Lot, after: Lots) -> Lots:
    # Adding tuples copies them once, where (*before, lot, *after) copies twice.
    one = (lot,)
    return before + one + after if after else before + one


def find(lots: Sequence[Lot], lot: Lot, order: Order) -> Lot | None:
    """Return what is left of *lot* among *lots*, which are kept in *order*."""
    place = bisect_left(lots, order(lot), key=order)
    if place < len(lots) and lots[place].lot_id == lot.lot_id:
        return lots[place]
    return None
