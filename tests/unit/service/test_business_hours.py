"""The hours of a service, counted over weekends, holidays and changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mijoz.domain.service.business_hours import BusinessHours, Opening, due, elapsed

MONDAY_TO_FRIDAY = tuple(Opening(day, 9 * 60, 18 * 60) for day in range(1, 6))
TASHKENT = BusinessHours("Asia/Tashkent", MONDAY_TO_FRIDAY)
BERLIN = BusinessHours("Europe/Berlin", MONDAY_TO_FRIDAY)
ROUND_THE_CLOCK = tuple(Opening(day, 0, 24 * 60) for day in range(1, 8))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)


def at(zone: str, text: str) -> datetime:
    """Return a moment by the clock of a place, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def tashkent(text: str) -> datetime:
    return at("Asia/Tashkent", text)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02T09:00", "2026-03-02T18:00", 9),  # a Monday
        ("2026-03-02T00:00", "2026-03-03T00:00", 9),
        ("2026-03-02T17:00", "2026-03-03T10:00", 2),
        ("2026-03-02T18:00", "2026-03-03T09:00", 0),
        ("2026-03-06T17:00", "2026-03-09T10:00", 2),  # over a weekend
        ("2026-03-07T09:00", "2026-03-08T18:00", 0),
        ("2026-03-02T09:00", "2026-03-16T09:00", 90),
    ],
)
def test_only_open_hours_count(start: str, end: str, hours: int) -> None:
    assert elapsed(TASHKENT, tashkent(start), tashkent(end)) == hours * HOUR


def test_no_time_elapses_backwards_or_in_none() -> None:
    noon = tashkent("2026-03-02T12:00")
    assert elapsed(TASHKENT, noon, noon) == timedelta()
    assert elapsed(TASHKENT, noon, noon - HOUR) == timedelta()
    assert elapsed(TASHKENT, noon, noon + INSTANT) == INSTANT


def test_a_day_has_the_hours_of_its_weekday_by_the_places_clock() -> None:
    sunday = BusinessHours("Asia/Tashkent", (Opening(7, 0, 60),))
    first = datetime(2026, 2, 28, 19, tzinfo=UTC)  # midnight there, to a Sunday
    assert elapsed(sunday, first - HOUR, first + 2 * HOUR) == HOUR


def test_holidays_do_not_count() -> None:
    closed = BusinessHours("Asia/Tashkent", MONDAY_TO_FRIDAY, (date(2026, 3, 9),))
    start, end = tashkent("2026-03-06T17:00"), tashkent("2026-03-10T10:00")
    assert elapsed(closed, start, end) == 2 * HOUR
    assert due(closed, start, 2 * HOUR) == end


def test_a_lunch_break_does_not_count_in_whatever_order_openings_are_named() -> None:
    hours = BusinessHours(
        "Asia/Tashkent", (Opening(1, 13 * 60, 18 * 60), Opening(1, 9 * 60, 12 * 60))
    )
    start = tashkent("2026-03-02T11:00")
    assert elapsed(hours, start, tashkent("2026-03-02T14:00")) == 2 * HOUR
    assert due(hours, start, 2 * HOUR) == tashkent("2026-03-02T14:00")
    assert due(hours, start, HOUR) == tashkent("2026-03-02T12:00")


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2024-02-29", 9), ("2028-02-29", 9), ("2026-02-28", 0)],  # the last a Saturday
)
def test_a_leap_day_is_a_day(day: str, hours: int) -> None:
    start = tashkent(f"{day}T00:00")
    assert elapsed(TASHKENT, start, start + 24 * HOUR) == hours * HOUR


def test_the_last_of_february_leads_to_march_or_to_the_leap_day() -> None:
    thursday = tashkent("2024-02-28T17:00")
    assert due(TASHKENT, thursday, 2 * HOUR) == tashkent("2024-02-29T10:00")
    friday = tashkent("2025-02-28T17:00")
    assert due(TASHKENT, friday, 2 * HOUR) == tashkent("2025-03-03T10:00")


NIGHT = BusinessHours("Europe/Berlin", (Opening(7, 60, 4 * 60),))  # Sundays, 1 to 4


def test_an_hour_that_is_skipped_does_not_count() -> None:
    start = at("Europe/Berlin", "2026-03-29T00:00")
    assert elapsed(NIGHT, start, start + 12 * HOUR) == 2 * HOUR
    assert due(NIGHT, start, 2 * HOUR) == at("Europe/Berlin", "2026-03-29T04:00")
    assert due(NIGHT, start, HOUR) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_an_hour_that_comes_twice_counts_twice() -> None:
    start = at("Europe/Berlin", "2026-10-25T00:00")
    assert elapsed(NIGHT, start, start + 12 * HOUR) == 4 * HOUR
    assert due(NIGHT, start, 4 * HOUR) == at("Europe/Berlin", "2026-10-25T04:00")
    assert due(NIGHT, start, 3 * HOUR) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_an_opening_that_begins_within_the_hour_that_comes_twice_is_open_in_both() -> (
    None
):
    hours = BusinessHours("Europe/Berlin", (Opening(7, 150, 180),))  # 2:30 to 3:00
    start = at("Europe/Berlin", "2026-10-25T00:00")
    assert elapsed(hours, start, start + 12 * HOUR) == HOUR
    assert due(hours, start, 40 * MINUTE) == datetime(2026, 10, 25, 1, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-03-28", 24)]
)
def test_a_day_that_is_open_all_through_is_as_long_as_it_is(
    day: str, hours: int
) -> None:
    always = BusinessHours("Europe/Berlin", ROUND_THE_CLOCK)
    start = at("Europe/Berlin", f"{day}T00:00")
    end = at("Europe/Berlin", str(date.fromisoformat(day) + timedelta(days=1)))
    assert elapsed(always, start, end) == hours * HOUR
    assert due(always, start, hours * HOUR) == end


def test_a_working_day_is_the_same_on_both_sides_of_a_change() -> None:
    friday = at("Europe/Berlin", "2026-03-27T17:00")
    assert due(BERLIN, friday, 2 * HOUR) == at("Europe/Berlin", "2026-03-30T10:00")
    friday = at("Europe/Berlin", "2026-10-23T17:00")
    assert due(BERLIN, friday, 2 * HOUR) == at("Europe/Berlin", "2026-10-26T10:00")


def test_what_has_no_budget_is_due_at_once() -> None:
    night = tashkent("2026-03-02T03:00")
    assert due(TASHKENT, night, timedelta()) == night
    assert due(TASHKENT, night, -HOUR) == night


def test_a_budget_is_used_up_as_a_day_closes_not_as_the_next_opens() -> None:
    start = tashkent("2026-03-02T09:00")
    assert due(TASHKENT, start, 9 * HOUR) == tashkent("2026-03-02T18:00")
    later = due(TASHKENT, start, 9 * HOUR + INSTANT)
    assert later == tashkent("2026-03-03T09:00") + INSTANT
