"""A business calendar: hours and holidays in versions, and what is published stays."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider
from ..ids import CalendarId
from . import versions
from .business_hours import BusinessHours, Opening
from .opening_hours import check

__all__ = [
    "CALENDARS",
    "BusinessCalendar",
    "BusinessCalendarPublished",
    "BusinessHours",
    "Command",
    "Event",
    "Opening",
    "PublishBusinessCalendar",
]


@frozen
class PublishBusinessCalendar:
    at: datetime
    calendar_id: CalendarId
    version: int
    effective_from: datetime
    hours: BusinessHours


Command: TypeAlias = PublishBusinessCalendar


@frozen
class BusinessCalendarPublished:
    at: datetime
    calendar_id: CalendarId
    version: int
    effective_from: datetime
    hours: BusinessHours


Event: TypeAlias = BusinessCalendarPublished


@frozen
class BusinessCalendar:
    versions: tuple[BusinessCalendarPublished, ...] = ()

    def version(self, number: int) -> BusinessCalendarPublished | None:
        """Return the version of that number."""
        return versions.known(number, self.versions)


def decide(command: Command, calendar: BusinessCalendar) -> Iterator[Event]:
    check(command.hours)
    event = BusinessCalendarPublished(
        command.at,
        command.calendar_id,
        command.version,
        command.effective_from,
        command.hours,
    )
    yield from versions.publish(event, calendar.versions)


def evolve(calendar: BusinessCalendar, event: Event) -> BusinessCalendar:
    match event:
        case BusinessCalendarPublished():
            return BusinessCalendar((*calendar.versions, event))
        case _:
            assert_never(event)


CALENDARS = Decider(BusinessCalendar(), decide, evolve)
