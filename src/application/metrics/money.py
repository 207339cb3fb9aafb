"""What it costs, and what is known only from outside: visits, markets, projects."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from typing import Final

from ...domain.acquisition.figures import Period
from ...domain.campaign.spend import SpendAim, SpendBooked, SpendCancelled
from ...domain.finance.figures import FigureReported
from ...domain.finance.flows import FlowBooked, FlowCancelled, Side
from ..envelope import Recorded
from .defining import Definition, Measure, Measured, Window
from .sales import KINDS as SALES
from .sales import NAMED as OF_SALES
from .sales import orders_in
from .standing import NAMED as OF_STANDING

STORE_VISITS: Final = "store-visits"
MARKET_SALES: Final = "market-sales"
OPERATING_COSTS: Final = "operating-costs"
SERVICE_COSTS: Final = "service-costs"
ENGAGEMENTS: Final = "social-engagements"
REACH: Final = "social-reach"


def reported(
    events: Iterable[Recorded], window: Window, name: str
) -> tuple[int, list[Recorded]]:
    """Return the sum of a figure, and its last report for each period of the window.

    Only periods that lie wholly in it count; of one reported twice, the later report.
    """
    last: dict[tuple[datetime, datetime], Recorded] = {}
    for each in events:
        event = each.event
        if not (isinstance(event, FigureReported) and event.name == name):
            continue
        within = window.since <= event.starts and event.ends <= window.until
        if within and (event.currency is None or _counts(event.currency, window)):
            last[event.starts, event.ends] = each
    return sum(each.event.value for each in last.values()), list(last.values())


def spent(
    events: Iterable[Recorded], window: Window, *aims: SpendAim
) -> tuple[Fraction, list[Recorded]]:
    """Return what campaigns cost in a window: each spend by its days that lie in it."""
    booked: dict[tuple[str, str], Recorded] = {}
    for each in events:
        match each.event:
            case SpendBooked(campaign_id=campaign, spend_id=name, aim=aim):
                if aim in aims and _counts(each.event.currency, window):
                    booked[campaign, name] = each
            case SpendCancelled(campaign_id=campaign, spend_id=name):
                booked.pop((campaign, name), None)
    days = Period(
        (window.since + timedelta(microseconds=1)).date(), window.until.date()
    )
    if window.until == datetime.combine(window.until.date(), time(), UTC):
        days = Period(days.starts, (window.until - timedelta(days=1)).date())
    total, counted = Fraction(), []
    for each in booked.values():
        share = Period(each.event.starts, each.event.ends).within(days)
        if share:
            total += each.event.amount * share
            counted.append(each)
    return total, counted


def _counts(currency: str, window: Window) -> bool:
    return window.currency in (None, currency)


def _by(name: str, of: str) -> Measure:
    def measure(events: Iterable[Recorded], window: Window) -> Measured:
        known = list(events)
        part, counted = reported(known, window, name)
        whole, others = reported(known, window, of)
        return Measured(part, whole, [*counted, *others])

    return measure


def _conversion(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    visits, counted = reported(known, window, STORE_VISITS)
    orders = orders_in(known, window)
    return Measured(len(orders), visits, [*orders, *counted])


def _market_share(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    market, counted = reported(known, window, MARKET_SALES)
    revenue = OF_SALES["revenue"].measure(known, window)
    return Measured(revenue.numerator, market, [*revenue.counted, *counted])


def _return_on_sales(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    costs, counted = reported(known, window, OPERATING_COSTS)
    revenue = OF_SALES["revenue"].measure(known, window)
    profit = revenue.numerator - costs
    return Measured(profit, revenue.numerator, [*revenue.counted, *counted])


def _cost_to_serve(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    costs, counted = reported(known, window, SERVICE_COSTS)
    buyers = OF_SALES["buyers"].measure(known, window)
    return Measured(costs, buyers.numerator, [*buyers.counted, *counted])


def _acquisition_cost(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    total, counted = spent(known, window, SpendAim.ATTRACT)
    new = OF_SALES["new-buyers"].measure(known, window)
    return Measured(
        total.numerator,
        total.denominator * new.numerator,
        [*new.counted, *counted],
    )


def _value_to_cost(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    value = OF_STANDING["lifetime-value"].measure(known, window)
    cost = _acquisition_cost(known, window)
    return Measured(
        value.numerator * cost.denominator,
        value.denominator * cost.numerator,
        list({e.id: e for e in [*value.counted, *cost.counted]}.values()),
    )


def flows(
    events: Iterable[Recorded], window: Window
) -> tuple[dict[Side, int], list[Recorded]]:
    """Return what projects cost and brought in a window, and the flows that counted."""
    booked: dict[tuple[str, str], Recorded] = {}
    for each in events:
        match each.event:
            case FlowBooked(project_id=project, flow_id=name, on=on, currency=currency):
                if window.holds(on) and _counts(currency, window):
                    booked[project, name] = each
            case FlowCancelled(project_id=project, flow_id=name):
                booked.pop((project, name), None)
    sums = dict.fromkeys(Side, 0)
    for each in booked.values():
        sums[each.event.side] += each.event.amount
    return sums, list(booked.values())


def _project_cost(events: Iterable[Recorded], window: Window) -> Measured:
    sums, counted = flows(events, window)
    costs = [each for each in counted if each.event.side == Side.COST]
    return Measured(sums[Side.COST], 1, costs)


def _project_return(events: Iterable[Recorded], window: Window) -> Measured:
    sums, counted = flows(events, window)
    return Measured(sums[Side.BENEFIT] - sums[Side.COST], sums[Side.COST], counted)


def _benefit_to_cost(events: Iterable[Recorded], window: Window) -> Measured:
    sums, counted = flows(events, window)
    return Measured(sums[Side.BENEFIT], sums[Side.COST], counted)


def _money(name: str, unit: str, formula: str, measure: Measure) -> Definition:
    return Definition(name, 1, unit, formula, measure, money=True)


DEFINITIONS: Final = (
    Definition(
        "conversion", 1, "share", "orders by reported store-visits", _conversion
    ),
    Definition(
        "engagement-rate",
        1,
        "share",
        "reported social-engagements by reported social-reach",
        _by(ENGAGEMENTS, REACH),
    ),
    _money("market-share", "share", "revenue by reported market-sales", _market_share),
    _money(
        "return-on-sales",
        "share",
        "revenue less reported operating-costs, by revenue",
        _return_on_sales,
    ),
    _money(
        "cost-to-serve",
        "minor units",
        "reported service-costs by buyers",
        _cost_to_serve,
    ),
    _money(
        "acquisition-cost",
        "minor units",
        "spend to attract, by its days in the window, by new buyers",
        _acquisition_cost,
    ),
    _money(
        "value-to-cost", "times", "lifetime value by acquisition cost", _value_to_cost
    ),
    _money("project-cost", "minor units", "what projects cost", _project_cost),
    _money("project-return", "share", "benefits less costs, by costs", _project_return),
    _money("benefit-to-cost", "times", "benefits by costs", _benefit_to_cost),
)
KINDS: Final = (
    *SALES,
    FigureReported,
    SpendBooked,
    SpendCancelled,
    FlowBooked,
    FlowCancelled,
)
