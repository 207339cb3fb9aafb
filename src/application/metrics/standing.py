"""Who stays, what they are worth, and how much hangs on a few of them."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import isqrt
from typing import Final

from ...domain.lifecycle.lifecycle import LifecyclePhaseEntered
from ...domain.lifecycle.phases import Phase
from ...domain.purchase.order import OrderCompleted
from ..envelope import Recorded
from .defining import Definition, Measured, Window
from .sales import buyers_of, churned, orders_in

_MICROS: Final = 10**6
_TENTH: Final = 10
_MONTHS: Final = 12


def _retained(events: Iterable[Recorded], window: Window) -> Measured:
    before = Window(window.since - (window.until - window.since), window.since)
    orders = [e for e in events if isinstance(e.event, OrderCompleted)]
    earlier, later = orders_in(orders, before), orders_in(orders, window)
    kept = buyers_of(earlier).keys() & buyers_of(later).keys()
    return Measured(len(kept), 1, _in_order([*earlier, *later]))


def _lifetime_value(events: Iterable[Recorded], window: Window) -> Measured:
    """Return what a buyer brings as long as they stay: one by churn, in windows."""
    known = list(events)
    orders, gone = orders_in(known, window), churned(known, window)
    total = sum(each.event.total for each in orders)
    lost, active = gone.numerator, gone.denominator
    buyers = len(buyers_of(orders))
    return Measured(total * active, buyers * lost, gone.counted)


def _by_buyer(events: Iterable[Recorded], window: Window) -> Measured:
    orders = orders_in(events, window)
    total = sum(each.event.total for each in orders)
    return Measured(total, len(buyers_of(orders)), orders)


def _concentration(events: Iterable[Recorded], window: Window) -> Measured:
    orders = orders_in(events, window)
    spent: Counter[str] = Counter()
    for each in orders:
        spent[each.subject or ""] += each.event.total
    amounts = sorted(spent.values(), reverse=True)
    top = amounts[: -(-len(amounts) // _TENTH)]
    return Measured(sum(top), sum(amounts), orders)


def _volatility(events: Iterable[Recorded], window: Window) -> Measured:
    """Return the deviation of twelve equal parts by their mean, to a millionth."""
    orders = orders_in(events, window)
    part = (window.until - window.since) / _MONTHS
    parts = [0] * _MONTHS
    for each in orders:
        nth = min(int((each.event.at - window.since) / part), _MONTHS - 1)
        parts[nth] += each.event.total
    mean = Fraction(sum(parts), _MONTHS)
    if not mean:
        return Measured(0, 0, orders)
    variance = sum(((one - mean) ** 2 for one in parts), Fraction()) / _MONTHS
    squared = variance / mean**2 * _MICROS**2
    return Measured(isqrt(squared.numerator // squared.denominator), _MICROS, orders)


def _loyal_share(events: Iterable[Recorded], window: Window) -> Measured:
    """Return who stood as loyal at the end, of all who were in a phase."""
    last: dict[str, Recorded] = {}
    for each in events:
        if (
            isinstance(each.event, LifecyclePhaseEntered)
            and each.event.at <= window.until
        ):
            last[each.event.customer_id] = each
    counted = _in_order(last.values())
    loyal = sum(each.event.phase == Phase.LOYAL for each in counted)
    return Measured(loyal, len(counted), counted)


def _in_order(events: Iterable[Recorded]) -> list[Recorded]:
    return sorted(events, key=lambda each: each.position or 0)


DEFINITIONS: Final = (
    Definition(
        "retained", 1, "customers", "buyers of the window before with orders", _retained
    ),
    Definition(
        "lifetime-value",
        1,
        "minor units",
        "total by buyers, by churn: average check x frequency x windows they stay",
        _lifetime_value,
        money=True,
    ),
    Definition(
        "revenue-per-buyer", 1, "minor units", "total by buyers", _by_buyer, money=True
    ),
    Definition(
        "concentration",
        1,
        "share",
        "of the total, what the tenth of buyers brings that brings most",
        _concentration,
        money=True,
    ),
    Definition(
        "revenue-volatility",
        1,
        "of the mean",
        "standard deviation of twelve equal parts of the window by their mean",
        _volatility,
        money=True,
    ),
    Definition(
        "loyal-share",
        1,
        "share",
        "who stands as loyal, of all in a phase",
        _loyal_share,
    ),
)
KINDS: Final = (OrderCompleted, LifecyclePhaseEntered)
NAMED: Final = {each.name: each for each in DEFINITIONS}
