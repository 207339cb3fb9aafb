"""What is told of mailings, and what happens."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import CampaignId, CustomerId, MailingId, TemplateId
from .deciding import MessageChannel


@frozen
class Way:
    """One channel with its template, of which the version is fixed."""

    channel: MessageChannel
    template_id: TemplateId
    template_version: int


@frozen
class Recipient:
    customer_id: CustomerId
    channel: MessageChannel


@frozen
class PlanMailing:
    """`segment` says who is meant, in a version; `ways` are in the order we prefer.

    It goes out from `starts_at` on, once or every `every_days` days.
    """

    at: datetime
    mailing_id: MailingId
    campaign_id: CampaignId
    purpose: str
    segment: str
    segment_version: int
    ways: tuple[Way, ...]
    starts_at: datetime
    salt: str
    holdout_per_mille: int = 0
    every_days: int | None = None
    offer: str | None = None


@frozen
class LaunchMailing:
    """The counts are of those of the segment who are not written to, and why."""

    at: datetime
    round: int
    recipients: tuple[Recipient, ...]
    held_out: tuple[CustomerId, ...]
    excluded_by_consent: int
    excluded_by_cap: int
    excluded_otherwise: int


@frozen
class DropFromAudience:
    at: datetime
    customer_id: CustomerId
    reason: str


@frozen
class PauseMailing:
    at: datetime
    reason: str


@frozen
class ResumeMailing:
    at: datetime
    reason: str


@frozen
class EndMailing:
    at: datetime
    reason: str


Command: TypeAlias = (
    PlanMailing
    | LaunchMailing
    | DropFromAudience
    | PauseMailing
    | ResumeMailing
    | EndMailing
)


@frozen
class MailingPlanned:
    at: datetime
    mailing_id: MailingId
    campaign_id: CampaignId
    purpose: str
    segment: str
    segment_version: int
    ways: tuple[Way, ...]
    starts_at: datetime
    salt: str
    holdout_per_mille: int
    every_days: int | None
    offer: str | None


@frozen
class AudienceSelected:
    """`list_sha256` is of the recipients and those held out; see `mailing.digest`."""

    at: datetime
    mailing_id: MailingId
    campaign_id: CampaignId
    round: int
    segment: str
    segment_version: int
    count: int
    list_sha256: str
    recipients: tuple[Recipient, ...]
    held_out: tuple[CustomerId, ...]
    excluded_by_consent: int
    excluded_by_cap: int
    excluded_otherwise: int


@frozen
class AudienceMemberDropped:
    at: datetime
    mailing_id: MailingId
    customer_id: CustomerId
    round: int
    reason: str


@frozen
class MailingPaused:
    at: datetime
    mailing_id: MailingId
    reason: str


@frozen
class MailingResumed:
    at: datetime
    mailing_id: MailingId
    reason: str


@frozen
class MailingEnded:
    at: datetime
    mailing_id: MailingId
    reason: str


Event: TypeAlias = (
    MailingPlanned
    | AudienceSelected
    | AudienceMemberDropped
    | MailingPaused
    | MailingResumed
    | MailingEnded
)
