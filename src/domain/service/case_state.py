"""Where a case stands, as its events say."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..ids import CaseId, EncounterId
from .case_events import (
    CaseAbsorbed,
    CaseAssigned,
    CaseClosed,
    CaseEncounterLinked,
    CaseMerged,
    CaseMessageAdded,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    CaseSplit,
    CaseTriaged,
    Event,
    FirstResponseSent,
    SlaBreached,
    SlaClockPaused,
    SlaClockResumed,
)
from .case_kinds import CaseKind, SlaTarget
from .clock import Clock


@frozen
class Case:
    """A case; `opened` is None before there is one.

    `moved` is when something last changed of its owner, its clock or its end.
    `deadlines` are those of the targets that can still be missed, while the clock runs.
    """

    opened: CaseOpened | None = None
    kind: CaseKind | None = None
    priority: int = 0
    category: str | None = None
    owner: str | None = None
    department: str | None = None
    clock: Clock = field(factory=Clock)
    deadlines: Mapping[SlaTarget, datetime] = field(factory=dict)
    breaches: Mapping[SlaTarget, SlaBreached] = field(factory=dict)
    messages: Mapping[str, CaseMessageAdded] = field(factory=dict)
    answered: FirstResponseSent | None = None
    paused: SlaClockPaused | None = None
    resolved: CaseResolved | None = None
    closed: CaseClosed | None = None
    reopened: tuple[CaseReopened, ...] = ()
    encounters: tuple[EncounterId, ...] = ()
    merged: CaseMerged | None = None
    absorbed: tuple[CaseId, ...] = ()
    splits: tuple[CaseSplit, ...] = ()
    moved: datetime | None = None

    @property
    def due(self) -> datetime | None:
        """When the next target will be missed, if nothing is done."""
        return min(self.deadlines.values(), default=None)

    @property
    def is_open(self) -> bool:
        """Whether there is still work to do on it."""
        over = self.resolved or self.closed or self.merged
        return self.opened is not None and not over


def evolve(case: Case, event: Event) -> Case:
    match event:
        case CaseOpened(at=at):
            return Case(
                event,
                event.kind,
                event.priority,
                event.category,
                department=event.department,
                clock=Clock(since=at),
                deadlines=_deadlines(event),
                moved=at,
            )
        case CaseTriaged(at=at):
            return but(
                case,
                kind=event.kind,
                priority=event.priority,
                category=event.category,
                deadlines=_deadlines(event),
                moved=at,
            )
        case CaseAssigned(at=at, owner=owner, department=department):
            return but(case, owner=owner, department=department, moved=at)
        case CaseMessageAdded(message_id=name):
            return but(case, messages={**case.messages, name: event})
        case FirstResponseSent():
            left = _but(case.deadlines, SlaTarget.FIRST_RESPONSE)
            return but(case, answered=event, deadlines=left)
        case CaseEncounterLinked(encounter_id=name):
            return but(case, encounters=(*case.encounters, name))
        case SlaClockPaused(at=at):
            return but(_stopped(case, at), paused=event)
        case SlaClockResumed(at=at):
            return but(_started(case, event), paused=None)
        case SlaBreached(target=target):
            left = _but(case.deadlines, target)
            breaches = {**case.breaches, target: event}
            return but(case, breaches=breaches, deadlines=left)
        case CaseResolved(at=at):
            return but(_stopped(case, at), resolved=event, paused=None)
        case CaseReopened():
            reopened = (*case.reopened, event)
            started = _started(case, event)
            return but(started, resolved=None, closed=None, reopened=reopened)
        case CaseClosed(at=at):
            return but(case, closed=event, moved=at)
        case CaseMerged(at=at):
            return but(_stopped(case, at), merged=event, paused=None)
        case CaseAbsorbed(absorbed=name):
            return but(case, absorbed=(*case.absorbed, name))
        case CaseSplit():
            return but(case, splits=(*case.splits, event))
        case _:
            assert_never(event)


def _started(case: Case, event: SlaClockResumed | CaseReopened) -> Case:
    clock, deadlines = case.clock.start(event.at), _deadlines(event)
    return but(case, clock=clock, deadlines=deadlines, moved=event.at)


def _stopped(case: Case, at: datetime) -> Case:
    return but(case, clock=case.clock.stop(at), deadlines={}, moved=at)


def _deadlines(
    event: CaseOpened | CaseTriaged | SlaClockResumed | CaseReopened,
) -> dict[SlaTarget, datetime]:
    both = {
        SlaTarget.FIRST_RESPONSE: event.first_response_due_at,
        SlaTarget.RESOLUTION: event.resolution_due_at,
    }
    return {target: at for target, at in both.items() if at is not None}


def _but(
    deadlines: Mapping[SlaTarget, datetime], target: SlaTarget
) -> dict[SlaTarget, datetime]:
    return {each: at for each, at in deadlines.items() if each is not target}
