"""What customers buy, how often, and whether they come again."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from ...domain.customer.profile import CustomerRegistered
from ...domain.loyalty.points import PointsEarned, PointsExpired, PointsRedeemed
from ...domain.purchase.order import OrderCompleted, OrderRefunded
from ..envelope import Recorded
from .defining import Definition, Measure, Measured, Window


def orders_in(events: Iterable[Recorded], window: Window) -> list[Recorded]:
    return [
        each
        for each in events
        if isinstance(each.event, OrderCompleted)
        and window.holds(each.event.at)
        and window.currency in (None, each.event.currency)
    ]


def buyers_of(orders: Iterable[Recorded]) -> Counter[str]:
    return Counter(each.subject for each in orders if each.subject is not None)


def _revenue(events: Iterable[Recorded], window: Window) -> Measured:
    counted, total = [], 0
    for each in events:
        match each.event:
            case OrderCompleted(at=at, currency=currency, total=amount):
                sign = 1
            case OrderRefunded(at=at, currency=currency, amount=amount):
                sign = -1
            case _:
                continue
        if window.holds(at) and window.currency in (None, currency):
            counted.append(each)
            total += sign * amount
    return Measured(total, 1, counted)


def _order_count(events: Iterable[Recorded], window: Window) -> Measured:
    orders = orders_in(events, window)
    return Measured(len(orders), 1, orders)


def _buyer_count(events: Iterable[Recorded], window: Window) -> Measured:
    orders = orders_in(events, window)
    return Measured(len(buyers_of(orders)), 1, orders)


def _check(events: Iterable[Recorded], window: Window) -> Measured:
    orders = orders_in(events, window)
    return Measured(sum(each.event.total for each in orders), len(orders), orders)


def _frequency(events: Iterable[Recorded], window: Window) -> Measured:
    orders = orders_in(events, window)
    return Measured(len(orders), len(buyers_of(orders)), orders)


def _repeat_share(events: Iterable[Recorded], window: Window) -> Measured:
    orders = orders_in(events, window)
    buyers = buyers_of(orders)
    again = sum(1 for count in buyers.values() if count > 1)
    return Measured(again, len(buyers), orders)


def churned(events: Iterable[Recorded], window: Window) -> Measured:
    before = Window(window.since - (window.until - window.since), window.since)
    orders = [e for e in events if isinstance(e.event, OrderCompleted)]
    earlier, later = orders_in(orders, before), orders_in(orders, window)
    active, stayed = buyers_of(earlier), buyers_of(later)
    return Measured(
        len(active.keys() - stayed.keys()),
        len(active),
        sorted([*earlier, *later], key=lambda each: each.position or 0),
    )


def _new_buyers(events: Iterable[Recorded], window: Window) -> Measured:
    first: dict[str, Recorded] = {}
    for each in events:
        if isinstance(each.event, OrderCompleted) and each.subject is not None:
            known = first.get(each.subject)
            if known is None or each.event.at < known.event.at:
                first[each.subject] = each
    counted = [each for each in first.values() if window.holds(each.event.at)]
    counted.sort(key=lambda each: each.position or 0)
    return Measured(len(counted), 1, counted)


def _registered(events: Iterable[Recorded], window: Window) -> Measured:
    counted = [
        each
        for each in events
        if isinstance(each.event, CustomerRegistered) and window.holds(each.event.at)
    ]
    return Measured(len(counted), 1, counted)


def _points(kind: type[PointsEarned | PointsRedeemed | PointsExpired]) -> Measure:
    def measure(events: Iterable[Recorded], window: Window) -> Measured:
        counted = [
            each
            for each in events
            if isinstance(each.event, kind) and window.holds(each.event.at)
        ]
        return Measured(sum(each.event.amount for each in counted), 1, counted)

    return measure


DEFINITIONS: Final[tuple[Definition, ...]] = (
    Definition(
        "revenue", 1, "minor units", "completed less refunded", _revenue, money=True
    ),
    Definition("orders", 1, "orders", "completed orders", _order_count),
    Definition("buyers", 1, "customers", "customers with an order", _buyer_count),
    Definition(
        "new-buyers", 1, "customers", "customers whose first order it is", _new_buyers
    ),
    Definition("registrations", 1, "customers", "customers registered", _registered),
    Definition(
        "average-check", 1, "minor units", "total by orders", _check, money=True
    ),
    Definition(
        "purchase-frequency", 1, "orders a buyer", "orders by buyers", _frequency
    ),
    Definition(
        "repeat-share", 1, "share", "buyers of two and more by buyers", _repeat_share
    ),
    Definition(
        "churn",
        1,
        "share",
        "buyers of the window before, of the same length, with no order in this one",
        churned,
    ),
    Definition("points-earned", 1, "points", "points earned", _points(PointsEarned)),
    Definition(
        "points-redeemed", 1, "points", "points redeemed", _points(PointsRedeemed)
    ),
    Definition("points-expired", 1, "points", "points expired", _points(PointsExpired)),
)
KINDS: Final = (
    OrderCompleted,
    OrderRefunded,
    CustomerRegistered,
    PointsEarned,
    PointsRedeemed,
    PointsExpired,
)
NAMED: Final = {each.name: each for each in DEFINITIONS}
