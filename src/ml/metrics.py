"""How well chances came true: ranking, sharpness, calibration, and how sure we are."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from .panel import Floats

BINS: Final = 10
REPLICATES: Final = 300


@frozen
class Interval:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def auc(outcomes: Floats, scores: Floats, weights: Floats | None = None) -> float:
    """Return the chance that a positive ranks above a negative; ties count half."""
    weights = np.ones(len(outcomes)) if weights is None else weights
    return float(_areas(outcomes, scores, weights[None, :])[0])


def average_precision(outcomes: Floats, scores: Floats) -> float:
    """Return the area under precision over recall, step by step; ties are one step."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(outcomes[order])
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)
    precision = hits[last] / (last + 1)
    return float(np.diff(hits[last], prepend=0) @ precision / hits[-1])


def brier(outcomes: Floats, chance: Floats) -> float:
    """Return the mean squared error of chances."""
    return float(((chance - outcomes) ** 2).mean())


def calibration_error(outcomes: Floats, chance: Floats) -> float:
    """Return the mean gap of chance and frequency over ten bins of equal counts."""
    order = np.argsort(chance, kind="stable")
    bins = np.array_split(order, BINS)
    gaps = [abs(chance[b].sum() - outcomes[b].sum()) for b in bins]
    return float(sum(gaps) / len(order))


def bootstrap_auc(
    outcomes: Sequence[Floats],
    scores: Sequence[Floats],
    customers: Sequence[NDArray[np.str_]],
    seed: int = 1,
) -> NDArray[np.float64]:
    """Return the mean AUC over cut-offs, of all customers and then of each replicate.

    Customers are drawn, not rows: one drawn twice counts twice at every cut-off.
    """
    everyone = np.unique(np.concatenate(customers))
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(
        len(everyone), np.full(len(everyone), 1 / len(everyone)), REPLICATES
    )
    weights = np.vstack((np.ones(len(everyone)), drawn)).astype(np.float64)
    areas = [
        _areas(y, s, weights[:, np.searchsorted(everyone, c)])
        for y, s, c in zip(outcomes, scores, customers, strict=True)
    ]
    mean: NDArray[np.float64] = np.mean(areas, axis=0)
    return mean


def interval(figures: NDArray[np.float64]) -> Interval:
    """Return the first of *figures*, between the bounds of the others."""
    low, high = np.nanquantile(figures[1:], (0.025, 0.975))
    return Interval(float(figures[0]), float(low), float(high))


def _areas(outcomes: Floats, scores: Floats, weights: Floats) -> NDArray[np.float64]:
    """Return the AUC under each row of *weights*."""
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))
    drawn = weights[:, order]
    positive = np.add.reduceat(drawn * outcomes[order], starts, axis=1)
    negative = np.add.reduceat(drawn * (1 - outcomes[order]), starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative / 2
    pairs = positive.sum(axis=1) * negative.sum(axis=1)
    above = (positive * below).sum(axis=1)
    areas: NDArray[np.float64] = np.divide(
        above, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0
    )
    return areas
