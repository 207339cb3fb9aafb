"""Experiments over a shop: who is exposed to what, what stops them, what they show."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.adapters.statistics import Chances
from mijoz.application.contexts import (
    CUSTOMER,
    EXPERIMENT,
    EXPOSURE,
    ORDER,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.experimenting import (
    check_experiments,
    conclude,
    effects,
    exposed,
    results,
)
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.experiment.concluding import ArmResult, Decision
from mijoz.domain.experiment.design import Arm, Design, Guardrail, Outcome, UnitKind
from mijoz.domain.experiment.experiment import (
    DesignExperiment,
    ExperimentNotDesigned,
    FreezeDesign,
    StartExperiment,
    StopExperiment,
)
from mijoz.domain.experiment.exposure import (
    ExperimentNotRunning,
    NotTheirArm,
    arm_of,
)
from mijoz.domain.ids import CustomerId, ExperimentId, OrderId
from mijoz.domain.purchase.order import Line, RecordPurchase

from .correspondence import ANNA, NOW, ask, events, tell

DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
SOCKS, END = ExperimentId("socks"), NOW + 14 * DAY
ARMS = Arm("plain", 1, "the standard offer"), Arm("warm", 1, "warm socks")
DESIGN = Design(
    "warm socks sell better",
    UnitKind.CUSTOMER,
    ARMS,
    "plain",
    "salt",
    Outcome.ORDERED,
    (Guardrail(Outcome.REFUNDED, 100),),
    50,
    14,
)
CHANCES = Chances()


@pytest.fixture
def crm() -> Crm:
    return compose(clock=lambda: NOW)


def start(crm: Crm, design: Design = DESIGN) -> None:
    commands = DesignExperiment(NOW, SOCKS, design), FreezeDesign(NOW)
    tell(crm, EXPERIMENT, SOCKS, *commands, StartExperiment(NOW))


def meet(crm: Crm, unit: str, at: Any = NOW) -> list[str]:
    known = crm.journal.streams("customer")
    if f"customer-{unit}" not in known:
        who = CustomerId(unit)
        register = RegisterCustomer(NOW, who, PartyKind.PERSON, "shop")
        tell(crm, CUSTOMER, who, register)
    return ask(crm, "exposure.note", experiment_id=SOCKS, unit=unit, at=at)


def buy(crm: Crm, who: str, at: Any) -> None:
    name = OrderId(f"o-{who}-{at}")
    line = Line("1", "socks", None, 1, 500, 500)
    bought = RecordPurchase(at, name, CustomerId(who), "shop", None, "UZS", (line,))
    tell(crm, ORDER, name, bought)


def test_a_unit_is_exposed_to_the_arm_that_it_is_dealt_once(crm: Crm) -> None:
    start(crm)
    assert meet(crm, "aziza") == ["UnitExposed"]
    assert meet(crm, "aziza", NOW + DAY) == []
    (one,) = crm.journal.stream(EXPOSURE.stream(account(SOCKS, "aziza")))
    assert one.event.arm == arm_of(DESIGN, "aziza")
    assert one.event.design_sha256 == DESIGN.sha256
    assert (one.event.customer_id, one.subject) == ("aziza", "aziza")
    assert meet(crm, "aziza", END) == []


def test_only_what_runs_exposes(crm: Crm) -> None:
    with pytest.raises(Unknown):
        meet(crm, "aziza")
    commands = DesignExperiment(NOW, SOCKS, DESIGN), FreezeDesign(NOW)
    tell(crm, EXPERIMENT, SOCKS, *commands)
    with pytest.raises(ExperimentNotRunning):
        meet(crm, "aziza")
    tell(crm, EXPERIMENT, SOCKS, StartExperiment(NOW))
    with pytest.raises(ExperimentNotRunning):
        meet(crm, "aziza", END)
    assert meet(crm, "aziza", END - TICK)


def test_nobody_is_exposed_to_another_arm_than_theirs(crm: Crm) -> None:
    start(crm)
    meet(crm, "bek")
    name, command = _named(crm, "aziza")
    other = "plain" if command.arm == "warm" else "warm"
    with pytest.raises(NotTheirArm):
        tell(crm, EXPOSURE, name, but(command, arm=other))


def _named(crm: Crm, unit: str) -> Any:
    from mijoz.application.registry import COMMANDS

    who = CustomerId(unit)
    register = RegisterCustomer(NOW, who, PartyKind.PERSON, "shop")
    tell(crm, CUSTOMER, who, register)
    (entry,) = (each for each in COMMANDS if each.name == "exposure.note")
    said = {"experiment_id": SOCKS, "unit": unit}
    return entry.build(said, crm.handler, crm.clock)


def test_a_visitor_is_a_unit_of_nobody(crm: Crm) -> None:
    start(crm, but(DESIGN, unit=UnitKind.VISITOR))
    ask(crm, "exposure.note", experiment_id=SOCKS, unit="cookie")
    (one,) = crm.journal.stream(EXPOSURE.stream(account(SOCKS, "cookie")))
    assert one.subject is None


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        (-TICK, False),
        (timedelta(0), True),
        (14 * DAY - TICK, True),
        (14 * DAY, False),
    ],
)
def test_what_a_unit_does_counts_within_the_horizon_after_it_was_exposed(
    crm: Crm, after: timedelta, counts: bool
) -> None:
    start(crm)
    meet(crm, "aziza", NOW + DAY)
    buy(crm, "aziza", NOW + DAY + after)
    work = crm.handler.begin(ANNA)
    units = exposed(work, SOCKS)
    late = NOW + 99 * DAY
    found = results(work, DESIGN, units, Outcome.ORDERED, late)
    assert sum(each.successes for each in found) == counts
    before = results(work, DESIGN, units, Outcome.ORDERED, NOW + DAY + after - TICK)
    assert sum(each.successes for each in before) == 0


def test_an_experiment_is_looked_at_daily_and_goes_on(crm: Crm) -> None:
    start(crm)
    for number in range(20):
        meet(crm, f"c{number}")
    assert check_experiments(crm.handler, CHANCES, NOW + DAY - TICK, ANNA) == 0
    assert check_experiments(crm.handler, CHANCES, NOW + DAY, ANNA) == 1
    assert check_experiments(crm.handler, CHANCES, NOW + DAY, ANNA) == 0
    assert events(crm, "experiment-socks")[-1] == "ExperimentChecked"


def test_an_experiment_whose_arms_differ_too_much_stops_and_shows_nothing(
    crm: Crm,
) -> None:
    start(crm)
    names = (f"c{number}" for number in range(200))
    warm = [each for each in names if arm_of(DESIGN, each) == "warm"]
    for each in warm[:40]:  # nobody of the control is ever exposed
        meet(crm, each)
    assert check_experiments(crm.handler, CHANCES, NOW + DAY, ANNA) == 3
    assert events(crm, "experiment-socks")[-3:] == [
        "ExperimentChecked",
        "SampleRatioMismatchDetected",
        "ExperimentStopped",
    ]
    with pytest.raises(ExperimentNotRunning):
        meet(crm, "late", NOW + DAY)
    conclude(crm.handler, SOCKS, CHANCES, NOW + DAY, ANNA)
    concluded = Desk(EXPERIMENT, crm.handler).state(SOCKS).concluded
    assert concluded is not None
    assert concluded.decision == Decision.INVALID


def test_an_experiment_concludes_with_its_effect_and_interval(crm: Crm) -> None:
    start(crm)
    for number in range(120):
        meet(crm, f"c{number}")
        if arm_of(DESIGN, f"c{number}") == "warm" or number % 4 == 0:
            buy(crm, f"c{number}", NOW + DAY)
    conclude(crm.handler, SOCKS, CHANCES, END, ANNA)
    state = Desk(EXPERIMENT, crm.handler).state(SOCKS)
    assert state.concluded is not None
    plain, warm = state.concluded.results
    assert plain.units + warm.units == 120
    assert warm.successes == warm.units
    (effect,) = state.concluded.effects
    difference = 1 - plain.successes / plain.units
    assert effect.effect == round(10_000 * difference)
    assert effect.low < effect.effect < effect.high
    assert (state.concluded.decision, state.concluded.chosen) == (
        Decision.ADOPT,
        "warm",
    )
    with pytest.raises(ExperimentNotDesigned):
        conclude(crm.handler, "none", CHANCES, END, ANNA)


def test_an_arm_without_units_has_no_effect() -> None:
    found = ArmResult("plain", 5, 1), ArmResult("warm", 0, 0)
    assert effects(DESIGN, Outcome.ORDERED, found, CHANCES) == ()
    found = ArmResult("plain", 0, 0), ArmResult("warm", 5, 1)
    assert effects(DESIGN, Outcome.ORDERED, found, CHANCES) == ()


def test_an_experiment_that_is_stopped_takes_nobody_more(crm: Crm) -> None:
    start(crm)
    tell(crm, EXPERIMENT, SOCKS, StopExperiment(NOW + DAY, "fire"))
    with pytest.raises(ExperimentNotRunning):
        meet(crm, "aziza", NOW + DAY)


def test_chances_are_those_that_are_published() -> None:
    # Pearson's statistic is 4 with one degree of freedom: p = 0.0455.
    assert CHANCES.ratio([60, 40], [1, 1]) == 45_500
    assert CHANCES.ratio([75, 25], [3, 1]) == 1_000_000
    assert CHANCES.ratio([0, 0], [1, 1]) == 1_000_000
    # Newcombe (1998), table II, method 10: 56/70 - 48/80 is 0.0524 to 0.3339.
    assert CHANCES.difference((48, 80), (56, 70), 950) == (2000, 524, 3339)
    # and 9/10 - 3/10 is 0.1705 to 0.8090.
    assert CHANCES.difference((3, 10), (9, 10), 950) == (6000, 1705, 8090)
