"""Features by plain Python over lists of facts: what SQL must equal."""

import operator
import statistics
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from mijoz.ml.features import Aggregate, Feature, Measure

from ..unit.ml.warehouse import Fact, Facts

DAY = timedelta(days=1)
COMPARE = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def features_of(
    facts: Facts,
    features: Iterable[Feature],
    as_of: datetime,
    known_at: datetime,
    active_days: int | None = None,
) -> dict[str, dict[str, Any]]:
    """Return, a customer, the value of each feature."""
    customers = {
        order["customer_id"]
        for order in _visible(facts["orders"], as_of, known_at, active_days)
    }
    return {
        customer: {
            feature.name: _value(feature, facts, customer, as_of, known_at)
            for feature in features
        }
        for customer in sorted(customers)
    }


def _visible(
    rows: Iterable[Fact], as_of: datetime, known_at: datetime, window: int | None
) -> list[Fact]:
    return [
        row
        for row in rows
        if row["at"] < as_of
        and row["known_at"] <= known_at
        and (window is None or row["at"] >= as_of - window * DAY)
    ]


def _value(
    feature: Feature,
    facts: Facts,
    customer: str,
    as_of: datetime,
    known_at: datetime,
) -> Any:
    if not isinstance(feature, Measure):
        upper = _value(feature.upper, facts, customer, as_of, known_at)
        lower = _value(feature.lower, facts, customer, as_of, known_at)
        return upper / lower if upper is not None and lower else None
    rows = [
        row
        for row in _visible(facts[feature.source], as_of, known_at, feature.window)
        if row["customer_id"] == customer and _is_looked_at(feature, row)
    ]
    numbers = [row[feature.column] for row in rows if feature.column]
    numbers = [number for number in numbers if number is not None]
    ages = sorted({-((row["at"] - as_of) // DAY) for row in rows})
    gaps = [older - age for age, older in pairwise(ages)]
    return _fold(feature.aggregate, len(rows), numbers, ages, gaps)


def _is_looked_at(feature: Measure, row: Fact) -> bool:
    where = feature.where
    if where is None:
        return True
    held = row[where.column]
    return held is not None and bool(COMPARE[where.operator](held, where.value))


def _fold(
    aggregate: Aggregate,
    rows: int,
    numbers: list[Any],
    ages: list[int],
    gaps: list[int],
) -> Any:
    match aggregate:
        case Aggregate.COUNT:
            return rows
        case Aggregate.DAYS:
            return len(ages)
        case Aggregate.SUM:
            return sum(numbers)
        case Aggregate.DISTINCT:
            return len(set(numbers))
        case Aggregate.MEAN:
            return statistics.mean(numbers) if numbers else None
        case Aggregate.DEVIATION:
            return statistics.stdev(numbers) if len(numbers) > 1 else None
        case Aggregate.LARGEST:
            return max(numbers, default=None)
        case Aggregate.SINCE_LATEST:
            return min(ages, default=None)
        case Aggregate.SINCE_FIRST:
            return max(ages, default=None)
        case Aggregate.MEAN_GAP:
            return statistics.mean(gaps) if gaps else None
        case Aggregate.MEDIAN_GAP:
            return statistics.median(gaps) if gaps else None
        case Aggregate.GAP_DEVIATION:
            return statistics.stdev(gaps) if len(gaps) > 1 else None
        case Aggregate.LONGEST_GAP:
            return max(gaps, default=None)
