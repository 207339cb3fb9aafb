"""Each customer on one card: what a list shows, and what is looked up first."""

from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from ...domain.campaign.outreach import CouponRedeemed, CustomerExposed
from ...domain.customer.profile import (
    CustomerRegistered,
    PersonalDataErased,
    RelationshipClosed,
    RelationshipReopened,
)
from ...domain.encounter.encounter import EncounterOpened
from ...domain.feedback.feedback import FeedbackReceived
from ...domain.loyalty.membership import MemberEnrolled
from ...domain.loyalty.points import (
    EarnReversed,
    HoldCaptured,
    PointsAdjusted,
    PointsEarned,
    PointsExpired,
    PointsRedeemed,
    RedemptionReversed,
)
from ...domain.purchase.order import OrderCompleted, OrderRefunded
from ..envelope import Recorded
from .projection import Projection


@frozen
class Card:
    """`spent` is paid less refunded, in minor units by currency; `points` are held.

    The points are those pending, available and held, less arrears. Of one who was
    `erased` the card holds nothing else, whatever is recorded of them later.
    """

    customer_id: str
    registered_at: datetime | None = None
    channel: str | None = None
    programmes: tuple[str, ...] = ()
    orders: int = 0
    first_order_at: datetime | None = None
    last_order_at: datetime | None = None
    spent: tuple[tuple[str, int], ...] = ()
    points: int = 0
    campaigns: int = 0
    coupons: int = 0
    encounters: int = 0
    feedback: int = 0
    closed: bool = False
    events: int = 0
    erased: bool = False


def evolve(card: Card, recorded: Recorded) -> Card:
    if card.erased:
        return card
    card = but(card, events=card.events + 1)
    match recorded.event:
        case PersonalDataErased():
            return Card(card.customer_id, erased=True)
        case CustomerRegistered(at=at, channel=channel):
            return but(card, registered_at=at, channel=channel)
        case OrderCompleted(at=at, currency=currency, total=total):
            return but(
                card,
                orders=card.orders + 1,
                first_order_at=min(card.first_order_at or at, at),
                last_order_at=max(card.last_order_at or at, at),
                spent=_spend(card.spent, currency, total),
            )
        case OrderRefunded(currency=currency, amount=amount):
            return but(card, spent=_spend(card.spent, currency, -amount))
        case MemberEnrolled(programme_id=programme):
            return but(card, programmes=(*card.programmes, programme))
        case CustomerExposed():
            return but(card, campaigns=card.campaigns + 1)
        case CouponRedeemed():
            return but(card, coupons=card.coupons + 1)
        case EncounterOpened():
            return but(card, encounters=card.encounters + 1)
        case FeedbackReceived():
            return but(card, feedback=card.feedback + 1)
        case RelationshipClosed():
            return but(card, closed=True)
        case RelationshipReopened():
            return but(card, closed=False)
        case event:
            change = points_change(event)
            return but(card, points=card.points + change) if change else card


def combine(card: Card, other: Card) -> Card:
    """Return the card of one person who was two: *card* is theirs who survived."""
    spent = dict(card.spent)
    for currency, amount in other.spent:
        spent[currency] = spent.get(currency, 0) + amount
    firsts = [c.first_order_at for c in (card, other) if c.first_order_at]
    lasts = [c.last_order_at for c in (card, other) if c.last_order_at]
    return but(
        card,
        programmes=tuple(dict.fromkeys((*card.programmes, *other.programmes))),
        orders=card.orders + other.orders,
        first_order_at=min(firsts, default=None),
        last_order_at=max(lasts, default=None),
        spent=tuple(sorted(spent.items())),
        points=card.points + other.points,
        campaigns=card.campaigns + other.campaigns,
        coupons=card.coupons + other.coupons,
        encounters=card.encounters + other.encounters,
        feedback=card.feedback + other.feedback,
        events=card.events + other.events,
    )


def points_change(event: object) -> int:
    """Return by how much an event changes the points that a member holds or owes."""
    match event:
        case PointsEarned(amount=amount) | RedemptionReversed(amount=amount):
            return amount
        case PointsAdjusted(amount=amount):
            return amount
        case PointsRedeemed(amount=amount) | HoldCaptured(amount=amount):
            return -amount
        case PointsExpired(amount=amount):
            return -amount
        case EarnReversed(amount=amount, waived=waived, expired=expired):
            return -(amount - waived - sum(part.amount for part in expired))
        case _:
            return 0


def _spend(
    spent: tuple[tuple[str, int], ...], currency: str, amount: int
) -> tuple[tuple[str, int], ...]:
    totals = dict(spent)
    totals[currency] = totals.get(currency, 0) + amount
    return tuple(sorted(totals.items()))


CARDS = Projection("cards", 2, Card, Card, lambda recorded: recorded.subject, evolve)
