"""LightGBM, set once for every data set: small trees, regularised, repeatable."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .panel import Floats

if TYPE_CHECKING:
    import lightgbm as lgb

# One thread each: two boosters side by side use two cores, and on a busy machine many
# threads wait for one another far longer than they work. Quantised gradients stay off:
# they crash LightGBM 4.7.
SETTINGS: Final[dict[str, Any]] = {
    "objective": "binary",
    "num_leaves": 8,
    "learning_rate": 0.08,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20.0,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "use_quantized_grad": False,
    "verbosity": -1,
}
TREES: Final = 120


def fit(values: Floats, outcomes: Floats, names: list[str]) -> "lgb.Booster":
    """Return trees that foresee *outcomes* (0 or 1) from rows of features."""
    import lightgbm as lgb

    data = lgb.Dataset(values, outcomes, feature_name=names)
    return lgb.train(SETTINGS, data, TREES)


def log_odds(booster: "lgb.Booster", values: Floats) -> Floats:
    """Return the log-odds of each row."""
    return np.asarray(booster.predict(values, raw_score=True, num_threads=1))


def contributions(booster: "lgb.Booster", values: Floats) -> Floats:
    """Return what each feature adds to each row's log-odds; last, what all share."""
    return np.asarray(booster.predict(values, pred_contrib=True, num_threads=1))
