"""BG/NBD: how often a customer comes while alive, and when he drops out, from rhythm.

Fader, Hardie and Lee, "Counting Your Customers" the Easy Way: An Alternative to the
Pareto/NBD Model, Marketing Science 24 (2005). While alive a customer buys at random at
his own rate, gamma-distributed over customers (r, alpha); after each purchase he leaves
with his own chance, beta-distributed (a, b).
"""

from typing import Final

import numpy as np
from attrs import astuple, frozen
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.special import gammaln  # type: ignore[import-untyped]

from .panel import Floats

# Beyond these, on the scale of logarithms, the likelihood is flat.
BOUNDS: Final = (-8.0, 10.0)


@frozen
class BgNbd:
    """The four parameters, in days."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, repeats: Floats, last: Floats, age: Floats) -> Floats:
        """Return the chance that a customer has not left for good.

        *repeats* counts the days of purchase after the first, *last* is the time from
        the first to the latest of them, *age* from the first to now. A customer who
        bought once is alive for sure: he had no occasion to leave.
        """
        left = self.a / (self.b + np.maximum(repeats, 1) - 1)
        waited = (self.alpha + age) / (self.alpha + last)
        odds = np.where(repeats > 0, left * waited ** (self.r + repeats), 0)
        alive: Floats = 1 / (1 + odds)
        return alive

    def silence(
        self, repeats: Floats, last: Floats, age: Floats, horizon: float
    ) -> Floats:
        """Return the chance of no purchase in the next *horizon* days.

        1 - P(alive) * (1 - ((alpha + T) / (alpha + T + H)) ** (r + x)): he has left, or
        is alive and does not come; an alive customer's rate is gamma(r + x, alpha + T),
        so his chance of no purchase in H is that law's Laplace transform at H. This,
        and not P(alive), is the score for churn.
        """
        waiting = (self.alpha + age) / (self.alpha + age + horizon)
        comes = 1 - waiting ** (self.r + repeats)
        silence: Floats = 1 - self.alive(repeats, last, age) * comes
        return silence


def fit(
    repeats: Floats, last: Floats, age: Floats, start: BgNbd | None = None
) -> BgNbd:
    """Return the parameters of the greatest likelihood, searched from *start*.

    Customers alike in all three numbers are counted, not repeated.
    """
    alike, counts = np.unique(
        np.column_stack((repeats, last, age)), axis=0, return_counts=True
    )
    if start is None:
        start = BgNbd(1.0, 1.0 + float(age.mean() / (repeats.mean() + 1)), 0.5, 3.0)
    found = minimize(
        _loss,
        np.clip(np.log(astuple(start)), *BOUNDS),
        args=(*alike.T, counts / counts.sum()),
        method="L-BFGS-B",
        bounds=[BOUNDS] * 4,
    )
    return BgNbd(*(float(value) for value in np.exp(found.x)))


def _loss(
    logs: Floats, repeats: Floats, last: Floats, age: Floats, weights: Floats
) -> float:
    """Return the mean negative log-likelihood: equation (6) of the paper."""
    r, alpha, a, b = np.exp(logs)
    x = repeats
    bought = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stayed = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    alive = -(r + x) * np.log(alpha + age)
    left = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last)
    either = np.logaddexp(alive, np.where(x > 0, left, -np.inf))
    return -float(weights @ (bought + stayed + either))
