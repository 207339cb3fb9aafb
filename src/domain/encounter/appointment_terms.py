"""What is told of appointments, and what happens to them."""

from datetime import date, datetime

from attrs import frozen

from ..ids import AppointmentId, CustomerId, EmployeeId, EncounterId, LeadId, ResourceId
from .serving_kinds import Channel
from .slot import AppointmentTerms, Side


@frozen
class BookAppointment:
    """`remind_by` is the channel on which they want to be reminded, if they have one.

    The terms are those of the resource's newest version.
    """

    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    starts_at: datetime
    ends_at: datetime
    purpose: str
    channel: Channel
    terms: AppointmentTerms
    customer_id: CustomerId | None = None
    lead_id: LeadId | None = None
    remind_by: str | None = None


@frozen
class RescheduleAppointment:
    """To another slot, of another day or resource too. Its terms are that one's."""

    at: datetime
    appointment_id: AppointmentId
    starts_at: datetime
    ends_at: datetime
    by: Side
    reason: str
    to_terms: AppointmentTerms
    to_resource_id: ResourceId | None = None


@frozen
class TakeAppointment:
    """From another day, or another resource."""

    at: datetime
    moved: "AppointmentBooked"


@frozen
class CancelAppointment:
    at: datetime
    appointment_id: AppointmentId
    by: Side
    reason: str


@frozen
class CheckIn:
    at: datetime
    appointment_id: AppointmentId


@frozen
class HoldAppointment:
    at: datetime
    appointment_id: AppointmentId
    encounter_id: EncounterId | None = None


@frozen
class NoteReminderWithheld:
    at: datetime
    appointment_id: AppointmentId
    reason: str


@frozen
class NoteAppointmentDue:
    at: datetime


@frozen
class AppointmentBooked:
    """`moved_from` is the day and the resource it was booked for before, if any."""

    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None
    starts_at: datetime
    ends_at: datetime
    purpose: str
    channel: Channel
    terms: AppointmentTerms
    absent_at: datetime
    remind_at: datetime | None = None
    lead_id: LeadId | None = None
    remind_by: str | None = None
    moved_from: str | None = None


@frozen
class AppointmentRescheduled:
    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None
    by: Side
    reason: str
    from_starts_at: datetime
    from_ends_at: datetime
    to_resource_id: ResourceId
    to_day: date
    starts_at: datetime
    ends_at: datetime
    terms: AppointmentTerms
    absent_at: datetime
    remind_at: datetime | None = None


@frozen
class AppointmentCancelled:
    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None
    by: Side
    reason: str


@frozen
class CustomerCheckedIn:
    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None


@frozen
class AppointmentHeld:
    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None
    encounter_id: EncounterId | None = None


@frozen
class AppointmentReminderDue:
    """`at` is when they are to be reminded."""

    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None
    starts_at: datetime
    remind_by: str | None = None


@frozen
class ReminderWithheld:
    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None
    reason: str


@frozen
class NoShowRecorded:
    """`at` is when they could come no more; someone follows up by `follow_up_by`."""

    at: datetime
    resource_id: ResourceId
    day: date
    appointment_id: AppointmentId
    customer_id: CustomerId | None
    owner_id: EmployeeId
    follow_up_by: datetime
