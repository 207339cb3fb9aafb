"""What an opportunity is worth, and when it is expected to close: as last revised."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from .. import money
from ..ids import CustomerId, OpportunityId
from .opening import OpportunityOpened


@frozen
class ReviseAmount:
    at: datetime
    amount: int
    reason: str


@frozen
class MoveExpectedClose:
    at: datetime
    expected_close: date
    reason: str


RevisingCommand: TypeAlias = ReviseAmount | MoveExpectedClose


@frozen
class AmountRevised:
    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    amount: int
    currency: str
    reason: str


@frozen
class ExpectedCloseMoved:
    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    expected_close: date
    reason: str


RevisingEvent: TypeAlias = AmountRevised | ExpectedCloseMoved


def decide(
    command: RevisingCommand, opened: OpportunityOpened, amount: int, close: date
) -> Iterator[RevisingEvent]:
    """Yield the revision of *amount* or of *close*, unless it says the same."""
    who = opened.opportunity_id, opened.customer_id
    match command:
        case ReviseAmount(at, new, reason):
            money.check(new, opened.currency, least=0)
            if new != amount:
                yield AmountRevised(at, *who, new, opened.currency, reason)
        case MoveExpectedClose(at, day, reason):
            if day != close:
                yield ExpectedCloseMoved(at, *who, day, reason)
        case _:
            assert_never(command)
