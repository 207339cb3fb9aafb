"""What time brings by itself, to everything that has a moment of its own: safe twice.

Nothing depends on when a sweep runs: whoever reads or decides counts what is due, and
each event has the moment at which it was due. A sweep writes down what has happened,
for those who follow the log, and sets going what follows from it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final

from attrs import frozen

from ..domain.acquisition.lead import NoteFollowUpDue
from ..domain.campaign.gathering_terms import NoteGatheringDue
from ..domain.coalition.benefit import NoteBenefitDue
from ..domain.coalition.clearing_terms import NoteSettlementDue
from ..domain.customer.consent import NoteOptInDue
from ..domain.encounter.appointment_terms import NoteAppointmentDue
from ..domain.engagement.cause_terms import NoteCauseDue
from ..domain.engagement.contest_terms import CloseEntries
from ..domain.engagement.joining import NoteChallengeDue
from ..domain.engagement.referral import NoteReferralDue
from ..domain.feedback.complaint_terms import NoteComplaintDue
from ..domain.feedback.invitation_terms import NoteInvitationsDue
from ..domain.lifecycle.winback import NoteWinBackDue
from ..domain.loyalty.points import SettleDue
from ..domain.loyalty.privilege_terms import NotePrivilegeDue
from ..domain.loyalty.redemption_terms import NoteRedemptionDue
from ..domain.sales.contract import NoteContractDue
from ..domain.sales.goal import NoteGoalDue
from ..domain.sales.task import NoteTaskDue
from ..domain.service.case_commands import NoteCaseDue
from ..domain.service.promise import NotePromiseDue
from .aggregate import Aggregate
from .contexts import (
    APPOINTMENT,
    BENEFIT,
    CASE,
    CAUSE,
    CLEARING,
    COMPLAINT,
    CONSENT,
    CONTEST,
    CONTRACT,
    EXPIRY_WARNING,
    GATHERING,
    GOAL,
    INVITATION,
    LEAD,
    PARTICIPATION,
    POINTS,
    PRIVILEGE,
    PROMISE,
    REDEMPTION,
    REFERRAL,
    TASK,
    TIER,
    WIN_BACK,
)
from .envelope import Origin
from .handling import Handler
from .looking import in_tiers, look
from .warning import warn_in_time
from .work import Work

_TOGETHER = 200  # aggregates a transaction

TIMED: Final[Mapping[Aggregate[Any, Any, Any], Callable[[datetime], Any]]] = {
    POINTS: SettleDue,
    LEAD: NoteFollowUpDue,
    APPOINTMENT: NoteAppointmentDue,
    TASK: NoteTaskDue,
    GOAL: NoteGoalDue,
    CONTRACT: NoteContractDue,
    REDEMPTION: NoteRedemptionDue,
    INVITATION: NoteInvitationsDue,
    COMPLAINT: NoteComplaintDue,
    REFERRAL: NoteReferralDue,
    WIN_BACK: NoteWinBackDue,
    PARTICIPATION: NoteChallengeDue,
    CONTEST: CloseEntries,
    CAUSE: NoteCauseDue,
    CLEARING: NoteSettlementDue,
    BENEFIT: NoteBenefitDue,
    CASE: NoteCaseDue,
    PROMISE: NotePromiseDue,
    PRIVILEGE: NotePrivilegeDue,
    CONSENT: NoteOptInDue,
    GATHERING: NoteGatheringDue,
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
    every = sum(len(handler.journal.streams(each.kind)) for each in TIMED)
    accounts = len(handler.journal.streams(POINTS.kind))
    return every + len(in_tiers(handler)) + accounts


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
    for kind, one, names in _timed(handler, at):
        before = sum(each.looked_at for each in done)

        def advance(looked_at: int, before: int = before) -> None:
            progress(before + looked_at)

        done.append(_sweep(handler, origin, kind, one, names, advance))
    return tuple(done)


def sweep_due(handler: Handler, at: datetime, origin: Origin) -> int:
    """Sweep; return how many events that made."""
    return sum(each.events for each in sweep(handler, at, origin))


def _timed(
    handler: Handler, at: datetime
) -> Iterator[tuple[str, Callable[[Work, str], None], Sequence[str]]]:
    """Yield each kind, what to do with one of it, and all there are at that time.

    Accounts are looked at again for what expires soon, and last of all tiers: of
    everyone who could have one, since what they fall by is in other accounts.
    """
    for aggregate, note in TIMED.items():

        def settle(
            work: Work,
            identity: str,
            aggregate: Aggregate[Any, Any, Any] = aggregate,
            note: Callable[[datetime], Any] = note,
        ) -> None:
            due = work.state(aggregate, identity).due
            if due is not None and due <= at:
                work.handle(aggregate, identity, note(at))

        prefix, streams = f"{aggregate.kind}-", handler.journal.streams(aggregate.kind)
        yield aggregate.kind, settle, [each.removeprefix(prefix) for each in streams]
    accounts = [
        each.removeprefix(POINTS.stream(""))
        for each in handler.journal.streams(POINTS.kind)
    ]
    yield EXPIRY_WARNING.kind, partial(_warn, at), accounts
    yield TIER.kind, partial(_look, at), in_tiers(handler)


def _warn(at: datetime, work: Work, identity: str) -> None:
    warn_in_time(work, identity, at)


def _look(at: datetime, work: Work, identity: str) -> None:
    look(work, identity, at)


def _sweep(
    handler: Handler,
    origin: Origin,
    kind: str,
    one: Callable[[Work, str], None],
    names: Sequence[str],
    progress: Callable[[int], object],
) -> Swept:
    looked_at, events, left = 0, 0, iter(names)
    while some := list(islice(left, _TOGETHER)):

        def settle(work: Work, some: list[str] = some) -> None:
            for identity in some:
                one(work, identity)

        events += len(handler.run(settle, origin).drafts)
        looked_at += len(some)
        progress(looked_at)
    return Swept(kind, looked_at, events)
