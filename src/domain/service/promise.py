"""A promise to a customer: kept before it is due, moved if they agree, or broken."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, PromiseId
from ..personal import Personal, personal, same
from ..times import due_after, not_before

PAST_DUE: Final = "past_due"  # why a promise is broken that nobody said was


@frozen
class MakePromise:
    """`by` is who promises, `about_ref` what it is about, such as `case:c-1`."""

    at: datetime
    promise_id: PromiseId
    customer_id: CustomerId
    by: str
    due_at: datetime
    about_ref: str | None = None
    text: str | None = None


@frozen
class KeepPromise:
    at: datetime


@frozen
class BreakPromise:
    at: datetime
    reason: str


@frozen
class RenegotiatePromise:
    at: datetime
    due_at: datetime
    agreed_by_customer: bool
    reason: str


@frozen
class NotePromiseDue:
    at: datetime


Command: TypeAlias = (
    MakePromise | KeepPromise | BreakPromise | RenegotiatePromise | NotePromiseDue
)


@frozen
class PromiseMade:
    at: datetime
    promise_id: PromiseId
    customer_id: CustomerId
    by: str
    due_at: datetime
    about_ref: str | None = None
    text: Personal = personal(default=None)


@frozen
class PromiseKept:
    at: datetime
    promise_id: PromiseId
    customer_id: CustomerId


@frozen
class PromiseBroken:
    """`at` is when it was due, if nobody said before that it would not be kept."""

    at: datetime
    promise_id: PromiseId
    customer_id: CustomerId
    reason: str


@frozen
class PromiseRenegotiated:
    """Without the customer's agreement the moment it is due stays as it was."""

    at: datetime
    promise_id: PromiseId
    customer_id: CustomerId
    due_at: datetime
    agreed_by_customer: bool
    reason: str


Event: TypeAlias = PromiseMade | PromiseKept | PromiseBroken | PromiseRenegotiated


@frozen
class PromiseNotMade(Refused):
    def __str__(self) -> str:
        return "no such promise was made"


@frozen
class PromiseChanged(Refused):
    promise_id: PromiseId

    def __str__(self) -> str:
        return f"promise {self.promise_id} is made otherwise"


@frozen
class PromiseIsKept(Refused):
    promise_id: PromiseId
    at: datetime

    def __str__(self) -> str:
        return f"promise {self.promise_id} is kept, since {self.at}"


@frozen
class PromiseIsBroken(Refused):
    promise_id: PromiseId
    at: datetime
    reason: str

    def __str__(self) -> str:
        return f"promise {self.promise_id} is broken, since {self.at}: {self.reason}"


@frozen
class PromiseWasDue(Refused):
    promise_id: PromiseId
    due_at: datetime

    def __str__(self) -> str:
        return f"promise {self.promise_id} was due at {self.due_at} and was not kept"


@frozen
class Promise:
    """A promise; `due_at` is the moment that was made or agreed upon last."""

    made: PromiseMade | None = None
    due_at: datetime | None = None
    renegotiated: tuple[PromiseRenegotiated, ...] = ()
    kept: PromiseKept | None = None
    broken: PromiseBroken | None = None

    @property
    def due(self) -> datetime | None:
        """When it will be broken, if it can still be."""
        return None if self.kept or self.broken else self.due_at


def decide(command: Command, promise: Promise) -> Iterator[Event]:
    if isinstance(command, MakePromise):
        yield from _make(command, promise.made)
        return
    made, due_at = promise.made, promise.due_at
    if made is None or due_at is None:
        raise PromiseNotMade
    at, who = command.at, (made.promise_id, made.customer_id)
    not_before(made.at, at)
    match command:
        case NotePromiseDue():
            if promise.due is not None and promise.due <= at:
                yield PromiseBroken(promise.due, *who, PAST_DUE)
        case KeepPromise():
            if promise.kept is None:
                _refuse_broken(promise, unless_before=at)
                _refuse_past_due(made, due_at, at)
                yield PromiseKept(at, *who)
        case BreakPromise(_, reason):
            if promise.broken is None or promise.broken.reason != reason:
                _refuse_ended(promise)
                _refuse_past_due(made, due_at, at)
                yield PromiseBroken(at, *who, reason)
        case RenegotiatePromise(_, to, agreed, reason):
            event = PromiseRenegotiated(at, *who, to, agreed, reason)
            if promise.renegotiated and same(event, promise.renegotiated[-1]):
                return
            _refuse_ended(promise)
            _refuse_past_due(made, due_at, at)
            due_after(at, to)
            yield event
        case _:
            assert_never(command)


def evolve(promise: Promise, event: Event) -> Promise:
    match event:
        case PromiseMade(due_at=due_at):
            return Promise(event, due_at)
        case PromiseKept():
            return but(promise, kept=event, broken=None)
        case PromiseBroken():
            return but(promise, broken=event)
        case PromiseRenegotiated(due_at=due_at, agreed_by_customer=agreed):
            terms = (*promise.renegotiated, event)
            moved = due_at if agreed else promise.due_at
            return but(promise, renegotiated=terms, due_at=moved)
        case _:
            assert_never(event)


def _make(command: MakePromise, known: PromiseMade | None) -> Iterator[PromiseMade]:
    event = PromiseMade(
        command.at,
        command.promise_id,
        command.customer_id,
        command.by,
        command.due_at,
        command.about_ref,
        command.text,
    )
    if known is None:
        due_after(event.at, event.due_at)
        yield event
    elif not same(event, known):
        raise PromiseChanged(known.promise_id)


def _refuse_ended(promise: Promise) -> None:
    if promise.kept:
        raise PromiseIsKept(promise.kept.promise_id, promise.kept.at)
    _refuse_broken(promise, unless_before=None)


def _refuse_broken(promise: Promise, unless_before: datetime | None) -> None:
    """Refuse what is broken; what was kept in time may be told once a timer came by."""
    broken = promise.broken
    if broken is None:
        return
    told = unless_before is not None and unless_before < broken.at
    if not (told and broken.reason == PAST_DUE):
        raise PromiseIsBroken(broken.promise_id, broken.at, broken.reason)


def _refuse_past_due(made: PromiseMade, due_at: datetime, at: datetime) -> None:
    if at >= due_at:
        raise PromiseWasDue(made.promise_id, due_at)


PROMISES = Decider(Promise(), decide, evolve)
