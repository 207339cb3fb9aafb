"""Logistic regression by Newton's steps, ridged; few numbers, so it is kept as text."""

from typing import Final

import numpy as np
from attrs import field, frozen
from scipy.special import expit, logit  # type: ignore[import-untyped]

from .panel import Floats

STEPS: Final = 25
CERTAIN: Final = 1e-6  # no forecast is surer than this


def log_odds(chance: Floats) -> Floats:
    """Return the logarithm of the odds of *chance*."""
    odds: Floats = logit(np.clip(chance, CERTAIN, 1 - CERTAIN))
    return odds


def chances(odds: Floats) -> Floats:
    """Return the chance that log-odds stand for."""
    chance: Floats = expit(odds)
    return chance


@frozen(eq=False)
class Logistic:
    """Weights of features on a logarithmic scale, and of their being unknown."""

    intercept: float
    weights: Floats = field(repr=False)
    centres: Floats = field(repr=False)
    scales: Floats = field(repr=False)

    def contributions(self, values: Floats) -> Floats:
        """Return what each feature adds to the log-odds, over a usual customer's."""
        terms = (_terms(values) - self.centres) / self.scales * self.weights
        known, unknown = np.split(terms, 2, axis=1)
        sums: Floats = known + unknown
        return sums

    def log_odds(self, values: Floats) -> Floats:
        """Return the log-odds of each row."""
        odds: Floats = self.intercept + self.contributions(values).sum(axis=1)
        return odds


def fit(values: Floats, outcomes: Floats, ridge: float = 30.0) -> Logistic:
    """Return the regression of *outcomes* (0 or 1) on rows of features."""
    terms = _terms(values)
    centres, scales = terms.mean(axis=0), terms.std(axis=0)
    scales[scales == 0] = 1
    design = np.column_stack(((terms - centres) / scales, np.ones(len(terms))))
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 1e-9
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = chances(design @ weights)
        slope = design.T @ (outcomes - chance) - penalty * weights
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return Logistic(float(weights[-1]), weights[:-1], centres, scales)


def _terms(values: Floats) -> Floats:
    """Return features on a signed logarithmic scale, then whether each is unknown."""
    unknown = np.isnan(values)
    known = np.where(unknown, 0, values)
    logs = np.sign(known) * np.log1p(np.abs(known))
    terms: Floats = np.column_stack((logs, unknown.astype(np.float64)))
    return terms
