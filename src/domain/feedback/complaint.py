"""A complaint: filed, acknowledged in time, its cause found, remedied, closed.

The loop is closed for good once a later score of the customer says what came of it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from attrs import evolve as but

from ..decider import Decider
from ..personal import same
from ..times import due_after, not_before
from . import remedy
from .complaint_refusals import (
    ComplaintChanged,
    ComplaintIsClosed,
    ComplaintNotFiled,
    LoopWasVerified,
    NotAcknowledged,
    NotALaterScore,
    NotClosedYet,
    NotComparable,
    NotTheNextLevel,
)
from .complaint_state import Complaint, evolve
from .complaint_terms import (
    AcknowledgeComplaint,
    CauseFound,
    CloseComplaint,
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintEscalated,
    ComplaintFiled,
    ComplaintOverdue,
    EscalateComplaint,
    FileComplaint,
    FindCause,
    LoopVerified,
    NoteComplaintDue,
    VerifyLoop,
    Working,
)
from .complaint_terms import Command as Command
from .complaint_terms import Event as Event
from .remedy_terms import AcceptRemedy, DeclineRemedy, OfferRemedy

AFTER_ACKNOWLEDGING = (FindCause, OfferRemedy, CloseComplaint)


def decide(command: Command, complaint: Complaint) -> Iterator[Event]:
    if isinstance(command, FileComplaint):
        yield from _file(command, complaint.filed)
        return
    filed = complaint.filed
    if filed is None:
        raise ComplaintNotFiled
    not_before(filed.at, command.at)
    if isinstance(command, VerifyLoop):
        yield from _verify(command, filed, complaint)
        return
    for event in _work_on(command, filed, complaint):
        if complaint.closed:
            raise ComplaintIsClosed(complaint.closed.at)
        yield event


def _file(command: FileComplaint, known: ComplaintFiled | None) -> Iterator[Event]:
    event = ComplaintFiled(
        command.at,
        command.complaint_id,
        command.customer_id,
        command.source,
        command.category,
        command.severity,
        command.owner,
        command.due_at,
        command.escalate_to,
        command.about_ref,
        command.evidence_ref,
        command.score,
        command.text,
    )
    if known:
        if not same(event, known):
            raise ComplaintChanged(known.complaint_id)
        return
    due_after(command.at, command.due_at)
    yield event


def _work_on(
    command: Working, filed: ComplaintFiled, complaint: Complaint
) -> Iterator[Event]:
    at, who = command.at, (filed.complaint_id, filed.customer_id)
    if not complaint.acknowledged and isinstance(command, AFTER_ACKNOWLEDGING):
        raise NotAcknowledged(filed.due_at)
    match command:
        case NoteComplaintDue():
            yield from _overdue(at, filed, complaint)
        case AcknowledgeComplaint(by=by):
            if not complaint.acknowledged:
                yield from _overdue(at, filed, complaint)
                yield ComplaintAcknowledged(at, *who, by, at < filed.due_at)
        case FindCause(_, category, cause, owner):
            event = CauseFound(at, *who, category, cause, owner)
            if complaint.cause is None or but(event, at=complaint.cause.at) != (
                complaint.cause
            ):
                yield event
        case OfferRemedy() | AcceptRemedy() | DeclineRemedy():
            yield from remedy.decide(command, *who, complaint.remedies)
        case EscalateComplaint(_, level, to, reason):
            if level != complaint.level:
                if level != complaint.level + 1:
                    raise NotTheNextLevel(level, complaint.level + 1)
                yield ComplaintEscalated(at, *who, level, to, reason)
        case CloseComplaint(satisfied=satisfied):
            if waiting := remedy.undecided(complaint.remedies):
                raise remedy.RemedyIsOpen(waiting)
            if complaint.closed is None or complaint.closed.satisfied != satisfied:
                yield ComplaintClosed(at, *who, satisfied)
        case _:
            assert_never(command)


def _overdue(
    at: datetime, filed: ComplaintFiled, complaint: Complaint
) -> Iterator[Event]:
    if (due_at := complaint.due) and due_at <= at:
        yield ComplaintOverdue(due_at, filed.complaint_id, filed.customer_id)


def _verify(
    command: VerifyLoop, filed: ComplaintFiled, complaint: Complaint
) -> Iterator[Event]:
    at, ref, after = command.at, command.evidence_ref, command.after
    if known := complaint.verified:
        if known.evidence_ref != ref:
            raise LoopWasVerified(known.evidence_ref)
        return
    if complaint.closed is None:
        raise NotClosedYet(filed.complaint_id)
    if at <= complaint.closed.at:
        raise NotALaterScore(at, complaint.closed.at)
    before = filed.score
    if before and not after.compares_with(before):
        raise NotComparable(str(before), str(after))
    yield LoopVerified(at, filed.complaint_id, filed.customer_id, ref, before, after)


COMPLAINTS = Decider[Command, Event, Complaint](Complaint(), decide, evolve)
