"""What time brings by itself to leads, tasks, goals and more: safe to run twice."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

from ..domain.acquisition.lead import NoteFollowUpDue
from ..domain.feedback.invitation_terms import NoteInvitationsDue
from ..domain.loyalty.redemption_terms import NoteRedemptionDue
from ..domain.sales.contract import NoteContractDue
from ..domain.sales.goal import NoteGoalDue
from ..domain.sales.task import NoteTaskDue
from .aggregate import Aggregate
from .contexts import CONTRACT, GOAL, INVITATION, LEAD, REDEMPTION, TASK
from .envelope import Origin
from .handling import Handler
from .work import Work

_TOGETHER = 200  # aggregates a transaction

TIMED: Final[Mapping[Aggregate[Any, Any, Any], Callable[[datetime], Any]]] = {
    LEAD: NoteFollowUpDue,
    TASK: NoteTaskDue,
    GOAL: NoteGoalDue,
    CONTRACT: NoteContractDue,
    REDEMPTION: NoteRedemptionDue,
    INVITATION: NoteInvitationsDue,
}
"""Aggregates whose states have a `due` moment, and the command that notes it passed."""


def sweep_due(handler: Handler, at: datetime, origin: Origin) -> int:
    """Note all that was due by *at* and was not done; return how many events that made.

    Each has the moment at which it was due, whenever it is noted.
    """
    return sum(
        _sweep(handler, at, origin, aggregate, note)
        for aggregate, note in TIMED.items()
    )


def _sweep(
    handler: Handler,
    at: datetime,
    origin: Origin,
    aggregate: Aggregate[Any, Any, Any],
    note: Callable[[datetime], Any],
) -> int:
    prefix, events = f"{aggregate.kind}-", 0
    names = iter(list(handler.journal.streams(aggregate.kind)))
    while some := [each.removeprefix(prefix) for each in islice(names, _TOGETHER)]:

        def settle(work: Work, some: list[str] = some) -> None:
            for identity in some:
                due = work.state(aggregate, identity).due
                if due is not None and due <= at:
                    work.handle(aggregate, identity, note(at))

        events += len(handler.run(settle, origin).drafts)
    return events
