"""That something is to be said to a customer: on which consent, when, and why."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CampaignId, CustomerId, MailingId, MessageId, TemplateId
from ..personal import Pseudonym
from ..times import not_before


class MessageChannel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    NOTIFICATION = "notification"
    DIRECT_MAIL = "direct_mail"
    SOCIAL = "social"


@frozen
class DecideMessage:
    """`offer` is what the message offers, if it does: a promotion's or coupon's id.

    The template's version, the position of the consents, the contact point and when
    the message may go out are looked up: not before `wanted_at`, if that is said.
    """

    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    purpose: str
    channel: MessageChannel
    template_id: TemplateId
    template_version: int
    consent_position: int
    contact_point: str
    send_at: datetime
    why: str
    campaign_id: CampaignId | None = None
    mailing_id: MailingId | None = None
    offer: str | None = None
    wanted_at: datetime | None = None


@frozen
class MessageDecided:
    """`consent_position` is how many decisions of the customer's it stands on."""

    at: datetime
    message_id: MessageId
    customer_id: CustomerId
    purpose: str
    channel: MessageChannel
    template_id: TemplateId
    template_version: int
    consent_position: int
    contact_point: Pseudonym
    send_at: datetime
    why: str
    campaign_id: CampaignId | None = None
    mailing_id: MailingId | None = None
    offer: str | None = None


@frozen
class MessageChanged(Refused):
    message_id: MessageId

    def __str__(self) -> str:
        return f"message {self.message_id} is decided otherwise"


def start(
    command: DecideMessage, known: MessageDecided | None
) -> Iterator[MessageDecided]:
    """Yield the decision, unless it is `known`; what was looked up may differ."""
    event = MessageDecided(
        command.at,
        command.message_id,
        command.customer_id,
        command.purpose,
        command.channel,
        command.template_id,
        command.template_version,
        command.consent_position,
        command.contact_point,
        command.send_at,
        command.why,
        command.campaign_id,
        command.mailing_id,
        command.offer,
    )
    if known is None:
        not_before(command.at, command.send_at)
        yield event
        return
    looked_up = but(
        event,
        at=known.at,
        template_version=known.template_version,
        consent_position=known.consent_position,
        contact_point=known.contact_point,
        send_at=known.send_at,
    )
    if looked_up != known:
        raise MessageChanged(known.message_id)
