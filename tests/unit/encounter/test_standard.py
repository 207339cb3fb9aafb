"""The rules of service standards, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.encounter.opening import EncounterKind
from mijoz.domain.encounter.standard import (
    STANDARDS,
    DefineStandard,
    NoEvidence,
    ReviseStandard,
    Role,
    ServiceStandardDefined,
    ServiceStandardRevised,
    StandardChanged,
    StandardNotDefined,
    StandardOutOfOrder,
    StandardStep,
)
from mijoz.domain.encounter.steps import NoSteps, NotMinutes, StepTwice
from mijoz.domain.ids import EmployeeId, StandardId
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
TEN, ELEVEN = NINE + timedelta(hours=1), NINE + timedelta(hours=2)
INSTANT = timedelta(microseconds=1)
SOCKS, ANNA = StandardId("sock-fitting"), EmployeeId("anna")
GREET = StandardStep("greet", Role.EMPLOYEE, minutes=2)
MEASURE = StandardStep("measure", Role.EMPLOYEE, tools=("foot gauge",))
CHOOSE = StandardStep("choose", Role.CUSTOMER, required=False)
VISIT = EncounterKind.VISIT
WHY = ("shortcoming:s-1",)

DEFINE = DefineStandard(NINE, SOCKS, VISIT, ANNA, (GREET, MEASURE))
DEFINED = ServiceStandardDefined(NINE, SOCKS, VISIT, ANNA, (GREET, MEASURE))
REVISE = ReviseStandard(TEN, SOCKS, 2, (GREET, MEASURE, CHOOSE), WHY)
REVISED = ServiceStandardRevised(TEN, SOCKS, 2, (GREET, MEASURE, CHOOSE), WHY)

standards = Scenario(STANDARDS)
defined = standards.given(DEFINED)
revised = standards.given(DEFINED, REVISED)


def test_a_standard_is_defined_with_its_owner_and_its_steps_in_order() -> None:
    standards.when(DEFINE).then(DEFINED)


def test_a_standard_is_defined_once() -> None:
    revised.when(but(DEFINE, at=TEN)).then_nothing()
    defined.when(but(DEFINE, steps=(MEASURE, GREET))).then(StandardChanged(1))


def test_a_revision_says_because_of_what() -> None:
    defined.when(REVISE).then(REVISED)
    defined.when(but(REVISE, because=())).then(NoEvidence(2))


def test_a_version_never_changes() -> None:
    revised.when(but(REVISE, at=ELEVEN)).then_nothing()
    revised.when(but(REVISE, steps=(GREET,))).then(StandardChanged(2))
    revised.when(but(REVISE, because=("idea:i",))).then(StandardChanged(2))


@pytest.mark.parametrize("version", [-1, 0, 1, 3])
def test_versions_follow_one_another(version: int) -> None:
    defined.when(but(REVISE, version=version)).then(
        StandardOutOfOrder(version, after=1)
    )
    third = but(REVISE, version=3)
    assert revised.when(third).refusal is None


def test_what_was_not_defined_is_not_revised() -> None:
    standards.when(REVISE).then(StandardNotDefined())


def test_a_version_is_not_in_force_before_the_one_before_it() -> None:
    assert defined.when(but(REVISE, at=NINE)).refusal is None
    early = NINE - INSTANT
    defined.when(but(REVISE, at=early)).then(TooEarly(early, NINE))
    third, early = but(REVISE, version=3), TEN - INSTANT
    assert revised.when(but(third, at=TEN)).refusal is None
    revised.when(but(third, at=early)).then(TooEarly(early, TEN))


@pytest.mark.parametrize(
    ("steps", "refusal"),
    [
        ((), NoSteps()),
        ((GREET, MEASURE, GREET), StepTwice("greet")),
        ((but(GREET, minutes=0),), NotMinutes("greet", 0)),
        ((but(GREET, minutes=527_041),), NotMinutes("greet", 527_041)),
    ],
)
def test_steps_are_those_of_a_standard(steps: Any, refusal: Any) -> None:
    standards.when(but(DEFINE, steps=steps)).then(refusal)
    defined.when(but(REVISE, steps=steps)).then(refusal)


@pytest.mark.parametrize("minutes", [1, 527_040])
def test_a_step_lasts_from_a_minute_to_a_year(minutes: int) -> None:
    steps = (but(GREET, minutes=minutes),)
    assert standards.when(but(DEFINE, steps=steps)).refusal is None


def test_every_version_can_be_looked_up() -> None:
    state = revised.state
    assert state.version(1) == (GREET, MEASURE)
    assert state.version(2) == (GREET, MEASURE, CHOOSE)
    assert state.version(3) is None
    assert standards.state.version(1) is None
