"""A trained model of churn: learnt, kept as text and JSON, and read back. No pickle."""

import json
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import asdict, frozen

from ..application.ports import StoreUnavailable
from .bgnbd import BgNbd
from .blend import Blend
from .catalogue import default, digest
from .evaluation import Report, examine
from .logistic import Logistic, chances
from .panel import Floats
from .recipe import Recipe
from .study import Forecasters, study

if TYPE_CHECKING:
    import duckdb

FORMAT: Final = 1
LIBRARIES: Final = ("duckdb", "lightgbm", "numpy", "scipy")


class NoModel(StoreUnavailable):
    """There is no model where one was looked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"there is no model in {folder}: run `mijoz churn train` first"
        )


class OtherFeatures(StoreUnavailable):
    """The model was trained on features that are not those of the house now."""

    def __init__(self) -> None:
        super().__init__(
            "the features have changed since the model was trained:"
            " run `mijoz churn train` again"
        )


@frozen(eq=False)
class ChurnModel:
    """What foresees whether a customer will be silent for the whole horizon.

    ``usual`` is the median of each feature among the customers it was taught on;
    ``card`` says, as JSON has it, what it was made from and how well it did.
    """

    recipe: Recipe
    as_of: datetime
    forecasters: Forecasters
    blend: Blend
    usual: Floats
    card: dict[str, Any]

    def log_odds(self, values: Floats) -> Floats:
        """Return the calibrated log-odds of rows of features, their silence last."""
        return self.blend.log_odds(self.forecasters.odds(values))

    def chance(self, values: Floats) -> Floats:
        """Return the chance of no completed order within the horizon."""
        return chances(self.log_odds(values))

    def save(self, folder: Path) -> None:
        """Write the trees as LightGBM's text and all else as ``card.json``."""
        folder.mkdir(parents=True, exist_ok=True)
        linear, rhythm = self.forecasters.linear, self.forecasters.rhythm
        self.forecasters.trees.save_model(folder / "trees.txt")
        self.forecasters.early.save_model(folder / "early-trees.txt")
        card = self.card | {
            "linear": {name: _plain(value) for name, value in _parts(linear).items()},
            "rhythm": asdict(rhythm),
            "blend": {
                name: _plain(value) for name, value in _parts(self.blend).items()
            },
            "usual": [None if np.isnan(each) else float(each) for each in self.usual],
        }
        (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def train(
    con: "duckdb.DuckDBPyConnection",
    as_of: datetime,
    *,
    position: int | None = None,
    note: str = "",
    progress: Callable[[str], object] = lambda _: None,
) -> tuple[ChurnModel, Report]:
    """Learn from what was known at *as_of*, and examine on later cut-offs before it.

    The report's cut-offs are the last ones whose outcome is known by now; for each of
    them everything was taught anew on what was known at it. *position* is the last of
    the log that the facts hold, for the card.

    Raises:
        ValueError: The facts do not go back far enough to learn from.
    """
    progress("reading the facts")
    made = study(con, as_of)
    progress("examining on later cut-offs")
    report = examine(made, note=note)
    progress("learning from all of it")
    (learnt,) = made.learnt(as_of)
    lessons = made.lessons(as_of, made.recipe.horizon_days)
    features = made.recipe.features
    card = {
        "format": FORMAT,
        "task": "churn: no completed order within the horizon",
        "horizon_days": made.recipe.horizon_days,
        "active_days": made.recipe.active_days,
        "as_of": as_of.isoformat(),
        "position": position,
        "cutoffs": sorted({str(each) for each in made.panel.cutoffs[lessons]}),
        "rows": int(lessons.sum()),
        "data_sha256": made.panel.digest(lessons),
        "features": [each.name for each in features],
        "features_sha256": digest(features),
        "examined": report.as_dict(),
        "versions": {each: version(each) for each in LIBRARIES},
        "note": note,
    }
    usual = _medians(made.values[lessons])
    model = ChurnModel(made.recipe, as_of, learnt, made.blend(as_of), usual, card)
    return model, report


def load(folder: Path) -> ChurnModel:
    """Return the model that was saved in *folder*.

    Raises:
        NoModel: There is none.
        OtherFeatures: It was trained on other features than those of the house.
    """
    import lightgbm as lgb

    try:
        card = json.loads((folder / "card.json").read_text())
        trees = lgb.Booster(model_file=folder / "trees.txt")
        early = lgb.Booster(model_file=folder / "early-trees.txt")
    except FileNotFoundError:
        raise NoModel(folder) from None
    if card["features_sha256"] != digest(default()):
        raise OtherFeatures
    parts = card.pop("linear")
    linear = Logistic(
        parts["intercept"],
        *(np.array(parts[each]) for each in ("weights", "centres", "scales")),
    )
    blend = card.pop("blend")
    return ChurnModel(
        Recipe(card["horizon_days"], card["active_days"]),
        datetime.fromisoformat(card["as_of"]),
        Forecasters(trees, early, linear, BgNbd(**card.pop("rhythm"))),
        Blend(blend["intercept"], blend["weights"]),
        np.array([np.nan if each is None else each for each in card.pop("usual")]),
        card,
    )


def _medians(values: Floats) -> Floats:
    """Return the median of each column's known values; unknown where none is known."""
    known = ~np.isnan(values).all(axis=0)
    medians = np.full(values.shape[1], np.nan)
    medians[known] = np.nanmedian(values[:, known], axis=0)
    return medians


def _parts(made: Any) -> dict[str, Any]:
    return asdict(made, recurse=False)


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else value
