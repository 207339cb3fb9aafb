"""What is said of a cause, and what happens for it."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..ids import CauseId, CustomerId, ProgrammeId


class CauseKind(StrEnum):
    ENVIRONMENT = "environment"
    CHARITY = "charity"
    VOLUNTEERING = "volunteering"
    SPONSORSHIP = "sponsorship"


@frozen
class AnnounceCause:
    """It takes money in `currency` and points of a programme, if those are named.

    `organisation` is who runs it, our own foundation or another's. Whoever has
    volunteered for `badge_minutes` gets the `badge`. `goal` is in minor units.
    """

    at: datetime
    cause_id: CauseId
    kind: CauseKind
    name: str
    organisation: str
    currency: str | None = None
    goal: int | None = None
    programme_id: ProgrammeId | None = None
    badge: str | None = None
    badge_minutes: int | None = None


@frozen
class PledgeToCause:
    """Promise money by a time; it is the firm's own promise if nobody is named."""

    at: datetime
    pledge_id: str
    customer_id: CustomerId | None
    amount: int
    due_at: datetime


@frozen
class ContributePoints:
    at: datetime
    contribution_id: str
    customer_id: CustomerId
    points: int


@frozen
class ContributeMoney:
    """`payment_ref` is where the money came in; it may pay towards a pledge."""

    at: datetime
    contribution_id: str
    customer_id: CustomerId | None
    amount: int
    payment_ref: str
    pledge_id: str | None = None


@frozen
class RecordVolunteering:
    at: datetime
    participation_id: str
    customer_id: CustomerId
    minutes: int
    vouched_by: str


@frozen
class ReportImpact:
    """`evidence_sha256` is of the document at `evidence_ref`."""

    at: datetime
    report_id: str
    metric: str
    value: int
    unit: str
    evidence_ref: str
    evidence_sha256: str


@frozen
class CloseCause:
    at: datetime
    reason: str


@frozen
class NoteCauseDue:
    at: datetime


Command: TypeAlias = (
    AnnounceCause
    | PledgeToCause
    | ContributePoints
    | ContributeMoney
    | RecordVolunteering
    | ReportImpact
    | CloseCause
    | NoteCauseDue
)


@frozen
class CauseAnnounced:
    at: datetime
    cause_id: CauseId
    kind: CauseKind
    name: str
    organisation: str
    currency: str | None = None
    goal: int | None = None
    programme_id: ProgrammeId | None = None
    badge: str | None = None
    badge_minutes: int | None = None


@frozen
class ContributionPledged:
    at: datetime
    cause_id: CauseId
    pledge_id: str
    customer_id: CustomerId | None
    amount: int
    currency: str
    due_at: datetime


@frozen
class PledgeKept:
    at: datetime
    cause_id: CauseId
    pledge_id: str
    customer_id: CustomerId | None


@frozen
class PledgeLapsed:
    """`at` is when it was due, `paid` what had come of it by then."""

    at: datetime
    cause_id: CauseId
    pledge_id: str
    customer_id: CustomerId | None
    paid: int
    amount: int
    currency: str


@frozen
class PointsContributed:
    """`receipt` counts all contributions to the cause, from 1."""

    at: datetime
    cause_id: CauseId
    contribution_id: str
    customer_id: CustomerId
    programme_id: ProgrammeId
    points: int
    receipt: int


@frozen
class MoneyContributed:
    """`receipt` counts all contributions to the cause, from 1."""

    at: datetime
    cause_id: CauseId
    contribution_id: str
    customer_id: CustomerId | None
    amount: int
    currency: str
    payment_ref: str
    pledge_id: str | None
    receipt: int


@frozen
class VolunteeringRecorded:
    at: datetime
    cause_id: CauseId
    participation_id: str
    customer_id: CustomerId
    minutes: int
    vouched_by: str


@frozen
class VolunteerRecognised:
    """`minutes` are all that they had given by then."""

    at: datetime
    cause_id: CauseId
    customer_id: CustomerId
    badge: str
    minutes: int


@frozen
class ImpactReported:
    at: datetime
    cause_id: CauseId
    report_id: str
    metric: str
    value: int
    unit: str
    evidence_ref: str
    evidence_sha256: str


@frozen
class CauseClosed:
    at: datetime
    cause_id: CauseId
    reason: str


Event: TypeAlias = (
    CauseAnnounced
    | ContributionPledged
    | PledgeKept
    | PledgeLapsed
    | PointsContributed
    | MoneyContributed
    | VolunteeringRecorded
    | VolunteerRecognised
    | ImpactReported
    | CauseClosed
)
