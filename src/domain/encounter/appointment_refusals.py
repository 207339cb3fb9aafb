"""Why an appointment cannot be, or not so."""

from datetime import date, datetime

from attrs import frozen

from ..decider import Refused
from ..ids import AppointmentId


@frozen
class AppointmentNotBooked(Refused):
    appointment_id: AppointmentId

    def __str__(self) -> str:
        return f"no appointment {self.appointment_id} was booked there for that day"


@frozen
class AppointmentChanged(Refused):
    appointment_id: AppointmentId

    def __str__(self) -> str:
        return f"appointment {self.appointment_id} is booked otherwise"


@frozen
class AppointmentStands(Refused):
    """Refused of what can no longer, or not yet, be done with it."""

    appointment_id: AppointmentId
    standing: str

    def __str__(self) -> str:
        return f"appointment {self.appointment_id} is {self.standing}"


@frozen
class AppointmentMissed(Refused):
    appointment_id: AppointmentId
    absent_at: datetime

    def __str__(self) -> str:
        return (
            f"for appointment {self.appointment_id} one had to come before"
            f" {self.absent_at}"
        )


@frozen
class SlotTaken(Refused):
    appointment_id: AppointmentId
    starts_at: datetime
    ends_at: datetime

    def __str__(self) -> str:
        return (
            f"appointment {self.appointment_id} is there from {self.starts_at} to"
            f" {self.ends_at}"
        )


@frozen
class NotASlot(Refused):
    starts_at: datetime
    ends_at: datetime

    def __str__(self) -> str:
        return f"no slot that starts at {self.starts_at} ends at {self.ends_at}"


@frozen
class SlotIsPast(Refused):
    starts_at: datetime
    at: datetime

    def __str__(self) -> str:
        return f"what is agreed at {self.at} cannot start at {self.starts_at}"


@frozen
class SlotNotOnDay(Refused):
    starts_at: datetime
    ends_at: datetime
    day: date

    def __str__(self) -> str:
        return (
            f"a slot from {self.starts_at} to {self.ends_at} does not lie within"
            f" {self.day}, by the resource's own clock"
        )
