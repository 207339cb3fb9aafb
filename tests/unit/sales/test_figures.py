"""Figures of sales, against sums done by hand."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from mijoz.domain.ids import CustomerId, OpportunityId, OrderId, PipelineId
from mijoz.domain.sales.figures import (
    Stay,
    cycle_lengths,
    stage_conversion,
    stays,
    weighted,
    win_rate,
    won,
)
from mijoz.domain.sales.opportunity import (
    OPPORTUNITIES,
    AdvanceStage,
    Command,
    LoseOpportunity,
    MoveExpectedClose,
    OpenOpportunity,
    Opportunity,
    ReviseAmount,
    SendBackStage,
    Stage,
    WinOpportunity,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
NAMES = ("new", "offer", "terms")
STAGES = (Stage("new", 1_000), Stage("offer", 5_000), Stage("terms", 8_000))
APRIL = date(2026, 4, 1), date(2026, 4, 30)
WIN, LOSE = OrderId("o-1"), "price"


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def sale(
    *story: Command, amount: int = 1_000, close: date = APRIL[1], currency: str = "UZS"
) -> Opportunity:
    name, firm, b2b = OpportunityId("s"), CustomerId("firm"), PipelineId("b2b")
    told = Scenario(OPPORTUNITIES).when(
        OpenOpportunity(
            NOW, name, firm, b2b, 1, STAGES, amount, currency, close, "anna"
        )
    )
    for command in story:
        told = told.when(command)
        assert told.refusal is None
    return told.state


QUICK = sale(AdvanceStage(day(1), "terms"), WinOpportunity(day(4), WIN))
SLOW = sale(WinOpportunity(day(10), WIN), amount=500)
FAILED = sale(AdvanceStage(day(1), "offer"), LoseOpportunity(day(2), LOSE))
FRESH = sale()
OFFERED = sale(AdvanceStage(day(1), "offer"))
ALL = [QUICK, SLOW, FAILED, FRESH, OFFERED, Opportunity()]


def test_a_sales_cycle_is_from_opening_to_winning() -> None:
    assert cycle_lengths(ALL) == [timedelta(days=4), timedelta(days=10)]


def test_a_sale_stays_at_a_stage_until_it_moves_or_ends() -> None:
    story = sale(
        AdvanceStage(day(1), "offer"),
        SendBackStage(day(3), "new", "again"),
        LoseOpportunity(day(4), LOSE),
    )
    assert stays(story) == (
        Stay("new", NOW, day(1)),
        Stay("offer", day(1), day(3)),
        Stay("new", day(3), day(4)),
    )
    assert stays(OFFERED)[-1] == Stay("offer", day(1), None)
    assert stays(Opportunity()) == ()


def test_a_stage_converts_those_that_come_past_it() -> None:
    assert stage_conversion(ALL, NAMES) == {
        "new": Fraction(4, 5),
        "offer": Fraction(2, 4),
        "terms": Fraction(2, 2),
    }
    assert stage_conversion([FRESH], NAMES) == {
        "new": 0,
        "offer": None,
        "terms": None,
    }


def test_a_sale_that_was_sent_back_had_come_past() -> None:
    back = sale(AdvanceStage(day(1), "offer"), SendBackStage(day(2), "new", "again"))
    assert stage_conversion([back], NAMES)["new"] == 1


def test_a_forecast_weighs_what_is_open_by_its_probability() -> None:
    dollars = sale(AdvanceStage(day(1), "terms"), currency="USD", amount=7)
    assert weighted([*ALL, dollars], *APRIL) == {
        "UZS": Fraction(100 + 500),
        "USD": Fraction(56, 10),
    }


def test_a_forecast_is_of_the_days_of_its_period() -> None:
    first, last = APRIL
    edges = [sale(close=first), sale(close=last)]
    assert weighted(edges, first, last) == {"UZS": 200}
    beyond = [sale(close=first - timedelta(1)), sale(close=last + timedelta(1))]
    assert weighted(beyond, first, last) == {}


def test_a_forecast_is_of_what_was_last_revised() -> None:
    revised = sale(
        ReviseAmount(day(1), 2_000, "more"),
        MoveExpectedClose(day(2), APRIL[0], "sooner"),
    )
    assert weighted([revised], APRIL[0], APRIL[0]) == {"UZS": 200}


def test_what_was_won_in_a_time_is_from_its_start_until_before_its_end() -> None:
    assert won(ALL, day(4), day(10)) == {"UZS": 1_000}
    assert won(ALL, day(4), day(11)) == {"UZS": 1_500}
    assert won(ALL, day(5), day(10)) == {}


def test_a_win_rate_is_of_those_that_ended() -> None:
    assert win_rate(ALL) == Fraction(2, 3)
    assert win_rate([FRESH]) is None
