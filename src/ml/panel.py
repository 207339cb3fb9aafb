"""A panel: the same customers at many cut-offs, with what they did after each."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from .catalogue import default
from .features import Feature
from .labels import churned
from .matrix import matrices, naive

if TYPE_CHECKING:
    import duckdb

Floats: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = NDArray[np.bool_]


@frozen(eq=False)
class Panel:
    """Rows of (cut-off, customer): features known then, and labels learnt later.

    Every customer with an order by then has a row, active or not, in the order of
    cut-off and id. For each of *horizons*, in days, there is a column of labels: 1 if
    no order was completed within it.
    """

    features: tuple[Feature, ...]
    horizons: tuple[int, ...]
    cutoffs: NDArray[np.datetime64] = field(repr=False)
    customers: NDArray[np.str_] = field(repr=False)
    values: Floats = field(repr=False)
    labels: Floats = field(repr=False)

    def column(self, name: str) -> Floats:
        """Return the values of one feature."""
        names = [feature.name for feature in self.features]
        values: Floats = self.values[:, names.index(name)]
        return values

    def silent(self, horizon: int) -> Floats:
        """Return the labels of one horizon."""
        labels: Floats = self.labels[:, self.horizons.index(horizon)]
        return labels

    def at(self, cutoff: datetime) -> Rows:
        """Return which rows are of *cutoff*."""
        at: Rows = self.cutoffs == np.datetime64(naive(cutoff))
        return at

    def closed(self, horizon: int, moment: datetime) -> Rows:
        """Return which rows had a label of *horizon* that was known at *moment*."""
        ends = self.cutoffs + np.timedelta64(horizon, "D")
        closed: Rows = ends <= np.datetime64(naive(moment))
        return closed

    def digest(self, rows: Rows) -> str:
        """Return what the same facts, and no others, give for *rows*."""
        seen = hashlib.sha256()
        for array in (self.cutoffs, self.values, self.labels):
            seen.update(np.ascontiguousarray(array[rows]).tobytes())
        seen.update("\n".join(self.customers[rows].tolist()).encode())
        return seen.hexdigest()


def panel(
    con: "duckdb.DuckDBPyConnection",
    cutoffs: Sequence[datetime],
    *,
    horizons: Sequence[int],
    features: Sequence[Feature] | None = None,
) -> Panel:
    """Return the panel of all customers at *cutoffs*, whole days apart.

    Features are as known at each cut-off, labels as known at the end of each horizon.
    """
    features = tuple(default() if features is None else features)
    rows = matrices(con, cutoffs, features=features)
    customers = rows["customer_id"].to_pylist()
    latest = np.datetime64(naive(max(cutoffs)), "us")
    shifts = rows["shift"].to_numpy().astype("timedelta64[D]")
    labels = [
        churned(con, cutoffs, horizon_days=horizon, active_days=None)
        for horizon in horizons
    ]
    assert all(customers == label["customer_id"].to_pylist() for label in labels)
    return Panel(
        features,
        tuple(horizons),
        latest - shifts,
        np.array(customers, dtype=np.str_),
        np.column_stack([_floats(rows[feature.name]) for feature in features]),
        np.column_stack([_floats(label["churned"]) for label in labels]),
    )


def _floats(column: Any) -> Floats:
    values: Floats = column.to_numpy(zero_copy_only=False).astype(np.float64)
    return values


def cutoffs_before(
    last: datetime, first: datetime, step: timedelta
) -> tuple[datetime, ...]:
    """Return the cut-offs *step* apart from *first* or later up to *last*, in order."""
    return tuple(sorted(_backwards(last, first, step)))


def _backwards(last: datetime, first: datetime, step: timedelta) -> Iterator[datetime]:
    while last >= first:
        yield last
        last -= step


def first_day(con: "duckdb.DuckDBPyConnection", known_at: datetime) -> datetime:
    """Return when the day began, in UTC, of the first order known at *known_at*."""
    query = 'SELECT min("at") FROM orders WHERE known_at <= $1'
    ((first,),) = con.execute(query, [naive(known_at)]).fetchall()
    if first is None:
        raise ValueError(f"no order was known at {known_at}")
    return datetime(first.year, first.month, first.day, tzinfo=UTC)


@frozen
class CutoffSplit:
    """A splitter of scikit-learn's kind, over cut-offs given as *groups*.

    A cut-off T' is admitted to the training of T only if its label was closed before
    the features of T were taken: T' + horizon <= T.
    """

    horizon: np.timedelta64
    tests: int = 3

    def get_n_splits(
        self,
        X: object = None,  # noqa: N803
        y: object = None,
        groups: object = None,
    ) -> int:
        """Return the number of test cut-offs asked for."""
        return self.tests

    def split(
        self,
        X: object,  # noqa: N803
        y: object = None,
        groups: object = None,
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Yield, for each of the last cut-offs, the rows to train and to test on."""
        cutoffs = np.asarray(groups)
        for test in np.unique(cutoffs)[-self.tests :]:
            train = np.flatnonzero(cutoffs + self.horizon <= test)
            if len(train):
                yield train, np.flatnonzero(cutoffs == test)
