"""The rules of employees, one test a rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.ids import EmployeeId
from mijoz.domain.personal import Erased
from mijoz.domain.staff.employee import EMPLOYEES
from mijoz.domain.staff.employee_refusals import (
    AssessmentChanged,
    EmployeeChanged,
    EmployeeHasLeft,
    EmployeeIsErased,
    EmployeeNotRegistered,
    MotivationChanged,
    NotALevel,
    NotAScore,
    StillEmployed,
)
from mijoz.domain.staff.employee_terms import (
    AssessCompetency,
    CompetencyAssessed,
    CompetencyKind,
    EmployeeErased,
    EmployeeLeft,
    EmployeeRegistered,
    EmployeeTransferred,
    EraseEmployee,
    LeaveStaff,
    Leaving,
    MotivationSurveyed,
    RecordMotivation,
    RegisterEmployee,
    TransferEmployee,
)
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

MAY = datetime(2026, 5, 1, tzinfo=UTC)
JUNE, JULY, AUGUST = (MAY + timedelta(days=days) for days in (31, 61, 92))
INSTANT = timedelta(microseconds=1)
ANNA = EmployeeId("anna")

REGISTER = RegisterEmployee(MAY, ANNA, "socks", "clerk", "Anna Petrova")
REGISTERED = EmployeeRegistered(MAY, ANNA, "socks", "clerk", "Anna Petrova")
TRANSFER = TransferEmployee(JUNE, "shoes", "clerk")
TRANSFERRED = EmployeeTransferred(JUNE, ANNA, "socks", "shoes", "clerk")
LISTENS = CompetencyKind.COMMUNICATION, "listening"
ASSESS = AssessCompetency(JUNE, "a-1", *LISTENS, 4, "bek")
ASSESSED = CompetencyAssessed(JUNE, ANNA, "a-1", *LISTENS, 4, "bek")
ASK = RecordMotivation(JUNE, "pulse-2026-06", 71)
FOUND = MotivationSurveyed(JUNE, ANNA, "pulse-2026-06", 71)
LEAVE = LeaveStaff(JULY, Leaving.RESIGNED)
LEFT = EmployeeLeft(JULY, ANNA, Leaving.RESIGNED)
ERASE = EraseEmployee(AUGUST, "asked for")
ERASED = EmployeeErased(AUGUST, ANNA, "asked for")

employees = Scenario(EMPLOYEES)
registered = employees.given(REGISTERED)
left = registered.given(LEFT)
erased = left.given(ERASED)


def test_an_employee_is_registered_once() -> None:
    employees.when(REGISTER).then(REGISTERED)
    registered.given(TRANSFERRED).when(but(REGISTER, at=JUNE)).then_nothing()
    registered.when(but(REGISTER, position="head")).then(EmployeeChanged(ANNA))
    registered.when(but(REGISTER, name="Anna")).then(EmployeeChanged(ANNA))
    gone = employees.given(but(REGISTERED, name=Erased()), LEFT, ERASED)
    gone.when(REGISTER).then_nothing()


@pytest.mark.parametrize("command", [TRANSFER, ASSESS, ASK, LEAVE, ERASE])
def test_nothing_is_told_of_who_was_not_registered_or_before_they_were(
    command: Any,
) -> None:
    employees.when(command).then(EmployeeNotRegistered())
    early = MAY - INSTANT
    left_or_not = left if command is ERASE else registered
    left_or_not.when(but(command, at=early)).then(TooEarly(early, MAY))


def test_an_employee_is_transferred_from_where_they_were() -> None:
    story = registered.when(TRANSFER)
    story.then(TRANSFERRED)
    assert story.state.place == ("shoes", "clerk")
    story.when(but(TRANSFER, at=JULY)).then_nothing()
    registered.when(TransferEmployee(JUNE, "socks", "head")).then(
        EmployeeTransferred(JUNE, ANNA, "socks", "socks", "head")
    )


def test_transfers_follow_one_another() -> None:
    story = registered.given(TRANSFERRED)
    back = TransferEmployee(JUNE, "socks", "clerk")
    assert story.when(back).refusal is None
    early = JUNE - INSTANT
    story.when(but(back, at=early)).then(TooEarly(early, JUNE))


def test_a_competency_is_assessed_once_by_somebody() -> None:
    registered.when(ASSESS).then(ASSESSED)
    story = registered.given(ASSESSED)
    story.when(but(ASSESS, at=JULY)).then_nothing()
    story.when(but(ASSESS, level=5)).then(AssessmentChanged("a-1"))
    assert story.when(but(ASSESS, assessment_id="a-2", level=5)).refusal is None


@pytest.mark.parametrize(
    ("level", "fits"), [(0, False), (1, True), (5, True), (6, False)]
)
def test_a_level_is_from_one_to_five(level: int, fits: bool) -> None:
    story = registered.when(but(ASSESS, level=level))
    assert story.refusal == (None if fits else NotALevel(level))


def test_motivation_is_found_once_a_survey() -> None:
    registered.when(ASK).then(FOUND)
    story = registered.given(FOUND)
    story.when(but(ASK, at=JULY)).then_nothing()
    story.when(but(ASK, score=70)).then(MotivationChanged("pulse-2026-06"))


@pytest.mark.parametrize(
    ("score", "fits"), [(-1, False), (0, True), (100, True), (101, False)]
)
def test_motivation_is_from_nothing_to_a_hundred(score: int, fits: bool) -> None:
    story = registered.when(but(ASK, score=score))
    assert story.refusal == (None if fits else NotAScore(score))


def test_an_employee_leaves_once_for_a_reason() -> None:
    registered.when(LEAVE).then(LEFT)
    left.when(but(LEAVE, at=AUGUST)).then_nothing()
    left.when(but(LEAVE, reason=Leaving.RETIRED)).then(EmployeeHasLeft(ANNA, JULY))


@pytest.mark.parametrize("event", [TRANSFERRED, ASSESSED, FOUND])
def test_nobody_leaves_before_they_were_last_there(event: Any) -> None:
    story = registered.given(event)
    assert story.when(but(LEAVE, at=JUNE)).refusal is None
    early = JUNE - INSTANT
    story.when(but(LEAVE, at=early)).then(TooEarly(early, JUNE))
    assert registered.when(but(LEAVE, at=MAY)).refusal is None


@pytest.mark.parametrize("command", [TRANSFER, ASSESS, ASK])
def test_what_was_before_they_left_may_be_told_later(command: Any) -> None:
    assert left.when(but(command, at=JULY)).refusal is None
    late = but(command, at=JULY + INSTANT)
    left.when(late).then(EmployeeHasLeft(ANNA, JULY))


def test_only_who_has_left_is_erased_and_once() -> None:
    left.when(ERASE).then(ERASED)
    registered.when(ERASE).then(StillEmployed(ANNA))
    assert left.when(but(ERASE, at=JULY)).refusal is None
    early = JULY - INSTANT
    left.when(but(ERASE, at=early)).then(TooEarly(early, JULY))
    erased.when(but(ERASE, reason="again")).then_nothing()


@pytest.mark.parametrize("command", [TRANSFER, ASSESS, ASK, LEAVE])
def test_nothing_is_told_of_who_was_erased(command: Any) -> None:
    erased.when(command).then(EmployeeIsErased(ANNA))
