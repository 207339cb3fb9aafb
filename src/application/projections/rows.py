"""From events to facts: which rows of which tables an event adds. A pure fold."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from ...domain.campaign.outreach import CouponRedeemed, CustomerExposed
from ...domain.customer.consent import ConsentGranted, ConsentWithdrawn
from ...domain.customer.profile import CustomerRegistered
from ...domain.encounter.encounter import EncounterOpened
from ...domain.feedback.feedback import FeedbackReceived
from ...domain.purchase.order import OrderCompleted, OrderPlaced, OrderRefunded
from ..envelope import Recorded, TimeQuality, micros
from .card import points_change

Row: TypeAlias = tuple[str, tuple[Any, ...]]  # table, values in the order of TABLES
Placed: TypeAlias = Callable[[str], OrderPlaced]  # order id -> how it was placed


def rows(recorded: Recorded, placed: Placed) -> Iterator[Row]:
    """Yield the facts of one event, times in microseconds.

    A fact counts as known from when it was recorded; or, where a backfill vouches that
    its source knew it when it happened, from then on.
    """
    event, subject = recorded.event, recorded.subject
    if subject is None:
        return
    at = micros(event.at)
    known = at if recorded.time_quality is TimeQuality.IMPORTED else recorded.recorded
    common = (subject, at, known, recorded.position, recorded.id, recorded.type)
    match event:
        case OrderCompleted():
            yield from _order(common, event, placed(event.order_id))
        case OrderRefunded(order_id=order):
            for line, amount in zip(event.line_ids, event.line_amounts, strict=True):
                yield "returns", (*common, order, line, 0, amount)
        case CustomerRegistered(channel=channel, campaign=campaign):
            yield "customers", (*common, channel, campaign)
        case CustomerExposed(campaign_id=campaign, campaign_kind=kind):
            yield "exposures", (*common, campaign, kind)
        case CouponRedeemed(campaign_id=campaign, coupon=coupon):
            yield "coupons", (*common, campaign, coupon)
        case ConsentGranted(purpose=purpose, channel=channel):
            yield "consents", (*common, purpose, channel, True)
        case ConsentWithdrawn(purpose=purpose, channel=channel):
            yield "consents", (*common, purpose, channel, False)
        case EncounterOpened(encounter_id=encounter, channel=channel):
            yield "encounters", (*common, encounter, channel)
        case FeedbackReceived(kind=kind, score=score):
            yield "feedback", (*common, kind, score)
        case _:
            if change := points_change(event):
                yield "points", (*common, recorded.type, change)


def _order(
    common: tuple[Any, ...], order: OrderCompleted, placed: OrderPlaced
) -> Iterator[Row]:
    order_id, lines = order.order_id, placed.lines
    for line in lines:
        yield (
            "lines",
            (
                *common,
                order_id,
                line.line_id,
                line.sku,
                line.category,
                line.quantity,
                line.paid,
                line.list_price - line.paid,
                line.coupon_discount,
            ),
        )
    yield (
        "orders",
        (
            *common,
            order_id,
            placed.channel,
            placed.location,
            order.currency,
            len(lines),
            sum(line.quantity for line in lines),
            order.total,
            sum(line.list_price for line in lines) - order.total,
            sum(line.coupon_discount for line in lines),
        ),
    )
