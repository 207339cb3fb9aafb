"""A goal: a figure to be reached by a time, measured until it is, or is missed."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, GoalId
from ..times import due_after, not_before


class Direction(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@frozen
class SetGoal:
    """Of a customer, or of our own `holder`; to be reached before `due_at`."""

    at: datetime
    goal_id: GoalId
    customer_id: CustomerId | None
    metric: str
    unit: str
    target: int
    due_at: datetime
    direction: Direction = Direction.AT_LEAST
    holder: str | None = None


@frozen
class MeasureGoal:
    at: datetime
    value: int
    source: str


@frozen
class NoteGoalDue:
    at: datetime


Command: TypeAlias = SetGoal | MeasureGoal | NoteGoalDue


@frozen
class GoalSet:
    at: datetime
    goal_id: GoalId
    customer_id: CustomerId | None
    metric: str
    unit: str
    target: int
    due_at: datetime
    direction: Direction
    holder: str | None = None


@frozen
class GoalMeasured:
    at: datetime
    goal_id: GoalId
    customer_id: CustomerId | None
    value: int
    source: str


@frozen
class GoalReached:
    at: datetime
    goal_id: GoalId
    customer_id: CustomerId | None
    value: int
    target: int


@frozen
class GoalMissed:
    """`at` is when it was due, `value` what was last measured before, if anything."""

    at: datetime
    goal_id: GoalId
    customer_id: CustomerId | None
    value: int | None
    target: int


Event: TypeAlias = GoalSet | GoalMeasured | GoalReached | GoalMissed


@frozen
class GoalNotSet(Refused):
    def __str__(self) -> str:
        return "no such goal was set"


@frozen
class GoalChanged(Refused):
    goal_id: GoalId

    def __str__(self) -> str:
        return f"goal {self.goal_id} is set otherwise"


@frozen
class Goal:
    """A goal, all that was measured, and how it ended, if it did."""

    set: GoalSet | None = None
    measured: tuple[GoalMeasured, ...] = ()
    reached: GoalReached | None = None
    missed: GoalMissed | None = None

    @property
    def due(self) -> datetime | None:
        """When it will be missed, if it can still be."""
        waits = self.set and not self.reached and not self.missed
        return self.set.due_at if self.set and waits else None


def decide(command: Command, goal: Goal) -> Iterator[Event]:
    if isinstance(command, SetGoal):
        yield from _set(command, goal.set)
        return
    if goal.set is None:
        raise GoalNotSet
    target, who = goal.set, (goal.set.goal_id, goal.set.customer_id)
    not_before(target.at, command.at)
    match command:
        case MeasureGoal(at, value, source):
            event = GoalMeasured(at, *who, value, source)
            if event in goal.measured:
                return
            yield event
            if not goal.reached and at < target.due_at and _meets(value, target):
                yield GoalReached(at, *who, value, target.target)
        case NoteGoalDue(at):
            if goal.due is not None and goal.due <= at:
                last = _last(goal)
                yield GoalMissed(goal.due, *who, last, target.target)
        case _:
            assert_never(command)


def _set(command: SetGoal, known: GoalSet | None) -> Iterator[GoalSet]:
    event = GoalSet(
        command.at,
        command.goal_id,
        command.customer_id,
        command.metric,
        command.unit,
        command.target,
        command.due_at,
        command.direction,
        command.holder,
    )
    if known is None:
        due_after(command.at, command.due_at)
        yield event
    elif but(event, at=known.at) != known:
        raise GoalChanged(known.goal_id)


def _meets(value: int, goal: GoalSet) -> bool:
    if goal.direction is Direction.AT_LEAST:
        return value >= goal.target
    return value <= goal.target


def _last(goal: Goal) -> int | None:
    """Return the value measured last before the goal was due."""
    within = [each for each in goal.measured if goal.due and each.at < goal.due]
    last = max(within, key=lambda each: each.at, default=None)
    return last.value if last else None


def evolve(goal: Goal, event: Event) -> Goal:
    match event:
        case GoalSet():
            return but(goal, set=event)
        case GoalMeasured():
            return but(goal, measured=(*goal.measured, event))
        case GoalReached():
            return but(goal, reached=event)
        case GoalMissed():
            return but(goal, missed=event)
        case _:
            assert_never(event)


GOALS = Decider(Goal(), decide, evolve)
