"""What scores come to: a total by how many, exact.

Only scores of one instrument and scale have a mean; shares may be of any.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from attrs import frozen

from .design import DETRACTOR_MOST
from .scale import Score

PROMOTER_LEAST: Final = 9


@frozen
class Figure:
    """`total` by `sample`, in the unit that its function says."""

    total: int
    sample: int

    @property
    def exact(self) -> Fraction | None:
        """The figure itself; None over nobody."""
        return Fraction(self.total, self.sample) if self.sample else None


def net_promoter_score(scores: Sequence[int]) -> Figure:
    """Return NPS in points, from -100 to 100: promoters' share less detractors'.

    Of "how likely is it that you would recommend us", 0 to 10: 9 and 10 promote, 0 to 6
    detract. F. Reichheld, "The One Number You Need to Grow", Harvard Business Review,
    December 2003.
    """
    promoters = sum(each >= PROMOTER_LEAST for each in scores)
    detractors = sum(each <= DETRACTOR_MOST for each in scores)
    return Figure(100 * (promoters - detractors), len(scores))


def satisfaction(scores: Iterable[Score]) -> Figure:
    """Return CSAT: the share of the two highest scores, each of its own scale.

    The "top two boxes" of P. Farris, N. Bendle, P. Pfeifer and D. Reibstein, *Marketing
    Metrics*, 2nd ed., 2010, chapter 2.
    """
    satisfied = [each.value >= each.highest - 1 for each in scores]
    return Figure(sum(satisfied), len(satisfied))


def effort(scores: Sequence[int]) -> Figure:
    """Return CES: the mean score, a high one where it was easy.

    M. Dixon, K. Freeman and N. Toman, "Stop Trying to Delight Your Customers", Harvard
    Business Review, July 2010; asked as of its second edition of 2013: "the company
    made it easy for me", where agreement is high.
    """
    return Figure(sum(scores), len(scores))
