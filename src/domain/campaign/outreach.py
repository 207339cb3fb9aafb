"""What of our campaigns reached one customer: exposures, and coupons redeemed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CampaignId, CustomerId, OrderId


@frozen
class ExposeToCampaign:
    at: datetime
    customer_id: CustomerId
    campaign_id: CampaignId
    campaign_kind: str
    channel: str | None = None


@frozen
class RedeemCoupon:
    """`discount` is in minor units of `currency`; both are known, or neither."""

    at: datetime
    customer_id: CustomerId
    redemption_id: str
    coupon: str
    campaign_id: CampaignId | None = None
    order_id: OrderId | None = None
    discount: int | None = None
    currency: str | None = None


Command: TypeAlias = ExposeToCampaign | RedeemCoupon


@frozen
class CustomerExposed:
    at: datetime
    customer_id: CustomerId
    campaign_id: CampaignId
    campaign_kind: str
    channel: str | None = None


@frozen
class CouponRedeemed:
    at: datetime
    customer_id: CustomerId
    redemption_id: str
    coupon: str
    campaign_id: CampaignId | None = None
    order_id: OrderId | None = None
    discount: int | None = None
    currency: str | None = None


Event: TypeAlias = CustomerExposed | CouponRedeemed


@frozen
class RedemptionChanged(Refused):
    redemption_id: str

    def __str__(self) -> str:
        return f"redemption {self.redemption_id} is on record with other content"


@frozen
class ImpossibleDiscount(Refused):
    discount: int | None
    currency: str | None

    def __str__(self) -> str:
        return f"a coupon cannot take off {self.discount} of {self.currency}"


@frozen
class Outreach:
    """The campaigns a customer was exposed to, and their redemptions by id."""

    exposed: frozenset[CampaignId] = frozenset()
    redeemed: Mapping[str, CouponRedeemed] = field(factory=dict)


def decide(command: Command, outreach: Outreach) -> Iterator[Event]:
    match command:
        case ExposeToCampaign(at, customer, campaign, kind, channel):
            if campaign not in outreach.exposed:
                yield CustomerExposed(at, customer, campaign, kind, channel)
        case RedeemCoupon():
            event = _redeemed(command)
            known = outreach.redeemed.get(event.redemption_id)
            if known is None:
                yield event
            elif but(event, at=known.at) != known:
                raise RedemptionChanged(event.redemption_id)
        case _:
            assert_never(command)


def _redeemed(command: RedeemCoupon) -> CouponRedeemed:
    discount, currency = command.discount, command.currency
    if (discount is None) != (currency is None) or (discount or 0) < 0:
        raise ImpossibleDiscount(discount, currency)
    return CouponRedeemed(
        command.at,
        command.customer_id,
        command.redemption_id,
        command.coupon,
        command.campaign_id,
        command.order_id,
        discount,
        currency,
    )


def evolve(outreach: Outreach, event: Event) -> Outreach:
    match event:
        case CustomerExposed(campaign_id=campaign):
            return Outreach(outreach.exposed | {campaign}, outreach.redeemed)
        case CouponRedeemed(redemption_id=redemption):
            redeemed = {**outreach.redeemed, redemption: event}
            return Outreach(outreach.exposed, redeemed)
        case _:
            assert_never(event)


OUTREACH = Decider(Outreach(), decide, evolve)
