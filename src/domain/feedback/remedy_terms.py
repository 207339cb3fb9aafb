"""What is told of remedies, and what happens to them."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..ids import ComplaintId, CustomerId


class RemedyKind(StrEnum):
    APOLOGY = "apology"
    EXPLANATION = "explanation"
    REPAIR = "repair"
    REPLACEMENT = "replacement"
    REFUND = "refund"
    COMPENSATION = "compensation"


@frozen
class OfferRemedy:
    """Offer a remedy; `value` is in whole units of `unit`, of money minor ones.

    A refund or a compensation has a value, in a currency or in points.
    """

    at: datetime
    remedy_id: str
    kind: RemedyKind
    value: int = 0
    unit: str | None = None


@frozen
class AcceptRemedy:
    """`ledger_ref` is the posting or the payment by which the value was given."""

    at: datetime
    remedy_id: str
    ledger_ref: str | None = None


@frozen
class DeclineRemedy:
    at: datetime
    remedy_id: str


RemedyCommand: TypeAlias = OfferRemedy | AcceptRemedy | DeclineRemedy


@frozen
class RemedyOffered:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    remedy_id: str
    kind: RemedyKind
    value: int
    unit: str | None


@frozen
class RemedyAccepted:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    remedy_id: str
    ledger_ref: str | None


@frozen
class RemedyDeclined:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    remedy_id: str


RemedyEvent: TypeAlias = RemedyOffered | RemedyAccepted | RemedyDeclined
