"""The clock of a case stands for a reason that is named, and goes on."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from ..times import not_before
from .case_commands import PauseClock, ResumeClock
from .case_events import CaseOpened, SlaClockPaused, SlaClockResumed
from .case_refusals import CaseIsResolved, ClockStands
from .case_state import Case
from .deadlines import deadlines


def decide(
    command: PauseClock | ResumeClock, case: Case, opened: CaseOpened
) -> Iterator[SlaClockPaused | SlaClockResumed]:
    match command:
        case PauseClock(at, reason):
            refuse_resolved(case)
            if case.paused is None:
                not_before(case.moved or opened.at, at)
                yield SlaClockPaused(at, opened.case_id, opened.customer_id, reason)
            elif case.paused.reason is not reason:
                raise ClockStands(opened.case_id, case.paused.reason)
        case ResumeClock(at):
            if case.paused is not None:
                not_before(case.paused.at, at)
                yield resumed(at, case, opened)
        case _:
            assert_never(command)


def resumed(at: datetime, case: Case, opened: CaseOpened) -> SlaClockResumed:
    """Return that the clock goes on, with its new deadlines."""
    due = deadlines(case, case.priority, at)
    return SlaClockResumed(at, opened.case_id, opened.customer_id, *due)


def refuse_resolved(case: Case) -> None:
    """Raise a refusal if the case is resolved."""
    if done := case.resolved:
        raise CaseIsResolved(done.case_id, done.at, done.cause, done.remedy)
