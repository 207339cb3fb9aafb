"""How a customer can be reached now, by all that is on record; or why they cannot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ..domain.communication.deciding import MessageChannel
from ..domain.communication.mailing import Mailing
from ..domain.communication.message import Message, MessageDecided
from ..domain.communication.sending import Hindrance
from ..domain.customer.consent import Consents
from ..domain.customer.contact import Contacts, exceeded
from ..domain.customer.identifiers import IdentifierKind
from ..domain.customer.profile import Profile
from .contexts import CONSENT, CONTACT, CUSTOMER, LINK, MAILING, MESSAGE
from .identity import allows
from .work import Work

KINDS: Final[Mapping[MessageChannel, IdentifierKind]] = {
    MessageChannel.EMAIL: IdentifierKind.EMAIL,
    MessageChannel.SMS: IdentifierKind.PHONE,
    MessageChannel.CALL: IdentifierKind.PHONE,
    MessageChannel.NOTIFICATION: IdentifierKind.DEVICE,
    MessageChannel.DIRECT_MAIL: IdentifierKind.EXTERNAL,
    MessageChannel.SOCIAL: IdentifierKind.EXTERNAL,
}
"""By which identifiers a channel finds someone."""


def contact_point(
    work: Work, customer: str, purpose: str, channel: MessageChannel, *, marketing: bool
) -> str | Hindrance:
    """Return the blind index of where to reach a customer, or what stands against it.

    A verified identifier comes before one that is not. Whoever closed the relationship
    takes no marketing.
    """
    profile: Profile = work.state(CUSTOMER, customer)
    if profile.erased:
        return Hindrance.CUSTOMER_ERASED
    if profile.closed and marketing:
        return Hindrance.RELATIONSHIP_CLOSED
    if not allowed(work, customer, purpose, channel):
        return Hindrance.CONSENT_WITHDRAWN
    points = [
        index
        for (kind, index), verified in sorted(
            profile.verified.items(), key=lambda each: not each[1]
        )
        if kind == KINDS[channel]
    ]
    if not points:
        return Hindrance.NO_CONTACT_POINT
    contacts: Contacts = work.state(CONTACT, customer)
    live = [each for each in points if each not in contacts.reaching.stopped]
    if not live:
        return Hindrance.CONTACT_POINT_STOPPED
    consents: Consents = work.state(CONSENT, customer)
    for point in live:
        if consents.reaches(purpose, channel, point):
            return point
    return Hindrance.CONSENT_WITHDRAWN


def allowed(work: Work, customer: str, purpose: str, channel: str) -> bool:
    """Whether a customer allows it now, and the person they are part of does."""
    if not work.state(CONSENT, customer).allows(purpose, channel):
        return False
    link = work.state(LINK, customer)
    if link.merged is None and not link.absorbed:
        return True
    return allows(work.journal, customer, purpose, channel)


def hindrance(work: Work, message: Message, at: datetime) -> Hindrance | None:
    """Return why a message that was decided may not be sent now, if it may not."""
    decided = message.decided
    assert decided is not None
    if found := _of_mailing(work, decided):
        return found
    customer = decided.customer_id
    reached = contact_point(
        work,
        customer,
        decided.purpose,
        decided.channel,
        marketing=decided.campaign_id is not None,
    )
    if isinstance(reached, Hindrance):
        return reached
    if still := _of_point(work, decided):
        return still
    contacts: Contacts = work.state(CONTACT, customer)
    if message.rendered is None and exceeded(contacts, decided.channel, at):
        return Hindrance.TOO_MANY_CONTACTS
    return None


def _of_mailing(work: Work, decided: MessageDecided) -> Hindrance | None:
    if decided.mailing_id is None:
        return None
    mailing: Mailing = work.state(MAILING, decided.mailing_id)
    return Hindrance.MAILING_ENDED if mailing.ended else None


def _of_point(work: Work, decided: MessageDecided) -> Hindrance | None:
    """Return why the point that was decided on cannot be written to any more."""
    customer, point = decided.customer_id, decided.contact_point
    profile: Profile = work.state(CUSTOMER, customer)
    if (KINDS[decided.channel], point) not in profile.verified:
        return Hindrance.NO_CONTACT_POINT
    if point in work.state(CONTACT, customer).reaching.stopped:
        return Hindrance.CONTACT_POINT_STOPPED
    consents: Consents = work.state(CONSENT, customer)
    if not consents.reaches(decided.purpose, decided.channel, point):
        return Hindrance.CONSENT_WITHDRAWN
    return None


def paused(work: Work, message: Message) -> bool:
    """Whether a message waits for its mailing to be taken up again."""
    decided = message.decided
    if decided is None or decided.mailing_id is None:
        return False
    mailing: Mailing = work.state(MAILING, decided.mailing_id)
    return mailing.paused


def messages_of(work: Work, customer: str, purpose: str, channel: str) -> list[str]:
    """Return the contacts of a customer that wait, by a purpose and a channel."""
    contacts: Contacts = work.state(CONTACT, customer)
    return [
        name
        for name in sorted(contacts.waiting)
        if (contacts.reserved[name].purpose, contacts.reserved[name].channel)
        == (purpose, channel)
    ]


def message(work: Work, name: str) -> Message:
    """Return a message as it stands."""
    found: Message = work.state(MESSAGE, name)
    return found
