"""One customer's chance of churn, and what pushed it: down to the events behind."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from ..application.desk import Unknown
from . import boosting
from .churn import ChurnModel
from .evidence import Evidence, behind
from .features import Feature
from .logistic import chances, log_odds
from .matrix import matrix
from .panel import Floats
from .study import SILENCE

if TYPE_CHECKING:
    import duckdb


@frozen
class Score:
    """The chance of no completed order within the horizon after `as_of`.

    Someone who was not ``active`` then was silent already for longer than those whom
    the model was taught on: the chance is told, and to be trusted less.
    """

    customer_id: str
    as_of: datetime
    horizon_days: int
    chance: float
    active: bool


@frozen
class Push:
    """What one feature did to a score.

    ``push`` is in log-odds, above nought towards churn; ``change`` is by how much the
    chance would differ without it. ``events`` are the latest of ``count`` behind it.
    """

    feature: str
    description: str
    unit: str
    value: float | None
    usual: float | None
    push: float
    change: float
    count: int
    events: tuple[Evidence, ...]


@frozen
class Explanation:
    """A score, and the features that pushed it, the strongest first."""

    score: Score
    pushes: tuple[Push, ...]


class NothingToScore(Unknown):
    """The customer had no order by then: there is nothing to foresee from."""

    def __init__(self, customer: str, as_of: datetime) -> None:
        super().__init__(f"order by {as_of:%Y-%m-%d} of customer", customer)


def score(
    con: "duckdb.DuckDBPyConnection",
    model: ChurnModel,
    customer_id: str,
    as_of: datetime,
) -> Score:
    """Return a customer's chance of churn from what was known at *as_of*.

    Raises:
        NothingToScore: They had no order by then.
    """
    values = _values(con, model, customer_id, as_of)
    return _score(model, customer_id, as_of, values)


def explain(
    con: "duckdb.DuckDBPyConnection",
    model: ChurnModel,
    customer_id: str,
    as_of: datetime,
    most: int = 8,
) -> Explanation:
    """Return a score with the *most* features that pushed it furthest.

    Contributions of the trees are LightGBM's own (TreeSHAP), those of the regression
    its terms, both weighed as the blend weighs them; the rhythm's forecast pushes by
    how far it is from the usual customer's.

    Raises:
        NothingToScore: They had no order by then.
    """
    values = _values(con, model, customer_id, as_of)
    pushes = _pushes(model, values)[0]
    total = model.log_odds(values)[0]
    features = [*model.recipe.features, None]
    strongest = np.argsort(-np.abs(pushes), kind="stable")[:most]
    return Explanation(
        _score(model, customer_id, as_of, values),
        tuple(
            Push(
                *_words(features[each]),
                _number(values[0, each], features[each]),
                _number(model.usual[each], features[each]),
                float(pushes[each]),
                float(chances(total) - chances(total - pushes[each])),
                *behind(con, features[each], customer_id, as_of),
            )
            for each in strongest
        ),
    )


def scores(
    con: "duckdb.DuckDBPyConnection", model: ChurnModel, as_of: datetime
) -> list[Score]:
    """Return the scores of all active at *as_of*, the likeliest to go first."""
    recipe = model.recipe
    rows = matrix(con, as_of, active_days=recipe.active_days, features=recipe.features)
    found = chances(model.log_odds(_with_silence(model, rows)))
    customers = rows["customer_id"].to_pylist()
    made = [
        Score(customer, as_of, recipe.horizon_days, float(chance), active=True)
        for customer, chance in zip(customers, found, strict=True)
    ]
    return sorted(made, key=lambda each: -each.chance)


def _values(
    con: "duckdb.DuckDBPyConnection",
    model: ChurnModel,
    customer_id: str,
    as_of: datetime,
) -> Floats:
    rows = matrix(con, as_of, features=model.recipe.features, customer_id=customer_id)
    if not len(rows):
        raise NothingToScore(customer_id, as_of)
    return _with_silence(model, rows)


def _with_silence(model: ChurnModel, rows: Any) -> Floats:
    def column(name: str) -> Floats:
        values: Floats = rows[name].to_numpy(zero_copy_only=False).astype(np.float64)
        return values

    features = np.column_stack([column(each.name) for each in model.recipe.features])
    tenure = column("tenure")
    silence = model.forecasters.rhythm.silence(
        column("shopping_days") - 1,
        tenure - column("recency"),
        tenure,
        model.recipe.horizon_days,
    )
    return np.column_stack((features, log_odds(silence)))


def _score(
    model: ChurnModel, customer_id: str, as_of: datetime, values: Floats
) -> Score:
    names = [each.name for each in model.recipe.features]
    active = values[0, names.index("recency")] <= model.recipe.active_days
    chance = float(model.chance(values)[0])
    return Score(customer_id, as_of, model.recipe.horizon_days, chance, bool(active))


def _pushes(model: ChurnModel, values: Floats) -> Floats:
    """Return what each feature adds to the blend's log-odds, a row a customer."""
    made, (trees, early, linear, rhythm) = model.forecasters, model.blend.weights
    pushes: Floats = (
        trees * boosting.contributions(made.trees, values)[:, :-1]
        + early * boosting.contributions(made.early, values)[:, :-1]
        + linear * made.linear.contributions(values)
    )
    pushes[:, -1] += rhythm * (values[:, -1] - model.usual[-1])
    return pushes


def _words(feature: Feature | None) -> tuple[str, str, str]:
    if feature is None:
        return SILENCE, "chance of silence by the rhythm of orders alone", "chance"
    return feature.name, feature.description, feature.unit


def _number(value: float, feature: Feature | None) -> float | None:
    if np.isnan(value):
        return None
    return float(chances(np.array(value))) if feature is None else float(value)
