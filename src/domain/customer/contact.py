"""How often and when a customer may be written to: preferences, slots, a cap.

A contact is reserved when it is decided on and used when it is dispatched. At both
moments it must name the position of the consents that it stands on; who keeps them
sees that it is theirs, and that they allow it.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from .contact_refusals import (
    NoConsent,
    NotACap,
    TooEarly,
    TooManyContacts,
    UnknownContact,
)
from .contact_terms import Cap as Cap
from .contact_terms import Command as Command
from .contact_terms import (
    CommunicationPreferenceSet,
    ContactReleased,
    ContactReserved,
    ContactSuppressed,
    ContactUsed,
    QuietHours,
    ReleaseContact,
    ReserveContact,
    SetPreference,
    UseContact,
)
from .contact_terms import Event as Event


@frozen
class Contacts:
    """What a customer prefers, and every contact that counts, by id."""

    caps: tuple[Cap, ...] = ()
    quiet: QuietHours | None = None
    language: str | None = None
    reserved: Mapping[str, ContactReserved] = field(factory=dict)
    waiting: frozenset[str] = frozenset()


def decide(command: Command, contacts: Contacts) -> Iterator[Event]:
    match command:
        case SetPreference(at, customer, caps, quiet, language):
            for cap in caps:
                if cap.count < 0 or cap.days < 1:
                    raise NotACap(cap.count, cap.days)
            if (caps, quiet, language) != (
                contacts.caps,
                contacts.quiet,
                contacts.language,
            ):
                yield CommunicationPreferenceSet(at, customer, caps, quiet, language)
        case ReserveContact():
            yield from _reserve(command, contacts)
        case UseContact(at, customer, contact_id, position):
            slot = _open(contacts, contact_id)
            if at < slot.send_at:
                raise TooEarly(slot.send_at)
            if position is None:
                reason = "consent_withdrawn"
                yield ContactSuppressed(at, customer, contact_id, reason)
            else:
                yield ContactUsed(at, customer, contact_id, position)
        case ReleaseContact(at, customer, contact_id, reason):
            _open(contacts, contact_id)
            yield ContactReleased(at, customer, contact_id, reason)
        case _:
            assert_never(command)


def _reserve(command: ReserveContact, contacts: Contacts) -> Iterator[Event]:
    if command.contact_id in contacts.reserved:
        return
    if command.consent_position is None:
        raise NoConsent(command.purpose, command.channel)
    send_at = after_quiet(command.at, contacts.quiet)
    for cap in contacts.caps:
        if cap.channel not in (None, command.channel):
            continue
        since = send_at - timedelta(days=cap.days)
        within = sum(
            since < each.send_at and cap.channel in (None, each.channel)
            for each in contacts.reserved.values()
        )
        if within >= cap.count:
            raise TooManyContacts(within, cap.days)
    yield ContactReserved(
        command.at,
        command.customer_id,
        command.contact_id,
        command.purpose,
        command.channel,
        command.consent_position,
        send_at,
    )


def after_quiet(at: datetime, quiet: QuietHours | None) -> datetime:
    """Return the first moment from *at* on that is not quiet, in UTC."""
    if quiet is None:
        return at
    zone = ZoneInfo(quiet.time_zone)
    local = at.astimezone(zone)
    begins, ends = time.fromisoformat(quiet.begins), time.fromisoformat(quiet.ends)
    now = local.time()
    over_midnight = begins > ends
    is_quiet = now >= begins or now < ends if over_midnight else begins <= now < ends
    if not is_quiet:
        return at
    day = local.date()
    if over_midnight and now >= begins:
        day += timedelta(days=1)
    return datetime.combine(day, ends, zone).astimezone(UTC)


def _open(contacts: Contacts, contact_id: str) -> ContactReserved:
    if contact_id not in contacts.waiting:
        raise UnknownContact(contact_id)
    return contacts.reserved[contact_id]


def evolve(contacts: Contacts, event: Event) -> Contacts:
    match event:
        case CommunicationPreferenceSet(_, _, caps, quiet, language):
            return but(contacts, caps=caps, quiet=quiet, language=language)
        case ContactReserved(contact_id=contact_id):
            reserved = {**contacts.reserved, contact_id: event}
            return but(
                contacts, reserved=reserved, waiting=contacts.waiting | {contact_id}
            )
        case ContactUsed(contact_id=contact_id):
            return but(contacts, waiting=contacts.waiting - {contact_id})
        case ContactSuppressed() | ContactReleased():
            left = {
                key: slot
                for key, slot in contacts.reserved.items()
                if key != event.contact_id
            }
            still = contacts.waiting - {event.contact_id}
            return but(contacts, reserved=left, waiting=still)
        case _:
            assert_never(event)


CONTACTS = Decider(Contacts(), decide, evolve)
