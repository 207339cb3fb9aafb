"""What scores come to, exact until shown: a figure with its sample.

Only scores of one instrument and scale belong in one figure.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from attrs import frozen

from .design import DETRACTOR_MOST

PROMOTER_LEAST: Final = 9
SMALL: Final = 30  # below it a mean is not yet near normal, by the usual rule of thumb


@frozen
class Figure:
    """`total` by `sample`, in the unit that its function says."""

    total: int
    sample: int

    @property
    def exact(self) -> Fraction | None:
        """The figure itself; None over nobody."""
        return Fraction(self.total, self.sample) if self.sample else None

    @property
    def rounded(self) -> int | None:
        """The figure in whole units, halves to the even one; None over nobody."""
        return None if self.exact is None else round(self.exact)

    @property
    def small(self) -> bool:
        """Whether the sample is too small for the figure to be leant upon."""
        return self.sample < SMALL


def net_promoter_score(scores: Sequence[int]) -> Figure:
    """Return NPS in points, from -100 to 100: promoters' share less detractors'.

    Of "how likely is it that you would recommend us", 0 to 10: 9 and 10 promote, 0 to 6
    detract. F. Reichheld, "The One Number You Need to Grow", Harvard Business Review,
    December 2003.
    """
    promoters = sum(each >= PROMOTER_LEAST for each in scores)
    detractors = sum(each <= DETRACTOR_MOST for each in scores)
    return Figure(100 * (promoters - detractors), len(scores))


def satisfaction(scores: Sequence[int], highest: int) -> Figure:
    """Return CSAT in hundredths of a per cent: the share of the two highest scores.

    The "top two boxes" of P. Farris, N. Bendle, P. Pfeifer and D. Reibstein, *Marketing
    Metrics*, 2nd ed., 2010, chapter 2.
    """
    satisfied = sum(each >= highest - 1 for each in scores)
    return Figure(10_000 * satisfied, len(scores))


def effort(scores: Sequence[int]) -> Figure:
    """Return CES in hundredths: the mean score, a high one where it was easy.

    M. Dixon, K. Freeman and N. Toman, "Stop Trying to Delight Your Customers", Harvard
    Business Review, July 2010; asked as of its second edition of 2013: "the company
    made it easy for me", where agreement is high.
    """
    return Figure(100 * sum(scores), len(scores))


def response_rate(invited: int, answered: int) -> Figure:
    """Return in hundredths of a per cent how many of those who were invited answered.

    RR1 of the American Association for Public Opinion Research, *Standard Definitions*,
    where everyone invited is eligible and every answer is a whole one.
    """
    return Figure(10_000 * answered, invited)
