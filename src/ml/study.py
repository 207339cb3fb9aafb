"""A study: forecasters that learn at a moment from what was known by it, and rehearse.

Rehearsals are the honest way to weigh forecasters: at earlier cut-offs each is taught
on what was known then, foresees what is known by now, and is weighed by how it did.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import define, field, frozen
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from . import bgnbd, blend, boosting, logistic
from .bgnbd import BgNbd
from .blend import Blend
from .logistic import Logistic, log_odds
from .panel import Floats, Panel, Rows, cutoffs_before, first_day, panel
from .recipe import Recipe

if TYPE_CHECKING:
    import duckdb
    import lightgbm as lgb

FORECASTS: Final = ("trees", "early trees", "linear", "rhythm")
SILENCE: Final = "expected_silence"  # the rhythm's forecast, as a feature of the others


@frozen(eq=False)
class Forecasters:
    """What was learnt at a moment."""

    trees: "lgb.Booster"
    early: "lgb.Booster"
    linear: Logistic
    rhythm: BgNbd

    def odds(self, values: Floats) -> Floats:
        """Return each forecast's log-odds, of rows of features and of silence."""
        return np.column_stack(
            (
                boosting.log_odds(self.trees, values),
                boosting.log_odds(self.early, values),
                self.linear.log_odds(values),
                values[:, -1],
            )
        )


@define
class Study:
    """A panel, and what can be learnt from it at any of its cut-offs."""

    recipe: Recipe
    as_of: datetime
    panel: Panel
    values: Floats = field(repr=False)  # the features, and last the silence
    active: Rows = field(repr=False)
    rhythms: dict[datetime, BgNbd] = field(repr=False)
    _learnt: dict[datetime, Forecasters] = field(factory=dict, repr=False)

    def learnt(self, *moments: datetime) -> tuple[Forecasters, ...]:
        """Return the forecasters taught at *moments*, two of them at a time."""
        new = [each for each in dict.fromkeys(moments) if each not in self._learnt]
        with one_thread(), ThreadPoolExecutor(2) as pool:
            self._learnt.update(zip(new, pool.map(self._learn, new), strict=True))
        return tuple(self._learnt[moment] for moment in moments)

    def rows(self, cutoff: datetime) -> Rows:
        """Return which rows are of customers active at *cutoff*."""
        rows: Rows = self.panel.at(cutoff) & self.active
        return rows

    def lessons(self, moment: datetime, horizon: int) -> Rows:
        """Return the rows that may teach at *moment*: active, their label closed."""
        rows: Rows = self.panel.closed(horizon, moment) & self.active
        return rows

    def rehearsals(self, moment: datetime, most: int | None = None) -> list[datetime]:
        """Return the cut-offs whose outcome was known at *moment*, to weigh by."""
        dates = (moment - n * self.recipe.horizon for n in range(1, 99))
        return [d for d in dates if self.can_learn(d)][
            : self.recipe.rehearsals if most is None else most
        ]

    def can_learn(self, moment: datetime) -> bool:
        """Return whether both outcomes had been seen among the lessons of *moment*."""
        rows = self.lessons(moment, self.recipe.horizon_days)
        seen = self.panel.silent(self.recipe.horizon_days)[rows]
        return moment in self.rhythms and 0 < seen.sum() < len(seen)

    def blend(self, moment: datetime) -> Blend:
        """Return the weights that the rehearsals before *moment* speak for."""
        dates = self.rehearsals(moment)
        if not dates:
            return blend.equal(len(FORECASTS))
        rows = [self.rows(date) for date in dates]
        odds = [
            learnt.odds(self.values[row])
            for learnt, row in zip(self.learnt(*dates), rows, strict=True)
        ]
        outcomes = self.panel.silent(self.recipe.horizon_days)
        return blend.fit(np.vstack(odds), np.concatenate([outcomes[r] for r in rows]))

    def _learn(self, moment: datetime) -> Forecasters:
        horizon, early = self.recipe.horizon_days, self.recipe.early_days
        rows, early_rows = self.lessons(moment, horizon), self.lessons(moment, early)
        outcomes = self.panel.silent(horizon)[rows]
        names = [*(feature.name for feature in self.recipe.features), SILENCE]
        return Forecasters(
            boosting.fit(self.values[rows], outcomes, names),
            boosting.fit(
                self.values[early_rows], self.panel.silent(early)[early_rows], names
            ),
            logistic.fit(self.values[rows], outcomes),
            self.rhythms[moment],
        )


def study(
    con: "duckdb.DuckDBPyConnection", as_of: datetime, recipe: Recipe | None = None
) -> Study:
    """Return the study of the facts known at *as_of*, its cut-offs counted back.

    The first cut-off is when the first customers could have been active for long.
    """
    recipe = recipe or Recipe()
    spell = timedelta(days=recipe.active_days)
    cutoffs = cutoffs_before(as_of, first_day(con, as_of) + spell, recipe.step)
    if not cutoffs:
        raise ValueError(
            f"the facts known at {as_of} go back less than {spell.days} days"
        )
    made = panel(
        con,
        cutoffs,
        horizons=(recipe.horizon_days, recipe.early_days),
        features=recipe.features,
    )
    silences = np.empty(len(made.values))
    rhythms: dict[datetime, BgNbd] = {}
    known: BgNbd | None = None
    with one_thread():
        for cutoff in cutoffs:
            rows = made.at(cutoff)
            repeats, last, age = rhythm_of(made, rows)
            known = rhythms[cutoff] = bgnbd.fit(repeats, last, age, known)
            silences[rows] = known.silence(repeats, last, age, recipe.horizon_days)
    return Study(
        recipe,
        as_of,
        made,
        np.column_stack((made.values, log_odds(silences))),
        made.column("recency") <= recipe.active_days,
        rhythms,
    )


def one_thread() -> AbstractContextManager[object]:
    """Keep arithmetic to one thread: more would wait for one another, and burn."""
    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


def rhythm_of(made: Panel, rows: Rows) -> tuple[Floats, Floats, Floats]:
    """Return repeats, time to the latest and age, in days, as BG/NBD takes them."""
    tenure = made.column("tenure")[rows]
    return (
        made.column("shopping_days")[rows] - 1,
        tenure - made.column("recency")[rows],
        tenure,
    )
