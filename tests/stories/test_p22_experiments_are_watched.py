"""P22: an experiment that runs is looked at daily, and stops where it must."""

from functools import partial

from attrs import evolve as but

from mijoz.adapters.statistics import Chances
from mijoz.application.contexts import CUSTOMER, EXPERIMENT, EXPOSURE, account
from mijoz.application.experimenting import check_experiments, conclude
from mijoz.application.handling import Handler
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.experiment.concluding import Decision, ExperimentConcluded
from mijoz.domain.experiment.design import Arm, Design, Outcome, UnitKind
from mijoz.domain.experiment.experiment import (
    DesignExperiment,
    FreezeDesign,
    StartExperiment,
)
from mijoz.domain.experiment.exposure import ExposeUnit, arm_of
from mijoz.domain.ids import CustomerId, ExperimentId

from .telling import TIME, Step, day, tell

SOCKS = ExperimentId("socks")
ARMS = Arm("plain", 1, "the standard offer"), Arm("warm", 1, "warm socks")
DESIGN = Design(
    "warm socks sell better",
    UnitKind.CUSTOMER,
    ARMS,
    "plain",
    "salt",
    Outcome.ORDERED,
    (),
    50,
    14,
    ratio_least=100_000,
)
STARTED: tuple[Step, ...] = (
    (EXPERIMENT, SOCKS, DesignExperiment(day(0), SOCKS, DESIGN)),
    (EXPERIMENT, SOCKS, FreezeDesign(day(0))),
    (EXPERIMENT, SOCKS, StartExperiment(day(0))),
)


def met(number: int) -> tuple[Step, ...]:
    who = CustomerId(f"c{number}")
    arm = arm_of(DESIGN, who)
    expose = ExposeUnit(day(0), SOCKS, who, arm, DESIGN.sha256, who)
    return (
        (CUSTOMER, who, RegisterCustomer(day(0), who, PartyKind.PERSON, "shop")),
        (EXPOSURE, account(SOCKS, who), expose),
    )


def look(number: float, handler: Handler) -> None:
    check_experiments(handler, Chances(), day(number), TIME)


def end(handler: Handler) -> None:
    conclude(handler, SOCKS, Chances(), day(14), TIME)


def of_arm(arm: str, count: int) -> list[Step]:
    some = [n for n in range(50) if arm_of(DESIGN, f"c{n}") == arm][:count]
    return [step for number in some for step in met(number)]


def test_a_fair_experiment_is_looked_at_daily_and_goes_on() -> None:
    looks = [partial(look, number) for number in (0.5, 1, 1.5, 2)]
    told = tell(*STARTED, *of_arm("warm", 2), *of_arm("plain", 2), *looks, end)
    assert told.names().count("ExperimentChecked") == 2
    concluded = told.of(EXPERIMENT, SOCKS)[-1]
    assert isinstance(concluded, ExperimentConcluded)
    assert concluded.decision == Decision.INCONCLUSIVE


def test_an_unfair_one_stops_at_once_and_is_worth_nothing() -> None:
    looks = [partial(look, number) for number in (1, 2)]
    told = tell(*STARTED, *of_arm("warm", 4), *looks, end)
    names = [type(each).__name__ for each in told.of(EXPERIMENT, SOCKS)]
    assert names[3:] == [
        "ExperimentChecked",
        "SampleRatioMismatchDetected",
        "ExperimentStopped",
        "ExperimentConcluded",
    ]
    concluded = told.of(EXPERIMENT, SOCKS)[-1]
    assert (concluded.decision, concluded.chosen) == (Decision.INVALID, "plain")


def test_a_later_design_would_have_another_digest() -> None:
    told = tell(*STARTED)
    frozen = told.of(EXPERIMENT, SOCKS)[1]
    assert frozen.design_sha256 == DESIGN.sha256
    assert but(DESIGN, mde=51).sha256 != frozen.design_sha256
