"""A lead passed on, from marketing to sales: the other side takes it, or does not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, LeadId
from ..times import not_before

_SECOND = timedelta(seconds=1)


@frozen
class HandOverLead:
    at: datetime
    from_agent: str
    to_agent: str


@frozen
class AcceptHandOver:
    at: datetime


@frozen
class RejectHandOver:
    at: datetime
    reason: str


HandOverCommand: TypeAlias = HandOverLead | AcceptHandOver | RejectHandOver


@frozen
class LeadHandedOver:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    from_agent: str
    to_agent: str


@frozen
class LeadHandOverAccepted:
    """`waited_seconds` is how long the hand-over had waited for this answer."""

    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    to_agent: str
    waited_seconds: int


@frozen
class LeadHandOverRejected:
    """`waited_seconds` is how long the hand-over had waited for this answer."""

    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    to_agent: str
    reason: str
    waited_seconds: int


HandOverEvent: TypeAlias = LeadHandedOver | LeadHandOverAccepted | LeadHandOverRejected


@frozen
class HandOver:
    """A lead offered, and the answer; None until there is one."""

    offered: LeadHandedOver
    answer: LeadHandOverAccepted | LeadHandOverRejected | None = None

    @property
    def between(self) -> tuple[str, str]:
        return self.offered.from_agent, self.offered.to_agent


@frozen
class HandOverPending(Refused):
    lead_id: LeadId
    to_agent: str

    def __str__(self) -> str:
        return f"lead {self.lead_id} waits for {self.to_agent} to take it, or not"


@frozen
class HandOverToSelf(Refused):
    agent: str

    def __str__(self) -> str:
        return f"{self.agent} cannot hand a lead over to themselves"


@frozen
class NothingToAnswer(Refused):
    lead_id: LeadId

    def __str__(self) -> str:
        return f"lead {self.lead_id} waits for nobody to take it"


def decide(
    command: HandOverCommand,
    lead: LeadId,
    customer: CustomerId | None,
    last: HandOver | None,
) -> Iterator[HandOverEvent]:
    """Yield what becomes of the passing on of a lead; `last` is its last hand-over."""
    match command:
        case HandOverLead(at, giver, taker):
            if giver == taker:
                raise HandOverToSelf(giver)
            again = last is not None and (giver, taker) == last.between
            if last is None or isinstance(last.answer, LeadHandOverRejected):
                yield LeadHandedOver(at, lead, customer, giver, taker)
            elif last.answer is None and not again:
                raise HandOverPending(lead, last.offered.to_agent)
            elif not again:
                yield LeadHandedOver(at, lead, customer, giver, taker)
        case AcceptHandOver(at):
            if last is None or isinstance(last.answer, LeadHandOverRejected):
                raise NothingToAnswer(lead)
            if last.answer is None:
                waited = _waited(last, at)
                yield LeadHandOverAccepted(
                    at, lead, customer, last.offered.to_agent, waited
                )
        case RejectHandOver(at, reason):
            if last is None or isinstance(last.answer, LeadHandOverAccepted):
                raise NothingToAnswer(lead)
            if last.answer is None:
                waited = _waited(last, at)
                yield LeadHandOverRejected(
                    at, lead, customer, last.offered.to_agent, reason, waited
                )
        case _:
            assert_never(command)


def evolve(last: HandOver | None, event: HandOverEvent) -> HandOver:
    match event:
        case LeadHandedOver():
            return HandOver(event)
        case LeadHandOverAccepted() | LeadHandOverRejected():
            if last is None:  # not so by then: it was handed over later
                raise LookupError(event.lead_id)
            return HandOver(last.offered, event)
        case _:
            assert_never(event)


def _waited(last: HandOver, at: datetime) -> int:
    not_before(last.offered.at, at)
    return (at - last.offered.at) // _SECOND
