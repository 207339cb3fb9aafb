"""When a promotion is good: days and hours as the clocks of a place show them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import frozen

from ..decider import Refused

DAY: Final = 24 * 60  # minutes that a clock can show


@frozen
class Window:
    """Days, and of each the minutes from `from_minute` up to, not with, `to_minute`.

    Minutes count from midnight as a clock on the wall shows them: on the day on which
    the clocks go back, those of the hour that comes twice are good both times; on the
    day on which they go forward, the hour that is skipped is good at no time. Days of
    the week are 1, Monday, to 7; none named are all of them.
    """

    first_day: date
    last_day: date | None = None
    weekdays: tuple[int, ...] = ()
    from_minute: int = 0
    to_minute: int = DAY

    @property
    def single_days(self) -> bool:
        """Whether it is good on days that stand alone, not day after day."""
        return self.first_day == self.last_day or 1 <= len(self.weekdays) < 7

    def holds(self, local: datetime) -> bool:
        """Whether it is good when the clocks show *local*."""
        day, minute = local.date(), local.hour * 60 + local.minute
        return (
            self.first_day <= day
            and (self.last_day is None or day <= self.last_day)
            and (not self.weekdays or day.isoweekday() in self.weekdays)
            and self.from_minute <= minute < self.to_minute
        )


@frozen
class NoSuchTimeZone(Refused):
    time_zone: str

    def __str__(self) -> str:
        return f"{self.time_zone} is not a time zone of the IANA database"


@frozen
class NoWindow(Refused):
    def __str__(self) -> str:
        return "a promotion without a window is never good"


@frozen
class ImpossibleWindow(Refused):
    first_day: date
    field: str

    def __str__(self) -> str:
        return f"the window from {self.first_day} has an impossible {self.field}"


def good(windows: Sequence[Window], time_zone: str, moment: datetime) -> bool:
    """Whether one of *windows* holds *moment*, by the clocks of *time_zone*."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return any(each.holds(local) for each in windows)


def check(windows: Sequence[Window], time_zone: str) -> None:
    """Refuse windows in which no moment can lie, or of no place."""
    try:
        ZoneInfo(time_zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise NoSuchTimeZone(time_zone) from None
    if not windows:
        raise NoWindow
    for each in windows:
        if each.last_day is not None and each.last_day < each.first_day:
            raise ImpossibleWindow(each.first_day, "last_day")
        if not all(1 <= day <= 7 for day in each.weekdays):
            raise ImpossibleWindow(each.first_day, "weekdays")
        if not 0 <= each.from_minute < DAY:
            raise ImpossibleWindow(each.first_day, "from_minute")
        if not each.from_minute < each.to_minute <= DAY:
            raise ImpossibleWindow(each.first_day, "to_minute")
