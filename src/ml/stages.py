"""The SQL of the two stages: a source's facts to days, and days to numbers."""

from typing import Final

from attrs import frozen

from .features import Aggregate, Measure, Where

DAY: Final = 24 * 60 * 60 * 1_000_000  # in microseconds
GAPS: Final = {
    Aggregate.MEAN_GAP,
    Aggregate.MEDIAN_GAP,
    Aggregate.GAP_DEVIATION,
    Aggregate.LONGEST_GAP,
}
# What is kept of a column's values of one day, to be folded over days later.
KEPT: Final = {
    Aggregate.SUM: "s",
    Aggregate.MEAN: "sn",
    Aggregate.DEVIATION: "snq",
    Aggregate.LARGEST: "m",
}
COLUMNS: Final = {
    "s": 'sum("{0}")',
    "n": 'count("{0}")',
    "q": 'sum(CAST("{0}" AS HUGEINT) * "{0}")',
    "m": 'max("{0}")',
}
FOLDS: Final = {"s": "sum", "n": "sum", "q": "sum", "m": "max"}


@frozen
class Rows:
    """The facts that some measures read together: a source, and which of its rows."""

    source: str
    where: Where | None = None


def facts(g: str, rows: Rows, one_customer: bool) -> str:
    """Return the step `{g}_facts`: what was known at the latest cut-off, with ages."""
    conditions = ['"at" < $as_of', "known_at <= $known_at"]
    if rows.where is not None:
        conditions.append(condition(rows.where))
    if one_customer:
        conditions.append("customer_id = $customer_id")
    return f"""{g}_facts AS (
  SELECT *, least(age - 1, known) AS seen FROM (
    SELECT *, (epoch_us($as_of) - epoch_us("at") + {DAY - 1}) // {DAY} AS age,
      (epoch_us($known_at) - epoch_us(known_at)) // {DAY} AS known
    FROM {rows.source} WHERE {" AND ".join(conditions)}))"""


def condition(where: Where) -> str:
    """Return *where* as a condition of SQL."""
    value = where.value
    if isinstance(value, str):
        value = "'" + value.replace("'", "''") + "'"
    return f'"{where.column}" {where.operator} {value}'


def days(
    g: str, measures: tuple[Measure, ...], *, ever: bool = False
) -> tuple[str, str, str]:
    """Return the steps to `{g}_days` and, for *measures*, to `{g}_sums`.

    The days are those that a measure looks at, or all if the query needs them *ever*.
    """
    kept = {"rows": ("count(*)", "sum")}
    for m in measures:
        for part in KEPT.get(m.aggregate, ""):
            kept[f"{m.column}_{part}"] = (COLUMNS[part].format(m.column), FOLDS[part])
    first = ", ".join(f'{sql} AS "{name}"' for name, (sql, _) in kept.items())
    again = ", ".join(
        f'{fold}("{name}") AS "{name}"' for name, (_, fold) in kept.items()
    )
    older = "lead(age) OVER (PARTITION BY shift, customer_id ORDER BY age)"
    if not any(m.aggregate in GAPS for m in measures):
        older = "NULL"
    reach = "" if ever else _reach(measures)
    answers = "".join(f',\n    {answer(m)} AS "{m.name}"' for m in measures)
    return (
        f"""{g}_buckets AS (
  SELECT customer_id, age, seen, {first} FROM {g}_facts
  GROUP BY customer_id, age, seen)""",
        f"""{g}_days AS (
  SELECT *, {older} AS older FROM (
    SELECT shift, customer_id, age - shift AS age, {again}
    FROM {g}_buckets JOIN cutoffs ON seen >= shift{reach} GROUP BY ALL))""",
        f"""{g}_sums AS (
  SELECT shift, customer_id{answers} FROM {g}_days GROUP BY shift, customer_id)""",
    )


def values(g: str, column: str, measures: tuple[Measure, ...]) -> tuple[str, str]:
    """Return the steps to `{g}_{column}`: *measures* of distinct values of *column*."""
    answers = "".join(f',\n    count(*){_within(m)} AS "{m.name}"' for m in measures)
    return (
        f"""{g}_{column}_seen AS (
  SELECT shift, customer_id, min(age) - shift AS age
  FROM (SELECT DISTINCT customer_id, "{column}", age, seen FROM {g}_facts
    WHERE "{column}" IS NOT NULL) JOIN cutoffs ON seen >= shift{_reach(measures)}
  GROUP BY shift, customer_id, "{column}")""",
        f"""{g}_{column} AS (
  SELECT shift, customer_id{answers} FROM {g}_{column}_seen
  GROUP BY shift, customer_id)""",
    )


def answer(measure: Measure) -> str:
    """Return the expression that makes *measure* from days."""
    c = measure.column
    within = _within(measure)
    match measure.aggregate:
        case Aggregate.COUNT:
            return f"sum(rows){within}"
        case Aggregate.DAYS:
            return f"count(*){within}"
        case Aggregate.SUM:
            return f'sum("{c}_s"){within}'
        case Aggregate.MEAN:
            return f'sum("{c}_s"){within} / sum("{c}_n"){within}'
        case Aggregate.DEVIATION:
            return _deviation(*(f'sum("{c}_{part}"){within}' for part in "nsq"))
        case Aggregate.LARGEST:
            return f'max("{c}_m"){within}'
        case Aggregate.SINCE_LATEST:
            return f"min(age){within}"
        case Aggregate.SINCE_FIRST:
            return f"max(age){within}"
        case Aggregate.MEAN_GAP:
            return f"avg(older - age){_within(measure, 'older')}"
        case Aggregate.MEDIAN_GAP:
            return f"median(older - age){_within(measure, 'older')}"
        case Aggregate.LONGEST_GAP:
            return f"max(older - age){_within(measure, 'older')}"
        case Aggregate.GAP_DEVIATION:
            within = _within(measure, "older")
            gap = "CAST(older - age AS HUGEINT)"
            return _deviation(
                f"count(older){within}",
                f"sum({gap}){within}",
                f"sum({gap} * {gap}){within}",
            )
        case Aggregate.DISTINCT:
            raise ValueError(f"{measure.name} is made from values, not from days")


def _deviation(n: str, total: str, squares: str) -> str:
    """Return the sample deviation, exact in integers up to its last step."""
    spread = f"CAST({n} * {squares} - {total} * {total} AS DOUBLE)"
    return f"sqrt({spread} / nullif({n} * ({n} - 1), 0))"


def _within(measure: Measure, age: str = "age") -> str:
    if measure.window is None:
        return ""
    return f" FILTER (WHERE {age} <= {measure.window})"


def _reach(measures: tuple[Measure, ...]) -> str:
    """Return the condition that leaves out days that no measure looks at."""
    windows = [m.window for m in measures if m.window is not None]
    if len(windows) < len(measures):
        return ""
    return f" AND age <= shift + {max(windows)}"
