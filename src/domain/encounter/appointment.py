"""Appointments with one resource on one day: no moment is anybody's twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from attrs import evolve as but

from ..decider import Decider
from ..times import not_before
from .agenda import Agenda, Event, Standing, evolve
from .appointment_refusals import (
    AppointmentNotBooked,
)
from .appointment_terms import (
    AppointmentCancelled,
    AppointmentHeld,
    AppointmentReminderDue,
    BookAppointment,
    CancelAppointment,
    CheckIn,
    CustomerCheckedIn,
    HoldAppointment,
    NoShowRecorded,
    NoteAppointmentDue,
    NoteReminderWithheld,
    ReminderWithheld,
    RescheduleAppointment,
    TakeAppointment,
)
from .booking import book, not_missed, reschedule, stands, take

__all__ = ["APPOINTMENTS", "Agenda", "Command", "Event"]

Command: TypeAlias = (
    BookAppointment
    | RescheduleAppointment
    | TakeAppointment
    | CancelAppointment
    | CheckIn
    | HoldAppointment
    | NoteReminderWithheld
    | NoteAppointmentDue
)


def decide(command: Command, agenda: Agenda) -> Iterator[Event]:
    if isinstance(command, BookAppointment):
        yield from book(command, agenda)
        return
    if isinstance(command, TakeAppointment):
        yield from take(command.moved, agenda)
        return
    if isinstance(command, NoteAppointmentDue):
        yield from _due(command.at, agenda)
        return
    known = agenda.appointments.get(command.appointment_id)
    if known is None:
        raise AppointmentNotBooked(command.appointment_id)
    at, standing = command.at, known.standing
    not_before(known.booked.at, at)
    match command:
        case RescheduleAppointment():
            yield from reschedule(command, known, agenda)
        case CancelAppointment(by=by, reason=reason):
            if standing is not Standing.CANCELLED:
                stands(known, Standing.BOOKED)
                not_missed(at, known)
                yield AppointmentCancelled(at, *known.who, by, reason)
        case CheckIn():
            if standing not in (Standing.CHECKED_IN, Standing.HELD):
                stands(known, Standing.BOOKED, Standing.NO_SHOW)
                not_missed(at, known)
                yield CustomerCheckedIn(at, *known.who)
        case HoldAppointment(encounter_id=encounter):
            event = AppointmentHeld(at, *known.who, encounter)
            if known.held and but(event, at=known.held.at) == known.held:
                return
            stands(known, Standing.CHECKED_IN)
            if known.latest:
                not_before(known.latest, at)
            yield event
        case NoteReminderWithheld(reason=reason):
            if known.reminded and known.withheld is None:
                yield ReminderWithheld(at, *known.who, reason)
        case _:
            assert_never(command)


def _due(at: datetime, agenda: Agenda) -> Iterator[Event]:
    """Yield what fell due by a moment, in the order in which it did."""
    due: list[Event] = []
    for each in agenda.appointments.values():
        if each.standing is not Standing.BOOKED:
            continue
        found, remind = each.slot, each.slot.remind_at
        if remind and not each.reminded and remind <= at < found.starts_at:
            by = each.booked.remind_by
            due.append(AppointmentReminderDue(remind, *each.who, found.starts_at, by))
        if found.absent_at <= at:
            until = found.absent_at + timedelta(hours=each.terms.follow_up_hours)
            owner = each.terms.owner_id
            due.append(NoShowRecorded(found.absent_at, *each.who, owner, until))
    yield from sorted(due, key=lambda event: event.at)


APPOINTMENTS = Decider(Agenda(), decide, evolve)
