"""Several forecasts made one: weighed and calibrated by how they rehearsed."""

from typing import Final

import numpy as np
from attrs import field, frozen
from scipy.optimize import minimize  # type: ignore[import-untyped]

from .logistic import chances
from .panel import Floats

# How many customers' worth of outcomes the equal weights are believed for.
BELIEF: Final = 100.0


@frozen(eq=False)
class Blend:
    """A weighted sum of log-odds: no weight is negative."""

    intercept: float
    weights: Floats = field(converter=np.asarray)

    def log_odds(self, odds: Floats) -> Floats:
        """Return the calibrated log-odds, given one column a forecast."""
        blended: Floats = self.intercept + odds @ self.weights
        return blended


def equal(forecasts: int) -> Blend:
    """Return the blend that nothing is yet known to better."""
    return Blend(0.0, np.full(forecasts, 1 / forecasts))


def fit(odds: Floats, outcomes: Floats) -> Blend:
    """Return the weights under which *odds* best foretold *outcomes*."""
    forecasts = odds.shape[1]
    prior = np.append(np.full(forecasts, 1 / forecasts), 0.0)
    design = np.column_stack((odds, np.ones(len(odds))))
    ridge = np.append(np.full(forecasts, BELIEF), 1e-6)

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = design @ weights
        off = weights - prior
        surprise = np.logaddexp(0, sums).sum() - outcomes @ sums
        slope = design.T @ (chances(sums) - outcomes) + ridge * off
        return float(surprise + ridge @ off**2 / 2), slope

    bounds = [(0.0, None)] * forecasts + [(None, None)]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x
    return Blend(float(found[-1]), found[:-1])
