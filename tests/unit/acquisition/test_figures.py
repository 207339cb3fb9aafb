"""Figures of acquisition, against sums done by hand."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from mijoz.domain.acquisition.figures import (
    Acquisition,
    Period,
    Spent,
    acquisition_cost,
    conversion,
    median_time,
    response_rate,
)

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
NOW = datetime(2026, 3, 14, tzinfo=UTC)


def test_the_cost_of_acquisition_is_what_was_spent_over_who_came() -> None:
    spent = [Spent("radio", 9_000, MARCH), Spent("metro", 6_000, MARCH)]
    whole, by = acquisition_cost(spent, {"radio": 4, "metro": 6}, MARCH)
    assert whole == Acquisition(Fraction(15_000), 10)
    assert whole.each == 1_500
    assert {name: each.each for name, each in by.items()} == {
        "metro": 1_000,
        "radio": 2_250,
    }


def test_the_cost_of_acquisition_falls_as_the_fixture_has_it() -> None:
    before, _ = acquisition_cost([Spent("all", 15_000, MARCH)], {"all": 10}, MARCH)
    after, _ = acquisition_cost([Spent("all", 12_300, MARCH)], {"all": 10}, MARCH)
    assert [before.each, after.each] == [Fraction(1_500), Fraction(1_230)]
    assert before.each is not None
    assert after.each is not None
    assert (after.each - before.each) / before.each == Fraction(-18, 100)


def test_money_for_longer_counts_by_its_days_within_the_period() -> None:
    whole, _ = acquisition_cost([Spent("tv", 9_000, QUARTER)], {"tv": 1}, MARCH)
    assert whole.spent == Fraction(9_000 * 31, 90)
    edge = Period(date(2026, 3, 31), date(2026, 4, 1))
    assert acquisition_cost([Spent("tv", 10, edge)], {}, MARCH)[0].spent == 5
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    assert acquisition_cost([Spent("tv", 10, april)], {}, MARCH)[0].spent == 0


def test_parts_of_a_year_add_up_to_what_was_spent() -> None:
    months = [
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        Period(date(2026, 2, 1), date(2026, 2, 28)),
        MARCH,
    ]
    spent = [Spent("tv", 1_000, QUARTER)]
    assert sum(acquisition_cost(spent, {}, each)[0].spent for each in months) == 1_000


def test_with_nobody_acquired_there_is_no_cost_of_each() -> None:
    whole, by = acquisition_cost([Spent("tv", 10, MARCH)], {"metro": 2}, MARCH)
    assert by["tv"].each is None
    assert by["metro"].each == 0
    assert whole.each == 5


def test_a_funnel_converts_from_stage_to_stage() -> None:
    assert conversion([200, 50, 10]) == (Fraction(1, 4), Fraction(1, 5))
    assert conversion([0, 0]) == (None,)
    assert conversion([7]) == ()


def test_a_response_rate_is_of_those_reached() -> None:
    assert response_rate(79, 500) == Fraction(158, 1000)
    assert response_rate(0, 0) is None


def test_a_median_time_has_as_many_below_it_as_above() -> None:
    hours = [timedelta(hours=each) for each in (5, 1, 3)]
    assert median_time((NOW, NOW + each) for each in hours) == timedelta(hours=3)
    assert median_time((NOW, NOW + each) for each in hours[:2]) == timedelta(hours=3)
    assert median_time((NOW, NOW + each) for each in hours[1:]) == timedelta(hours=2)
    assert median_time([]) is None
