"""An incident's changes as commands to a case: what each row changed, and no more."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeAlias

from ...domain.ids import CaseId, CustomerId
from ...domain.service.case_commands import (
    AssignCase,
    CloseCase,
    Command,
    OpenCase,
    PauseClock,
    ReopenCase,
    ResolveCase,
    ResumeClock,
    TriageCase,
)
from ...domain.service.case_kinds import CaseKind, PauseReason
from ...domain.service.sla import SlaTerms
from . import SOURCE
from .incidents import Change, Incident, State

Told: TypeAlias = tuple[int, Command]  # the row that tells it
_UNRECORDED: Final = "unrecorded"
_OVER: Final = State.RESOLVED, State.CLOSED
_WAITS: Final = {
    State.AWAITING_USER: PauseReason.AWAITING_CUSTOMER,
    State.AWAITING_VENDOR: PauseReason.AWAITING_SUPPLIER,
    State.AWAITING_PROBLEM: PauseReason.AWAITING_CAUSE,
    State.AWAITING_EVIDENCE: PauseReason.AWAITING_EVIDENCE,
}


def case_id(incident: Incident) -> CaseId:
    return CaseId(f"{SOURCE}:{incident.number}")


def story(
    incident: Incident, customer: CustomerId | None, terms: SlaTerms | None
) -> Iterator[Told]:
    """Yield what is to be told of an incident, each with the row that tells it."""
    first = incident.changes[0]
    yield (
        first.row,
        OpenCase(
            incident.opened_at,
            case_id(incident),
            customer,
            CaseKind.PROBLEM,
            incident.channel,
            first.priority,
            terms.sla_id if terms else None,
            terms,
            first.category,
        ),
    )
    before = Change(first.row, incident.opened_at, State.NEW, first.priority)
    state = State.NEW
    for change in incident.changes:
        after = change.state or state
        for command in _changed(before, change, state, after):
            yield change.row, command
        before, state = change, after


def _changed(
    before: Change, change: Change, state: State, after: State
) -> Iterator[Command]:
    """Yield what a row changed: first it is taken up again, if it was over."""
    at = change.at
    if state in _OVER and after not in _OVER:
        yield ReopenCase(at, _UNRECORDED)
        state = State.ACTIVE
    if change.priority != before.priority or change.category not in (
        None,
        before.category,
    ):
        yield TriageCase(at, CaseKind.PROBLEM, change.priority, change.category)
    whose = change.owner, change.department
    if whose != (before.owner, before.department) and whose != (None, None):
        yield AssignCase(at, *whose)
    if after is not state:
        yield from _moved(at, change, state, after)


def _moved(
    at: datetime, change: Change, state: State, after: State
) -> Iterator[Command]:
    if state in _WAITS and after not in _OVER:
        yield ResumeClock(at)
    if after in _WAITS:
        yield PauseClock(at, _WAITS[after])
    elif after is State.RESOLVED:
        cause, remedy = change.cause or _UNRECORDED, change.remedy or _UNRECORDED
        yield ResolveCase(at, cause, remedy)
    elif after is State.CLOSED:
        yield CloseCase(at)
