"""Figures over samples, which are not shown where the sample is small."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import sqrt
from typing import Final

from attrs import frozen

from ...domain.feedback.design import DETRACTOR_MOST
from ...domain.feedback.scale import Instrument, Score
from ...domain.feedback.scores import PROMOTER_LEAST

FEWEST: Final = 10  # of which a figure about somebody is shown
_NORMAL: Final = 1.96  # standard errors: 95 of 100 samples of the same lie within


@frozen
class Figure:
    """A mean and over how many; no `value` if they are too few to be shown."""

    value: float | None
    sample: int

    @property
    def hidden(self) -> bool:
        """Whether there is something that is not shown."""
        return self.value is None and self.sample > 0


def mean(values: Iterable[Fraction | int], fewest: int = FEWEST) -> Figure:
    """Return the mean, unless it is over fewer than *fewest*."""
    every = list(values)
    if len(every) < max(fewest, 1):
        return Figure(None, len(every))
    return Figure(float(sum(every, Fraction()) / len(every)), len(every))


def share(of: Iterable[bool], fewest: int = FEWEST) -> Figure:
    """Return the share that is so, in per cent, as `mean` does."""
    return mean((100 * each for each in of), fewest)


def points(score: Score) -> int:
    """Return what a score adds to the mean that is its instrument's figure.

    Of CSAT, the share in the two highest; of NPS, the net share that promotes; of
    others, the mean score. As `domain.feedback.scores` has them.
    """
    match score.instrument:
        case Instrument.CSAT:
            return 100 if score.value >= score.highest - 1 else 0
        case Instrument.NPS:
            promotes = score.value >= PROMOTER_LEAST
            return 100 * (promotes - (score.value <= DETRACTOR_MOST))
        case _:
            return score.value


def out_of_line(mine: Sequence[int], every: Sequence[int]) -> bool | None:
    """Whether a mean differs from everyone's by more than chance would have it.

    Chance is taken as 1.96 standard errors of so large a sample of everyone's. None if
    the sample is too small to say.
    """
    if len(mine) < FEWEST:
        return None
    norm = Fraction(sum(every), len(every))
    variance = sum((each - norm) ** 2 for each in every) / len(every)
    apart = abs(Fraction(sum(mine), len(mine)) - norm)
    return float(apart) > _NORMAL * sqrt(variance / len(mine))
