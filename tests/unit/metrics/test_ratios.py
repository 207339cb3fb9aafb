"""The formulas, on figures that were published before and after a programme."""

from fractions import Fraction

import pytest

from mijoz.domain.metrics.ratios import (
    NothingToDivideBy,
    change,
    churn,
    lifetime_value,
    net_promoter_score,
    percent,
    ratio,
    retention_effect,
)


def f(text: str) -> Fraction:
    return Fraction(text)


@pytest.mark.parametrize(
    ("what", "before", "after", "changed"),
    [
        ("average check", "1250", "1406", "12.48 %"),
        ("frequency", "2.1", "2.48", "18.10 %"),
        ("monthly churn, %", "8.7", "6.7", "-22.99 %"),
        ("conversion, %", "25", "28.5", "14.00 %"),
        ("repeat share, %", "45", "52.7", "17.11 %"),
        ("open rate, %", "12", "15.8", "31.67 %"),
        ("engagement, %", "4.5", "6.4", "42.22 %"),
        ("CAC", "1500", "1230", "-18.00 %"),
        ("LTV", "20000", "25000", "25.00 %"),
    ],
)
def test_a_change_is_what_was_published(
    what: str, before: str, after: str, changed: str
) -> None:
    assert percent(change(f(before), f(after))) == changed, what


def test_nps_of_65_to_15_is_50_and_moved_by_15() -> None:
    before, after = net_promoter_score(55, 20, 100), net_promoter_score(65, 15, 100)
    assert [before, after, after - before] == [f("35"), f("50"), f("15")]


@pytest.mark.parametrize(
    ("promoters", "detractors", "score"), [(4, 0, 100), (0, 4, -100), (2, 2, 0)]
)
def test_nps_lies_between_minus_100_and_100(
    promoters: int, detractors: int, score: int
) -> None:
    assert net_promoter_score(promoters, detractors, 4) == score


def test_keeping_184_000_customers_is_worth_four_billion_and_six_hundred_million() -> (
    None
):
    assert retention_effect(184_000, 25_000) == 4_600_000_000


def test_a_lifetime_is_check_times_frequency_times_periods() -> None:
    assert lifetime_value(1_000, f("2.5"), 10) == 25_000


def test_churn_is_of_those_at_the_start() -> None:
    assert churn(87, 1_000) == f("0.087")


def test_no_ratio_is_over_nothing() -> None:
    with pytest.raises(NothingToDivideBy):
        ratio(1, 0)
    with pytest.raises(NothingToDivideBy):
        change(0, 1)
    with pytest.raises(NothingToDivideBy):
        churn(0, 0)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("0.00005", "0.00 %"),
        ("0.00015", "0.02 %"),
        ("-0.5", "-50.00 %"),
        ("0", "0.00 %"),
    ],
)
def test_a_share_is_shown_to_two_decimals_halves_to_the_even(
    share: str, shown: str
) -> None:
    assert percent(f(share)) == shown
