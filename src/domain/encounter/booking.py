"""How an appointment is booked, and booked otherwise."""

from collections.abc import Iterator
from datetime import datetime

from ..ids import AppointmentId
from .agenda import Agenda, Appointment, Standing
from .appointment_refusals import (
    AppointmentChanged,
    AppointmentMissed,
    AppointmentStands,
    SlotTaken,
)
from .appointment_terms import (
    AppointmentBooked,
    AppointmentRescheduled,
    BookAppointment,
    RescheduleAppointment,
)
from .slot import Slot, day_of, slot


def book(command: BookAppointment, agenda: Agenda) -> Iterator[AppointmentBooked]:
    """Yield an appointment, unless it was booked here before."""
    name = command.appointment_id
    first = agenda.first.get(name)
    if first:
        said = command.starts_at, command.ends_at, command.purpose, command.channel
        have = first.starts_at, first.ends_at, first.purpose, first.channel
        said_who = command.customer_id, command.lead_id, command.remind_by
        if (said, said_who) != (
            have,
            (first.customer_id, first.lead_id, first.remind_by),
        ):
            raise AppointmentChanged(name)
        return
    if name in agenda.appointments:
        raise AppointmentChanged(name)
    found = slot(
        command.at, command.day, command.starts_at, command.ends_at, command.terms
    )
    _free(found, name, agenda)
    yield AppointmentBooked(
        command.at,
        command.resource_id,
        command.day,
        name,
        command.customer_id,
        command.starts_at,
        command.ends_at,
        command.purpose,
        command.channel,
        command.terms,
        found.absent_at,
        found.remind_at,
        command.lead_id,
        command.remind_by,
    )


def take(moved: AppointmentBooked, agenda: Agenda) -> Iterator[AppointmentBooked]:
    """Yield an appointment that was elsewhere, unless it is taken already."""
    name = moved.appointment_id
    known = agenda.appointments.get(name)
    if known and known.booked == moved:
        return
    if known and known.standing is not Standing.MOVED:
        raise AppointmentChanged(name)
    found = Slot(moved.starts_at, moved.ends_at, moved.absent_at, moved.remind_at)
    _free(found, name, agenda)
    yield moved


def reschedule(
    command: RescheduleAppointment, known: Appointment, agenda: Agenda
) -> Iterator[AppointmentRescheduled]:
    """Yield an appointment's move, unless it is there; whoever it moves to takes it."""
    at, starts, ends = command.at, command.starts_at, command.ends_at
    resource, day, name, _ = known.who
    to, terms = command.to_resource_id or resource, command.to_terms
    now = known.slot.starts_at, known.slot.ends_at, resource
    if move := known.move:
        now = move.starts_at, move.ends_at, move.to_resource_id
    if now == (starts, ends, to) and known.standing in (
        Standing.BOOKED,
        Standing.MOVED,
    ):
        return
    stands(known, Standing.BOOKED)
    not_missed(at, known)
    to_day = day_of(starts, terms)
    found = slot(at, to_day, starts, ends, terms)
    if (to, to_day) == (resource, day):
        _free(found, name, agenda)
    yield AppointmentRescheduled(
        at,
        *known.who,
        command.by,
        command.reason,
        known.slot.starts_at,
        known.slot.ends_at,
        to,
        to_day,
        starts,
        ends,
        terms,
        found.absent_at,
        found.remind_at,
    )


def stands(known: Appointment, *standings: Standing) -> None:
    """Refuse an appointment that stands otherwise."""
    if known.standing not in standings:
        raise AppointmentStands(known.who[2], known.standing)


def not_missed(at: datetime, known: Appointment) -> None:
    """Refuse what comes once one could come no more."""
    if at >= known.slot.absent_at:
        raise AppointmentMissed(known.who[2], known.slot.absent_at)


def _free(found: Slot, name: AppointmentId, agenda: Agenda) -> None:
    other = agenda.taken(found, name)
    if other:
        raise SlotTaken(other.who[2], other.slot.starts_at, other.slot.ends_at)
