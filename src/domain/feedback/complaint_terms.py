"""What is told of a complaint, and what happens to it."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import ComplaintId, CustomerId
from ..personal import Personal, personal
from .complaint_kinds import ComplaintCategory as ComplaintCategory
from .complaint_kinds import ComplaintSource as ComplaintSource
from .complaint_kinds import Severity as Severity
from .remedy_terms import (
    AcceptRemedy,
    DeclineRemedy,
    OfferRemedy,
    RemedyAccepted,
    RemedyDeclined,
    RemedyOffered,
)
from .scale import Score


@frozen
class FileComplaint:
    """Take a complaint; before `due_at` the customer is to hear that we have it.

    That is for its `owner` to see to, and past that moment for `escalate_to`.
    `about_ref` is the encounter, order or product it is about, `evidence_ref` the event
    that a poor score came with, and `score` that score.
    """

    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    source: ComplaintSource
    category: ComplaintCategory
    severity: Severity
    owner: str
    due_at: datetime
    escalate_to: str | None = None
    about_ref: str | None = None
    evidence_ref: str | None = None
    score: Score | None = None
    text: str | None = None


@frozen
class AcknowledgeComplaint:
    at: datetime
    by: str


@frozen
class NoteComplaintDue:
    """Note that nobody acknowledged it in time, at the moment when it was due."""

    at: datetime


@frozen
class FindCause:
    """Say what the cause was, by the firm's own code, and who has to end it."""

    at: datetime
    category: ComplaintCategory
    cause: str
    owner: str


@frozen
class EscalateComplaint:
    """Take it up to the next level, to someone who has more to say there."""

    at: datetime
    level: int
    to: str
    reason: str


@frozen
class CloseComplaint:
    """Close it; whether they are satisfied, where the customer said so."""

    at: datetime
    satisfied: bool | None = None


@frozen
class VerifyLoop:
    """Hold a later score of the customer against the complaint, once it is closed."""

    at: datetime
    evidence_ref: str
    after: Score


Working: TypeAlias = (
    AcknowledgeComplaint
    | NoteComplaintDue
    | FindCause
    | OfferRemedy
    | AcceptRemedy
    | DeclineRemedy
    | EscalateComplaint
    | CloseComplaint
)
Command: TypeAlias = FileComplaint | Working | VerifyLoop


@frozen
class ComplaintFiled:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    source: ComplaintSource
    category: ComplaintCategory
    severity: Severity
    owner: str
    due_at: datetime
    escalate_to: str | None = None
    about_ref: str | None = None
    evidence_ref: str | None = None
    score: Score | None = None
    text: Personal = personal(default=None)


@frozen
class ComplaintAcknowledged:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    by: str
    in_time: bool


@frozen
class ComplaintOverdue:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None


@frozen
class CauseFound:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    category: ComplaintCategory
    cause: str
    owner: str


@frozen
class ComplaintEscalated:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    level: int
    to: str
    reason: str


@frozen
class ComplaintClosed:
    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    satisfied: bool | None


@frozen
class LoopVerified:
    """`before` is the score that opened the loop; a customer's own word has none."""

    at: datetime
    complaint_id: ComplaintId
    customer_id: CustomerId | None
    evidence_ref: str
    before: Score | None
    after: Score


Event: TypeAlias = (
    ComplaintFiled
    | ComplaintAcknowledged
    | ComplaintOverdue
    | CauseFound
    | RemedyOffered
    | RemedyAccepted
    | RemedyDeclined
    | ComplaintEscalated
    | ComplaintClosed
    | LoopVerified
)
