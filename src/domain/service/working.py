"""The work on a case: what it is, whose it is, what is said, and what belongs to it."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from ..personal import same
from ..times import not_before
from .case_commands import AddMessage, AssignCase, LinkEncounter, TriageCase
from .case_events import (
    CaseAssigned,
    CaseEncounterLinked,
    CaseMessageAdded,
    CaseOpened,
    CaseTriaged,
    FirstResponseSent,
    SlaClockResumed,
)
from .case_kinds import Direction, PauseReason
from .case_refusals import MessageChanged, NobodyToAssign
from .case_state import Case
from .deadlines import deadlines
from .opening import check
from .pausing import resumed

Working: TypeAlias = TriageCase | AssignCase | AddMessage | LinkEncounter
Worked: TypeAlias = (
    CaseTriaged
    | CaseAssigned
    | CaseMessageAdded
    | FirstResponseSent
    | CaseEncounterLinked
    | SlaClockResumed
)


def decide(command: Working, case: Case, opened: CaseOpened) -> Iterator[Worked]:
    who = opened.case_id, opened.customer_id
    match command:
        case TriageCase():
            yield from _triage(command, case, opened)
        case AssignCase(at, owner, department, reason, policy):
            if owner is None and department is None:
                raise NobodyToAssign(opened.case_id)
            department = department or case.department
            if (owner, department) != (case.owner, case.department):
                not_before(case.moved or opened.at, at)
                yield CaseAssigned(
                    at, *who, case.owner, owner, department, reason, policy
                )
        case AddMessage():
            yield from _add(command, case, opened)
        case LinkEncounter(at, name):
            if name not in case.encounters:
                yield CaseEncounterLinked(at, *who, name)
        case _:
            assert_never(command)


def _triage(
    command: TriageCase, case: Case, opened: CaseOpened
) -> Iterator[CaseTriaged]:
    at, kind, priority = command.at, command.kind, command.priority
    category = command.category or case.category
    if (kind, priority, category) == (case.kind, case.priority, case.category):
        return
    not_before(case.moved or opened.at, at)
    check(priority, opened.terms)
    runs = case.clock.since is not None
    due = deadlines(case, priority, at) if runs else (None, None)
    who = opened.case_id, opened.customer_id
    yield CaseTriaged(at, *who, kind, priority, category, *due)


def _add(command: AddMessage, case: Case, opened: CaseOpened) -> Iterator[Worked]:
    who = opened.case_id, opened.customer_id
    message = CaseMessageAdded(
        command.at,
        *who,
        command.message_id,
        command.direction,
        command.channel,
        command.author,
        command.body,
    )
    if known := case.messages.get(command.message_id):
        if not same(message, known):
            raise MessageChanged(command.message_id)
        return
    yield message
    if command.direction is Direction.OUTGOING and case.answered is None:
        yield FirstResponseSent(command.at, *who, command.message_id)
    if command.direction is Direction.INCOMING and _awaited(command, case):
        yield resumed(command.at, case, opened)


def _awaited(message: AddMessage, case: Case) -> bool:
    """Whether a message is what the clock stands for: not one from before it stood."""
    if case.paused is None or case.paused.reason is not PauseReason.AWAITING_CUSTOMER:
        return False
    return case.paused.at <= message.at
