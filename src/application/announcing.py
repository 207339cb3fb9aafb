"""An invitation takes a contact, and is said by a message where there is a text.

The template of a survey is the one that bears its name. The message takes the contact
that was reserved for the invitation, and is handed over like any other.
"""

from ..domain.communication.deciding import DecideMessage
from ..domain.communication.template import Template
from ..domain.customer.contact_terms import (
    ContactReleased,
    ContactSuppressed,
    ReserveContact,
)
from ..domain.feedback.invitation_state import Invitations
from ..domain.feedback.invitation_terms import (
    SurveyInvited,
    SurveyReminded,
    WithdrawInvitation,
)
from ..domain.ids import InvitationId, MessageId, TemplateId
from .contexts import CONTACT, INVITATION, MESSAGE, TEMPLATE
from .envelope import Draft, Origin
from .messaging import stands_on
from .work import Work


def reserve(work: Work, draft: Draft) -> None:
    """Reserve the contact of an invitation, or of a reminder: without it, none."""
    event: SurveyInvited | SurveyReminded = draft.event
    customer, contact = event.customer_id, str(event.invitation_id)
    invitations: Invitations = work.state(INVITATION, customer)
    invited = invitations.made[event.invitation_id].invited
    if isinstance(event, SurveyReminded):
        contact = f"{contact}:{event.number}"
    slot = ReserveContact(
        event.at,
        customer,
        contact,
        invited.purpose,
        invited.channel,
        event.consent_position,
    )
    refs = (invited.policy,) if invited.policy else ()
    origin = work.caused_by(draft, "surveys-follow", *refs)
    work.handle(CONTACT, customer, slot, origin)
    _announce(work, draft, invited, contact, origin)


def withdraw(work: Work, draft: Draft) -> None:
    """Take back an invitation that is not sent: its contact is not to be made."""
    event: ContactSuppressed | ContactReleased = draft.event
    at, customer, key = event.at, event.customer_id, InvitationId(event.contact_id)
    invitation = work.state(INVITATION, customer).made.get(key)
    if invitation and invitation.open_at(at):
        back = WithdrawInvitation(at, customer, key, event.reason)
        origin = work.caused_by(draft, "surveys-follow")
        work.handle(INVITATION, customer, back, origin)


def _announce(
    work: Work, draft: Draft, invited: SurveyInvited, contact: str, origin: Origin
) -> None:
    """Decide on the message of an invitation, or of a reminder, if it has a text."""
    event: SurveyInvited | SurveyReminded = draft.event
    template: Template = work.state(TEMPLATE, invited.survey_id)
    text = template.newest
    if text is None or text.channel != invited.channel:
        return
    name, customer = MessageId(contact), invited.customer_id
    found = stands_on(
        work, customer, invited.purpose, text.channel, event.at, marketing=False
    )
    decide = DecideMessage(
        event.at,
        name,
        customer,
        invited.purpose,
        text.channel,
        TemplateId(invited.survey_id),
        text.version,
        found["consent_position"],
        found["contact_point"],
        found["send_at"],
        f"invitation:{invited.invitation_id}",
    )
    work.handle(MESSAGE, name, decide, origin)
