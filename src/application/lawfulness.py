"""What is to be looked at in what was sent: unlawful processing, contacts overdue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import frozen

from ..domain.communication.message import Message
from ..domain.customer.consent import Consents, ConsentWithdrawn
from ..domain.customer.contact import Contacts
from ..domain.customer.profile import Profile
from ..domain.encounter.encounter import EncounterOpened
from .contexts import CONSENT, CONTACT, CUSTOMER, ENCOUNTER, MESSAGE
from .envelope import Origin
from .handling import Handler

_LOOKING = Origin("service:report")


@frozen
class Unlawful:
    """A message that left when no consent allowed it, by all that is known now."""

    message_id: str
    customer_id: str
    purpose: str
    channel: str
    dispatched_at: datetime
    withdrawn_at: datetime | None


def unlawful(handler: Handler) -> Sequence[Unlawful]:
    """Return what was sent without a consent in force at that time, oldest first."""
    work = handler.begin(_LOOKING)
    found = []
    for name in work.known(MESSAGE):
        message: Message = work.state(MESSAGE, name)
        decided, left = message.decided, message.dispatched
        if decided is None or left is None:
            continue
        consents: Consents = work.state(CONSENT, decided.customer_id)
        about = decided.purpose, decided.channel.value
        if consents.reaches(*about, decided.contact_point, left.at):
            continue
        last = consents.in_force(*about, left.at)
        withdrawn = last.at if isinstance(last, ConsentWithdrawn) else None
        found.append(Unlawful(name, decided.customer_id, *about, left.at, withdrawn))
    return sorted(found, key=lambda each: (each.dispatched_at, each.message_id))


@frozen
class Overdue:
    customer_id: str
    last: datetime | None


@frozen
class Cadence:
    """How many of all `customers` with us had a contact in time; who had none."""

    customers: int
    on_time_per_mille: int
    overdue: Sequence[Overdue]


def overdue(handler: Handler, at: datetime, days: int) -> Cadence:
    """Return who has had no message and no encounter in the last *days*, as of *at*."""
    work = handler.begin(_LOOKING)
    met: dict[str, datetime] = {}
    for name in work.known(ENCOUNTER):
        for each in handler.journal.replay(ENCOUNTER.stream(name)):
            who = each.customer_id if isinstance(each, EncounterOpened) else None
            if who is not None and each.at <= at:
                met[who] = max(each.at, met.get(who, each.at))
    customers, late = 0, []
    for name in work.known(CUSTOMER):
        profile: Profile = work.state(CUSTOMER, name)
        if not profile.takes_marketing:
            continue
        customers += 1
        contacts: Contacts = work.state(CONTACT, name)
        moments = [each for each in contacts.used.values() if each <= at]
        last = max([*moments, *([met[name]] if name in met else [])], default=None)
        if last is None or last <= at - timedelta(days=days):
            late.append(Overdue(name, last))
    late.sort(key=lambda each: (each.last is not None, each.last or at))
    share = 1000 * (customers - len(late)) // customers if customers else 1000
    return Cadence(customers, share, late)
