"""What an order earns, and which line earned what."""

import pytest

from mijoz.domain.loyalty.earning import points_for, share
from mijoz.domain.loyalty.terms import Terms

ONE_PER_EURO = Terms("Europe/Berlin", "points", 1, 100, "EUR")
THREE_PER_TWO = Terms("Europe/Berlin", "points", 3, 200, "EUR")


@pytest.mark.parametrize(("paid", "points"), [(99, 0), (100, 1), (199, 1), (200, 2)])
def test_an_order_earns_whole_points_rounded_down(paid: int, points: int) -> None:
    assert points_for(ONE_PER_EURO, (paid,)) == (points,)


@pytest.mark.parametrize(("paid", "points"), [(66, 0), (67, 1), (200, 3), (266, 3)])
def test_a_rate_may_be_any_fraction(paid: int, points: int) -> None:
    assert points_for(THREE_PER_TWO, (paid,)) == (points,)


def test_it_is_the_order_that_is_rounded_and_not_each_line() -> None:
    assert points_for(ONE_PER_EURO, (50, 50)) == (1, 0)
    assert points_for(ONE_PER_EURO, (50, 49)) == (0, 0)


def test_the_largest_remainder_gets_the_point_that_is_left() -> None:
    assert points_for(ONE_PER_EURO, (110, 190)) == (1, 2)
    assert points_for(ONE_PER_EURO, (333, 333, 334)) == (3, 3, 4)


def test_of_equal_remainders_the_earlier_line_is_first() -> None:
    assert points_for(ONE_PER_EURO, (250, 250, 250)) == (3, 2, 2)


def test_a_line_paid_otherwise_earns_nothing() -> None:
    assert points_for(ONE_PER_EURO, (0, 1000)) == (0, 10)


@pytest.mark.parametrize("paid", [(), (0, 0)])
def test_nothing_paid_earns_nothing(paid: tuple[int, ...]) -> None:
    assert points_for(ONE_PER_EURO, paid) == (0,) * len(paid)


def test_an_amount_cannot_be_shared_among_nothing() -> None:
    assert share(7, (0, 0)) == (0, 0)
