"""How a task ends: done, with what came of it, or cancelled. Once."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, TaskId


@frozen
class CompleteTask:
    at: datetime
    outcome: str


@frozen
class CancelTask:
    at: datetime
    reason: str


@frozen
class TaskCompleted:
    at: datetime
    task_id: TaskId
    customer_id: CustomerId | None
    assignee: str
    outcome: str
    in_time: bool


@frozen
class TaskCancelled:
    at: datetime
    task_id: TaskId
    customer_id: CustomerId | None
    reason: str


@frozen
class TaskIsDone(Refused):
    task_id: TaskId
    outcome: str

    def __str__(self) -> str:
        return f"task {self.task_id} is done: {self.outcome}"


@frozen
class TaskIsCancelled(Refused):
    task_id: TaskId
    reason: str

    def __str__(self) -> str:
        return f"task {self.task_id} is cancelled: {self.reason}"


def end(
    event: TaskCompleted | TaskCancelled, known: TaskCompleted | TaskCancelled | None
) -> Iterator[TaskCompleted | TaskCancelled]:
    """Yield the ending, unless `known` says the same, at whatever time."""
    if known is None:
        yield event
    elif type(event) is not type(known) or _words(event) != _words(known):
        refuse_ended(known)


def _words(ending: TaskCompleted | TaskCancelled) -> str:
    return ending.outcome if isinstance(ending, TaskCompleted) else ending.reason


def refuse_ended(known: TaskCompleted | TaskCancelled | None) -> None:
    """Raise a refusal if a task has ended."""
    match known:
        case TaskCompleted(task_id=name, outcome=outcome):
            raise TaskIsDone(name, outcome)
        case TaskCancelled(task_id=name, reason=reason):
            raise TaskIsCancelled(name, reason)
        case None:
            return
        case _:
            assert_never(known)
