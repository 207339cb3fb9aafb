"""Each case on one line: whose it is, by when what of it is due, whether it is open."""

from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from ...domain.sales.task import TaskAssigned
from ...domain.service.case_events import (
    CaseAssigned,
    CaseClosed,
    CaseMerged,
    CaseMessageAdded,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    CaseTriaged,
    FirstResponseSent,
    SlaBreached,
    SlaClockPaused,
    SlaClockResumed,
)
from ...domain.service.case_kinds import SlaTarget
from ...domain.service.promise import PromiseMade
from ..envelope import Recorded
from .projection import Projection


@frozen
class Queued:
    """`due_at` is the sooner of the two moments that can still be missed.

    `tasks` and `promises` are those about it, whoever's they are.
    """

    case_id: str
    customer_id: str | None = None
    opened_at: datetime | None = None
    kind: str = ""
    priority: int = 0
    category: str | None = None
    channel: str = ""
    department: str | None = None
    owner: str | None = None
    first_response_due_at: datetime | None = None
    resolution_due_at: datetime | None = None
    paused: str | None = None
    missed: tuple[str, ...] = ()
    messages: int = 0
    tasks: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    is_open: bool = False

    @property
    def due_at(self) -> datetime | None:
        due = (self.first_response_due_at, self.resolution_due_at)
        return min((each for each in due if each is not None), default=None)


def evolve(row: Queued, recorded: Recorded) -> Queued:
    event = recorded.event
    match event:
        case CaseOpened():
            return but(
                row,
                customer_id=event.customer_id,
                opened_at=event.at,
                kind=event.kind,
                priority=event.priority,
                category=event.category,
                channel=event.channel,
                department=event.department,
                first_response_due_at=event.first_response_due_at,
                resolution_due_at=event.resolution_due_at,
                is_open=True,
            )
        case CaseTriaged(kind=kind, priority=priority, category=category):
            row = but(row, kind=kind, priority=priority, category=category)
            return _due(row, event)
        case CaseAssigned(owner=owner, department=department):
            return but(row, owner=owner, department=department)
        case CaseMessageAdded():
            return but(row, messages=row.messages + 1)
        case FirstResponseSent():
            return but(row, first_response_due_at=None)
        case SlaClockPaused(reason=reason):
            return but(_still(row), paused=reason)
        case SlaClockResumed():
            return _due(but(row, paused=None), event)
        case SlaBreached(target=target):
            row = but(row, missed=(*row.missed, target))
            if target is SlaTarget.FIRST_RESPONSE:
                return but(row, first_response_due_at=None)
            return but(row, resolution_due_at=None)
        case CaseReopened():
            return _due(but(row, is_open=True), event)
        case CaseResolved() | CaseMerged() | CaseClosed():
            return but(_still(row), paused=None, is_open=False)
        case TaskAssigned(task_id=name):
            return but(row, tasks=(*row.tasks, name))
        case PromiseMade(promise_id=name):
            return but(row, promises=(*row.promises, name))
        case _:
            return row


def _due(row: Queued, event: CaseTriaged | SlaClockResumed | CaseReopened) -> Queued:
    return but(
        row,
        first_response_due_at=event.first_response_due_at,
        resolution_due_at=event.resolution_due_at,
    )


def _still(row: Queued) -> Queued:
    return but(row, first_response_due_at=None, resolution_due_at=None)


def _key(recorded: Recorded) -> str | None:
    """Return the case that an event is of, or that a task or a promise is about."""
    event, named = recorded.event, recorded.stream
    if isinstance(event, TaskAssigned | PromiseMade):
        named = (event.about_ref or "").replace(":", "-", 1)
    return named.removeprefix("case-") if named.startswith("case-") else None


QUEUE = Projection("queue", 1, Queued, Queued, _key, evolve)
