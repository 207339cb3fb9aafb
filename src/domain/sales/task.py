"""A task: something that someone is to do by a time, for a customer or not."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, TaskId
from ..times import not_before
from .assigning import AssignTask, TaskAssigned, assign
from .finishing import (
    CancelTask,
    CompleteTask,
    TaskCancelled,
    TaskCompleted,
    end,
    refuse_ended,
)

__all__ = [
    "TASKS",
    "AssignTask",
    "CancelTask",
    "Command",
    "CompleteTask",
    "Event",
    "NoteTaskDue",
    "ReassignTask",
    "Task",
    "TaskAssigned",
    "TaskCancelled",
    "TaskCompleted",
    "TaskOverdue",
    "TaskReassigned",
]


@frozen
class ReassignTask:
    at: datetime
    assignee: str
    reason: str


@frozen
class NoteTaskDue:
    at: datetime


Command: TypeAlias = AssignTask | ReassignTask | CompleteTask | CancelTask | NoteTaskDue


@frozen
class TaskReassigned:
    at: datetime
    task_id: TaskId
    customer_id: CustomerId | None
    from_assignee: str
    assignee: str
    reason: str


@frozen
class TaskOverdue:
    """`at` is when it was due."""

    at: datetime
    task_id: TaskId
    customer_id: CustomerId | None
    assignee: str


Event: TypeAlias = (
    TaskAssigned | TaskReassigned | TaskCompleted | TaskCancelled | TaskOverdue
)


@frozen
class TaskNotAssigned(Refused):
    def __str__(self) -> str:
        return "no such task was assigned"


@frozen
class Task:
    """A task with whose it is now; `ended` is how it ended, if it did."""

    assigned: TaskAssigned | None = None
    assignee: str | None = None
    overdue: TaskOverdue | None = None
    ended: TaskCompleted | TaskCancelled | None = None

    @property
    def due(self) -> datetime | None:
        """When it will be overdue, if it can still be."""
        waits = self.assigned and not self.overdue and not self.ended
        return self.assigned.due_at if self.assigned and waits else None


def decide(command: Command, task: Task) -> Iterator[Event]:
    if isinstance(command, AssignTask):
        yield from assign(command, task.assigned)
        return
    assigned, assignee = task.assigned, task.assignee
    if assigned is None or assignee is None:
        raise TaskNotAssigned
    who = assigned.task_id, assigned.customer_id
    not_before(assigned.at, command.at)
    match command:
        case NoteTaskDue(at):
            if task.due is not None and task.due <= at:
                yield TaskOverdue(task.due, *who, assignee)
        case CompleteTask(at, outcome):
            in_time = at < assigned.due_at
            done = TaskCompleted(at, *who, assignee, outcome, in_time)
            yield from end(done, task.ended)
        case CancelTask(at, reason):
            yield from end(TaskCancelled(at, *who, reason), task.ended)
        case ReassignTask(at, to, reason):
            refuse_ended(task.ended)
            if to != assignee:
                yield TaskReassigned(at, *who, assignee, to, reason)
        case _:
            assert_never(command)


def evolve(task: Task, event: Event) -> Task:
    match event:
        case TaskAssigned(assignee=assignee):
            return but(task, assigned=event, assignee=assignee)
        case TaskReassigned(assignee=assignee):
            return but(task, assignee=assignee)
        case TaskOverdue():
            return but(task, overdue=event)
        case TaskCompleted() | TaskCancelled():
            return but(task, ended=event)
        case _:
            assert_never(event)


TASKS = Decider(Task(), decide, evolve)
