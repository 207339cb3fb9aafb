"""The rhythm of each customer: when they came, bought, left and returned."""

from bisect import insort
from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from ...domain.customer.profile import (
    CustomerRegistered,
    PersonalDataErased,
    RelationshipClosed,
    RelationshipReopened,
)
from ...domain.lifecycle.phases import Rhythm
from ...domain.purchase.order import OrderCompleted
from ..envelope import Recorded
from .projection import Projection


@frozen
class Moments:
    """Moments in their order; of one who was ``erased``, none."""

    registered_at: datetime | None = None
    orders: tuple[datetime, ...] = ()
    closed: tuple[datetime, ...] = ()
    reopened: tuple[datetime, ...] = ()
    erased: bool = False

    @property
    def rhythm(self) -> Rhythm | None:
        """What phases depend upon; None for one who is not, or no longer, known."""
        if self.registered_at is None or self.erased:
            return None
        return Rhythm(self.registered_at, self.orders, self.closed, self.reopened)


_OF_INTEREST = (
    CustomerRegistered,
    OrderCompleted,
    RelationshipClosed,
    RelationshipReopened,
    PersonalDataErased,
)


def _key(recorded: Recorded) -> str | None:
    return recorded.subject if isinstance(recorded.event, _OF_INTEREST) else None


def evolve(row: Moments, recorded: Recorded) -> Moments:
    if row.erased:
        return row
    match recorded.event:
        case CustomerRegistered(at=at):
            return but(row, registered_at=at)
        case OrderCompleted(at=at):
            return but(row, orders=_with(row.orders, at))
        case RelationshipClosed(at=at):
            return but(row, closed=_with(row.closed, at))
        case RelationshipReopened(at=at):
            return but(row, reopened=_with(row.reopened, at))
        case PersonalDataErased():
            return Moments(erased=True)
        case _:
            return row


def _with(moments: tuple[datetime, ...], at: datetime) -> tuple[datetime, ...]:
    if not moments or moments[-1] <= at:
        return (*moments, at)
    sorted_ = list(moments)
    insort(sorted_, at)
    return tuple(sorted_)


RHYTHMS = Projection("rhythms", 1, Moments, lambda _: Moments(), _key, evolve)
