"""RFM: recency, frequency and money in bands of equal size (Hughes, 1994)."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from attrs import frozen

from .shopper import Shopper


@frozen
class Rfm:
    """So many bands of each; the best have the highest number."""

    bands: int


@frozen
class Edges:
    """Where bands end: the greatest value of each, but for the last."""

    recency: tuple[int, ...]
    frequency: tuple[int, ...]
    money: tuple[int, ...]


NO_EDGES = Edges((), (), ())


def edges(rfm: Rfm, shoppers: Iterable[Shopper], at: datetime) -> Edges:
    """Return the edges that part those with an order into bands of equal size."""
    with_orders = [each for each in shoppers if each.last_order_at is not None]
    return Edges(
        _quantiles([each.recency(at) or 0 for each in with_orders], rfm.bands),
        _quantiles([each.orders for each in with_orders], rfm.bands),
        _quantiles([each.spent for each in with_orders], rfm.bands),
    )


def classify(
    rfm: Rfm, found: Edges, shoppers: Iterable[Shopper], at: datetime
) -> Mapping[str, str]:
    """Return each customer's bands as ``R5F4M3``; ``none`` for one without an order.

    Equal values are always in the same band, so bands may differ in size.
    """
    return {each.customer_id: _bands(rfm, found, each, at) for each in shoppers}


def _bands(rfm: Rfm, found: Edges, shopper: Shopper, at: datetime) -> str:
    days = shopper.recency(at)
    if days is None:
        return "none"
    recency = rfm.bands - bisect_left(found.recency, days)
    frequency = 1 + bisect_left(found.frequency, shopper.orders)
    money = 1 + bisect_left(found.money, shopper.spent)
    return f"R{recency}F{frequency}M{money}"


def _quantiles(values: Sequence[int], bands: int) -> tuple[int, ...]:
    ordered = sorted(values)
    if not ordered:
        return ()
    ranks = [-(-len(ordered) * band // bands) for band in range(1, bands)]
    return tuple(ordered[max(rank, 1) - 1] for rank in ranks)
