"""P12 and P13: what a case owes is missed, and a promise broken, by a timer, once."""

from datetime import timedelta

from mijoz.application.contexts import CALENDAR, CASE, CUSTOMER, PROMISE, SLA
from mijoz.application.due import sweep_due
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CalendarId, CaseId, CustomerId, PromiseId, SlaId
from mijoz.domain.service.business_hours import BusinessHours, Opening
from mijoz.domain.service.calendar import PublishBusinessCalendar
from mijoz.domain.service.case_commands import (
    AddMessage,
    MergeCase,
    OpenCase,
    PauseClock,
    SplitCase,
)
from mijoz.domain.service.case_events import CaseAbsorbed, CaseOpened, SlaBreached
from mijoz.domain.service.case_kinds import (
    CaseKind,
    Direction,
    PauseReason,
    SlaTarget,
)
from mijoz.domain.service.promise import PAST_DUE, MakePromise, PromiseBroken
from mijoz.domain.service.sla import PublishSla, SlaTerms, Target

from .telling import TIME, Step, day, tell

AZIZA, SHOP, DESK = CustomerId("aziza"), CalendarId("shop"), SlaId("desk")
LEAK, PUMP = CaseId("leak"), CaseId("pump")
HOURS = BusinessHours("UTC", tuple(Opening(each, 0, 1440) for each in range(1, 8)))
TARGETS = (Target(1, 60, 1440),)
TERMS = SlaTerms(DESK, 1, SHOP, 1, HOURS, TARGETS)
OPEN = OpenCase(day(1), LEAK, AZIZA, CaseKind.PROBLEM, "phone", 1, DESK, TERMS)
OPENED: tuple[Step, ...] = (
    (CUSTOMER, AZIZA, RegisterCustomer(day(0), AZIZA, PartyKind.PERSON, "shop")),
    (CALENDAR, SHOP, PublishBusinessCalendar(day(0), SHOP, 1, day(0), HOURS)),
    (SLA, DESK, PublishSla(day(0), DESK, 1, day(0), SHOP, 1, TARGETS)),
    (CASE, LEAK, OPEN),
)
SWEEPS: tuple[Step, ...] = (
    lambda handler: sweep_due(handler, day(20), TIME),
    lambda handler: sweep_due(handler, day(21), TIME),
)


def test_a_case_that_nobody_answers_misses_both_targets_once() -> None:
    told = tell(*OPENED, *SWEEPS)
    missed = [each for each in told.of(CASE, LEAK) if isinstance(each, SlaBreached)]
    assert [(each.at, each.target) for each in missed] == [
        (day(1) + timedelta(hours=1), SlaTarget.FIRST_RESPONSE),
        (day(2), SlaTarget.RESOLUTION),
    ]


def test_a_case_that_is_answered_and_waits_misses_nothing() -> None:
    answer = AddMessage(day(1), "m-1", Direction.OUTGOING, "email", "anna", "soon")
    wait = PauseClock(day(1.5), PauseReason.AWAITING_CUSTOMER)
    told = tell(*OPENED, (CASE, LEAK, answer), (CASE, LEAK, wait), *SWEEPS)
    assert "SlaBreached" not in told.names()


def test_cases_are_merged_and_split_on_both_sides_or_on_none() -> None:
    split = SplitCase(day(1), PUMP, CaseKind.QUESTION, 1, "another", "how much?")
    back = MergeCase(day(1.01), LEAK)
    told = tell(*OPENED, (CASE, LEAK, split), (CASE, PUMP, back))
    (opened,) = told.by("split-cases-are-opened")
    assert isinstance(opened, CaseOpened)
    (absorbed,) = told.by("merged-cases-are-absorbed")
    assert isinstance(absorbed, CaseAbsorbed)


def test_a_promise_that_nobody_keeps_is_broken_as_it_is_due_once() -> None:
    call = PromiseId("call")
    make = MakePromise(day(1), call, AZIZA, "anna", day(3), "case:leak", "I call")
    told = tell(*OPENED, (PROMISE, call, make), *SWEEPS)
    (broken,) = (e for e in told.of(PROMISE, call) if isinstance(e, PromiseBroken))
    assert (broken.at, broken.reason) == (day(3), PAST_DUE)
