"""The events behind a feature of one customer, as known at a cut-off."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from .features import Feature, Measure
from .matrix import naive
from .stages import condition

if TYPE_CHECKING:
    import duckdb

SHOWN: Final = 3  # events behind a feature, the latest of them


@frozen
class Evidence:
    """An event behind a feature."""

    position: int
    event_id: str
    type: str
    at: datetime


def behind(
    con: "duckdb.DuckDBPyConnection",
    feature: Feature | None,
    customer_id: str,
    as_of: datetime,
) -> tuple[int, tuple[Evidence, ...]]:
    """Return how many events a feature was made from, and the latest of them."""
    parts = feature.parts if feature else ()
    found: dict[int, Evidence] = {}
    for source, window, where in _readings(parts):
        conditions = ["customer_id = $customer", '"at" < $as_of', "known_at <= $as_of"]
        values: dict[str, Any] = {"customer": customer_id, "as_of": naive(as_of)}
        if window is not None:
            conditions.append('"at" >= $since')
            values["since"] = naive(as_of - timedelta(days=window))
        if where:
            conditions.append(where)
        query = (
            'SELECT DISTINCT position, event_id, event_type, "at"'
            f" FROM {source} WHERE {' AND '.join(conditions)}"
        )
        for position, event, kind, at in con.execute(query, values).fetchall():
            moment = at.replace(tzinfo=UTC)
            found[position] = Evidence(position, event, kind, moment)
    latest = sorted(found.values(), key=lambda each: each.at, reverse=True)
    return len(found), tuple(latest[:SHOWN])


def _readings(
    parts: tuple[Measure, ...],
) -> list[tuple[str, int | None, str | None]]:
    """Return which rows were read: a table, a window, a condition."""
    if not parts:
        return [("orders", None, None)]
    return [
        (each.source, each.window, condition(each.where) if each.where else None)
        for each in parts
    ]
