"""What is told of gatherings, and what happens."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..ids import CampaignId, CustomerId, GatheringId


class GatheringKind(StrEnum):
    SEMINAR = "seminar"
    TASTING = "tasting"
    CONFERENCE = "conference"
    ONLINE_MEETING = "online_meeting"


@frozen
class AnnounceGathering:
    """`seats` are as many as can come, None for no end of them.

    It is in a `place`, or online at a `link`.
    """

    at: datetime
    gathering_id: GatheringId
    kind: GatheringKind
    title: str
    starts_at: datetime
    ends_at: datetime
    seats: int | None = None
    place: str | None = None
    link: str | None = None
    campaign_id: CampaignId | None = None


@frozen
class RegisterAttendee:
    at: datetime
    customer_id: CustomerId


@frozen
class CancelRegistration:
    at: datetime
    customer_id: CustomerId
    reason: str


@frozen
class NoteAttendance:
    at: datetime
    customer_id: CustomerId


@frozen
class CancelGathering:
    at: datetime
    reason: str


@frozen
class NoteGatheringDue:
    at: datetime


Command: TypeAlias = (
    AnnounceGathering
    | RegisterAttendee
    | CancelRegistration
    | NoteAttendance
    | CancelGathering
    | NoteGatheringDue
)


@frozen
class GatheringAnnounced:
    at: datetime
    gathering_id: GatheringId
    kind: GatheringKind
    title: str
    starts_at: datetime
    ends_at: datetime
    seats: int | None
    place: str | None
    link: str | None
    campaign_id: CampaignId | None


@frozen
class AttendeeRegistered:
    at: datetime
    gathering_id: GatheringId
    customer_id: CustomerId


@frozen
class RegistrationCancelled:
    at: datetime
    gathering_id: GatheringId
    customer_id: CustomerId
    reason: str


@frozen
class AttendeeCame:
    at: datetime
    gathering_id: GatheringId
    customer_id: CustomerId
    campaign_id: CampaignId | None


@frozen
class AbsenceNoted:
    """`at` is when the gathering ended."""

    at: datetime
    gathering_id: GatheringId
    customer_id: CustomerId


@frozen
class GatheringHeld:
    """`at` is when it ended; of those `registered`, some `came`, by what was told."""

    at: datetime
    gathering_id: GatheringId
    registered: int
    came: int


@frozen
class GatheringCancelled:
    at: datetime
    gathering_id: GatheringId
    reason: str


Event: TypeAlias = (
    GatheringAnnounced
    | AttendeeRegistered
    | RegistrationCancelled
    | AttendeeCame
    | AbsenceNoted
    | GatheringHeld
    | GatheringCancelled
)
