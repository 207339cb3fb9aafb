"""The rules of promises, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, PromiseId
from mijoz.domain.personal import Erased
from mijoz.domain.service.promise import (
    PAST_DUE,
    PROMISES,
    BreakPromise,
    Command,
    KeepPromise,
    MakePromise,
    NotePromiseDue,
    PromiseBroken,
    PromiseChanged,
    PromiseIsBroken,
    PromiseIsKept,
    PromiseKept,
    PromiseMade,
    PromiseNotMade,
    PromiseRenegotiated,
    PromiseWasDue,
    RenegotiatePromise,
)
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
SOON, DUE, LATER = NOW + timedelta(hours=1), NOW + DAY, NOW + 2 * DAY
CALL, AZIZA = PromiseId("call"), CustomerId("aziza")
WHO = CALL, AZIZA

MAKE = MakePromise(NOW, CALL, AZIZA, "anna", DUE, "case:leak", "I call tomorrow")
MADE = PromiseMade(NOW, CALL, AZIZA, "anna", DUE, "case:leak", "I call tomorrow")
KEPT = PromiseKept(SOON, *WHO)
BROKEN = PromiseBroken(SOON, *WHO, "no van")
OVERDUE = PromiseBroken(DUE, *WHO, PAST_DUE)
AGREED = PromiseRenegotiated(SOON, *WHO, LATER, True, "no van")

promises = Scenario(PROMISES)
made = promises.given(MADE)

COMMANDS: list[Command] = [
    KeepPromise(SOON),
    BreakPromise(SOON, "no van"),
    RenegotiatePromise(SOON, LATER, True, "no van"),
    NotePromiseDue(SOON),
]
ENDS = COMMANDS[:-1]


def named(command: Command) -> str:
    return type(command).__name__


def test_a_promise_is_made_to_a_customer_by_a_time() -> None:
    story = promises.when(MAKE)
    story.then(MADE)
    assert story.state.due == DUE


def test_a_promise_is_made_once() -> None:
    made.when(but(MAKE, at=SOON)).then_nothing()
    made.when(but(MAKE, by="bek")).then(PromiseChanged(CALL))
    promises.given(but(MADE, text=Erased())).when(MAKE).then_nothing()


@pytest.mark.parametrize("due", [NOW, NOW - INSTANT])
def test_a_promise_is_not_due_as_it_is_made(due: datetime) -> None:
    promises.when(but(MAKE, due_at=due)).then(DueTooEarly(due, NOW))
    assert promises.when(but(MAKE, due_at=NOW + INSTANT)).news


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_what_was_not_promised_is_neither_kept_nor_broken(command: Command) -> None:
    promises.when(command).then(PromiseNotMade())


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_nothing_becomes_of_a_promise_before_it_is_made(command: Command) -> None:
    early = NOW - INSTANT
    made.when(but(command, at=early)).then(TooEarly(early, NOW))
    assert made.when(but(command, at=NOW)).refusal is None


def test_a_promise_is_kept_once() -> None:
    story = made.when(KeepPromise(SOON))
    story.then(KEPT)
    assert story.state.due is None
    story.when(KeepPromise(LATER)).then_nothing()
    story.when(NotePromiseDue(LATER)).then_nothing()


def test_a_promise_that_cannot_be_kept_is_broken_for_a_reason_once() -> None:
    story = made.when(BreakPromise(SOON, "no van"))
    story.then(BROKEN)
    assert story.state.due is None
    story.when(BreakPromise(LATER, "no van")).then_nothing()
    story.when(NotePromiseDue(LATER)).then_nothing()


@pytest.mark.parametrize("command", ENDS, ids=named)
def test_a_promise_is_over_once_it_is_due(command: Command) -> None:
    made.when(but(command, at=DUE)).then(PromiseWasDue(CALL, DUE))
    other = but(command, at=DUE - INSTANT)
    assert made.when(other).news


def test_a_promise_that_is_not_kept_is_broken_as_it_is_due_once() -> None:
    made.when(NotePromiseDue(DUE - INSTANT)).then_nothing()
    made.when(NotePromiseDue(DUE)).then(OVERDUE)
    story = made.when(NotePromiseDue(LATER))
    story.then(OVERDUE)
    story.when(NotePromiseDue(LATER)).then_nothing()


def test_what_was_kept_in_time_may_be_told_once_a_timer_came_by() -> None:
    story = made.given(OVERDUE).when(KeepPromise(DUE - INSTANT))
    story.then(but(KEPT, at=DUE - INSTANT))
    assert story.state.broken is None
    refusal = PromiseIsBroken(CALL, DUE, PAST_DUE)
    made.given(OVERDUE).when(KeepPromise(DUE)).then(refusal)


def test_what_was_said_to_be_broken_is_not_kept() -> None:
    refusal = PromiseIsBroken(CALL, SOON, "no van")
    made.given(BROKEN).when(KeepPromise(NOW)).then(refusal)
    made.given(BROKEN).when(BreakPromise(LATER, "rain")).then(refusal)
    to = RenegotiatePromise(SOON, LATER, True, "rain")
    made.given(BROKEN).when(to).then(refusal)


def test_what_is_kept_is_not_broken_nor_moved() -> None:
    refusal = PromiseIsKept(CALL, SOON)
    made.given(KEPT).when(BreakPromise(SOON, "no van")).then(refusal)
    to = RenegotiatePromise(SOON, LATER, True, "no van")
    made.given(KEPT).when(to).then(refusal)


def test_a_promise_is_moved_if_the_customer_agrees() -> None:
    story = made.when(RenegotiatePromise(SOON, LATER, True, "no van"))
    story.then(AGREED)
    assert story.state.due == LATER
    story.when(RenegotiatePromise(DUE, LATER, True, "no van")).then_nothing()
    story.when(NotePromiseDue(DUE)).then_nothing()
    story.when(NotePromiseDue(LATER)).then(but(OVERDUE, at=LATER))


def test_a_promise_stays_as_it_was_without_the_customers_agreement() -> None:
    story = made.when(RenegotiatePromise(SOON, LATER, False, "no van"))
    story.then(but(AGREED, agreed_by_customer=False))
    assert story.state.due == DUE
    story.when(NotePromiseDue(DUE)).then(OVERDUE)
    story = story.when(RenegotiatePromise(SOON, LATER, True, "no van"))
    story.then(AGREED)


@pytest.mark.parametrize("to", [SOON, SOON - INSTANT])
def test_a_promise_is_moved_to_later(to: datetime) -> None:
    command = RenegotiatePromise(SOON, to, True, "no van")
    made.when(command).then(DueTooEarly(to, SOON))
    assert made.when(but(command, due_at=SOON + INSTANT)).news
