"""Points that are about to expire: their holder is warned of them, once and again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeAlias

from attrs import field, frozen

from ..decider import Decider
from ..ids import CustomerId, ProgrammeId
from .lots import Lot

WARN_DAYS: Final = (7, 30)  # how long before, the nearest first


@frozen
class NoteExpiryDue:
    """Look at lots in which something is left, and warn of those that end soon."""

    at: datetime
    programme_id: ProgrammeId
    customer_id: CustomerId
    lots: tuple[Lot, ...]


Command: TypeAlias = NoteExpiryDue


@frozen
class PointsExpiryWarned:
    """So much was found that ends within so many `days`; from `at` on that was so."""

    at: datetime
    programme_id: ProgrammeId
    customer_id: CustomerId
    days: int
    expires_at: datetime
    amount: int
    lot_ids: tuple[str, ...]


Event: TypeAlias = PointsExpiryWarned


@frozen
class ExpiryWarnings:
    """Of which lots a warning was given, and how many days before they end."""

    warned: frozenset[tuple[str, int]] = field(factory=frozenset)


@frozen
class _Ending:
    """A lot that ends within some days, since a moment."""

    expires_at: datetime
    since: datetime
    days: int
    lot: Lot


def decide(command: Command, warnings: ExpiryWarnings) -> Iterator[Event]:
    """Yield a warning for all that ends at one moment, by the nearest of the limits.

    What is found only days before its end is not warned of as if there were weeks.
    """
    endings = [
        ending
        for lot in command.lots
        if (ending := _ending(lot, command.at))
        and (lot.lot_id, ending.days) not in warnings.warned
    ]
    together = attrgetter("expires_at", "since", "days")
    endings.sort(key=lambda each: (*together(each), each.lot.lot_id))
    for (expires_at, since, days), group in groupby(endings, key=together):
        lots = [each.lot for each in group]
        yield PointsExpiryWarned(
            since,
            command.programme_id,
            command.customer_id,
            days,
            expires_at,
            sum(lot.remaining for lot in lots),
            tuple(lot.lot_id for lot in lots),
        )


def _ending(lot: Lot, at: datetime) -> _Ending | None:
    if lot.remaining and at < lot.expires_at:
        for days in WARN_DAYS:
            since = max(_before(lot.expires_at, days), lot.available_at)
            if since <= at:
                return _Ending(lot.expires_at, since, days, lot)
    return None


def _before(moment: datetime, days: int) -> datetime:
    return moment - timedelta(days=days)


def evolve(warnings: ExpiryWarnings, event: Event) -> ExpiryWarnings:
    given = {(lot_id, event.days) for lot_id in event.lot_ids}
    return ExpiryWarnings(warnings.warned | given)


EXPIRY_WARNINGS = Decider(ExpiryWarnings(), decide, evolve)
