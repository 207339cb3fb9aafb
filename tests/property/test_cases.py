"""What holds of cases and promises, whatever anyone asks for and in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mijoz.domain.decider import Decider, Refused
from mijoz.domain.ids import (
    CalendarId,
    CaseId,
    CustomerId,
    EncounterId,
    PromiseId,
    SlaId,
)
from mijoz.domain.service import case_commands as c
from mijoz.domain.service import case_events as e
from mijoz.domain.service import promise as p
from mijoz.domain.service.business_hours import BusinessHours, Opening, elapsed
from mijoz.domain.service.case import CASES, Case
from mijoz.domain.service.case_kinds import CaseKind, Direction, PauseReason, SlaTarget
from mijoz.domain.service.figures import figures
from mijoz.domain.service.sla import SlaTerms, Target

START = datetime(2026, 3, 27, 6, tzinfo=UTC)  # a Friday before the clocks change
HOURS = BusinessHours(
    "Europe/Berlin", tuple(Opening(day, 540, 1080) for day in range(1, 6))
)
TARGETS = (Target(1, 30, 120), Target(2, 240, 960))
TERMS = SlaTerms(SlaId("s"), 1, CalendarId("k"), 1, HOURS, TARGETS)
LEAK, AZIZA = CaseId("leak"), CustomerId("aziza")
OPEN = c.OpenCase(START, LEAK, AZIZA, CaseKind.PROBLEM, "phone", 2, TERMS.sla_id, TERMS)
RUNNING = (e.CaseOpened, e.SlaClockResumed, e.CaseReopened)
STANDING = (e.SlaClockPaused, e.CaseResolved, e.CaseMerged)

times = st.integers(0, 24 * 6).map(lambda hours: START + timedelta(hours=hours))
words = st.sampled_from(["x", "y"])
others = st.sampled_from([CaseId("a"), CaseId("b")])
priorities = st.integers(0, 3)
commands: st.SearchStrategy[c.Command] = st.one_of(
    st.just(OPEN),
    st.builds(c.TriageCase, times, st.sampled_from(CaseKind), priorities, words),
    st.builds(c.AssignCase, times, st.none() | words, st.none() | words),
    st.builds(c.AddMessage, times, words, st.sampled_from(Direction), words, words),
    st.builds(c.LinkEncounter, times, words.map(EncounterId)),
    st.builds(c.PauseClock, times, st.sampled_from(PauseReason)),
    st.builds(c.ResumeClock, times),
    st.builds(c.NoteCaseDue, times),
    st.builds(c.ResolveCase, times, words, words),
    st.builds(c.ReopenCase, times, words),
    st.builds(c.CloseCase, times),
    st.builds(c.MergeCase, times, others),
    st.builds(c.AbsorbCase, times, others),
    st.builds(c.SplitCase, times, others, st.sampled_from(CaseKind), priorities, words),
)


def told(decider: Decider[Any, Any, Any], asked: list[Any]) -> list[Any]:
    """Return what happened, of what was asked for and not refused."""
    history: list[Any] = []
    for command in asked:
        state = decider.fold(history)
        try:
            news = list(decider.decide(command, state))
        except Refused:
            continue
        history += news
        after = decider.fold(news, state)
        try:
            again = list(decider.decide(command, after))
        except Refused:
            again = []
        assert again == [], "a command that is repeated does nothing"
    return history


def ran(history: list[Any]) -> list[tuple[datetime, datetime | None]]:
    """Return when the clock ran, by the events alone."""
    found: list[tuple[datetime, datetime | None]] = []
    for event in history:
        runs = bool(found) and found[-1][1] is None
        if isinstance(event, RUNNING) and not runs:
            found.append((event.at, None))
        elif isinstance(event, STANDING) and runs:
            found[-1] = found[-1][0], event.at
    return found


def used(history: list[Any], at: datetime) -> timedelta:
    return sum(
        (
            elapsed(HOURS, since, at if until is None else min(until, at))
            for since, until in ran(history)
        ),
        timedelta(),
    )


def budget(priority: int, target: SlaTarget) -> timedelta:
    (found,) = (each for each in TARGETS if each.priority == priority)
    first = target is SlaTarget.FIRST_RESPONSE
    minutes = found.first_response if first else found.resolution
    assert minutes is not None
    return timedelta(minutes=minutes)


histories = st.lists(commands, max_size=30).map(lambda some: told(CASES, [OPEN, *some]))


@given(histories)
def test_every_deadline_is_when_the_priorities_time_will_be_used_up(
    history: list[Any],
) -> None:
    priority = 0
    for n, event in enumerate(history):
        priority = getattr(event, "priority", priority)
        if not isinstance(event, (*RUNNING, e.CaseTriaged)):
            continue
        known = history[: n + 1]
        for target, at in (
            (SlaTarget.FIRST_RESPONSE, event.first_response_due_at),
            (SlaTarget.RESOLUTION, event.resolution_due_at),
        ):
            if at is not None:
                left = budget(priority, target) - used(known, event.at)
                gone = elapsed(HOURS, event.at, at)
                assert gone == max(left, timedelta())
            elif isinstance(event, RUNNING):
                done = [
                    each
                    for each in known
                    if isinstance(each, e.FirstResponseSent)
                    or (isinstance(each, e.SlaBreached) and each.target is target)
                ]
                assert done


@given(histories)
def test_a_target_is_missed_once_and_not_before_its_time_is_used_up(
    history: list[Any],
) -> None:
    missed = [each for each in history if isinstance(each, e.SlaBreached)]
    assert len({each.target for each in missed}) == len(missed)
    for each in missed:
        before = history[: history.index(each)]
        assert each.elapsed == used(before, each.at) // timedelta(seconds=1)
        assert each.elapsed >= each.budget * 60


@given(histories)
def test_figures_follow_from_the_events_alone(history: list[Any]) -> None:
    case: Case = CASES.fold(history)
    found, second = figures(case), timedelta(seconds=1)
    if case.answered:
        assert found.first_response == used(history, case.answered.at) // second
    if case.resolved:
        assert found.resolution == used(history, case.resolved.at) // second


@given(histories)
def test_there_is_one_first_response_and_one_owner(history: list[Any]) -> None:
    first = [each for each in history if isinstance(each, e.FirstResponseSent)]
    assert len(first) <= 1
    owner = None
    for each in history:
        if isinstance(each, e.CaseAssigned):
            assert each.from_owner == owner
            owner = each.owner
    assert CASES.fold(history).owner == owner


@given(histories)
def test_a_clock_that_stands_has_no_deadlines(history: list[Any]) -> None:
    case: Case = CASES.fold(history)
    if case.clock.since is None:
        assert case.due is None


class AnOverCase(RuleBasedStateMachine):
    """A case, told whatever comes: once over, it takes no work."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Any] = told(CASES, [OPEN])

    @property
    def case(self) -> Case:
        return CASES.fold(self.history)

    @rule(command=commands)
    def tell(self, command: c.Command) -> None:
        case = self.case
        try:
            news = list(CASES.decide(command, case))
        except Refused:
            return
        if case.merged:
            assert news == []
        if case.closed:
            assert all(isinstance(each, e.CaseReopened) for each in news)
        self.history += news

    @precondition(lambda self: self.case.is_open)
    @rule(at=times)
    def end(self, at: datetime) -> None:
        moved = self.case.moved
        assert moved is not None
        at = max(at, moved)
        for command in (c.ResolveCase(at, "x", "y"), c.CloseCase(at)):
            self.history += CASES.decide(command, self.case)

    @invariant()
    def an_open_case_is_neither_resolved_nor_closed_nor_merged(self) -> None:
        case = self.case
        assert case.is_open == (not (case.resolved or case.closed or case.merged))
        assert case.resolved or not case.closed


