"""How well churn is foreseen: on later cut-offs, beside simpler ways to foresee it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import asdict, frozen

from . import logistic
from .logistic import chances
from .metrics import (
    Interval,
    average_precision,
    bootstrap_auc,
    brier,
    calibration_error,
    interval,
)
from .panel import Floats
from .recipe import Recipe
from .study import FORECASTS, Study, one_thread, study

if TYPE_CHECKING:
    import duckdb

RFM: Final = ("recency", "shopping_days", "paid_84d")
DEFAULT: Final = "Mijoz, default"
HEADINGS: Final = (
    "model",
    "AUC [95 %]",
    "lead of Mijoz [95 %]",
    "PR AUC",
    "Brier",
    "ECE",
)


@frozen
class Line:
    """One way to foresee churn, and how well it did."""

    model: str
    auc: Interval
    lead: Interval | None  # of the default's AUC over this one's, customer by customer
    average_precision: float
    brier: float
    calibration_error: float

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as it is printed."""
        figures = (self.average_precision, self.brier, self.calibration_error)
        lead = f"{self.lead:}" if self.lead else ""
        return (self.model, str(self.auc), lead, *(f"{f:.3f}" for f in figures))


@frozen
class Report:
    """What was foreseen at later cut-offs, and how well by each model."""

    horizon_days: int
    active_days: int
    cutoffs: tuple[datetime, ...]
    customers: int  # foreseen, a cut-off each
    base_rate: float
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table to print, its headings first."""
        return (HEADINGS, *(line.cells for line in self.lines))

    @property
    def default(self) -> Line:
        """The line of what `train` trains."""
        return next(line for line in self.lines if line.model == DEFAULT)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON has it."""
        return asdict(
            self,
            value_serializer=lambda _, __, value: (
                value.isoformat() if isinstance(value, datetime) else value
            ),
        )


def evaluate(
    con: "duckdb.DuckDBPyConnection",
    as_of: datetime,
    recipe: Recipe | None = None,
    *,
    tests: int = 4,
    note: str = "",
) -> Report:
    """Return how well churn would have been foreseen before *as_of*.

    The *tests* cut-offs lie one horizon apart, the last of them one before *as_of*. At
    each, every model is taught, weighed and calibrated on what was known then alone.
    """
    return examine(study(con, as_of, recipe), tests=tests, note=note)


def examine(made: Study, *, tests: int = 4, note: str = "") -> Report:
    """Return the report of a study that is already made."""
    dates = made.rehearsals(made.as_of, tests)
    if not dates:
        raise ValueError("the facts do not go back far enough to try any model")
    made.learnt(*dates, *(d for date in dates for d in made.rehearsals(date)))
    outcomes, customers = [], []
    forecasts: dict[str, list[Floats]] = {}
    for date in dates:
        rows = made.rows(date)
        outcomes.append(made.panel.silent(made.recipe.horizon_days)[rows])
        customers.append(made.panel.customers[rows])
        with one_thread():
            for name, odds in _forecasts(made, date):
                forecasts.setdefault(name, []).append(odds)
    areas = {
        name: bootstrap_auc(outcomes, odds, customers)
        for name, odds in forecasts.items()
    }
    truth = np.concatenate(outcomes)
    return Report(
        made.recipe.horizon_days,
        made.recipe.active_days,
        tuple(sorted(dates)),
        len(truth),
        float(truth.mean()),
        tuple(
            Line(
                name,
                interval(areas[name]),
                None if name == DEFAULT else interval(areas[DEFAULT] - areas[name]),
                average_precision(truth, np.concatenate(odds)),
                brier(truth, chances(np.concatenate(odds))),
                calibration_error(truth, chances(np.concatenate(odds))),
            )
            for name, odds in forecasts.items()
        ),
        note,
    )


def _forecasts(made: Study, date: datetime) -> Iterator[tuple[str, Floats]]:
    """Yield the log-odds that each model gave at *date*."""
    rows = made.rows(date)
    yield "recency alone", _regression(made, date, ("recency",))
    yield "logistic regression, RFM", _regression(made, date, RFM)
    (learnt,) = made.learnt(date)
    odds = learnt.odds(made.values[rows])
    yield "BG/NBD, P(no purchase)", odds[:, FORECASTS.index("rhythm")]
    yield "LightGBM alone", odds[:, FORECASTS.index("trees")]
    yield DEFAULT, made.blend(date).log_odds(odds)


def _regression(made: Study, date: datetime, names: Sequence[str]) -> Floats:
    columns = np.column_stack([made.panel.column(name) for name in names])
    horizon = made.recipe.horizon_days
    taught = made.lessons(date, horizon)
    regression = logistic.fit(
        columns[taught], made.panel.silent(horizon)[taught], ridge=1.0
    )
    return regression.log_odds(columns[made.rows(date)])
