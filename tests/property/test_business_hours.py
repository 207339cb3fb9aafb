"""Business hours against a slow oracle that looks at every minute by the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from mijoz.domain.service.business_hours import BusinessHours, Opening, due, elapsed

MINUTE = timedelta(minutes=1)
# Days about which the clocks of these places change, at midnight and by half an hour
# too; a leap day; and days like any other.
PLACES = {
    "Europe/Berlin": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "America/Havana": [date(2026, 3, 8), date(2026, 11, 1)],
    "America/Sao_Paulo": [date(2018, 2, 18), date(2018, 11, 4)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Africa/Cairo": [date(2026, 4, 24), date(2026, 10, 30)],
    "Asia/Tashkent": [date(2026, 3, 21)],
}
ALWAYS = [date(2024, 2, 29), date(2025, 2, 28), date(2026, 7, 1)]


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    found = []
    for weekday in range(1, 8):
        times = st.lists(st.integers(0, 1440), unique=True, max_size=4).map(sorted)
        edges = draw(times)
        found += [
            Opening(weekday, *pair)
            for pair in zip(edges[::2], edges[1::2], strict=False)
        ]
    found.append(Opening(draw(st.integers(1, 7)), 0, 1440))
    whole = found[-1].weekday
    return tuple(e for e in found if e.weekday != whole or e is found[-1])


@st.composite
def settings(draw: st.DrawFn) -> tuple[BusinessHours, datetime]:
    zone = draw(st.sampled_from(sorted(PLACES)))
    day = draw(st.sampled_from(PLACES[zone] + ALWAYS))
    nearby = st.integers(-2, 3).map(lambda days: day + timedelta(days=days))
    holidays = draw(st.lists(nearby, unique=True, max_size=2))
    hours = BusinessHours(zone, draw(openings()), tuple(holidays))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    return hours, start + draw(st.integers(0, 2 * 1440)) * MINUTE


def is_open(hours: BusinessHours, at: datetime) -> bool:
    clock = at.astimezone(ZoneInfo(hours.time_zone))
    minute = clock.hour * 60 + clock.minute
    return clock.date() not in hours.holidays and any(
        each.weekday == clock.isoweekday() and each.opens <= minute < each.closes
        for each in hours.openings
    )


@given(settings(), st.integers(0, 3 * 1440))
def test_what_elapses_is_every_open_minute_of_the_clock(
    setting: tuple[BusinessHours, datetime], length: int
) -> None:
    hours, start = setting
    minutes = sum(is_open(hours, start + n * MINUTE) for n in range(length))
    assert elapsed(hours, start, start + length * MINUTE) == minutes * MINUTE


@given(settings(), st.integers(1, 1440))
def test_what_is_due_is_so_as_the_last_open_minute_of_its_budget_ends(
    setting: tuple[BusinessHours, datetime], budget: int
) -> None:
    hours, at = setting
    start, left = at, budget
    while left:
        left -= is_open(hours, at)
        at += MINUTE
    assert due(hours, start, budget * MINUTE) == at


spans = st.timedeltas(timedelta(), timedelta(days=400))


@given(settings(), spans, spans)
@example(
    (
        BusinessHours("Europe/Berlin", (Opening(7, 0, 1440),)),
        datetime(2026, 10, 25, tzinfo=UTC),
    ),
    timedelta(minutes=30, microseconds=1),
    timedelta(days=1),
)
def test_time_adds_up_to_the_microsecond(
    setting: tuple[BusinessHours, datetime], first: timedelta, second: timedelta
) -> None:
    hours, start = setting
    middle, end = start + first, start + first + second
    parts = elapsed(hours, start, middle) + elapsed(hours, middle, end)
    assert parts == elapsed(hours, start, end)


@given(settings(), st.timedeltas(timedelta(microseconds=1), timedelta(days=30)))
def test_a_budget_is_used_up_when_it_is_due_and_not_before(
    setting: tuple[BusinessHours, datetime], budget: timedelta
) -> None:
    hours, start = setting
    moment = due(hours, start, budget)
    assert elapsed(hours, start, moment) == budget
    assert elapsed(hours, start, moment - timedelta(microseconds=1)) < budget