TestAnOverCase = AnOverCase.TestCase

promising: st.SearchStrategy[p.Command] = st.one_of(
    st.builds(
        p.MakePromise, times, st.just(PromiseId("p")), st.just(AZIZA), words, times
    ),
    st.builds(p.KeepPromise, times),
    st.builds(p.BreakPromise, times, words),
    st.builds(p.RenegotiatePromise, times, times, st.booleans(), words),
    st.builds(p.NotePromiseDue, times),
)


@given(st.lists(promising, max_size=20))
def test_a_promise_is_kept_before_it_is_due_or_broken(asked: list[p.Command]) -> None:
    history = told(p.PROMISES, asked)
    due = None
    for each in history:
        match each:
            case p.PromiseMade(due_at=at):
                due = at
            case p.PromiseRenegotiated(due_at=at, agreed_by_customer=True):
                assert at > each.at
                due = at
            case p.PromiseKept(at=at):
                assert due is not None
                assert at < due
            case p.PromiseBroken(at=at, reason=reason):
                assert due is not None
                assert at == due if reason == p.PAST_DUE else at < due
    promise = p.PROMISES.fold(history)
    assert not (promise.kept and promise.broken)


@given(st.lists(promising, max_size=20), times)
def test_no_promise_is_open_once_its_moment_was_noted(
    asked: list[p.Command], at: datetime
) -> None:
    history = told(p.PROMISES, [*asked, p.NotePromiseDue(at)])
    due = p.PROMISES.fold(history).due
    made = history and history[0].at <= at
    assert not made or due is None or due > at
