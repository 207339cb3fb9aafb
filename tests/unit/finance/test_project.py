"""A project's flows are booked and cancelled, never changed; forecasts stay."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve

from mijoz.domain.decider import Refused
from mijoz.domain.finance.flows import (
    BookFlow,
    CancelFlow,
    FlowBooked,
    FlowCancelled,
    FlowIsCancelled,
    FlowOfNothing,
    FlowSaysOtherwise,
    NoSuchFlow,
    Side,
)
from mijoz.domain.finance.forecasts import (
    MOST_YEARS,
    ForecastMade,
    ForecastSaysOtherwise,
    MakeForecast,
    TooManyYears,
    grown,
)
from mijoz.domain.finance.project import (
    PROJECTS,
    Command,
    Event,
    PlanProject,
    Project,
    ProjectNotPlanned,
    ProjectPlanned,
    ProjectSaysOtherwise,
)

AT, LATER = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
PLAN = PlanProject(AT, "crm", "a CRM for the shops", "UZS")
PLANNED = ProjectPlanned(AT, "crm", "a CRM for the shops", "UZS")
BOOK = BookFlow(AT, "f", Side.COST, True, "licences", 500, AT, "invoice 7")
BOOKED = FlowBooked(
    AT, "crm", "f", Side.COST, True, "licences", 500, AT, "invoice 7", "UZS"
)
FORECAST = MakeForecast(AT, "a", "base", 6_140, (580,), "as last year")
FORECAST_MADE = ForecastMade(
    AT, "crm", "a", "base", 6_140, (580,), (9_701,), "as last year", "UZS"
)
CANCELLED = FlowCancelled(LATER, "crm", "f", "booked twice")
BEGUN = PROJECTS.fold([PLANNED])
SPENT = PROJECTS.fold([PLANNED, BOOKED])


def decide(command: Command, state: Project) -> list[Event]:
    return list(PROJECTS.decide(command, state))


def refusal(command: Command, state: Project) -> Refused:
    with pytest.raises(Refused) as refused:
        decide(command, state)
    return refused.value


def test_a_project_is_planned_once() -> None:
    assert decide(PLAN, Project()) == [PLANNED]
    assert decide(evolve(PLAN, at=LATER), BEGUN) == []


@pytest.mark.parametrize("other", [{"name": "another"}, {"currency": "USD"}])
def test_a_planned_project_says_one_thing_only(other: dict[str, Any]) -> None:
    found = refusal(evolve(PLAN, **other), BEGUN)
    assert found == ProjectSaysOtherwise("a CRM for the shops")


@pytest.mark.parametrize("command", [BOOK, FORECAST, CancelFlow(AT, "f", "why")])
def test_what_is_not_planned_takes_nothing(command: Command) -> None:
    assert refusal(command, Project()) == ProjectNotPlanned()


def test_a_flow_is_booked_once() -> None:
    assert decide(BOOK, BEGUN) == [BOOKED]
    assert decide(evolve(BOOK, at=LATER), SPENT) == []


def test_a_booked_flow_does_not_change() -> None:
    assert refusal(evolve(BOOK, amount=501), SPENT) == FlowSaysOtherwise("f")


@pytest.mark.parametrize("amount", [0, -1])
def test_a_flow_is_above_nothing(amount: int) -> None:
    assert refusal(evolve(BOOK, amount=amount), BEGUN) == FlowOfNothing(amount)
    assert decide(evolve(BOOK, amount=1), BEGUN)


def test_a_flow_is_cancelled_once_and_does_not_come_back() -> None:
    cancel = CancelFlow(LATER, "f", "booked twice")
    assert decide(cancel, SPENT) == [CANCELLED]
    state = PROJECTS.fold([CANCELLED], SPENT)
    assert state.flows == {}
    assert decide(cancel, state) == []
    assert refusal(BOOK, state) == FlowIsCancelled("f")


def test_what_was_not_booked_cannot_be_cancelled() -> None:
    assert refusal(CancelFlow(AT, "g", "why"), SPENT) == NoSuchFlow("g")


def test_a_forecast_is_made_once_and_stays() -> None:
    assert decide(FORECAST, BEGUN) == [FORECAST_MADE]
    state = PROJECTS.fold([FORECAST_MADE], BEGUN)
    assert decide(evolve(FORECAST, at=LATER), state) == []
    assert refusal(evolve(FORECAST, base=1), state) == ForecastSaysOtherwise("a")
    assert state.forecasts["a"] == FORECAST_MADE


@pytest.mark.parametrize("years", [0, MOST_YEARS + 1])
def test_a_forecast_is_of_so_many_years(years: int) -> None:
    wrong = evolve(FORECAST, growth_per_mille=(1,) * years)
    assert refusal(wrong, BEGUN) == TooManyYears(years, MOST_YEARS)
    assert decide(evolve(FORECAST, growth_per_mille=(1,) * MOST_YEARS), BEGUN)


def test_three_years_of_growth_are_rounded_only_where_they_are_told() -> None:
    assert list(grown(614, (580,))) == [970]  # 6.14 by 1.58 is 9.70
    assert list(grown(1, (500, 500, 500))) == [2, 2, 3]
    assert list(grown(1_000, (1, 1))) == [1_001, 1_002]


def test_halves_go_to_the_even_one() -> None:
    assert list(grown(1, (500,))) == [2]
    assert list(grown(3, (-500,))) == [2]
    assert list(grown(5, (-500,))) == [2]
    assert list(grown(7, (-500,))) == [4]
