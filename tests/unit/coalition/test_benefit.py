"""The rules of what partners give to members, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.coalition.benefit import (
    BENEFITS,
    AmountIsForMoney,
    BenefitChanged,
    BenefitGranted,
    BenefitHasLapsed,
    BenefitIsUsed,
    BenefitLapsed,
    BenefitNotGranted,
    BenefitUsed,
    GrantBenefit,
    NoteBenefitDue,
    UseBenefit,
)
from mijoz.domain.coalition.terms import Benefit, BenefitKind
from mijoz.domain.ids import AgreementId, CustomerId, PartnerId, ProgrammeId
from mijoz.domain.money import NotAnAmount
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)
SOON, ENDS = NOW + DAY, NOW + 30 * DAY
AZIZA, BAKERY = CustomerId("aziza"), PartnerId("bakery")
CLUB, DEAL = ProgrammeId("club"), AgreementId("a-1")
COUPON = Benefit("b-1", BenefitKind.COUPON, "10 %", 30, 1_000, None, "UZS")
CASHBACK = Benefit("b-1", BenefitKind.CASHBACK, "5 %", 30, 500, 90, "UZS")
GIFT = Benefit("b-1", BenefitKind.GIFT, "a loaf", 30)

GRANT = GrantBenefit(NOW, "g-1", AZIZA, CLUB, DEAL, "b-1", BAKERY, COUPON)
GRANTED = BenefitGranted(NOW, "g-1", AZIZA, CLUB, DEAL, BAKERY, COUPON, ENDS)
USE = UseBenefit(SOON, "till:9", 999)
USED = BenefitUsed(
    SOON, "g-1", AZIZA, BAKERY, BenefitKind.COUPON, "till:9", 999, 99, "UZS"
)
LAPSED = BenefitLapsed(ENDS, "g-1", AZIZA, BAKERY)

benefits = Scenario(BENEFITS)
granted = benefits.given(GRANTED)


def test_a_benefit_is_granted_once() -> None:
    story = benefits.when(GRANT)
    story.then(GRANTED)
    assert story.state.due == ENDS
    story.when(but(GRANT, at=SOON)).then_nothing()
    story.when(but(GRANT, benefit=GIFT)).then(BenefitChanged("g-1"))


def test_what_was_not_granted_is_not_used() -> None:
    benefits.when(USE).then(BenefitNotGranted())
    benefits.when(NoteBenefitDue(ENDS)).then(BenefitNotGranted())
    early = NOW - INSTANT
    granted.when(but(USE, at=early)).then(TooEarly(early, NOW))
    assert granted.when(but(USE, at=NOW)).news


def test_a_coupon_takes_its_share_off_once() -> None:
    story = granted.when(USE)
    story.then(USED)
    assert story.state.due is None
    story.when(but(USE, at=ENDS)).then_nothing()
    for other in (but(USE, receipt_ref="till:8"), but(USE, amount=1_000)):
        story.when(other).then(BenefitIsUsed("g-1", "till:9"))


@pytest.mark.parametrize(
    ("amount", "worth"), [(1_780, 89), (1_800, 90), (9_999, 90), (1, 0)]
)
def test_cashback_gives_its_share_back_up_to_the_most(amount: int, worth: int) -> None:
    story = benefits.given(but(GRANTED, benefit=CASHBACK))
    kind = BenefitKind.CASHBACK
    used = but(USED, kind=kind, amount=amount, worth=worth)
    story.when(but(USE, amount=amount)).then(used)


def test_a_gift_is_handed_over() -> None:
    story = benefits.given(but(GRANTED, benefit=GIFT))
    kind = BenefitKind.GIFT
    used = but(USED, kind=kind, amount=None, worth=None, currency=None)
    story.when(but(USE, amount=None)).then(used)
    story.when(USE).then(AmountIsForMoney(kind, 999))


def test_money_is_taken_off_an_amount() -> None:
    granted.when(but(USE, amount=None)).then(AmountIsForMoney(BenefitKind.COUPON, None))
    granted.when(but(USE, amount=0)).then(NotAnAmount(0, 1))


def test_a_benefit_is_good_until_it_lapses() -> None:
    last = ENDS - INSTANT
    assert granted.when(but(USE, at=last)).news
    granted.when(but(USE, at=ENDS)).then(BenefitHasLapsed("g-1", ENDS))
    granted.when(NoteBenefitDue(last)).then_nothing()
    granted.when(NoteBenefitDue(ENDS)).then(LAPSED)
    story = granted.when(NoteBenefitDue(ENDS + DAY))
    story.then(LAPSED)
    assert story.state.due is None
    story.when(NoteBenefitDue(ENDS + DAY)).then_nothing()
    granted.when(USE).when(NoteBenefitDue(ENDS)).then_nothing()


def test_what_was_used_in_time_may_be_told_once_it_has_lapsed() -> None:
    granted.given(LAPSED).when(USE).then(USED)
