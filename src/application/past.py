"""The past of orders and promotions: what had happened, of what was known."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import define, field, frozen

from ..domain.ids import CustomerId, OrderId, PromotionId
from ..domain.promotion.basket import Facts
from ..domain.promotion.evaluation import PromotionEvaluated
from ..domain.promotion.promotion import (
    Event,
    Promotion,
    PromotionEnded,
    PromotionPaused,
    PromotionPublished,
    PromotionResumed,
    Rule,
)
from ..domain.promotion.terms import Terms
from ..domain.purchase.order import (
    OrderCancelled,
    OrderCompleted,
    OrderPlaced,
    OrderRefunded,
)
from .contexts import LINK, PROMOTION
from .envelope import Recorded, visible
from .feeding import pages
from .identity import cluster
from .ports import Journal

_KINDS: Final = (
    PromotionPublished,
    PromotionPaused,
    PromotionResumed,
    PromotionEnded,
    PromotionEvaluated,
    OrderPlaced,
    OrderCompleted,
    OrderRefunded,
    OrderCancelled,
)


@frozen
class Past:
    """What had happened, of what was known: in the order of time."""

    events: Sequence[Recorded]
    promotions: Mapping[PromotionId, Promotion]
    evaluated: Mapping[OrderId, PromotionEvaluated]
    cancelled: frozenset[OrderId]

    def in_force(self, at: datetime) -> Sequence[Rule]:
        """Return the promotions in force at a moment, paused ones included."""
        found = (each.in_force(at) for each in self.promotions.values())
        return [each for each in found if each is not None]


@define
class Bought:
    """What everyone had bought so far, as one goes through the past in its order."""

    journal: Journal
    known_at: datetime | None
    spent: Counter[tuple[str, str]] = field(factory=Counter)
    orders: Counter[str] = field(factory=Counter)
    linked: frozenset[str] = field()

    @linked.default
    def _linked(self) -> frozenset[str]:
        prefix = f"{LINK.kind}-"
        streams = self.journal.streams(LINK.kind)
        return frozenset(each.removeprefix(prefix) for each in streams)

    def count(self, event: OrderCompleted | OrderRefunded) -> None:
        """Take one more event into account."""
        who, currency = event.customer_id, event.currency
        if isinstance(event, OrderCompleted):
            self.orders[who] += 1
            self.spent[who, currency] += event.total
        else:
            self.spent[who, currency] -= event.amount

    def facts(self, who: CustomerId, currency: str, at: datetime) -> Facts:
        """Return what a person, all customers who are one with them, had bought."""
        one: Sequence[str] = (who,)
        if who in self.linked:
            one = cluster(self.journal, who, at, self.known_at)
        spent = sum(self.spent[each, currency] for each in one)
        return Facts(max(0, spent), sum(self.orders[each] for each in one))


def read(
    journal: Journal,
    head: int,
    as_of: datetime | None,
    known_at: datetime | None,
    progress: Callable[[int], object],
) -> Past:
    """Read the log up to a position, once."""
    events: list[Recorded] = []
    for page in pages(journal, head, progress):
        some = [each for each in page if isinstance(each.event, _KINDS)]
        events += visible(some, as_of, known_at)
    promised: dict[PromotionId, list[Event]] = defaultdict(list)
    evaluated, cancelled = {}, set()
    for each in events:
        match each.event:
            case PromotionEvaluated() as told:
                evaluated[told.order_id] = told
            case OrderCancelled(order_id=order):
                cancelled.add(order)
            case (
                PromotionPublished()
                | PromotionPaused()
                | PromotionResumed()
                | PromotionEnded()
            ) as told:
                promised[told.promotion_id].append(told)
    promotions = {name: Promotion(tuple(each)) for name, each in promised.items()}
    events.sort(key=lambda each: (each.occurred_at, each.position or 0))
    return Past(events, promotions, evaluated, frozenset(cancelled))


def newest(
    journal: Journal,
    name: str,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Terms | None:
    """Return the terms of a promotion's newest version; None if it has none."""
    events = visible(journal.stream(PROMOTION.stream(name)), as_of, known_at)
    versions = [x.event for x in events if isinstance(x.event, PromotionPublished)]
    return versions[-1].terms if versions else None
