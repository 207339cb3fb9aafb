"""Business hours: when a service works, by the clock of a place, and for how long.

All of it is exact, whatever the clocks do: an hour that comes twice counts twice, and
one that is skipped does not count. Clocks are taken to change at most once a day.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from attrs import frozen

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@frozen
class Opening:
    """On a `weekday`, 1 is Monday, from `opens` to `closes`: minutes of its day."""

    weekday: int
    opens: int
    closes: int


@frozen
class BusinessHours:
    """The openings of every week, but on holidays, by the clock of an IANA zone."""

    time_zone: str
    openings: tuple[Opening, ...]
    holidays: tuple[date, ...] = ()


def elapsed(hours: BusinessHours, start: datetime, end: datetime) -> timedelta:
    """Return for how long the service worked from *start* to *end*; in UTC."""
    return sum(
        (
            closes - opens
            for since, until, offset in _stretches(hours.time_zone, start, end)
            for opens, closes in _open(hours, since + offset, until + offset)
        ),
        start=timedelta(),
    )


def due(hours: BusinessHours, start: datetime, budget: timedelta) -> datetime:
    """Return the first moment, in UTC, by which the service has worked for *budget*."""
    if budget <= timedelta():
        return start
    for since, until, offset in _stretches(hours.time_zone, start, None):
        for opens, closes in _open(hours, since + offset, until + offset):
            if closes - opens >= budget:
                return opens + budget - offset
            budget -= closes - opens
    raise AssertionError("time goes on")


def _stretches(
    zone: str, start: datetime, end: datetime | None
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Yield the time from *start* on in stretches within which no clock is changed.

    Each has its start, its end, and by how much local time is ahead of UTC in it.
    """
    place, at = ZoneInfo(zone), start
    while end is None or at < end:
        offset = _offset(at, place)
        until = at + _DAY
        if _offset(until, place) != offset:
            until = _change(at, place, offset)
        if end is not None:
            until = min(until, end)
        yield at, until, offset
        at = until


def _change(at: datetime, place: ZoneInfo, offset: timedelta) -> datetime:
    """Return the second, within a day of *at*, from which another offset counts."""
    second = at.replace(microsecond=0)
    low, high = 0, _DAY // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(second + middle * _SECOND, place) == offset:
            low = middle
        else:
            high = middle
    return second + high * _SECOND


def _offset(at: datetime, place: ZoneInfo) -> timedelta:
    offset = at.astimezone(place).utcoffset()
    assert offset is not None
    return offset


def _open(
    hours: BusinessHours, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield when the service is open between two times of the place's clock.

    They are written as if they were UTC, which has no changes.
    """
    week, holidays = _week(hours)
    midnight = since.replace(hour=0, minute=0, second=0, microsecond=0)
    while midnight < until:
        if midnight.date() not in holidays:
            for opens, closes in week[midnight.weekday()]:
                first, last = (
                    max(since, midnight + opens),
                    min(until, midnight + closes),
                )
                if first < last:
                    yield first, last
        midnight += _DAY


@lru_cache(maxsize=64)
def _week(
    hours: BusinessHours,
) -> tuple[tuple[tuple[tuple[timedelta, timedelta], ...], ...], frozenset[date]]:
    week = tuple(
        tuple(
            (timedelta(minutes=each.opens), timedelta(minutes=each.closes))
            for each in sorted(hours.openings, key=lambda each: each.opens)
            if each.weekday == day
        )
        for day in range(1, 8)
    )
    return week, frozenset(hours.holidays)
