"""Figures of cases and promises, by their definitions, in business seconds."""

from fractions import Fraction

import pytest
from attrs import evolve as but

from mijoz.application.contexts import PROMISE
from mijoz.application.crm import Crm
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.application.metrics.definitions import NAMED, Measured, Window
from mijoz.application.metrics.stating import check, relevant, state, work_out
from mijoz.domain.ids import PromiseId
from mijoz.domain.service.case_commands import (
    AddMessage,
    MergeCase,
    PauseClock,
    ReopenCase,
    ResolveCase,
    ResumeClock,
    TriageCase,
)
from mijoz.domain.service.case_kinds import CaseKind, Direction, PauseReason
from mijoz.domain.service.promise import BreakPromise, KeepPromise, MakePromise

from ..service.desk import (
    ANNA,
    AZIZA,
    DAY,
    HOUR,
    INSTANT,
    LATER,
    MINUTE,
    NOW,
    OPEN,
    PUMP,
    SOON,
    a_shop,
    ask,
    tell,
)

ALL = Window(NOW - DAY, LATER)
ANSWER = AddMessage(SOON, "m-1", Direction.OUTGOING, "email", "anna", "we come")
RESOLVE = ResolveCase(NOW + 2 * HOUR, "seal", "new")


@pytest.fixture
def crm() -> Crm:
    crm = a_shop()
    ask(crm, OPEN)
    ask(crm, but(OPEN, case_id=PUMP), of=PUMP)
    return crm


def measure(crm: Crm, name: str, window: Window = ALL) -> Measured:
    events = relevant(crm, crm.journal.head(), None)
    return NAMED[name].measure(events, window)


def test_the_first_response_takes_business_time_without_pauses(crm: Crm) -> None:
    ask(crm, ANSWER)
    wait = PauseClock(SOON, PauseReason.AWAITING_SUPPLIER)
    ask(crm, wait, ResumeClock(NOW + DAY), of=PUMP)
    ask(crm, but(ANSWER, at=NOW + DAY + 80 * MINUTE), of=PUMP)
    found = measure(crm, "first-response-time")
    assert found.value == Fraction((10 + 90) * 60, 2)
    assert len(found.counted) == 2
    assert measure(crm, "first-response-in-time").value == Fraction(1, 2)


def test_only_what_happened_in_the_window_counts(crm: Crm) -> None:
    ask(crm, ANSWER, RESOLVE)
    for name, at in (
        ("first-response-time", SOON),
        ("first-response-in-time", SOON),
        ("resolution-time", RESOLVE.at),
        ("resolution-in-time", RESOLVE.at),
        ("reopen-rate", RESOLVE.at),
    ):
        assert measure(crm, name, Window(at - INSTANT, at)).value is not None
        assert measure(crm, name, Window(at, LATER)).value is None
        assert measure(crm, name, Window(NOW - DAY, at - INSTANT)).value is None


def test_a_resolution_counts_once_a_case_the_last_time(crm: Crm) -> None:
    ask(crm, RESOLVE, ReopenCase(NOW + 4 * HOUR, "leaks again"))
    again = but(RESOLVE, at=NOW + 5 * HOUR)
    ask(crm, again)
    ask(crm, but(RESOLVE, at=NOW + DAY), of=PUMP)
    found = measure(crm, "resolution-time")
    assert found.value == Fraction((3 + 9) * 3_600, 2)
    assert measure(crm, "resolution-in-time").value == Fraction(1, 2)
    first = Window(NOW, NOW + 2 * HOUR)
    assert measure(crm, "resolution-time", first).value == 2 * 3_600


def test_a_case_counts_by_the_priority_it_has(crm: Crm) -> None:
    ask(crm, TriageCase(NOW, CaseKind.PROBLEM, 1), RESOLVE)
    assert measure(crm, "resolution-in-time").value == 0


def test_cases_without_a_service_level_have_no_business_time() -> None:
    crm = a_shop()
    ask(crm, but(OPEN, sla_id=None, terms=None), ANSWER, RESOLVE)
    assert measure(crm, "first-response-time").value is None
    assert measure(crm, "resolution-time").value is None
    assert measure(crm, "reopen-rate").value == 0


def test_the_reopen_rate_is_of_cases_that_were_resolved(crm: Crm) -> None:
    ask(crm, RESOLVE)
    ask(crm, RESOLVE, of=PUMP)
    assert measure(crm, "reopen-rate").value == 0
    for hours in (3, 4):
        ask(crm, ReopenCase(NOW + hours * HOUR, "leaks again"))
        ask(crm, but(RESOLVE, at=NOW + hours * HOUR))
    found = measure(crm, "reopen-rate")
    assert (found.numerator, found.denominator) == (1, 2)
    assert len(found.counted) == 6
    late = Window(RESOLVE.at, NOW + 3 * HOUR - INSTANT)
    assert measure(crm, "reopen-rate", late).value is None
    before = Window(NOW, NOW + 3 * HOUR - INSTANT)
    assert measure(crm, "reopen-rate", before).value == 0


def test_what_was_resolved_before_the_window_is_not_reopened_in_it(crm: Crm) -> None:
    ask(crm, RESOLVE, ReopenCase(NOW + 3 * HOUR, "leaks again"))
    ask(crm, but(RESOLVE, at=NOW + 4 * HOUR))
    found = measure(crm, "reopen-rate", Window(NOW + 2 * HOUR, LATER))
    assert (found.numerator, found.denominator) == (0, 1)


def test_a_merged_case_that_nobody_answered_counts_nowhere(crm: Crm) -> None:
    ask(crm, MergeCase(SOON, PUMP))
    assert measure(crm, "first-response-time").value is None


def promise(crm: Crm, name: str) -> None:
    make = MakePromise(NOW, PromiseId(name), AZIZA, "anna", NOW + DAY)
    tell(crm, PROMISE, name, make)


def test_promises_kept_are_counted_among_those_kept_and_broken(crm: Crm) -> None:
    for name in ("kept", "broken", "late", "open"):
        promise(crm, name)
    tell(crm, PROMISE, "kept", KeepPromise(SOON))
    tell(crm, PROMISE, "broken", BreakPromise(SOON, "no van"))
    assert measure(crm, "promise-kept-rate").value == Fraction(1, 2)
    sweep_due(crm.handler, NOW + DAY, ANNA)
    assert measure(crm, "promise-kept-rate").value == Fraction(1, 4)
    tell(crm, PROMISE, "late", KeepPromise(SOON))  # it was, and is told now
    found = measure(crm, "promise-kept-rate")
    assert (found.value, len(found.counted)) == (Fraction(1, 2), 4)
    at_due = Window(NOW + DAY - INSTANT, NOW + DAY)
    assert measure(crm, "promise-kept-rate", at_due).value == 0
    assert measure(crm, "promise-kept-rate", Window(NOW + DAY, LATER)).value is None


def test_a_figure_of_cases_is_the_same_when_it_is_worked_out_again(crm: Crm) -> None:
    ask(crm, ANSWER, RESOLVE)
    events = relevant(crm, crm.journal.head(), None)
    definition = NAMED["resolution-time"]
    told = work_out(crm, definition, ALL, events, crm.journal.head(), None)
    stated = state(crm, told, Origin("user:anna"))
    ask(crm, RESOLVE, of=PUMP)
    found = check(crm, stated.statement_id)
    assert found.same
    assert stated.numerator == 7_200
