"""By when a case must be answered and resolved, and what of that was missed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias

from .case_events import SlaBreached
from .case_kinds import SlaTarget
from .case_state import Case
from .sla import SlaTerms

Deadlines: TypeAlias = tuple[datetime | None, datetime | None]
_SECOND = timedelta(seconds=1)


def deadlines(case: Case, priority: int, at: datetime) -> Deadlines:
    """Return by when to answer and to resolve, for a clock that runs from *at* on.

    None for what is done or was missed already, and for both without a service level.
    """
    terms = case.opened.terms if case.opened else None
    if terms is None:
        return None, None
    first, last = SlaTarget.FIRST_RESPONSE, SlaTarget.RESOLUTION

    def moment(target: SlaTarget) -> datetime | None:
        if target in case.breaches or (target is first and case.answered):
            return None
        minutes = budget(terms, target, priority)
        if minutes is None:
            return None
        return case.clock.used_up(terms.hours, minutes, at)

    return moment(first), moment(last)


def missed(case: Case, by: datetime) -> Iterator[SlaBreached]:
    """Yield what was due by a moment and was not done, each at its own moment."""
    opened = case.opened
    if opened is None or opened.terms is None:
        return
    for target, at in sorted(case.deadlines.items(), key=lambda each: each[1]):
        if at <= by:
            used = case.clock.used(opened.terms.hours, at) // _SECOND
            minutes = budget(opened.terms, target, case.priority)
            assert minutes is not None
            who = opened.case_id, opened.customer_id
            yield SlaBreached(at, *who, target, used, minutes)


def budget(terms: SlaTerms, target: SlaTarget, priority: int) -> int | None:
    """Return a target's business minutes, if it has any."""
    found = terms.target(priority)
    first = target is SlaTarget.FIRST_RESPONSE
    return found.first_response if first else found.resolution
