"""What a case comes to: nothing of it is stored, all of it follows from its events."""

from datetime import datetime, timedelta

from attrs import frozen

from .case_kinds import SlaTarget
from .case_state import Case
from .deadlines import budget

_SECOND = timedelta(seconds=1)


@frozen
class Figures:
    """Business seconds until the first answer, and until the resolution that stands.

    None while there is none, or no service level to count by; so is whether each was in
    time by the priority that the case has.
    """

    first_response: int | None = None
    first_response_in_time: bool | None = None
    resolution: int | None = None
    resolution_in_time: bool | None = None


def figures(case: Case) -> Figures:
    """Return what a case comes to so far."""
    answered = _seconds(case, case.answered.at if case.answered else None)
    resolved = _seconds(case, case.resolved.at if case.resolved else None)
    return Figures(
        answered,
        _in_time(case, SlaTarget.FIRST_RESPONSE, answered),
        resolved,
        _in_time(case, SlaTarget.RESOLUTION, resolved),
    )


def _seconds(case: Case, at: datetime | None) -> int | None:
    terms = case.opened.terms if case.opened else None
    if terms is None or at is None:
        return None
    return case.clock.used(terms.hours, at) // _SECOND


def _in_time(case: Case, target: SlaTarget, seconds: int | None) -> bool | None:
    terms = case.opened.terms if case.opened else None
    if terms is None or seconds is None:
        return None
    minutes = budget(terms, target, case.priority)
    return None if minutes is None else seconds < 60 * minutes
