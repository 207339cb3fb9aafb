"""The rules of what a campaign costs, one test a rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mijoz.domain.campaign.campaign import (
    CAMPAIGNS,
    BookSpend,
    CampaignClosed,
    CampaignNotPlanned,
    CampaignPlanned,
    CancelSpend,
    SpendAim,
    SpendBooked,
    SpendCancelled,
)
from mijoz.domain.campaign.spend import NotAPeriod, SpendChanged, UnknownSpend
from mijoz.domain.ids import CampaignId
from mijoz.domain.money import NoSuchCurrency, NotAnAmount
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=40)
NAVRUZ = CampaignId("navruz")
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)

PLANNED = CampaignPlanned(NOW, NAVRUZ, "mass", FIRST, LAST, ("radio",))
BOOKED = SpendBooked(
    NOW, NAVRUZ, "s-1", 500, "UZS", FIRST, LAST, SpendAim.ATTRACT, "radio"
)
CANCELLED = SpendCancelled(LATER, NAVRUZ, "s-1", "the wrong invoice")

campaigns = Scenario(CAMPAIGNS).given(PLANNED)


def book(
    amount: int = 500,
    currency: str = "UZS",
    ends: date = LAST,
    at: datetime = NOW,
    aim: SpendAim = SpendAim.ATTRACT,
) -> BookSpend:
    return BookSpend(at, "s-1", amount, currency, FIRST, ends, aim, "radio")


def test_spend_is_booked_for_a_period() -> None:
    campaigns.when(book()).then(BOOKED)


def test_spend_is_booked_once() -> None:
    campaigns.given(BOOKED).when(book(at=LATER)).then_nothing()


@pytest.mark.parametrize(
    "other", [book(501), book(currency="USD"), book(aim=SpendAim.RETAIN)]
)
def test_other_spend_cannot_take_its_name(other: BookSpend) -> None:
    campaigns.given(BOOKED).when(other).then(SpendChanged("s-1"))


def test_spend_needs_a_campaign() -> None:
    Scenario(CAMPAIGNS).when(book()).then(CampaignNotPlanned())


def test_an_invoice_may_come_once_the_campaign_is_closed() -> None:
    story = campaigns.given(CampaignClosed(NOW, NAVRUZ)).when(book())
    story.then(BOOKED)


@pytest.mark.parametrize("amount", [1, 10**12])
def test_spend_is_an_amount(amount: int) -> None:
    assert campaigns.when(book(amount)).refusal is None


@pytest.mark.parametrize("amount", [0, -1, 10**12 + 1])
def test_spend_is_not_nothing_nor_beyond_counting(amount: int) -> None:
    campaigns.when(book(amount)).then(NotAnAmount(amount, 1))


@pytest.mark.parametrize("code", ["uzs", "UZ", "UZSS", "UZ1", "ÜZS"])
def test_a_currency_has_three_letters(code: str) -> None:
    campaigns.when(book(currency=code)).then(NoSuchCurrency(code))


def test_a_period_may_be_a_day() -> None:
    assert campaigns.when(book(ends=FIRST)).refusal is None


def test_a_period_does_not_end_before_it_starts() -> None:
    eve = FIRST - timedelta(days=1)
    campaigns.when(book(ends=eve)).then(NotAPeriod(FIRST, eve))


def test_spend_is_cancelled_once() -> None:
    story = campaigns.given(BOOKED).when(CancelSpend(LATER, "s-1", "the wrong invoice"))
    story.then(CANCELLED)
    story.when(CancelSpend(LATER, "s-1", "again")).then_nothing()
    assert story.state.spend["s-1"].cancelled == CANCELLED


def test_what_was_cancelled_is_not_booked_again_under_its_name() -> None:
    campaigns.given(BOOKED, CANCELLED).when(book()).then_nothing()


def test_what_was_not_booked_is_not_cancelled() -> None:
    campaigns.when(CancelSpend(NOW, "s-2", "a slip")).then(UnknownSpend("s-2"))


def test_as_of_before_its_booking_a_cancellation_is_not_so() -> None:
    assert CAMPAIGNS.fold_some([PLANNED, CANCELLED]).spend == {}
