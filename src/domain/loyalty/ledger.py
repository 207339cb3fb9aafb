"""A member's points as they stand."""

from datetime import UTC, datetime
from typing import Any

from attrs import field, frozen

from .layered import LayeredMap
from .lots import (
    NEVER,
    Lot,
    Part,
    find,
    soonest_available,
    soonest_to_expire,
    total,
)
from .points_events import PointsEarned

AT_FIRST = datetime.min.replace(tzinfo=UTC)
NOTHING: LayeredMap[Any, Any] = LayeredMap()


@frozen
class Held:
    """Points set aside until they are captured or released, or time runs out."""

    hold_id: str
    parts: tuple[Part, ...]
    timeout_at: datetime


@frozen
class Debt:
    """Points owed since some moment, for the lot that is their root."""

    root: str
    amount: int
    since: datetime


@frozen
class Sequel:
    """What became of a lot: refunded and reversed by line, expired, or replaced."""

    refunded: tuple[int, ...] = ()
    reversed: tuple[int, ...] = ()
    expired: int = 0
    graces: tuple[str, ...] = ()


UNTOUCHED = Sequel()


@frozen
class Past:
    """What is over, and may yet matter: for refunds, cancellations and repetitions.

    `lots` are all lots as they were opened, `redemptions` the parts that could still
    be given back. `done` maps what may happen only once, by kind and key, to what
    came of it. `reversals` are when how much ceased to count, by refund.
    """

    lots: LayeredMap[str, Lot] = NOTHING
    earnings: LayeredMap[str, PointsEarned] = NOTHING
    sequels: LayeredMap[str, Sequel] = NOTHING
    redemptions: LayeredMap[str, tuple[Part, ...]] = NOTHING
    done: LayeredMap[tuple[str, str], str] = NOTHING
    reversals: LayeredMap[str, tuple[datetime, int]] = NOTHING

    def sequel(self, lot_id: str) -> Sequel:
        return self.sequels.get(lot_id) or UNTOUCHED


@frozen
class Ledger:
    """Lots still pending, lots that are good, holds and debts.

    `seen` is the latest moment at which anything happened. `waiting` is in order of
    release, `good` in order of expiry, `holds` in order of timeout.
    """

    seen: datetime = AT_FIRST
    waiting: tuple[Lot, ...] = ()
    good: tuple[Lot, ...] = ()
    holds: tuple[Held, ...] = ()
    debts: tuple[Debt, ...] = ()
    past: Past = field(default=Past())

    @property
    def lots(self) -> tuple[Lot, ...]:
        """Every lot in which points are left that are not held."""
        return self.good + self.waiting

    @property
    def pending(self) -> int:
        return total(self.waiting)

    @property
    def available(self) -> int:
        return total(self.good)

    @property
    def held(self) -> int:
        return sum(total(hold.parts) for hold in self.holds)

    @property
    def arrears(self) -> int:
        """What is owed, as a number that is never above zero."""
        return -sum(debt.amount for debt in self.debts)

    @property
    def spendable(self) -> int:
        return self.available + self.arrears

    def spendable_at(self, at: datetime) -> int:
        """Return what could be spent at a moment, if only time passed until then."""
        from .due import settled  # which stands on this module

        return settled(self, at)[1].spendable

    @property
    def due(self) -> datetime:
        """When the next thing happens by itself."""
        due = self.waiting[0].available_at if self.waiting else NEVER
        if self.good and self.good[0].expires_at < due:
            due = self.good[0].expires_at
        if self.holds and self.holds[0].timeout_at < due:
            due = self.holds[0].timeout_at
        return due

    def earned_from(self, source_ref: str) -> PointsEarned | None:
        """Return what a source earned, if it did."""
        return self.past.earnings.get(source_ref)

    def left_of(self, lot_id: str) -> Lot | None:
        """Return the good lot of that id, if any is left of it."""
        return find(self.good, self.past.lots[lot_id], soonest_to_expire)

    def pending_of(self, lot_id: str) -> Lot | None:
        """Return the pending lot of that id, if any is left of it."""
        return find(self.waiting, self.past.lots[lot_id], soonest_available)

    def hold(self, hold_id: str) -> Held | None:
        """Return the unresolved hold of that id."""
        return next((hold for hold in self.holds if hold.hold_id == hold_id), None)
