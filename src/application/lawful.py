"""No message without a consent, a contact point and a text, at both moments."""

from typing import Any

from ..domain.campaign.campaign import CampaignNotPlanned
from ..domain.communication.deciding import DecideMessage
from ..domain.communication.mailing_terms import PlanMailing
from ..domain.communication.message import Message, RenderMessage
from ..domain.communication.sending import Hindrance, MessageIsHindered
from ..domain.communication.template import Template
from ..domain.customer.contact_refusals import NoConsent
from .aggregate import Aggregate
from .contexts import CAMPAIGN, MESSAGE, TEMPLATE
from .desk import Unknown
from .reaching import contact_point, hindrance
from .work import Work


def messages_are_lawful(
    work: Work, aggregate: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse a message that has nothing to stand on.

    Raises:
        NoConsent: The customer does not allow it, there or at all.
        MessageIsHindered: Something else stands against it.
        Unknown: No such version of the template is published for its channel.
    """
    match command:
        case DecideMessage():
            message: Message = work.state(MESSAGE, identity)
            if message.decided is None:
                _decide(work, command)
        case RenderMessage() if aggregate is MESSAGE:
            message = work.state(MESSAGE, identity)
            if message.decided and message.rendered is None:
                _refuse(message.decided, hindrance(work, message, command.at))


def _decide(work: Work, command: DecideMessage) -> None:
    _published(work, command.template_id, command.template_version, command.channel)
    found = contact_point(
        work,
        command.customer_id,
        command.purpose,
        command.channel,
        marketing=command.campaign_id is not None,
    )
    if isinstance(found, Hindrance):
        _refuse(command, found)
    if found != command.contact_point:
        _refuse(command, Hindrance.NO_CONTACT_POINT)


def _refuse(message: Any, found: Hindrance | None) -> None:
    if found is Hindrance.CONSENT_WITHDRAWN:
        raise NoConsent(message.purpose, message.channel)
    if found is not None:
        raise MessageIsHindered(message.message_id, found)


def mailings_use_what_is_published(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a mailing of a campaign or with a template that is not there."""
    if not isinstance(command, PlanMailing):
        return
    if work.state(CAMPAIGN, command.campaign_id).planned is None:
        raise CampaignNotPlanned
    for each in command.ways:
        _published(work, each.template_id, each.template_version, each.channel)


def _published(work: Work, name: str, number: int, channel: str) -> None:
    template: Template = work.state(TEMPLATE, name)
    found = template.version(number)
    if found is None or found.channel != channel:
        raise Unknown("template version", f"{name}@{number} for {channel}")
