"""What a feature is: data that says what to count, never code that counts it."""

from enum import StrEnum
from typing import Final, TypeAlias

from attrs import Attribute, field, frozen

from ..application.projections.facts import TABLES


class Aggregate(StrEnum):
    """How the rows of a window become one number.

    A day is one of the whole days counted backwards from the cut-off: the last 24 hours
    are the day of age 1. A gap is the days between two neighbouring days with rows.
    """

    COUNT = "count"
    DAYS = "days"
    SUM = "sum"
    MEAN = "mean"
    DEVIATION = "deviation"
    LARGEST = "largest"
    DISTINCT = "distinct"
    SINCE_LATEST = "since_latest"
    SINCE_FIRST = "since_first"
    MEAN_GAP = "mean_gap"
    MEDIAN_GAP = "median_gap"
    GAP_DEVIATION = "gap_deviation"
    LONGEST_GAP = "longest_gap"


OF_A_COLUMN: Final = {
    Aggregate.SUM,
    Aggregate.MEAN,
    Aggregate.DEVIATION,
    Aggregate.LARGEST,
    Aggregate.DISTINCT,
}
NOUGHT_WHEN_EMPTY: Final = {
    Aggregate.COUNT,
    Aggregate.DAYS,
    Aggregate.SUM,
    Aggregate.DISTINCT,
}
OPERATORS: Final = {"=", "<>", "<", "<=", ">", ">="}


@frozen
class Where:
    """The rows a feature looks at: those whose *column* compares so with *value*."""

    column: str
    operator: str = field()
    value: int | str

    @operator.validator
    def _known(self, _: "Attribute[str]", operator: str) -> None:
        if operator not in OPERATORS:
            raise ValueError(f"{operator!r} is no comparison")


@frozen
class Measure:
    """One number that a customer's rows in one table of facts come to.

    The rows are those that happened in the last *window* days before the cut-off (in
    all time before it, if None), were known by then, and are as *where* says.
    """

    name: str
    family: str
    source: str
    aggregate: Aggregate
    unit: str
    description: str
    column: str | None = None
    window: int | None = None
    where: Where | None = None

    def __attrs_post_init__(self) -> None:
        columns = TABLES.get(self.source)
        if columns is None:
            raise ValueError(f"{self.name}: {self.source} is no table of facts")
        if (self.column is not None) != (self.aggregate in OF_A_COLUMN):
            raise ValueError(f"{self.name}: {self.aggregate.value} of {self.column}")
        for column in (self.column, self.where and self.where.column):
            if column is not None and column not in columns:
                raise ValueError(f"{self.name}: {self.source} has no {column}")
        if self.window is not None and self.window < 1:
            raise ValueError(f"{self.name}: a window of {self.window} days")

    @property
    def parts(self) -> "tuple[Measure, ...]":
        """The measures it is made of: itself."""
        return (self,)


@frozen
class Ratio:
    """One measure over another; unknown where the lower one is nought or unknown."""

    name: str
    family: str
    upper: Measure
    lower: Measure
    unit: str
    description: str

    @property
    def parts(self) -> tuple[Measure, ...]:
        """The measures it is made of."""
        return (self.upper, self.lower)


Feature: TypeAlias = Measure | Ratio
