"""Figures of money and of the world outside, from events, as they were published."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from mijoz.application.contexts import CAMPAIGN, FIGURE, LIFECYCLE, PROJECT
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.metrics.definitions import NAMED, Window
from mijoz.application.metrics.stating import relevant, work_out
from mijoz.application.work import Work
from mijoz.composition import compose
from mijoz.domain.campaign.campaign import PlanCampaign
from mijoz.domain.campaign.spend import BookSpend, CancelSpend, SpendAim
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.finance.figures import ReportFigure
from mijoz.domain.finance.flows import BookFlow, CancelFlow, Side
from mijoz.domain.finance.project import PlanProject
from mijoz.domain.ids import CampaignId, CustomerId, OrderId
from mijoz.domain.lifecycle.lifecycle import AssessPhase
from mijoz.domain.lifecycle.phases import Rhythm
from mijoz.domain.lifecycle.rules import PhaseRules
from mijoz.domain.metrics.ratios import change, percent
from mijoz.domain.purchase.order import Line, RecordPurchase

ANNA = Origin("user:anna")
DAY = timedelta(days=1)
APRIL, MAY = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
IN_APRIL, IN_MAY = Window(APRIL, MAY), Window(MAY, JUNE)


@pytest.fixture
def crm() -> Crm:
    return compose(clock=lambda: JUNE)


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> None:
    def story(work: Work) -> None:
        for command in commands:
            work.handle(aggregate, name, command)

    crm.handler.run(story, ANNA)


def report(crm: Crm, name: str, month: Window, value: int, **more: Any) -> None:
    command = ReportFigure(
        JUNE, name, month.since, month.until, value, "the shops", **more
    )
    tell(crm, FIGURE, name, command)


def buys(crm: Crm, who: str, at: datetime, paid: int) -> None:
    customer = CustomerId(who)
    registers = RegisterCustomer(APRIL, customer, PartyKind.PERSON, "shop")
    crm.customers.tell(who, registers, origin=ANNA)
    order = OrderId(f"{who} {at}")
    lines = (Line("1", "sock", None, 1, paid, paid),)
    command = RecordPurchase(at, order, customer, "shop", None, "UZS", lines)
    crm.orders.tell(order, command, origin=ANNA)


def value(crm: Crm, name: str, window: Window = IN_MAY) -> Fraction | None:
    head = crm.journal.head()
    told = work_out(crm, NAMED[name], window, relevant(crm, head, None), head, None)
    return Fraction(told.numerator, told.denominator) if told.denominator else None


def changed(crm: Crm, name: str) -> str:
    before, after = value(crm, name, IN_APRIL), value(crm, name)
    assert before
    assert after
    return percent(change(before, after))


def test_conversion_is_of_those_who_were_seen_to_come_in(crm: Crm) -> None:
    report(crm, "store-visits", IN_APRIL, 8)
    report(crm, "store-visits", IN_MAY, 2_000)
    buys(crm, "a", APRIL + DAY, 1)
    buys(crm, "b", APRIL + DAY, 1)
    assert value(crm, "conversion", IN_APRIL) == Fraction("0.25")
    for n in range(57):
        buys(crm, f"c{n}", MAY + DAY, 1)
    report(crm, "store-visits", IN_MAY, 200)  # it was counted anew
    assert value(crm, "conversion") == Fraction("0.285")
    assert changed(crm, "conversion") == "14.00 %"


def test_engagement_moved_as_was_published(crm: Crm) -> None:
    for month, engaged in ((IN_APRIL, 45), (IN_MAY, 64)):
        report(crm, "social-engagements", month, engaged)
        report(crm, "social-reach", month, 1_000)
    assert changed(crm, "engagement-rate") == "42.22 %"


def test_a_figure_of_a_period_that_is_not_wholly_within_does_not_count(
    crm: Crm,
) -> None:
    report(crm, "store-visits", Window(MAY - DAY, JUNE), 100)
    report(crm, "store-visits", Window(JUNE, JUNE + DAY), 100)
    assert value(crm, "conversion") is None


def test_the_share_of_a_market_is_of_what_its_source_says(crm: Crm) -> None:
    buys(crm, "a", MAY + DAY, 300)
    report(crm, "market-sales", IN_MAY, 1_200, currency="UZS")
    assert value(crm, "market-share") == Fraction(1, 4)


def test_return_on_sales_moves_by_points(crm: Crm) -> None:
    for month, paid, costs in ((IN_APRIL, 1_000, 895), (IN_MAY, 2_000, 1_720)):
        buys(crm, "a", month.since + DAY, paid)
        report(crm, "operating-costs", month, costs, currency="UZS")
    before, after = (
        value(crm, "return-on-sales", IN_APRIL),
        value(crm, "return-on-sales"),
    )
    assert before is not None
    assert after is not None
    assert after - before == Fraction("0.035")


def test_what_it_costs_to_serve_is_by_buyer(crm: Crm) -> None:
    buys(crm, "a", MAY + DAY, 1)
    buys(crm, "a", MAY + 2 * DAY, 1)
    buys(crm, "b", MAY + DAY, 1)
    report(crm, "service-costs", IN_MAY, 90, currency="UZS")
    assert value(crm, "cost-to-serve") == 45


def spend(crm: Crm, name: str, amount: int, first: int, last: int, **more: Any) -> None:
    campaign = CampaignId("spring")
    plan = PlanCampaign(APRIL, campaign, "mass", APRIL.date(), JUNE.date())
    starts, ends = (MAY.date() + timedelta(days=n - 1) for n in (first, last))
    book = BookSpend(MAY, name, amount, "UZS", starts, ends, **more)
    tell(crm, CAMPAIGN, campaign, plan, book)


def test_acquisition_cost_takes_of_each_spend_the_days_within(crm: Crm) -> None:
    buys(crm, "old", APRIL + DAY, 1)
    buys(crm, "old", MAY + DAY, 1)
    for who in ("a", "b"):
        buys(crm, who, MAY + DAY, 1)
    spend(crm, "all of May", 2_000, 1, 31)
    spend(crm, "half in April", 920, -14, 15)
    assert value(crm, "acquisition-cost") == (2_000 + 460) // 2
    spend(crm, "to keep them", 7_000, 1, 31, aim=SpendAim.RETAIN)
    spend(crm, "in June", 7_000, 32, 40)
    spend(crm, "cancelled", 7_000, 1, 1)
    tell(crm, CAMPAIGN, "spring", CancelSpend(MAY, "cancelled", "was not run"))
    assert value(crm, "acquisition-cost") == 1_230


def test_a_lifetime_is_worth_check_times_frequency_by_churn(crm: Crm) -> None:
    for n in range(10):
        buys(crm, f"c{n}", MAY - DAY, 1)
    for n in range(2):  # eight of ten do not come again
        buys(crm, f"c{n}", MAY + DAY, 15_000)
        buys(crm, f"c{n}", MAY + 2 * DAY, 5_000)
    assert value(crm, "lifetime-value") == 25_000
    assert value(crm, "revenue-per-buyer") == 20_000
    assert value(crm, "retained") == 2
    assert value(crm, "value-to-cost") is None
    buys(crm, "new", MAY + DAY, 20_000)
    spend(crm, "all of May", 1_230, 1, 31)
    assert value(crm, "value-to-cost") == Fraction(25_000, 1_230)


def test_revenue_hangs_on_a_tenth_of_the_buyers(crm: Crm) -> None:
    buys(crm, "rich", MAY + DAY, 91)
    for n in range(9):
        buys(crm, f"c{n}", MAY + DAY, 1)
    assert value(crm, "concentration") == Fraction(91, 100)
    buys(crm, "one more", MAY + DAY, 0)
    assert value(crm, "concentration") == Fraction(92, 100)


def test_revenue_that_comes_evenly_is_not_volatile(crm: Crm) -> None:
    year = Window(MAY, MAY + 12 * DAY)
    for n in range(12):
        buys(crm, "a", MAY + n * DAY + DAY / 2, 10)
    assert value(crm, "revenue-volatility", year) == 0
    buys(crm, "a", MAY + 12 * DAY, 120)  # on the very edge: of the last part
    found = value(crm, "revenue-volatility", year)
    assert found is not None
    assert float(found) == pytest.approx(33.166_247_9 / 20, abs=1e-6)


def test_loyal_are_those_who_stood_so_at_the_end(crm: Crm) -> None:
    rules = PhaseRules(2, 30, 60, 90)
    for name, orders in (("a", (MAY, MAY + DAY)), ("b", (MAY,)), ("c", (JUNE,))):
        who = CustomerId(name)
        registers = RegisterCustomer(MAY, who, PartyKind.PERSON, "shop")
        crm.customers.tell(name, registers, origin=ANNA)
        command = AssessPhase(JUNE + DAY, who, Rhythm(MAY, orders), rules, "phases", 1)
        tell(crm, LIFECYCLE, name, command)
    assert value(crm, "loyal-share") == Fraction(1, 3)
    assert value(crm, "loyal-share", Window(APRIL, MAY)) == 0


def test_projects_cost_and_bring(crm: Crm) -> None:
    def flow(name: str, side: Side, amount: int, on: datetime) -> BookFlow:
        return BookFlow(JUNE, name, side, True, "any", amount, on)

    tell(
        crm,
        PROJECT,
        "crm",
        PlanProject(MAY, "crm", "a CRM", "UZS"),
        flow("a", Side.COST, 400, MAY + DAY),
        flow("b", Side.COST, 100, JUNE),
        flow("c", Side.BENEFIT, 1_250, JUNE),
        flow("too late", Side.COST, 7, JUNE + DAY),
        flow("too early", Side.COST, 7, MAY),
        flow("none", Side.COST, 7, JUNE),
        CancelFlow(JUNE, "none", "booked twice"),
    )
    assert value(crm, "project-cost") == 500
    assert value(crm, "project-return") == Fraction("1.5")
    assert value(crm, "benefit-to-cost") == Fraction("2.5")
