"""When promotions are good: by the clocks of their place, through both changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.promotion.windows import (
    ImpossibleWindow,
    NoSuchTimeZone,
    NoWindow,
    Window,
    check,
    good,
)

TASHKENT, BERLIN = "Asia/Tashkent", "Europe/Berlin"
INSTANT = timedelta(microseconds=1)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # the clocks of Berlin change
WINDOW = Window(date(2026, 3, 1), date(2026, 3, 31))


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_day_begins_and_ends_at_midnight_of_its_place() -> None:
    only = (Window(date(2026, 3, 8), date(2026, 3, 8)),)
    first, after = utc(3, 7, 19), utc(3, 8, 19)
    assert not good(only, TASHKENT, first - INSTANT)
    assert good(only, TASHKENT, first)
    assert good(only, TASHKENT, after - INSTANT)
    assert not good(only, TASHKENT, after)


@pytest.mark.parametrize(
    ("day", "first", "hours"),
    [(SPRING, utc(3, 28, 23), 23), (AUTUMN, utc(10, 24, 22), 25)],
    ids=["spring", "autumn"],
)
def test_a_day_on_which_the_clocks_change_is_good_as_long_as_it_lasts(
    day: date, first: datetime, hours: int
) -> None:
    only, after = (Window(day, day),), first + timedelta(hours=hours)
    assert not good(only, BERLIN, first - INSTANT)
    assert good(only, BERLIN, first)
    assert good(only, BERLIN, after - INSTANT)
    assert not good(only, BERLIN, after)


def test_the_hour_that_comes_twice_is_good_both_times() -> None:
    two_to_three = (Window(AUTUMN, AUTUMN, (), 120, 180),)
    assert not good(two_to_three, BERLIN, utc(10, 25, 0) - INSTANT)
    assert good(two_to_three, BERLIN, utc(10, 25, 0))
    assert good(two_to_three, BERLIN, utc(10, 25, 1))
    assert good(two_to_three, BERLIN, utc(10, 25, 2) - INSTANT)
    assert not good(two_to_three, BERLIN, utc(10, 25, 2))


def test_the_hour_that_is_skipped_is_good_at_no_time() -> None:
    two_to_three = (Window(SPRING, SPRING, (), 120, 180),)
    start = utc(3, 28, 23)
    day = [start + timedelta(minutes=each) for each in range(23 * 60)]
    assert not any(good(two_to_three, BERLIN, each) for each in day)


def test_hours_are_from_a_minute_up_to_another() -> None:
    noon = (Window(date(2026, 3, 1), None, (), 12 * 60, 13 * 60),)
    assert not good(noon, "UTC", utc(3, 5, 12) - INSTANT)
    assert good(noon, "UTC", utc(3, 5, 12))
    assert good(noon, "UTC", utc(3, 5, 13) - INSTANT)
    assert not good(noon, "UTC", utc(3, 5, 13))


def test_a_window_is_good_on_its_first_day_and_its_last() -> None:
    assert not good((WINDOW,), "UTC", utc(3, 1, 0) - INSTANT)
    assert good((WINDOW,), "UTC", utc(3, 1, 0))
    assert good((WINDOW,), "UTC", utc(4, 1, 0) - INSTANT)
    assert not good((WINDOW,), "UTC", utc(4, 1, 0))
    assert good((but(WINDOW, last_day=None),), "UTC", utc(12, 31, 0))


def test_a_window_may_be_good_on_some_days_of_the_week() -> None:
    tuesdays = (but(WINDOW, weekdays=(2,)),)
    assert [day for day in range(1, 15) if good(tuesdays, "UTC", utc(3, day, 9))] == [
        3,
        10,
    ]


def test_one_window_of_several_is_enough() -> None:
    several = (Window(SPRING, SPRING), Window(AUTUMN, AUTUMN))
    assert good(several, BERLIN, utc(10, 25, 9))
    assert not good(several, BERLIN, utc(10, 26, 9))


def test_the_29th_of_february_is_a_day() -> None:
    leap = date(2028, 2, 29)
    noon = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert good((Window(leap, leap),), TASHKENT, noon)
    assert not good((Window(leap, leap),), TASHKENT, noon + timedelta(days=1))


def test_days_stand_alone_or_not() -> None:
    assert Window(SPRING, SPRING).single_days
    assert but(WINDOW, weekdays=(6,)).single_days
    assert but(WINDOW, weekdays=(1, 2, 3, 4, 5, 6)).single_days
    assert not but(WINDOW, weekdays=(1, 2, 3, 4, 5, 6, 7)).single_days
    assert not WINDOW.single_days
    assert not Window(SPRING).single_days


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "UTC\0"])
def test_a_time_zone_is_one_there_is(zone: str) -> None:
    with pytest.raises(NoSuchTimeZone):
        check((WINDOW,), zone)


def test_a_promotion_has_a_window() -> None:
    with pytest.raises(NoWindow):
        check((), "UTC")


@pytest.mark.parametrize(
    "window",
    [
        WINDOW,
        Window(SPRING, SPRING),
        but(WINDOW, weekdays=(1, 7)),
        but(WINDOW, from_minute=1439),
        but(WINDOW, to_minute=1),
    ],
)
def test_a_window_that_can_be(window: Window) -> None:
    check((WINDOW, window), BERLIN)


@pytest.mark.parametrize(
    ("field", "window"),
    [
        ("last_day", Window(SPRING, SPRING - timedelta(days=1))),
        ("weekdays", but(WINDOW, weekdays=(0,))),
        ("weekdays", but(WINDOW, weekdays=(3, 8))),
        ("from_minute", but(WINDOW, from_minute=-1)),
        ("from_minute", but(WINDOW, from_minute=1440)),
        ("to_minute", but(WINDOW, from_minute=60, to_minute=60)),
        ("to_minute", but(WINDOW, to_minute=1441)),
    ],
)
def test_a_window_that_cannot_be(field: str, window: Window) -> None:
    with pytest.raises(ImpossibleWindow) as refused:
        check((WINDOW, window), BERLIN)
    assert refused.value == ImpossibleWindow(window.first_day, field)
