"""Days and months of a place, as instants of the one timeline."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


def day_of(moment: datetime, zone: str) -> date:
    """Return the calendar day that *moment* falls on in *zone*."""
    return moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)
def start_of(day: date, zone: str) -> datetime:
    """Return the first instant of *day* in *zone*, in UTC.

    Where the clocks skip midnight, it is the instant of the change; where midnight
    comes twice, it is the first.
    """
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def end_of(day: date, zone: str) -> datetime:
    """Return the first instant after *day*."""
    return start_of(day + timedelta(days=1), zone)


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_end(day: date) -> date:
    """Return the last day of the month that *day* is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@lru_cache(maxsize=4096)
def good_for(
    months: int, since: datetime, zone: str, *, to_month_end: bool
) -> datetime:
    """Return the first instant after so many months, and after the month if asked."""
    last_day = months_after(day_of(since, zone), months)
    return end_of(month_end(last_day) if to_month_end else last_day, zone)
