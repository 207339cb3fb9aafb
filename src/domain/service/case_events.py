"""What happens to a case. A moment `_due_at` is None while that clock does not run."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import CaseId, CustomerId, EncounterId
from ..personal import Personal, personal
from .case_kinds import CaseKind, Direction, PauseReason, SlaTarget
from .sla import SlaTerms


@frozen
class CaseOpened:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    kind: CaseKind
    channel: str
    priority: int
    terms: SlaTerms | None
    first_response_due_at: datetime | None
    resolution_due_at: datetime | None
    category: str | None = None
    department: str | None = None
    split_from: CaseId | None = None
    summary: Personal = personal(default=None)


@frozen
class CaseTriaged:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    kind: CaseKind
    priority: int
    category: str | None
    first_response_due_at: datetime | None
    resolution_due_at: datetime | None


@frozen
class CaseAssigned:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    from_owner: str | None
    owner: str | None
    department: str | None
    reason: str | None = None
    policy: str | None = None


@frozen
class CaseMessageAdded:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    message_id: str
    direction: Direction
    channel: str
    author: str
    body: Personal = personal(default=None)


@frozen
class FirstResponseSent:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    message_id: str


@frozen
class CaseEncounterLinked:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    encounter_id: EncounterId


@frozen
class SlaClockPaused:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    reason: PauseReason


@frozen
class SlaClockResumed:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    first_response_due_at: datetime | None
    resolution_due_at: datetime | None


@frozen
class SlaBreached:
    """`at` is when the target's time was used up, or was cut to less than was used.

    `elapsed` is in business seconds, `budget` in business minutes.
    """

    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    target: SlaTarget
    elapsed: int
    budget: int


@frozen
class CaseResolved:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    cause: str
    remedy: str
    note: Personal = personal(default=None)


@frozen
class CaseReopened:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    reason: str
    first_response_due_at: datetime | None
    resolution_due_at: datetime | None


@frozen
class CaseClosed:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None


@frozen
class CaseMerged:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    into: CaseId


@frozen
class CaseAbsorbed:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    absorbed: CaseId


@frozen
class CaseSplit:
    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    into: CaseId
    kind: CaseKind
    priority: int
    reason: str
    summary: Personal = personal(default=None)


Event: TypeAlias = (
    CaseOpened
    | CaseTriaged
    | CaseAssigned
    | CaseMessageAdded
    | FirstResponseSent
    | CaseEncounterLinked
    | SlaClockPaused
    | SlaClockResumed
    | SlaBreached
    | CaseResolved
    | CaseReopened
    | CaseClosed
    | CaseMerged
    | CaseAbsorbed
    | CaseSplit
)
