"""The rules of exposures and coupons, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.campaign.outreach import (
    OUTREACH,
    CouponRedeemed,
    CustomerExposed,
    ExposeToCampaign,
    ImpossibleDiscount,
    RedeemCoupon,
    RedemptionChanged,
)
from mijoz.domain.ids import CampaignId, CustomerId, OrderId
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
AZIZA, NAVRUZ, EID = CustomerId("aziza"), CampaignId("navruz"), CampaignId("eid")
ORDER = OrderId("o-1")
EXPOSED = CustomerExposed(NOW, AZIZA, NAVRUZ, "sale", "email")

outreach = Scenario(OUTREACH)


def redeem(
    discount: int | None = 300, currency: str | None = "UZS", at: datetime = NOW
) -> RedeemCoupon:
    return RedeemCoupon(at, AZIZA, "x-1", "SOCKS", NAVRUZ, ORDER, discount, currency)


def test_a_customer_is_exposed_to_a_campaign() -> None:
    outreach.when(ExposeToCampaign(NOW, AZIZA, NAVRUZ, "sale", "email")).then(EXPOSED)


def test_a_customer_is_exposed_to_a_campaign_once() -> None:
    again = ExposeToCampaign(LATER, AZIZA, NAVRUZ, "sale", "sms")
    outreach.given(EXPOSED).when(again).then_nothing()


def test_a_customer_can_be_exposed_to_two_campaigns() -> None:
    other = ExposeToCampaign(LATER, AZIZA, EID, "sale")
    story = outreach.given(EXPOSED).when(other)
    assert story.state.exposed == {NAVRUZ, EID}


def test_a_coupon_is_redeemed() -> None:
    outreach.when(redeem()).then(
        CouponRedeemed(NOW, AZIZA, "x-1", "SOCKS", NAVRUZ, ORDER, 300, "UZS")
    )


def test_a_redemption_counts_once() -> None:
    outreach.when(redeem()).when(redeem(at=LATER)).then_nothing()


def test_another_redemption_cannot_take_its_name() -> None:
    story = outreach.when(redeem()).when(redeem(discount=301))
    story.then(RedemptionChanged("x-1"))


def test_a_coupon_can_be_redeemed_twice_under_two_names() -> None:
    story = outreach.when(redeem()).when(RedeemCoupon(NOW, AZIZA, "x-2", "SOCKS"))
    assert set(story.state.redeemed) == {"x-1", "x-2"}


def test_a_passed_on_coupon_is_redeemed_without_exposure() -> None:
    assert outreach.when(redeem()).state.exposed == frozenset()


def test_a_redemption_and_an_exposure_do_not_disturb_each_other() -> None:
    story = outreach.when(redeem()).when(
        ExposeToCampaign(LATER, AZIZA, NAVRUZ, "sale", "email")
    )
    assert (len(story.state.exposed), len(story.state.redeemed)) == (1, 1)
    assert outreach.given(EXPOSED).when(redeem()).state.exposed == {NAVRUZ}


def test_a_coupon_may_take_off_nothing() -> None:
    assert outreach.when(redeem(discount=0)).refusal is None


def test_a_discount_may_be_unknown() -> None:
    assert outreach.when(redeem(None, None)).refusal is None


@pytest.mark.parametrize(
    ("discount", "currency"), [(-1, "UZS"), (300, None), (0, None), (None, "UZS")]
)
def test_a_discount_is_an_amount_of_a_currency(
    discount: int | None, currency: str | None
) -> None:
    story = outreach.when(redeem(discount, currency))
    story.then(ImpossibleDiscount(discount, currency))
