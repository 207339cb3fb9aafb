"""What one resource has on one day, appointment by appointment."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..ids import AppointmentId, CustomerId, ResourceId
from .appointment_terms import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentHeld,
    AppointmentReminderDue,
    AppointmentRescheduled,
    CustomerCheckedIn,
    NoShowRecorded,
    ReminderWithheld,
)
from .slot import AppointmentTerms, Slot

Event: TypeAlias = (
    AppointmentBooked
    | AppointmentRescheduled
    | AppointmentCancelled
    | CustomerCheckedIn
    | AppointmentHeld
    | AppointmentReminderDue
    | ReminderWithheld
    | NoShowRecorded
)


class Standing(StrEnum):
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CHECKED_IN = "checked_in"
    HELD = "held"
    NO_SHOW = "no_show"


FREE = {Standing.MOVED, Standing.CANCELLED}


@frozen
class Appointment:
    """An appointment as it stands; `move` is its last to elsewhere, if it is moved."""

    booked: AppointmentBooked
    slot: Slot
    terms: AppointmentTerms
    standing: Standing = Standing.BOOKED
    reminded: bool = False
    withheld: str | None = None
    move: AppointmentRescheduled | None = None
    held: AppointmentHeld | None = None
    latest: datetime | None = None

    @property
    def who(self) -> tuple[ResourceId, date, AppointmentId, CustomerId | None]:
        """What all its events say first."""
        booked = self.booked
        return (
            booked.resource_id,
            booked.day,
            booked.appointment_id,
            booked.customer_id,
        )

    @property
    def due(self) -> datetime | None:
        """When it will be time to remind them, or they will not have come."""
        if self.standing is not Standing.BOOKED:
            return None
        remind = None if self.reminded else self.slot.remind_at
        return min(remind or self.slot.absent_at, self.slot.absent_at)


@frozen
class Agenda:
    """All appointments that were ever there; those moved or cancelled take no slot."""

    appointments: Mapping[AppointmentId, Appointment] = field(factory=dict)
    first: Mapping[AppointmentId, AppointmentBooked] = field(factory=dict)

    @property
    def due(self) -> datetime | None:
        """When something is due next."""
        moments = [each.due for each in self.appointments.values()]
        return min((each for each in moments if each), default=None)

    def taken(self, slot: Slot, but_by: AppointmentId) -> Appointment | None:
        """Return an appointment that takes some of a slot, other than one itself."""
        for name, each in self.appointments.items():
            if (
                name != but_by
                and each.standing not in FREE
                and each.slot.overlaps(slot)
            ):
                return each
        return None


def evolve(agenda: Agenda, event: Event) -> Agenda:
    name = event.appointment_id
    if isinstance(event, AppointmentBooked):
        first = agenda.first if event.moved_from else {**agenda.first, name: event}
        made = Appointment(event, _slot(event), event.terms, latest=event.at)
        return Agenda({**agenda.appointments, name: made}, first)
    known = but(agenda.appointments[name], latest=event.at)
    match event:
        case AppointmentRescheduled():
            here = (event.to_resource_id, event.to_day) == known.who[:2]
            if here:
                slot, terms = _slot(event), event.terms
                known = but(known, slot=slot, terms=terms, reminded=False)
            else:
                known = but(known, standing=Standing.MOVED, move=event)
        case AppointmentCancelled():
            known = but(known, standing=Standing.CANCELLED)
        case CustomerCheckedIn():
            known = but(known, standing=Standing.CHECKED_IN)
        case AppointmentHeld():
            known = but(known, standing=Standing.HELD, held=event)
        case AppointmentReminderDue():
            known = but(known, reminded=True, withheld=None)
        case ReminderWithheld(reason=reason):
            known = but(known, withheld=reason)
        case NoShowRecorded():
            known = but(known, standing=Standing.NO_SHOW)
        case _:
            assert_never(event)
    return but(agenda, appointments={**agenda.appointments, name: known})


def _slot(event: AppointmentBooked | AppointmentRescheduled) -> Slot:
    return Slot(event.starts_at, event.ends_at, event.absent_at, event.remind_at)
