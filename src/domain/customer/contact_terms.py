"""What is told of contacts with a customer, and what happens."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import CustomerId
from . import reaching


@frozen
class Cap:
    """At most ``count`` contacts in any ``days`` days; by one channel, or by all."""

    count: int
    days: int
    channel: str | None = None


@frozen
class QuietHours:
    """From one local time to another, such as 21:00 to 09:00, in an IANA time zone.

    Both are ``HH:MM``; the end may lie on the next day. The end itself is not quiet.
    """

    begins: str
    ends: str
    time_zone: str


@frozen
class SetPreference:
    at: datetime
    customer_id: CustomerId
    caps: tuple[Cap, ...] = ()
    quiet: QuietHours | None = None
    language: str | None = None


@frozen
class ReserveContact:
    """Decide on a contact; the slot counts from now on, whether or not it is used.

    It may go out from `wanted_at` on, if that is later than now.
    """

    at: datetime
    customer_id: CustomerId
    contact_id: str
    purpose: str
    channel: str
    consent_position: int | None
    wanted_at: datetime | None = None


@frozen
class UseContact:
    """Dispatch it now: allowed as it was, or it is suppressed."""

    at: datetime
    customer_id: CustomerId
    contact_id: str
    consent_position: int | None


@frozen
class ReleaseContact:
    at: datetime
    customer_id: CustomerId
    contact_id: str
    reason: str


Command: TypeAlias = (
    SetPreference
    | ReserveContact
    | UseContact
    | ReleaseContact
    | reaching.ReachingCommand
)


@frozen
class CommunicationPreferenceSet:
    at: datetime
    customer_id: CustomerId
    caps: tuple[Cap, ...]
    quiet: QuietHours | None
    language: str | None


@frozen
class ContactReserved:
    """`send_at` is when it may go out: at once, or after the quiet hours."""

    at: datetime
    customer_id: CustomerId
    contact_id: str
    purpose: str
    channel: str
    consent_position: int
    send_at: datetime


@frozen
class ContactUsed:
    at: datetime
    customer_id: CustomerId
    contact_id: str
    consent_position: int


@frozen
class ContactSuppressed:
    at: datetime
    customer_id: CustomerId
    contact_id: str
    reason: str


@frozen
class ContactReleased:
    at: datetime
    customer_id: CustomerId
    contact_id: str
    reason: str


Event: TypeAlias = (
    CommunicationPreferenceSet
    | ContactReserved
    | ContactUsed
    | ContactSuppressed
    | ContactReleased
    | reaching.ReachingEvent
)
