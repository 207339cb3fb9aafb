"""How often and when a customer may be written to: preferences, slots, a cap.

A contact is reserved when it is decided on and used when it is dispatched. At both
moments it must name the position of the consents that it stands on; who keeps them
sees that it is theirs, and that they allow it.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from attrs import evolve as but

from ..decider import Decider
from . import reaching
from .contact_refusals import (
    NoConsent,
    NotACap,
    TooEarly,
    TooManyContacts,
    UnknownContact,
)
from .contact_state import Contacts as Contacts
from .contact_state import after_quiet as after_quiet
from .contact_state import exceeded as exceeded
from .contact_terms import Cap as Cap
from .contact_terms import Command as Command
from .contact_terms import (
    CommunicationPreferenceSet,
    ContactReleased,
    ContactReserved,
    ContactSuppressed,
    ContactUsed,
    ReleaseContact,
    ReserveContact,
    SetPreference,
    UseContact,
)
from .contact_terms import Event as Event
from .reaching import (
    ChannelsPreferred,
    ContactPointResumed,
    ContactPointStopped,
    PreferChannels,
    ResumeContactPoint,
    StopContactPoint,
)


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
                if full := exceeded(contacts, slot.channel, at):
                    raise TooManyContacts(full.count, full.days)
                yield ContactUsed(at, customer, contact_id, position)
        case ReleaseContact(at, customer, contact_id, reason):
            _open(contacts, contact_id)
            yield ContactReleased(at, customer, contact_id, reason)
        case PreferChannels() | StopContactPoint() | ResumeContactPoint():
            yield from reaching.decide(command, contacts.reaching)
        case _:
            assert_never(command)


def _reserve(command: ReserveContact, contacts: Contacts) -> Iterator[Event]:
    if command.contact_id in contacts.reserved:
        return
    if command.consent_position is None:
        raise NoConsent(command.purpose, command.channel)
    wanted = max(command.at, command.wanted_at or command.at)
    send_at = after_quiet(wanted, contacts.quiet)
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
        case ContactUsed(at=at, contact_id=contact_id):
            return but(
                contacts,
                waiting=contacts.waiting - {contact_id},
                used={**contacts.used, contact_id: at},
            )
        case ContactSuppressed() | ContactReleased():
            left = {
                key: slot
                for key, slot in contacts.reserved.items()
                if key != event.contact_id
            }
            still = contacts.waiting - {event.contact_id}
            return but(contacts, reserved=left, waiting=still)
        case ChannelsPreferred() | ContactPointStopped() | ContactPointResumed():
            return but(contacts, reaching=reaching.evolve(contacts.reaching, event))
        case _:
            assert_never(event)


CONTACTS = Decider(Contacts(), decide, evolve)
