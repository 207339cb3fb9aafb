"""Which touches a conversion is owed to, by each model."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from mijoz.domain.acquisition.attribution import AttributionModel, shares

SALE = datetime(2026, 3, 31, tzinfo=UTC)
WEEK = timedelta(days=7)
ALL, NONE = Fraction(1), Fraction(0)
FOUR = [SALE - 3 * WEEK, SALE - 2 * WEEK, SALE - WEEK, SALE]


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (AttributionModel.FIRST, (1, 0, 0, 0)),
        (AttributionModel.LAST, (0, 0, 0, 1)),
        (AttributionModel.LINEAR, (Fraction(1, 4),) * 4),
        (
            AttributionModel.POSITION,
            (Fraction(4, 10), Fraction(1, 10), Fraction(1, 10), Fraction(4, 10)),
        ),
        (
            AttributionModel.TIME_DECAY,
            (Fraction(1, 15), Fraction(2, 15), Fraction(4, 15), Fraction(8, 15)),
        ),
    ],
)
def test_a_model_shares_a_conversion_out(
    model: AttributionModel, expected: tuple[Fraction, ...]
) -> None:
    assert shares(model, FOUR, SALE) == expected


@pytest.mark.parametrize("model", AttributionModel)
def test_what_comes_after_the_conversion_has_no_share(model: AttributionModel) -> None:
    late = [SALE - WEEK, SALE + timedelta(microseconds=1)]
    assert shares(model, late, SALE) == (ALL, NONE)
    assert shares(model, [SALE], SALE) == (ALL,)
    assert shares(model, [], SALE) == ()
    assert shares(model, late[1:], SALE) == (NONE,)


def test_by_position_one_has_all_and_two_have_halves() -> None:
    assert shares(AttributionModel.POSITION, FOUR[:1], SALE) == (ALL,)
    half = Fraction(1, 2)
    assert shares(AttributionModel.POSITION, FOUR[:2], SALE) == (half, half)
    three = shares(AttributionModel.POSITION, FOUR[:3], SALE)
    assert three == (Fraction(2, 5), Fraction(1, 5), Fraction(2, 5))


def test_a_touch_decays_within_a_half_life_too() -> None:
    day = [SALE - timedelta(days=1), SALE]
    first, last = shares(AttributionModel.TIME_DECAY, day, SALE)
    assert abs(first / last - Fraction(2.0 ** (-1 / 7))) < Fraction(1, 10**6)
