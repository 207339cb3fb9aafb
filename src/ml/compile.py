"""Features compiled to one query of DuckDB, for one cut-off or a whole panel.

Two stages keep it fast, and a projection could keep the first up to date: the facts of
a source become one row a customer and day (for distinct values, one a value and day);
then each cut-off adds up the days that it may see. A day's *age* is counted in whole
days back from the latest cut-off, and *seen* is how many days before that cut-off its
facts were known; so one pass over the facts serves every cut-off of a panel.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from attrs import frozen

from .features import NOUGHT_WHEN_EMPTY, Aggregate, Feature, Measure
from .stages import Rows, days, facts, values

ORDERS: Final = Rows("orders")


@frozen
class Answers:
    """Steps of a query, the tables they end in, and the expression of each measure."""

    steps: tuple[str, ...]
    tables: tuple[str, ...]
    measures: dict[str, str]


def compiled(
    features: Iterable[Feature],
    shifts: Iterable[int] = (0,),
    *,
    active_days: int | None = None,
    one_customer: bool = False,
) -> str:
    """Return the query for *features* at the cut-offs *shifts* days before the latest.

    It takes the parameters $as_of and $known_at of the latest cut-off, naive UTC, and
    $customer_id if *one_customer*. Its rows are the customers with an order before the
    cut-off (within *active_days* of it, if given).
    """
    features = tuple(features)
    wanted: dict[Rows, dict[str, Measure]] = defaultdict(dict, {ORDERS: {}})
    for feature in features:
        for part in feature.parts:
            wanted[Rows(part.source, part.where)][part.name] = part
    groups = [
        _group(f"g{number}", rows, tuple(measures.values()), one_customer)
        for number, (rows, measures) in enumerate(wanted.items())
    ]
    active = "true" if active_days is None else f"age <= {active_days}"
    steps = (
        f"cutoffs(shift) AS (VALUES {', '.join(f'({shift})' for shift in shifts)})",
        *(step for group in groups for step in group.steps),
        "customers AS "
        f"(SELECT DISTINCT shift, customer_id FROM g0_days WHERE {active})",
    )
    measures = {name: sql for group in groups for name, sql in group.measures.items()}
    columns = (
        f'{_column(feature, measures)} AS "{feature.name}"' for feature in features
    )
    tables = (table for group in groups for table in group.tables)
    return "\n".join(
        (
            "WITH " + ",\n".join(steps),
            "SELECT " + ",\n  ".join(("shift", "customer_id", *columns)),
            "FROM customers",
            *(f"LEFT JOIN {table} USING (shift, customer_id)" for table in tables),
            "ORDER BY shift DESC, customer_id",
        )
    )


def _column(feature: Feature, measures: dict[str, str]) -> str:
    if isinstance(feature, Measure):
        return measures[feature.name]
    return f"{measures[feature.upper.name]} / nullif({measures[feature.lower.name]}, 0)"


def _group(
    g: str, rows: Rows, measures: tuple[Measure, ...], one_customer: bool
) -> Answers:
    plain = tuple(m for m in measures if m.aggregate is not Aggregate.DISTINCT)
    steps = [facts(g, rows, one_customer)]
    made: dict[str, tuple[Measure, ...]] = {}
    if plain or rows == ORDERS:
        steps += days(g, plain, ever=rows == ORDERS)
        made[f"{g}_sums"] = plain
    for column in dict.fromkeys(m.column for m in measures if m not in plain):
        assert column is not None  # or the measure would have been refused
        counted = tuple(m for m in measures if m not in plain and m.column == column)
        steps += values(g, column, counted)
        made[f"{g}_{column}"] = counted
    return Answers(
        tuple(steps),
        tuple(made),
        {m.name: _number(m, table) for table, ms in made.items() for m in ms},
    )


def _number(measure: Measure, table: str) -> str:
    value = f'{table}."{measure.name}"'
    if measure.aggregate in NOUGHT_WHEN_EMPTY:
        value = f"coalesce({value}, 0)"
    return f"CAST({value} AS DOUBLE)"
