"""Where windows begin and end: in the programme's zone, over leap days and clocks."""

from datetime import UTC, datetime

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Span,
    Tier,
    TierRules,
)
from mijoz.domain.loyalty.tier_windows import (
    EVER,
    TICK,
    Window,
    days_before,
    months_later,
    window_at,
)

BERLIN = TierRules(
    "Europe/Berlin",
    (Tier("silver", 1000),),
    Span.CALENDAR_YEAR,
    Downgrade.TO_EARNED,
    Crossing.SPLIT,
)
ROLLING = but(BERLIN, span=Span.ROLLING_MONTHS, months=12)
ANNIVERSARY = but(BERLIN, span=Span.ANNIVERSARY)
LEAPLING = datetime(2024, 2, 29, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_calendar_year_ends_at_midnight_where_the_programme_is() -> None:
    new_year = utc("2025-12-31T23:00")
    old = Window(utc("2024-12-31T23:00"), new_year, utc("2024-12-31T23:00"))
    new = Window(new_year, utc("2026-12-31T23:00"), new_year)
    assert window_at(BERLIN, new_year - TICK, LEAPLING) == old
    assert window_at(BERLIN, new_year, LEAPLING) == new
    tashkent = but(BERLIN, time_zone="Asia/Tashkent")
    assert window_at(tashkent, utc("2025-12-31T19:00"), LEAPLING).since == utc(
        "2025-12-31T19:00"
    )
    assert window_at(tashkent, utc("2025-12-31T19:00") - TICK, LEAPLING).until == utc(
        "2025-12-31T19:00"
    )


@pytest.mark.parametrize(
    ("moment", "since", "until", "opened"),
    [
        # the clocks go forward on 30 March 2025, and back on 26 October
        (
            "2025-03-30T12:00",
            "2024-03-31T22:00",
            "2025-03-31T22:00",
            "2025-02-28T23:00",
        ),
        (
            "2025-03-31T22:00",
            "2024-04-30T22:00",
            "2025-04-30T22:00",
            "2025-03-31T22:00",
        ),
        (
            "2025-10-31T22:59",
            "2024-10-31T23:00",
            "2025-10-31T23:00",
            "2025-09-30T22:00",
        ),
        (
            "2025-10-31T23:00",
            "2024-11-30T23:00",
            "2025-11-30T23:00",
            "2025-10-31T23:00",
        ),
        # February has 29 days in 2024
        (
            "2024-02-29T22:59",
            "2023-02-28T23:00",
            "2024-02-29T23:00",
            "2024-01-31T23:00",
        ),
        (
            "2024-02-29T23:00",
            "2023-03-31T22:00",
            "2024-03-31T22:00",
            "2024-02-29T23:00",
        ),
    ],
)
def test_rolling_months_end_with_a_month(
    moment: str, since: str, until: str, opened: str
) -> None:
    window = Window(utc(since), utc(until), utc(opened))
    assert window_at(ROLLING, utc(moment), LEAPLING) == window


def test_one_rolling_month_is_the_present_one() -> None:
    window = window_at(but(ROLLING, months=1), utc("2025-02-10T00:00"), LEAPLING)
    assert window == Window(
        utc("2025-01-31T23:00"), utc("2025-02-28T23:00"), utc("2025-01-31T23:00")
    )


@pytest.mark.parametrize(
    ("moment", "since", "until"),
    [
        ("2025-02-27T22:59", "2024-02-28T23:00", "2025-02-27T23:00"),
        ("2025-02-27T23:00", "2025-02-27T23:00", "2026-02-27T23:00"),
        ("2028-02-28T22:59", "2027-02-27T23:00", "2028-02-28T23:00"),
        ("2028-02-28T23:00", "2028-02-28T23:00", "2029-02-27T23:00"),
        ("2024-02-28T22:00", "2023-02-27T23:00", "2024-02-28T23:00"),
    ],
)
def test_who_enrolled_on_29_february_has_the_28th_in_other_years(
    moment: str, since: str, until: str
) -> None:
    window = Window(utc(since), utc(until), utc(since))
    assert window_at(ANNIVERSARY, utc(moment), LEAPLING) == window


def test_a_lifetime_has_no_end() -> None:
    lifetime = but(BERLIN, span=Span.LIFETIME)
    assert window_at(lifetime, LEAPLING, LEAPLING) == Window(EVER, None, EVER)


def test_months_later_and_days_before_are_starts_of_days_there() -> None:
    new_year = utc("2025-12-31T23:00")
    assert months_later(BERLIN, new_year, 3) == utc("2026-03-31T22:00")
    assert months_later(BERLIN, utc("2024-01-31T12:00"), 1) == utc("2024-02-28T23:00")
    assert days_before(BERLIN, new_year, 1) == utc("2025-12-30T23:00")
    assert days_before(BERLIN, utc("2025-10-27T12:00"), 1) == utc("2025-10-25T22:00")
