"""SERVQUAL: by how much what was received falls short of what was expected.

A. Parasuraman, V. Zeithaml and L. Berry, "SERVQUAL: A Multiple-Item Scale for Measuring
Consumer Perceptions of Service Quality", Journal of Retailing 64 (1), 1988: 22 items
in five dimensions; a gap is a perception less its expectation. The weights, a hundred
points shared out to the dimensions, are of the same authors, "Refinement and
Reassessment of the SERVQUAL Scale", Journal of Retailing 67 (4), 1991.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from attrs import frozen

from .invitation_terms import ServqualAnswered


class Dimension(StrEnum):
    """In the order of their items; weights are given in this order too."""

    TANGIBLES = "tangibles"
    RELIABILITY = "reliability"
    RESPONSIVENESS = "responsiveness"
    ASSURANCE = "assurance"
    EMPATHY = "empathy"


# Items 1 to 4, 5 to 9, 10 to 13, 14 to 17, 18 to 22.
ITEMS: Final[Mapping[Dimension, slice]] = {
    Dimension.TANGIBLES: slice(0, 4),
    Dimension.RELIABILITY: slice(4, 9),
    Dimension.RESPONSIVENESS: slice(9, 13),
    Dimension.ASSURANCE: slice(13, 17),
    Dimension.EMPATHY: slice(17, 22),
}


@frozen
class Gaps:
    """Mean gaps over a sample; negative where expectations were not met."""

    by_dimension: Mapping[Dimension, Fraction]
    unweighted: Fraction
    weighted: Fraction
    sample: int


def gaps_of(answer: ServqualAnswered) -> Gaps:
    """Return the gaps of one answer."""
    gaps = {
        dimension: _mean(answer.perception[items]) - _mean(answer.expectation[items])
        for dimension, items in ITEMS.items()
    }
    shared = zip(gaps.values(), answer.weights, strict=True)
    weighted = sum((gap * points for gap, points in shared), Fraction())
    return Gaps(gaps, sum(gaps.values(), Fraction()) / len(gaps), weighted / 100, 1)


def gaps(answers: Iterable[ServqualAnswered]) -> Gaps | None:
    """Return the mean gaps of all answers, each of them weighted by its own weights."""
    each = [gaps_of(answer) for answer in answers]
    if not each:
        return None
    return Gaps(
        {one: _mean([gap.by_dimension[one] for gap in each]) for one in Dimension},
        _mean([gap.unweighted for gap in each]),
        _mean([gap.weighted for gap in each]),
        len(each),
    )


def _mean(values: Sequence[int | Fraction]) -> Fraction:
    return sum((Fraction(value) for value in values), Fraction()) / len(values)
