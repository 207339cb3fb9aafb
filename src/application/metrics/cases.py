"""How soon cases are answered and resolved, and whether promises are kept.

Times are business seconds: each case counts by the calendar that stands in its opening.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from ...domain.service.case_events import (
    CaseMerged,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    CaseTriaged,
    FirstResponseSent,
    SlaClockPaused,
    SlaClockResumed,
)
from ...domain.service.case_state import Case, evolve
from ...domain.service.figures import Figures, figures
from ...domain.service.promise import PromiseBroken, PromiseKept
from ..envelope import Recorded
from .defining import Definition, Measured, Window

_CLOCKS: Final = (
    CaseOpened,
    CaseTriaged,
    FirstResponseSent,
    SlaClockPaused,
    SlaClockResumed,
    CaseResolved,
    CaseReopened,
    CaseMerged,
)
KINDS: Final = (*_CLOCKS, PromiseKept, PromiseBroken)


def _after_each(events: Iterable[Recorded]) -> Iterator[tuple[Recorded, Case]]:
    """Yield each event that moves a case's clock, and how the case stands after it."""
    cases: dict[str, Case] = {}
    for each in events:
        if isinstance(each.event, _CLOCKS):
            known = cases.get(each.event.case_id, Case())
            if known.opened is None and not isinstance(each.event, CaseOpened):
                continue  # it was opened beyond what was known
            after = cases[each.event.case_id] = evolve(known, each.event)
            yield each, after


def _answers(
    events: Iterable[Recorded], window: Window
) -> list[tuple[Recorded, Figures]]:
    """Return the first responses of a window to cases that have a service level."""
    return [
        (each, found)
        for each, case in _after_each(events)
        if isinstance(each.event, FirstResponseSent) and window.holds(each.event.at)
        if (found := figures(case)).first_response is not None
    ]


def _resolutions(
    events: Iterable[Recorded], window: Window
) -> list[tuple[Recorded, Figures]]:
    """Return each case's last resolution of a window, if it has a service level."""
    last: dict[str, tuple[Recorded, Figures]] = {}
    for each, case in _after_each(events):
        if not (isinstance(each.event, CaseResolved) and window.holds(each.event.at)):
            continue
        if (found := figures(case)).resolution is not None:
            last[each.event.case_id] = each, found
    return list(last.values())


def _first_response(events: Iterable[Recorded], window: Window) -> Measured:
    found = _answers(events, window)
    total = sum(figure.first_response or 0 for _, figure in found)
    return Measured(total, len(found), [each for each, _ in found])


def _first_response_in_time(events: Iterable[Recorded], window: Window) -> Measured:
    found = _answers(events, window)
    in_time = sum(1 for _, figure in found if figure.first_response_in_time)
    return Measured(in_time, len(found), [each for each, _ in found])


def _resolution(events: Iterable[Recorded], window: Window) -> Measured:
    found = _resolutions(events, window)
    total = sum(figure.resolution or 0 for _, figure in found)
    return Measured(total, len(found), [each for each, _ in found])


def _resolution_in_time(events: Iterable[Recorded], window: Window) -> Measured:
    found = _resolutions(events, window)
    in_time = sum(1 for _, figure in found if figure.resolution_in_time)
    return Measured(in_time, len(found), [each for each, _ in found])


def _reopened(events: Iterable[Recorded], window: Window) -> Measured:
    counted: list[Recorded] = []
    resolved, reopened = set(), set()
    for each in events:
        match each.event:
            case CaseResolved(at=at, case_id=name) if window.holds(at):
                resolved.add(name)
            case CaseReopened(at=at, case_id=name) if window.holds(at):
                if name not in resolved:
                    continue  # it was resolved before
                reopened.add(name)
            case _:
                continue
        counted.append(each)
    return Measured(len(reopened), len(resolved), counted)


def _kept(events: Iterable[Recorded], window: Window) -> Measured:
    last = {
        each.event.promise_id: each
        for each in events
        if isinstance(each.event, PromiseKept | PromiseBroken)
    }
    counted = [each for each in last.values() if window.holds(each.event.at)]
    kept = sum(1 for each in counted if isinstance(each.event, PromiseKept))
    return Measured(kept, len(counted), counted)


DEFINITIONS: Final = (
    Definition(
        "first-response-time",
        1,
        "business seconds",
        "from opening to the first response, pauses left out, by cases answered",
        _first_response,
    ),
    Definition(
        "first-response-in-time",
        1,
        "share",
        "cases whose first response was in time by cases answered",
        _first_response_in_time,
    ),
    Definition(
        "resolution-time",
        1,
        "business seconds",
        "from opening to the last resolution, pauses left out, by cases resolved",
        _resolution,
    ),
    Definition(
        "resolution-in-time",
        1,
        "share",
        "cases whose last resolution was in time by cases resolved",
        _resolution_in_time,
    ),
    Definition(
        "reopen-rate",
        1,
        "share",
        "cases reopened by its end by cases resolved in the window",
        _reopened,
    ),
    Definition(
        "promise-kept-rate",
        1,
        "share",
        "promises kept by promises kept or broken",
        _kept,
    ),
)
