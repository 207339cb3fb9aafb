"""How an opportunity ends: won with its order, or lost with a reason. Once."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OpportunityId, OrderId
from .opening import OpportunityOpened


@frozen
class WinOpportunity:
    at: datetime
    order_id: OrderId


@frozen
class LoseOpportunity:
    at: datetime
    reason: str
    competitor: str | None = None


EndingCommand: TypeAlias = WinOpportunity | LoseOpportunity


@frozen
class OpportunityWon:
    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    order_id: OrderId
    amount: int
    currency: str


@frozen
class OpportunityLost:
    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    reason: str
    competitor: str | None = None


Ending: TypeAlias = OpportunityWon | OpportunityLost


@frozen
class OpportunityIsWon(Refused):
    opportunity_id: OpportunityId
    order_id: OrderId

    def __str__(self) -> str:
        return f"opportunity {self.opportunity_id} is won, with order {self.order_id}"


@frozen
class OpportunityIsLost(Refused):
    opportunity_id: OpportunityId
    reason: str

    def __str__(self) -> str:
        return f"opportunity {self.opportunity_id} is lost: {self.reason}"


def end(
    command: EndingCommand,
    opened: OpportunityOpened,
    amount: int,
    known: Ending | None,
) -> Iterator[Ending]:
    """Yield the ending, unless it is `known`; *amount* is what was won at last."""
    who = opened.opportunity_id, opened.customer_id
    event: Ending
    match command:
        case WinOpportunity(at, order):
            event = OpportunityWon(at, *who, order, amount, opened.currency)
        case LoseOpportunity(at, reason, competitor):
            event = OpportunityLost(at, *who, reason, competitor)
        case _:
            assert_never(command)
    if known is None:
        yield event
    elif but(event, at=known.at) != known:
        refuse_ended(known)


def refuse_ended(known: Ending | None) -> None:
    """Raise a refusal if an opportunity has ended."""
    match known:
        case OpportunityWon(opportunity_id=name, order_id=order):
            raise OpportunityIsWon(name, order)
        case OpportunityLost(opportunity_id=name, reason=reason):
            raise OpportunityIsLost(name, reason)
        case None:
            return
        case _:
            assert_never(known)
