"""How a lead begins: captured once, by a source and a channel."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CampaignId, CustomerId, LeadId, TouchId
from ..personal import Personal, personal, same
from .utm import Utm


@frozen
class CaptureLead:
    """`customer_id` is of one we know already; `touches` are those that led here."""

    at: datetime
    lead_id: LeadId
    source: str
    channel: str
    customer_id: CustomerId | None = None
    campaign_id: CampaignId | None = None
    utm: tuple[Utm, ...] = ()
    referral_code: str | None = None
    touches: tuple[TouchId, ...] = ()
    name: str | None = None
    email: str | None = None
    phone: str | None = None


@frozen
class LeadCaptured:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    source: str
    channel: str
    campaign_id: CampaignId | None = None
    utm: tuple[Utm, ...] = ()
    referral_code: str | None = None
    touches: tuple[TouchId, ...] = ()
    name: Personal = personal(default=None)
    email: Personal = personal(default=None)
    phone: Personal = personal(default=None)


@frozen
class LeadChanged(Refused):
    lead_id: LeadId

    def __str__(self) -> str:
        return f"lead {self.lead_id} is captured with other particulars"


def capture(command: CaptureLead, known: LeadCaptured | None) -> Iterator[LeadCaptured]:
    """Yield the capture, unless it is `known`; its time may differ."""
    event = LeadCaptured(
        command.at,
        command.lead_id,
        command.customer_id,
        command.source,
        command.channel,
        command.campaign_id,
        command.utm,
        command.referral_code,
        command.touches,
        command.name,
        command.email,
        command.phone,
    )
    if known is None:
        yield event
    elif not same(event, known):
        raise LeadChanged(known.lead_id)
