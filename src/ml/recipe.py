"""The recipe of a churn model: what is foreseen, and from how much."""

from datetime import timedelta

from attrs import Factory, frozen

from .catalogue import default
from .features import Feature
from .labels import ACTIVE_DAYS, HORIZON_DAYS


@frozen
class Recipe:
    """What is foreseen, and from how much: one default for every data set."""

    horizon_days: int = HORIZON_DAYS
    active_days: int = ACTIVE_DAYS
    rehearsals: int = 4
    features: tuple[Feature, ...] = Factory(default)

    @property
    def early_days(self) -> int:
        """Half the horizon: silence that long is learnt sooner, and foretells."""
        return max(1, self.horizon_days // 2)

    @property
    def step(self) -> timedelta:
        """How far training cut-offs are apart: a part of the horizon."""
        even = self.horizon_days % 2 == 0
        return timedelta(days=self.early_days if even else self.horizon_days)

    @property
    def horizon(self) -> timedelta:
        return timedelta(days=self.horizon_days)
