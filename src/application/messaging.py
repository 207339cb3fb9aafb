"""What messages take from what is allowed, and what follows from them.

A message takes a contact of its customer's, which is under their caps and quiet hours,
and stands on their consents: when it is decided, and again when it is rendered. Who
withdraws a consent has all that waits on it cancelled in the same transaction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ..domain.campaign.campaign import Campaign
from ..domain.campaign.gathering_terms import AttendeeCame
from ..domain.campaign.outreach import ExposeToCampaign
from ..domain.communication.deciding import MessageChannel
from ..domain.communication.mailing import Mailing
from ..domain.communication.mailing_terms import DropFromAudience, MailingEnded
from ..domain.communication.message import (
    MessageBounced,
    MessageDecided,
    MessageDispatched,
    MessageRendered,
    MessageSuppressed,
    SuppressMessage,
    Unsubscribed,
)
from ..domain.communication.returning import BounceKind
from ..domain.communication.sending import Hindrance
from ..domain.communication.template import Template
from ..domain.customer.consent import ConsentWithdrawn, WithdrawConsent
from ..domain.customer.contact import Contacts, after_quiet
from ..domain.customer.contact_refusals import DisturbsTheirRest
from ..domain.customer.contact_terms import ReleaseContact, ReserveContact, UseContact
from ..domain.customer.opt_in_terms import DoubleOptInConfirmed
from ..domain.customer.profile import VerifyIdentifier
from ..domain.customer.reaching import StopContactPoint
from .contexts import (
    CAMPAIGN,
    CONSENT,
    CONTACT,
    CUSTOMER,
    MAILING,
    MESSAGE,
    OUTREACH,
    TEMPLATE,
)
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .reaching import KINDS, contact_point, message, messages_of
from .work import Reaction, Work


def standing(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return what a message would stand on now: for its decision, by field.

    Raises:
        Unknown: The template was never published.
    """
    work = handler.begin(Origin("service:registry"))
    template: Template = work.state(TEMPLATE, said["template_id"])
    if template.newest is None:
        raise Unknown("template", said["template_id"])
    marketing = said.get("campaign_id") is not None
    wanted = max(said["at"], said.get("wanted_at") or said["at"])
    return stands_on(
        work,
        said["customer_id"],
        said["purpose"],
        MessageChannel(said["channel"]),
        wanted,
        marketing=marketing,
    ) | {"template_version": template.newest.version}


def stands_on(
    work: Work,
    customer: str,
    purpose: str,
    channel: MessageChannel,
    wanted: datetime,
    *,
    marketing: bool,
) -> dict[str, Any]:
    """Return the consent position, contact point and moment of a message, by field.

    The point is blank where there is none; then the message is refused.
    """
    point = contact_point(work, customer, purpose, channel, marketing=marketing)
    contacts: Contacts = work.state(CONTACT, customer)
    return {
        "consent_position": work.revision(CONSENT, customer),
        "contact_point": "" if isinstance(point, Hindrance) else point,
        "send_at": after_quiet(wanted, contacts.quiet),
    }


