"""When an appointment is, and all that is due because of when it is."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from attrs import frozen

from ..ids import AppointmentId, EmployeeId, ResourceId
from .appointment_refusals import NotASlot, SlotIsPast, SlotNotOnDay

_INSTANT = timedelta(microseconds=1)

Ref: TypeAlias = tuple[ResourceId, date, AppointmentId]


class Side(StrEnum):
    """Who wants an appointment otherwise."""

    CUSTOMER = "customer"
    FIRM = "firm"


@frozen
class AppointmentTerms:
    """What a version of its resource says of an appointment."""

    version: int
    owner_id: EmployeeId
    time_zone: str
    grace_minutes: int
    follow_up_hours: int
    remind_hours: int | None = None


@frozen
class Slot:
    """From its start until its end, which is not its own any more.

    Who has not come by `absent_at` has not come; `remind_at` is when to remind them.
    """

    starts_at: datetime
    ends_at: datetime
    absent_at: datetime
    remind_at: datetime | None

    def overlaps(self, other: "Slot") -> bool:
        """Whether there is a moment in both; two that touch have none."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def day_of(moment: datetime, terms: AppointmentTerms) -> date:
    """Return the day of the resource that a moment falls on."""
    return moment.astimezone(ZoneInfo(terms.time_zone)).date()


def slot(
    at: datetime,
    day: date,
    starts_at: datetime,
    ends_at: datetime,
    terms: AppointmentTerms,
) -> Slot:
    """Return the slot of what is agreed at a moment, for a day.

    It is reminded of only if the time to do so is still to come.
    """
    if ends_at <= starts_at:
        raise NotASlot(starts_at, ends_at)
    if starts_at < at:
        raise SlotIsPast(starts_at, at)
    if not day_of(starts_at, terms) == day == day_of(ends_at - _INSTANT, terms):
        raise SlotNotOnDay(starts_at, ends_at, day)
    absent_at = starts_at + timedelta(minutes=terms.grace_minutes)
    remind_at = None
    if terms.remind_hours is not None:
        reminded = starts_at - timedelta(hours=terms.remind_hours)
        remind_at = reminded if reminded > at else None
    return Slot(starts_at, ends_at, absent_at, remind_at)
