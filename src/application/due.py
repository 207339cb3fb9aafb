"""What time brings by itself, to everything that has a moment of its own: safe twice.

Nothing depends on when a sweep runs: whoever reads or decides counts what is due, and
each event has the moment at which it was due. A sweep writes down what has happened,
for those who follow the log, and sets going what follows from it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

from attrs import frozen

from ..domain.acquisition.lead import NoteFollowUpDue
from ..domain.engagement.joining import NoteChallengeDue
from ..domain.engagement.referral import NoteReferralDue
from ..domain.feedback.complaint_terms import NoteComplaintDue
from ..domain.feedback.invitation_terms import NoteInvitationsDue
from ..domain.lifecycle.winback import NoteWinBackDue
from ..domain.loyalty.points import SettleDue
from ..domain.loyalty.redemption_terms import NoteRedemptionDue
from ..domain.sales.contract import NoteContractDue
from ..domain.sales.goal import NoteGoalDue
from ..domain.sales.task import NoteTaskDue
from .aggregate import Aggregate
from .contexts import (
    COMPLAINT,
    CONTRACT,
    GOAL,
    INVITATION,
    LEAD,
    PARTICIPATION,
    POINTS,
    REDEMPTION,
    REFERRAL,
    TASK,
    WIN_BACK,
)
from .envelope import Origin
from .handling import Handler
from .work import Work

_TOGETHER = 200  # aggregates a transaction

TIMED: Final[Mapping[Aggregate[Any, Any, Any], Callable[[datetime], Any]]] = {
    POINTS: SettleDue,
    LEAD: NoteFollowUpDue,
    TASK: NoteTaskDue,
    GOAL: NoteGoalDue,
    CONTRACT: NoteContractDue,
    REDEMPTION: NoteRedemptionDue,
    INVITATION: NoteInvitationsDue,
    COMPLAINT: NoteComplaintDue,
    REFERRAL: NoteReferralDue,
    WIN_BACK: NoteWinBackDue,
    PARTICIPATION: NoteChallengeDue,
}
"""Aggregates whose states have a `due` moment, and the command that notes it passed."""


@frozen
class Swept:
    """How many aggregates of a kind were looked at, and how many events were due."""

    kind: str
    looked_at: int
    events: int


def count_timed(handler: Handler) -> int:
    """Return how many aggregates a sweep will look at."""
    return sum(len(handler.journal.streams(each.kind)) for each in TIMED)


def sweep(
    handler: Handler,
    at: datetime,
    origin: Origin,
    progress: Callable[[int], object] = lambda _: None,
) -> tuple[Swept, ...]:
    """Note all that was due by *at* and is not yet noted, kind by kind.

    *progress* is told how many aggregates have been looked at.
    """
    done: list[Swept] = []
    for aggregate, note in TIMED.items():
        before = sum(each.looked_at for each in done)

        def advance(looked_at: int, before: int = before) -> None:
            progress(before + looked_at)

        done.append(_sweep(handler, at, origin, aggregate, note, advance))
    return tuple(done)


def sweep_due(handler: Handler, at: datetime, origin: Origin) -> int:
    """Sweep; return how many events that made."""
    return sum(each.events for each in sweep(handler, at, origin))


def _sweep(
    handler: Handler,
    at: datetime,
    origin: Origin,
    aggregate: Aggregate[Any, Any, Any],
    note: Callable[[datetime], Any],
    progress: Callable[[int], object],
) -> Swept:
    prefix, looked_at, events = f"{aggregate.kind}-", 0, 0
    names = iter(list(handler.journal.streams(aggregate.kind)))
    while some := [each.removeprefix(prefix) for each in islice(names, _TOGETHER)]:

        def settle(work: Work, some: list[str] = some) -> None:
            for identity in some:
                due = work.state(aggregate, identity).due
                if due is not None and due <= at:
                    work.handle(aggregate, identity, note(at))

        events += len(handler.run(settle, origin).drafts)
        looked_at += len(some)
        progress(looked_at)
    return Swept(aggregate.kind, looked_at, events)
