"""How a task begins: someone, or a policy, asks someone to do it by a time."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, TaskId
from ..personal import Personal, personal, same
from ..times import due_after


@frozen
class AssignTask:
    """`policy` names the version of the rule that asks for it; None if someone did.

    `about_ref` is what it is about, such as `opportunity:o-1`. From `due_at` on it is
    overdue.
    """

    at: datetime
    task_id: TaskId
    customer_id: CustomerId | None
    assignee: str
    task: str
    due_at: datetime
    about_ref: str | None = None
    policy: str | None = None
    note: str | None = None


@frozen
class TaskAssigned:
    at: datetime
    task_id: TaskId
    customer_id: CustomerId | None
    assignee: str
    task: str
    due_at: datetime
    about_ref: str | None = None
    policy: str | None = None
    note: Personal = personal(default=None)


@frozen
class TaskChanged(Refused):
    task_id: TaskId

    def __str__(self) -> str:
        return f"task {self.task_id} is assigned otherwise"


def assign(command: AssignTask, known: TaskAssigned | None) -> Iterator[TaskAssigned]:
    """Yield the task, unless it is `known`; its time may differ."""
    event = TaskAssigned(
        command.at,
        command.task_id,
        command.customer_id,
        command.assignee,
        command.task,
        command.due_at,
        command.about_ref,
        command.policy,
        command.note,
    )
    if known is None:
        due_after(command.at, command.due_at)
        yield event
    elif not same(event, known):
        raise TaskChanged(known.task_id)
