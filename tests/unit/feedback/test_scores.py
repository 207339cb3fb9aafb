"""What scores come to."""

from fractions import Fraction

import pytest

from mijoz.domain.feedback.scale import Instrument, Score
from mijoz.domain.feedback.scores import effort, net_promoter_score, satisfaction


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([9, 10], 100),
        ([0, 6], -100),
        ([7, 8], 0),
        ([10, 9, 8, 7, 6], 20),
        ([6, 7, 8, 9, 9, 10], Fraction(100, 3)),
    ],
)
def test_nps_is_the_share_of_promoters_less_that_of_detractors(
    scores: list[int], expected: int
) -> None:
    figure = net_promoter_score(scores)
    assert figure.exact == expected
    assert figure.sample == len(scores)


def test_csat_is_the_share_of_the_two_highest_scores_of_each_scale() -> None:
    five = [Score(Instrument.CSAT, value, 1, 5) for value in (5, 4, 3, 1)]
    seven = [Score(Instrument.CSAT, value, 1, 7) for value in (7, 6, 5, 4)]
    assert satisfaction(five).exact == Fraction(1, 2)
    assert satisfaction([*five, *seven]).exact == Fraction(1, 2)
    assert satisfaction(seven[:3]).exact == Fraction(2, 3)


def test_ces_is_the_mean() -> None:
    assert effort([1, 2, 2]).exact == Fraction(5, 3)


def test_nobody_has_no_figure() -> None:
    for none in (net_promoter_score([]), satisfaction([]), effort([])):
        assert none.exact is None
