"""The package's tables as commands, in the order of time, told to the same domain."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from typing import Any

from attrs import frozen

from ...application.contexts import (
    CAMPAIGN,
    ORDER,
    OUTREACH,
    PROGRAMME,
)
from ...application.handling import Handler
from ...application.importing import Item
from ...application.work import Work
from ...domain.campaign.campaign import PlanCampaign
from ...domain.campaign.outreach import ExposeToCampaign, RedeemCoupon
from ...domain.ids import CampaignId, CustomerId, OrderId, ProgrammeId
from ...domain.loyalty.programme import PublishVersion
from ...domain.loyalty.terms import Terms
from ...domain.purchase.order import Line, RecordPurchase
from . import PROGRAMME as PROGRAMME_ID
from . import SOURCE
from .households import (
    DESCRIBED,
    NOBODY,
    Households,
    Story,
    demographics,
    first_seen,
    registrations,
)
from .package import ZONE, Basket, baskets, end_of, start_of, table

TERMS = Terms(
    time_zone=ZONE,
    unit="points",
    points=1,
    per=100,
    currency="USD",
    pending_days=14,
    expiry_months=12,
    expiry_at_month_end=True,
)


@frozen
class Year:
    """All there is to import: how many items, and the items."""

    total: int
    items: Iterator[Item]


def year(handler: Handler, now: datetime) -> Year:
    """Return the retailer's year; *now* is when its undated facts are learned."""
    everything = list(baskets())
    exposures = table("campaigns", "campaign_id", "household_id")
    redeemed = table(
        "coupon_redemptions",
        "household_id",
        "coupon_upc",
        "campaign_id",
        "redemption_date",
    )
    planned = {
        campaign: (kind, _day(starts), _day(ends))
        for campaign, kind, starts, ends in table(
            "campaign_descriptions",
            "campaign_id",
            "campaign_type",
            "start_date",
            "end_date",
        )
    }
    first = first_seen(everything, exposures, planned)
    people = Households(handler, list(first))
    described = table("demographics", "household_id", *DESCRIBED)
    opening = min(first.values()) - timedelta(days=1)
    stories = merge(
        _campaigns(planned),
        registrations(people, first),
        _exposures(people, exposures, planned),
        _purchases(people, everything),
        _redemptions(people, redeemed),
        key=lambda story: story[:3],
    )
    total = 1 + len(planned) + len(first) + len(exposures) + len(everything)
    total += len(redeemed) + len(described)

    def items() -> Iterator[Item]:
        yield _programme(opening)
        for *_, item in stories:
            yield item
        yield from demographics(people, described, now)

    return Year(total, items())


def _programme(opening: datetime) -> Item:
    programme = ProgrammeId(PROGRAMME_ID)

    def tell(work: Work) -> None:
        command = PublishVersion(opening, programme, 1, opening, TERMS)
        work.handle(PROGRAMME, programme, command)

    return Item("programme", "the programme", tell)


def _campaigns(planned: dict[int, tuple[str, date, date]]) -> Iterator[Story]:
    for campaign, (kind, starts, ends) in sorted(
        planned.items(), key=lambda each: each[1][1]
    ):
        at = start_of(starts)
        command = PlanCampaign(at, _campaign(campaign), kind, starts, ends)
        yield (
            NOBODY,
            at,
            0,
            _item(f"campaign-{campaign}", CAMPAIGN, command.campaign_id, command),
        )


def _exposures(
    people: Households,
    exposures: list[tuple[Any, ...]],
    planned: dict[int, tuple[str, date, date]],
) -> Iterator[Story]:
    for campaign, household in sorted(
        exposures, key=lambda each: (each[1], planned[each[0]][1], each)
    ):
        kind, starts, _ = planned[campaign]
        at, customer = start_of(starts), people.customer[household]
        command = ExposeToCampaign(at, customer, _campaign(campaign), kind, "mail")
        key = f"exposure-{campaign}-{household}"
        yield household, at, 2, _item(key, OUTREACH, customer, command)


def _purchases(people: Households, everything: list[Basket]) -> Iterator[Story]:
    categories: dict[int, str] = dict(
        table("products", "product_id", "product_category")
    )
    for basket in sorted(everything, key=lambda each: (each.household_id, each.at)):
        key = f"basket-{basket.basket_id}"
        customer = people.customer[basket.household_id]

        def tell(
            work: Work, basket: Basket = basket, customer: CustomerId = customer
        ) -> None:
            order = OrderId(f"{SOURCE}-{basket.basket_id}")
            work.new(ORDER, order)
            work.handle(ORDER, order, _purchase(order, customer, basket, categories))

        yield basket.household_id, basket.at, 3, Item(key, key, tell)


def _purchase(
    order: OrderId, customer: CustomerId, basket: Basket, categories: dict[int, str]
) -> RecordPurchase:
    """Return a basket as a purchase.

    Paid is what the shop got (``sales_value``), a manufacturer's coupon included; the
    list price adds the shop's own discounts to it.
    """
    lines = tuple(
        Line(
            str(number),
            str(product),
            categories.get(product),
            quantity,
            sales,
            sales + retail + match,
            coupon + match,
        )
        for number, (product, quantity, sales, retail, coupon, match) in enumerate(
            zip(*basket[4:], strict=True), start=1
        )
    )
    return RecordPurchase(
        basket.at, order, customer, "store", str(basket.store_id), "USD", lines
    )


def _redemptions(
    people: Households, redeemed: list[tuple[Any, ...]]
) -> Iterator[Story]:
    for household, coupon, campaign, when in sorted(
        redeemed, key=lambda each: (each[0], each[3], each[:3])
    ):
        at, customer = end_of(_day(when)), people.customer[household]
        key = f"redemption-{household}-{coupon}-{campaign}-{_day(when)}"
        command = RedeemCoupon(at, customer, key, str(coupon), _campaign(campaign))
        yield household, at, 4, _item(key, OUTREACH, customer, command)


def _item(key: str, aggregate: Any, identity: str, command: Any) -> Item:
    return Item(key, key, lambda work: work.handle(aggregate, identity, command))


def _campaign(number: int) -> CampaignId:
    return CampaignId(f"{SOURCE}-{number}")


def _day(moment: datetime) -> date:
    return moment.replace(tzinfo=UTC).date()
