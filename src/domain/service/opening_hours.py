"""What makes business hours possible: refusals of those that no place could keep."""

from datetime import date
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from ..decider import Refused
from .business_hours import BusinessHours

MINUTES_OF_A_DAY: Final = 24 * 60
LEAST_MINUTES: Final = 60  # a week


@frozen
class UnknownTimeZone(Refused):
    time_zone: str

    def __str__(self) -> str:
        return f"there is no time zone {self.time_zone}"


@frozen
class HardlyOpen(Refused):
    """Refused as no budget would ever be used up."""

    minutes: int

    def __str__(self) -> str:
        return f"a week of {self.minutes} open minutes has not one hour to count by"


@frozen
class ImpossibleOpening(Refused):
    weekday: int
    opens: int
    closes: int

    def __str__(self) -> str:
        return (
            f"nothing is open on weekday {self.weekday} from minute {self.opens}"
            f" to minute {self.closes}"
        )


@frozen
class OpeningsOverlap(Refused):
    weekday: int
    minute: int

    def __str__(self) -> str:
        return f"on weekday {self.weekday} two openings hold minute {self.minute}"


@frozen
class RepeatedHoliday(Refused):
    day: date

    def __str__(self) -> str:
        return f"holiday {self.day} is named more than once"


def check(hours: BusinessHours) -> None:
    """Refuse hours that no place can keep."""
    try:
        ZoneInfo(hours.time_zone)
    except (LookupError, ValueError, OSError):
        raise UnknownTimeZone(hours.time_zone) from None
    for each in hours.openings:
        on_a_day = 0 <= each.opens < each.closes <= MINUTES_OF_A_DAY
        if not 1 <= each.weekday <= 7 or not on_a_day:
            raise ImpossibleOpening(each.weekday, each.opens, each.closes)
    ordered = sorted(hours.openings, key=lambda each: (each.weekday, each.opens))
    for one, other in pairwise(ordered):
        if one.weekday == other.weekday and other.opens < one.closes:
            raise OpeningsOverlap(other.weekday, other.opens)
    minutes = sum(each.closes - each.opens for each in hours.openings)
    if minutes < LEAST_MINUTES:
        raise HardlyOpen(minutes)
    seen: set[date] = set()
    for day in hours.holidays:
        if day in seen:
            raise RepeatedHoliday(day)
        seen.add(day)
