"""The gaps of SERVQUAL, item by item and dimension by dimension."""

from fractions import Fraction

import pytest
from attrs import evolve as but

from mijoz.domain.feedback.invitation_terms import ServqualAnswered
from mijoz.domain.feedback.servqual import (
    Dimension,
    gaps,
    gaps_of,
)

from .asking import AZIZA, NOW, ONE, WARMTH

EQUAL = (20,) * 5
MET = ServqualAnswered(NOW, AZIZA, ONE, WARMTH, 1, (5,) * 22, (5,) * 22, EQUAL)
T, R, S, A, E = Dimension  # in the order of their items


def falls_short(item: int, by: int = 1) -> ServqualAnswered:
    """Return an answer that was let down in one item, counted from 1."""
    perception = tuple(5 - by * (each == item) for each in range(1, 23))
    return but(MET, perception=perception)


@pytest.mark.parametrize(
    ("first", "last", "dimension"),
    [(1, 4, T), (5, 9, R), (10, 13, S), (14, 17, A), (18, 22, E)],
)
def test_every_item_counts_in_its_own_dimension(
    first: int, last: int, dimension: Dimension
) -> None:
    for item in range(first, last + 1):
        found = gaps_of(falls_short(item)).by_dimension
        share = Fraction(-1, last - first + 1)
        assert found == {each: share * (each is dimension) for each in Dimension}


def test_a_gap_is_negative_where_expectations_were_not_met() -> None:
    assert gaps_of(but(MET, expectation=(6,) * 22)).unweighted == -1
    assert gaps_of(but(MET, perception=(7,) * 22)).unweighted == 2
    assert gaps_of(MET).unweighted == 0


def test_weights_say_which_dimension_matters() -> None:
    told = but(falls_short(1, by=4), weights=(60, 10, 10, 10, 10))
    found = gaps_of(told)
    assert found.by_dimension[T] == -1
    assert found.unweighted == Fraction(-1, 5)
    assert found.weighted == Fraction(-60, 100)
    assert gaps_of(but(told, weights=EQUAL)).weighted == found.unweighted


def test_gaps_of_many_are_their_mean() -> None:
    let_down = but(falls_short(1, by=4), weights=(100, 0, 0, 0, 0))
    found = gaps([let_down, MET])
    assert found is not None
    assert found.by_dimension == {T: Fraction(-1, 2), R: 0, S: 0, A: 0, E: 0}
    assert (found.unweighted, found.weighted) == (Fraction(-1, 10), Fraction(-1, 2))
    assert found.sample == 2
