"""The window that a moment is in, in a programme's own days."""

from datetime import UTC, date, datetime, timedelta

from attrs import frozen

from .days import day_of, end_of, month_end, months_after, start_of
from .tier_rules import Span, TierRules

TICK = timedelta(microseconds=1)
EVER = datetime.min.replace(tzinfo=UTC)


@frozen
class Window:
    """From one instant up to another, which is in the next window; None is no end.

    `opened` is when it became the present window: of a rolling one, when its last
    month began.
    """

    since: datetime
    until: datetime | None
    opened: datetime

    def presents(self, moment: datetime) -> bool:
        """Say whether it is the present window at a moment."""
        end = self.until
        return self.opened <= moment and (end is None or moment < end)


def window_at(rules: TierRules, moment: datetime, enrolled_at: datetime) -> Window:
    """Return the window that *moment* is in."""
    zone = rules.time_zone
    day = day_of(moment, zone)
    match rules.span:
        case Span.CALENDAR_YEAR:
            since = start_of(date(day.year, 1, 1), zone)
            return Window(since, start_of(date(day.year + 1, 1, 1), zone), since)
        case Span.ROLLING_MONTHS:
            month, before = day.replace(day=1), 1 - (rules.months or 1)
            since = start_of(months_after(month, before), zone)
            return Window(since, end_of(month_end(day), zone), start_of(month, zone))
        case Span.ANNIVERSARY:
            first = day_of(enrolled_at, zone)
            years = day.year - first.year
            if day < months_after(first, 12 * years):
                years -= 1
            since = start_of(months_after(first, 12 * years), zone)
            return Window(
                since, start_of(months_after(first, 12 * years + 12), zone), since
            )
        case Span.LIFETIME:
            return Window(EVER, None, EVER)


def months_later(rules: TierRules, moment: datetime, months: int) -> datetime:
    """Return the start of the day that is so many months after a moment's own."""
    day = months_after(day_of(moment, rules.time_zone), months)
    return start_of(day, rules.time_zone)


def days_before(rules: TierRules, moment: datetime, days: int) -> datetime:
    """Return the start of the day that is so many days before a moment's own."""
    day = day_of(moment, rules.time_zone) - timedelta(days)
    return start_of(day, rules.time_zone)
