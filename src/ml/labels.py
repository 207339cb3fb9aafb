"""Labels: what a customer then did, as a query over the facts after a cut-off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from .matrix import naive

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa  # type: ignore[import-untyped]

HORIZON_DAYS = 28
ACTIVE_DAYS = 56


def churned(
    con: "duckdb.DuckDBPyConnection",
    cutoffs: Sequence[datetime],
    *,
    horizon_days: int = HORIZON_DAYS,
    active_days: int | None = ACTIVE_DAYS,
) -> "pa.Table":
    """Return, a cut-off and customer, whether no order was completed in the horizon.

    Churned at T is: no order in [T, T + horizon), among the customers with an order in
    [T - active_days, T) (with any order before T, if None) that was known at T. A label
    is closed, and judged, as known at T + horizon.
    """
    values: dict[str, Any] = {}
    rows = []
    for number, cutoff in enumerate(sorted(cutoffs)):
        end = cutoff + timedelta(days=horizon_days)
        values |= {f"t{number}": naive(cutoff), f"end{number}": naive(end)}
        rows.append(f"(CAST($t{number} AS TIMESTAMP), CAST($end{number} AS TIMESTAMP))")
    recent = ""
    if active_days is not None:
        recent = f'AND "at" >= t - INTERVAL {active_days} DAY'
    query = f"""
WITH cutoffs(t, "end") AS (VALUES {", ".join(rows)}),
  before AS (SELECT DISTINCT t, customer_id FROM orders JOIN cutoffs
    ON "at" < t AND known_at <= t {recent}),
  after AS (SELECT DISTINCT t, customer_id, true AS back FROM orders JOIN cutoffs
    ON "at" >= t AND "at" < "end" AND known_at <= "end")
SELECT t AS as_of, customer_id, back IS NULL AS churned
FROM before LEFT JOIN after USING (t, customer_id) ORDER BY as_of, customer_id"""
    return con.sql(query, params=values).to_arrow_table()
