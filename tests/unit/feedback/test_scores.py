"""What scores come to."""

from fractions import Fraction

import pytest

from mijoz.domain.feedback.scores import (
    Figure,
    effort,
    net_promoter_score,
    response_rate,
    satisfaction,
)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([9, 10], 100),
        ([0, 6], -100),
        ([7, 8], 0),
        ([10, 9, 8, 7, 6], 20),
        ([6, 7, 8, 9, 9, 10], 33),
    ],
)
def test_nps_is_the_share_of_promoters_less_that_of_detractors(
    scores: list[int], expected: int
) -> None:
    figure = net_promoter_score(scores)
    assert (figure.rounded, figure.sample) == (expected, len(scores))


def test_csat_is_the_share_of_the_two_highest_scores() -> None:
    assert satisfaction([5, 4, 3, 1], 5).rounded == 5_000
    assert satisfaction([7, 6, 5], 7).exact == Fraction(20_000, 3)


def test_ces_is_the_mean_in_hundredths() -> None:
    assert effort([1, 2, 2]).rounded == 167
    assert effort([7]).rounded == 700


def test_the_response_rate_is_of_those_who_were_invited() -> None:
    assert response_rate(8, 3).rounded == 3_750


def test_halves_go_to_the_even_one() -> None:
    assert (Figure(1, 2).rounded, Figure(3, 2).rounded) == (0, 2)


def test_nobody_has_no_figure() -> None:
    none = net_promoter_score([])
    assert (none.exact, none.rounded, none.small) == (None, None, True)
    assert response_rate(0, 0).rounded is None


def test_a_small_sample_is_marked() -> None:
    assert effort([3] * 29).small
    assert not effort([3] * 30).small
