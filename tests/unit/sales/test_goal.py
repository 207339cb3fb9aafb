"""The rules of goals, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, GoalId
from mijoz.domain.sales.goal import (
    GOALS,
    Command,
    Direction,
    GoalChanged,
    GoalMeasured,
    GoalMissed,
    GoalNotSet,
    GoalReached,
    GoalSet,
    MeasureGoal,
    NoteGoalDue,
    SetGoal,
)
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, DUE = NOW + timedelta(days=1), NOW + timedelta(days=30)
LATER = DUE + timedelta(days=1)
INSTANT = timedelta(microseconds=1)
GOAL, FIRM = GoalId("g-1"), CustomerId("firm")
WHO = GOAL, FIRM
UP, DOWN = Direction.AT_LEAST, Direction.AT_MOST

SET = SetGoal(NOW, GOAL, FIRM, "revenue", "UZS", 100, DUE, UP, "anna")
WAS_SET = GoalSet(NOW, GOAL, FIRM, "revenue", "UZS", 100, DUE, UP, "anna")
MEASURED = GoalMeasured(SOON, *WHO, 99, "the ledger")
REACHED = GoalReached(SOON, *WHO, 100, 100)
MISSED = GoalMissed(DUE, *WHO, None, 100)

goals = Scenario(GOALS)
was_set = goals.given(WAS_SET)
down = goals.given(but(WAS_SET, direction=DOWN))

COMMANDS: list[Command] = [MeasureGoal(LATER, 1, "the ledger"), NoteGoalDue(LATER)]


def measure(value: int, at: datetime = SOON) -> MeasureGoal:
    return MeasureGoal(at, value, "the ledger")


def test_a_goal_is_set_with_its_target_and_its_time() -> None:
    story = goals.when(SET)
    story.then(WAS_SET)
    assert story.state.due == DUE


def test_a_goal_is_set_once() -> None:
    was_set.when(but(SET, at=SOON)).then_nothing()
    was_set.when(but(SET, target=101)).then(GoalChanged(GOAL))


@pytest.mark.parametrize("due", [NOW, NOW - INSTANT])
def test_a_goal_is_not_due_as_it_is_set_or_before(due: datetime) -> None:
    goals.when(but(SET, due_at=due)).then(DueTooEarly(due, NOW))
    assert goals.when(but(SET, due_at=NOW + INSTANT)).news


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_set_is_not_measured(command: Command) -> None:
    goals.when(command).then(GoalNotSet())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_goal_before_it_is_set(command: Command) -> None:
    early = NOW - INSTANT
    was_set.when(but(command, at=early)).then(TooEarly(early, NOW))
    assert was_set.when(but(command, at=NOW)).refusal is None


def test_a_measure_is_taken_once() -> None:
    story = was_set.when(measure(99))
    story.then(MEASURED)
    story.when(measure(99)).then_nothing()
    story.when(measure(99, LATER)).then(but(MEASURED, at=LATER))
    story.when(MeasureGoal(SOON, 99, "a guess")).then(but(MEASURED, source="a guess"))


def test_a_goal_is_reached_at_its_target() -> None:
    story = was_set.when(measure(100))
    story.then(but(MEASURED, value=100), REACHED)
    assert story.state.due is None
    was_set.when(measure(101)).then(
        but(MEASURED, value=101), GoalReached(SOON, *WHO, 101, 100)
    )


def test_a_goal_may_be_to_stay_below() -> None:
    down.when(measure(101)).then(but(MEASURED, value=101))
    down.when(measure(100)).then(but(MEASURED, value=100), REACHED)
    down.when(measure(99)).then(MEASURED, GoalReached(SOON, *WHO, 99, 100))


def test_a_goal_is_reached_once() -> None:
    story = was_set.when(measure(100)).when(measure(150))
    story.then(but(MEASURED, value=150))


def test_a_goal_is_reached_before_it_is_due() -> None:
    was_set.when(measure(100, DUE)).then(but(MEASURED, value=100, at=DUE))
    last = DUE - INSTANT
    was_set.when(measure(100, last)).then(
        but(MEASURED, value=100, at=last), but(REACHED, at=last)
    )


def test_a_goal_is_missed_from_when_it_was_due_once() -> None:
    was_set.when(NoteGoalDue(DUE - INSTANT)).then_nothing()
    was_set.when(NoteGoalDue(DUE)).then(MISSED)
    story = was_set.when(NoteGoalDue(LATER))
    story.then(MISSED)
    story.when(NoteGoalDue(LATER)).then_nothing()


def test_what_is_reached_is_not_missed() -> None:
    was_set.when(measure(100)).when(NoteGoalDue(LATER)).then_nothing()


def test_a_missed_goal_tells_what_was_measured_last_before() -> None:
    story = was_set.given(MEASURED, but(MEASURED, at=NOW, value=1))
    story = story.given(but(MEASURED, at=DUE, value=200))
    story.when(NoteGoalDue(LATER)).then(but(MISSED, value=99))


def test_what_was_reached_in_time_may_be_told_once_it_is_missed() -> None:
    story = was_set.given(MISSED).when(measure(100))
    story.then(but(MEASURED, value=100), REACHED)