def communicate(work: Work, draft: Draft) -> None:
    """Have happen what follows from a message, a mailing or a consent withdrawn."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _reserve(work: Work, draft: Draft) -> None:
    """Take a contact for a message; if that is refused, so is the message."""
    decided: MessageDecided = draft.event
    customer = decided.customer_id
    reserve = ReserveContact(
        decided.at,
        customer,
        decided.message_id,
        decided.purpose,
        decided.channel.value,
        decided.consent_position,
        decided.send_at,
    )
    work.handle(CONTACT, customer, reserve, _by(work, draft))
    contacts: Contacts = work.state(CONTACT, customer)
    if contacts.reserved[decided.message_id].send_at != decided.send_at:
        raise DisturbsTheirRest(decided.send_at)


def _use(work: Work, draft: Draft) -> None:
    """Use the contact of a message; if that is refused, so is the rendering."""
    rendered: MessageRendered = draft.event
    customer, name = rendered.customer_id, rendered.message_id
    use = UseContact(rendered.at, customer, name, rendered.consent_position)
    work.handle(CONTACT, customer, use, _by(work, draft))


def _release(work: Work, draft: Draft) -> None:
    suppressed: MessageSuppressed = draft.event
    customer, name = suppressed.customer_id, suppressed.message_id
    if work.state(CUSTOMER, customer).erased:
        return
    if name in work.state(CONTACT, customer).waiting:
        reason = suppressed.reason.value
        release = ReleaseContact(suppressed.at, customer, name, reason)
        work.handle(CONTACT, customer, release, _by(work, draft))


def _expose(work: Work, draft: Draft) -> None:
    dispatched: MessageDispatched = draft.event
    customer = dispatched.customer_id
    decided = message(work, dispatched.message_id).decided
    assert decided is not None
    campaign = decided.campaign_id
    if campaign is None or work.state(CUSTOMER, customer).erased:
        return
    known: Campaign = work.state(CAMPAIGN, campaign)
    if known.planned is not None:
        kind, channel = known.planned.kind, decided.channel.value
        expose = ExposeToCampaign(dispatched.at, customer, campaign, kind, channel)
        origin = work.caused_by(draft, "messages-expose", f"campaign:{campaign}")
        work.handle(OUTREACH, customer, expose, origin)


def _meet(work: Work, draft: Draft) -> None:
    """Note that whoever came to a gathering met the campaign that it is part of."""
    came: AttendeeCame = draft.event
    if came.campaign_id is None or work.state(CUSTOMER, came.customer_id).erased:
        return
    known: Campaign = work.state(CAMPAIGN, came.campaign_id)
    if known.planned is not None:
        about = came.campaign_id, known.planned.kind, "event"
        expose = ExposeToCampaign(came.at, came.customer_id, *about)
        origin = work.caused_by(draft, "gatherings-expose")
        work.handle(OUTREACH, came.customer_id, expose, origin)


def _stop_point(work: Work, draft: Draft) -> None:
    bounced: MessageBounced = draft.event
    customer = bounced.customer_id
    if bounced.kind != BounceKind.HARD or work.state(CUSTOMER, customer).erased:
        return
    decided = message(work, bounced.message_id).decided
    assert decided is not None
    kind, point = KINDS[decided.channel], decided.contact_point
    stop = StopContactPoint(bounced.at, customer, kind, point, "hard_bounce")
    work.handle(CONTACT, customer, stop, _by(work, draft, "bounces-stop"))


def _withdraw(work: Work, draft: Draft) -> None:
    left: Unsubscribed = draft.event
    customer = left.customer_id
    if work.state(CUSTOMER, customer).erased:
        return
    withdraw = WithdrawConsent(
        left.at,
        customer,
        left.purpose,
        left.channel,
        f"unsubscribe:{left.method}",
        f"message:{left.message_id}",
    )
    origin = _by(work, draft, "unsubscribing-withdraws")
    work.handle(CONSENT, customer, withdraw, origin)


def _cancel(work: Work, draft: Draft) -> None:
    """Cancel what waits on a consent that was withdrawn, and drop from audiences."""
    withdrawn: ConsentWithdrawn = draft.event
    customer, purpose = withdrawn.customer_id, withdrawn.purpose
    if work.state(CONSENT, customer).allows(purpose, withdrawn.channel):
        return  # it was told late, and granted anew since
    origin = _by(work, draft, "withdrawals-cancel")
    reason = Hindrance.CONSENT_WITHDRAWN
    for name in messages_of(work, customer, purpose, withdrawn.channel):
        decided = message(work, name).decided
        if decided is None:  # a contact of another kind
            moment = max(withdrawn.at, work.state(CONTACT, customer).reserved[name].at)
            release = ReleaseContact(moment, customer, name, reason.value)
            work.handle(CONTACT, customer, release, origin)
            continue
        moment = max(withdrawn.at, decided.at)
        work.handle(MESSAGE, name, SuppressMessage(moment, reason), origin)
        if decided.mailing_id is not None:
            drop = DropFromAudience(moment, customer, reason.value)
            work.handle(MAILING, decided.mailing_id, drop, origin)


def _call_off(work: Work, draft: Draft) -> None:
    """Suppress what of a mailing that has ended was not handed over."""
    ended: MailingEnded = draft.event
    mailing: Mailing = work.state(MAILING, ended.mailing_id)
    origin = _by(work, draft, "mailings-end")
    for each in mailing.audience():
        name = message_id(mailing, each.customer_id)
        found = message(work, name)
        if found.decided and found.waits_until and found.rendered is None:
            moment = max(ended.at, found.decided.at)
            stop = SuppressMessage(moment, Hindrance.MAILING_ENDED)
            work.handle(MESSAGE, name, stop, origin)


def message_id(mailing: Mailing, customer: str) -> str:
    """Return the id of the message of a mailing's last round to a customer."""
    last = mailing.rounds[-1]
    return f"{last.mailing_id}:{last.round}:{customer}"


def _verify(work: Work, draft: Draft) -> None:
    """Take a contact point that answered as verified, if it is the customer's."""
    confirmed: DoubleOptInConfirmed = draft.event
    kind, index = confirmed.kind, confirmed.contact_point
    if (kind, index) in work.state(CUSTOMER, confirmed.customer_id).verified:
        verify = VerifyIdentifier(confirmed.at, kind, index, "double_opt_in")
        origin = _by(work, draft, "opt-ins-verify")
        work.handle(CUSTOMER, confirmed.customer_id, verify, origin)


def _by(work: Work, draft: Draft, policy: str = "messages-take-contacts") -> Origin:
    return work.caused_by(draft, policy)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    MessageDecided: _reserve,
    MessageRendered: _use,
    MessageSuppressed: _release,
    MessageDispatched: _expose,
    AttendeeCame: _meet,
    MessageBounced: _stop_point,
    Unsubscribed: _withdraw,
    ConsentWithdrawn: _cancel,
    MailingEnded: _call_off,
    DoubleOptInConfirmed: _verify,
}
