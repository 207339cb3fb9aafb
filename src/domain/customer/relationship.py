"""Whether a customer is in a relationship with us, and why not."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import frozen

from ..ids import CustomerId
from ..personal import Personal, personal


class CloseReason(StrEnum):
    NO_PURCHASE = "no_purchase"
    COMPETITOR = "competitor"
    MOVED = "moved"
    COMPLAINT = "complaint"
    DECEASED = "deceased"
    OTHER = "other"


@frozen
class CloseRelationship:
    at: datetime
    reason: CloseReason
    detail: str | None = None


@frozen
class ReopenRelationship:
    at: datetime


RelationshipCommand: TypeAlias = CloseRelationship | ReopenRelationship


@frozen
class RelationshipClosed:
    at: datetime
    customer_id: CustomerId
    reason: CloseReason
    detail: Personal = personal(default=None)


@frozen
class RelationshipReopened:
    at: datetime
    customer_id: CustomerId


RelationshipEvent: TypeAlias = RelationshipClosed | RelationshipReopened


def decide(
    command: RelationshipCommand, customer: CustomerId, closed: bool
) -> Iterator[RelationshipEvent]:
    """Yield what becomes of the relationship; closing twice closes once."""
    match command:
        case CloseRelationship(at, reason, detail):
            if not closed:
                yield RelationshipClosed(at, customer, reason, detail)
        case ReopenRelationship(at):
            if closed:
                yield RelationshipReopened(at, customer)
        case _:
            assert_never(command)
